//! Dates as PDF writes them: `D:YYYYMMDDHHmmSS+07'00'`, with everything after the year optional.

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// Reads a date; without an offset it is UTC. `None` when it is no date.
pub(super) fn urai(teks: &[u8]) -> Option<OffsetDateTime> {
    let teks = teks.strip_prefix(b"D:").unwrap_or(teks);
    let banyak = teks.iter().take(14).take_while(|b| b.is_ascii_digit()).count();
    let (angka, zona) = teks.split_at(banyak);
    let bagian = |dari: usize, baku: u8| match angka.get(dari..dari + 2) {
        Some(dua) => Some((dua[0] - b'0') * 10 + (dua[1] - b'0')),
        None if angka.len() <= dari => Some(baku),
        None => None,
    };
    let (abad, tahun) = (bagian(0, 0)?, bagian(2, 0)?);
    if angka.len() < 4 {
        return None;
    }
    let tahun = i32::from(abad) * 100 + i32::from(tahun);
    let tanggal =
        Date::from_calendar_date(tahun, Month::try_from(bagian(4, 1)?).ok()?, bagian(6, 1)?)
            .ok()?;
    let jam = Time::from_hms(bagian(8, 0)?, bagian(10, 0)?, bagian(12, 0)?).ok()?;
    Some(PrimitiveDateTime::new(tanggal, jam).assume_offset(selisih(zona)?))
}

/// Reads a GeneralizedTime as DER has it: UTC, with seconds, perhaps with a fraction of one.
pub(super) fn umum(teks: &[u8]) -> Option<OffsetDateTime> {
    let teks = teks.strip_suffix(b"Z")?;
    let (utuh, pecahan) = teks.split_at_checked(14)?;
    let pecahan_benar = match pecahan.split_first() {
        None => true,
        Some((b'.', angka)) => !angka.is_empty() && angka.iter().all(u8::is_ascii_digit),
        Some(_) => false,
    };
    if !pecahan_benar || !utuh.iter().all(u8::is_ascii_digit) {
        return None;
    }
    urai(utuh)
}

/// Reads a UTCTime as DER has it; two digits of the year, the century as X.509 reads them.
pub(super) fn utc(teks: &[u8]) -> Option<OffsetDateTime> {
    let abad = if teks.first()? >= &b'5' { "19" } else { "20" };
    umum(&[abad.as_bytes(), teks].concat())
}

fn selisih(zona: &[u8]) -> Option<UtcOffset> {
    let (tanda, sisa) = match zona.split_first() {
        None | Some((b'Z', _)) => return Some(UtcOffset::UTC),
        Some((b'+', sisa)) => (1, sisa),
        Some((b'-', sisa)) => (-1, sisa),
        Some(_) => return None,
    };
    let angka: Vec<i8> = sisa
        .iter()
        .filter(|b| **b != b'\'')
        .map(|b| b.is_ascii_digit().then(|| (*b - b'0').cast_signed()))
        .collect::<Option<_>>()?;
    let (jam, menit) = match angka[..] {
        [a, b] => (a * 10 + b, 0),
        [a, b, c, d] => (a * 10 + b, c * 10 + d),
        _ => return None,
    };
    UtcOffset::from_hms(tanda * jam, tanda * menit, 0).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn times_of_timestamps_are_read() {
        let sama = Some(datetime!(2026-08-17 3:00:05 UTC));
        assert_eq!(umum(b"20260817030005Z"), sama);
        assert_eq!(umum(b"20260817030005.123Z"), sama);
        for salah in
            ["", "Z", "20260817030005", "202608170300Z", "20260817030005.Z", "2026081703000xZ"]
        {
            assert_eq!(umum(salah.as_bytes()), None, "{salah}");
        }
    }

    #[test]
    fn short_years_are_of_this_century_until_2049() {
        assert_eq!(utc(b"260817030005Z"), Some(datetime!(2026-08-17 3:00:05 UTC)));
        assert_eq!(utc(b"990817030005Z"), Some(datetime!(1999-08-17 3:00:05 UTC)));
        assert_eq!(utc(b"2608170300Z"), None);
        assert_eq!(utc(b""), None);
    }

    #[test]
    fn dates_of_several_writers_are_read() {
        let sama = datetime!(2026-08-17 10:00:05 +7);
        for teks in ["D:20260817100005+07'00'", "D:20260817100005+07'00", "20260817030005Z"] {
            assert_eq!(urai(teks.as_bytes()), Some(sama), "{teks}");
        }
        assert_eq!(urai(b"D:2026"), Some(datetime!(2026-01-01 0:00 UTC)));
        for salah in ["", "D:", "D:20", "D:20261332", "D:202608171", "D:20260817100005+7", "x"] {
            assert_eq!(urai(salah.as_bytes()), None, "{salah}");
        }
    }
}
