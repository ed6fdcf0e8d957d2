//! The fence before the handlers: how often one address, session or office may ask, and which web pages may at all.

mod cors;
mod laju;

pub use cors::{AsalCors, AsalTidakSah};
pub use laju::{AturanLaju, Laju};

use actix_web::http::header::HeaderMap;

/// Bytes that the headers of a request may have together; tokens are under 5,000.
const KEPALA_MAKS: usize = 16 * 1024;

/// The fence of this process. The default one stops nobody but headers beyond all measure.
#[derive(Debug, Default)]
pub struct Pagar {
    /// How often somebody may ask.
    pub laju: Laju,
    /// Which web pages may.
    pub cors: AsalCors,
}

/// Whether the headers are within measure.
pub(super) fn kepala_wajar(kepala: &HeaderMap) -> bool {
    kepala.iter().map(|(nama, isi)| nama.as_str().len() + isi.len()).sum::<usize>() <= KEPALA_MAKS
}
