//! Chains: by channel, with a level skipped, with a way down, and by a Plh.

use loket_tests::{app::TestApp, klien::Klien};
use serde_json::{Value, json};
use time::macros::datetime;

use super::{daftarkan, id_petugas, kantor, kartu, kasus, masuk, rinci};

/// A case that stands at its chain.
async fn di_rantai(app: &TestApp, petugas: &Klien, kanal: &str) -> String {
    let id = daftarkan(petugas, "bersama", kanal, json!({})).await;
    masuk(app, "siak1").await.putuskan(&id, "periksa", "cocok", None).await;
    masuk(app, "kasi").await.putuskan(&id, "periksa", "cocok", None).await;
    id
}

async fn peran(petugas: &Klien, id: &str) -> Value {
    kasus(petugas, id).await["tugas"][0]["peran"][0].clone()
}

#[tokio::test]
async fn a_chain_differs_by_channel_skips_a_level_and_comes_back_down() {
    let (app, _) = kantor(datetime!(2026-03-02 10:00 +08)).await;
    let petugas = masuk(&app, "layanan1").await;
    let (kasi, kabid, kadis) =
        (masuk(&app, "kasi").await, masuk(&app, "kabid").await, masuk(&app, "kadis").await);
    let pendek = di_rantai(&app, &petugas, "jemput_bola").await;
    assert_eq!(peran(&petugas, &pendek).await, "kadis", "jemput bola langsung ke kadis");

    let lewat = di_rantai(&app, &petugas, "daring").await;
    kasi.putuskan(&lewat, "naik", "setuju", None).await;
    assert_eq!(peran(&petugas, &lewat).await, "kadis", "kabid dilewati untuk permohonan daring");

    let panjang = di_rantai(&app, &petugas, "loket").await;
    kasi.putuskan(&panjang, "naik", "setuju", None).await;
    assert_eq!(peran(&petugas, &panjang).await, "kabid");
    kabid.putuskan(&panjang, "naik", "setuju", None).await;
    kadis.putuskan(&panjang, "naik", "perbaiki", None).await;
    assert_eq!(peran(&petugas, &panjang).await, "kabid", "turun satu tingkat");
    kabid.putuskan(&panjang, "naik", "perbaiki", None).await;
    assert_eq!(peran(&petugas, &panjang).await, "kasi");
    kasi.putuskan(&panjang, "naik", "perbaiki", None).await;
    let dasar = kasus(&petugas, &panjang).await;
    assert_eq!(dasar["tugas"][0]["tahap"], "periksa", "dari tingkat pertama kembali ke dasar");
}

#[tokio::test]
async fn a_plh_decides_on_behalf_of_whom_they_stand_in_for() {
    let (app, _) = kantor(datetime!(2026-03-02 10:00 +08)).await;
    let (petugas, admin) = (masuk(&app, "layanan1").await, masuk(&app, "admin").await);
    let id = di_rantai(&app, &petugas, "jemput_bola").await;
    let tugas = super::tugas(&petugas, &id, "naik").await;
    let plh = masuk(&app, "kabid2").await;
    let sebelum = rinci(&plh, &tugas).await;
    assert_eq!(sebelum["saya"]["halangan"]["kode"], "bukan_pelaksana");
    let isi = json!({
        "jenis": "plh", "dari": id_petugas(&app, "kadis").await, "kepada": id_petugas(&app, "kabid2").await,
        "nomor_sk": "800/45/2026", "mulai": "2026-03-02", "sampai": "2026-03-02", "peran": ["kadis"],
    });
    admin.post_dengan("/v1/delegasi", &[("idempotency-key", "k")], isi).await.ok();

    let nama = &app.kantor.pemegang("kadis").nama;
    let layar = rinci(&plh, &tugas).await;
    let calon = layar["saya"]["atas_nama"].as_str().unwrap();
    assert!(calon.starts_with("Plh. ") && calon.contains(&format!("a.n. {nama}")), "{calon}");
    assert_eq!(layar["atas_nama"], Value::Null, "belum diterima");
    assert_eq!(plh.terima(&id, "naik").await, tugas);
    assert_eq!(rinci(&plh, &tugas).await["atas_nama"], json!(nama));
    assert_eq!(plh.putuskan_tugas(&tugas, "setuju", None).await.status, 204);
    let baris = kartu(&petugas, &id).await;
    let baris = baris.iter().find(|satu| satu["tahap"] == "naik").unwrap();
    assert_eq!(baris["atas_nama"], json!(nama));
    let plh = app.kantor.petugas.iter().find(|satu| satu.nama_pengguna == "kabid2").unwrap();
    assert_eq!(baris["diterima_oleh"]["nama"], plh.nama);
    let linimasa = petugas.get(&format!("/v1/permohonan/{id}/linimasa")).await.ok();
    let putus = linimasa["data"].as_array().unwrap().iter();
    let putus = putus.clone().find(|satu| satu["peristiwa"]["keputusan"] == "setuju").unwrap();
    assert_eq!(putus["peristiwa"]["atas_nama"], id_petugas(&app, "kadis").await);
}
