//! The office's daily report "Laporan pengambilan dokumen dan pengiriman PDF" (P-14): counted from the ledger, closed every
//! evening, and never changed afterwards.

mod hitung;
mod kelola;
mod lembar;
mod model;

pub use hitung::*;
pub use kelola::*;
pub use lembar::*;
pub use model::*;
