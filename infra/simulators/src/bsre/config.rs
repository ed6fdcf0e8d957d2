//! How a simulator is set up.

use std::{fmt, net::SocketAddr, path::PathBuf};

use serde::{Deserialize, Serialize};

/// Address, application account and signers of one simulator.
pub struct BsreSimConfig {
    /// Where to listen; port 0 picks a free one.
    pub bind: SocketAddr,
    /// HTTP Basic user of the application account.
    pub user: String,
    /// HTTP Basic password of the application account.
    pub password: String,
    /// The people who can sign.
    pub signers: Vec<SimSigner>,
    /// Where keys, certificates and the journal live; `None` keeps them in memory.
    pub data_dir: Option<PathBuf>,
}

/// One person known to the simulator.
#[derive(Clone)]
pub struct SimSigner {
    /// 16 digits; becomes serialNumber in the certificate.
    pub nik: String,
    /// Full name; becomes commonName in the certificate.
    pub name: String,
    /// The right passphrase.
    pub passphrase: String,
    /// State of the certificate; only [`SignerStatus::Issue`] may sign.
    pub status: SignerStatus,
    /// Kind of key.
    pub key: SimKey,
}

impl fmt::Debug for SimSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimSigner")
            .field("name", &self.name)
            .field("status", &self.status)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// Kind of a signer's key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SimKey {
    /// ECDSA on P-256 with SHA-256.
    #[default]
    P256,
    /// RSA with 3072 bits, PKCS#1 v1.5 with SHA-256; takes a moment to generate.
    Rsa3072,
    /// RSA with 1024 bits, which nobody may accept any more.
    Rsa1024,
}

/// The nine states of a signer's certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignerStatus {
    /// Valid; may sign.
    #[default]
    Issue,
    /// Past its end.
    Expired,
    /// Being renewed.
    Renew,
    /// Registered, not yet verified.
    WaitingForVerification,
    /// Just registered.
    New,
    /// Registered without a certificate (2021).
    NoCertificate,
    /// Unknown (2011).
    NotRegistered,
    /// Suspended.
    Suspend,
    /// Revoked.
    Revoke,
}

impl SignerStatus {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Issue,
        Self::Expired,
        Self::Renew,
        Self::WaitingForVerification,
        Self::New,
        Self::NoCertificate,
        Self::NotRegistered,
        Self::Suspend,
        Self::Revoke,
    ];

    /// As it is written on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Issue => "ISSUE",
            Self::Expired => "EXPIRED",
            Self::Renew => "RENEW",
            Self::WaitingForVerification => "WAITING_FOR_VERIFICATION",
            Self::New => "NEW",
            Self::NoCertificate => "NO_CERTIFICATE",
            Self::NotRegistered => "NOT_REGISTERED",
            Self::Suspend => "SUSPEND",
            Self::Revoke => "REVOKE",
        }
    }
}
