//! The counter (B-5, B-25, B-26): the shelf of what waits, who collects it and on what grounds, what is withdrawn, and
//! what becomes of what nobody collects.

mod arsip;
mod batal;
mod bukti;
mod daftar;
mod ingat;
mod kode;
mod lihat;
mod model;
mod pengaturan;
mod rak;
mod repositori;
mod serah;
mod tanda_terima;
mod taruh;

pub use arsip::*;
pub use batal::*;
pub use bukti::*;
pub use daftar::*;
pub use ingat::*;
pub use kode::*;
pub use lihat::*;
pub use model::*;
pub use pengaturan::*;
pub use rak::*;
pub use repositori::*;
pub use serah::*;
pub use tanda_terima::*;
pub(crate) use taruh::lepaskan_slot;
pub use taruh::*;

use crate::id::Id;

/// Marks ids of things on the shelf.
#[derive(Debug)]
pub enum RakTag {}
/// The id of a thing on the shelf.
pub type RakId = Id<RakTag>;

/// Marks ids of collections.
#[derive(Debug)]
pub enum PengambilanTag {}
/// The id of a collection.
pub type PengambilanId = Id<PengambilanTag>;

/// Marks ids of evidence.
#[derive(Debug)]
pub enum BuktiTag {}
/// The id of a photo or signature of who collects.
pub type BuktiId = Id<BuktiTag>;

/// Marks ids of withdrawn things.
#[derive(Debug)]
pub enum DitarikTag {}
/// The id of an old card or paper that was withdrawn.
pub type DitarikId = Id<DitarikTag>;
