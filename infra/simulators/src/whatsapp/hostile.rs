//! Webhooks that are forged, broken, huge or unusual, posted once and at once so that a test sees the answer.

use std::sync::Arc;

use actix_web::web::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    config::{SimError, SimNumber},
    delivery::WebhookAnswer,
    payload::{Form, meta_json, sign},
    queue::{About, Scope, Update, envelope},
    shared::Shared,
};

/// The most Meta sends in one body.
pub(super) const LARGEST_BODY: usize = 3 * 1024 * 1024;

/// What is wrong with a signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "faults that may come together")]
pub(super) struct Spoil {
    pub(super) wrong_secret: bool,
    pub(super) missing: bool,
    pub(super) wrong_prefix: bool,
    pub(super) short: bool,
    pub(super) altered: bool,
}

impl Spoil {
    /// The bytes to post and their signature header.
    pub(super) fn sign(self, secret: &str, body: &Bytes) -> (Bytes, Option<String>) {
        let secret = if self.wrong_secret { "not-the-secret" } else { secret };
        let mut hex = sign(secret, body);
        if self.short {
            hex.truncate(32);
        }
        let prefix = if self.wrong_prefix { "sha1" } else { "sha256" };
        let header = (!self.missing).then(|| format!("{prefix}={hex}"));
        (if self.altered { alter(body) } else { body.clone() }, header)
    }
}

/// The body with one digit changed, still JSON.
fn alter(body: &Bytes) -> Bytes {
    let mut bytes = body.to_vec();
    if let Some(digit) = bytes.iter_mut().rfind(|b| b.is_ascii_digit()) {
        *digit = if *digit == b'9' { b'0' } else { *digit + 1 };
    }
    bytes.into()
}

/// The kinds of webhook a receiver must withstand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hostile {
    /// Forged: signed with another secret.
    WrongSecret,
    /// Forged: no signature header.
    MissingHeader,
    /// Forged: the signature begins with `sha1=`.
    WrongPrefix,
    /// Forged: half a signature.
    ShortSignature,
    /// Forged: a byte changed after signing.
    AlteredByte,
    /// Forged: properly signed by the number's app, but for a `phone_number_id` of another app, or of nobody.
    ForeignNumber,
    /// Genuine: a body of exactly 3 MB.
    HugeBody,
    /// Genuine: messages to two numbers in one POST.
    TwoNumbers,
    /// Genuine: messages to two accounts in one POST.
    TwoWabas,
    /// Genuine: a message beside a field nobody knows.
    UnknownField,
}

impl Hostile {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::WrongSecret,
        Self::MissingHeader,
        Self::WrongPrefix,
        Self::ShortSignature,
        Self::AlteredByte,
        Self::ForeignNumber,
        Self::HugeBody,
        Self::TwoNumbers,
        Self::TwoWabas,
        Self::UnknownField,
    ];

    /// Whether Meta would send it; forged ones must be refused or ignored and are not in the ledger.
    pub fn genuine(self) -> bool {
        matches!(self, Self::HugeBody | Self::TwoNumbers | Self::TwoWabas | Self::UnknownField)
    }

    fn spoil(self) -> Spoil {
        Spoil {
            wrong_secret: self == Self::WrongSecret,
            missing: self == Self::MissingHeader,
            wrong_prefix: self == Self::WrongPrefix,
            short: self == Self::ShortSignature,
            altered: self == Self::AlteredByte,
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, Serialize)]
pub struct HostileAnswer {
    /// The callback's answer.
    pub answer: WebhookAnswer,
    /// Ids of the messages in the body, in order.
    pub wamids: Vec<String>,
}

impl Shared {
    /// Posts one such webhook, carrying a text of the resident, and gives the answer.
    pub(super) async fn hostile(
        self: &Arc<Self>,
        mode: Hostile,
        wa_id: &str,
        phone_number_id: &str,
        text: &str,
    ) -> Result<HostileAnswer, SimError> {
        let number = self.number(phone_number_id)?;
        let scope = Scope::of(number);
        let words = || json!({ "type": "text", "text": { "body": text } });
        let genuine = mode.genuine();
        let (message_id, mut update) =
            self.compose(wa_id, number, &Form::default(), genuine, |_, _| (words(), None))?;
        let mut wamids = vec![message_id];
        let mut updates = Vec::new();
        match mode {
            Hostile::ForeignNumber => {
                let victim = self.numbers.iter().find(|n| n.app_id != number.app_id);
                let id = victim.map_or("999999999999999", |n| n.phone_number_id.as_str());
                update.value["metadata"]["phone_number_id"] = json!(id);
            }
            Hostile::TwoNumbers | Hostile::TwoWabas => {
                let other = self.companion(number, mode == Hostile::TwoWabas)?;
                let second =
                    self.compose(wa_id, other, &Form::default(), true, |_, _| (words(), None))?;
                wamids.push(second.0);
                updates.push(second.1);
            }
            Hostile::UnknownField => updates.push(unknown_field(&scope)),
            _ => {}
        }
        updates.insert(0, update);
        let mut body = meta_json(&envelope(&updates));
        if mode == Hostile::HugeBody {
            body = padded(&body, LARGEST_BODY);
        }
        let answer = self.post_spoilt(&scope, body.into(), mode.spoil()).await?;
        Ok(HostileAnswer { answer, wamids })
    }

    /// Another number of the same app, of another account if so wanted.
    fn companion(&self, number: &SimNumber, other_waba: bool) -> Result<&SimNumber, SimError> {
        let mut others = self
            .numbers
            .iter()
            .filter(|n| n.app_id == number.app_id && n.phone_number_id != number.phone_number_id);
        let found = if other_waba {
            others.find(|n| n.waba_id != number.waba_id)
        } else {
            let same = others.clone().find(|n| n.waba_id == number.waba_id);
            same.or_else(|| others.next())
        };
        found.ok_or_else(|| {
            SimError::Invalid(format!("app {} has no other number for this", number.app_id))
        })
    }
}

/// A change nobody knows.
fn unknown_field(scope: &Scope) -> Update {
    Update {
        scope: scope.clone(),
        about: About::Field,
        field: "hologram_projection_update".to_owned(),
        value: json!({ "projection": [1, null, { "depth": 2.5 }], "messages": "not a list" }),
        wa_id: String::new(),
    }
}

/// The object with a member of padding, so that it has exactly this many bytes.
fn padded(body: &str, size: usize) -> String {
    let frame = r#","padding":"""#.len();
    let Some(open) = body.strip_suffix('}') else { return body.to_owned() };
    let filling = "x".repeat(size.saturating_sub(body.len() + frame));
    format!(r#"{open},"padding":"{filling}"}}"#)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn padding_reaches_exactly_the_size_and_stays_json() {
        let body = meta_json(&json!({ "entry": [] }));
        let padded = padded(&body, 200);
        assert_eq!(padded.len(), 200);
        assert!(serde_json::from_str::<Value>(&padded).unwrap()["entry"].is_array());
    }
}
