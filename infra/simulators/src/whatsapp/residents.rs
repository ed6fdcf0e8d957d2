//! Residents: their profile, their business-scoped id, and phone strings as people type them.

use ring::digest;
use serde::{Deserialize, Serialize};

/// What WhatsApp knows about a resident.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Resident {
    /// Profile name.
    pub name: Option<String>,
    /// WhatsApp user name.
    pub username: Option<String>,
    /// Webhooks leave the phone number out; only the business-scoped user id remains.
    pub hide_phone: bool,
}

/// Digits only, with the Indonesian country code for numbers typed as `08…`.
pub(super) fn wa_id(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('0') {
        Some(rest) => format!("62{rest}"),
        None => digits,
    }
}

/// The business-scoped user id: stable per portfolio (here: app) and resident.
pub(super) fn user_id(app_id: &str, wa_id: &str) -> String {
    let hash = digest::digest(&digest::SHA256, format!("{app_id}|{wa_id}").as_bytes());
    format!("ID.{}", hex::encode(&hash.as_ref()[..10]).to_uppercase())
}
