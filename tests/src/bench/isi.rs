//! The requests that are measured, as bytes.

use ring::hmac;
use serde_json::json;

use super::{
    galat::{Hasil, Ketika},
    kantor::Kantor,
    kasus::Tugas,
    klien::permintaan,
};

/// When every message was written, in seconds since 1970; nothing measured depends on it.
const WAKTU: &str = "1767225600";

/// What the ids of all messages to Loket begin with.
pub const WAMID: &str = "wamid.HBgNNjI4MTMwMDAwMDAwMFUCABIYFjNFQjBCRU5DSA";

/// A signed webhook with one text message whose id nobody used before.
pub fn webhook(kantor: &Kantor, n: usize) -> Vec<u8> {
    let wa_id = format!("62813{:08}", n % 5000);
    let badan = json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": "102290129340398", "changes": [{
            "value": {
                "messaging_product": "whatsapp",
                "metadata": { "display_phone_number": "62800000000", "phone_number_id": kantor.phone_number_id },
                "contacts": [{ "profile": { "name": "Warga Contoh" }, "wa_id": wa_id }],
                "messages": [{
                    "from": wa_id,
                    "id": format!("{WAMID}{n:012}"),
                    "timestamp": WAKTU,
                    "type": "text",
                    "text": { "body": "Selamat pagi, saya ingin mengurus akta kelahiran anak saya." },
                }],
            },
            "field": "messages",
        }] }],
    })
    .to_string();
    let kunci = hmac::Key::new(hmac::HMAC_SHA256, kantor.app_secret.as_bytes());
    let tanda = format!("sha256={}", hex::encode(hmac::sign(&kunci, badan.as_bytes())));
    let kepala = [("content-type", "application/json"), ("x-hub-signature-256", tanda.as_str())];
    permintaan("POST", "/v1/wa/webhook", &kepala, badan.as_bytes())
}

/// An officer's task list, the first page.
pub fn antrean(token: &str) -> Vec<u8> {
    permintaan("GET", "/v1/tugas", &[("authorization", token)], b"")
}

/// Taking a tugas.
pub fn penerimaan(kantor: &[Kantor], tugas: &Tugas) -> Hasil<Vec<u8>> {
    let kepala = [("authorization", token(kantor, tugas)?)];
    Ok(permintaan("POST", &format!("/v1/tugas/{}/penerimaan", tugas.id), &kepala, b""))
}

/// Deciding a tugas that was taken: the case has had three events.
pub fn keputusan(kantor: &[Kantor], tugas: &Tugas) -> Hasil<Vec<u8>> {
    let kepala = [("content-type", "application/json"), ("authorization", token(kantor, tugas)?)];
    let isi = json!({ "keputusan": kantor[tugas.kantor].resep.keputusan, "versi": 3 }).to_string();
    let jalur = format!("/v1/tugas/{}/keputusan", tugas.id);
    Ok(permintaan("POST", &jalur, &kepala, isi.as_bytes()))
}

fn token<'a>(kantor: &'a [Kantor], tugas: &Tugas) -> Hasil<&'a str> {
    let petugas = kantor.get(tugas.kantor).and_then(|satu| satu.petugas.get(tugas.petugas));
    Ok(petugas.ketika("petugas")?.token.as_str())
}
