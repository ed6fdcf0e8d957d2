//! Machine callers: programs of the tenant's own, each with a few permissions and keys that rotate.

mod kelola;
mod kenal;
mod kunci;

pub use kelola::*;
pub(super) use kenal::kenali_klien;
pub use kunci::*;

use std::collections::BTreeSet;

use async_trait::async_trait;
use time::OffsetDateTime;

use super::{Izin, PenggunaId};
use crate::{galat::PortError, halaman::Halaman, id::Id, nilai::Kode};

/// Marks ids of machine callers.
#[derive(Debug)]
pub enum KlienTag {}
/// The id of a machine caller.
pub type KlienId = Id<KlienTag>;

/// Marks ids of keys.
#[derive(Debug)]
pub enum KunciKlienTag {}
/// The id of a key.
pub type KunciKlienId = Id<KunciKlienTag>;

/// What a program may be allowed to do at all: no signing, no approving, no deciding, no administration.
pub const IZIN_KLIEN: [Izin; 5] = [
    Izin::PermohonanBaca,
    Izin::PermohonanBuat,
    Izin::PermohonanBatal,
    Izin::BerkasUnggah,
    Izin::LaporanBaca,
];

/// Calls per minute of a program whose administrator said nothing.
pub const LAJU_BAWAAN: u32 = 120;
/// The most calls per minute that a program may be given.
pub const LAJU_MAKS: u32 = 3_000;

/// A machine caller with a live key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Klien {
    /// Which.
    pub id: KlienId,
    /// Its name.
    pub nama: String,
    /// The key it came with.
    pub kunci: KunciKlienId,
    /// What it may do.
    pub izin: BTreeSet<Izin>,
    /// The units whose cases it may touch, those below included; `None` for all of the office.
    pub unit: Option<Vec<Kode>>,
    /// Calls per minute.
    pub laju: u32,
}

impl Klien {
    /// Whether cases of that unit are its business.
    pub fn menjangkau(&self, unit: Option<&Kode>) -> bool {
        match (&self.unit, unit) {
            (None, _) => true,
            (Some(boleh), Some(unit)) => boleh.contains(unit),
            (Some(_), None) => false,
        }
    }
}

/// A machine caller as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RincianKlien {
    /// Which.
    pub id: KlienId,
    /// Its name.
    pub nama: String,
    /// What it may do.
    pub izin: BTreeSet<Izin>,
    /// The units it is limited to; empty for none.
    pub unit: Vec<Kode>,
    /// Calls per minute.
    pub laju: u32,
    /// Grows with every change, from 1.
    pub versi: u64,
    /// Who set it up.
    pub dibuat_oleh: PenggunaId,
    /// When.
    pub dibuat_pada: OffsetDateTime,
    /// When it was ended.
    pub dicabut_pada: Option<OffsetDateTime>,
    /// When it last called, to the hour.
    pub terakhir_dipakai: Option<OffsetDateTime>,
    /// Its keys, the oldest first; those that ended long ago are left out.
    pub kunci: Vec<KunciKlien>,
}

/// A key, without what opens the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KunciKlien {
    /// Which.
    pub id: KunciKlienId,
    /// What it begins with, so that people can tell keys apart.
    pub awalan: String,
    /// Who had it made.
    pub dibuat_oleh: PenggunaId,
    /// When.
    pub dibuat_pada: OffsetDateTime,
    /// When it ends.
    pub berakhir_pada: OffsetDateTime,
    /// When it was taken back.
    pub dicabut_pada: Option<OffsetDateTime>,
}

impl KunciKlien {
    /// Whether it opens the door at that moment.
    pub fn hidup(&self, now: OffsetDateTime) -> bool {
        self.dicabut_pada.is_none() && now < self.berakhir_pada
    }
}

/// A caller found by its key, before it is asked whether the key still counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KlienTerkunci {
    /// The caller.
    pub klien: Klien,
    /// When the key ends.
    pub berakhir_pada: OffsetDateTime,
    /// Whether key or caller was ended.
    pub dicabut: bool,
    /// When it last called, as far as that is kept.
    pub terakhir_dipakai: Option<OffsetDateTime>,
}

/// Machine callers of one tenant.
#[async_trait]
pub trait KlienRepository: Send {
    /// The caller whose key hashes to that; its units with all below them.
    async fn dari_kunci(&mut self, sidik: &[u8]) -> Result<Option<KlienTerkunci>, PortError>;

    /// Remembers, coarsely, that it called.
    async fn terpakai(&mut self, id: KlienId, pada: OffsetDateTime) -> Result<(), PortError>;

    /// Adds a caller without keys.
    async fn tambah(&mut self, klien: &RincianKlien) -> Result<(), PortError>;

    /// A caller with its keys.
    async fn satu(&mut self, id: KlienId) -> Result<Option<RincianKlien>, PortError>;

    /// The same, kept from other writers.
    async fn kunci(&mut self, id: KlienId) -> Result<Option<RincianKlien>, PortError>;

    /// Callers with their keys, the newest first; one row more when there are more.
    async fn daftar(&mut self, halaman: Halaman) -> Result<Vec<RincianKlien>, PortError>;

    /// Stores name, permissions, units, rate, version and end of a caller.
    async fn simpan(&mut self, klien: &RincianKlien) -> Result<(), PortError>;

    /// Stores a key under the hash of what opens the door.
    async fn tambah_kunci(
        &mut self,
        id: KlienId,
        kunci: &KunciKlien,
        sidik: &[u8],
    ) -> Result<(), PortError>;

    /// Takes a key back.
    async fn cabut_kunci(
        &mut self,
        id: KunciKlienId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
}
