//! Contacts, and the inbox of stored webhook elements.

mod benang;
mod cepat;
mod kontak;
pub(super) mod kotak;
mod masuk;

#[cfg(test)]
pub(super) use self::{benang::BENANG, kotak::sql_daftar, masuk::ANTRE};
pub use masuk::SIMPAN;
