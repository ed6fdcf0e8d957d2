//! Cards: the print queue, printers, blank cards, and who may have a KIA (B-21, K-14..K-18, S-10).

mod antre;
mod aturan;
pub mod blanko;
mod cakupan;
mod hasil;
mod kia;
mod klaim;
mod macet;
mod model;
mod pencetak;
mod pencetak_baca;
mod urutan;

pub(crate) use antre::*;
pub use aturan::*;
pub use cakupan::*;
pub use hasil::*;
pub use kia::*;
pub use klaim::*;
pub use macet::*;
pub use model::*;
pub use pencetak::*;
pub use pencetak_baca::*;
pub use urutan::*;

use klaim::blanko_habis;
use pencetak::baca_unit;

use crate::id::Id;

/// Marks ids of print jobs.
#[derive(Debug)]
pub enum CetakTag {}
/// The id of a print job.
pub type CetakId = Id<CetakTag>;

/// Marks ids of printers.
#[derive(Debug)]
pub enum PencetakTag {}
/// The id of a printer.
pub type PencetakId = Id<PencetakTag>;
