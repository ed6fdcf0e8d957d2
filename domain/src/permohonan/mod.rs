//! The case.

mod objek;

pub use objek::*;
