//! The identity sheet of an SOP-AP.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The identity sheet of an SOP-AP (P-15).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IdentitasSop {
    /// Number of the SOP.
    pub nomor: Option<String>,
    /// Date of making, ISO 8601.
    pub tanggal_pembuatan: Option<String>,
    /// Date of revision, ISO 8601.
    pub tanggal_revisi: Option<String>,
    /// Date of effect, ISO 8601.
    pub tanggal_efektif: Option<String>,
    /// Who approved it.
    pub disahkan_oleh: Option<String>,
    /// NIP of who approved it.
    pub nip_pengesah: Option<String>,
    /// Legal basis.
    pub dasar_hukum: Vec<String>,
    /// Required qualifications.
    pub kualifikasi_pelaksana: Vec<String>,
    /// Related SOPs.
    pub keterkaitan: Vec<String>,
    /// Equipment.
    pub peralatan: Vec<String>,
    /// Warnings.
    pub peringatan: Vec<String>,
    /// Records kept.
    pub pencatatan: Vec<String>,
}
