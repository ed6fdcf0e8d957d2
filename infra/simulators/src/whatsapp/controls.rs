//! What Meta does to numbers and tokens on its own account.

use std::{sync::Arc, time::Duration};

use super::{
    clock::millis,
    config::SimError,
    numbers::{NumberState, Token},
    samples::fields::number_quality,
    shared::Shared,
};

/// Limits from the lowest to the highest.
const TIERS: [&str; 6] =
    ["TIER_50", "TIER_250", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"];

/// The event of `phone_number_quality_update` between two states, if it has one.
fn quality_event(before: &NumberState, after: &NumberState) -> Option<&'static str> {
    let rank = |tier: &str| TIERS.iter().position(|known| *known == tier);
    let flagged = |state: &NumberState| state.status == "FLAGGED";
    match (rank(&before.messaging_limit_tier), rank(&after.messaging_limit_tier)) {
        (old, new) if old < new => Some("UPGRADE"),
        (old, new) if old > new => Some("DOWNGRADE"),
        _ if flagged(after) && !flagged(before) => Some("FLAGGED"),
        _ if flagged(before) && !flagged(after) => Some("UNFLAGGED"),
        _ => None,
    }
}

impl Shared {
    /// Changes the live state of a number; a changed limit or flag is told by webhook.
    pub(super) fn change_number_state(
        self: &Arc<Self>,
        phone_number_id: &str,
        change: impl FnOnce(NumberState) -> Result<NumberState, SimError>,
    ) -> Result<NumberState, SimError> {
        let number = self.number(phone_number_id)?;
        let (before, after) = {
            let mut state = self.state();
            let before = state.number(&number.phone_number_id);
            let after = change(before.clone())?;
            state.numbers.insert(number.phone_number_id.clone(), after.clone());
            (before, after)
        };
        if let Some(event) = quality_event(&before, &after) {
            let display = &number.display_phone_number;
            let value = number_quality(display, event, &after.messaging_limit_tier);
            self.field(&number.phone_number_id, "phone_number_quality_update", value)?;
        }
        Ok(after)
    }

    /// Lets the number's tokens expire after this time; 190 from then on.
    pub(super) fn expire_tokens(
        &self,
        phone_number_id: &str,
        after: Duration,
    ) -> Result<(), SimError> {
        let id = &self.number(phone_number_id)?.phone_number_id;
        let at = self.clock.now_ms().saturating_add(millis(after));
        let mut state = self.state();
        for token in state.tokens.values_mut().filter(|t| t.phone_number_ids.contains(id)) {
            token.expires_ms = Some(at);
        }
        Ok(())
    }

    /// Makes a token valid for a number, as an administrator does after the old one expired.
    pub(super) fn allow_token(&self, phone_number_id: &str, token: &str) -> Result<(), SimError> {
        let id = self.number(phone_number_id)?.phone_number_id.clone();
        let mut state = self.state();
        let known = state
            .tokens
            .entry(token.to_owned())
            .or_insert_with(|| Token { phone_number_ids: Vec::new(), expires_ms: None });
        known.expires_ms = None;
        if !known.phone_number_ids.contains(&id) {
            known.phone_number_ids.push(id);
        }
        Ok(())
    }
}
