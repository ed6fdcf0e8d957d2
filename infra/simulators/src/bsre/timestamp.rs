//! The simulator's own timestamp authority (RFC 3161).

use std::{fmt, time::SystemTime};

use const_oid::ObjectIdentifier;
use der::{
    Encode, Sequence,
    asn1::{GeneralizedTime, OctetString, Uint},
};
use rand_core::{OsRng, RngCore};
use sha2::{Digest, Sha256};
use spki::AlgorithmIdentifierOwned;
use std::time::Duration;

use super::{
    cms::{Content, SimDigest, sign},
    error::SimError,
    pki::SigningIdentity,
};

const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// A policy of nobody: the arc that private enterprises count from, and no enterprise.
const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.0.1");
const SHA_256: ObjectIdentifier = const_oid::db::rfc5912::ID_SHA_256;

#[derive(Sequence)]
struct MessageImprint {
    hash_algorithm: AlgorithmIdentifierOwned,
    hashed_message: OctetString,
}

#[derive(Sequence)]
struct TstInfo {
    version: u8,
    policy: ObjectIdentifier,
    message_imprint: MessageImprint,
    serial_number: Uint,
    gen_time: GeneralizedTime,
}

/// Asks an authority for the time a signature existed at.
#[derive(Clone)]
pub struct Timestamp {
    /// Made with [`Authority::timestamping`](super::Authority::timestamping).
    pub authority: SigningIdentity,
    /// What its clock says.
    pub time: SystemTime,
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({:?})", self.time)
    }
}

impl Timestamp {
    /// A token over these bytes; DER of the ContentInfo.
    pub(super) fn token(&self, bytes: &[u8]) -> Result<Vec<u8>, SimError> {
        let since = self.time.duration_since(SystemTime::UNIX_EPOCH).map_err(SimError::crypto)?;
        let mut serial = [0_u8; 8];
        OsRng.fill_bytes(&mut serial);
        serial[0] |= 0x40;
        let info = TstInfo {
            version: 1,
            policy: POLICY,
            message_imprint: MessageImprint {
                hash_algorithm: AlgorithmIdentifierOwned { oid: SHA_256, parameters: None },
                hashed_message: OctetString::new(Sha256::digest(bytes).as_slice())?,
            },
            serial_number: Uint::new(&serial)?,
            gen_time: GeneralizedTime::from_unix_duration(Duration::from_secs(since.as_secs()))?,
        };
        sign(Content::Attached(TST_INFO, &info.to_der()?), SimDigest::Sha256, &self.authority)
    }
}
