//! Administration of officers and roles: who may do what, and the rules that keep an administrator from helping
//! themselves.

mod baca;
mod jaga;
mod model;
mod peran;
mod ubah;

pub use baca::*;
pub use jaga::*;
pub use model::*;
pub use peran::*;
pub use ubah::*;
