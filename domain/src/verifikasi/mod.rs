//! Public verification: what anybody may learn of an issued document from the code on it.

mod kode;

pub use kode::KodeVerifikasi;
