//! Second factors: what an office demands, codes of an authenticator (passkeys are in `kunci_sandi`), codes for the day it is lost.

mod aturan;
mod daftar;
mod kode;
mod pasang;
mod pulih;

pub use aturan::*;
pub use daftar::*;
pub use kode::*;
pub use pasang::*;
pub use pulih::*;
