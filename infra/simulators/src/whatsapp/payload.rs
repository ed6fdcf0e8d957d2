//! The `value` of webhooks, and Meta's way of writing JSON.

use std::fmt::Write as _;

use ring::hmac;
use serde_json::{Map, Value, json};

use super::{
    config::SimNumber,
    entry::LedgerEntry,
    queue::{About, Scope, Update},
    residents::Resident,
};

/// `messaging_product` and `metadata`, which every value about a number begins with.
pub(super) fn value_base(number: &SimNumber) -> Map<String, Value> {
    let display: String =
        number.display_phone_number.chars().filter(char::is_ascii_digit).collect();
    let mut value = Map::new();
    value.insert("messaging_product".into(), json!("whatsapp"));
    value.insert(
        "metadata".into(),
        json!({ "display_phone_number": display, "phone_number_id": number.phone_number_id }),
    );
    value
}

/// Who writes, as webhooks show them.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    pub(super) wa_id: String,
    pub(super) user_id: String,
    pub(super) resident: Resident,
}

impl Sender {
    /// Their place in `contacts`.
    pub(super) fn contact(&self) -> Value {
        let mut profile = Map::new();
        profile.insert("name".into(), json!(self.resident.name.as_deref().unwrap_or("Warga")));
        if let Some(username) = &self.resident.username {
            profile.insert("username".into(), json!(username));
        }
        let mut contact = Map::new();
        contact.insert("profile".into(), Value::Object(profile));
        if !self.resident.hide_phone {
            contact.insert("wa_id".into(), json!(self.wa_id));
        }
        contact.insert("user_id".into(), json!(self.user_id));
        if let Some(parent) = &self.resident.parent_user_id {
            contact.insert("parent_user_id".into(), json!(parent));
        }
        if let Some(hash) = &self.resident.identity_key_hash {
            contact.insert("identity_key_hash".into(), json!(hash));
        }
        Value::Object(contact)
    }

    /// What every message begins with.
    pub(super) fn message_base(&self, message_id: &str, at_ms: i64) -> Map<String, Value> {
        let mut message = Map::new();
        if !self.resident.hide_phone {
            message.insert("from".into(), json!(self.wa_id));
        }
        message.insert("from_user_id".into(), json!(self.user_id));
        if let Some(parent) = &self.resident.parent_user_id {
            message.insert("from_parent_user_id".into(), json!(parent));
        }
        message.insert("id".into(), json!(message_id));
        message.insert("timestamp".into(), json!((at_ms / 1000).to_string()));
        message
    }
}

/// What surrounds a message besides itself.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Whether `contacts` comes along; system messages have none.
    pub(super) contacts: bool,
    /// `value.errors`.
    pub(super) errors: Option<Value>,
}

impl Default for Form {
    fn default() -> Self {
        Self { contacts: true, errors: None }
    }
}

/// A resident's message.
pub(super) fn inbound(number: &SimNumber, sender: &Sender, message: &Value, form: &Form) -> Update {
    let mut value = value_base(number);
    if form.contacts {
        value.insert("contacts".into(), json!([sender.contact()]));
    }
    value.insert("messages".into(), json!([message]));
    if let Some(errors) = &form.errors {
        value.insert("errors".into(), errors.clone());
    }
    Update {
        scope: Scope::of(number),
        about: About::Message,
        field: "messages".to_owned(),
        value: Value::Object(value),
        wa_id: sender.wa_id.clone(),
    }
}

/// Why a message failed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failure {
    pub(super) code: i64,
    pub(super) title: &'static str,
    pub(super) details: &'static str,
}

impl Failure {
    /// As `errors[]` has it.
    pub(super) fn json(self) -> Value {
        json!({
            "code": self.code,
            "title": self.title,
            "message": self.title,
            "error_data": { "details": self.details },
            "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
        })
    }
}

/// A status of an outbound message. `priced` says whether it carries `pricing`.
pub(super) fn status(
    number: &SimNumber,
    entry: &LedgerEntry,
    sender: &Sender,
    (status, at_ms): (&str, i64),
    priced: bool,
    failure: Option<Failure>,
) -> Update {
    let mut object = Map::new();
    object.insert("id".into(), json!(entry.wamid));
    object.insert("status".into(), json!(status));
    object.insert("timestamp".into(), json!((at_ms / 1000).to_string()));
    if !sender.resident.hide_phone || entry.payload["to"].is_string() {
        object.insert("recipient_id".into(), json!(entry.wa_id));
    }
    object.insert("recipient_user_id".into(), json!(sender.user_id));
    if let Some(opaque) = &entry.biz_opaque_callback_data {
        object.insert("biz_opaque_callback_data".into(), json!(opaque));
    }
    if let Some(charge) = entry.charge.as_ref().filter(|_| priced) {
        object.insert(
            "pricing".into(),
            json!({ "billable": charge.billable, "pricing_model": "PMP", "type": charge.kind, "category": charge.category }),
        );
    }
    if let Some(failure) = failure {
        object.insert("errors".into(), json!([failure.json()]));
    }
    let mut value = value_base(number);
    value.insert("statuses".into(), json!([object]));
    Update {
        scope: Scope::of(number),
        about: About::Status,
        field: "messages".to_owned(),
        value: Value::Object(value),
        wa_id: entry.wa_id.clone(),
    }
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
