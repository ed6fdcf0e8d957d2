//! The CMS container of a PAdES baseline-B signature: detached, with signing-certificate-v2.

use cms::{
    builder::{SignedDataBuilder, SignerInfoBuilder},
    cert::{CertificateChoices, IssuerAndSerialNumber},
    signed_data::{EncapsulatedContentInfo, SignerIdentifier},
};
use const_oid::{AssociatedOid, db::rfc5911};
use der::{
    Any, Encode, Sequence,
    asn1::{OctetString, SetOfVec},
};
use sha2::{Digest, Sha256};
use signature::{Keypair, Signer};
use spki::{AlgorithmIdentifierOwned, DynSignatureAlgorithmIdentifier, SignatureBitStringEncoding};
use x509_cert::attr::Attribute;

use super::{error::SimError, keys::WithKey, pki::SigningIdentity};

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

struct Detached<'a> {
    digest: &'a [u8],
    signer: &'a SigningIdentity,
}

/// Signs the SHA-256 `digest` of the covered bytes; DER of the ContentInfo.
pub(super) fn sign_digest(digest: &[u8], signer: &SigningIdentity) -> Result<Vec<u8>, SimError> {
    signer.key.run(Detached { digest, signer })
}

impl WithKey for Detached<'_> {
    type Output = Vec<u8>;

    fn with<S, G>(self, key: &S) -> Result<Vec<u8>, SimError>
    where
        S: Keypair + DynSignatureAlgorithmIdentifier + Signer<G>,
        G: SignatureBitStringEncoding,
    {
        let content = EncapsulatedContentInfo { econtent_type: rfc5911::ID_DATA, econtent: None };
        let sha256 = AlgorithmIdentifierOwned { oid: Sha256::OID, parameters: None };
        let tbs = &self.signer.certificate.tbs_certificate;
        let sid = SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer.clone(),
            serial_number: tbs.serial_number.clone(),
        });
        let mut info =
            SignerInfoBuilder::new(key, sid, sha256.clone(), &content, Some(self.digest))
                .map_err(SimError::crypto)?;
        info.add_signed_attribute(signing_certificate(self.signer)?).map_err(SimError::crypto)?;

        let mut data = SignedDataBuilder::new(&content);
        data.add_digest_algorithm(sha256).map_err(SimError::crypto)?;
        for certificate in std::iter::once(&self.signer.certificate).chain(&self.signer.chain) {
            data.add_certificate(CertificateChoices::Certificate(certificate.clone()))
                .map_err(SimError::crypto)?;
        }
        data.add_signer_info::<S, G>(info).map_err(SimError::crypto)?;
        Ok(data.build().map_err(SimError::crypto)?.to_der()?)
    }
}

fn signing_certificate(signer: &SigningIdentity) -> Result<Attribute, SimError> {
    let hash = OctetString::new(Sha256::digest(signer.certificate_der()?).as_slice())?;
    let value = SigningCertificateV2 { certs: vec![EssCertIdV2 { hash }] };
    Ok(Attribute {
        oid: rfc5911::ID_AA_SIGNING_CERTIFICATE_V_2,
        values: SetOfVec::try_from(vec![Any::encode_from(&value)?])?,
    })
}
