//! Everything that can be made to go wrong, settable in Rust and through `POST /sim/faults`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::storm::FailMix;

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

/// How a new template is reviewed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// Approved at once.
    #[default]
    Approve,
    /// Stays `PENDING` until [`WhatsAppSim::set_template_status`](super::WhatsAppSim::set_template_status).
    Pending,
    /// Rejected.
    Reject,
    /// Approved, unless it asks for national identification numbers or documents that show them, as Meta does.
    Judge,
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
    /// Probability that a send fails in one of the ways of `fail_mix`, drawn from the seed.
    pub fail_probability: f64,
    /// How the failures of `fail_probability` are shared out.
    pub fail_mix: FailMix,
    /// Wait this long before answering a send.
    pub slow_answer_ms: u64,
    /// Send half of the answer, then wait `slow_body_ms`, in the next sends that are accepted.
    pub slow_body: u32,
    /// The wait of `slow_body`.
    pub slow_body_ms: u64,
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

    /// Messages per second and number, in and out together (130429); real numbers have 80.
    pub mps: Option<u32>,
    /// Unique residents a portfolio (here: the app) may begin to write to outside windows in 24 hours, e.g. 250.
    pub daily_users: Option<u32>,
    /// The code of that refusal. 80007 by default: of the contract's codes, the one that holds a whole account.
    pub daily_users_code: i64,
    /// Marketing templates fail with 131049.
    pub marketing_limit: bool,
    /// How new templates are reviewed.
    pub template_review: Review,
    /// Ordinary replies inside the window are billed, as announced from October 2026. On by default.
    pub charge_service: bool,
    /// Utility templates inside the window are billed too. On by default.
    pub charge_utility_in_window: bool,

    /// Hold every webhook back; all arrive at once when switched off.
    pub outage: bool,
    /// Updates per POST, at most; 1 sends each alone.
    pub batch_max: u32,
    /// How long updates gather before a batch leaves, in real time.
    pub batch_gather_ms: u64,
    /// Shortest way of a webhook to its callback.
    pub webhook_latency_min_ms: u64,
    /// Longest way of a webhook to its callback.
    pub webhook_latency_max_ms: u64,
    /// Probability that a webhook takes ten times as long.
    pub webhook_latency_tail: f64,
    /// Webhooks of one contact leave in order, however long their way. On by default; Meta promises nothing.
    pub keep_contact_order: bool,
    /// Probability that an inbound webhook is posted twice, at the same time.
    pub duplicate_inbound: f64,
    /// Probability that a status webhook is posted twice.
    pub duplicate_statuses: f64,
    /// Probability that any webhook is posted again long after it was taken.
    pub duplicate_later: f64,
    /// How much later, at most; the least is a tenth of it.
    pub duplicate_later_ms: u64,
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
    /// Give a webhook up when it is this old on the simulator's clock: 7 days.
    pub webhook_give_up_ms: u64,
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
    /// Send the second half of the next downloads only after `slow_body_ms`.
    pub media_slow: u32,
    /// Report a wrong `sha256` in the next lookups.
    pub media_wrong_sha: u32,
    /// Report a wrong `mime_type` in the next lookups.
    pub media_wrong_mime: u32,
    /// Lookups as Meta documents them, not as it answers: `file_size` in quotes, `sha256` in base64.
    pub media_as_documented: bool,
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
            fail_probability: 0.0,
            fail_mix: FailMix::default(),
            slow_answer_ms: 0,
            slow_body: 0,
            slow_body_ms: 2_000,
            status_before_answer: false,
            enforce_window: true,
            window_as_status: false,
            pair_limit: false,
            not_on_whatsapp: Vec::new(),
            strict_templates: false,
            mps: None,
            daily_users: None,
            daily_users_code: 80_007,
            marketing_limit: false,
            template_review: Review::Approve,
            charge_service: true,
            charge_utility_in_window: true,
            outage: false,
            batch_max: 1,
            batch_gather_ms: 30,
            webhook_latency_min_ms: 0,
            webhook_latency_max_ms: 0,
            webhook_latency_tail: 0.0,
            keep_contact_order: true,
            duplicate_inbound: 0.0,
            duplicate_statuses: 0.0,
            duplicate_later: 0.0,
            duplicate_later_ms: 6 * 3_600_000,
            media_url_in_webhook: true,
            wrong_secret: 0,
            missing_signature: 0,
            wrong_prefix: 0,
            altered_byte: 0,
            webhook_max_attempts: 100_000,
            webhook_retry_first_ms: 200,
            webhook_retry_cap_ms: 5_000,
            webhook_give_up_ms: 7 * 24 * 3_600_000,
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
            media_slow: 0,
            media_wrong_sha: 0,
            media_wrong_mime: 0,
            media_as_documented: false,
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

    /// Retries as sparse as Meta's: from seconds to hours, for seven days. Meant for a stopped clock.
    pub fn retry_like_meta(&mut self) {
        (self.webhook_retry_first_ms, self.webhook_retry_cap_ms) = (1_000, 6 * 3_600_000);
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
