//! The officers' inbox, the Forum, the daily check and live updates, over HTTP and the WhatsApp simulator.

mod aliran;
mod celah;
mod forum;
mod lampiran;
mod layani;
mod periksa;

use loket_tests::{
    app::{SANDI, TestApp},
    klien::{Jawaban, Klien},
    sampai,
};
use reqwest::Method;
use serde_json::{Value, json};

/// The officer of that login name.
async fn masuk(app: &TestApp, nama: &str) -> Klien {
    Klien::masuk(&app.basis, app.kantor.tenant.slug.as_str(), nama, SANDI).await
}

/// The rows of a list of conversations.
async fn daftar(petugas: &Klien, pilih: &str) -> Vec<Value> {
    let semua = petugas.get(&format!("/v1/percakapan?pilih={pilih}")).await.ok();
    semua["data"].as_array().unwrap().clone()
}

/// Waits until as many conversations wait for an officer.
async fn menunggu(petugas: &Klien, jumlah: usize) -> Vec<Value> {
    sampai(&format!("{jumlah} percakapan menunggu"), || async {
        let semua = daftar(petugas, "menunggu").await;
        (semua.len() == jumlah).then_some(semua)
    })
    .await
}

fn id(nilai: &Value) -> String {
    nilai["id"].as_str().unwrap_or_else(|| panic!("tanpa id: {nilai}")).to_owned()
}

async fn satu(petugas: &Klien, id: &str) -> Value {
    petugas.get(&format!("/v1/percakapan/{id}")).await.ok()
}

/// The thread, the newest first.
async fn benang(petugas: &Klien, id: &str) -> Vec<Value> {
    let semua = petugas.get(&format!("/v1/percakapan/{id}/pesan?batas=100")).await.ok();
    semua["data"].as_array().unwrap().clone()
}

/// Waits for the entry of the thread that fits.
async fn entri(petugas: &Klien, id: &str, apa: &str, cocok: impl Fn(&Value) -> bool) -> Value {
    sampai(apa, || async { benang(petugas, id).await.into_iter().find(|satu| cocok(satu)) }).await
}

async fn balas(petugas: &Klien, id: &str, kunci: &str, isi: Value) -> Jawaban {
    let jalur = format!("/v1/percakapan/{id}/pesan");
    petugas.post_dengan(&jalur, &[("idempotency-key", kunci)], isi).await
}

async fn ambil(petugas: &Klien, id: &str, isi: Value) -> Jawaban {
    petugas.post(&format!("/v1/percakapan/{id}/penugasan"), isi).await
}

async fn put(petugas: &Klien, jalur: &str, cocok: Option<&str>, isi: Value) -> Jawaban {
    let mut kepala = vec![("content-type", "application/json")];
    kepala.extend(cocok.map(|cocok| ("if-match", cocok)));
    petugas.panggil(Method::PUT, jalur, &kepala, Some(isi.to_string().into_bytes())).await
}

/// Sends a POST without a body.
async fn post(petugas: &Klien, jalur: &str) -> Jawaban {
    petugas.panggil(Method::POST, jalur, &[], None).await
}

/// A case of Pekanbaru's service, as a conversation or the Forum registers it.
fn kasus(berkas: &Value) -> Value {
    json!({
        "layanan": "kirim_pdf", "pemohon": { "nama": "Siti Aminah" },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471" },
        "berkas": berkas,
    })
}
