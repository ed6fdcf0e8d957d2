//! Public verification: what anybody may learn of an issued document from the code on it, or from the file itself.

mod kode;
mod model;
mod periksa;

pub use kode::KodeVerifikasi;
pub use model::*;
pub use periksa::*;
