//! The case: the applicant, the papers, the work on it, and its kartu kendali.

mod ajukan;
mod alihkan;
mod banyak;
mod bawaan;
mod beritahu;
mod berkas;
mod fakta;
mod formulir;
mod jalankan;
mod jawaban_pemohon;
mod kelengkapan;
mod lengkapi;
mod model;
mod objek;
mod pengingat;
mod putuskan;
mod query;
mod rincian_tugas;
mod sampingan;
mod simpan;
mod slot;
mod susulan;
mod tenggat;
mod terima;

pub use ajukan::*;
pub use alihkan::*;
pub use banyak::*;
pub use bawaan::*;
pub(crate) use beritahu::*;
pub use berkas::*;
pub(crate) use fakta::*;
pub use formulir::*;
pub use jalankan::*;
pub use jawaban_pemohon::*;
pub use kelengkapan::*;
pub use lengkapi::*;
pub use model::*;
pub use objek::*;
pub use pengingat::*;
pub use putuskan::*;
pub use query::*;
pub use rincian_tugas::*;
pub use sampingan::*;
pub(crate) use simpan::*;
pub(crate) use slot::*;
pub use susulan::*;
pub use tenggat::*;
pub use terima::*;

pub use crate::berkas::BATAS_BERKAS;
pub(crate) use crate::berkas::periksa_ukuran;

use crate::id::Id;

/// Marks ids of cases.
#[derive(Debug)]
pub enum PermohonanTag {}
/// The id of a case.
pub type PermohonanId = Id<PermohonanTag>;

/// Marks ids of papers.
#[derive(Debug)]
pub enum BerkasTag {}
/// The id of a paper.
pub type BerkasId = Id<BerkasTag>;
