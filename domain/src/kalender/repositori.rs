//! The port of working time: the calendar under change, interruptions, daily quotas.

use std::collections::BTreeMap;

use async_trait::async_trait;
use time::{Date, OffsetDateTime};

use super::{Gangguan, GangguanId, Kalender};
use crate::{akses::PenggunaId, galat::PortError, halaman::Halaman, nilai::Kode};

/// Working time of one tenant.
#[async_trait]
pub trait WaktuKerjaRepository: Send {
    /// When the office works, kept from other writers until the unit of work ends.
    async fn kunci_kalender(&mut self) -> Result<Option<Kalender>, PortError>;

    /// Stores the calendar of a pack, unless it is the one that the pack loaded before it held: what the office has
    /// edited since then stays. Tells whether it was stored.
    async fn simpan_kalender_paket(
        &mut self,
        kalender: &Kalender,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;

    /// Opens an interruption; false, and nothing stored, when one with the same cause is open.
    async fn buka_gangguan(&mut self, gangguan: &Gangguan) -> Result<bool, PortError>;

    /// Closes an open interruption, not before it began; false when it is not open. No officer: Loket itself closes it.
    async fn tutup_gangguan(
        &mut self,
        id: GangguanId,
        oleh: Option<PenggunaId>,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;

    /// One interruption, open or not.
    async fn gangguan(&mut self, id: GangguanId) -> Result<Option<Gangguan>, PortError>;

    /// Interruptions, or only those that last; the newest first, one row more than asked for when there are more.
    async fn daftar_gangguan(
        &mut self,
        terbuka: bool,
        halaman: Halaman,
    ) -> Result<Vec<Gangguan>, PortError>;

    /// How many slots of the service are taken on each day from `dari` on; days without one are left out.
    async fn slot_terpakai(
        &mut self,
        layanan: &Kode,
        dari: Date,
    ) -> Result<BTreeMap<Date, u32>, PortError>;

    /// Takes one slot of that day unless `per_hari` are taken; false when they are. Waits for whoever is taking one.
    async fn ambil_slot(
        &mut self,
        layanan: &Kode,
        tanggal: Date,
        per_hari: u32,
    ) -> Result<bool, PortError>;
}
