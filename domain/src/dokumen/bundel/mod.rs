//! The signing desk (Meja TTE): the queue of a signer, and bundles of many documents under one passphrase.

mod antrean;
mod baca;
mod buat;
mod contoh;
mod jalankan;
mod laju;
mod model;
mod repositori;
mod tinjau;

pub use antrean::*;
pub use baca::*;
pub use buat::*;
pub use contoh::*;
pub use jalankan::*;
pub use laju::*;
pub use model::*;
pub use repositori::*;
pub use tinjau::*;
