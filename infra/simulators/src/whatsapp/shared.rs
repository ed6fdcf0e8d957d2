//! What every face of the simulator shares.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    runtime::Handle,
    sync::{Semaphore, watch},
};

use super::{
    clock::SimClock,
    config::{SimApp, SimError, SimNumber},
    state::State,
    timing::Deadlines,
};

/// Everything the faces share.
pub(super) struct Shared {
    pub(super) apps: Vec<SimApp>,
    pub(super) numbers: Vec<SimNumber>,
    pub(super) base_url: String,
    pub(super) clock: SimClock,
    pub(super) client: reqwest::Client,
    /// The simulator's own runtime: deliveries outlive the test that caused them.
    pub(super) runtime: Handle,
    /// Grows when time, a callback, a fault or a phone changes, so that whoever waits looks again.
    pub(super) changed: watch::Sender<u64>,
    pub(super) deadlines: Deadlines,
    /// Bounds the posts that are on their way at the same time.
    pub(super) posts: Semaphore,
    pub(super) pending: AtomicUsize,
    pub(super) state: Mutex<State>,
}

/// A piece of background work, counted until it ends, even by a panic.
struct Pending(Arc<Shared>);

impl Drop for Pending {
    fn drop(&mut self) {
        self.0.pending.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Shared {
    /// The state; a panic elsewhere does not end the simulation.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number with this id; an empty id means the only one.
    pub(super) fn number(&self, phone_number_id: &str) -> Result<&SimNumber, SimError> {
        match self.numbers.as_slice() {
            [only] if phone_number_id.is_empty() => Ok(only),
            numbers => numbers
                .iter()
                .find(|n| n.phone_number_id == phone_number_id)
                .ok_or_else(|| SimError::UnknownNumber(phone_number_id.to_owned())),
        }
    }

    /// The app with this id; an empty id means the only one.
    pub(super) fn app(&self, app_id: &str) -> Result<&SimApp, SimError> {
        match self.apps.as_slice() {
            [only] if app_id.is_empty() => Ok(only),
            apps => apps
                .iter()
                .find(|a| a.app_id == app_id)
                .ok_or_else(|| SimError::UnknownApp(app_id.to_owned())),
        }
    }

    /// Points an app at another callback and wakes what waited for it.
    pub(super) fn set_callback(&self, app_id: &str, url: &str) {
        {
            let mut state = self.state();
            state.callbacks.insert(app_id.to_owned(), url.to_owned());
            state.callback_turn += 1;
        }
        self.ring();
    }

    /// Runs a background task on the simulator's runtime, counted as pending work.
    pub(super) fn spawn(self: &Arc<Self>, task: impl Future<Output = ()> + Send + 'static) {
        self.pending.fetch_add(1, Ordering::SeqCst);
        let pending = Pending(Arc::clone(self));
        self.runtime.spawn(async move {
            task.await;
            drop(pending);
        });
    }
}
