//! Passwords: which are refused, how an officer sets and changes their own, and the one-time secrets that let them.

mod aturan;
mod ganti;
mod lupa;
mod sekali;
mod surel;

pub(in crate::akses) use aturan::{kata_konteks, periksa_sandi};
pub use ganti::*;
pub use lupa::*;
pub use sekali::*;
pub use surel::*;
