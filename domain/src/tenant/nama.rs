//! The name of a tenant, and of the schema and database role made from it.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::nilai::NilaiTidakSah;

/// A tenant's short name in URLs, S3 keys, logs and schema names: `balangan`. Lower-case letters, digits and single
/// underscores, starting with a letter, 3 to 40 characters. Nothing else can become a schema or role name.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("format" = "tenant", "pattern" = TenantSlug::POLA))]
pub struct TenantSlug(String);

impl TenantSlug {
    /// Its form, as an ECMA-262 pattern.
    pub const POLA: &'static str =
        r"^(?!(control|public|sistem)$)(?!.*__)[a-z][a-z0-9_]{1,38}[a-z0-9]$";

    /// Reads a slug.
    ///
    /// # Errors
    /// Any other character, a reserved word, or a wrong length.
    pub fn parse(teks: &str) -> Result<Self, NilaiTidakSah> {
        let sah = (3..=40).contains(&teks.len())
            && teks.starts_with(|c: char| c.is_ascii_lowercase())
            && teks.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            && !teks.contains("__")
            && !teks.ends_with('_')
            && !matches!(teks, "control" | "public" | "sistem");
        if sah {
            Ok(Self(teks.to_owned()))
        } else {
            Err(NilaiTidakSah {
                kode: "tenant_tidak_sah",
                pesan: "Nama tenant harus 3-40 huruf kecil, angka atau garis bawah, diawali huruf.",
            })
        }
    }

    /// The slug itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The PostgreSQL schema of the tenant.
    pub fn schema(&self) -> String {
        format!("t_{}", self.0)
    }

    /// The PostgreSQL role of the tenant.
    pub fn role(&self) -> String {
        format!("loket_t_{}", self.0)
    }

    /// The PostgreSQL role of the tenant that may also remove what is due for removal.
    pub fn role_retensi(&self) -> String {
        format!("loket_r_{}", self.0)
    }
}

impl TryFrom<String> for TenantSlug {
    type Error = NilaiTidakSah;

    fn try_from(teks: String) -> Result<Self, Self::Error> {
        Self::parse(&teks)
    }
}

impl From<TenantSlug> for String {
    fn from(slug: TenantSlug) -> Self {
        slug.0
    }
}

impl fmt::Display for TenantSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Security bar 20.
        #[test]
        fn a_slug_can_never_leave_its_quotes(teks in ".{0,50}") {
            if let Ok(slug) = TenantSlug::parse(&teks) {
                prop_assert!(slug.schema().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
                prop_assert!(slug.role().len() <= 63 && slug.role_retensi().len() <= 63);
            }
        }
    }

    /// Security bar 20.
    #[test]
    fn names_of_the_system_are_refused() {
        for teks in [
            "public",
            "control",
            "pg_catalog\"",
            "a",
            "Balangan",
            "a--b",
            "a__b",
            "t; drop",
            "9abc",
            "abc_",
        ] {
            assert!(TenantSlug::parse(teks).is_err(), "{teks} was accepted");
        }
    }
}
