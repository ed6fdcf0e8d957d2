//! Contacts, the inbox of stored webhook elements, the state of the channel, and reports of scams.

mod benang;
mod cepat;
mod daftar;
mod identitas;
mod kanal;
mod kode;
mod kontak;
pub(super) mod kotak;
mod laporan;
mod masuk;
mod tautan;

#[cfg(test)]
pub(super) use benang::BENANG;
#[cfg(test)]
pub(super) use daftar::sql_daftar;
#[cfg(test)]
pub(super) use identitas::{PERKARA, TAHAN};
#[cfg(test)]
pub(super) use kanal::ARUS;
#[cfg(test)]
pub(super) use kode::{AMBIL, RIWAYAT, TERBUKTI};
pub use masuk::SIMPAN;
#[cfg(test)]
pub(super) use masuk::{ANTRE, ANTRE_LANJUTAN, GAGAL};
