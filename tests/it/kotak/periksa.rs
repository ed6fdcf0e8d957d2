//! The daily check: recorded, listed, and missed (B-10).

use std::sync::Arc;

use loket_domain::pemeriksaan::PeriksaHarian;
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
    sampai,
};
use serde_json::{Value, json};
use time::macros::datetime;

use super::{masuk, menunggu, post};

async fn terlewat(app: &TestApp, nama: &str) -> Vec<Value> {
    let semua = masuk(app, nama).await.get("/v1/notifikasi").await.ok();
    let semua = semua["data"].as_array().unwrap().iter();
    semua.filter(|satu| satu["jenis"] == "pemeriksaan").cloned().collect()
}

async fn jalankan(app: &TestApp) {
    let ports = &app.kantor.parts.ports;
    PeriksaHarian.execute(ports, &app.kantor.tenant).await.unwrap();
}

#[tokio::test]
async fn a_working_day_without_a_check_is_told_once_to_those_who_watch() {
    // Monday, before the office opens.
    let jam = Arc::new(Jam::di(datetime!(2027-02-01 7:00 +07)));
    let app = TestApp::layani(Kantor::siapkan_pada("pekanbaru", Some(jam.clone()), |_| {}).await);
    jalankan(&app).await;
    jam.pindah(datetime!(2027-02-01 15:59 +07));
    jalankan(&app).await;
    assert!(terlewat(&app, "admin").await.is_empty(), "the office is still open");
    jam.pindah(datetime!(2027-02-01 16:00 +07));
    // Two workers at once: the server's own and this one, twice.
    tokio::join!(jalankan(&app), jalankan(&app));
    let admin = sampai("pemberitahuan", || async {
        let semua = terlewat(&app, "admin").await;
        (!semua.is_empty()).then_some(semua)
    })
    .await;
    assert_eq!(admin.len(), 1);
    assert!(admin[0]["isi"].as_str().unwrap().contains("1 Februari 2027"), "{}", admin[0]);
    assert_eq!(admin[0]["permohonan_id"], Value::Null);

    // On Tuesday somebody looks, once too early and once in time.
    jam.pindah(datetime!(2027-02-02 6:00 +07));
    app.kantor.samakan_jam(datetime!(2027-02-02 6:00 +07));
    let warga = app.kantor.warga("6281300000931");
    warga.tulis("petugas").await;
    let fo = masuk(&app, "fo1").await;
    menunggu(&fo, 1).await;
    assert_eq!(post(&fo, "/v1/pemeriksaan-harian").await.ok()["jam_kerja"], false);
    jam.pindah(datetime!(2027-02-02 9:00 +07));
    let fo = masuk(&app, "fo1").await;
    let cek = post(&fo, "/v1/pemeriksaan-harian").await.ok();
    assert_eq!(
        (&cek["jam_kerja"], &cek["menunggu"], &cek["belum_dibaca"]),
        (&json!(true), &json!(1), &json!(1))
    );
    jam.pindah(datetime!(2027-02-02 20:00 +07));
    jalankan(&app).await;
    assert_eq!(terlewat(&app, "admin").await.len(), 1, "still only Monday");

    let fo = masuk(&app, "fo1").await;
    let log = "/v1/pemeriksaan-harian?dari=2027-01-31&sampai=2027-02-03";
    let log = fo.get(log).await.ok();
    let hari: Vec<_> = log["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hari| {
            let jumlah = hari["pemeriksaan"].as_array().unwrap().len();
            (
                hari["tanggal"].as_str().unwrap(),
                hari["hari_kerja"] == true,
                hari["terlewat"] == true,
                jumlah,
            )
        })
        .collect();
    assert_eq!(
        hari,
        [
            ("2027-02-03", true, false, 0),
            ("2027-02-02", true, false, 2),
            ("2027-02-01", true, true, 0),
            ("2027-01-31", false, false, 0),
        ]
    );
    let jauh = "/v1/pemeriksaan-harian?dari=2026-01-01&sampai=2027-02-03";
    assert_eq!(fo.get(jauh).await.masalah(422), "isian_tidak_sah");
}
