//! Who must have a second factor.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::akses::Izin;

/// Which officers must have a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FaktorKedua {
    /// Everybody.
    #[default]
    Semua,
    /// Who approves, signs or administers.
    Penyetuju,
}

/// What an office decided about the accounts of its officers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AturanKeamanan {
    /// Which officers must have a second factor.
    #[serde(default)]
    pub faktor_kedua: FaktorKedua,
}

impl AturanKeamanan {
    /// Whether it is the one that offices have unless they say otherwise.
    pub fn bawaan(&self) -> bool {
        *self == Self::default()
    }

    /// Whether who may do all that must have a second factor.
    pub fn wajib(self, izin: &BTreeSet<Izin>) -> bool {
        match self.faktor_kedua {
            FaktorKedua::Semua => true,
            FaktorKedua::Penyetuju => izin.iter().any(|satu| satu.perlu_faktor_kedua()),
        }
    }
}

/// What opened a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaktorSesi {
    /// A password alone.
    Sandi,
    /// Two factors.
    Dua,
}

impl FaktorSesi {
    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Sandi => "sandi",
            Self::Dua => "dua",
        }
    }

    /// What has that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        [Self::Sandi, Self::Dua].into_iter().find(|satu| satu.kata() == kata)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Security bar 5.
    #[test]
    fn everybody_must_by_default_and_who_approves_signs_or_administers_in_any_case() {
        let baca: BTreeSet<Izin> = [Izin::PermohonanBaca, Izin::TugasKerjakan].into();
        assert!(AturanKeamanan::default().wajib(&BTreeSet::new()));
        let penyetuju = AturanKeamanan { faktor_kedua: FaktorKedua::Penyetuju };
        assert!(!penyetuju.wajib(&baca));
        for izin in [
            Izin::DokumenTandaTangan,
            Izin::DokumenCabut,
            Izin::TugasAlihkan,
            Izin::AksesKelola,
            Izin::AksesKelolaUnit,
            Izin::TenantKelola,
            Izin::SopKelola,
        ] {
            assert!(penyetuju.wajib(&[izin].into()), "{}", izin.kode());
        }
    }
}
