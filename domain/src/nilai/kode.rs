//! Codes that configuration gives to things.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::NilaiTidakSah;

/// The code of a role, step, service, requirement, decision, …: lower-case letters, digits and underscores, starting with
/// a letter, at most 48 characters. Unique among its kind in one tenant.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("format" = "kode", "pattern" = Kode::POLA))]
pub struct Kode(String);

impl Kode {
    /// Its form, as an ECMA-262 pattern.
    pub const POLA: &'static str = r"^[a-z][a-z0-9_]{0,47}$";

    /// Reads a code.
    ///
    /// # Errors
    /// Any other character or length.
    pub fn parse(teks: &str) -> Result<Self, NilaiTidakSah> {
        let sah = (1..=48).contains(&teks.len())
            && teks.starts_with(|c: char| c.is_ascii_lowercase())
            && teks.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if sah {
            Ok(Self(teks.to_owned()))
        } else {
            Err(NilaiTidakSah {
                kode: "kode_tidak_sah",
                pesan: "Kode harus huruf kecil, angka atau garis bawah, diawali huruf, paling panjang 48.",
            })
        }
    }

    /// A code that the program itself names; its form is checked by a test of who names it.
    pub(crate) fn tetap(kode: &'static str) -> Self {
        Self(kode.to_owned())
    }

    /// The code itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Kode {
    type Error = NilaiTidakSah;

    fn try_from(teks: String) -> Result<Self, Self::Error> {
        Self::parse(&teks)
    }
}

impl From<Kode> for String {
    fn from(kode: Kode) -> Self {
        kode.0
    }
}

impl fmt::Display for Kode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
