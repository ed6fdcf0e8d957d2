//! Contacts, the inbox of stored webhook elements, the state of the channel, and reports of scams.

mod identitas;
mod kanal;
mod kontak;
mod laporan;
mod masuk;
mod tautan;

#[cfg(test)]
pub(super) use identitas::{PERKARA, TAHAN};
#[cfg(test)]
pub(super) use kanal::ARUS;
pub use masuk::SIMPAN;
#[cfg(test)]
pub(super) use masuk::{ANTRE, ANTRE_LANJUTAN, GAGAL};
