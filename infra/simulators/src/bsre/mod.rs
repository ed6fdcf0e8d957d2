//! BSrE eSign Client Service simulator: both generations of the API over HTTP, with real PAdES signatures.
//!
//! Its certification authority is called "SIMULATOR - BUKAN ASLI" and must never be trusted outside a demo or a test.
//!
//! ```text
//! curl $SIM/sim/journal                      # every accepted signature, oldest first
//! curl $SIM/sim/ca.pem                       # the trust anchor
//! curl $SIM/sim/faults -H 'content-type: application/json' -d '{"fault":"drop_after_sign","count":2}'
//! curl $SIM/sim/faults -H 'content-type: application/json' \
//!      -d '{"fault":{"status":"EXPIRED"},"nik":"3402014107800001"}'   # stays until DELETE /sim/faults
//! curl $SIM/sim/totp/3402014107800001        # the one-time code that was "sent" to a signer's phone
//! curl $SIM/sim/seal                         # subscriber and activation code of the seal
//! curl $SIM/sim/placing -X PUT -H 'content-type: application/json' -d '{"from_top":false,"as_shown":true}'
//! ```
//!
//! One call can also ask for a fault by its passphrase, for example `sim:empty_file` or `sim:slow_ms:5000`.

mod alter;
mod appearance;
mod cms;
mod config;
mod error;
mod faults;
mod geometry;
mod journal;
mod keys;
mod pades;
mod pki;
mod revocation;
mod routes;
mod seal;
mod server;
mod signing;
mod state;
#[cfg(test)]
mod tests;
mod timestamp;
mod totp;
mod v1;
mod verify;
mod wire;

pub use alter::{with_extra_page, with_other_text};
pub use appearance::{Placing, Visible};
pub use cms::SimDigest;
pub use config::{BsreSimConfig, SignerStatus, SimKey, SimSigner};
pub use error::SimError;
pub use faults::{Fault, Faults};
pub use journal::JournalEntry;
pub use pades::{SignatureOptions, sign_pdf, sign_pdf_with};
pub use pki::{Authority, Misfit, SigningIdentity};
pub use revocation::{Evidence, Revoked, with_evidence};
pub use seal::{SEAL_NAME, SEAL_SUBSCRIBER};
pub use server::BsreSim;
pub use timestamp::Timestamp;
