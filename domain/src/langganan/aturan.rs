//! When a message is tried again, and when a listener counts as gone: pure.

use time::{Duration, OffsetDateTime};

use super::NasibKiriman;

/// The pauses before the second and every further attempt: a day and three hours in all.
pub const JEDA: [Duration; 7] = [
    Duration::seconds(5),
    Duration::minutes(5),
    Duration::minutes(30),
    Duration::hours(2),
    Duration::hours(5),
    Duration::hours(10),
    Duration::hours(10),
];

/// For how long nothing may arrive before a subscription is stopped.
pub const BATAS_GAGAL: Duration = Duration::days(5);

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HasilKiriman {
    /// An answer came.
    Dijawab {
        /// Its status.
        status: u16,
    },
    /// None came; why, as a stable code.
    Putus {
        /// The code.
        galat: &'static str,
    },
    /// The address may not be called; trying again will not help by itself.
    Terlarang {
        /// The code.
        galat: &'static str,
    },
}

impl HasilKiriman {
    /// Whether the listener took the message: any 2xx. A redirect is no taking, and is not followed.
    pub fn diterima(&self) -> bool {
        matches!(self, Self::Dijawab { status } if (200..300).contains(status))
    }

    /// Why it was not taken.
    pub fn galat(&self) -> Option<String> {
        match self {
            Self::Dijawab { .. } if self.diterima() => None,
            Self::Dijawab { status } => Some(format!("http_{status}")),
            Self::Putus { galat } | Self::Terlarang { galat } => Some((*galat).to_owned()),
        }
    }

    /// The status that came back.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Dijawab { status } => Some(*status),
            Self::Putus { .. } | Self::Terlarang { .. } => None,
        }
    }
}

/// What becomes of a message after its attempt number `ke`, from 1, that ended at `now`.
pub fn nasib(hasil: &HasilKiriman, ke: u32, now: OffsetDateTime) -> NasibKiriman {
    if hasil.diterima() {
        return NasibKiriman::Terkirim;
    }
    let jeda = usize::try_from(ke.saturating_sub(1)).ok().and_then(|letak| JEDA.get(letak));
    jeda.map_or(NasibKiriman::Gagal, |jeda| NasibKiriman::CobaLagi(now + *jeda))
}

/// Whether a listener that took nothing since then is stopped.
pub fn berhenti(gagal_sejak: Option<OffsetDateTime>, now: OffsetDateTime) -> bool {
    gagal_sejak.is_some_and(|sejak| now - sejak >= BATAS_GAGAL)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const KINI: OffsetDateTime = datetime!(2026-11-23 08:00 UTC);

    #[test]
    fn the_pauses_are_those_that_listeners_know() {
        let gagal = HasilKiriman::Dijawab { status: 500 };
        let jeda: Vec<_> = (1..=8).map(|ke| nasib(&gagal, ke, KINI)).collect();
        let pada = |detik| NasibKiriman::CobaLagi(KINI + Duration::seconds(detik));
        let harap = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].map(pada);
        assert_eq!(jeda[..7], harap);
        assert_eq!(jeda[7], NasibKiriman::Gagal);
    }

    #[test]
    fn a_redirect_is_not_a_delivery() {
        for status in [100, 301, 302, 307, 308, 400, 404, 410, 429, 500, 503] {
            let hasil = HasilKiriman::Dijawab { status };
            assert!(!hasil.diterima(), "{status}");
            assert_eq!(hasil.galat(), Some(format!("http_{status}")));
        }
        for status in [200, 201, 202, 204] {
            assert_eq!(nasib(&HasilKiriman::Dijawab { status }, 3, KINI), NasibKiriman::Terkirim);
        }
    }

    #[test]
    fn five_days_of_silence_stop_a_listener() {
        assert!(!berhenti(None, KINI));
        assert!(!berhenti(Some(KINI - Duration::days(5) + Duration::seconds(1)), KINI));
        assert!(berhenti(Some(KINI - Duration::days(5)), KINI));
    }

    proptest! {
        #[test]
        fn an_attempt_is_followed_by_a_later_one_or_by_the_end(status in 0_u16..1000, ke in 0_u32..100) {
            match nasib(&HasilKiriman::Dijawab { status }, ke, KINI) {
                NasibKiriman::Terkirim => prop_assert!((200..300).contains(&status)),
                NasibKiriman::CobaLagi(saat) => prop_assert!(saat > KINI && ke <= 7),
                NasibKiriman::Gagal => prop_assert!(ke > 7),
            }
        }
    }
}
