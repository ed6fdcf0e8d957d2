//! Administration as clients read and write it.

mod acuan;
mod delegasi;
mod pengguna;

pub(super) use acuan::*;
pub(super) use delegasi::*;
pub(super) use pengguna::*;
