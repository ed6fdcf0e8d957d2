//! The CMS container of a PAdES signature: detached, with signing-certificate-v2, and a timestamp when asked for one.

use cms::{
    builder::{SignedDataBuilder, SignerInfoBuilder},
    cert::{CertificateChoices, IssuerAndSerialNumber},
    content_info::ContentInfo,
    signed_data::{EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfos},
};
use const_oid::{AssociatedOid, ObjectIdentifier, db::rfc5911};
use der::{
    Any, Decode, Encode, Sequence,
    asn1::{OctetString, SetOfVec},
};
use ring::digest;
use sha2::{Digest, Sha256};
use signature::{Keypair, Signer};
use spki::{AlgorithmIdentifierOwned, DynSignatureAlgorithmIdentifier, SignatureBitStringEncoding};
use x509_cert::attr::Attribute;

use super::{
    error::SimError, keys::WithKey, pades::SignatureOptions, pki::SigningIdentity,
    timestamp::Timestamp,
};

const SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SIGNATURE_TIME_STAMP: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// What the document is hashed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SimDigest {
    /// SHA-256.
    #[default]
    Sha256,
    /// SHA-512.
    Sha512,
    /// SHA-1, which nobody may accept any more.
    Sha1,
}

impl SimDigest {
    fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha256 => Sha256::OID,
            Self::Sha512 => const_oid::db::rfc5912::ID_SHA_512,
            Self::Sha1 => SHA_1,
        }
    }

    /// The digest of the parts, one after the other.
    pub(super) fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        let mut context = digest::Context::new(match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha512 => &digest::SHA512,
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        });
        for part in parts {
            context.update(part);
        }
        context.finish().as_ref().to_vec()
    }
}

/// RFC 5035 ESSCertIDv2 with the default hash (SHA-256) and no issuerSerial.
#[derive(Sequence)]
struct EssCertIdV2 {
    hash: OctetString,
}

/// RFC 5035 SigningCertificateV2.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
}

/// What is signed: a digest of bytes elsewhere, or content that comes along.
pub(super) enum Content<'a> {
    /// The digest of the covered bytes.
    Detached(&'a [u8]),
    /// The content itself.
    Attached(ObjectIdentifier, &'a [u8]),
}

struct Container<'a> {
    content: Content<'a>,
    digest: SimDigest,
    signer: &'a SigningIdentity,
    /// An attribute to sign besides.
    more: Option<Attribute>,
}

/// Signs the `digest` of the covered bytes; DER of the ContentInfo.
pub(super) fn sign_digest(
    digest: &[u8],
    options: &SignatureOptions,
    signer: &SigningIdentity,
) -> Result<Vec<u8>, SimError> {
    let (content, more) = (Content::Detached(digest), options.evidence.attribute()?);
    let container = Container { content, digest: options.digest, signer, more };
    let container = signer.key.run(container)?;
    match &options.timestamp {
        Some(timestamp) => with_timestamp(&container, timestamp),
        None => Ok(container),
    }
}

/// Signs any content; DER of the ContentInfo.
pub(super) fn sign(
    content: Content<'_>,
    digest: SimDigest,
    signer: &SigningIdentity,
) -> Result<Vec<u8>, SimError> {
    signer.key.run(Container { content, digest, signer, more: None })
}

impl WithKey for Container<'_> {
    type Output = Vec<u8>;

    fn with<S, G>(self, key: &S) -> Result<Vec<u8>, SimError>
    where
        S: Keypair + DynSignatureAlgorithmIdentifier + Signer<G>,
        G: SignatureBitStringEncoding,
    {
        let (content, external) = match self.content {
            Content::Detached(digest) => (
                EncapsulatedContentInfo { econtent_type: rfc5911::ID_DATA, econtent: None },
                Some(digest),
            ),
            Content::Attached(kind, bytes) => {
                let bytes = Any::encode_from(&OctetString::new(bytes)?)?;
                (EncapsulatedContentInfo { econtent_type: kind, econtent: Some(bytes) }, None)
            }
        };
        let digest = AlgorithmIdentifierOwned { oid: self.digest.oid(), parameters: None };
        let tbs = &self.signer.certificate.tbs_certificate;
        let sid = SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer.clone(),
            serial_number: tbs.serial_number.clone(),
        });
        let mut info = SignerInfoBuilder::new(key, sid, digest.clone(), &content, external)
            .map_err(SimError::crypto)?;
        info.add_signed_attribute(signing_certificate(self.signer)?).map_err(SimError::crypto)?;
        if let Some(more) = self.more {
            info.add_signed_attribute(more).map_err(SimError::crypto)?;
        }

        let mut data = SignedDataBuilder::new(&content);
        data.add_digest_algorithm(digest).map_err(SimError::crypto)?;
        for certificate in std::iter::once(&self.signer.certificate).chain(&self.signer.chain) {
            data.add_certificate(CertificateChoices::Certificate(certificate.clone()))
                .map_err(SimError::crypto)?;
        }
        data.add_signer_info::<S, G>(info).map_err(SimError::crypto)?;
        Ok(data.build().map_err(SimError::crypto)?.to_der()?)
    }
}

/// The same container with a timestamp over its signature.
fn with_timestamp(container: &[u8], timestamp: &Timestamp) -> Result<Vec<u8>, SimError> {
    let mut info = ContentInfo::from_der(container)?;
    let mut data: SignedData = info.content.decode_as()?;
    let mut signers = data.signer_infos.0.into_vec();
    for signer in &mut signers {
        let token = timestamp.token(signer.signature.as_bytes())?;
        let attribute = Attribute {
            oid: SIGNATURE_TIME_STAMP,
            values: SetOfVec::try_from(vec![Any::from_der(&token)?])?,
        };
        signer.unsigned_attrs = Some(SetOfVec::try_from(vec![attribute])?);
    }
    data.signer_infos = SignerInfos(SetOfVec::try_from(signers)?);
    info.content = Any::encode_from(&data)?;
    Ok(info.to_der()?)
}

fn signing_certificate(signer: &SigningIdentity) -> Result<Attribute, SimError> {
    let hash = OctetString::new(Sha256::digest(signer.certificate_der()?).as_slice())?;
    let value = SigningCertificateV2 { certs: vec![EssCertIdV2 { hash }] };
    Ok(Attribute {
        oid: rfc5911::ID_AA_SIGNING_CERTIFICATE_V_2,
        values: SetOfVec::try_from(vec![Any::encode_from(&value)?])?,
    })
}
