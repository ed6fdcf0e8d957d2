//! Levels of units.

use serde::{Deserialize, Serialize};

/// The level of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JenisUnit {
    /// The Disdukcapil itself.
    Dinas,
    /// A technical branch office.
    Upt,
    /// A district office.
    Kecamatan,
    /// A village or urban village office.
    Desa,
    /// A partner: a hospital, a school, a midwife.
    Mitra,
}
