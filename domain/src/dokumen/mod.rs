//! Products of a permohonan: draft, approval, TTE, verification, delivery.

mod cabut;
mod daftar;
mod kertas;
mod kirim;
mod model;
mod nomor;
mod perbaiki;
mod pindaian;
mod repositori;
mod tanda_tangani;
mod terbit;
mod tte;
mod unggah;

pub use cabut::*;
pub use daftar::*;
pub use kertas::*;
pub(crate) use kirim::kirim_dokumen;
pub use model::*;
pub use nomor::UbahNomorSiak;
pub use perbaiki::*;
pub use pindaian::*;
pub use repositori::*;
pub use tanda_tangani::*;
pub(crate) use terbit::{setujui_draf, terbitkan};
pub use tte::*;
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
