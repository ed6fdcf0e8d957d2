//! The catalogue: what an office offers, what it asks for, what comes out.

mod isian;
mod kuota;
mod makna;
mod model;
mod produk;
mod query;
mod susulan;
mod syarat;
mod tangkap;

pub use isian::*;
pub use kuota::*;
pub(crate) use makna::*;
pub use model::*;
pub use produk::*;
pub use query::*;
pub use susulan::*;
pub use syarat::*;
pub use tangkap::*;
