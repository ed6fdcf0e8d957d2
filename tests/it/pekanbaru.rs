//! Pekanbaru, MENWA (P-2..P-7): both branches, from a WhatsApp message to the PDF on the resident's phone.

use loket_simulators::{bsre::sign_pdf, contoh_pdf};
use loket_tests::{
    app::TestApp,
    sampai,
    warga::{Warga, isi, nomor},
};
use serde_json::{Value, json};

use crate::pdf::{periksa_dengan_alat_luar, sha256};

/// A resident asks for a PDF by chat; tells the registration number.
pub async fn ajukan_pdf(warga: &Warga<'_>) -> String {
    let salam = warga.tulis("Halo").await;
    assert!(isi(&salam).contains("1. Kirim PDF dokumen"), "{}", isi(&salam));
    warga.tulis("1").await;
    warga.tulis("Siti Aminah").await;
    warga.tulis("kartu keluarga").await;
    let minta = warga.tulis("1471012502100003").await;
    assert!(isi(&minta).contains("KTP-el"), "{}", isi(&minta));
    let ringkasan = warga.kirim_foto().await;
    assert!(isi(&ringkasan).contains("1 foto/PDF"), "{}", isi(&ringkasan));
    let terdaftar = warga.tulis("kirim").await;
    assert!(isi(&terdaftar).contains("sudah terdaftar"), "{}", isi(&terdaftar));
    nomor(&terdaftar)
}

/// The case of that number, as an officer sees it.
pub async fn cari(petugas: &loket_tests::klien::Klien, nomor: &str) -> Value {
    sampai("permohonan di daftar", || async {
        let daftar = petugas.get("/v1/permohonan?batas=100").await.ok();
        daftar["data"].as_array()?.iter().find(|satu| satu["nomor"] == nomor).cloned()
    })
    .await
}

#[tokio::test]
async fn a_document_that_is_signed_already_leaves_at_once() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281200000101");
    let nomor = ajukan_pdf(&warga).await;
    let fo = app.sebagai("fo").await;
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();

    fo.putuskan(&id, "cek_daftar", "lanjut", None).await.ok();
    let cek = fo.terima(&id, "cek_siak").await;
    let belum = fo.putuskan_tugas(&cek, "sudah_tte", None).await;
    assert_eq!(belum.masalah(409), "dokumen_belum_sah");

    // SIAK signed it: the simulator's signer stands for the Kadis there.
    let kadis = app.kantor.pemegang("kadis");
    let penanda = app.kantor.bsre.signer(kadis.nik.as_deref().unwrap()).unwrap();
    let pdf = sign_pdf(&contoh_pdf("KARTU KELUARGA", &["CONTOH"]), &penanda).unwrap();
    let dokumen = fo.unggah_dokumen(&id, "kk", &pdf, true).await.ok();
    assert_eq!(dokumen["keadaan"], "sah");
    fo.putuskan_tugas(&cek, "sudah_tte", None).await.ok();

    let (pesan, diterima) = warga.dokumen("kk-").await;
    assert_eq!(sha256(&diterima), sha256(&pdf));
    assert!(isi(&pesan).contains(&nomor));
    periksa_dengan_alat_luar(&diterima, app.kantor.bsre.ca_pem());
    warga.pesan("selesai").await;
    let kartu = fo.get(&format!("/v1/permohonan/{id}/kartu-kendali")).await.ok();
    let tahap: Vec<&str> =
        kartu["data"].as_array().unwrap().iter().map(|b| b["tahap"].as_str().unwrap()).collect();
    assert_eq!(tahap, ["cek_daftar", "cek_siak"], "P-3: it leaves from the step that found it");
}

#[tokio::test]
async fn an_unsigned_document_climbs_to_the_kadis_and_is_signed_there() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281200000102");
    let nomor = ajukan_pdf(&warga).await;
    let (fo, kasi, kabid, kadis) = (
        app.sebagai("fo").await,
        app.sebagai("kasi").await,
        app.sebagai("kabid").await,
        app.sebagai("kadis").await,
    );
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    fo.putuskan(&id, "cek_daftar", "lanjut", None).await.ok();
    fo.putuskan(&id, "cek_siak", "belum_tte", None).await.ok();
    let konsultasi = kasi.terima(&id, "konsultasi_kasi").await;
    assert_eq!(
        kasi.putuskan_tugas(&konsultasi, "sudah_diajukan", None).await.masalah(409),
        "draf_kurang"
    );
    let draf = contoh_pdf("KARTU KELUARGA", &["CONTOH, belum ditandatangani"]);
    kasi.unggah_dokumen(&id, "kk", &draf, false).await.ok();
    kasi.putuskan_tugas(&konsultasi, "sudah_diajukan", None).await.ok();
    kabid.putuskan(&id, "konsultasi_kabid", "sudah_diajukan", None).await.ok();

    let tte = kadis.terima(&id, "tte_kadis").await;
    let klik = kadis.putuskan_tugas(&tte, "setuju", None).await;
    assert_eq!(klik.masalah(409), "dokumen_belum_sah", "tanpa tanda tangan tidak lulus");
    let versi = kadis.get(&format!("/v1/tugas/{tte}")).await.ok()["versi"].clone();
    let salah = json!({ "passphrase": "bukan ini", "versi": versi });
    let jawaban = kadis.post(&format!("/v1/tugas/{tte}/tanda-tangan"), salah).await;
    assert_eq!(jawaban.masalah(409), "tte_passphrase_salah");
    let passphrase = app.kantor.pemegang("kadis").passphrase_simulator.clone().unwrap();
    let benar = json!({ "passphrase": passphrase, "versi": versi });
    kadis.post(&format!("/v1/tugas/{tte}/tanda-tangan"), benar).await.ok();
    fo.putuskan(&id, "kirim", "terkirim", None).await.ok();

    let (_, diterima) = warga.dokumen("kk-").await;
    assert!(diterima.starts_with(&draf), "tanda tangan menambah di belakang draf yang disetujui");
    let jurnal = app.kantor.bsre.journal();
    let ditandatangani: Vec<_> = jurnal.iter().filter(|satu| satu.signed).collect();
    assert_eq!(ditandatangani.len(), 1, "ditandatangani tepat satu kali");
    assert_eq!(ditandatangani[0].sha256_output, sha256(&diterima));
    periksa_dengan_alat_luar(&diterima, app.kantor.bsre.ca_pem());

    let akhir = fo.get(&format!("/v1/permohonan/{id}")).await.ok();
    assert_eq!(akhir["status"], "selesai");
    let status = warga.tulis("STATUS").await;
    assert!(isi(&status).contains("Belum ada permohonan") || isi(&status).contains("selesai"));
}
