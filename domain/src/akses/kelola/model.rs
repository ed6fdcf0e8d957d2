//! What administration reads and writes, and where it is kept.

use async_trait::async_trait;
use time::OffsetDateTime;

use crate::{
    akses::{Izin, Pengguna, PenggunaId, Tim, Unit},
    galat::PortError,
    halaman::Halaman,
    nilai::Kode,
    tenant::Peran,
};

/// Which officers to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaringPengguna {
    /// Only holders of this role.
    pub peran: Option<Kode>,
    /// Only those of this unit.
    pub unit: Option<Kode>,
    /// Only those who may, or may not, log in.
    pub aktif: Option<bool>,
    /// Only those of this unit and the units below it.
    pub di_bawah: Option<Kode>,
}

/// A role as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RincianPeran {
    /// The role.
    pub peran: Peran,
    /// Grows with every change.
    pub versi: u64,
    /// How many active officers hold it.
    pub pemegang: u64,
}

/// What still names a role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PemakaianPeran {
    /// Officers who hold it, active or not.
    pub pengguna: u64,
    /// Open tugas that wait for it.
    pub tugas: u64,
    /// SOP versions that are drafts, published, or followed by a running case.
    pub sop: u64,
    /// Services on offer with a product that it signs.
    pub layanan: u64,
}

impl PemakaianPeran {
    /// Whether nothing names it any more.
    pub fn kosong(&self) -> bool {
        *self == Self::default()
    }
}

/// Officers and roles of one tenant, as administrators change them.
#[async_trait]
pub trait KelolaRepository: Send {
    /// Keeps other administration of officers and roles out until the unit of work ends.
    async fn kunci(&mut self) -> Result<(), PortError>;

    /// Officers, the longest-serving first; one row more when there are more.
    async fn daftar_pengguna(
        &mut self,
        saring: &SaringPengguna,
        halaman: Halaman,
    ) -> Result<Vec<Pengguna>, PortError>;

    /// Stores all of an officer but the login name and the password.
    async fn simpan_pengguna(&mut self, pengguna: &Pengguna) -> Result<(), PortError>;

    /// Ends every session of an officer.
    async fn akhiri_sesi(
        &mut self,
        pengguna: PenggunaId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Every role, by code.
    async fn daftar_peran(&mut self) -> Result<Vec<RincianPeran>, PortError>;

    /// What still names the role at that moment: versions that new cases take or running cases follow, not past ones.
    async fn pemakaian_peran(
        &mut self,
        kode: &Kode,
        pada: OffsetDateTime,
    ) -> Result<PemakaianPeran, PortError>;

    /// Removes a role that nobody holds.
    async fn hapus_peran(&mut self, kode: &Kode) -> Result<(), PortError>;

    /// How many officers who can log in have the permission by a role of their own.
    async fn jumlah_pemegang_izin(&mut self, izin: Izin) -> Result<u64, PortError>;

    /// Units in use, in the order of the pack.
    async fn daftar_unit(&mut self) -> Result<Vec<Unit>, PortError>;

    /// Loads units; those that are missing from the list are no longer in use.
    async fn simpan_unit(&mut self, unit: &[Unit]) -> Result<(), PortError>;

    /// Teams in use, in the order of the pack.
    async fn daftar_tim(&mut self) -> Result<Vec<Tim>, PortError>;

    /// Loads teams; those that are missing from the list are no longer in use.
    async fn simpan_tim(&mut self, tim: &[Tim]) -> Result<(), PortError>;
}
