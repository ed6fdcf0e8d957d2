//! BSrE eSign Client Service simulator: the v2 API over HTTP, with real PAdES signatures.
//!
//! Its certification authority is called "SIMULATOR - BUKAN ASLI" and must never be trusted outside a demo or a test.
//!
//! ```text
//! curl $SIM/sim/journal                      # every accepted signature, oldest first
//! curl $SIM/sim/ca.pem                       # the trust anchor
//! curl $SIM/sim/faults -H 'content-type: application/json' -d '{"fault":"drop_after_sign","count":2}'
//! curl $SIM/sim/faults -H 'content-type: application/json' \
//!      -d '{"fault":{"status":"EXPIRED"},"nik":"3402014107800001"}'   # stays until DELETE /sim/faults
//! ```
//!
//! One call can also ask for a fault by its passphrase, for example `sim:empty_file` or `sim:slow_ms:5000`.

mod alter;
mod appearance;
mod cms;
mod config;
mod error;
mod faults;
mod journal;
mod keys;
mod pades;
mod pki;
mod routes;
mod server;
mod signing;
mod state;
#[cfg(test)]
mod tests;
mod verify;
mod wire;

pub use alter::{with_extra_page, with_other_text};
pub use appearance::Visible;
pub use config::{BsreSimConfig, SignerStatus, SimKey, SimSigner};
pub use error::SimError;
pub use faults::{Fault, Faults};
pub use journal::JournalEntry;
pub use pades::{SignatureOptions, sign_pdf, sign_pdf_with};
pub use pki::{Authority, SigningIdentity};
pub use server::BsreSim;
