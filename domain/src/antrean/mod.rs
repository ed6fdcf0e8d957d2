//! The queue at the office: tickets by kind of service, called in an order that lets the vulnerable go first and starves
//! nobody (K-23), the board, and how long people waited (S-17).

mod aturan;
mod kelola;
mod model;
mod papan;
mod warga;

pub use aturan::*;
pub use kelola::*;
pub use model::*;
pub use papan::*;
pub(crate) use warga::{TIKET_SEHARI, letak, tiket_baru};

use crate::id::Id;

/// Marks ids of tickets.
#[derive(Debug)]
pub enum TiketTag {}
/// The id of a ticket.
pub type TiketId = Id<TiketTag>;
