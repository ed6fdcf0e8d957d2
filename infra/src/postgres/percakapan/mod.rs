//! Contacts, and the inbox of stored webhook elements.

mod kontak;
mod masuk;
mod tautan;

#[cfg(test)]
pub(super) use masuk::ANTRE;
pub use masuk::SIMPAN;
