//! Nomor Kartu Keluarga.

use std::fmt;

use super::{NilaiTidakSah, samarkan};

/// A family card number: region (6), recording date DDMMYY, serial (4).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct NomorKk(String);

impl NomorKk {
    /// Reads a number; spaces, dots and dashes are forgiven.
    ///
    /// # Errors
    /// Not 16 digits.
    pub fn parse(teks: &str) -> Result<Self, NilaiTidakSah> {
        let angka: String = teks.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
        if angka.len() == 16 && angka.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(angka))
        } else {
            Err(NilaiTidakSah {
                kode: "nomor_kk_panjang",
                pesan: "Nomor KK harus 16 angka, sesuai yang tertera di kartu keluarga.",
            })
        }
    }

    /// All 16 digits. Only for storage and matching.
    pub fn lengkap(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NomorKk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&samarkan(&self.0, 4, 4))
    }
}

impl fmt::Debug for NomorKk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
