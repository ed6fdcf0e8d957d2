//! Bodies of the contract, built the way Meta documents them.

use loket_tests::app::TestApp;
use serde_json::{Value, json};

/// What a message leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harapan {
    /// One answer.
    Dijawab,
    /// None: it is kept.
    Diam,
}

use Harapan::{Diam, Dijawab};

/// A body with one change of field `messages` for that number.
pub fn amplop(nomor: &str, nilai: &Value) -> Value {
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "62800", "phone_number_id": nomor },
    });
    value.as_object_mut().unwrap().extend(nilai.as_object().unwrap().clone());
    json!({ "object": "whatsapp_business_account", "entry": [
        { "id": "waba", "changes": [{ "field": "messages", "value": value }] },
    ] })
}

/// A body with one change of a field about an account.
pub fn akun(waba: &str, bidang: &str, nilai: &Value) -> Value {
    json!({ "object": "whatsapp_business_account", "entry": [
        { "id": waba, "time": 1_790_000_000, "changes": [{ "field": bidang, "value": nilai }] },
    ] })
}

/// A message of that resident.
pub fn satu_pesan(dari: &str, wamid: &str, isi: &Value) -> Value {
    let saat = time::OffsetDateTime::from(std::time::SystemTime::now()).unix_timestamp();
    let mut pesan = json!({ "from": dari, "id": wamid, "timestamp": saat.to_string() });
    pesan.as_object_mut().unwrap().extend(isi.as_object().unwrap().clone());
    pesan
}

/// A body with one message.
pub fn pesan(app: &TestApp, dari: &str, wamid: &str, isi: &Value) -> Value {
    amplop(
        &app.kantor.phone_number_id,
        &json!({
            "contacts": [{ "profile": { "name": "Contoh" }, "wa_id": dari }],
            "messages": [satu_pesan(dari, wamid, isi)],
        }),
    )
}

pub fn teks(isi: &str) -> Value {
    json!({ "type": "text", "text": { "body": isi } })
}

/// Every type of message, with what follows from it.
pub fn semua_jenis() -> Vec<(&'static str, Value, Harapan)> {
    [jenis_warga(), jenis_bergalat(), jenis_diam()].concat()
}

/// What residents send.
fn jenis_warga() -> Vec<(&'static str, Value, Harapan)> {
    let media = |mime: &str| json!({ "id": "tidak-ada", "mime_type": mime, "sha256": "AA==", "url": "https://lookaside.fbsbx.com/x" });
    vec![
        ("text", teks("halo"), Dijawab),
        (
            "text terusan",
            json!({ "type": "text", "text": { "body": "x" }, "context": { "forwarded": true, "frequently_forwarded": true } }),
            Dijawab,
        ),
        (
            "text dari iklan",
            json!({ "type": "text", "text": { "body": "x" }, "referral": { "source_url": "https://fb.me/1", "source_type": "ad", "ctwa_clid": "c" } }),
            Dijawab,
        ),
        (
            "text balasan",
            json!({ "type": "text", "text": { "body": "x" }, "context": { "from": "62800", "id": "wamid.0" } }),
            Dijawab,
        ),
        ("video", json!({ "type": "video", "video": media("video/mp4") }), Dijawab),
        (
            "audio",
            json!({ "type": "audio", "audio": { "id": "1", "mime_type": "audio/ogg; codecs=opus", "voice": true } }),
            Dijawab,
        ),
        ("voice lama", json!({ "type": "voice", "voice": { "id": "1" } }), Dijawab),
        (
            "sticker",
            json!({ "type": "sticker", "sticker": { "id": "1", "mime_type": "image/webp", "animated": true } }),
            Dijawab,
        ),
        (
            "location",
            json!({ "type": "location", "location": { "latitude": -2.3, "longitude": 115.4, "name": "Kantor" } }),
            Dijawab,
        ),
        (
            "contacts",
            json!({ "type": "contacts", "contacts": [{ "name": { "formatted_name": "A" }, "phones": [{ "phone": "+62 1", "wa_id": "621" }] }] }),
            Dijawab,
        ),
        (
            "contacts diminta",
            json!({ "type": "contacts", "contacts": [{ "origin": "contact_request", "phones": [{ "wa_id": "621" }] }] }),
            Dijawab,
        ),
        (
            "button",
            json!({ "type": "button", "button": { "payload": "lanjut", "text": "Lanjutkan" } }),
            Dijawab,
        ),
        (
            "button_reply",
            json!({ "type": "interactive", "interactive": { "type": "button_reply", "button_reply": { "id": "asing", "title": "A" } } }),
            Dijawab,
        ),
        (
            "list_reply",
            json!({ "type": "interactive", "interactive": { "type": "list_reply", "list_reply": { "id": "asing", "title": "A", "description": "d" } } }),
            Dijawab,
        ),
        (
            "nfm_reply",
            json!({ "type": "interactive", "interactive": { "type": "nfm_reply", "nfm_reply": { "name": "flow", "body": "Sent", "response_json": "{\"a\":1}" } } }),
            Dijawab,
        ),
    ]
}

/// What the channel cannot carry, and what nobody knows yet.
fn jenis_bergalat() -> Vec<(&'static str, Value, Harapan)> {
    let galat =
        |kode: i64| json!([{ "code": kode, "title": "x", "error_data": { "details": "x" } }]);
    vec![
        (
            "interactive tanpa isi",
            json!({ "type": "interactive", "errors": galat(131_000) }),
            Dijawab,
        ),
        (
            "order",
            json!({ "type": "order", "order": { "catalog_id": "1", "product_items": [{ "product_retailer_id": "a", "quantity": "2", "item_price": 1.5, "currency": "IDR" }] } }),
            Dijawab,
        ),
        (
            "unsupported",
            json!({ "type": "unsupported", "errors": [{ "code": 131_051, "details": "Message type is not currently supported", "title": "Unsupported message type" }] }),
            Dijawab,
        ),
        (
            "unsupported bernama",
            json!({ "type": "unsupported", "errors": galat(131_051), "unsupported": { "type": "poll_creation" } }),
            Dijawab,
        ),
        (
            "berkas terlalu besar",
            json!({ "type": "unsupported", "errors": galat(131_052) }),
            Dijawab,
        ),
        ("request_welcome", json!({ "type": "request_welcome" }), Dijawab),
        ("belum dikenal", json!({ "type": "hologram", "hologram": { "x": [1, null] } }), Dijawab),
        ("tanpa jenis", json!({}), Dijawab),
        ("jenis aneh", json!({ "type": ["text"], "text": 7 }), Dijawab),
    ]
}

/// What is kept and not answered.
fn jenis_diam() -> Vec<(&'static str, Value, Harapan)> {
    vec![
        (
            "reaction",
            json!({ "type": "reaction", "reaction": { "message_id": "wamid.0", "emoji": "👍" } }),
            Diam,
        ),
        (
            "reaction dicabut",
            json!({ "type": "reaction", "reaction": { "message_id": "wamid.0" } }),
            Diam,
        ),
        (
            "edit",
            json!({ "type": "edit", "edit": { "original_message_id": "wamid.0", "message": { "type": "text", "text": { "body": "b" } } } }),
            Diam,
        ),
        (
            "revoke",
            json!({ "type": "revoke", "revoke": { "original_message_id": "wamid.0" } }),
            Diam,
        ),
        ("grup", json!({ "type": "text", "text": { "body": "halo" }, "group_id": "g1" }), Diam),
        (
            "system nomor",
            json!({ "type": "system", "system": { "type": "user_changed_number", "body": "x", "wa_id": "6281499999999" } }),
            Diam,
        ),
        (
            "system id",
            json!({ "type": "system", "system": { "type": "user_changed_user_id", "user_id": "ID.9" } }),
            Diam,
        ),
        (
            "system identitas",
            json!({ "type": "system", "system": { "type": "customer_identity_changed" }, "identity": { "hash": "h" } }),
            Diam,
        ),
        (
            "system lain",
            json!({ "type": "system", "system": { "type": "user_preference_changed", "marketing": "stop" } }),
            Diam,
        ),
    ]
}
