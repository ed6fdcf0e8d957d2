//! Products of a permohonan: draft, approval, TTE, verification, delivery.

mod bundel;
mod cabut;
mod cap;
mod daftar;
mod gagal;
mod jaga;
mod kertas;
mod kirim;
mod model;
mod nomor;
mod pencabutan;
mod penuntasan;
mod perbaiki;
mod percobaan;
mod pindaian;
mod repositori;
mod sahkan;
mod sapu;
mod stempel;
mod tanda_tangani;
mod terbit;
mod tte;
mod tte_tolak;
mod uji_tte;
mod unggah;

pub use bundel::*;
pub use cabut::*;
pub use daftar::*;
pub use jaga::*;
pub use kertas::*;
pub(crate) use kirim::{keterangan, kirim_dokumen};
pub use model::*;
pub use nomor::UbahNomorSiak;
pub use pencabutan::*;
pub use penuntasan::*;
pub use perbaiki::*;
pub use percobaan::*;
pub use pindaian::*;
pub use repositori::*;
pub use sapu::*;
pub use stempel::*;
pub use tanda_tangani::*;
pub(crate) use terbit::{setujui_draf, terbitkan};
pub use tte::*;
pub use tte_tolak::*;
pub use uji_tte::*;
pub use unggah::*;
pub(crate) use unggah::{boleh_mengunggah, catat as catat_dokumen, gantikan_draf};

use crate::id::Id;

/// Marks ids of documents.
#[derive(Debug)]
pub enum DokumenTag {}
/// The id of one version of a document.
pub type DokumenId = Id<DokumenTag>;

/// Marks ids of signing attempts.
#[derive(Debug)]
pub enum PercobaanTag {}
/// The id of a signing attempt.
pub type PercobaanId = Id<PercobaanTag>;
