//! The code stands nowhere: not where an officer reads, not in logs, not in a dump of the database.

use std::{fs, process::Command};

use loket_tests::{
    app::{Kantor, SANDI},
    klien::Klien,
    sampai,
    server::{SERVER, urut},
};

use super::{baca, daftarkan, ketik, kode_ke, minta};
use crate::{proses::Proses, rahasia::pg_dump};

/// Whether these digits stand there as a word of their own: not as part of a longer number, an id, or a moment.
fn memuat(teks: &str, kode: &str) -> bool {
    let kata = teks.split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-');
    let polos = kata.into_iter().any(|kata| kata == kode);
    polos || teks.contains(&hex::encode(kode)) || teks.contains(&format!("otp{kode}"))
}

/// Security bar 58. And the officer who asked for it is no exception.
#[tokio::test]
async fn a_code_stands_nowhere_an_officer_a_log_or_a_dump_could_show_it() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    loket::setup::ajukan_templat(&kantor.parts, &kantor.tenant).await.unwrap();
    let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let mut config = SERVER.config();
    config.bind = port;
    config.pekerja_tenant = kantor.tenant.slug.to_string();
    let mut lingkungan = SERVER.lingkungan(&config);
    lingkungan.push(("LOKET_LOG", "debug,hyper=info,h2=info".to_owned()));
    let basis = format!("http://{port}");
    kantor.arahkan_webhook(&basis);
    let log = SERVER.dir.join(format!("log-{}", urut()));
    let mut server = Proses::mulai_dengan_log("serve", &lingkungan, &log);
    sampai("server siap", || async {
        let jawaban = loket_tests::klien::HTTP.get(format!("{basis}/readyz")).send().await;
        jawaban.ok().filter(|jawaban| jawaban.status().is_success())
    })
    .await;
    let masuk = async |peran: &str| {
        let orang = kantor.pemegang(peran);
        Klien::masuk(&basis, kantor.tenant.slug.as_str(), &orang.nama_pengguna, SANDI).await
    };
    let (fo, admin) = (masuk("fo").await, masuk("admin").await);
    let warga = kantor.warga("6281555000401");
    let kasus = daftarkan(&fo, "081555000401").await;
    // While it waits for its turn it stands in the outbox, and shows itself there to nobody.
    kantor.wa.faults(|faults| faults.slow_answer_ms = 1_500);
    let mut terbaca = minta(&fo, &kasus).await.teks;
    let kontak = &kasus.kontak;
    let mut tengok = Vec::new();
    for ke in 0..2 {
        let satu = baca(&fo, kontak).await;
        let pesan = satu["pengiriman"]["pesan_id"].as_str().unwrap().to_owned();
        for jalur in [
            format!("/v1/kontak/{kontak}/kode"),
            format!("/v1/pesan-keluar/{pesan}"),
            "/v1/pesan-keluar".to_owned(),
            format!("/v1/pesan-keluar?golongan=kode&kontak={kontak}"),
            "/v1/percakapan?saring=semua".to_owned(),
            format!("/v1/percakapan/{kontak}"),
            format!("/v1/percakapan/{kontak}/pesan"),
            format!("/v1/permohonan/{}", kasus.id),
            format!("/v1/permohonan/{}/linimasa", kasus.id),
            format!("/v1/permohonan/{}/audit", kasus.id),
            "/v1/audit".to_owned(),
            "/v1/notifikasi".to_owned(),
            "/v1/wa/templat".to_owned(),
            "/v1/wa/kanal".to_owned(),
        ] {
            for siapa in [&fo, &admin] {
                let jawaban = siapa.get(&jalur).await;
                tengok.push((ke, jalur.clone(), jawaban.status.as_u16()));
                terbaca.push_str(&jawaban.teks);
            }
        }
        if ke == 0 {
            kode_ke(&warga, 0).await;
            sampai("terkirim", || async {
                (baca(&fo, kontak).await["pengiriman"]["keadaan"] == "terkirim").then_some(())
            })
            .await;
        }
    }
    let kode = kode_ke(&warga, 0).await;
    let terbuka = tengok.iter().filter(|(.., status)| *status == 200).count();
    assert!(terbuka > 20, "jawaban kosong tidak membuktikan apa pun: {tengok:?}");
    assert!(terbaca.contains("Kode verifikasi (disembunyikan)"), "{tengok:?}");
    terbaca.push_str(&ketik(&fo, kontak, &super::meleset(&kode, 1)).await.teks);
    let berhasil = ketik(&fo, kontak, &kode).await;
    assert_eq!(berhasil.status, 200, "{}", berhasil.teks);
    terbaca.push_str(&berhasil.teks);
    let metrik = Klien::anonim(&basis).get("/metrics").await.teks;
    server.hentikan();

    let catatan = fs::read_to_string(&log).unwrap();
    assert!(
        catatan.contains("/v1/kontak/{id}/kode/periksa"),
        "log tanpa rute tidak membuktikan apa pun"
    );
    let dump = Command::new(pg_dump())
        .args(["--schema", &kantor.tenant.slug.schema(), "--schema", "control", "--inserts"])
        .arg(SERVER.postgres.superuser_url("loket_uji"))
        .output()
        .unwrap();
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    let dump = String::from_utf8_lossy(&dump.stdout).into_owned();
    assert!(dump.contains(".kode_nomor VALUES"), "dump kosong tidak membuktikan apa pun");
    for (tempat, teks) in
        [("jawaban", &terbaca), ("log", &catatan), ("metrik", &metrik), ("dump", &dump)]
    {
        assert!(!memuat(teks, &kode), "kode ada di {tempat}");
    }
    assert!(memuat(&format!("{{\"kode\":\"{kode}\"}}"), &kode), "the search finds what is there");
}
