//! Hand-over: how each version of a document travels to the applicant, on which channel, and how far it came.

mod buku;
mod model;
mod siapkan;

pub use buku::*;
pub use model::*;
pub use siapkan::*;

use crate::id::Id;

/// Marks ids of hand-overs.
#[derive(Debug)]
pub enum PenyerahanTag {}
/// The id of one attempt to hand a document over.
pub type PenyerahanId = Id<PenyerahanTag>;
