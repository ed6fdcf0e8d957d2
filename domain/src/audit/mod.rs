//! The audit trail: one append-only row in the same transaction as every change, chained row to row, its head signed and
//! kept outside the database (security 59).

mod daftar;
mod dibaca;
mod jangkar;
mod periksa;
mod rantai;
#[cfg(test)]
mod uji;

use async_trait::async_trait;
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

pub use daftar::{BarisAudit, DaftarAudit, SaringAudit};
pub use dibaca::{Dibaca, JEDA_DIBACA};
pub use jangkar::{JENIS_JANGKAR, Jangkar, TambatkanAudit, folder_jangkar};
pub use periksa::{LaporanRantai, PeriksaAudit, SumberJangkar};
pub use rantai::{
    JenisKerusakan, Kepala, Kerusakan, MataRantai, PANJANG_SIDIK, PemeriksaRantai,
    RantaiRepository, RingkasanRantai, isi_kanonis, sidik_mata,
};

use crate::{
    akses::{JejakPelaku, PenggunaId},
    galat::PortError,
    halaman::Halaman,
    ports::Ports,
};

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
    /// Appends a row. When this fails the whole unit of work must fail. The row is tied into the chain when the unit of
    /// work is committed.
    async fn catat(&mut self, catatan: &CatatanAudit) -> Result<(), PortError>;

    /// Whether that officer has such a row about that thing, made after the UUIDv7 `sejak`.
    async fn sudah_tercatat(
        &mut self,
        petugas: PenggunaId,
        aksi: &str,
        objek_id: Uuid,
        sejak: Uuid,
    ) -> Result<bool, PortError>;

    /// Rows, the newest first; one more than asked for when there are more.
    async fn daftar(
        &mut self,
        saring: &SaringAudit,
        halaman: Halaman,
    ) -> Result<Vec<BarisAudit>, PortError>;
}
