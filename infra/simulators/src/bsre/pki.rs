//! The simulator's own certification authority and the certificates it issues.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use const_oid::db::rfc4519;
use der::{
    Any, Decode, DecodePem, Encode, EncodePem, Tag,
    asn1::{BitString, ObjectIdentifier, OctetString, SetOfVec},
    pem::LineEnding,
};
use p256::ecdsa::{DerSignature, SigningKey as EcKey};
use rand_core::{OsRng, RngCore};
use sha2::{Digest, Sha256};
use signature::{Signer, Verifier};
use x509_cert::{
    Certificate,
    attr::AttributeTypeAndValue,
    builder::{Builder, CertificateBuilder, Profile},
    ext::Extension,
    name::{Name, RdnSequence, RelativeDistinguishedName},
    serial_number::SerialNumber,
    time::{Time, Validity},
};

use super::{config::SimKey, error::SimError, keys::PrivateKey};

const CA_NAME: &str = "CA Penandatangan SIMULATOR - BUKAN ASLI";
const ORGANISATION: &str = "SIMULATOR - BUKAN ASLI";
const DAY: Duration = Duration::from_hours(24);

const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
/// ExtKeyUsageSyntax with id-kp-timeStamping alone.
const TIME_STAMPING: [u8; 12] = [0x30, 0x0A, 0x06, 0x08, 0x2B, 6, 1, 5, 5, 7, 3, 8];
/// ExtKeyUsageSyntax with id-kp-serverAuth alone.
const SERVER_AUTH: [u8; 12] = [0x30, 0x0A, 0x06, 0x08, 0x2B, 6, 1, 5, 5, 7, 3, 1];
/// KeyUsage with keyEncipherment alone.
const KEY_ENCIPHERMENT: [u8; 4] = [0x03, 0x02, 0x05, 0x20];

/// What a certificate is for that is not for signing documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The extended key usage of a web server.
    WebServer,
    /// Key usage that leaves out signatures.
    OnlyEncryption,
}

/// A certification authority that nobody outside a demo or a test may trust.
#[derive(Clone)]
pub struct Authority {
    key: EcKey,
    /// Own certificate first, then its issuers, without the root.
    path: Vec<Certificate>,
    root: Certificate,
}

/// A key with its certificate: somebody who can sign a PDF.
#[derive(Clone)]
pub struct SigningIdentity {
    pub(super) key: PrivateKey,
    pub(super) certificate: Certificate,
    /// Issuers to send along, without the root.
    pub(super) chain: Vec<Certificate>,
    pub(super) name: String,
}

impl Authority {
    /// A new root authority, in memory.
    pub fn new() -> Result<Self, SimError> {
        Self::root(EcKey::random(&mut OsRng))
    }

    /// The root authority kept in `dir`, made on first use.
    pub fn open(dir: &Path) -> Result<Self, SimError> {
        fs::create_dir_all(dir)?;
        let (key_file, certificate_file) = (dir.join("ca.key.pem"), dir.join("ca.pem"));
        if key_file.exists() && certificate_file.exists() {
            let PrivateKey::P256(key) = PrivateKey::from_pem(&fs::read_to_string(key_file)?)?
            else {
                return Err(SimError::crypto("ca.key.pem is not a P-256 key"));
            };
            let root = Certificate::from_pem(fs::read(certificate_file)?)?;
            return Ok(Self { key, path: Vec::new(), root });
        }
        let authority = Self::new()?;
        write_private(&key_file, &PrivateKey::P256(authority.key.clone()).to_pem()?)?;
        fs::write(certificate_file, authority.pem()?)?;
        Ok(authority)
    }

    fn root(key: EcKey) -> Result<Self, SimError> {
        let subject = name(&[(rfc4519::CN, CA_NAME), (rfc4519::O, ORGANISATION)])?;
        let public = PrivateKey::P256(key.clone()).public()?;
        let now = SystemTime::now();
        let validity = validity(now - 365 * DAY, now + 3650 * DAY)?;
        let root =
            CertificateBuilder::new(Profile::Root, serial()?, validity, subject, public, &key)
                .and_then(Builder::build::<DerSignature>)
                .map_err(SimError::crypto)?;
        Ok(Self { key, path: Vec::new(), root })
    }

    /// An authority below this one; its signers send its certificate along.
    pub fn subordinate(&self) -> Result<Self, SimError> {
        let now = SystemTime::now();
        self.subordinate_valid(now - DAY, now + 1825 * DAY)
    }

    /// An authority below this one, valid from `from` until `until`.
    pub fn subordinate_valid(&self, from: SystemTime, until: SystemTime) -> Result<Self, SimError> {
        let key = EcKey::random(&mut OsRng);
        let subject =
            name(&[(rfc4519::CN, "Sub CA SIMULATOR - BUKAN ASLI"), (rfc4519::O, ORGANISATION)])?;
        let profile = Profile::SubCA { issuer: self.subject(), path_len_constraint: Some(0) };
        let certificate =
            self.certify(profile, validity(from, until)?, subject, &PrivateKey::P256(key.clone()))?;
        let path = std::iter::once(certificate).chain(self.path.iter().cloned()).collect();
        Ok(Self { key, path, root: self.root.clone() })
    }

    /// A forger: uses a signer's certificate as if it were an authority's. Only P-256 signers.
    pub fn forged_from(signer: &SigningIdentity, root: &Self) -> Result<Self, SimError> {
        let PrivateKey::P256(key) = signer.key.clone() else {
            return Err(SimError::crypto("only P-256 signers can forge"));
        };
        let path = std::iter::once(signer.certificate.clone())
            .chain(signer.chain.iter().cloned())
            .collect();
        Ok(Self { key, path, root: root.root.clone() })
    }

    /// The root certificate in PEM: the trust anchor.
    pub fn pem(&self) -> Result<String, SimError> {
        Ok(self.root.to_pem(LineEnding::LF)?)
    }

    /// A signer with a new key and a certificate of two years.
    pub fn issue(&self, nik: &str, name: &str, key: SimKey) -> Result<SigningIdentity, SimError> {
        let now = SystemTime::now();
        self.issue_valid(nik, name, key, now - DAY, now + 730 * DAY)
    }

    /// A signer whose certificate is valid from `from` until `until`.
    pub fn issue_valid(
        &self,
        nik: &str,
        name: &str,
        key: SimKey,
        from: SystemTime,
        until: SystemTime,
    ) -> Result<SigningIdentity, SimError> {
        self.issue_for(PrivateKey::generate(key)?, nik, name, validity(from, until)?)
    }

    /// Itself as somebody whose certificate can be revoked.
    pub fn identity(&self) -> SigningIdentity {
        SigningIdentity {
            key: PrivateKey::P256(self.key.clone()),
            certificate: self.certificate().clone(),
            chain: self.path.iter().skip(1).cloned().collect(),
            name: CA_NAME.to_owned(),
        }
    }

    /// A timestamp authority of its own, below this one.
    pub fn timestamping(&self) -> Result<SigningIdentity, SimError> {
        let now = SystemTime::now();
        self.timestamping_valid(now - DAY, now + 730 * DAY)
    }

    /// A timestamp authority valid from `from` until `until`.
    pub fn timestamping_valid(
        &self,
        from: SystemTime,
        until: SystemTime,
    ) -> Result<SigningIdentity, SimError> {
        let subject =
            name(&[(rfc4519::CN, "TSA SIMULATOR - BUKAN ASLI"), (rfc4519::O, ORGANISATION)])?;
        let key = PrivateKey::generate(SimKey::P256)?;
        let plain = self.certify(self.leaf(), validity(from, until)?, subject, &key)?;
        let certificate = self.with_extension(&plain, EXTENDED_KEY_USAGE, true, &TIME_STAMPING)?;
        let name = "TSA SIMULATOR - BUKAN ASLI".to_owned();
        Ok(SigningIdentity { key, certificate, chain: self.path.clone(), name })
    }

    /// The same person with a certificate that is for something else than signing documents.
    pub fn misfit(
        &self,
        signer: &SigningIdentity,
        misfit: Misfit,
    ) -> Result<SigningIdentity, SimError> {
        let (id, value) = match misfit {
            Misfit::WebServer => (EXTENDED_KEY_USAGE, SERVER_AUTH.as_slice()),
            Misfit::OnlyEncryption => (KEY_USAGE, KEY_ENCIPHERMENT.as_slice()),
        };
        let certificate = self.with_extension(&signer.certificate, id, true, value)?;
        Ok(SigningIdentity { certificate, ..signer.clone() })
    }

    /// Issues a certificate again with one extension set.
    fn with_extension(
        &self,
        certificate: &Certificate,
        id: ObjectIdentifier,
        critical: bool,
        value: &[u8],
    ) -> Result<Certificate, SimError> {
        let mut tbs_certificate = certificate.tbs_certificate.clone();
        let extensions = tbs_certificate.extensions.get_or_insert_default();
        extensions.retain(|extension| extension.extn_id != id);
        extensions.push(Extension { extn_id: id, critical, extn_value: OctetString::new(value)? });
        let signature: DerSignature = self.key.sign(&tbs_certificate.to_der()?);
        Ok(Certificate {
            tbs_certificate,
            signature_algorithm: certificate.signature_algorithm.clone(),
            signature: BitString::from_bytes(signature.as_bytes())?,
        })
    }

    fn leaf(&self) -> Profile {
        Profile::Leaf {
            issuer: self.subject(),
            enable_key_agreement: false,
            enable_key_encipherment: false,
        }
    }

    fn issue_for(
        &self,
        key: PrivateKey,
        nik: &str,
        full_name: &str,
        validity: Validity,
    ) -> Result<SigningIdentity, SimError> {
        let subject = name(&[
            (rfc4519::C, "ID"),
            (rfc4519::O, ORGANISATION),
            (rfc4519::SERIAL_NUMBER, nik),
            (rfc4519::CN, full_name),
        ])?;
        let certificate = self.certify(self.leaf(), validity, subject, &key)?;
        Ok(SigningIdentity {
            key,
            certificate,
            chain: self.path.clone(),
            name: full_name.to_owned(),
        })
    }

    /// The signer kept in `dir`, made on first use; a changed name or kind of key makes a new one.
    pub(super) fn open_signer(
        &self,
        dir: &Path,
        nik: &str,
        full_name: &str,
        kind: SimKey,
    ) -> Result<SigningIdentity, SimError> {
        let label = hex::encode(&Sha256::digest(format!("{nik}|{full_name}|{kind:?}"))[..12]);
        let key_file = dir.join(format!("{label}.key.pem"));
        let certificate_file = dir.join(format!("{label}.pem"));
        if key_file.exists() && certificate_file.exists() {
            let key = PrivateKey::from_pem(&fs::read_to_string(&key_file)?)?;
            let certificate = Certificate::from_pem(fs::read(&certificate_file)?)?;
            let end = certificate.tbs_certificate.validity.not_after.to_system_time();
            let ours = certificate.tbs_certificate.issuer == self.subject();
            if key.kind() == kind && ours && end > SystemTime::now() + DAY {
                return Ok(SigningIdentity {
                    key,
                    certificate,
                    chain: self.path.clone(),
                    name: full_name.to_owned(),
                });
            }
        }
        let signer = self.issue(nik, full_name, kind)?;
        write_private(&key_file, &signer.key.to_pem()?)?;
        fs::write(certificate_file, signer.certificate.to_pem(LineEnding::LF)?)?;
        Ok(signer)
    }

    /// Whether this authority signed `certificate`.
    pub(super) fn issued(&self, certificate: &Certificate) -> bool {
        let signed = certificate.tbs_certificate.to_der().ok();
        let signature = certificate.signature.as_bytes().map(DerSignature::from_bytes);
        match (signed, signature) {
            (Some(signed), Some(Ok(signature))) => {
                self.key.verifying_key().verify(&signed, &signature).is_ok()
            }
            _ => false,
        }
    }

    pub(super) fn subject(&self) -> Name {
        self.certificate().tbs_certificate.subject.clone()
    }

    /// Its own certificate.
    pub(super) fn certificate(&self) -> &Certificate {
        self.path.first().unwrap_or(&self.root)
    }

    pub(super) fn key(&self) -> &EcKey {
        &self.key
    }

    /// How it signs.
    pub(super) fn algorithm(&self) -> spki::AlgorithmIdentifierOwned {
        self.root.signature_algorithm.clone()
    }

    fn certify(
        &self,
        profile: Profile,
        validity: Validity,
        subject: Name,
        key: &PrivateKey,
    ) -> Result<Certificate, SimError> {
        let public = key.public()?;
        CertificateBuilder::new(profile, serial()?, validity, subject, public, &self.key)
            .and_then(Builder::build::<DerSignature>)
            .map_err(SimError::crypto)
    }
}

impl SigningIdentity {
    /// Full name, as in the certificate.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its certificate and its issuers', the root last when it is known.
    pub(super) fn chain_der(&self, root: &Authority) -> Result<Vec<Vec<u8>>, SimError> {
        std::iter::once(&self.certificate)
            .chain(&self.chain)
            .chain([&root.root])
            .map(|certificate| Ok(certificate.to_der()?))
            .collect()
    }

    /// The certificate in DER.
    pub fn certificate_der(&self) -> Result<Vec<u8>, SimError> {
        Ok(self.certificate.to_der()?)
    }
}

fn name(parts: &[(ObjectIdentifier, &str)]) -> Result<Name, SimError> {
    let one = |(oid, text): &(ObjectIdentifier, &str)| {
        let tag = if *oid == rfc4519::C || *oid == rfc4519::SERIAL_NUMBER {
            Tag::PrintableString
        } else {
            Tag::Utf8String
        };
        let value = Any::new(tag, text.as_bytes())?;
        let pair = AttributeTypeAndValue { oid: *oid, value };
        Ok(RelativeDistinguishedName(SetOfVec::try_from(vec![pair])?))
    };
    let parts = parts.iter().map(one).collect::<Result<Vec<_>, der::Error>>()?;
    // Through DER once, so that equality with a parsed name holds.
    Ok(Name::from_der(&RdnSequence(parts).to_der()?)?)
}

fn validity(from: SystemTime, until: SystemTime) -> Result<Validity, SimError> {
    Ok(Validity { not_before: Time::try_from(from)?, not_after: Time::try_from(until)? })
}

/// 16 random bytes, positive and without a leading zero.
fn serial() -> Result<SerialNumber, SimError> {
    let mut bytes = [0_u8; 16];
    OsRng.fill_bytes(&mut bytes);
    bytes[0] = (bytes[0] & 0x3f) | 0x40;
    Ok(SerialNumber::new(&bytes)?)
}

/// Writes a key that only the owner may read.
fn write_private(path: &Path, text: &str) -> Result<(), SimError> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let mut file =
        fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    Ok(())
}
