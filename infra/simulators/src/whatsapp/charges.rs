//! What a send costs, by Meta's per-message pricing.

use serde_json::Value;

use super::{config::SimNumber, entry::Charge, state::State};

impl State {
    /// The charge of a message that is about to be sent.
    pub(super) fn charge(&self, number: &SimNumber, message: &Value, window_open: bool) -> Charge {
        let template = &message["template"];
        let category = if message["type"] == "template" {
            let known = self.template(&number.waba_id, template);
            known.map_or_else(|| "utility".to_owned(), |t| t.category().to_lowercase())
        } else {
            "service".to_owned()
        };
        let free = match category.as_str() {
            "service" => !self.faults.charge_service,
            "utility" => window_open && !self.faults.charge_utility_in_window,
            _ => false,
        };
        let kind = if free { "free_customer_service" } else { "regular" };
        Charge { category, billable: !free, kind: kind.to_owned() }
    }
}
