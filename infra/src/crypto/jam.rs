//! The system's clock.

use loket_domain::kalender::Clock;
use time::OffsetDateTime;

/// The machine's own time, in whole microseconds: what PostgreSQL keeps. An answer and what is read later of the same
/// moment are then equal, and so are their hashes.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the Clock port")]
    fn now(&self) -> OffsetDateTime {
        mikro(OffsetDateTime::now_utc())
    }
}

fn mikro(saat: OffsetDateTime) -> OffsetDateTime {
    saat.replace_nanosecond(saat.microsecond() * 1000).unwrap_or(saat)
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;

    #[test]
    fn a_moment_is_cut_to_what_the_database_keeps() {
        let utuh = datetime!(2026-11-21 15:34:54.837768 UTC);
        assert_eq!(mikro(utuh + Duration::nanoseconds(346)), utuh);
        assert_eq!(SystemClock.now().nanosecond() % 1000, 0);
    }
}
