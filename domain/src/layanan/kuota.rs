//! The daily quota of a service: how many cases a day are begun, and which day a new case gets.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::Kanal;
use crate::kalender::{GalatKalender, Kalender};

/// How far ahead slots are given, in working days.
const HARI_TERJAUH: u32 = 260;
/// A quota beyond this is none.
const TERBANYAK: u32 = 100_000;

/// A daily quota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kuota {
    /// Cases a day.
    pub per_hari: u32,
    /// Only cases that come in on these channels count; every channel when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kanal: Option<Vec<Kanal>>,
}

impl Kuota {
    /// Whether cases of that channel take a slot.
    pub fn berlaku(&self, kanal: Kanal) -> bool {
        self.kanal.as_ref().is_none_or(|semua| semua.contains(&kanal))
    }

    /// What is wrong with it, for a service on these channels: a stable code and a sentence.
    pub fn cacat(&self, kanal: &[Kanal]) -> Option<(&'static str, &'static str)> {
        if !(1..=TERBANYAK).contains(&self.per_hari) {
            return Some(("kuota_tidak_sah", "Kuota per hari antara 1 dan 100000."));
        }
        let asing =
            |semua: &Vec<Kanal>| semua.is_empty() || semua.iter().any(|satu| !kanal.contains(satu));
        self.kanal.as_ref().is_some_and(asing).then_some((
            "kanal_kuota_tidak_sah",
            "Kanal kuota harus dipilih dari kanal layanan itu sendiri.",
        ))
    }
}

/// No slot is free within a year of working days, or the calendar has no day for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TanpaSlot {
    /// Every day is full.
    #[error("kuota penuh")]
    Penuh,
    /// The calendar gives no working day.
    #[error(transparent)]
    Kalender(#[from] GalatKalender),
}

/// The day that a case of now gets: today while the office still takes requests, else the next working day; and of those
/// the first with a free slot. `terpakai` counts the slots taken per day.
pub fn slot(
    kalender: &Kalender,
    terpakai: &BTreeMap<Date, u32>,
    per_hari: u32,
    sekarang: OffsetDateTime,
) -> Result<Date, TanpaSlot> {
    let mut tanggal = kalender.mulai_efektif(sekarang)?.date();
    for _ in 0..HARI_TERJAUH {
        if terpakai.get(&tanggal).copied().unwrap_or(0) < per_hari {
            return Ok(tanggal);
        }
        let besok = tanggal.next_day().ok_or(GalatKalender::TerlaluJauh)?;
        tanggal = kalender.hari_kerja_pertama(besok)?;
    }
    Err(TanpaSlot::Penuh)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{
        Duration,
        macros::{date, datetime},
    };

    use super::*;

    fn kalender() -> Kalender {
        serde_json::from_value(serde_json::json!({
            "zona": "WITA",
            "jam": { "biasa": {
                "senin": ["08:00-16:00"], "selasa": ["08:00-16:00"], "rabu": ["08:00-16:00"],
                "kamis": ["08:00-16:00"], "jumat": ["08:00-11:00"],
                "batas_penerimaan": { "senin": "12:00" },
            } },
            "libur": [{ "tanggal": "2026-04-08", "nama": "Hari Jadi", "jenis": "daerah" }],
        }))
        .unwrap()
    }

    fn slot_(terpakai: &[(Date, u32)], sekarang: OffsetDateTime) -> Date {
        slot(&kalender(), &terpakai.iter().copied().collect(), 2, sekarang).unwrap()
    }

    #[test]
    fn today_until_the_cut_off_then_the_next_working_day() {
        assert_eq!(slot_(&[], datetime!(2026-04-06 11:00 +8)), date!(2026 - 04 - 06));
        assert_eq!(slot_(&[], datetime!(2026-04-06 12:01 +8)), date!(2026 - 04 - 07));
        assert_eq!(slot_(&[], datetime!(2026-04-10 11:00 +8)), date!(2026 - 04 - 13));
        // 23.30 UTC on Sunday is Monday morning in the office.
        assert_eq!(slot_(&[], datetime!(2026-04-05 23:30 UTC)), date!(2026 - 04 - 06));
    }

    #[test]
    fn a_full_day_carries_over_past_holidays() {
        let penuh = [(date!(2026 - 04 - 06), 2), (date!(2026 - 04 - 07), 3)];
        let senin = datetime!(2026-04-06 9:00 +8);
        assert_eq!(slot_(&penuh[..1], senin), date!(2026 - 04 - 07));
        assert_eq!(slot_(&penuh, senin), date!(2026 - 04 - 09), "8 April is a holiday");
        assert_eq!(slot_(&[(date!(2026 - 04 - 06), 1)], senin), date!(2026 - 04 - 06));
    }

    #[test]
    fn a_quota_of_nothing_gives_no_slot() {
        let senin = datetime!(2026-04-06 9:00 +8);
        assert_eq!(slot(&kalender(), &BTreeMap::new(), 0, senin), Err(TanpaSlot::Penuh));
    }

    #[test]
    fn a_quota_counts_its_channels_only() {
        let kuota = Kuota { per_hari: 5, kanal: Some(vec![Kanal::Whatsapp]) };
        assert!(kuota.berlaku(Kanal::Whatsapp) && !kuota.berlaku(Kanal::Loket));
        assert!(Kuota { per_hari: 5, kanal: None }.berlaku(Kanal::Loket));
        assert_eq!(kuota.cacat(&[Kanal::Whatsapp, Kanal::Loket]), None);
        assert_eq!(kuota.cacat(&[Kanal::Loket]).unwrap().0, "kanal_kuota_tidak_sah");
        assert_eq!(Kuota { per_hari: 0, kanal: None }.cacat(&[]).unwrap().0, "kuota_tidak_sah");
    }

    proptest! {
        #[test]
        fn cases_fill_working_days_in_order_and_never_beyond_the_quota(
            per_hari in 1..4_u32,
            jarak in prop::collection::vec(0..900_i64, 1..60),
        ) {
            let kalender = kalender();
            let mut terpakai: BTreeMap<Date, u32> = BTreeMap::new();
            let mut kini = datetime!(2026-04-06 7:00 +8);
            for menit in jarak {
                kini += Duration::minutes(menit);
                let hari = slot(&kalender, &terpakai, per_hari, kini).unwrap();
                prop_assert!(kalender.hari_kerja(hari));
                let awal = kalender.mulai_efektif(kini).unwrap().date();
                prop_assert!(hari >= awal);
                // Every earlier working day that could have been given is full.
                let mut sebelum = awal;
                while sebelum < hari {
                    let penuh = terpakai.get(&sebelum).copied().unwrap_or(0) >= per_hari;
                    prop_assert!(penuh || !kalender.hari_kerja(sebelum));
                    sebelum = sebelum.next_day().unwrap();
                }
                *terpakai.entry(hari).or_default() += 1;
            }
            prop_assert!(terpakai.values().all(|n| *n <= per_hari));
        }
    }
}
