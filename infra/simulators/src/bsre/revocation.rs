//! Evidence of revocation: lists, answers about single certificates, and both inside a PDF.

use std::time::{Duration, SystemTime};

use const_oid::{
    AssociatedOid,
    db::{rfc5280, rfc5912},
};
use der::{
    Any, Decode, Encode,
    asn1::{BitString, GeneralizedTime, Null, ObjectIdentifier, OctetString, SetOfVec},
};
use lopdf::{Object, Stream, dictionary};
use p256::ecdsa::{DerSignature, SigningKey};
use sha2::{Digest, Sha256};
use signature::Signer;
use spki::AlgorithmIdentifierOwned;
use x509_cert::{
    attr::Attribute,
    crl::{CertificateList, RevokedCert, TbsCertList},
    ext::{Extension, pkix::CrlReason},
    time::Time,
};
use x509_ocsp::{
    BasicOcspResponse, CertId, CertStatus, OcspGeneralizedTime, OcspResponse, OcspResponseStatus,
    ResponderId, ResponseBytes, ResponseData, RevokedInfo, SingleResponse, Version,
};

use super::{
    error::SimError,
    pades::{open, save},
    pki::{Authority, SigningIdentity},
};

const BASIC_ANSWER: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
const ARCHIVE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.8");
/// Evidence holds this long.
const VALID_FOR: Duration = Duration::from_hours(24);

/// A certificate that was revoked.
#[derive(Clone, Copy)]
pub struct Revoked<'a> {
    /// Whose.
    pub whose: &'a SigningIdentity,
    /// Since when.
    pub since: SystemTime,
    /// Whether the key was in other hands, so that even older signatures are void.
    pub compromised: bool,
}

/// Lists and answers, in DER.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Lists of revoked certificates.
    pub crls: Vec<Vec<u8>>,
    /// Answers about single certificates.
    pub ocsps: Vec<Vec<u8>>,
}

impl Authority {
    /// A list of what this authority revoked, as of `at`, good for a day; DER.
    pub fn crl(&self, revoked: &[Revoked<'_>], at: SystemTime) -> Result<Vec<u8>, SimError> {
        let entries = revoked.iter().map(entry).collect::<Result<Vec<_>, SimError>>()?;
        let tbs_cert_list = TbsCertList {
            version: x509_cert::Version::V2,
            signature: self.algorithm(),
            issuer: self.subject(),
            this_update: Time::try_from(at)?,
            next_update: Some(Time::try_from(at + VALID_FOR)?),
            revoked_certificates: (!entries.is_empty()).then_some(entries),
            crl_extensions: None,
        };
        let signature = sign(self.key(), &tbs_cert_list.to_der()?)?;
        let signature_algorithm = self.algorithm();
        Ok(CertificateList { tbs_cert_list, signature_algorithm, signature }.to_der()?)
    }

    /// The same in PEM, as administrators keep it.
    pub fn crl_pem(&self, revoked: &[Revoked<'_>], at: SystemTime) -> Result<String, SimError> {
        let der = self.crl(revoked, at)?;
        der::pem::encode_string("X509 CRL", der::pem::LineEnding::LF, &der)
            .map_err(SimError::crypto)
    }

    /// An answer about a certificate of this authority, as of `at`, good for a day; DER. `by` answers in its name.
    pub fn ocsp(
        &self,
        about: &SigningIdentity,
        revoked: Option<Revoked<'_>>,
        at: SystemTime,
        by: Option<&Authority>,
    ) -> Result<Vec<u8>, SimError> {
        let issuer = self.certificate();
        let key = issuer.tbs_certificate.subject_public_key_info.subject_public_key.clone();
        let cert_id = CertId {
            hash_algorithm: AlgorithmIdentifierOwned { oid: rfc5912::ID_SHA_256, parameters: None },
            issuer_name_hash: hash(&issuer.tbs_certificate.subject.to_der()?)?,
            issuer_key_hash: hash(key.raw_bytes())?,
            serial_number: about.certificate.tbs_certificate.serial_number.clone(),
        };
        let cert_status = match revoked {
            None => CertStatus::Good(Null),
            Some(revoked) => CertStatus::Revoked(RevokedInfo {
                revocation_time: moment(revoked.since)?,
                revocation_reason: revoked.compromised.then_some(CrlReason::KeyCompromise),
            }),
        };
        let tbs_response_data = ResponseData {
            version: Version::V1,
            responder_id: ResponderId::ByName(self.subject()),
            produced_at: moment(at)?,
            responses: vec![SingleResponse {
                cert_id,
                cert_status,
                this_update: moment(at)?,
                next_update: Some(moment(at + VALID_FOR)?),
                single_extensions: None,
            }],
            response_extensions: None,
        };
        let signature = sign(by.unwrap_or(self).key(), &tbs_response_data.to_der()?)?;
        let signature_algorithm = self.algorithm();
        let basic =
            BasicOcspResponse { tbs_response_data, signature_algorithm, signature, certs: None };
        let response = OcspResponse {
            response_status: OcspResponseStatus::Successful,
            response_bytes: Some(ResponseBytes {
                response_type: BASIC_ANSWER,
                response: OctetString::new(basic.to_der()?)?,
            }),
        };
        Ok(response.to_der()?)
    }
}

impl Evidence {
    /// The signed attribute by which a signer brings it along.
    pub(super) fn attribute(&self) -> Result<Option<Attribute>, SimError> {
        if self.crls.is_empty() && self.ocsps.is_empty() {
            return Ok(None);
        }
        let mut parts = Vec::new();
        for (tag, all) in [(0xA0, &self.crls), (0xA1, &self.ocsps)] {
            if !all.is_empty() {
                parts.extend(wrapped(tag, &wrapped(0x30, &all.concat())?)?);
            }
        }
        let value = Any::from_der(&wrapped(0x30, &parts)?)?;
        Ok(Some(Attribute { oid: ARCHIVE, values: SetOfVec::try_from(vec![value])? }))
    }
}

/// The file with evidence in its document security store, as an update behind the signature.
///
/// # Errors
/// When `pdf` cannot be read or is encrypted.
pub fn with_evidence(pdf: &[u8], evidence: &Evidence) -> Result<Vec<u8>, SimError> {
    let mut update = open(pdf)?;
    let root = update.get_prev_documents().trailer.get(b"Root")?.as_reference()?;
    let mut store = dictionary! { "Type" => "DSS" };
    for (key, all) in [("CRLs", &evidence.crls), ("OCSPs", &evidence.ocsps)] {
        let streams: Vec<Object> = all
            .iter()
            .map(|der| update.new_document.add_object(Stream::new(dictionary! {}, der.clone())))
            .map(Object::from)
            .collect();
        if !streams.is_empty() {
            store.set(key, streams);
        }
    }
    let store = update.new_document.add_object(store);
    update.opt_clone_object_to_new_document(root)?;
    update.new_document.get_dictionary_mut(root)?.set("DSS", store);
    save(update)
}

fn entry(revoked: &Revoked<'_>) -> Result<RevokedCert, SimError> {
    let reason = Extension {
        extn_id: rfc5280::ID_CE_CRL_REASONS,
        critical: false,
        extn_value: OctetString::new(CrlReason::KeyCompromise.to_der()?)?,
    };
    Ok(RevokedCert {
        serial_number: revoked.whose.certificate.tbs_certificate.serial_number.clone(),
        revocation_date: Time::try_from(revoked.since)?,
        crl_entry_extensions: revoked.compromised.then(|| vec![reason]),
    })
}

fn sign(key: &SigningKey, bytes: &[u8]) -> Result<BitString, SimError> {
    let signature: DerSignature = key.sign(bytes);
    Ok(BitString::from_bytes(signature.as_bytes())?)
}

fn hash(bytes: &[u8]) -> Result<OctetString, SimError> {
    debug_assert_eq!(Sha256::OID, rfc5912::ID_SHA_256);
    Ok(OctetString::new(Sha256::digest(bytes).as_slice())?)
}

fn moment(at: SystemTime) -> Result<OcspGeneralizedTime, SimError> {
    let since = at.duration_since(SystemTime::UNIX_EPOCH).map_err(SimError::crypto)?;
    Ok(OcspGeneralizedTime(GeneralizedTime::from_unix_duration(Duration::from_secs(
        since.as_secs(),
    ))?))
}

/// A value below a tag, in DER.
fn wrapped(tag: u8, value: &[u8]) -> Result<Vec<u8>, SimError> {
    let length = der::Length::try_from(value.len())?.to_der()?;
    Ok([&[tag], length.as_slice(), value].concat())
}
