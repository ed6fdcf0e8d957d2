//! Private keys of signers, generated, stored and used.

use p256::{
    ecdsa::{DerSignature, SigningKey as EcKey},
    pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding},
};
use rand_core::OsRng;
use rsa::{
    RsaPrivateKey, pkcs1v15::Signature as RsaSignature, pkcs1v15::SigningKey as RsaKey,
    traits::PublicKeyParts as _,
};
use sha2::Sha256;
use signature::{Keypair, Signer};
use spki::{
    DynSignatureAlgorithmIdentifier, SignatureBitStringEncoding, SubjectPublicKeyInfoOwned,
};

use super::{config::SimKey, error::SimError};

/// A private key of either kind.
#[derive(Clone)]
pub(super) enum PrivateKey {
    /// ECDSA on P-256.
    P256(EcKey),
    /// RSA, PKCS#1 v1.5 with SHA-256.
    Rsa(Box<RsaKey<Sha256>>),
}

/// Something to do with a key whose kind is only known at run time.
pub(super) trait WithKey {
    /// What comes out.
    type Output;

    /// Runs with the concrete key and its signature type.
    fn with<S, G>(self, key: &S) -> Result<Self::Output, SimError>
    where
        S: Keypair + DynSignatureAlgorithmIdentifier + Signer<G>,
        G: SignatureBitStringEncoding;
}

impl PrivateKey {
    /// A new key.
    pub(super) fn generate(kind: SimKey) -> Result<Self, SimError> {
        Ok(match kind {
            SimKey::P256 => Self::P256(EcKey::random(&mut OsRng)),
            SimKey::Rsa3072 => Self::rsa(3072)?,
            SimKey::Rsa1024 => Self::rsa(1024)?,
        })
    }

    fn rsa(bits: usize) -> Result<Self, SimError> {
        let key = RsaPrivateKey::new(&mut OsRng, bits).map_err(SimError::crypto)?;
        Ok(Self::Rsa(Box::new(RsaKey::new(key))))
    }

    /// Reads a PKCS#8 PEM of either kind.
    pub(super) fn from_pem(pem: &str) -> Result<Self, SimError> {
        if let Ok(key) = EcKey::from_pkcs8_pem(pem) {
            return Ok(Self::P256(key));
        }
        let key = RsaPrivateKey::from_pkcs8_pem(pem).map_err(SimError::crypto)?;
        Ok(Self::Rsa(Box::new(RsaKey::new(key))))
    }

    /// Writes a PKCS#8 PEM.
    pub(super) fn to_pem(&self) -> Result<String, SimError> {
        let pem = match self {
            Self::P256(key) => key.to_pkcs8_pem(LineEnding::LF),
            Self::Rsa(key) => key.to_pkcs8_pem(LineEnding::LF),
        };
        Ok(pem.map_err(SimError::crypto)?.to_string())
    }

    /// Which kind this is.
    pub(super) fn kind(&self) -> SimKey {
        match self {
            Self::P256(_) => SimKey::P256,
            Self::Rsa(key) if key.as_ref().as_ref().size() < 200 => SimKey::Rsa1024,
            Self::Rsa(_) => SimKey::Rsa3072,
        }
    }

    /// The public half, for a certificate.
    pub(super) fn public(&self) -> Result<SubjectPublicKeyInfoOwned, SimError> {
        match self {
            Self::P256(key) => SubjectPublicKeyInfoOwned::from_key(*key.verifying_key()),
            Self::Rsa(key) => SubjectPublicKeyInfoOwned::from_key(key.verifying_key()),
        }
        .map_err(SimError::crypto)
    }

    /// Hands the concrete key to `work`.
    pub(super) fn run<W: WithKey>(&self, work: W) -> Result<W::Output, SimError> {
        match self {
            Self::P256(key) => work.with::<_, DerSignature>(key),
            Self::Rsa(key) => work.with::<_, RsaSignature>(key.as_ref()),
        }
    }
}
