//! The audit trail as clients read it.

use loket_domain::{audit::BarisAudit, halaman::Lembar};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// One page of the trail.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarAudit {
    /// The newest first.
    data: Vec<AuditView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<BarisAudit>> for LembarAudit {
    fn from(lembar: Lembar<BarisAudit>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// One row of the trail.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "pada": "2026-11-23T01:00:00Z",
    "pelaku": { "jenis": "petugas", "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01" },
    "aksi": "permohonan.dibaca",
    "objek": "permohonan",
    "objek_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
    "rincian": {}
}))]
struct AuditView {
    /// Its id.
    id: Uuid,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
    /// Who, by ids: `jenis` and what belongs to it.
    #[schema(value_type = Object)]
    pelaku: serde_json::Value,
    /// What was done.
    aksi: String,
    /// The kind of thing it was done to.
    objek: String,
    /// Which one.
    objek_id: Option<Uuid>,
    /// Codes and ids that tell what changed.
    #[schema(value_type = Object)]
    rincian: serde_json::Value,
}

impl From<BarisAudit> for AuditView {
    fn from(baris: BarisAudit) -> Self {
        let BarisAudit { id, pada, pelaku, aksi, objek, objek_id, rincian } = baris;
        Self { id, pada, pelaku, aksi, objek, objek_id, rincian }
    }
}
