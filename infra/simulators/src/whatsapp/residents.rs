//! Residents: their profile, their business-scoped id, and phone strings as people type them.

use ring::digest;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What WhatsApp knows about a resident.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches, each named in the JSON of the profile"
)]
pub struct Resident {
    /// Profile name.
    pub name: Option<String>,
    /// WhatsApp user name.
    pub username: Option<String>,
    /// Webhooks leave the phone number out; only the business-scoped user id remains.
    pub hide_phone: bool,
    /// The phone is off: messages stay `sent` and arrive when it is on again, or never after 30 days.
    pub phone_off: bool,
    /// They blocked the offices: messages fail with 131026.
    pub blocked: bool,
    /// They want no marketing: marketing templates fail with 131050.
    pub opted_out: bool,
    /// The number has no WhatsApp (any more): messages fail with 131026.
    pub not_on_whatsapp: bool,
    /// Parent business-scoped user id, `ID.ENT.…`.
    pub parent_user_id: Option<String>,
    /// Hash of the identity key, sent along in `contacts`.
    pub identity_key_hash: Option<String>,
    /// How often the business-scoped user id was renewed.
    pub user_id_renewals: u32,
}

impl Resident {
    /// This profile with the given JSON members replaced; unknown members are refused.
    pub(super) fn merged(&self, changes: &Value) -> Result<Self, String> {
        let changes = changes.as_object().ok_or("an object is expected")?;
        let mut all = serde_json::to_value(self).map_err(|e| e.to_string())?;
        if let Some(all) = all.as_object_mut() {
            all.extend(changes.clone());
        }
        serde_json::from_value(all).map_err(|e| e.to_string())
    }

    /// The business-scoped user id: stable per portfolio (here: the app) and resident, until it is renewed.
    pub(super) fn user_id(&self, app_id: &str, wa_id: &str) -> String {
        let renewals = match self.user_id_renewals {
            0 => String::new(),
            count => format!("|{count}"),
        };
        let plain = format!("{app_id}|{wa_id}{renewals}");
        let hash = digest::digest(&digest::SHA256, plain.as_bytes());
        format!("ID.{}", hex::encode(&hash.as_ref()[..10]).to_uppercase())
    }
}

/// Digits only, with the Indonesian country code for numbers typed as `08…`.
pub(super) fn wa_id(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('0') {
        Some(rest) => format!("62{rest}"),
        None => digits,
    }
}
