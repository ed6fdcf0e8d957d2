//! Waiting on the simulator's clock: for a moment, or until something changes.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::Duration,
};

use super::{clock::millis, shared::Shared, state::State};

/// The moments background work is waiting for, so that a stopped clock can jump to the next one.
#[derive(Debug, Default)]
pub(super) struct Deadlines(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    at: BTreeMap<i64, usize>,
    parked: usize,
}

impl Deadlines {
    fn keep(&self, deadline: Option<i64>) -> Kept<'_> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match deadline {
            Some(at) => *waiting.at.entry(at).or_default() += 1,
            None => waiting.parked += 1,
        }
        Kept { deadlines: self, deadline }
    }

    /// How many wait, and the first moment any of them waits for.
    fn waiting(&self) -> (usize, Option<i64>) {
        let waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let asleep: usize = waiting.at.values().sum();
        (asleep + waiting.parked, waiting.at.keys().next().copied())
    }
}

/// One who waits; dropped when they go on.
struct Kept<'a> {
    deadlines: &'a Deadlines,
    deadline: Option<i64>,
}

impl Drop for Kept<'_> {
    fn drop(&mut self) {
        let mut waiting = self.deadlines.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(at) = self.deadline else {
            waiting.parked = waiting.parked.saturating_sub(1);
            return;
        };
        if let Some(count) = waiting.at.get_mut(&at) {
            *count -= 1;
            if *count == 0 {
                waiting.at.remove(&at);
            }
        }
    }
}

impl Shared {
    /// Tells everyone who waits to look again.
    pub(super) fn ring(&self) {
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Waits for a moment of the simulator's clock.
    pub(super) async fn sleep_until(&self, at_ms: i64) {
        let _kept = self.deadlines.keep(Some(at_ms));
        self.wait(Some(at_ms), |_| true).await;
    }

    /// Waits for so long on the simulator's clock.
    pub(super) async fn sleep_ms(&self, ms: u64) {
        if ms > 0 {
            let wait = i64::try_from(ms).unwrap_or(i64::MAX);
            self.sleep_until(self.clock.now_ms().saturating_add(wait)).await;
        }
    }

    /// Waits while the condition holds, at most until the moment; false when the moment came first.
    pub(super) async fn hold(&self, until: Option<i64>, holds: impl Fn(&State) -> bool) -> bool {
        if !holds(&self.state()) {
            return true;
        }
        let _kept = self.deadlines.keep(until);
        self.wait(until, holds).await
    }

    async fn wait(&self, until: Option<i64>, holds: impl Fn(&State) -> bool) -> bool {
        let mut changed = self.changed.subscribe();
        loop {
            if !holds(&self.state()) {
                return true;
            }
            let left = until.map_or(i64::MAX, |at| at - self.clock.now_ms());
            if left <= 0 {
                return false;
            }
            if until.is_none() || self.clock.stopped() {
                // The sender lives in `self`, so this only ends by a change.
                let _ = changed.changed().await;
            } else {
                let left = Duration::from_millis(u64::try_from(left).unwrap_or_default());
                // The timeout is the moment itself; the loop looks at the clock again.
                let _ = tokio::time::timeout(left, changed.changed()).await;
            }
        }
    }

    /// Pushes the clock and wakes whoever waited for it.
    pub(super) fn advance(&self, by: Duration) {
        self.clock.advance(by);
        self.ring();
    }

    /// Jumps from one awaited moment to the next until nothing is under way, or `most` has passed.
    /// True when nothing is left; false when the rest waits for something else than time.
    pub(super) async fn settle(self: &Arc<Self>, most: Duration) -> bool {
        let end = self.clock.now_ms().saturating_add(millis(most));
        loop {
            let pending = self.pending.load(Ordering::SeqCst);
            if pending == 0 {
                return true;
            }
            let (waiting, next) = self.deadlines.waiting();
            if waiting >= pending {
                match next {
                    Some(at) if at <= end => self.clock.jump_to(at),
                    _ => {
                        self.clock.jump_to(end);
                        self.ring();
                        return false;
                    }
                }
                self.ring();
            }
            // Real time: requests on their way need it.
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}
