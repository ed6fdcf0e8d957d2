//! The conversation with residents: contacts, what comes in, and the guided intake.

mod alur;
mod kontak;
mod masuk;
mod proses;
mod saluran;
pub mod teks;
#[cfg(test)]
mod uji;

pub use alur::*;
pub use kontak::*;
pub use masuk::*;
pub use proses::*;
pub use saluran::*;

use crate::id::Id;

/// Marks ids of contacts.
#[derive(Debug)]
pub enum KontakTag {}
/// The id of a contact.
pub type KontakId = Id<KontakTag>;
