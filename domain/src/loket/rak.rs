//! The shelf: which slot is free, what it is called, and how long things have lain there. Pure.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// Most slots a shelf may have.
pub const SLOT_TERBANYAK: u32 = 10_000;

/// How the slots of a shelf are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "jenis", rename_all = "snake_case", deny_unknown_fields)]
pub enum SkemaRak {
    /// One running number: `R0001`.
    Berjalan {
        /// How many slots there are.
        kapasitas: u32,
    },
    /// Shelf, row and number: `A-2-07`.
    RakLajurNomor {
        /// Shelves, A to Z.
        rak: u32,
        /// Rows of a shelf.
        lajur: u32,
        /// Places of a row.
        nomor: u32,
    },
}

impl SkemaRak {
    /// How many slots there are.
    pub fn kapasitas(self) -> u32 {
        match self {
            Self::Berjalan { kapasitas } => kapasitas,
            Self::RakLajurNomor { rak, lajur, nomor } => {
                rak.saturating_mul(lajur).saturating_mul(nomor)
            }
        }
    }

    /// Whether it has slots at all, and no more than can be told apart.
    pub fn sah(self) -> bool {
        let abjad = !matches!(self, Self::RakLajurNomor { rak, .. } if rak > 26);
        abjad && (1..=SLOT_TERBANYAK).contains(&self.kapasitas())
    }

    /// What a slot is called; different slots have different names.
    pub fn nama(self, slot: u32) -> String {
        match self {
            Self::Berjalan { .. } => format!("R{:04}", slot + 1),
            Self::RakLajurNomor { lajur, nomor, .. } => {
                let (lajur, nomor) = (lajur.max(1), nomor.max(1));
                let rak = u8::try_from(slot / (lajur * nomor) % 26).unwrap_or(0);
                let letak = slot % (lajur * nomor);
                let huruf = char::from(b'A' + rak);
                format!("{huruf}-{}-{:02}", letak / nomor + 1, letak % nomor + 1)
            }
        }
    }
}

/// The lowest slot that nothing lies in; `None` when the shelf is full. `terisi` is in no particular order.
pub fn slot_kosong(terisi: &[u32], kapasitas: u32) -> Option<u32> {
    let mut penuh = vec![false; usize::try_from(kapasitas).unwrap_or(0)];
    for slot in terisi {
        if let Some(satu) = usize::try_from(*slot).ok().and_then(|slot| penuh.get_mut(slot)) {
            *satu = true;
        }
    }
    penuh.iter().position(|sudah| !sudah).and_then(|slot| u32::try_from(slot).ok())
}

/// How long a thing has waited, as the office looks at it (P-14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UmurRak {
    /// Up to 3 days.
    Hari0Sampai3,
    /// 4 to 14 days.
    Hari4Sampai14,
    /// 15 to 30 days.
    Hari15Sampai30,
    /// More than 30 days.
    LebihDari30,
}

impl UmurRak {
    /// Every bucket, the youngest first.
    pub const SEMUA: [Self; 4] =
        [Self::Hari0Sampai3, Self::Hari4Sampai14, Self::Hari15Sampai30, Self::LebihDari30];

    /// The bucket of a thing that is ready since `siap`: whole days of 24 hours count.
    pub fn pada(siap: OffsetDateTime, kini: OffsetDateTime) -> Self {
        match (kini - siap).whole_days() {
            ..=3 => Self::Hari0Sampai3,
            4..=14 => Self::Hari4Sampai14,
            15..=30 => Self::Hari15Sampai30,
            _ => Self::LebihDari30,
        }
    }

    /// The moments between which things of this bucket became ready: after the first, up to and with the second.
    pub fn rentang(self, kini: OffsetDateTime) -> (Option<OffsetDateTime>, Option<OffsetDateTime>) {
        let lalu = |hari| Some(kini - Duration::days(hari));
        match self {
            Self::Hari0Sampai3 => (lalu(4), None),
            Self::Hari4Sampai14 => (lalu(15), lalu(4)),
            Self::Hari15Sampai30 => (lalu(31), lalu(15)),
            Self::LebihDari30 => (None, lalu(31)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn every_slot_has_a_name_of_its_own() {
        for skema in [
            SkemaRak::Berjalan { kapasitas: 400 },
            SkemaRak::RakLajurNomor { rak: 4, lajur: 5, nomor: 20 },
            SkemaRak::RakLajurNomor { rak: 26, lajur: 3, nomor: 100 },
        ] {
            assert!(skema.sah());
            let nama: BTreeSet<String> =
                (0..skema.kapasitas()).map(|slot| skema.nama(slot)).collect();
            assert_eq!(nama.len(), usize::try_from(skema.kapasitas()).unwrap());
        }
        let rak = SkemaRak::RakLajurNomor { rak: 2, lajur: 5, nomor: 20 };
        assert_eq!((rak.nama(0), rak.nama(126)), ("A-1-01".to_owned(), "B-2-07".to_owned()));
        for salah in [
            SkemaRak::Berjalan { kapasitas: 0 },
            SkemaRak::Berjalan { kapasitas: SLOT_TERBANYAK + 1 },
            SkemaRak::RakLajurNomor { rak: 27, lajur: 1, nomor: 1 },
            SkemaRak::RakLajurNomor { rak: 26, lajur: u32::MAX, nomor: u32::MAX },
        ] {
            assert!(!salah.sah(), "{salah:?}");
        }
    }

    proptest! {
        #[test]
        fn no_slot_ever_holds_two_things_and_freed_slots_are_used_again(
            kapasitas in 1_u32..12, langkah in proptest::collection::vec((any::<bool>(), 0_usize..12), 0..80)
        ) {
            let mut isi: BTreeMap<u32, usize> = BTreeMap::new();
            for (nomor, (taruh, pilih)) in langkah.into_iter().enumerate() {
                let terisi: Vec<u32> = isi.keys().rev().copied().collect();
                if taruh {
                    if let Some(slot) = slot_kosong(&terisi, kapasitas) {
                        prop_assert!(slot < kapasitas);
                        prop_assert!((0..slot).all(|lain| isi.contains_key(&lain)), "the lowest free slot");
                        prop_assert!(isi.insert(slot, nomor).is_none(), "two things in one slot");
                    } else {
                        prop_assert_eq!(isi.len(), usize::try_from(kapasitas).unwrap());
                    }
                } else if let Some(slot) = terisi.get(pilih) {
                    isi.remove(slot);
                    let sisa: Vec<u32> = isi.keys().copied().collect();
                    prop_assert!(slot_kosong(&sisa, kapasitas).is_some_and(|kosong| kosong <= *slot));
                }
            }
        }

        #[test]
        fn a_thing_has_one_age_and_the_ranges_say_the_same(jam in 0_i64..2_000, menit in 0_i64..60) {
            let kini = datetime!(2026-11-21 9:00 +8);
            let siap = kini - Duration::hours(jam) - Duration::minutes(menit);
            let cocok: Vec<UmurRak> = UmurRak::SEMUA
                .into_iter()
                .filter(|umur| {
                    let (sesudah, sampai) = umur.rentang(kini);
                    sesudah.is_none_or(|s| siap > s) && sampai.is_none_or(|s| siap <= s)
                })
                .collect();
            prop_assert_eq!(cocok, vec![UmurRak::pada(siap, kini)]);
        }
    }
}
