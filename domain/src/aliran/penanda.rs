//! Where a listener stands in the stream, so that it resumes without loss and without repetition: pure.
//!
//! Ids are UUIDv7, made before their transaction commits. One that was made earlier may therefore become visible later,
//! behind greater ones. A reader goes back [`TUMPANG`] and leaves out what it has delivered; a listener that resumes
//! brings, besides the greatest id it saw, short marks of the others it saw within that span.

use std::{collections::BTreeSet, fmt};

use time::Duration;
use uuid::Uuid;

/// How much later than its id an event may become visible: longer than any transaction, with the difference of clocks.
pub const TUMPANG: Duration = Duration::seconds(30);
/// How many marks a listener brings along. With more events than that in the span some may come twice, none is lost.
const TANDA_TERBANYAK: usize = 64;

/// A short mark of an id: its last three bytes, which are random.
fn tanda(id: Uuid) -> u32 {
    u32::try_from(id.as_u128() & 0xff_ffff).unwrap_or_default()
}

/// The smallest id that could have been made `lama` before this one.
pub fn mundur(id: Uuid, lama: Duration) -> Uuid {
    let milidetik = id.as_u128() >> 80;
    let lama = u128::try_from(lama.whole_milliseconds()).unwrap_or(0);
    Uuid::from_u128(milidetik.saturating_sub(lama) << 80)
}

/// Where a listener stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penanda {
    terjauh: Uuid,
    tampak: BTreeSet<Uuid>,
    /// Marks that were brought along.
    bawaan: Vec<u32>,
    /// The greatest id that was brought along: the marks speak of nothing beyond it.
    batas: Uuid,
}

impl Penanda {
    /// A listener that wants what happens from now on; `kini` is a fresh id.
    pub fn baru(kini: Uuid) -> Self {
        Self { terjauh: kini, tampak: BTreeSet::new(), bawaan: Vec::new(), batas: Uuid::nil() }
    }

    /// A listener that resumes; `None` for what is no mark of ours.
    pub fn baca(teks: &str) -> Option<Self> {
        let mut bagian = teks.trim().split('.');
        let terjauh = Uuid::try_parse(bagian.next()?).ok()?;
        let bawaan: Option<Vec<u32>> = bagian
            .map(|satu| {
                let sah = satu.len() == 6 && satu.bytes().all(|b| b.is_ascii_hexdigit());
                sah.then(|| u32::from_str_radix(satu, 16).ok()).flatten()
            })
            .collect();
        let bawaan = bawaan.filter(|semua| semua.len() <= TANDA_TERBANYAK)?;
        Some(Self { terjauh, tampak: BTreeSet::from([terjauh]), bawaan, batas: terjauh })
    }

    /// Read events with a greater id than this.
    pub fn sejak(&self) -> Uuid {
        mundur(self.terjauh, TUMPANG)
    }

    /// The greatest id so far.
    pub fn terjauh(&self) -> Uuid {
        self.terjauh
    }

    /// Whether the event is new to the listener; from then on it is not.
    pub fn terima(&mut self, id: Uuid) -> bool {
        let dikenal = id <= self.batas && self.bawaan.contains(&tanda(id));
        if id <= self.sejak() || dikenal || !self.tampak.insert(id) {
            return false;
        }
        if id > self.terjauh {
            self.terjauh = id;
            let sejak = self.sejak();
            self.tampak = self.tampak.split_off(&sejak);
            if self.batas < sejak {
                self.bawaan.clear();
            }
        }
        true
    }
}

impl fmt::Display for Penanda {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.terjauh)?;
        let tampak = self.tampak.iter().rev().filter(|id| **id != self.terjauh);
        let tampak = tampak.map(|id| tanda(*id)).chain(self.bawaan.iter().copied());
        for tanda in tampak.take(TANDA_TERBANYAK) {
            write!(f, ".{tanda:06x}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(milidetik: u128, acak: u128) -> Uuid {
        Uuid::from_u128((milidetik << 80) | (0x7 << 76) | (0x2 << 62) | acak)
    }

    #[test]
    fn going_back_keeps_to_milliseconds() {
        let kini = id(100_000, 5);
        assert_eq!(mundur(kini, Duration::seconds(30)), Uuid::from_u128(70_000 << 80));
        assert_eq!(mundur(id(10, 1), Duration::seconds(30)), Uuid::nil());
    }

    #[test]
    fn what_is_no_mark_is_refused() {
        let satu = id(100_000, 5);
        for salah in ["", "x", "42", &format!("{satu}.zz"), &format!("{satu}.12345g")] {
            assert_eq!(Penanda::baca(salah), None, "{salah}");
        }
        assert!(Penanda::baca(&format!("{satu}{}", ".00000a".repeat(65))).is_none());
        assert!(Penanda::baca(&satu.to_string()).is_some());
    }

    proptest! {
        /// Events become visible out of order within the span; the listener is cut off anywhere and resumes elsewhere.
        #[test]
        fn nothing_is_lost_and_nothing_comes_twice(
            semua in prop::collection::vec((0_u128..20_000, 0_u128..60_000), 1..60),
            putus in prop::collection::vec(any::<bool>(), 60),
        ) {
            let mulai = 1_000_000_u128;
            // Made at one moment, visible at another within the span; the last bytes tell them apart.
            let mut semua: Vec<(u128, Uuid)> = semua
                .into_iter()
                .enumerate()
                .map(|(ke, (telat, saat))| {
                    let buat = mulai + 1 + saat;
                    (buat + telat, id(buat, u128::try_from(ke).unwrap() + 1))
                })
                .collect();
            semua.sort_unstable();
            let mut penanda = Penanda::baru(id(mulai, 0));
            let mut sampai = Vec::new();
            let mut tampak = Vec::new();
            for (ke, (_, satu)) in semua.iter().enumerate() {
                tampak.push(*satu);
                tampak.sort_unstable();
                let sejak = penanda.sejak();
                for id in tampak.iter().filter(|id| **id > sejak) {
                    if penanda.terima(*id) {
                        sampai.push(*id);
                    }
                }
                if putus[ke] && !sampai.is_empty() {
                    penanda = Penanda::baca(&penanda.to_string()).unwrap();
                }
            }
            let unik: BTreeSet<Uuid> = sampai.iter().copied().collect();
            prop_assert_eq!(unik.len(), sampai.len(), "twice");
            prop_assert_eq!(unik.len(), semua.len(), "lost");
        }
    }
}
