//! Versions, orders to move cases, and their states.

use std::collections::BTreeMap;

use time::OffsetDateTime;

use super::{PindahId, TidakPindah};
use crate::{
    akses::PenggunaId,
    galat::Bentrok,
    nilai::{Kode, NomorRegistrasi},
    permohonan::PermohonanId,
    sop::{DefinisiSop, SopVersiId},
};

/// Where a version stands. Only a draft ever changes what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanVersi {
    /// It is being written.
    Draf,
    /// It was published, and serves its cases.
    Terbit {
        /// When it was published.
        terbit_pada: OffsetDateTime,
        /// From when new cases take it.
        berlaku_pada: OffsetDateTime,
        /// When the next one takes over; `None` while there is none.
        digantikan_pada: Option<OffsetDateTime>,
    },
    /// It takes no new cases and has none that run.
    Pensiun {
        /// When it was retired; unknown for versions of an earlier release.
        pensiun_pada: Option<OffsetDateTime>,
    },
}

/// The place of a version in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MasaVersi {
    /// A draft.
    Draf,
    /// Published, but not in force yet.
    Diumumkan,
    /// New cases take it.
    Berlaku,
    /// Another one took over; older cases keep it.
    Digantikan,
    /// Retired.
    Pensiun,
}

impl KeadaanVersi {
    /// Where it stands at a moment.
    pub fn masa(&self, pada: OffsetDateTime) -> MasaVersi {
        match *self {
            Self::Draf => MasaVersi::Draf,
            Self::Pensiun { .. } => MasaVersi::Pensiun,
            Self::Terbit { berlaku_pada, .. } if berlaku_pada > pada => MasaVersi::Diumumkan,
            Self::Terbit { digantikan_pada: Some(akhir), .. } if akhir <= pada => {
                MasaVersi::Digantikan
            }
            Self::Terbit { .. } => MasaVersi::Berlaku,
        }
    }
}

/// One version of an SOP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersiSop {
    /// Its id; cases are pinned to it.
    pub id: SopVersiId,
    /// Its number, from 1 for each SOP.
    pub nomor: u32,
    /// Where it stands.
    pub keadaan: KeadaanVersi,
    /// What it says.
    pub definisi: DefinisiSop,
    /// Grows with every replacement of the draft.
    pub revisi: u64,
    /// When the draft was made.
    pub dibuat_pada: OffsetDateTime,
}

impl VersiSop {
    /// Refuses whatever is not a draft.
    ///
    /// # Errors
    /// It was published or retired.
    pub fn harus_draf(&self) -> Result<(), Bentrok> {
        if self.keadaan == KeadaanVersi::Draf {
            return Ok(());
        }
        Err(Bentrok::baru(
            "versi_bukan_draf",
            "Versi yang sudah terbit atau pensiun tidak dapat diubah. Buat draf baru.",
        ))
    }
}

/// A version in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingkasVersi {
    /// Its id.
    pub id: SopVersiId,
    /// The SOP.
    pub kode: Kode,
    /// The title on its sheet.
    pub nama: String,
    /// Its number.
    pub nomor: u32,
    /// Where it stands.
    pub keadaan: KeadaanVersi,
    /// Grows with every replacement of the draft.
    pub revisi: u64,
    /// When the draft was made.
    pub dibuat_pada: OffsetDateTime,
    /// How many running cases are pinned to it.
    pub kasus_berjalan: u64,
}

/// Where an order to move cases stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeadaanPindah {
    /// Nobody began yet.
    Antre,
    /// Cases are being settled.
    Berjalan,
    /// Every case is settled.
    Selesai {
        /// When.
        pada: OffsetDateTime,
    },
    /// It was given up; cases that were moved stay moved.
    Gagal {
        /// Stable code of the cause.
        galat: String,
        /// When.
        pada: OffsetDateTime,
    },
}

/// An order to move the running cases of one version to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pindah {
    /// Its id.
    pub id: PindahId,
    /// The SOP.
    pub kode: Kode,
    /// The version the cases leave: id and number.
    pub dari: (SopVersiId, u32),
    /// The version they go to: id and number.
    pub ke: (SopVersiId, u32),
    /// Steps that have another code there.
    pub peta: BTreeMap<Kode, Kode>,
    /// Whether it only reports.
    pub uji_coba: bool,
    /// Who ordered it.
    pub oleh: PenggunaId,
    /// Where it stands.
    pub keadaan: KeadaanPindah,
    /// How many cases ran on the old version when it was ordered.
    pub jumlah: u64,
    /// When it was ordered.
    pub dibuat_pada: OffsetDateTime,
}

/// How many cases an order has settled, by result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JumlahPindah {
    /// Moved.
    pub dipindah: u64,
    /// Would be moved, in a rehearsal.
    pub dapat: u64,
    /// Stay where they are.
    pub tetap: u64,
}

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HasilPindah {
    /// It was moved.
    Dipindah,
    /// A rehearsal found that it can be moved.
    Dapat,
    /// It stays.
    Tetap(TidakPindah),
}

/// The word of a result, for filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KataHasil {
    /// It was moved.
    Dipindah,
    /// It can be moved.
    Dapat,
    /// It stays.
    Tetap,
}

impl KataHasil {
    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Dipindah => "dipindah",
            Self::Dapat => "dapat",
            Self::Tetap => "tetap",
        }
    }
}

impl HasilPindah {
    /// Its word.
    pub fn kata(&self) -> KataHasil {
        match self {
            Self::Dipindah => KataHasil::Dipindah,
            Self::Dapat => KataHasil::Dapat,
            Self::Tetap(_) => KataHasil::Tetap,
        }
    }
}

/// What became of one case, in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisPindah {
    /// The case.
    pub permohonan: PermohonanId,
    /// Its number.
    pub nomor: NomorRegistrasi,
    /// What became of it.
    pub hasil: HasilPindah,
    /// When it was settled.
    pub pada: OffsetDateTime,
}
