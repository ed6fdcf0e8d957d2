//! Holidays: national days and cuti bersama loaded for 2026 and 2027, regional days added by hand.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::Date;

use super::tanggal_iso;

/// The joint decrees of three ministers: 1497, 2 and 5 of 2025 for 2026; 1205, 3 and 2 of 2026 for
/// 2027. Days of 2027 that hang on a later decision on the moon are marked as estimates.
const NASIONAL: &str = include_str!("libur_nasional.json");

/// Where a holiday comes from.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum JenisLibur {
    /// National.
    Nasional,
    /// Collective leave of civil servants.
    CutiBersama,
    /// Set by a province, regency or city.
    Daerah,
}

/// One day on which the office is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Libur {
    /// The day.
    #[serde(with = "tanggal_iso")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub tanggal: Date,
    /// What it is called.
    pub nama: String,
    /// Where it comes from.
    pub jenis: JenisLibur,
    /// Whether the date may still move.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub perkiraan: bool,
}

/// The national list that ships with the program cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("daftar libur nasional bawaan tidak terbaca")]
pub struct DaftarBawaanRusak(#[from] serde_json::Error);

/// Holidays by date; one of each kind per date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Libur>", into = "Vec<Libur>")]
pub struct DaftarLibur(BTreeMap<(Date, JenisLibur), Libur>);

impl DaftarLibur {
    /// The national days and cuti bersama of 2026 and 2027.
    pub fn nasional() -> Result<Self, DaftarBawaanRusak> {
        Ok(serde_json::from_str(NASIONAL)?)
    }

    /// Adds a holiday; returns the one of the same kind and date that it replaces.
    pub fn tambah(&mut self, libur: Libur) -> Option<Libur> {
        self.0.insert((libur.tanggal, libur.jenis), libur)
    }

    /// Takes a holiday off, for example a cuti bersama on which the counter stays open.
    pub fn hapus(&mut self, tanggal: Date, jenis: JenisLibur) -> Option<Libur> {
        self.0.remove(&(tanggal, jenis))
    }

    /// The holiday of that kind on a date.
    pub fn satu(&self, tanggal: Date, jenis: JenisLibur) -> Option<&Libur> {
        self.0.get(&(tanggal, jenis))
    }

    /// The holidays on a date.
    pub fn pada(&self, tanggal: Date) -> impl Iterator<Item = &Libur> {
        self.0
            .range((tanggal, JenisLibur::Nasional)..=(tanggal, JenisLibur::Daerah))
            .map(|(_, libur)| libur)
    }

    /// Whether a date is a holiday.
    pub fn libur_pada(&self, tanggal: Date) -> bool {
        self.pada(tanggal).next().is_some()
    }

    /// All, the earliest first.
    pub fn semua(&self) -> impl Iterator<Item = &Libur> {
        self.0.values()
    }
}

impl From<Vec<Libur>> for DaftarLibur {
    fn from(semua: Vec<Libur>) -> Self {
        semua.into_iter().collect()
    }
}

impl FromIterator<Libur> for DaftarLibur {
    fn from_iter<I: IntoIterator<Item = Libur>>(semua: I) -> Self {
        Self(semua.into_iter().map(|libur| ((libur.tanggal, libur.jenis), libur)).collect())
    }
}

impl Extend<Libur> for DaftarLibur {
    fn extend<I: IntoIterator<Item = Libur>>(&mut self, semua: I) {
        self.0.extend(semua.into_iter().map(|libur| ((libur.tanggal, libur.jenis), libur)));
    }
}

impl From<DaftarLibur> for Vec<Libur> {
    fn from(daftar: DaftarLibur) -> Self {
        daftar.0.into_values().collect()
    }
}
