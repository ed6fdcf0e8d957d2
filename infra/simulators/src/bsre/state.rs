//! What a running simulator knows.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    appearance::Placing,
    config::{BsreSimConfig, SignerStatus, SimKey, SimSigner},
    error::SimError,
    faults::{Fault, Faults},
    journal::Journal,
    pki::{Authority, SigningIdentity},
    seal::SEAL_NAME,
    totp::Codes,
    v1::Documents,
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
    /// The office's seal.
    pub(super) seal: SigningIdentity,
    /// The timestamp authority.
    pub(super) tsa: SigningIdentity,
    pub(super) ca_pem: String,
    faults: Mutex<Faults>,
    journal: Mutex<Journal>,
    codes: Mutex<Codes>,
    documents: Mutex<Documents>,
    placing: Mutex<Option<Placing>>,
    registered: Mutex<HashSet<String>>,
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
        let seal = issue("SEGEL", SEAL_NAME, SimKey::P256)?;
        let journal = match &config.data_dir {
            Some(dir) => Journal::open(dir)?,
            None => Journal::default(),
        };
        let account = format!("{}:{}", config.user, config.password);
        Ok(Self {
            authorization: format!("Basic {}", STANDARD.encode(account)),
            signers,
            ca_pem: authority.pem()?,
            tsa: authority.timestamping()?,
            authority,
            stranger,
            seal,
            faults: Mutex::default(),
            journal: Mutex::new(journal),
            codes: Mutex::default(),
            documents: Mutex::default(),
            placing: Mutex::default(),
            registered: Mutex::default(),
        })
    }

    /// Whether the application account is right.
    pub(super) fn admits(&self, authorization: Option<&str>) -> bool {
        authorization == Some(self.authorization.as_str())
    }

    pub(super) fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    /// The state of a person as the host tells it: by lasting fault, as set up, or as registered.
    pub(super) fn status(&self, who: &str) -> SignerStatus {
        match self.faults().peek(who) {
            Some(Fault::Status(status)) => return status,
            Some(Fault::NotRegistered) => return SignerStatus::NotRegistered,
            _ => {}
        }
        let registered = || lock(&self.registered).contains(who).then_some(SignerStatus::New);
        let known = self.signers.get(who).map(|known| known.signer.status);
        known.or_else(registered).unwrap_or(SignerStatus::NotRegistered)
    }

    /// Takes a registration; it stays new, as nobody verifies it here.
    pub(super) fn register(&self, email: &str) {
        lock(&self.registered).insert(email.to_owned());
    }

    pub(super) fn codes(&self) -> MutexGuard<'_, Codes> {
        lock(&self.codes)
    }

    pub(super) fn documents(&self) -> MutexGuard<'_, Documents> {
        lock(&self.documents)
    }

    /// How the host counts, when it was told to count in another way.
    pub(super) fn placing(&self) -> Option<Placing> {
        *lock(&self.placing)
    }

    pub(super) fn place(&self, placing: Option<Placing>) {
        *lock(&self.placing) = placing;
    }

    pub(super) fn journal(&self) -> MutexGuard<'_, Journal> {
        lock(&self.journal)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
