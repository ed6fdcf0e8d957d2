//! Hand-over: how each version of a document travels to the applicant, on which channel, and how far it came.

mod antar;
mod aturan;
mod bahan;
mod buku;
mod gagal;
mod halaman;
mod hasil_surel;
mod ingatkan;
mod jejak_pesan;
mod kelola;
mod kirim_surel;
mod lewat;
mod model;
mod mulai;
mod penerima;
mod pilih;
mod siapkan;
mod sudah_diantar;
mod surat;
mod surat_jalan;
mod surel;
mod tawarkan;
mod ubah;
#[cfg(test)]
mod uji_aturan;

pub use antar::*;
pub use aturan::*;
pub(crate) use bahan::*;
pub use buku::*;
pub(crate) use gagal::*;
pub use halaman::*;
pub use hasil_surel::*;
pub use ingatkan::*;
pub(crate) use jejak_pesan::*;
pub use kelola::*;
pub use kirim_surel::*;
pub use lewat::*;
pub use model::*;
pub(crate) use mulai::*;
pub use penerima::*;
pub use pilih::*;
pub use siapkan::*;
pub(crate) use sudah_diantar::sudah_diantar;
pub(crate) use surat::*;
pub use surat_jalan::*;
pub use surel::*;
pub use tawarkan::TawaranWarga;
pub(crate) use tawarkan::{banyak_cara, saluran_awal, saring_saluran, tawaran_kontak};
pub(crate) use ubah::*;

use crate::id::Id;

/// Marks ids of hand-overs.
#[derive(Debug)]
pub enum PenyerahanTag {}
/// The id of one attempt to hand a document over.
pub type PenyerahanId = Id<PenyerahanTag>;
