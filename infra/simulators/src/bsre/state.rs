//! What a running simulator knows.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    config::{BsreSimConfig, SimKey, SimSigner},
    error::SimError,
    faults::Faults,
    journal::Journal,
    pki::{Authority, SigningIdentity},
};

/// Who signs under the fault "other signer".
const STRANGER: (&str, &str) = ("3299010101900099", "ORANG LAIN");

/// A signer with key and certificate.
pub(super) struct Known {
    pub(super) signer: SimSigner,
    pub(super) identity: SigningIdentity,
}

/// Shared by all handlers.
pub(super) struct State {
    /// The only accepted `Authorization` header.
    authorization: String,
    pub(super) signers: HashMap<String, Known>,
    pub(super) authority: Authority,
    pub(super) stranger: SigningIdentity,
    pub(super) ca_pem: String,
    faults: Mutex<Faults>,
    journal: Mutex<Journal>,
}

impl State {
    /// Reads or makes keys and certificates; an RSA key takes a moment.
    pub(super) fn new(config: &BsreSimConfig) -> Result<Self, SimError> {
        let authority = match &config.data_dir {
            Some(dir) => Authority::open(dir)?,
            None => Authority::new()?,
        };
        let issue = |nik: &str, name: &str, key: SimKey| match &config.data_dir {
            Some(dir) => authority.open_signer(dir, nik, name, key),
            None => authority.issue(nik, name, key),
        };
        let mut signers = HashMap::new();
        for signer in &config.signers {
            let identity = issue(&signer.nik, &signer.name, signer.key)?;
            signers.insert(signer.nik.clone(), Known { signer: signer.clone(), identity });
        }
        let stranger = issue(STRANGER.0, STRANGER.1, SimKey::P256)?;
        let journal = match &config.data_dir {
            Some(dir) => Journal::open(dir)?,
            None => Journal::default(),
        };
        let account = format!("{}:{}", config.user, config.password);
        Ok(Self {
            authorization: format!("Basic {}", STANDARD.encode(account)),
            signers,
            ca_pem: authority.pem()?,
            authority,
            stranger,
            faults: Mutex::default(),
            journal: Mutex::new(journal),
        })
    }

    /// Whether the application account is right.
    pub(super) fn admits(&self, authorization: Option<&str>) -> bool {
        authorization == Some(self.authorization.as_str())
    }

    pub(super) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
