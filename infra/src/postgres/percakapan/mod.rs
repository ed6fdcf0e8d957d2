//! Contacts, and the inbox of stored webhook elements.

mod benang;
mod cepat;
mod daftar;
mod kontak;
pub(super) mod kotak;
mod masuk;

#[cfg(test)]
pub(super) use self::{benang::BENANG, daftar::sql_daftar, masuk::ANTRE};
pub use masuk::SIMPAN;
