//! What happens to a message after it was accepted: sent, delivered, perhaps read, or failed, or forgotten.

use std::sync::Arc;

use super::{
    config::SimNumber,
    entry::{LedgerStatus, Reach},
    payload::{self, Failure, Sender},
    queue::{Update, envelope},
    shared::Shared,
};

/// Undelivered messages are kept for 30 days.
const TTL_MS: i64 = 30 * 24 * 3_600_000;

/// A file given by address instead of by media id.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) url: String,
    pub(super) filename: Option<String>,
    /// The kind of message that carries it, which decides what it may be.
    pub(super) kind: String,
}

impl Shared {
    /// Lets the statuses of an accepted message follow, `failure` instead of success.
    pub(super) fn follow(
        self: &Arc<Self>,
        number: &SimNumber,
        wamid: &str,
        link: Option<Link>,
        failure: Option<Failure>,
    ) {
        let (shared, number, wamid) = (Arc::clone(self), number.clone(), wamid.to_owned());
        self.spawn(async move {
            let failure = match (failure, link) {
                (None, Some(link)) => shared.fetch_link(&number, &wamid, link).await.err(),
                (failure, _) => failure.or_else(|| shared.media_mismatch(&wamid)),
            };
            shared.report(&number, &wamid, failure, false).await;
        });
    }

    /// Posts the statuses of an accepted message before this returns, so that they overtake the answer to the send.
    pub(super) async fn follow_first(
        self: &Arc<Self>,
        number: &SimNumber,
        wamid: &str,
        failure: Option<Failure>,
    ) {
        let failure = failure.or_else(|| self.media_mismatch(wamid));
        self.report(number, wamid, failure, true).await;
    }

    async fn report(
        self: &Arc<Self>,
        number: &SimNumber,
        wamid: &str,
        failure: Option<Failure>,
        now: bool,
    ) {
        let faults = self.state().faults.clone();
        let mut steps = match (failure, faults.read_without_delivered, faults.read_receipts) {
            (Some(_), ..) => vec!["failed"],
            (None, true, _) => vec!["sent", "read"],
            (None, false, true) => vec!["sent", "delivered", "read"],
            (None, false, false) => vec!["sent", "delivered"],
        };
        let first_after_sent = steps.get(1).copied();
        let waiting = failure.is_none() && self.waits(wamid);
        if faults.statuses_out_of_order && !waiting {
            steps.reverse();
        }
        for status in steps {
            if waiting && status != "sent" && !self.until_shown(wamid).await {
                return;
            }
            if !now {
                self.before_status().await;
            }
            let priced =
                failure.is_none() && (status == "sent" || Some(status) == first_after_sent);
            let Some(update) = self.status_update(number, wamid, status, priced, failure) else {
                return;
            };
            let body = payload::meta_json(&envelope(std::slice::from_ref(&update)));
            let posted = now
                && matches!(self.post_once(&update.scope, body.into()).await, Ok(a) if a.status == 200);
            if !posted {
                self.enqueue(update);
            }
        }
    }

    /// The pause before a status, and the wait while statuses are held back.
    async fn before_status(&self) {
        let wait = {
            let mut state = self.state();
            let (low, high) =
                (state.faults.status_latency_min_ms, state.faults.status_latency_max_ms);
            state.rng.between(low, high)
        };
        self.sleep_ms(wait).await;
        self.hold(None, |state| state.faults.hold_statuses).await;
    }

    fn waits(&self, wamid: &str) -> bool {
        self.state().ledger.find(wamid).is_some_and(|e| e.reach == Reach::Waiting)
    }

    /// Waits until the phone is on; false when the message was too old by then.
    async fn until_shown(&self, wamid: &str) -> bool {
        let Some(sent_at) = self.state().ledger.find(wamid).map(|e| e.at) else { return false };
        let waits = |state: &super::state::State| {
            state.ledger.find(wamid).is_some_and(|e| e.reach == Reach::Waiting)
        };
        if self.hold(Some(sent_at.saturating_add(TTL_MS)), waits).await {
            return true;
        }
        let mut state = self.state();
        state.record_reach(wamid, Reach::Lost);
        state.counters.messages_expired += 1;
        false
    }

    /// Notes a status in the ledger and makes its webhook; `None` for an unknown message.
    pub(super) fn status_update(
        &self,
        number: &SimNumber,
        wamid: &str,
        status: &str,
        priced: bool,
        failure: Option<Failure>,
    ) -> Option<Update> {
        let at = self.clock.now_ms();
        let mut state = self.state();
        let code = failure.map(|f| f.code);
        state.record_status(wamid, LedgerStatus { status: status.to_owned(), at, code });
        let resident = state.ledger.find(wamid)?.wa_id.clone();
        let sender = Sender {
            user_id: state.user_id(&number.app_id, &resident),
            resident: state.resident(&resident),
            wa_id: resident,
        };
        let entry = state.ledger.find(wamid)?;
        Some(payload::status(number, entry, &sender, (status, at), priced, failure))
    }
}
