//! The conversation with residents: contacts, what comes in, and the guided intake.

mod akibat;
mod alur;
pub mod baca;
mod bahasa;
mod giliran;
mod jawaban;
pub mod kamus;
mod kontak;
mod kumpul;
mod kumpulan;
mod lanjut;
mod masuk;
mod masuk_gagal;
mod menu;
mod pilihan;
mod proses;
mod saluran;
mod tautan;
pub mod teks;
mod teks_layanan;
pub(crate) mod teks_tautan;
#[cfg(test)]
mod uji;
#[cfg(test)]
mod uji_batas;
#[cfg(test)]
mod uji_kumpul;
#[cfg(test)]
mod uji_lanjut;
#[cfg(test)]
mod uji_tautan;

pub use alur::*;
pub use giliran::{BATAS_GILIRAN, Tenang};
pub use jawaban::{LangkahWarga, MintaJawaban, PilihanWarga};
pub(crate) use jawaban::{tawarkan_awal, tawarkan_langkah};
pub use kontak::*;
pub use kumpulan::{Kumpulan, TanyaWakil, Wakil};
pub use masuk::*;
pub use masuk_gagal::*;
pub use menu::LetakMenu;
pub use proses::*;
pub use saluran::*;
pub use tautan::*;

use crate::id::Id;

/// Marks ids of contacts.
#[derive(Debug)]
pub enum KontakTag {}
/// The id of a contact.
pub type KontakId = Id<KontakTag>;
