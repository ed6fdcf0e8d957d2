//! The daily check: an operator looks at the inbox on every working day, in working hours (B-10).

mod aturan;
mod catat;
mod periksa;

pub use aturan::*;
pub use catat::*;
pub use periksa::*;

use async_trait::async_trait;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{akses::PenggunaId, galat::PortError};

/// Somebody looked at the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pemeriksaan {
    /// Its id.
    pub id: Uuid,
    /// The day at the office.
    pub tanggal: Date,
    /// Who.
    pub oleh: PenggunaId,
    /// When.
    pub pada: OffsetDateTime,
    /// Whether that was in working hours.
    pub jam_kerja: bool,
    /// Conversations that waited for an officer then.
    pub menunggu: u32,
    /// Conversations with something unread then.
    pub belum_dibaca: u32,
}

/// A working day whose end is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HariPeriksa {
    /// The day.
    pub tanggal: Date,
    /// When its working hours end.
    pub jatuh: OffsetDateTime,
}

/// Daily checks of one tenant.
#[async_trait]
pub trait PemeriksaanRepository: Send {
    /// Adds a check.
    async fn tambah(&mut self, pemeriksaan: &Pemeriksaan) -> Result<(), PortError>;

    /// Checks of these days with the names of who made them, the oldest first; at most 2.000.
    async fn daftar(
        &mut self,
        dari: Date,
        sampai: Date,
    ) -> Result<Vec<(Pemeriksaan, String)>, PortError>;

    /// The day whose end is waited for.
    async fn hari_terbuka(&mut self) -> Result<Option<HariPeriksa>, PortError>;

    /// Keeps that day from other workers; `false` when it is closed.
    async fn kunci_hari(&mut self, tanggal: Date) -> Result<bool, PortError>;

    /// Whether anybody checked on that day in working hours.
    async fn diperiksa(&mut self, tanggal: Date) -> Result<bool, PortError>;

    /// Closes a day.
    async fn tutup_hari(
        &mut self,
        tanggal: Date,
        pada: OffsetDateTime,
        terlewat: bool,
    ) -> Result<(), PortError>;

    /// Waits for the end of that day, unless it is known already; a day that is still open gets the new moment.
    async fn buka_hari(&mut self, hari: HariPeriksa) -> Result<(), PortError>;
}
