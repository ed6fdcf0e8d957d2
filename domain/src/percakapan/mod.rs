//! The conversation with residents: contacts, what comes in, and the guided intake.

mod akibat;
mod alur;
pub mod baca;
mod bahasa;
mod benang;
mod catat;
mod gema;
mod giliran;
mod identitas;
mod jawaban;
pub mod kamus;
mod kanal;
mod kanal_akibat;
mod kanal_kalimat;
mod kode;
mod kontak;
mod kotak;
mod kumpul;
mod kumpulan;
mod lain;
mod lanjut;
mod laporan;
mod loket;
mod loket_akibat;
mod masuk;
mod masuk_gagal;
mod menu;
mod nomor_resmi;
mod perintah;
mod petugas;
mod pilihan;
mod pintu;
mod proses;
pub mod resmi;
mod saluran;
mod serah;
mod serah_akibat;
mod tautan;
pub mod teks;
mod teks_kanal;
mod teks_layanan;
pub(crate) mod teks_tautan;
#[cfg(test)]
mod uji;
#[cfg(test)]
mod uji_batas;
#[cfg(test)]
mod uji_identitas;
#[cfg(test)]
mod uji_kumpul;
#[cfg(test)]
mod uji_lanjut;
#[cfg(test)]
mod uji_tautan;

pub use alur::*;
pub use benang::*;
pub(crate) use catat::catat_masuk;
pub use gema::catat_gema;
pub use giliran::{BATAS_GILIRAN, Tenang};
pub use identitas::*;
pub use jawaban::{LangkahWarga, MintaJawaban, PilihanWarga};
pub(crate) use jawaban::{tawarkan_awal, tawarkan_langkah};
pub use kanal::*;
pub use kanal_akibat::{BacaKanal, RingkasanKanal};
pub use kode::*;
pub use kontak::*;
pub use kotak::*;
pub use kumpulan::{Kumpulan, SerahAwal, TanyaWakil, Wakil};
pub use laporan::*;
pub use loket::{KataLoket, NiatLoket};
pub use masuk::*;
pub use masuk_gagal::*;
pub use menu::LetakMenu;
pub use nomor_resmi::*;
pub use petugas::*;
pub use proses::*;
pub use saluran::*;
pub use serah::{MintaSerah, NiatSerah, TanyaSerah};
pub use tautan::*;

use crate::id::Id;

/// Marks ids of contacts.
#[derive(Debug)]
pub enum KontakTag {}
/// The id of a contact.
pub type KontakId = Id<KontakTag>;
