//! What an interruption means for people: whom it holds up, who is told of it, and that it is over (K-20, S-9).
//!
//! The switch itself, and the clocks that stand still, are in [`crate::kalender`].

mod aturan;
mod baca;
mod kabari;
mod petugas;
mod pulihkan;
mod repositori;
#[cfg(test)]
mod uji;
mod warga;

pub use aturan::*;
pub use baca::*;
use kabari::langkah_kasus;
pub use kabari::*;
pub use repositori::*;
pub use warga::{BacaGangguanKasus, GangguanKasus};
use warga::{kabar_mulai, kabar_pulih, perkiraan, pesan};
pub(crate) use warga::{kabari_pendaftar, status_terganggu};
