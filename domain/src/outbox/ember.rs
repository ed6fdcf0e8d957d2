//! Buckets: how many messages may leave at once, and how fast a bucket fills again.
//!
//! A bucket is one moment: when it will be full again. That is all several workers have to share, and a bucket that was
//! not touched for a while needs no row at all.

use time::{Duration, OffsetDateTime};

/// A rate with a burst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Laju {
    /// How long one message takes to come back; never zero.
    selang: Duration,
    /// How many a full bucket holds.
    tampungan: u32,
}

impl Laju {
    /// One recipient: a message per six seconds, 45 borrowed from the future.
    pub const PASANGAN: Self = Self { selang: Duration::seconds(6), tampungan: 45 };

    /// A service number of so many messages per second; at least one.
    pub fn nomor(per_detik: u32) -> Self {
        let per_detik = per_detik.clamp(1, 1_000);
        let selang = Duration::nanoseconds(1_000_000_000 / i64::from(per_detik));
        Self { selang, tampungan: per_detik }
    }

    fn isi(self) -> Duration {
        self.selang * self.tampungan
    }

    /// How many may leave now from a bucket that is full again at that moment.
    pub fn jatah(self, penuh_pada: Option<OffsetDateTime>, now: OffsetDateTime) -> u32 {
        let penuh = self.dipercaya(penuh_pada, now);
        let terpakai = penuh.map_or(Duration::ZERO, |penuh| (penuh - now).max(Duration::ZERO));
        let bebas = (self.isi() - terpakai).max(Duration::ZERO);
        let jatah = bebas.whole_nanoseconds() / self.selang.whole_nanoseconds().max(1);
        u32::try_from(jatah).unwrap_or(u32::MAX).min(self.tampungan)
    }

    /// When the bucket is full again after so many left now.
    pub fn ambil(
        self,
        penuh_pada: Option<OffsetDateTime>,
        jumlah: u32,
        now: OffsetDateTime,
    ) -> OffsetDateTime {
        let dasar = self.dipercaya(penuh_pada, now).map_or(now, |penuh| penuh.max(now));
        dasar.saturating_add(self.selang.saturating_mul(i32::try_from(jumlah).unwrap_or(i32::MAX)))
    }

    /// The latest moment of being full again at which a bucket still gives a message now: the same rule for a query.
    pub fn ambang(self, now: OffsetDateTime) -> OffsetDateTime {
        now.saturating_add(self.isi() - self.selang)
    }

    /// No bucket can need longer than from now to here. One that says so was filled by a clock that ran ahead, and counts
    /// as full: otherwise nothing would leave until the right time has caught up.
    pub fn mustahil(self, now: OffsetDateTime) -> OffsetDateTime {
        now.saturating_add(self.isi())
    }

    fn dipercaya(
        self,
        penuh_pada: Option<OffsetDateTime>,
        now: OffsetDateTime,
    ) -> Option<OffsetDateTime> {
        penuh_pada.filter(|penuh| *penuh <= self.mustahil(now))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const KINI: OffsetDateTime = datetime!(2026-03-02 09:00 +08);

    #[test]
    fn a_recipient_takes_45_at_once_and_then_one_per_six_seconds() {
        let laju = Laju::PASANGAN;
        assert_eq!(laju.jatah(None, KINI), 45);
        let penuh = Some(laju.ambil(None, 45, KINI));
        assert_eq!(laju.jatah(penuh, KINI), 0);
        assert_eq!(laju.jatah(penuh, KINI + Duration::milliseconds(5_999)), 0);
        assert_eq!(laju.jatah(penuh, KINI + Duration::seconds(6)), 1);
        assert_eq!(laju.jatah(penuh, KINI + Duration::days(1)), 45);
    }

    #[test]
    fn a_number_is_held_to_its_rate_and_never_to_nothing() {
        assert_eq!(Laju::nomor(80).jatah(None, KINI), 80);
        assert_eq!(Laju::nomor(0).jatah(None, KINI), 1);
        assert_eq!(Laju::nomor(u32::MAX).jatah(None, KINI), 1_000);
    }

    proptest! {
        #[test]
        fn no_span_of_time_lets_more_leave_than_burst_and_rate_allow(
            per_detik in 1_u32..200, jeda in prop::collection::vec((0_i64..400, 1_u32..50), 1..60),
        ) {
            let laju = Laju::nomor(per_detik);
            let (mut penuh, mut now) = (None, KINI);
            let mut keluar: Vec<(OffsetDateTime, u32)> = Vec::new();
            for (ms, minta) in jeda {
                now += Duration::milliseconds(ms);
                let jumlah = laju.jatah(penuh, now).min(minta);
                penuh = Some(laju.ambil(penuh, jumlah, now));
                keluar.push((now, jumlah));
            }
            for (i, (awal, _)) in keluar.iter().enumerate() {
                for (j, (akhir, _)) in keluar.iter().enumerate().skip(i) {
                    let jumlah: u32 = keluar[i..=j].iter().map(|(_, n)| n).sum();
                    let selama = (*akhir - *awal).whole_nanoseconds() / laju.selang.whole_nanoseconds();
                    prop_assert!(i128::from(jumlah) <= i128::from(per_detik) + selama);
                }
            }
        }

        #[test]
        fn the_rule_of_the_query_is_the_rule_of_the_bucket(ms in 0_i64..400_000) {
            let laju = Laju::PASANGAN;
            let penuh = KINI + Duration::milliseconds(ms);
            let menurut_kueri = penuh <= laju.ambang(KINI) || penuh > laju.mustahil(KINI);
            prop_assert_eq!(menurut_kueri, laju.jatah(Some(penuh), KINI) >= 1);
        }

        #[test]
        fn what_a_clock_that_ran_ahead_filled_holds_nobody_up(detik in 1_i64..100_000, jumlah in 1_u32..45) {
            let laju = Laju::PASANGAN;
            let kacau = laju.mustahil(KINI) + Duration::seconds(detik);
            prop_assert_eq!(laju.jatah(Some(kacau), KINI), 45);
            prop_assert_eq!(laju.ambil(Some(kacau), jumlah, KINI), laju.ambil(None, jumlah, KINI));
        }
    }
}
