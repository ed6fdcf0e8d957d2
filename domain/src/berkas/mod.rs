//! Files from outside: they count only once their content was checked, scanned and stored (security 24, 30 to 36).

mod batas;
mod gudang;
mod kuota;
mod periksa;
mod pindai;
mod sapu;
mod simpan;
#[cfg(test)]
mod uji;
mod unggah;
mod utuh;

pub use batas::*;
pub use gudang::*;
pub use kuota::*;
pub use periksa::*;
pub use pindai::*;
pub use sapu::*;
pub use simpan::*;
pub(crate) use unggah::tipe_boleh;
pub use unggah::*;
pub use utuh::*;
