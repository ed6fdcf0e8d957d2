//! A clock for tests that leap: put it in place of the port before the office is served.

use std::sync::Mutex;

use loket_domain::kalender::Clock;
use time::OffsetDateTime;

/// Stands where it is put.
pub struct Jam(Mutex<OffsetDateTime>);

impl Jam {
    /// Stands at that moment.
    pub fn di(saat: OffsetDateTime) -> Self {
        Self(Mutex::new(saat))
    }

    /// Leaps.
    pub fn pindah(&self, saat: OffsetDateTime) {
        *self.0.lock().expect("clock") = saat;
    }
}

impl Clock for Jam {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().expect("clock")
    }
}
