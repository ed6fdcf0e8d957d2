//! Sample webhooks: for every message type, status and field of the contract, a body as Meta sends it.
//!
//! A conformance suite iterates over [`all`] and posts each body with
//! [`WhatsAppSim::webhook`](super::WhatsAppSim::webhook); by hand, `POST /sim/samples/{name}` does the same.

mod accounts;
pub(super) mod fields;
pub(super) mod messages;
pub(super) mod references;
mod statuses;

use serde_json::{Map, Value, json};

use super::{
    config::SimNumber,
    payload::{Form, Sender, inbound, value_base},
    queue::envelope,
    residents::{Resident, wa_id as digits},
};

/// Who and when the samples are about.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// The number that receives them.
    pub number: &'a SimNumber,
    /// The resident, as digits.
    pub wa_id: &'a str,
    /// The moment, in Unix seconds.
    pub at: i64,
    /// Makes the message ids differ from those of another call.
    pub salt: u64,
}

impl Scene<'_> {
    /// A message id that no other sample has.
    fn wamid(&self, name: &str) -> String {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        format!("wamid.{}", STANDARD.encode(format!("{}|{}|{name}", self.wa_id, self.salt)))
    }

    fn sender(&self) -> Sender {
        let resident = Resident { name: Some("Siti Aminah".to_owned()), ..Resident::default() };
        let wa_id = digits(self.wa_id);
        Sender { user_id: resident.user_id(&self.number.app_id, &wa_id), wa_id, resident }
    }

    /// The body around one change.
    fn change(&self, field: &str, value: &Value) -> Value {
        json!({
            "object": "whatsapp_business_account",
            "entry": [{
                "id": self.number.waba_id,
                "time": self.at,
                "changes": [{ "value": value, "field": field }],
            }],
        })
    }

    /// A value about the number, with these members.
    fn about_number(&self, members: &Value) -> Value {
        let mut value: Map<String, Value> = value_base(self.number);
        if let Value::Object(members) = members {
            value.extend(members.clone());
        }
        Value::Object(value)
    }
}

/// Every sample, by a name that says what is special about it.
pub fn all(scene: &Scene<'_>) -> Vec<(&'static str, Value)> {
    let mut samples = inbound_messages(scene);
    samples.extend(statuses::all(scene));
    samples.extend(fields::all(scene));
    samples.extend(accounts::all(scene));
    samples
}

/// The samples that are messages of a resident.
pub fn inbound_messages(scene: &Scene<'_>) -> Vec<(&'static str, Value)> {
    let kinds = messages::all()
        .into_iter()
        .map(|(name, content, form)| (name, message(scene, &scene.sender(), name, content, &form)));
    let mut samples: Vec<_> = kinds.collect();
    let mut hidden = scene.sender();
    hidden.resident.hide_phone = true;
    hidden.resident.username = Some("siti.aminah".to_owned());
    hidden.resident.parent_user_id = Some("ID.ENT.9QX7C2".to_owned());
    hidden.resident.identity_key_hash = Some("DF2lS5v2W6x=".to_owned());
    samples.push((
        "text_username_only",
        message(scene, &hidden, "text_username_only", messages::text("halo"), &Form::default()),
    ));
    samples
}

fn message(scene: &Scene<'_>, sender: &Sender, name: &str, content: Value, form: &Form) -> Value {
    let mut message = sender.message_base(&scene.wamid(name), scene.at * 1000);
    if let Value::Object(content) = content {
        message.extend(content);
    }
    let update = inbound(scene.number, sender, &Value::Object(message), form);
    envelope(&[update])
}
