//! The 24-hour window: outside of it only templates may be sent.

use time::{Duration, OffsetDateTime};

/// How long the window stays open after the resident's last message.
pub const LAMA_JENDELA: Duration = Duration::hours(24);
/// A message that would leave this close to the end waits instead: it may still be queued when the window closes.
pub const JARAK_AMAN: Duration = Duration::minutes(5);

/// The window of one contact at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jendela {
    /// Anything may be sent.
    Terbuka {
        /// Until when, the safety margin not yet taken off.
        tutup_pada: OffsetDateTime,
    },
    /// Only templates may be sent.
    Tertutup,
    /// The resident wrote, but nobody knows when; the channel knows.
    TidakDiketahui,
}

impl Jendela {
    /// The window after a last message of that moment. `ditolak` says that the channel refused a message since then
    /// (131047): it counts the window, so its word holds until the resident writes again.
    pub fn pada(
        now: OffsetDateTime,
        terakhir_masuk: Option<OffsetDateTime>,
        ditolak: bool,
    ) -> Self {
        let Some(masuk) = terakhir_masuk.filter(|_| !ditolak) else { return Self::Tertutup };
        if masuk <= OffsetDateTime::UNIX_EPOCH {
            return Self::TidakDiketahui;
        }
        let tutup_pada = masuk.saturating_add(LAMA_JENDELA);
        if now < tutup_pada.saturating_sub(JARAK_AMAN) {
            Self::Terbuka { tutup_pada }
        } else {
            Self::Tertutup
        }
    }

    /// Whether only templates may be sent.
    pub const fn tertutup(self) -> bool {
        matches!(self, Self::Tertutup)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const MASUK: OffsetDateTime = datetime!(2026-03-02 09:00 +08);

    #[test]
    fn the_window_closes_a_little_before_the_channel_closes_it() {
        let pada = |saat| Jendela::pada(saat, Some(MASUK), false);
        let tutup_pada = datetime!(2026-03-03 09:00 +08);
        assert_eq!(pada(MASUK), Jendela::Terbuka { tutup_pada });
        assert_eq!(pada(datetime!(2026-03-03 08:54:59 +08)), Jendela::Terbuka { tutup_pada });
        assert_eq!(pada(datetime!(2026-03-03 08:55 +08)), Jendela::Tertutup);
    }

    #[test]
    fn who_never_wrote_has_no_window_and_who_wrote_at_no_known_moment_has_one_perhaps() {
        assert_eq!(Jendela::pada(MASUK, None, false), Jendela::Tertutup);
        let kabur = Jendela::pada(MASUK, Some(OffsetDateTime::UNIX_EPOCH), false);
        assert_eq!(kabur, Jendela::TidakDiketahui);
    }

    proptest! {
        #[test]
        fn a_refusal_by_the_channel_closes_it_whatever_our_clock_says(menit in -10_000_i64..10_000) {
            let now = MASUK + Duration::minutes(menit);
            prop_assert_eq!(Jendela::pada(now, Some(MASUK), true), Jendela::Tertutup);
        }

        #[test]
        fn once_closed_it_stays_closed_until_the_resident_writes(a in 0_i64..5_000, b in 0_i64..5_000) {
            let (dahulu, kelak) = (a.min(b), a.max(b));
            let pada = |menit| Jendela::pada(MASUK + Duration::minutes(menit), Some(MASUK), false);
            prop_assert!(!pada(dahulu).tertutup() || pada(kelak).tertutup());
            // It never claims to be open when the channel would refuse.
            prop_assert!(pada(kelak).tertutup() || kelak < 24 * 60);
        }
    }
}
