//! Electronic signatures: the eSign Client Service of BSrE, and the check of what comes back.

mod bsre;
mod geometri;
mod kalibrasi;
mod pades;
mod stempel;

pub use bsre::{Bsre, KoordinatHost, koordinat_host};
pub use kalibrasi::{POJOK, halaman_kalibrasi};
pub use pades::PemeriksaPades;
pub use stempel::StempelPng;
