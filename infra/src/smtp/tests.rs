//! Against the simulator, over the real protocol.

use loket_domain::penyerahan::SurelId;
use loket_simulators::smtp::{SmtpFaults, SmtpSim, SmtpSimConfig};

use super::*;

async fn kotak() -> (SmtpSim, Smtp) {
    let sim = SmtpSim::start(SmtpSimConfig::default()).await.unwrap();
    let config = SmtpConfig {
        host: "127.0.0.1".to_owned(),
        port: sim.port(),
        tls: SmtpTls::Tanpa,
        masuk: None,
        dari: "layanan@contoh.go.id".to_owned(),
        batas_waktu: Duration::from_millis(500),
    };
    let klien = Smtp::new(config).unwrap();
    (sim, klien)
}

fn surel() -> SurelSiap {
    SurelSiap {
        id: SurelId::new(uuid::Uuid::from_u128(7)),
        nama_pengirim: "Disdukcapil Contoh".to_owned(),
        dari: None,
        balas: Some("balas@contoh.go.id".to_owned()),
        kepada: Rahasia::new("budi@contoh.id"),
        subjek: "Dokumen permohonan A-1".to_owned(),
        teks: "Yth. Pemohon,\n.titik di awal baris\n".to_owned(),
        lampiran: Some(("akta-A-1.pdf".to_owned(), b"%PDF-1.7\n\x00\xffisi\n%%EOF".to_vec())),
    }
}

#[tokio::test]
async fn an_email_arrives_whole_with_its_file_and_always_the_same_message_id() {
    let (sim, klien) = kotak().await;
    let satu = surel();
    klien.kirim(satu.clone()).await.unwrap();
    klien.kirim(satu.clone()).await.unwrap();
    let semua = sim.mailbox("budi@contoh.id");
    assert_eq!(semua.len(), 2);
    assert_eq!(semua[0].message_id(), semua[1].message_id());
    assert!(semua[0].message_id().unwrap().contains(&satu.id.to_string()));
    assert_eq!(semua[0].attachment("akta-A-1.pdf").unwrap(), satu.lampiran.unwrap().1);
    assert!(semua[0].text().contains("\n.titik di awal baris"), "{}", semua[0].text());
    assert_eq!(semua[0].from, "layanan@contoh.go.id");
}

#[tokio::test]
async fn refusals_are_told_apart_by_what_can_be_done() {
    let (sim, klien) = kotak().await;
    let sementara = |kode: &str| Err(SurelGagal::Sementara { galat: kode.to_owned() });
    let tetap = |kode: &str| Err(SurelGagal::Tetap { galat: kode.to_owned() });
    sim.faults(|f| *f = SmtpFaults { rcpt_4xx: 1, ..SmtpFaults::default() });
    assert_eq!(klien.kirim(surel()).await, sementara("smtp_451"));
    sim.faults(|f| *f = SmtpFaults { rcpt_5xx: 1, ..SmtpFaults::default() });
    assert_eq!(klien.kirim(surel()).await, tetap("smtp_550"));
    sim.faults(|f| *f = SmtpFaults { data_5xx: 1, ..SmtpFaults::default() });
    assert_eq!(klien.kirim(surel()).await, tetap("smtp_554"));
    sim.faults(|f| *f = SmtpFaults { drop_on_connect: 1, ..SmtpFaults::default() });
    assert_eq!(klien.kirim(surel()).await, sementara("smtp_koneksi"));
    assert!(sim.mailbox("budi@contoh.id").is_empty());
}

#[tokio::test]
async fn an_email_that_was_given_over_without_an_answer_is_unknown() {
    let (sim, klien) = kotak().await;
    sim.faults(|f| *f = SmtpFaults { drop_after_data: 1, ..SmtpFaults::default() });
    assert_eq!(klien.kirim(surel()).await, Err(SurelGagal::TidakDiketahui));
    assert_eq!(sim.mailbox("budi@contoh.id").len(), 1, "the server had taken it");
    sim.faults(|f| *f = SmtpFaults { slow_after_data: 1, ..SmtpFaults::default() });
    assert_eq!(klien.kirim(surel()).await, Err(SurelGagal::TidakDiketahui));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_again() {
    let (sim, klien) = kotak().await;
    drop(sim);
    assert!(matches!(klien.kirim(surel()).await, Err(SurelGagal::Sementara { .. })));
}
