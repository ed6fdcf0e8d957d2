//! Random interleavings of what people do with every fault the host can show, against the host's own ledger.

use loket_simulators::bsre::{Fault, Faults, SignerStatus, sign_pdf};
use loket_tests::klien::taruh;
use serde_json::json;

use super::*;

/// Every fault of the simulator; new ones belong here.
const SESAT: [Fault; 25] = [
    Fault::WrongPassphraseField,
    Fault::WrongPassphraseText,
    Fault::NotRegistered,
    Fault::Status(SignerStatus::Suspend),
    Fault::EmptyFile,
    Fault::NoFile,
    Fault::NotPdf,
    Fault::NotBase64,
    Fault::EmptyAnswer,
    Fault::DownloadGone,
    Fault::NoTimestamp,
    Fault::ExtraPage,
    Fault::AlteredText,
    Fault::OtherSigner,
    Fault::Damaged,
    Fault::ClockAhead,
    Fault::SlowMs(50),
    Fault::DropAfterSign,
    Fault::CutAnswer,
    Fault::Unauthorized,
    Fault::ServerErrorJson,
    Fault::BadGatewayHtml,
    Fault::BadRequestHtml,
    Fault::BadRequestText,
    Fault::OkHtml,
];

/// A small generator with a seed that is printed.
struct Acak(u64);

impl Acak {
    fn berikut(&mut self, batas: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % batas
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_the_host_does_a_version_is_signed_once_and_nothing_unknown_hides() {
    let app = app().await;
    let kadis = app.sebagai("kadis").await;
    let benih =
        std::env::var("LOKET_UJI_BENIH").ok().and_then(|teks| teks.parse().ok()).unwrap_or(7);
    eprintln!("LOKET_UJI_BENIH={benih}");
    let mut acak = Acak(benih);
    let semua = beberapa(&app, 6).await;
    let mut tugas_kasus = Vec::new();
    for (id, _) in &semua {
        tugas_kasus.push(kadis.terima(id, "tte").await);
    }
    let sandi = passphrase(&app.kantor, "kadis");
    // Every fault once in a random order, and then chance alone.
    let mut urut: Vec<Fault> = SESAT.to_vec();
    for i in (1..urut.len()).rev() {
        urut.swap(i, acak.berikut(i + 1));
    }
    let langkah = 90;
    for ke in 0..langkah {
        let pilih = acak.berikut(semua.len());
        let (id, draf) = &semua[pilih];
        match acak.berikut(10) {
            0..=5 => {
                let sesat = urut
                    .pop()
                    .or_else(|| (acak.berikut(3) > 0).then(|| SESAT[acak.berikut(SESAT.len())]));
                if let Some(sesat) = sesat {
                    app.kantor.bsre.faults(|faults| faults.next(sesat, 1));
                }
                let versi = kadis.get(&format!("/v1/tugas/{}", tugas_kasus[pilih])).await;
                let versi = versi.json["versi"].clone();
                let isi = json!({ "passphrase": sandi, "versi": versi });
                let jalur = format!("/v1/tugas/{}/tanda-tangan", tugas_kasus[pilih]);
                let jawaban = kadis.post(&jalur, isi).await;
                let status = jawaban.status.as_u16();
                // A damaged or refused answer is a conflict, one that was never sent is 503; nothing is a bug.
                assert!(
                    [204, 404, 409, 503].contains(&status),
                    "{sesat:?}: {} {}",
                    status,
                    jawaban.teks
                );
                app.kantor.bsre.faults(Faults::clear);
            }
            // The signer looks at the ledger and says the truth.
            6 | 7 => {
                if ditandatangani(&app.kantor, draf) == 0 {
                    for satu in milik(&kadis, id).await {
                        let isi = json!({ "alasan": "Tidak ada di jurnal.", "bukti": "Jurnal." });
                        kadis.post(&format!("/v1/tte/percobaan/{satu}/penuntasan"), isi).await.ok();
                    }
                }
            }
            // They find a file: the right one where the host signed the right document, a wrong one otherwise.
            _ => {
                for satu in milik(&kadis, id).await {
                    let sah = sama(&app, draf);
                    let orang = app.kantor.pemegang("kadis");
                    let tanda = app.kantor.bsre.signer(orang.nik.as_ref().unwrap()).unwrap();
                    let isi = if sah { sign_pdf(draf, &tanda).unwrap() } else { draf.clone() };
                    let jalur = format!("/v1/tte/percobaan/{satu}");
                    let umum =
                        kadis.post(&format!("{jalur}/hasil"), json!({ "ukuran": isi.len() })).await;
                    taruh(&umum.ok()["unggah"], &isi).await;
                    let jawaban = kadis.post(&format!("{jalur}/pemeriksaan"), json!({})).await;
                    assert_eq!(jawaban.status.is_success(), sah, "{}", jawaban.teks);
                }
            }
        }
        periksa(&app, &kadis, &semua, ke).await;
    }
    assert!(urut.is_empty(), "tidak semua sesat terjadi: {urut:?}");
}

/// Whether the host's ledger holds a signature on that very document that got lost on its way.
fn sama(app: &TestApp, draf: &[u8]) -> bool {
    let sidik = crate::pdf::sha256(draf);
    let jurnal = app.kantor.bsre.journal();
    let utuh = [
        "drop_after_sign",
        "cut_answer",
        "empty_answer",
        "download_gone",
        "no_timestamp",
        "signed",
        "slow_ms",
    ];
    jurnal.iter().any(|s| s.signed && s.sha256_input == sidik && utuh.contains(&s.outcome.as_str()))
}

/// Attempts at a case that nobody knows the end of.
async fn milik(kadis: &Klien, permohonan: &str) -> Vec<String> {
    let semua = kadis.get("/v1/tte/percobaan?batas=100").await.ok();
    let semua = semua["data"].as_array().unwrap().iter();
    semua
        .filter(|satu| satu["permohonan_id"] == permohonan)
        .map(|satu| satu["id"].as_str().unwrap().to_owned())
        .collect()
}

/// The model against the world, after every step.
async fn periksa(app: &TestApp, kadis: &Klien, semua: &[(String, Vec<u8>)], ke: usize) {
    let jurnal = app.kantor.bsre.journal();
    for (id, draf) in semua {
        let sidik = crate::pdf::sha256(draf);
        let tertanda: Vec<_> =
            jurnal.iter().filter(|satu| satu.signed && satu.sha256_input == sidik).collect();
        assert!(tertanda.len() <= 1, "langkah {ke}: {id} ditandatangani {} kali", tertanda.len());
        let dokumen = dokumen(kadis, id).await;
        let sah = dokumen["keadaan"] == "sah";
        let kabur = milik(kadis, id).await;
        assert!(kabur.len() <= 1, "langkah {ke}: {id}");
        assert!(tertanda.is_empty() || sah || !kabur.is_empty(), "langkah {ke}: {id} tak terlihat");
        assert!(
            !sah || !tertanda.is_empty(),
            "langkah {ke}: {id} sah tanpa tanda tangan di jurnal"
        );
        assert!(!sah || kabur.is_empty(), "langkah {ke}: {id}");
        let rinci = kadis.get(&format!("/v1/permohonan/{id}")).await.ok();
        assert!(
            rinci["status"] != "selesai" || sah,
            "langkah {ke}: {id} selesai tanpa dokumen sah"
        );
    }
}
