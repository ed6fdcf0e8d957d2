//! What an uploaded file really is, by its content; names and declared types are never asked.
//!
//! Decoders meet hostile files, so they work in a process of their own: the same binary starts itself again as
//! `loket periksa-isi`, which limits its own memory, time and files before it reads the first byte ([`anak`]). The
//! server only hands bytes over and reads a short answer ([`PemeriksaAnak`]).

mod aktif;
mod anak;
mod gambar;
mod induk;
mod inflasi;
mod kabel;
mod pdf;
mod utuh;

pub use anak::{PERINTAH, anak, periksa_isi};
pub use induk::{PemeriksaAnak, PemeriksaConfig};

#[cfg(test)]
mod tests;
