//! The catalogue: what an office offers, what it asks for, what comes out.

mod kuota;
mod model;
mod produk;
mod query;

pub use kuota::*;
pub use model::*;
pub use produk::*;
pub use query::*;
