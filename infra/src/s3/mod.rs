//! Object storage over S3.

mod disposisi;
mod galat;
mod klien;
mod objek;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_versi;

pub use klien::{Checksums, S3Config};
pub use objek::S3Objek;
