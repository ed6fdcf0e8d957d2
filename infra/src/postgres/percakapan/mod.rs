//! Contacts, and the inbox of stored webhook elements.

mod kontak;
mod masuk;
mod tautan;

pub use masuk::SIMPAN;
#[cfg(test)]
pub(super) use masuk::{ANTRE, ANTRE_LANJUTAN, GAGAL};
