//! Region codes of Kemendagri.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::NilaiTidakSah;

/// A region code (Kepmendagri 300.2.2-2430/2025): `63`, `63.11`, `33.02.20` or `33.02.20.2001`.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("format" = "kode-wilayah", "pattern" = KodeWilayah::POLA))]
pub struct KodeWilayah(String);

impl KodeWilayah {
    /// Its form, as an ECMA-262 pattern.
    pub const POLA: &'static str = r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$";

    /// Reads a dotted code.
    ///
    /// # Errors
    /// Segments that are not 2, 2, 2 and 4 digits.
    pub fn parse(teks: &str) -> Result<Self, NilaiTidakSah> {
        let panjang = [2, 2, 2, 4];
        let mut jumlah = 0;
        let sah = teks.split('.').enumerate().all(|(i, s)| {
            jumlah = i + 1;
            panjang.get(i) == Some(&s.len()) && s.bytes().all(|b| b.is_ascii_digit())
        });
        if sah && jumlah > 0 {
            Ok(Self(teks.to_owned()))
        } else {
            Err(NilaiTidakSah {
                kode: "kode_wilayah_tidak_sah",
                pesan: "Kode wilayah harus seperti 63.11 atau 33.02.20.",
            })
        }
    }

    /// The dotted code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two-digit code of the province.
    pub fn provinsi(&self) -> &str {
        &self.0[..2]
    }
}

impl TryFrom<String> for KodeWilayah {
    type Error = NilaiTidakSah;

    fn try_from(teks: String) -> Result<Self, Self::Error> {
        Self::parse(&teks)
    }
}

impl From<KodeWilayah> for String {
    fn from(kode: KodeWilayah) -> Self {
        kode.0
    }
}

impl fmt::Display for KodeWilayah {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
