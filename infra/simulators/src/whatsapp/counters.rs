//! What the delivery engine and the faults did, for tests that want to know whether they tested anything.

use serde::{Deserialize, Serialize};

/// Counts since the simulator started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Webhook POSTs that were tried.
    pub webhook_attempts: u64,
    /// Webhook POSTs that were answered with 200.
    pub webhooks_taken: u64,
    /// Webhook POSTs that were tried again.
    pub webhook_retries: u64,
    /// Webhooks given up: seven days old, or out of attempts.
    pub webhooks_dropped: u64,
    /// Webhooks posted on purpose a second time.
    pub webhook_duplicates: u64,
    /// Webhooks that never left because their account is not subscribed.
    pub webhooks_unsubscribed: u64,
    /// POSTs that carried more than one update.
    pub batches: u64,
    /// Sends taken on.
    pub sends_accepted: u64,
    /// Sends refused with an error, by a rule or a fault.
    pub sends_refused: u64,
    /// Sends whose connection was cut before they were taken on.
    pub sends_cut: u64,
    /// Sends taken on whose sender was not told so.
    pub sends_ambiguous: u64,
    /// Messages nobody fetched for 30 days.
    pub messages_expired: u64,
}
