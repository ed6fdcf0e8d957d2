//! WhatsApp number.

use std::fmt;

use super::{NilaiTidakSah, samarkan};

/// A phone number in international form without the plus, as WhatsApp's `wa_id` has it: `6281…`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct NomorWa(String);

impl NomorWa {
    /// Reads what clerks type: `0812…`, `62812…`, `+62 812-…`. A number of another country must carry its plus.
    ///
    /// # Errors
    /// Anything that cannot be a number of 8 to 15 digits.
    pub fn parse(teks: &str) -> Result<Self, NilaiTidakSah> {
        let salah = NilaiTidakSah {
            kode: "nomor_wa_tidak_sah",
            pesan: "Nomor WhatsApp tidak benar. Contoh: 0812 3456 7890.",
        };
        let bersih: String =
            teks.trim().chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')).collect();
        let angka = match bersih.strip_prefix('+') {
            Some(internasional) => internasional.to_owned(),
            None => match bersih.strip_prefix('0') {
                Some(lokal) => format!("62{lokal}"),
                None => bersih,
            },
        };
        let sah = (8..=15).contains(&angka.len())
            && angka.bytes().all(|b| b.is_ascii_digit())
            && !angka.starts_with('0');
        if sah { Ok(Self(angka)) } else { Err(salah) }
    }

    /// The digits, as the Cloud API names a user.
    pub fn lengkap(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NomorWa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&samarkan(&self.0, 4, 3))
    }
}

impl fmt::Debug for NomorWa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_three_ways_to_write_a_number_are_one_number(ekor in "8[0-9]{8,11}") {
            let satu = NomorWa::parse(&format!("0{ekor}")).unwrap();
            prop_assert_eq!(&satu, &NomorWa::parse(&format!("62{ekor}")).unwrap());
            prop_assert_eq!(&satu, &NomorWa::parse(&format!("+62 {ekor}")).unwrap());
        }

        #[test]
        fn no_text_makes_the_parser_panic(teks in ".{0,40}") {
            let _ = NomorWa::parse(&teks);
        }
    }
}
