//! What can go wrong inside the simulator.

use std::io;

/// Why the simulator could not start or sign.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// The address could not be bound, or a file could not be read or written.
    #[error("simulator I/O")]
    Io(#[from] io::Error),
    /// The input is not a PDF that can be signed.
    #[error("not a signable PDF")]
    Pdf(#[from] lopdf::Error),
    /// A key or a certificate could not be made or read.
    #[error("simulator key material: {0}")]
    Crypto(String),
    /// The server thread ended before it listened.
    #[error("the simulator ended early")]
    Ended,
}

impl SimError {
    /// Wraps an error of the cryptographic crates, which share no type.
    pub(super) fn crypto(error: impl std::fmt::Display) -> Self {
        Self::Crypto(error.to_string())
    }
}

impl From<der::Error> for SimError {
    fn from(error: der::Error) -> Self {
        Self::crypto(error)
    }
}
