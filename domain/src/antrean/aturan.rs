//! Who is next, where somebody goes who was absent, and how long it takes: pure.

use time::{Duration, OffsetDateTime};

/// Who is taken next: one of a vulnerable group, or the next ordinary one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jalur {
    /// Lansia, disabilitas and others who go first.
    Prioritas,
    /// Everybody else.
    Biasa,
}

/// The lane from which the next ticket is called. Priority goes first; after `selang` priority tickets in a row one
/// ordinary ticket is called, when one waits. `beruntun` counts the priority tickets called since the last ordinary one.
pub fn jalur_berikut(
    ada_prioritas: bool,
    ada_biasa: bool,
    beruntun: u32,
    selang: u8,
) -> Option<Jalur> {
    match (ada_prioritas, ada_biasa) {
        (false, false) => None,
        (false, true) => Some(Jalur::Biasa),
        (true, true) if beruntun >= u32::from(selang.max(1)) => Some(Jalur::Biasa),
        (true, _) => Some(Jalur::Prioritas),
    }
}

/// Where somebody stands who was absent when called: behind `mundur` others of the lane, or behind all when fewer wait.
/// `antre` are the moments by which those others stand, in order.
pub fn letak_kembali(antre: &[OffsetDateTime], mundur: u8, kini: OffsetDateTime) -> OffsetDateTime {
    let sesudah = match usize::from(mundur.max(1)) {
        n if n <= antre.len() => antre.get(n - 1),
        _ => antre.last(),
    };
    sesudah.map_or(kini, |saat| *saat + Duration::microseconds(1))
}

/// Service time that is assumed before anybody was served.
const LAYANAN_BAWAAN: Duration = Duration::minutes(10);

/// How long somebody waits with `di_depan` before them, by the service times seen last and the counters that are open.
pub fn perkiraan_tunggu(terakhir: &[Duration], di_depan: u32, loket: u32) -> Duration {
    let rata = match i32::try_from(terakhir.len()) {
        Ok(n) if n > 0 => terakhir.iter().copied().sum::<Duration>() / n,
        _ => LAYANAN_BAWAAN,
    };
    // A ticket that was forgotten for hours must not frighten everybody else.
    let rata = rata.clamp(Duration::minutes(1), Duration::hours(1));
    let putaran = di_depan.div_ceil(loket.max(1));
    rata * i32::try_from(putaran).unwrap_or(i32::MAX).min(10_000)
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const AWAL: OffsetDateTime = datetime!(2026-11-23 8:00 +8);

    /// The order in which a day's tickets are called while none is added: `true` for priority.
    fn panggil(tiket: &[bool], selang: u8) -> Vec<(usize, bool)> {
        let mut lajur: [VecDeque<usize>; 2] = Default::default();
        for (i, prioritas) in tiket.iter().enumerate() {
            lajur[usize::from(*prioritas)].push_back(i);
        }
        let (mut beruntun, mut urutan) = (0, Vec::new());
        while let Some(jalur) =
            jalur_berikut(!lajur[1].is_empty(), !lajur[0].is_empty(), beruntun, selang)
        {
            let prioritas = jalur == Jalur::Prioritas;
            beruntun = if prioritas { beruntun + 1 } else { 0 };
            urutan.push((lajur[usize::from(prioritas)].pop_front().unwrap(), prioritas));
        }
        urutan
    }

    proptest! {
        #[test]
        fn everybody_is_called_once_in_order_within_their_lane(tiket in proptest::collection::vec(any::<bool>(), 0..60), selang in 1_u8..5) {
            let urutan = panggil(&tiket, selang);
            prop_assert_eq!(urutan.len(), tiket.len());
            for prioritas in [true, false] {
                let lajur: Vec<usize> = urutan.iter().filter(|s| s.1 == prioritas).map(|s| s.0).collect();
                let datang: Vec<usize> = (0..tiket.len()).filter(|i| tiket[*i] == prioritas).collect();
                prop_assert_eq!(lajur, datang);
            }
        }

        #[test]
        fn nobody_starves_and_priority_never_waits_behind_two_ordinary_ones(tiket in proptest::collection::vec(any::<bool>(), 0..60), selang in 1_u8..5) {
            let urutan = panggil(&tiket, selang);
            for (i, _) in urutan.iter().enumerate() {
                let sisa = &urutan[i..];
                let biasa_menunggu = sisa.iter().any(|s| !s.1);
                let beruntun = urutan[..i].iter().rev().take_while(|s| s.1).count();
                // While an ordinary ticket waits, no more than `selang` priority ones go before it in a row.
                prop_assert!(!biasa_menunggu || beruntun <= usize::from(selang));
                // While a priority ticket waits, no two ordinary ones go in a row.
                let prioritas_menunggu = sisa.iter().any(|s| s.1);
                prop_assert!(!prioritas_menunggu || urutan[..i].iter().rev().take_while(|s| !s.1).count() <= 1);
            }
        }

        #[test]
        fn who_was_absent_stands_behind_so_many_others(n in 0_u32..10, mundur in 1_u8..6) {
            let antre: Vec<OffsetDateTime> = (0..n).map(|i| AWAL + Duration::minutes(i64::from(i))).collect();
            let kini = AWAL + Duration::hours(2);
            let letak = letak_kembali(&antre, mundur, kini);
            let di_depan = antre.iter().filter(|saat| **saat < letak).count();
            prop_assert_eq!(di_depan, usize::from(mundur).min(antre.len()));
        }

        #[test]
        fn the_estimate_grows_with_who_is_before_and_shrinks_with_counters(
            menit in proptest::collection::vec(1_i64..40, 0..20), depan in 0_u32..200, loket in 0_u32..8
        ) {
            let terakhir: Vec<Duration> = menit.into_iter().map(Duration::minutes).collect();
            let tunggu = |depan, loket| perkiraan_tunggu(&terakhir, depan, loket);
            prop_assert_eq!(tunggu(0, loket), Duration::ZERO);
            prop_assert!(tunggu(depan + 1, loket) >= tunggu(depan, loket));
            prop_assert!(tunggu(depan, loket + 1) <= tunggu(depan, loket));
        }
    }

    #[test]
    fn before_anybody_was_served_ten_minutes_are_assumed() {
        assert_eq!(perkiraan_tunggu(&[], 3, 1), Duration::minutes(30));
        assert_eq!(
            perkiraan_tunggu(&[Duration::minutes(4), Duration::minutes(8)], 3, 2),
            Duration::minutes(12)
        );
    }
}
