//! The audit trail: one append-only row in the same transaction as every change.

use async_trait::async_trait;
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{akses::JejakPelaku, galat::PortError, ports::Ports};

/// One row of the trail. Ids and codes only: no NIK, name, phone or message text.
#[derive(Clone, Debug, PartialEq)]
pub struct CatatanAudit {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub pada: OffsetDateTime,
    /// Who.
    pub pelaku: JejakPelaku,
    /// What was done, for example `tugas.putuskan`.
    pub aksi: &'static str,
    /// The kind of thing it was done to.
    pub objek: &'static str,
    /// Which one.
    pub objek_id: Option<Uuid>,
    /// Codes and ids that tell what changed.
    pub rincian: Value,
}

impl CatatanAudit {
    /// A row for now, without details.
    pub fn baru(
        ports: &Ports,
        pelaku: JejakPelaku,
        aksi: &'static str,
        objek: &'static str,
        objek_id: Option<Uuid>,
    ) -> Self {
        Self {
            id: ports.ids.uuid(),
            pada: ports.clock.now(),
            pelaku,
            aksi,
            objek,
            objek_id,
            rincian: json!({}),
        }
    }

    /// The same row with details.
    #[must_use]
    pub fn dengan(mut self, rincian: Value) -> Self {
        self.rincian = rincian;
        self
    }
}

/// The trail of one tenant.
#[async_trait]
pub trait AuditRepository: Send {
    /// Appends a row. When this fails the whole unit of work must fail.
    async fn catat(&mut self, catatan: &CatatanAudit) -> Result<(), PortError>;
}
