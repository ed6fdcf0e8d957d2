//! Who a message is for, and whether they may be written to now.

use serde_json::Value;

use super::{
    super::{
        config::SimNumber,
        residents::user_id,
        state::{PairBucket, Shared, State},
    },
    error::GraphError,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const PAIR_BURST: u32 = 45;
const PAIR_REFILL_MS: i64 = 6_000;

/// The resident behind `to` or `recipient`, digits only, and the input as it was given.
pub(super) fn resolve(
    shared: &Shared,
    number: &SimNumber,
    message: &Value,
) -> Result<(String, String), GraphError> {
    if let Some(to) = message["to"].as_str() {
        let Some(rest) = to.strip_prefix('+') else {
            return Err(GraphError::parameter(
                "to must begin with + and the country code; the business country code would be prepended otherwise",
            ));
        };
        let digits: String = rest.chars().filter(|c| !" -()".contains(*c)).collect();
        if !(8..=15).contains(&digits.len()) || !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(GraphError::value("to is not a phone number"));
        }
        return Ok((digits, to.to_owned()));
    }
    let recipient = message["recipient"].as_str().ok_or_else(|| GraphError::missing("to"))?;
    let state = shared.state();
    let known = state
        .ledger
        .entries()
        .iter()
        .map(|entry| &entry.wa_id)
        .find(|wa_id| user_id(&number.app_id, wa_id) == recipient);
    match known {
        Some(wa_id) => Ok((wa_id.clone(), recipient.to_owned())),
        None => Err(GraphError::value("recipient is not a user id of this portfolio")),
    }
}

/// Whether the resident wrote to this number in the last 24 hours.
pub(super) fn window_open(state: &State, number: &SimNumber, wa_id: &str, now_ms: i64) -> bool {
    let pair = (number.phone_number_id.clone(), wa_id.to_owned());
    state.windows.get(&pair).is_some_and(|last| now_ms < last + DAY_MS)
}

/// Takes one message from the pair's allowance: one per 6 s, 45 saved up.
pub(super) fn pair_allows(state: &mut State, number: &SimNumber, wa_id: &str, now_ms: i64) -> bool {
    let pair = (number.phone_number_id.clone(), wa_id.to_owned());
    let full = PairBucket { tokens: PAIR_BURST, refilled_ms: now_ms };
    let bucket = state.pairs.entry(pair).or_insert(full);
    let earned = (now_ms - bucket.refilled_ms) / PAIR_REFILL_MS;
    bucket.refilled_ms += earned * PAIR_REFILL_MS;
    let earned = u32::try_from(earned).unwrap_or(0);
    bucket.tokens = bucket.tokens.saturating_add(earned).min(PAIR_BURST);
    let allowed = bucket.tokens > 0;
    bucket.tokens = bucket.tokens.saturating_sub(1);
    allowed
}
