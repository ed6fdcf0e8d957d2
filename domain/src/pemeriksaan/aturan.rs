//! Which days need a check, and when a day was missed: pure.

use time::{Date, OffsetDateTime};

use super::HariPeriksa;
use crate::kalender::{GalatKalender, Kalender};

/// What is to be done about the day that is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Langkah {
    /// Its hours now end later: wait on.
    Tunggu(HariPeriksa),
    /// It became a day off: nobody had to look.
    Libur,
    /// It is over.
    Usai,
}

/// Judges the day that is waited for by the calendar of now.
pub fn nilai(kalender: &Kalender, hari: HariPeriksa, kini: OffsetDateTime) -> Langkah {
    match kalender.tutup_pada(hari.tanggal) {
        None => Langkah::Libur,
        Some(jatuh) if jatuh > kini => Langkah::Tunggu(HariPeriksa { jatuh, ..hari }),
        Some(_) => Langkah::Usai,
    }
}

/// The first working day after `sesudah` (from the day of `kini` on, without one) whose hours are not over. Days that
/// passed while Loket was not running were nobody's to check.
///
/// # Errors
/// The calendar has no working day within its reach.
pub fn berikutnya(
    kalender: &Kalender,
    sesudah: Option<Date>,
    kini: OffsetDateTime,
) -> Result<HariPeriksa, GalatKalender> {
    let hari_ini = kalender.zona.setempat(kini).date();
    let mulai = match sesudah.and_then(Date::next_day) {
        Some(besok) => besok.max(hari_ini),
        None => hari_ini,
    };
    let mut tanggal = kalender.hari_kerja_pertama(mulai)?;
    loop {
        let jatuh = kalender.tutup_pada(tanggal).ok_or(GalatKalender::TanpaJamKerja)?;
        if jatuh > kini {
            return Ok(HariPeriksa { tanggal, jatuh });
        }
        let besok = tanggal.next_day().ok_or(GalatKalender::TerlaluJauh)?;
        tanggal = kalender.hari_kerja_pertama(besok)?;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{Duration, macros::datetime};

    use super::*;

    fn kalender() -> Kalender {
        serde_json::from_value(serde_json::json!({
            "zona": "WITA",
            "jam": { "biasa": {
                "senin": ["08:00-12:00", "13:00-16:00"], "selasa": ["08:00-16:00"],
                "rabu": ["08:00-16:00"], "kamis": ["08:00-16:00"], "jumat": ["08:00-11:00"],
            } },
        }))
        .unwrap()
    }

    #[test]
    fn a_day_is_waited_for_until_its_hours_end() {
        let jumat = datetime!(2026-04-10 10:00 +8);
        let hari = berikutnya(&kalender(), None, jumat).unwrap();
        assert_eq!((hari.tanggal, hari.jatuh), (jumat.date(), datetime!(2026-04-10 11:00 +8)));
        assert!(matches!(nilai(&kalender(), hari, jumat), Langkah::Tunggu(_)));
        let lewat = datetime!(2026-04-10 11:00 +8);
        assert_eq!(nilai(&kalender(), hari, lewat), Langkah::Usai);
        let senin = berikutnya(&kalender(), Some(hari.tanggal), lewat).unwrap();
        assert_eq!(senin.jatuh, datetime!(2026-04-13 16:00 +8));
    }

    proptest! {
        #[test]
        fn the_next_day_is_a_working_day_that_is_not_over(jam in 0_i64..20_000, lalu in 0_i64..30) {
            let kini = datetime!(2026-01-05 0:00 +8) + Duration::hours(jam);
            let sesudah = (kini - Duration::days(lalu)).date();
            let hari = berikutnya(&kalender(), Some(sesudah), kini).unwrap();
            prop_assert!(hari.jatuh > kini && hari.tanggal > sesudah);
            prop_assert!(kalender().hari_kerja(hari.tanggal));
            prop_assert!(matches!(nilai(&kalender(), hari, kini), Langkah::Tunggu(_)));
            prop_assert_eq!(nilai(&kalender(), hari, hari.jatuh), Langkah::Usai);
        }
    }
}
