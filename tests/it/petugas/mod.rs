//! Officers' accounts: how they come in, what guards them, what they may do to each other's.

mod faktor;
mod hambatan;
mod kunci_sandi;
mod segar;
mod sesi;
mod undangan;
mod unit;
mod waktu;

use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
    klien::{Jawaban, Klien},
};
use serde_json::{Value, json};
use std::sync::Arc;
use time::OffsetDateTime;

const SAAT: OffsetDateTime = time::macros::datetime!(2027-03-01 09:00 +08);

/// An office whose clock stands where the test puts it.
async fn kantor_berjam(nama: &str) -> (TestApp, Arc<Jam>) {
    let mut kantor = Kantor::siapkan(nama).await;
    let jam = Arc::new(Jam::di(SAAT));
    kantor.parts.ports.clock = jam.clone();
    (TestApp::layani(kantor), jam)
}

fn slug(app: &TestApp) -> &str {
    app.kantor.tenant.slug.as_str()
}

/// A call below `/v1/tenant/{tenant}/` by nobody in particular.
async fn publik(app: &TestApp, jalur: &str, isi: Value) -> Jawaban {
    app.anonim().post(&format!("/v1/tenant/{}/{jalur}", slug(app)), isi).await
}

/// The first step of a login.
async fn langkah_satu(app: &TestApp, nama: &str, sandi: &str) -> Jawaban {
    publik(app, "sesi", json!({ "nama_pengguna": nama, "sandi": sandi })).await
}

/// The ticket of a right password.
async fn tiket(app: &TestApp, nama: &str) -> Value {
    let jawaban = langkah_satu(app, nama, loket_tests::app::SANDI).await;
    assert_eq!(jawaban.status, 200, "{}", jawaban.teks);
    assert_eq!(jawaban.json["perlu"], "totp");
    jawaban.json["tiket"].clone()
}

/// An officer as administrators see them.
async fn orang(admin: &Klien, nama: &str) -> Value {
    let semua = admin.get("/v1/pengguna?batas=100").await.ok();
    let semua = semua["data"].as_array().unwrap().iter();
    semua.clone().find(|satu| satu["nama_pengguna"] == nama).unwrap().clone()
}

async fn id(admin: &Klien, nama: &str) -> String {
    orang(admin, nama).await["id"].as_str().unwrap().to_owned()
}

/// Changes an officer as they were last read.
async fn ubah(admin: &Klien, nama: &str, isi: Value) -> Jawaban {
    let lama = orang(admin, nama).await;
    let jalur = format!("/v1/pengguna/{}", lama["id"].as_str().unwrap());
    let versi = format!("\"v{}\"", lama["versi"]);
    let kepala = [("content-type", "application/json"), ("if-match", versi.as_str())];
    admin.panggil(reqwest::Method::PATCH, &jalur, &kepala, Some(isi.to_string().into_bytes())).await
}

async fn tambah(admin: &Klien, kunci: &str, isi: Value) -> Jawaban {
    admin.post_dengan("/v1/pengguna", &[("idempotency-key", kunci)], isi).await
}

/// The code of the first violated field.
fn kode_isian(jawaban: &Jawaban) -> (&str, &str) {
    assert_eq!(jawaban.status, 422, "{}", jawaban.teks);
    let satu = &jawaban.json["errors"][0];
    (satu["pointer"].as_str().unwrap(), satu["kode"].as_str().unwrap())
}

/// The one-time code in the newest email to that address that has one.
async fn kode_surat(app: &TestApp, alamat: &str, ke: usize) -> String {
    let apa = format!("surat ke-{ke} untuk {alamat}");
    let teks = loket_tests::sampai(&apa, || async {
        app.kantor.smtp.mailbox(alamat).get(ke - 1).map(loket_simulators::smtp::Mail::text)
    })
    .await;
    let kode = teks.split_whitespace().find(|kata| kata.matches('-').count() == 7);
    kode.unwrap_or_else(|| panic!("tanpa kode: {teks}")).to_owned()
}
