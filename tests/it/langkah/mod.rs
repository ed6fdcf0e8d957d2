//! What officers do at a tugas besides deciding it, over HTTP, with a pack of its own.

mod bersama;
mod biaya;
mod formulir;
mod paket;
mod rantai;
mod serah;

use loket_tests::{
    app::{SANDI, TestApp},
    klien::{Jawaban, Klien},
};
use serde_json::{Value, json};

use self::paket::kantor;

/// Logs the officer of that login name in.
async fn masuk(app: &TestApp, nama: &str) -> Klien {
    Klien::masuk(&app.basis, app.kantor.tenant.slug.as_str(), nama, SANDI).await
}

/// Registers a case at that channel; tells its id.
async fn daftarkan(petugas: &Klien, layanan: &str, kanal: &str, isian: Value) -> String {
    let kunci = format!("{layanan}-{kanal}-{isian}");
    daftarkan_lagi(petugas, &kunci, layanan, kanal, isian).await
}

async fn daftarkan_lagi(
    petugas: &Klien,
    kunci: &str,
    layanan: &str,
    kanal: &str,
    isian: Value,
) -> String {
    let isi = json!({
        "layanan": layanan, "kanal": kanal, "pemohon": { "nama": "Budi Contoh" }, "isian": isian,
    });
    let baru = petugas.post_dengan("/v1/permohonan", &[("idempotency-key", kunci)], isi).await.ok();
    baru["id"].as_str().unwrap().to_owned()
}

async fn rinci(petugas: &Klien, tugas: &str) -> Value {
    petugas.get(&format!("/v1/tugas/{tugas}")).await.ok()
}

/// Does something at a tugas on the version it has now.
async fn kerjakan(petugas: &Klien, tugas: &str, apa: &str, mut isi: Value) -> Jawaban {
    isi["versi"] = rinci(petugas, tugas).await["versi"].clone();
    petugas.post(&format!("/v1/tugas/{tugas}/{apa}"), isi).await
}

async fn kasus(petugas: &Klien, id: &str) -> Value {
    petugas.get(&format!("/v1/permohonan/{id}")).await.ok()
}

async fn kartu(petugas: &Klien, id: &str) -> Vec<Value> {
    let kartu = petugas.get(&format!("/v1/permohonan/{id}/kartu-kendali")).await.ok();
    kartu["data"].as_array().unwrap().clone()
}

/// The cases in the caller's queue, in order.
async fn antrean(petugas: &Klien) -> Vec<Value> {
    petugas.get("/v1/tugas?batas=100").await.ok()["data"].as_array().unwrap().clone()
}

/// The id of the open tugas of that step.
async fn tugas(petugas: &Klien, id: &str, tahap: &str) -> String {
    let kasus = kasus(petugas, id).await;
    let tugas = kasus["tugas"].as_array().unwrap().iter();
    let cocok = tugas.clone().find(|satu| satu["tahap"] == tahap);
    cocok.unwrap_or_else(|| panic!("{kasus}"))["id"].as_str().unwrap().to_owned()
}

/// The id of an officer, as administrators see it.
async fn id_petugas(app: &TestApp, nama: &str) -> Value {
    let admin = masuk(app, "admin").await;
    let semua = admin.get("/v1/pengguna?batas=100").await.ok();
    let semua = semua["data"].as_array().unwrap().iter();
    semua.clone().find(|satu| satu["nama_pengguna"] == nama).unwrap()["id"].clone()
}

/// Places and codes of the violated fields.
fn salah(jawaban: &Jawaban) -> Vec<(&str, &str)> {
    assert_eq!(jawaban.status, 422, "{}", jawaban.teks);
    let semua = jawaban.json["errors"].as_array().unwrap().iter();
    semua.map(|satu| (satu["pointer"].as_str().unwrap(), satu["kode"].as_str().unwrap())).collect()
}
