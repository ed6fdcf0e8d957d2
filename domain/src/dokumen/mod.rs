//! Products of a permohonan: draft, approval, TTE, verification.

mod tte;

pub use tte::*;
