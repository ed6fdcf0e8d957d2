//! SOPs beyond the seed packs: configuration alone, on the real engine, database and API.

use loket_domain::tenant::Paket;
use loket_tests::{
    app::{Kantor, TestApp},
    warga::isi,
};
use serde_json::{Value, json};

use crate::pekanbaru::{ajukan_pdf, cari};

/// Pekanbaru with the archive asked beside SIAK, and a check by the Kasi only for cases from the counter.
fn bercabang(paket: &mut Paket) {
    let mut nilai = serde_json::to_value(&*paket).unwrap();
    // This flow signs nothing, so its service promises nothing signed.
    nilai["layanan"][0]["produk"] = json!([]);
    let tahap = |kode: &str, peran: &str, tujuan: Value| {
        json!({
            "kode": kode, "nama": kode, "jenis": "verifikasi", "pelaksana": { "salah_satu": [peran] },
            "keputusan": [{ "kode": "cocok", "label": "Cocok", "tujuan": tujuan }],
        })
    };
    let mut gabung = tahap("gabung", "fo", json!([{ "tahap": "periksa_loket" }]));
    gabung["gabung"] = json!("semua");
    let mut loket = tahap("periksa_loket", "kasi", json!(["selesai"]));
    loket["jika"] = json!("kanal == 'loket'");
    loket["lewat"] = json!("selesai");
    nilai["sop"][0]["mulai"] = json!("terima");
    nilai["sop"][0]["tahap"] = json!([
        tahap("terima", "fo", json!([{ "tahap": "siak" }, { "tahap": "arsip" }])),
        tahap("siak", "fo", json!([{ "tahap": "gabung" }])),
        tahap("arsip", "kabid", json!([{ "tahap": "gabung" }])),
        gabung,
        loket,
    ]);
    *paket = serde_json::from_value(nilai).unwrap();
}

#[tokio::test]
async fn branches_run_side_by_side_and_join_and_a_step_is_passed_over() {
    let app = TestApp::layani(Kantor::siapkan_dengan("pekanbaru", bercabang).await);
    let nomor = ajukan_pdf(&app.kantor.warga("6281800000601")).await;
    let (fo, kabid) = (app.sebagai("fo").await, app.sebagai("kabid").await);
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    fo.putuskan(&id, "terima", "cocok", None).await.ok();
    let rinci = fo.get(&format!("/v1/permohonan/{id}")).await.ok();
    assert_eq!(rinci["tugas"].as_array().unwrap().len(), 2, "{rinci}");
    fo.putuskan(&id, "siak", "cocok", None).await.ok();
    let antrean = fo.get("/v1/tugas").await.ok();
    assert_eq!(antrean["data"].as_array().unwrap().len(), 0, "gabungan menunggu cabang arsip");
    kabid.putuskan(&id, "arsip", "cocok", None).await.ok();
    fo.putuskan(&id, "gabung", "cocok", None).await.ok();
    let akhir = fo.get(&format!("/v1/permohonan/{id}")).await.ok();
    assert_eq!(
        akhir["status"], "selesai",
        "pemeriksaan loket dilewati untuk permohonan lewat WhatsApp"
    );
}

#[tokio::test]
async fn a_case_from_the_counter_takes_the_step_that_chat_passes_over() {
    let app = TestApp::layani(Kantor::siapkan_dengan("pekanbaru", bercabang).await);
    let (fo, kabid, kasi) =
        (app.sebagai("fo").await, app.sebagai("kabid").await, app.sebagai("kasi").await);
    let isi = json!({
        "layanan": "kirim_pdf", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471" },
    });
    let baru = fo.post_dengan("/v1/permohonan", &[("idempotency-key", "a")], isi).await.ok();
    let id = baru["id"].as_str().unwrap();
    fo.putuskan(id, "terima", "cocok", None).await.ok();
    kabid.putuskan(id, "arsip", "cocok", None).await.ok();
    fo.putuskan(id, "siak", "cocok", None).await.ok();
    fo.putuskan(id, "gabung", "cocok", None).await.ok();
    kasi.putuskan(id, "periksa_loket", "cocok", None).await.ok();
    assert_eq!(fo.get(&format!("/v1/permohonan/{id}")).await.ok()["status"], "selesai");
}

#[tokio::test]
async fn the_promise_has_a_date_and_the_api_says_why() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281800000603");
    let nomor = ajukan_pdf(&warga).await;
    let terdaftar = warga.pesan("sudah terdaftar").await;
    assert!(isi(&terdaftar).contains("Perkiraan selesai: "), "{}", isi(&terdaftar));
    assert!(isi(&terdaftar).contains("WIB"), "{}", isi(&terdaftar));
    let fo = app.sebagai("fo").await;
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    let jalur = format!("/v1/permohonan/{id}/tenggat");
    let tenggat = fo.get(&jalur).await.ok();
    assert_eq!(tenggat["janji"], "7 menit kerja");
    assert!(tenggat["penjelasan"].as_array().unwrap().len() >= 3, "{tenggat}");
    assert_eq!(tenggat["berhenti_karena"], Value::Null);
    fo.putuskan(&id, "cek_daftar", "kurang", Some("nomor tidak lengkap")).await.ok();
    let menunggu = fo.get(&jalur).await.ok();
    assert_eq!(menunggu["berhenti_karena"], "menunggu pemohon");
    assert!(menunggu["penjelasan"].to_string().contains("menunggu pemohon"), "{menunggu}");
}
