//! Approval chains as named data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::JenisTahap;
use crate::{nilai::Kode, ungkapan::Ungkapan};

/// An approval chain: levels in the order in which they act. The order is data: it may climb or start at the top.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rantai {
    /// Unique within the SOP.
    pub kode: Kode,
    /// Its name.
    pub nama: String,
    /// The levels, the first to act first.
    pub level: Vec<LevelRantai>,
}

/// One level of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelRantai {
    /// The role whose holder acts.
    pub peran: Kode,
    /// What the holder does: disposisi, paraf, validasi, persetujuan or tte.
    pub jenis: JenisTahap,
    /// The activity as people call it.
    pub nama: String,
    /// For which cases the level is skipped. The last level never is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lewati_jika: Option<Ungkapan>,
}
