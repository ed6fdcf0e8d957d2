//! Electronic signatures: the eSign Client Service of BSrE, and the check of what comes back.

mod bsre;
mod pades;

pub use bsre::BsreV2;
pub use pades::PemeriksaPades;
