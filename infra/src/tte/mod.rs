//! Electronic signatures: the eSign Client Service of BSrE, and the check of what comes back.

mod bsre;
mod geometri;
mod pades;
mod stempel;

pub use bsre::BsreV2;
pub use pades::PemeriksaPades;
pub use stempel::StempelPng;
