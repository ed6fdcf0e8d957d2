//! The SOP: a versioned definition, its soundness check, and the engine that runs cases on it.

mod definisi;
mod keadaan;
mod mesin;
mod periksa;
#[cfg(test)]
pub(crate) mod uji;

pub use definisi::*;
pub use keadaan::*;
pub use mesin::*;
pub use periksa::*;

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
