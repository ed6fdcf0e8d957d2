//! Reading the trail.

use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::CatatanAudit;
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    galat::Galat,
    halaman::{Halaman, Lembar},
    permohonan::PermohonanId,
    ports::Ports,
};

/// A row of the trail as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct BarisAudit {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub pada: OffsetDateTime,
    /// Who, by ids.
    pub pelaku: Value,
    /// What was done.
    pub aksi: String,
    /// The kind of thing it was done to.
    pub objek: String,
    /// Which one.
    pub objek_id: Option<Uuid>,
    /// Codes and ids that tell what changed.
    pub rincian: Value,
}

/// Which rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaringAudit {
    /// Only of this officer.
    pub petugas: Option<PenggunaId>,
    /// Only about things of this kind.
    pub objek: Option<String>,
    /// Only about this thing.
    pub objek_id: Option<Uuid>,
    /// Only of this action.
    pub aksi: Option<String>,
    /// Only from this moment on.
    pub dari: Option<OffsetDateTime>,
    /// Only before this moment.
    pub sampai: Option<OffsetDateTime>,
}

/// Read the trail.
#[derive(Clone, Debug)]
pub struct DaftarAudit {
    /// Which rows.
    pub saring: SaringAudit,
    /// Which page.
    pub halaman: Halaman,
}

impl DaftarAudit {
    /// One page, the newest first. Reading the trail is itself in the trail: once per page.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<BarisAudit>, Galat> {
        pelaku.petugas(Izin::AuditBaca)?;
        self.baca(ports, pelaku).await
    }

    /// The rows about one case.
    pub async fn permohonan(
        mut self,
        ports: &Ports,
        pelaku: &Pelaku,
        id: PermohonanId,
    ) -> Result<Lembar<BarisAudit>, Galat> {
        pelaku.petugas(Izin::AuditBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        work.permohonan().baca(id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
        drop(work);
        self.saring.objek_id = Some(id.uuid());
        self.baca(ports, pelaku).await
    }

    async fn baca(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar<BarisAudit>, Galat> {
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let baris = work.audit().daftar(&self.saring, self.halaman).await?;
        let lembar = self.halaman.potong(baris, |satu| satu.id);
        let saring = &self.saring;
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "audit.dibaca", "audit", saring.objek_id)
                .dengan(json!({
                    "petugas": saring.petugas,
                    "objek": saring.objek,
                    "aksi": saring.aksi,
                    "baris": lembar.baris.len(),
                }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(lembar)
    }
}
