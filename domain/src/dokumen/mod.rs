//! Products of a permohonan: draft, approval, TTE, verification, delivery.

mod bundel;
mod cap;
mod gagal;
mod jaga;
mod kirim;
mod model;
mod penuntasan;
mod percobaan;
mod sahkan;
mod sapu;
mod stempel;
mod tanda_tangani;
mod tte;
mod tte_tolak;
mod uji_tte;
mod unggah;

pub use bundel::*;
pub use cap::*;
pub use jaga::*;
pub(crate) use kirim::kirim_dokumen;
pub use model::*;
pub use penuntasan::*;
pub use percobaan::*;
pub use sapu::*;
pub use stempel::*;
pub use tanda_tangani::*;
pub use tte::*;
pub use tte_tolak::*;
pub use uji_tte::*;
pub use unggah::*;

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
