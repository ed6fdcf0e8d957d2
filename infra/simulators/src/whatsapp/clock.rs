//! The simulator's clock, which tests may push forward, and its seeded generator.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Real time plus an offset that only grows.
#[derive(Debug, Default)]
pub(super) struct SimClock {
    offset_ms: AtomicI64,
}

impl SimClock {
    /// Milliseconds since 1970.
    pub(super) fn now_ms(&self) -> i64 {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(real.as_millis()).unwrap_or(i64::MAX) + self.offset_ms.load(Ordering::SeqCst)
    }

    /// Pushes the clock forward.
    pub(super) fn advance(&self, by: Duration) {
        let ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.offset_ms.fetch_add(ms, Ordering::SeqCst);
    }
}

/// SplitMix64: small, seeded, and good enough for latencies and identifiers.
#[derive(Debug)]
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
}
