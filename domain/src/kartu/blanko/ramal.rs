//! How long blank cards last, and when to sound the alarm: pure.

use std::collections::BTreeMap;

use time::Date;

use super::super::AturanBlanko;
use crate::kalender::Kalender;

/// How long a stock lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ramalan {
    /// Cards of a hundred working days, at the pace of late; 0 when none was used.
    pub per_seratus_hari: u64,
    /// Cards that the queue will take.
    pub antre: u64,
    /// Whole working days that the stock lasts after the queue; `None` while nothing is used.
    pub hari: Option<u64>,
}

/// Working days before `hari_ini`, the latest first, at most `jumlah`.
pub fn hari_kerja_sebelum(kalender: &Kalender, hari_ini: Date, jumlah: u16) -> Vec<Date> {
    let mut semua = Vec::with_capacity(usize::from(jumlah));
    let mut tanggal = hari_ini;
    // A year without a working day is no office.
    for _ in 0..366 {
        if semua.len() == usize::from(jumlah) {
            break;
        }
        let Some(kemarin) = tanggal.previous_day() else { break };
        tanggal = kemarin;
        if kalender.hari_kerja(tanggal) {
            semua.push(tanggal);
        }
    }
    semua
}

/// The forecast from what was used on each day. Days since the first use count, up to the window: an office that began
/// last week is not measured by weeks in which it had no printer. What was used today counts with the window, so that a
/// rush is seen on the day itself.
pub fn ramalkan(
    keping: u32,
    antre: u64,
    pemakaian: &BTreeMap<Date, u32>,
    hari_kerja: &[Date],
    hari_ini: Date,
) -> Ramalan {
    let terpakai: u64 = pemakaian.values().map(|jumlah| u64::from(*jumlah)).sum();
    let pertama = pemakaian.keys().next().copied();
    let lama = hari_kerja.iter().filter(|hari| pertama.is_some_and(|awal| **hari >= awal)).count();
    let hari_ini = u64::from(pemakaian.contains_key(&hari_ini));
    let lama = (lama as u64 + hari_ini).max(1);
    let sisa = u64::from(keping).saturating_sub(antre);
    let hari = sisa.saturating_mul(lama).checked_div(terpakai);
    Ramalan { per_seratus_hari: terpakai * 100 / lama, antre, hari }
}

/// Whether the alarm sounds.
pub fn beralarm(aturan: AturanBlanko, keping: u32, ramalan: Ramalan) -> bool {
    keping <= aturan.alarm_keping
        || ramalan.hari.is_some_and(|hari| hari <= u64::from(aturan.alarm_hari))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{Duration, macros::date};

    use super::*;

    /// Monday to Friday.
    fn kalender() -> Kalender {
        serde_json::from_value(serde_json::json!({
            "zona": "WIB",
            "jam": { "biasa": {
                "senin": ["08:00-16:00"], "selasa": ["08:00-16:00"], "rabu": ["08:00-16:00"],
                "kamis": ["08:00-16:00"], "jumat": ["08:00-16:00"],
            } },
        }))
        .unwrap()
    }

    const SENIN: Date = date!(2026 - 04 - 13);

    #[test]
    fn the_pace_is_that_of_working_days_only() {
        let hari = hari_kerja_sebelum(&kalender(), SENIN, 5);
        let (jumat, senin_lalu) = (date!(2026 - 04 - 10), date!(2026 - 04 - 06));
        assert_eq!((hari.first(), hari.last()), (Some(&jumat), Some(&senin_lalu)));
        // 10 cards on each of five working days: 200 last twenty days, less what the queue takes.
        let pakai: BTreeMap<Date, u32> = hari.iter().map(|satu| (*satu, 10)).collect();
        let ramalan = ramalkan(200, 0, &pakai, &hari, SENIN);
        assert_eq!((ramalan.per_seratus_hari, ramalan.hari), (1000, Some(20)));
        assert_eq!(ramalkan(200, 50, &pakai, &hari, SENIN).hari, Some(15));
        assert_eq!(
            ramalkan(40, 50, &pakai, &hari, SENIN).hari,
            Some(0),
            "the queue takes them all"
        );
    }

    #[test]
    fn an_office_that_began_yesterday_is_measured_by_yesterday() {
        let hari = hari_kerja_sebelum(&kalender(), SENIN, 20);
        let pakai = BTreeMap::from([(date!(2026 - 04 - 10), 30)]);
        assert_eq!(ramalkan(300, 0, &pakai, &hari, SENIN).hari, Some(10));
        let hari_ini = BTreeMap::from([(SENIN, 30)]);
        assert_eq!(
            ramalkan(300, 0, &hari_ini, &hari, SENIN).hari,
            Some(10),
            "a rush is seen today"
        );
        assert_eq!(ramalkan(300, 0, &BTreeMap::new(), &hari, SENIN).hari, None);
    }

    #[test]
    fn the_alarm_sounds_at_its_days_and_at_its_cards() {
        let aturan =
            AturanBlanko { alarm_hari: 10, alarm_keping: 50, jendela_hari: 20, opname_hari: 30 };
        let ramalan = |hari| Ramalan { per_seratus_hari: 100, antre: 0, hari };
        assert!(!beralarm(aturan, 51, ramalan(Some(11))));
        assert!(beralarm(aturan, 51, ramalan(Some(10))));
        assert!(beralarm(aturan, 50, ramalan(Some(99))));
        assert!(beralarm(aturan, 50, ramalan(None)) && !beralarm(aturan, 51, ramalan(None)));
    }

    proptest! {
        #[test]
        fn more_cards_last_longer_and_a_longer_queue_shorter(
            keping in 0_u32..5_000, tambah in 0_u32..500, antre in 0_u64..200,
            pakai in proptest::collection::vec(0_u32..50, 1..20),
        ) {
            let hari = hari_kerja_sebelum(&kalender(), SENIN, 20);
            let pakai: BTreeMap<Date, u32> =
                (0_i64..).zip(pakai).map(|(n, jumlah)| (SENIN - Duration::days(n), jumlah)).collect();
            let satu = ramalkan(keping, antre, &pakai, &hari, SENIN);
            let banyak = ramalkan(keping + tambah, antre, &pakai, &hari, SENIN);
            let panjang = ramalkan(keping, antre + 10, &pakai, &hari, SENIN);
            prop_assert!(satu.hari <= banyak.hari);
            prop_assert!(panjang.hari <= satu.hari);
            prop_assert_eq!(satu.hari.is_none(), pakai.values().sum::<u32>() == 0);
        }
    }
}
