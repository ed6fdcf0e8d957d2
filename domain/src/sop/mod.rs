//! The SOP: a versioned definition, its soundness check, and the engine that runs cases on it.

mod definisi;
mod jelajah;
mod keadaan;
mod kelola;
mod mesin;
mod penolakan;
mod periksa;
mod peristiwa;
mod simulasi;
mod tugas;
#[cfg(test)]
pub(crate) mod uji;
#[cfg(test)]
mod uji_acak;
#[cfg(test)]
mod uji_alat;
#[cfg(test)]
mod uji_cabang;
#[cfg(test)]
mod uji_cacat;
#[cfg(test)]
mod uji_fitur;
#[cfg(test)]
mod uji_gabung;
#[cfg(test)]
mod uji_rantai;
#[cfg(test)]
mod uji_saksi;
#[cfg(test)]
mod uji_sifat;

pub use definisi::*;
pub use jelajah::Langkah;
pub use keadaan::*;
pub(crate) use kelola::buatan_lama;
pub use kelola::*;
pub use mesin::*;
pub use penolakan::*;
pub use periksa::*;
pub use peristiwa::*;
pub use simulasi::*;
pub use tugas::*;

use crate::id::Id;

/// Marks ids of SOP versions.
#[derive(Debug)]
pub enum SopVersiTag {}
/// The id of one published version of an SOP; cases are pinned to it.
pub type SopVersiId = Id<SopVersiTag>;

/// Marks ids of tugas.
#[derive(Debug)]
pub enum TugasTag {}
/// The id of one piece of work at one step, for one officer.
pub type TugasId = Id<TugasTag>;
