//! Webhook bodies: the envelope, and Meta's way of writing JSON.

use std::fmt::Write as _;

use ring::hmac;
use serde_json::{Map, Value, json};

use super::{
    config::SimNumber,
    ledger::LedgerEntry,
    residents::{Resident, user_id},
};

/// The envelope around one `value` of field `messages`.
fn envelope(number: &SimNumber, members: Map<String, Value>) -> Value {
    let display: String =
        number.display_phone_number.chars().filter(char::is_ascii_digit).collect();
    let mut value = Map::new();
    value.insert("messaging_product".into(), json!("whatsapp"));
    value.insert(
        "metadata".into(),
        json!({ "display_phone_number": display, "phone_number_id": number.phone_number_id }),
    );
    value.extend(members);
    json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": number.waba_id, "changes": [{ "value": value, "field": "messages" }] }],
    })
}

/// A resident's message.
pub(super) fn inbound(
    number: &SimNumber,
    wa_id: &str,
    resident: &Resident,
    message: &Value,
) -> Value {
    let mut profile = Map::new();
    profile.insert("name".into(), json!(resident.name.as_deref().unwrap_or("Warga")));
    if let Some(username) = &resident.username {
        profile.insert("username".into(), json!(username));
    }
    let mut contact = Map::new();
    contact.insert("profile".into(), Value::Object(profile));
    if !resident.hide_phone {
        contact.insert("wa_id".into(), json!(wa_id));
    }
    contact.insert("user_id".into(), json!(user_id(&number.app_id, wa_id)));
    let mut members = Map::new();
    members.insert("contacts".into(), json!([contact]));
    members.insert("messages".into(), json!([message]));
    envelope(number, members)
}

/// What `messages[0]` of every inbound webhook begins with.
pub(super) fn message_base(
    number: &SimNumber,
    wa_id: &str,
    resident: &Resident,
    message_id: &str,
    at_ms: i64,
) -> Map<String, Value> {
    let mut message = Map::new();
    if !resident.hide_phone {
        message.insert("from".into(), json!(wa_id));
    }
    message.insert("from_user_id".into(), json!(user_id(&number.app_id, wa_id)));
    message.insert("id".into(), json!(message_id));
    message.insert("timestamp".into(), json!((at_ms / 1000).to_string()));
    message
}

/// Why a message failed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failure {
    pub(super) code: i64,
    pub(super) title: &'static str,
    pub(super) details: &'static str,
}

/// A status of an outbound message. `priced` says whether it carries `pricing`.
pub(super) fn status(
    number: &SimNumber,
    entry: &LedgerEntry,
    status: &str,
    at_ms: i64,
    priced: bool,
    failure: Option<Failure>,
) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), json!(entry.wamid));
    object.insert("status".into(), json!(status));
    object.insert("timestamp".into(), json!((at_ms / 1000).to_string()));
    object.insert("recipient_id".into(), json!(entry.wa_id));
    object.insert("recipient_user_id".into(), json!(user_id(&number.app_id, &entry.wa_id)));
    if let Some(opaque) = &entry.biz_opaque_callback_data {
        object.insert("biz_opaque_callback_data".into(), json!(opaque));
    }
    if priced {
        let category = if entry.kind == "template" { "utility" } else { "service" };
        object.insert(
            "pricing".into(),
            json!({ "billable": true, "pricing_model": "PMP", "type": "regular", "category": category }),
        );
    }
    if let Some(failure) = failure {
        object.insert(
            "errors".into(),
            json!([{
                "code": failure.code,
                "title": failure.title,
                "message": failure.title,
                "error_data": { "details": failure.details },
                "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
            }]),
        );
    }
    let mut members = Map::new();
    members.insert("statuses".into(), json!([object]));
    envelope(number, members)
}

/// JSON as Meta sends it: non-ASCII as `\uXXXX` in lower case, `/` as `\/`.
pub(super) fn meta_json(value: &Value) -> String {
    let plain = value.to_string();
    let mut out = String::with_capacity(plain.len() + plain.len() / 8);
    let mut units = [0_u16; 2];
    for c in plain.chars() {
        match c {
            '/' => out.push_str("\\/"),
            c if c.is_ascii() => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut units) {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out
}

/// The signature's hex over exactly these bytes.
pub(super) fn sign(secret: &str, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hex::encode(hmac::sign(&key, body))
}
