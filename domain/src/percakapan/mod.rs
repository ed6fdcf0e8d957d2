//! The conversation with residents: contacts, what comes in, and the guided intake.

mod akibat;
mod alur;
pub mod baca;
mod benang;
mod catat;
mod gema;
mod jawaban;
mod kontak;
mod kotak;
mod kumpul;
mod kumpulan;
mod masuk;
mod menu;
mod petugas;
mod pilihan;
mod proses;
mod saluran;
pub mod teks;
mod teks_layanan;
#[cfg(test)]
mod uji;
#[cfg(test)]
mod uji_batas;
#[cfg(test)]
mod uji_kumpul;

pub use alur::*;
pub use benang::*;
pub(crate) use catat::catat_masuk;
pub use gema::{Gema, catat_gema};
pub use jawaban::{LangkahWarga, MintaJawaban, PilihanWarga};
pub(crate) use jawaban::{tawarkan_awal, tawarkan_langkah};
pub use kontak::*;
pub use kotak::*;
pub use kumpulan::{Kumpulan, TanyaWakil, Wakil};
pub use masuk::*;
pub use menu::LetakMenu;
pub use petugas::*;
pub use proses::*;
pub use saluran::*;

use crate::id::Id;

/// Marks ids of contacts.
#[derive(Debug)]
pub enum KontakTag {}
/// The id of a contact.
pub type KontakId = Id<KontakTag>;
