//! Who a message is for, and whether they may be written to now.

use serde_json::Value;

use super::{
    super::{config::SimNumber, shared::Shared},
    error::GraphError,
};

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
    // An id of another portfolio, or one that was renewed, is nobody's.
    let known = state
        .user_ids
        .get(recipient)
        .filter(|wa_id| state.resident(wa_id).user_id(&number.app_id, wa_id) == recipient);
    match known {
        Some(wa_id) => Ok((wa_id.clone(), recipient.to_owned())),
        None => Err(GraphError::value("recipient is not a user id of this portfolio")),
    }
}
