//! Everything that can be made to go wrong, settable in Rust and through `POST /sim/faults`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Refuse the next sends before accepting them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FailSends {
    /// How many sends are still to be refused.
    pub count: u32,
    /// HTTP status of the answer.
    pub status: u16,
    /// Graph error code of the answer.
    pub code: i64,
}

/// The switches. Counters count down to zero; the rest holds until changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches, each named in the JSON of /sim/faults"
)]
pub struct Faults {
    /// Refuse the next sends with this answer.
    pub fail_sends: Option<FailSends>,
    /// Close the connection without accepting the next sends.
    pub drop_before_accept: u32,
    /// Accept the next sends, then close the connection without an answer.
    pub drop_after_accept: u32,
    /// Accept the next sends, then answer 500.
    pub error_after_accept: u32,
    /// Wait this long before answering a send.
    pub slow_answer_ms: u64,
    /// Send the statuses before the answer to the send.
    pub status_before_answer: bool,

    /// Refuse non-template messages outside the 24-hour window. On by default.
    pub enforce_window: bool,
    /// Accept, then report 131047 in a `failed` status instead of refusing at once.
    pub window_as_status: bool,
    /// Enforce one message per 6 seconds and recipient, with a burst of 45 (131056).
    pub pair_limit: bool,
    /// Recipients without WhatsApp: accepted, then `failed` with 131026.
    pub not_on_whatsapp: Vec<String>,
    /// Refuse templates that were not created through the API (132001).
    pub strict_templates: bool,

    /// Probability that an inbound webhook is posted twice, at the same time.
    pub duplicate_inbound: f64,
    /// Probability that a status webhook is posted twice.
    pub duplicate_statuses: f64,
    /// Put a media `url` into inbound webhooks, as Meta does since November 2025. On by default.
    pub media_url_in_webhook: bool,
    /// Sign the next webhook posts with a wrong secret.
    pub wrong_secret: u32,
    /// Leave the signature header out of the next webhook posts.
    pub missing_signature: u32,
    /// Begin the signature of the next webhook posts with `sha1=`.
    pub wrong_prefix: u32,
    /// Change a byte of the body after signing, in the next webhook posts.
    pub altered_byte: u32,
    /// Stop retrying a webhook after this many attempts.
    pub webhook_max_attempts: u32,
    /// First pause before a retry; it doubles from there.
    pub webhook_retry_first_ms: u64,
    /// Longest pause between retries.
    pub webhook_retry_cap_ms: u64,
    /// How long a callback may take to answer.
    pub webhook_timeout_ms: u64,

    /// Keep statuses back until switched off.
    pub hold_statuses: bool,
    /// Residents read what they get: adds `read`.
    pub read_receipts: bool,
    /// `read` arrives without `delivered`.
    pub read_without_delivered: bool,
    /// Statuses arrive in the opposite order.
    pub statuses_out_of_order: bool,
    /// Shortest pause before each status.
    pub status_latency_min_ms: u64,
    /// Longest pause before each status.
    pub status_latency_max_ms: u64,

    /// Answer the next media lookups with 503.
    pub media_lookup_503: u32,
    /// Answer the next media downloads with 503.
    pub media_download_503: u32,
    /// Serve only the first half of the next downloads, with a matching length.
    pub media_truncated: u32,
    /// Break the connection in the middle of the next downloads.
    pub media_cut: u32,
    /// Report a wrong `sha256` in the next lookups.
    pub media_wrong_sha: u32,
    /// Report a wrong `mime_type` in the next lookups.
    pub media_wrong_mime: u32,
    /// Put a wrong `sha256` into the next inbound media webhooks.
    pub inbound_wrong_sha: u32,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            fail_sends: None,
            drop_before_accept: 0,
            drop_after_accept: 0,
            error_after_accept: 0,
            slow_answer_ms: 0,
            status_before_answer: false,
            enforce_window: true,
            window_as_status: false,
            pair_limit: false,
            not_on_whatsapp: Vec::new(),
            strict_templates: false,
            duplicate_inbound: 0.0,
            duplicate_statuses: 0.0,
            media_url_in_webhook: true,
            wrong_secret: 0,
            missing_signature: 0,
            wrong_prefix: 0,
            altered_byte: 0,
            webhook_max_attempts: 100_000,
            webhook_retry_first_ms: 200,
            webhook_retry_cap_ms: 5_000,
            webhook_timeout_ms: 10_000,
            hold_statuses: false,
            read_receipts: false,
            read_without_delivered: false,
            statuses_out_of_order: false,
            status_latency_min_ms: 20,
            status_latency_max_ms: 120,
            media_lookup_503: 0,
            media_download_503: 0,
            media_truncated: 0,
            media_cut: 0,
            media_wrong_sha: 0,
            media_wrong_mime: 0,
            inbound_wrong_sha: 0,
        }
    }
}

impl Faults {
    /// These faults with the given JSON members replaced; unknown members are refused.
    pub(super) fn merged(&self, changes: &Value) -> Result<Self, String> {
        let changes = changes.as_object().ok_or("an object is expected")?;
        let mut all = serde_json::to_value(self).map_err(|e| e.to_string())?;
        if let Some(all) = all.as_object_mut() {
            for (key, value) in changes {
                all.insert(key.clone(), value.clone());
            }
        }
        serde_json::from_value(all).map_err(|e| e.to_string())
    }

    /// The refusal for the next send, counted down.
    pub(super) fn take_fail_send(&mut self) -> Option<(u16, i64)> {
        let fail = self.fail_sends.as_mut().filter(|fail| fail.count > 0)?;
        fail.count -= 1;
        Some((fail.status, fail.code))
    }
}

/// Counts down; true while there was something to count.
pub(super) fn take(counter: &mut u32) -> bool {
    let armed = *counter > 0;
    *counter = counter.saturating_sub(1);
    armed
}
