//! Which items of a bundle are reviewed before it is signed: pure.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Butir, KeadaanButir};

/// How many samples an office has its signers review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AturanContoh {
    /// Of a hundred documents, 1 to 100.
    #[serde(default = "persen")]
    pub persen: u8,
    /// At least so many, or all when there are fewer; at least 1.
    #[serde(default = "minimal")]
    pub minimal: u16,
}

fn persen() -> u8 {
    5
}

fn minimal() -> u16 {
    3
}

impl Default for AturanContoh {
    fn default() -> Self {
        Self { persen: persen(), minimal: minimal() }
    }
}

impl AturanContoh {
    /// Whether it is the one that offices have unless they say otherwise.
    pub fn bawaan(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it can be followed.
    pub fn sah(self) -> bool {
        (1..=100).contains(&self.persen) && self.minimal >= 1
    }

    /// How many of `jumlah` are reviewed.
    pub fn banyak(self, jumlah: u32) -> u32 {
        let bagian = (u64::from(jumlah) * u64::from(self.persen)).div_ceil(100);
        let bagian = u32::try_from(bagian).unwrap_or(jumlah);
        bagian.max(u32::from(self.minimal)).min(jumlah)
    }
}

/// Where an item comes in the draw of its bundle: the id of the bundle is the seed, and nobody chooses that.
pub fn peringkat(bundel: Uuid, tugas: Uuid) -> i64 {
    let (atas, bawah) = bundel.as_u64_pair();
    let (kiri, kanan) = tugas.as_u64_pair();
    let mut campur = atas;
    for satu in [bawah, kiri, kanan] {
        campur = aduk(campur ^ satu);
    }
    // The sign bit stays clear, so that tables sort as we do.
    i64::try_from(campur >> 1).unwrap_or(i64::MAX)
}

/// One round of `SplitMix64`.
fn aduk(nilai: u64) -> u64 {
    let mut z = nilai.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The items to review: the first by rank of those not taken out, so that another steps in for each that is.
pub fn sampel(butir: &[Butir], banyak: u32) -> Vec<&Butir> {
    let mut urut: Vec<&Butir> =
        butir.iter().filter(|satu| satu.keadaan != KeadaanButir::Dikeluarkan).collect();
    urut.sort_by_key(|satu| (satu.peringkat, satu.tugas));
    urut.truncate(usize::try_from(banyak).unwrap_or(usize::MAX));
    urut
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::Id;

    fn butir(bundel: u128, jumlah: u32) -> Vec<Butir> {
        (0..jumlah)
            .map(|urutan| {
                let tugas = Uuid::from_u128(u128::from(urutan) + 7);
                Butir {
                    tugas: Id::new(tugas),
                    permohonan: Id::new(tugas),
                    urutan,
                    peringkat: peringkat(Uuid::from_u128(bundel), tugas),
                    sidik: Vec::new(),
                    keadaan: KeadaanButir::Menunggu,
                    dibuka_pada: None,
                    layak_pada: None,
                    kode: None,
                    alasan: None,
                    selesai_pada: None,
                }
            })
            .collect()
    }

    proptest! {
        #[test]
        fn at_least_the_minimum_and_the_share_are_reviewed_but_never_more_than_there_are(
            persen in 1_u8..=100, minimal in 1_u16..50, jumlah in 1_u32..600
        ) {
            let banyak = AturanContoh { persen, minimal }.banyak(jumlah);
            prop_assert!(banyak >= 1 && banyak <= jumlah);
            prop_assert!(banyak == jumlah || banyak >= u32::from(minimal));
            prop_assert!(banyak * 100 >= jumlah * u32::from(persen) || banyak == jumlah);
        }

        #[test]
        fn a_sample_that_is_taken_out_is_replaced_and_the_others_stay(
            bundel in any::<u128>(), jumlah in 4_u32..80, banyak in 1_u32..4
        ) {
            let mut semua = butir(bundel, jumlah);
            let awal: Vec<_> = sampel(&semua, banyak).iter().map(|satu| satu.tugas).collect();
            prop_assert_eq!(awal.len(), banyak as usize);
            let keluar = awal[0];
            let satu = semua.iter_mut().find(|satu| satu.tugas == keluar).unwrap();
            satu.keadaan = KeadaanButir::Dikeluarkan;
            let baru: Vec<_> = sampel(&semua, banyak).iter().map(|satu| satu.tugas).collect();
            prop_assert_eq!(&baru[..baru.len() - 1], &awal[1..]);
            prop_assert!(!awal.contains(&baru[baru.len() - 1]));
        }
    }

    #[test]
    fn another_bundle_draws_other_samples() {
        let ambil = |bundel| -> Vec<u32> {
            sampel(&butir(bundel, 200), 10).iter().map(|satu| satu.urutan).collect()
        };
        assert_eq!(ambil(1), ambil(1));
        assert_ne!(ambil(1), ambil(2));
        // Not merely the first of the list.
        assert!(ambil(3).iter().any(|urutan| *urutan > 20));
    }
}
