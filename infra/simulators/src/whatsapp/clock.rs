//! The simulator's clock, which tests may stop and push forward, and its seeded generator.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Real time plus an offset that only grows; stopped, it moves only when pushed.
#[derive(Debug, Default)]
pub(super) struct SimClock {
    setting: Mutex<Setting>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Setting {
    offset_ms: i64,
    stopped_at: Option<i64>,
}

impl Setting {
    fn now(self) -> i64 {
        self.stopped_at.unwrap_or_else(|| real_ms() + self.offset_ms)
    }

    fn push(&mut self, ms: i64) {
        match &mut self.stopped_at {
            Some(at) => *at = at.saturating_add(ms),
            None => self.offset_ms = self.offset_ms.saturating_add(ms),
        }
    }
}

fn real_ms() -> i64 {
    let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    millis(real)
}

/// A duration in whole milliseconds.
pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

impl SimClock {
    fn setting(&self) -> MutexGuard<'_, Setting> {
        self.setting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Milliseconds since 1970.
    pub(super) fn now_ms(&self) -> i64 {
        self.setting().now()
    }

    /// Whether time passes only by [`SimClock::advance`].
    pub(super) fn stopped(&self) -> bool {
        self.setting().stopped_at.is_some()
    }

    /// Stops the clock, or lets it run on from where it stands.
    pub(super) fn stop(&self, stop: bool) {
        let mut setting = self.setting();
        match (stop, setting.stopped_at) {
            (true, None) => setting.stopped_at = Some(setting.now()),
            (false, Some(at)) => {
                *setting = Setting { offset_ms: at - real_ms(), stopped_at: None };
            }
            _ => {}
        }
    }

    /// Pushes the clock forward.
    pub(super) fn advance(&self, by: Duration) {
        self.setting().push(millis(by));
    }

    /// Pushes the clock to a moment, unless it has passed.
    pub(super) fn jump_to(&self, at_ms: i64) {
        let mut setting = self.setting();
        let missing = at_ms - setting.now();
        if missing > 0 {
            setting.push(missing);
        }
    }
}

/// SplitMix64: small, seeded, and good enough for latencies and identifiers.
#[derive(Clone, Debug)]
pub(super) struct SplitMix(u64);

impl SplitMix {
    /// A generator that repeats itself for the same seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A value in `low..=high`; `low` when the range is empty.
    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        let span = high.saturating_sub(low).saturating_add(1);
        low + self.next() % span
    }

    /// True with the given probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        let draw = u32::try_from(self.next() >> 32).unwrap_or_default();
        f64::from(draw) / (f64::from(u32::MAX) + 1.0) < probability
    }

    /// A position below `len`; 0 when there is none.
    pub(super) fn below(&mut self, len: usize) -> usize {
        let last = u64::try_from(len.saturating_sub(1)).unwrap_or_default();
        usize::try_from(self.between(0, last)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_moves_only_when_pushed_and_runs_on_from_there() {
        let clock = SimClock::default();
        clock.stop(true);
        let at = clock.now_ms();
        clock.advance(Duration::from_hours(48));
        assert_eq!(clock.now_ms(), at + 48 * 3_600_000);
        clock.jump_to(at);
        assert_eq!(clock.now_ms(), at + 48 * 3_600_000);
        clock.stop(false);
        assert!(clock.now_ms() >= at + 48 * 3_600_000);
    }
}
