//! Nomor Induk Kependudukan.

use std::fmt;

use time::{Date, Month};

use super::{NilaiTidakSah, samarkan};

/// A NIK: `PPKKCC DDMMYY NNNN`, female birth days + 40. Permanent: its region is the first registration, and a later
/// correction of sex or birth date does not change it (Permendagri 108/2019 ps. 15(3)), so only impossible shapes are refused.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nik(String);

impl Nik {
    /// Reads a NIK; spaces, dots and dashes between the digits are forgiven.
    ///
    /// # Errors
    /// Not 16 digits, an impossible day or month, serial 0000, or a province outside 11..=99.
    pub fn parse(teks: &str) -> Result<Self, NilaiTidakSah> {
        let angka: String = teks.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
        if angka.len() != 16 || !angka.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NilaiTidakSah {
                kode: "nik_panjang",
                pesan: "NIK harus 16 angka, sesuai yang tertera di KTP atau KK.",
            });
        }
        let bagian = |dari: usize, sampai: usize| angka[dari..sampai].parse::<u32>().unwrap_or(0);
        let hari = bagian(6, 8);
        let hari = if hari > 40 { hari - 40 } else { hari };
        if !(1..=31).contains(&hari) || !(1..=12).contains(&bagian(8, 10)) {
            return Err(NilaiTidakSah {
                kode: "nik_tanggal",
                pesan: "Bagian tanggal lahir di NIK tidak mungkin. Periksa kembali angka ke-7 sampai ke-12.",
            });
        }
        if bagian(12, 16) == 0 || bagian(0, 2) < 11 {
            return Err(NilaiTidakSah {
                kode: "nik_tidak_dikenal",
                pesan: "NIK tidak dikenal. Periksa kembali angkanya.",
            });
        }
        Ok(Self(angka))
    }

    /// The birthday it spells: a hint, as a corrected birthday leaves the NIK as it is. Of two centuries the later one
    /// that is not ahead of `hari_ini`.
    pub fn tanggal_lahir(&self, hari_ini: Date) -> Option<Date> {
        let bagian = |dari: usize, sampai: usize| self.0.get(dari..sampai)?.parse::<u8>().ok();
        let hari = bagian(6, 8)?;
        let hari = if hari > 40 { hari - 40 } else { hari };
        let bulan = Month::try_from(bagian(8, 10)?).ok()?;
        let tahun = i32::from(bagian(10, 12)?);
        let tanggal = |abad: i32| Date::from_calendar_date(abad + tahun, bulan, hari).ok();
        [2000, 1900].into_iter().filter_map(tanggal).find(|lahir| *lahir <= hari_ini)
    }

    /// All 16 digits. Only for storage, matching and the signing host.
    pub fn lengkap(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&samarkan(&self.0, 4, 4))
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_woman_has_forty_added_to_her_birth_day() {
        assert!(Nik::parse("6311014107900001").is_ok());
        assert!(Nik::parse("6311017207900001").is_err());
    }

    #[test]
    fn a_nik_spells_a_birthday_that_is_not_ahead() {
        let hari_ini = time::macros::date!(2026 - 11 - 21);
        let lahir = |teks: &str| Nik::parse(teks).unwrap().tanggal_lahir(hari_ini);
        assert_eq!(lahir("6311014107900001"), Some(time::macros::date!(1990 - 07 - 01)));
        assert_eq!(lahir("6311010107260001"), Some(time::macros::date!(2026 - 07 - 01)));
        assert_eq!(lahir("6311010112260001"), Some(time::macros::date!(1926 - 12 - 01)));
        assert_eq!(lahir("6311013102900001"), None, "31 Februari");
    }

    #[test]
    fn impossible_niks_are_refused_with_their_reason() {
        let kode = |teks: &str| Nik::parse(teks).unwrap_err().kode;
        assert_eq!(kode("123"), "nik_panjang");
        assert_eq!(kode("63110A0101900001"), "nik_panjang");
        assert_eq!(kode("6311010013900001"), "nik_tanggal");
        assert_eq!(kode("6311010101900000"), "nik_tidak_dikenal");
        assert_eq!(kode("0011010101900001"), "nik_tidak_dikenal");
    }

    proptest! {
        #[test]
        fn printing_a_nik_never_shows_its_middle(
            wilayah in 110_101u32..=999_999, hari in 1u32..=31, bulan in 1u32..=12, urut in 1u32..=9999
        ) {
            let teks = format!("{wilayah:06}{hari:02}{bulan:02}90{urut:04}");
            let nik = Nik::parse(&teks).unwrap();
            prop_assert_eq!(nik.lengkap(), teks.as_str());
            let tercetak = format!("{nik} {nik:?}");
            prop_assert!(!tercetak.contains(&teks[4..12]));
        }

        #[test]
        fn no_text_makes_the_parser_panic(teks in ".{0,40}") {
            let _ = Nik::parse(&teks);
        }
    }
}
