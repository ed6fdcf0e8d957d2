//! What clients send about versions.

use std::collections::BTreeMap;

use serde::Deserialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

/// The path of a version.
#[derive(Deserialize)]
pub(super) struct JalurVersi {
    /// The SOP.
    pub kode: String,
    /// The number of the version.
    pub versi: u32,
}

/// How a draft is published.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "berlaku_pada": "2026-07-01T00:00:00+08:00" }))]
pub(super) struct TerbitRequest {
    /// From when new cases take it, in the future; at once when absent.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub berlaku_pada: Option<OffsetDateTime>,
    /// Publish in spite of warnings; never in spite of faults.
    #[serde(default)]
    pub paksa: bool,
}

/// Which running cases are moved, and how their steps are called in the new version.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "dari_versi": 1, "peta": { "cek_siak": "periksa_siak" }, "uji_coba": true }))]
pub(super) struct PindahRequest {
    /// The version that the cases leave.
    pub dari_versi: u32,
    /// From a step of the old version to a step of the new one; steps that are not named keep their code.
    #[serde(default)]
    pub peta: BTreeMap<String, String>,
    /// Only report what would happen.
    #[serde(default)]
    pub uji_coba: bool,
}
