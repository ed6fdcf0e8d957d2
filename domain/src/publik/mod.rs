//! What residents may ask without logging in: where their case stands.

mod aturan;
mod status;

pub use aturan::*;
pub use status::*;
