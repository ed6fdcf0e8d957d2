//! The audit trail.

use async_trait::async_trait;
use loket_domain::{
    audit::{AuditRepository, CatatanAudit},
    galat::PortError,
};

use super::{baris::ke_json, entity::audit, kerja::PgUnitOfWork};

#[async_trait]
impl AuditRepository for PgUnitOfWork {
    async fn catat(&mut self, catatan: &CatatanAudit) -> Result<(), PortError> {
        self.sisipkan(audit::Model {
            id: catatan.id,
            pada: catatan.pada,
            pelaku: ke_json(&catatan.pelaku)?,
            aksi: catatan.aksi.to_owned(),
            objek: catatan.objek.to_owned(),
            objek_id: catatan.objek_id,
            rincian: catatan.rincian.clone(),
        })
        .await
    }
}
