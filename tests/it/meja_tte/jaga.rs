//! The watch over signers by a clock that leaps: warnings, hold, release.

use std::sync::Arc;

use futures_util::future::join_all;
use loket_domain::kalender::Clock;
use loket_infra::crypto::SystemClock;
use loket_simulators::bsre::{Fault, Faults, SignerStatus};
use loket_tests::{jam::Jam, sampai, warga::isi};
use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::{cara::hitung_sql, *};

async fn app_berjam(jam: Arc<Jam>) -> TestApp {
    let jam: Arc<dyn Clock> = jam;
    TestApp::layani(Kantor::siapkan_pada("balangan", Some(jam), dua_langkah).await)
}

fn nik(app: &TestApp, nama: &str) -> String {
    let orang = app.kantor.petugas.iter().find(|satu| satu.nama_pengguna == nama).unwrap();
    orang.nik.clone().unwrap()
}

async fn gangguan(petugas: &Klien) -> Vec<Value> {
    petugas.get("/v1/gangguan?terbuka=true").await.ok()["data"].as_array().unwrap().clone()
}

/// Who may open and close interruptions.
async fn operator(app: &TestApp) -> Klien {
    // The Kadis may be the one who is away.
    for orang in app.kantor.petugas.iter().filter(|satu| satu.nama_pengguna != "kadis") {
        let klien = masuk(&app.basis, &app.kantor, &orang.nama_pengguna).await;
        if klien.get("/v1/gangguan").await.status == 200 {
            return klien;
        }
    }
    panic!("tidak ada petugas contoh yang melihat gangguan")
}

#[tokio::test]
async fn a_signer_who_cannot_sign_holds_the_queue_and_the_next_good_check_releases_it() {
    let app = app().await;
    let semua = beberapa(&app, 2).await;
    let (kadis, petugas) = (app.sebagai("kadis").await, operator(&app).await);
    let aku = sampai("penjagaan pertama", || async {
        let daftar = kadis.get("/v1/tte/penanda-tangan").await.ok();
        (daftar["data"][0]["sertifikat"]["status"] == "ISSUE").then_some(daftar)
    })
    .await["data"][0]
        .clone();
    assert_eq!(aku["peran"], json!(["kadis"]));
    assert!(gangguan(&petugas).await.is_empty());

    let nik = nik(&app, "kadis");
    app.kantor.bsre.faults(|faults| faults.for_nik(&nik, Fault::Status(SignerStatus::Revoke)));
    let periksa =
        format!("/v1/tte/penanda-tangan/{}/periksa", aku["pengguna_id"].as_str().unwrap());
    let sertifikat = kadis.post(&periksa, json!({})).await.ok();
    assert_eq!(sertifikat["status"], "REVOKE");
    let terbuka = gangguan(&petugas).await;
    assert_eq!(terbuka.len(), 1, "{terbuka:?}");
    assert_eq!(
        (&terbuka[0]["sebab"], &terbuka[0]["layanan"]),
        (&json!("penanda_tangan"), &json!(["akta_kelahiran"]))
    );
    kadis.post(&periksa, json!({})).await.ok();
    assert_eq!(gangguan(&petugas).await.len(), 1, "dicatat sekali saja");
    let antre = antrean(&kadis).await;
    assert!(antre.iter().all(|satu| satu["tahanan"]["kode"] == "sertifikat_revoke"), "{antre:?}");
    let bundel = buat_bundel(&kadis, &tugas(&antre), "a").await;
    let id = bundel["id"].as_str().unwrap();
    tinjau(&kadis, id).await;
    let kunci = json!({ "passphrase": passphrase(&app.kantor, "kadis") });
    let ditahan = kadis.post(&format!("/v1/tte/bundel/{id}/tanda-tangan"), kunci).await;
    assert_eq!(ditahan.masalah(409), "tte_ditahan");

    app.kantor.bsre.faults(Faults::clear);
    kadis.post(&periksa, json!({})).await.ok();
    assert!(gangguan(&petugas).await.is_empty());
    // Nothing was signed by itself; the oldest comes first.
    assert!(app.kantor.bsre.journal().iter().all(|satu| !satu.signed));
    let urut: Vec<_> = antrean(&kadis).await.iter().map(|s| s["permohonan_id"].clone()).collect();
    assert_eq!(urut, [json!(semua[0].0), json!(semua[1].0)]);
    tanda_tangani(&kadis, id, &passphrase(&app.kantor, "kadis")).await;
    assert_eq!(tunggu(&kadis, id).await["hitungan"]["berhasil"], 2);
}

#[tokio::test]
async fn a_post_without_a_holder_holds_the_queue_until_there_is_a_plh() {
    let jam = Arc::new(Jam::di(SystemClock.now()));
    let app = app_berjam(jam.clone()).await;
    beberapa(&app, 1).await;
    let admin = app.sebagai("admin").await;
    let semua = admin.get("/v1/pengguna?batas=100").await.ok();
    let cari = |nama: &str| {
        let semua = semua["data"].as_array().unwrap().iter();
        semua.clone().find(|satu| satu["nama_pengguna"] == nama).unwrap().clone()
    };
    let (kadis, wakil) = (cari("kadis"), cari("kabid2"));
    let hari = jam.now().to_offset(time::macros::offset!(+8)).date();
    // The Kadis is moved away: the mandate of a Plh goes with them unless it is given again.
    let jalur = format!("/v1/pengguna/{}", kadis["id"].as_str().unwrap());
    let lama = admin.get(&jalur).await;
    let etag = lama.header["etag"].to_str().unwrap().to_owned();
    let isi = json!({ "aktif": false }).to_string().into_bytes();
    let kepala = [("content-type", "application/json"), ("if-match", etag.as_str())];
    let pindah = admin.panggil(reqwest::Method::PATCH, &jalur, &kepala, Some(isi)).await;
    assert!(pindah.status.is_success(), "{}", pindah.teks);
    jam.pindah(jam.now() + Duration::minutes(16));
    // Access tokens do not outlive the leap.
    let (admin, petugas) = (app.sebagai("admin").await, operator(&app).await);
    let terbuka = sampai("antrean ditahan", || async {
        let terbuka = gangguan(&petugas).await;
        (!terbuka.is_empty()).then_some(terbuka)
    })
    .await;
    assert_eq!(terbuka[0]["sebab"], "penanda_tangan");
    let kabar = admin.get("/v1/notifikasi?batas=100").await;
    assert!(
        kabar.status != 200 || kabar.teks.contains("Tidak ada petugas aktif"),
        "{}",
        kabar.teks
    );
    let isi = json!({
        "jenis": "plt", "dari": kadis["id"], "kepada": wakil["id"], "nomor_sk": "821/7/2026",
        "mulai": hari.to_string(), "sampai": hari.to_string(), "peran": ["kadis"],
    });
    admin.post_dengan("/v1/delegasi", &[("idempotency-key", "k")], isi).await.ok();
    jam.pindah(jam.now() + Duration::minutes(16));
    let petugas = operator(&app).await;
    sampai("tahanan dilepas", || async { gangguan(&petugas).await.is_empty().then_some(()) }).await;
    let wakil = masuk(&app.basis, &app.kantor, "kabid2").await;
    assert_eq!(antrean(&wakil).await.len(), 1);
}

#[tokio::test]
async fn the_end_of_a_certificate_is_announced_at_sixty_thirty_and_seven_days_once_each() {
    let jam = Arc::new(Jam::di(SystemClock.now()));
    let app = app_berjam(jam.clone()).await;
    let semua = beberapa(&app, 1).await;
    let kadis = app.sebagai("kadis").await;
    let tugas = kadis.terima(&semua[0].0, "tte").await;
    let versi = kadis.get(&format!("/v1/tugas/{tugas}")).await.ok()["versi"].clone();
    let isi = json!({ "passphrase": passphrase(&app.kantor, "kadis"), "versi": versi });
    kadis.post(&format!("/v1/tugas/{tugas}/tanda-tangan"), isi).await.ok();
    // The signature showed when the certificate ends.
    let sampai_pada = sampai("akhir sertifikat", || async {
        let daftar = kadis.get("/v1/tte/penanda-tangan").await.ok();
        daftar["data"][0]["sertifikat"]["berlaku_sampai"].as_str().map(str::to_owned)
    })
    .await;
    let rfc = time::format_description::well_known::Rfc3339;
    let akhir = OffsetDateTime::parse(&sampai_pada, &rfc).unwrap();
    let pengguna = kadis.get("/v1/tte/penanda-tangan").await.ok()["data"][0]["pengguna_id"].clone();
    let periksa = format!("/v1/tte/penanda-tangan/{}/periksa", pengguna.as_str().unwrap());
    let mut diberi = 0;
    for (hari, jumlah) in [(75, 0), (59, 1), (45, 1), (29, 2), (20, 2), (6, 3), (1, 3)] {
        jam.pindah(akhir - Duration::days(hari));
        // Sessions end with the days.
        let kadis = app.sebagai("kadis").await;
        // By several officers at once, while the worker looks by itself: one warning.
        let isi = json!({});
        let sekali = || kadis.post(&periksa, isi.clone());
        for jawaban in join_all([sekali(), sekali(), sekali(), sekali()]).await {
            jawaban.ok();
        }
        let kabar = kadis.get("/v1/notifikasi?batas=100").await.ok();
        let peringatan = kabar["data"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|satu| satu["isi"].as_str().unwrap().contains("Sertifikat TTE kadis"))
            .count();
        assert_eq!(peringatan, jumlah, "{hari} hari sebelum akhir: {kabar}");
        diberi = peringatan;
    }
    assert_eq!(diberi, 3);
}

#[tokio::test]
async fn a_list_of_revoked_certificates_that_runs_out_is_announced_ahead_and_at_its_end_once_each()
{
    let awal = SystemClock.now();
    let jam = Arc::new(Jam::di(awal));
    let app = app_berjam(jam.clone()).await;
    let simpan = async |wajib: bool| {
        let isi = json!({ "crl": app.kantor.bsre.crl_pem(&[]).unwrap(), "wajib": wajib });
        let kepala = [("content-type", "application/json")];
        let badan = Some(isi.to_string().into_bytes());
        let admin = app.sebagai("admin").await;
        admin.panggil(reqwest::Method::PUT, "/v1/tte/pencabutan", &kepala, badan).await.ok()
    };
    // The list is good for a day.
    let tersimpan = simpan(true).await;
    assert_eq!(tersimpan["daftar"][0]["keadaan"], "berlaku", "{tersimpan}");
    let rfc = time::format_description::well_known::Rfc3339;
    let akhir = tersimpan["daftar"][0]["berikutnya_pada"].as_str().unwrap();
    let akhir = OffsetDateTime::parse(akhir, &rfc).unwrap();
    for (sisa, keadaan, segera, habis) in [
        (7, "berlaku", 0, 0),
        (5, "segera_habis", 1, 0),
        (2, "segera_habis", 1, 0),
        (-1, "habis", 1, 1),
        (-30, "habis", 1, 1),
    ] {
        jam.pindah(akhir - Duration::hours(sisa));
        // Sessions end with the hours. Asking about a signer looks at the lists, too; twice tells nothing twice.
        let kadis = app.sebagai("kadis").await;
        let aku = kadis.get("/v1/tte/penanda-tangan").await.ok()["data"][0]["pengguna_id"].clone();
        let periksa = format!("/v1/tte/penanda-tangan/{}/periksa", aku.as_str().unwrap());
        kadis.post(&periksa, json!({})).await.ok();
        kadis.post(&periksa, json!({})).await.ok();
        // Who watches the operation sees the state, and may not change it.
        let operator = app.sebagai("operator_layanan").await;
        let kini = operator.get("/v1/tte/pencabutan").await.ok();
        assert_eq!(kini["daftar"][0]["keadaan"], keadaan, "{sisa} jam");
        let kabar = operator.get("/v1/notifikasi?batas=100").await.ok();
        let terhitung = |kata: &str| {
            let baris = kabar["data"].as_array().unwrap().iter();
            baris.filter(|satu| satu["isi"].as_str().unwrap().contains(kata)).count()
        };
        let dapat =
            (terhitung("hanya berlaku sampai"), terhitung("tanda tangan tanpa bukti lain ditolak"));
        assert_eq!(dapat, (segera, habis), "{sisa} jam: {kabar}");
    }
    let jejak = "SELECT count(*) AS n FROM audit WHERE aksi = 'tte.peringatan_crl'";
    assert_eq!(hitung_sql(&app.kantor, jejak).await, 2);
    // Who signs, and nothing else, is not asked to do anything about it.
    let kadis = app.sebagai("kadis").await;
    assert_eq!(kadis.get("/v1/tte/pencabutan").await.masalah(403), "tidak_berizin");
    assert!(!kadis.get("/v1/notifikasi?batas=100").await.teks.contains("Daftar pencabutan"));
}

#[tokio::test]
async fn residents_who_wait_for_the_signature_are_told_of_the_hold_once_and_of_its_end_once() {
    let jam = Arc::new(Jam::di(SystemClock.now()));
    let app = app_berjam(jam.clone()).await;
    app.kantor.samakan_jam(jam.now());
    let warga = app.kantor.warga("6281300009901");
    for teks in ["assalamualaikum", "akta kelahiran", "Ahmad Fauzi", "KIRIM"] {
        let jawaban = warga.tulis(teks).await;
        if isi(&jawaban).contains("sudah terdaftar") {
            break;
        }
    }
    let layanan = app.sebagai("operator_layanan").await;
    let daftar = layanan.get("/v1/permohonan").await.ok();
    let id = daftar["data"][0]["id"].as_str().unwrap().to_owned();
    let siak = app.sebagai("operator_siak").await;
    let proses = siak.terima(&id, "proses").await;
    siak.unggah_dokumen(&id, "akta", &contoh_pdf("AKTA", &["CONTOH"]), false).await.ok();
    siak.putuskan_tugas(&proses, "ajukan", None).await.ok();

    let nik = nik(&app, "kadis");
    app.kantor.bsre.faults(|faults| faults.for_nik(&nik, Fault::Status(SignerStatus::Expired)));
    let periksa = async || {
        let kadis = app.sebagai("kadis").await;
        let aku = kadis.get("/v1/tte/penanda-tangan").await.ok()["data"][0]["pengguna_id"].clone();
        let jalur = format!("/v1/tte/penanda-tangan/{}/periksa", aku.as_str().unwrap());
        kadis.post(&jalur, json!({})).await.ok();
    };
    let terhitung =
        |kata: &str| warga.masuk().iter().filter(|pesan| isi(pesan).contains(kata)).count();
    periksa().await;
    // A short interruption tells nobody.
    for _ in 0..3 {
        jam.pindah(jam.now() + Duration::minutes(20));
        app.kantor.samakan_jam(jam.now());
        warga.pesan("penandatanganan dokumen sedang terhenti").await;
        periksa().await;
    }
    assert_eq!(terhitung("penandatanganan dokumen sedang terhenti"), 1);
    app.kantor.bsre.faults(Faults::clear);
    periksa().await;
    warga.pesan("sudah berjalan lagi").await;
    jam.pindah(jam.now() + Duration::minutes(20));
    app.kantor.samakan_jam(jam.now());
    periksa().await;
    assert_eq!(terhitung("sudah berjalan lagi"), 1);
    assert_eq!(terhitung("penandatanganan dokumen sedang terhenti"), 1);
}
