//! What can change about a business number and its account while the simulator runs.

use serde::{Deserialize, Serialize};

/// The live state of a business number, as `GET /{phone_number_id}?fields=` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NumberState {
    /// `CONNECTED`, `FLAGGED`, `RESTRICTED` (sends fail with 131048), `BANNED` (131031) or `DISCONNECTED` (133010).
    pub status: String,
    /// `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
    pub quality_rating: String,
    /// `STANDARD` or `HIGH`.
    pub throughput: String,
    /// `TIER_250`, `TIER_2K`, `TIER_10K`, `TIER_100K` or `TIER_UNLIMITED`.
    pub messaging_limit_tier: String,
    /// Name shown to residents.
    pub verified_name: Option<String>,
    /// `APPROVED`, `PENDING_REVIEW`, `DECLINED`, …
    pub name_status: String,
    /// `LIVE` or `SANDBOX`.
    pub account_mode: String,
}

impl Default for NumberState {
    fn default() -> Self {
        Self {
            status: "CONNECTED".to_owned(),
            quality_rating: "GREEN".to_owned(),
            throughput: "STANDARD".to_owned(),
            messaging_limit_tier: "TIER_2K".to_owned(),
            verified_name: None,
            name_status: "APPROVED".to_owned(),
            account_mode: "LIVE".to_owned(),
        }
    }
}

impl NumberState {
    /// The error code by which sends are refused in this state.
    pub(super) fn refusal(&self) -> Option<i64> {
        match self.status.as_str() {
            "RESTRICTED" => Some(131_048),
            "BANNED" => Some(131_031),
            "DISCONNECTED" => Some(133_010),
            _ => None,
        }
    }
}

/// A callback that replaces the app's for one account or one number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Override {
    pub(super) url: String,
    pub(super) verify_token: String,
}

/// A bearer token: which numbers it opens, and until when.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) phone_number_ids: Vec<String>,
    pub(super) expires_ms: Option<i64>,
}
