//! Whether a message may be sent now: the number's state, the window, the limits, and what the resident wants.

use serde_json::Value;

use super::{
    super::{
        config::SimNumber,
        payload::Failure,
        state::{Bucket, State},
    },
    error::GraphError,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const PAIR_BURST: u32 = 45;
const PAIR_REFILL_MS: i64 = 6_000;

const CLOSED: Failure = Failure {
    code: 131_047,
    title: "Re-engagement message",
    details: "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
};
const UNREACHABLE: Failure =
    Failure { code: 131_026, title: "Message undeliverable", details: "Message Undeliverable." };
const OPTED_OUT: Failure = Failure {
    code: 131_050,
    title: "User has stopped marketing messages",
    details: "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business.",
};
const HEALTHY_ECOSYSTEM: Failure = Failure {
    code: 131_049,
    title: "Message not delivered to maintain healthy ecosystem engagement",
    details: "This message was not delivered to maintain healthy ecosystem engagement.",
};

impl State {
    /// Whether the resident wrote to this number in the last 24 hours.
    pub(in super::super) fn window_open(
        &self,
        phone_number_id: &str,
        wa_id: &str,
        now_ms: i64,
    ) -> bool {
        let pair = (phone_number_id.to_owned(), wa_id.to_owned());
        self.windows.get(&pair).is_some_and(|last| now_ms < last + DAY_MS)
    }

    /// Takes one message from the pair's allowance: one per 6 s, 45 saved up.
    fn pair_allows(&mut self, phone_number_id: &str, wa_id: &str, now_ms: i64) -> bool {
        let pair = (phone_number_id.to_owned(), wa_id.to_owned());
        let full = Bucket { tokens: PAIR_BURST, refilled_ms: now_ms };
        self.pairs.entry(pair).or_insert(full).take(now_ms, PAIR_BURST, PAIR_REFILL_MS, 1)
    }

    /// Takes one message from the number's allowance per second, which it shares between in and out.
    pub(in super::super) fn throughput_allows(
        &mut self,
        phone_number_id: &str,
        now_ms: i64,
    ) -> bool {
        let Some(mps) = self.faults.mps else { return true };
        let full = Bucket { tokens: mps, refilled_ms: now_ms };
        let bucket = self.throughput.entry(phone_number_id.to_owned()).or_insert(full);
        bucket.take(now_ms, mps, 1000, mps)
    }

    /// Whether the portfolio may begin to write to one more resident outside their window today.
    fn may_begin(&self, app_id: &str, wa_id: &str, now_ms: i64) -> bool {
        let Some(limit) = self.faults.daily_users else { return true };
        let Some(begun) = self.begun.get(app_id) else { return limit > 0 };
        let today = |at: &i64| now_ms < at + DAY_MS;
        if begun.get(wa_id).is_some_and(today) {
            return true;
        }
        let count = begun.values().filter(|at| today(at)).count();
        u32::try_from(count).unwrap_or(u32::MAX) < limit
    }
}

impl Bucket {
    /// Takes one; `gain` more come every `every_ms`, up to `most`.
    fn take(&mut self, now_ms: i64, most: u32, every_ms: i64, gain: u32) -> bool {
        if gain == 0 || most == 0 {
            return false;
        }
        // Parts of a period count, so that 80 per second is one per 12 ms.
        let step = (every_ms / i64::from(gain)).max(1);
        let earned = (now_ms - self.refilled_ms).max(0) / step;
        self.refilled_ms += earned * step;
        self.tokens =
            self.tokens.saturating_add(u32::try_from(earned).unwrap_or(u32::MAX)).min(most);
        let allowed = self.tokens > 0;
        self.tokens = self.tokens.saturating_sub(1);
        allowed
    }
}

/// Refused at once, accepted to fail later, or fine.
pub(super) fn may_send(
    state: &mut State,
    number: &SimNumber,
    wa_id: &str,
    message: &Value,
    category: &str,
    now_ms: i64,
) -> Result<Option<Failure>, GraphError> {
    let phone = number.phone_number_id.as_str();
    if let Some(code) = state.number(phone).refusal() {
        return Err(
            GraphError::injected(400, code).with_details("The number's state forbids sending")
        );
    }
    if !state.throughput_allows(phone, now_ms) {
        return Err(GraphError::injected(429, 130_429).with_details(
            "Message failed to send because there were too many messages sent from this phone number in a short period of time",
        ));
    }
    let template = message["type"] == "template";
    let open = state.window_open(phone, wa_id, now_ms);
    if state.faults.enforce_window && !open && !template {
        if state.faults.window_as_status {
            return Ok(Some(CLOSED));
        }
        return Err(GraphError::new(400, CLOSED.code, format!("(#131047) {}", CLOSED.title))
            .with_details(CLOSED.details));
    }
    if state.faults.pair_limit && !state.pair_allows(phone, wa_id, now_ms) {
        return Err(GraphError::injected(400, 131_056).with_details(
            "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.",
        ));
    }
    if template && message["to"].is_null() && category == "authentication" {
        return Err(GraphError::new(
            400,
            131_062,
            "(#131062) Business-scoped User ID (BSUID) recipients are not supported for this message.",
        ));
    }
    if !open {
        if !state.may_begin(&number.app_id, wa_id, now_ms) {
            let code = state.faults.daily_users_code;
            return Err(GraphError::injected(400, code)
                .with_details("The portfolio's limit of unique users per 24 hours is reached"));
        }
        let begun = state.begun.entry(number.app_id.clone()).or_default();
        let at = begun.entry(wa_id.to_owned()).or_insert(now_ms);
        if now_ms >= *at + DAY_MS {
            *at = now_ms;
        }
    }
    Ok(later_failure(state, wa_id, category))
}

/// Why an accepted message will fail.
fn later_failure(state: &State, wa_id: &str, category: &str) -> Option<Failure> {
    let listed = state.faults.not_on_whatsapp.iter().any(|n| n.trim_start_matches('+') == wa_id);
    let resident = state.residents.get(wa_id);
    if listed || resident.is_some_and(|r| r.blocked || r.not_on_whatsapp) {
        return Some(UNREACHABLE);
    }
    if category != "marketing" {
        return None;
    }
    if resident.is_some_and(|r| r.opted_out) {
        return Some(OPTED_OUT);
    }
    state.faults.marketing_limit.then_some(HEALTHY_ECOSYSTEM)
}
