//! Plh and Plt: one officer acts in the place of another, by SK, for some days and some roles.

mod aturan;
mod kerja;
mod model;
#[cfg(test)]
mod uji;

pub use aturan::*;
pub use kerja::*;
pub use model::*;
