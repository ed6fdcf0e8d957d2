//! The accepted algorithms: ECDSA on P-256 and P-384, RSA with PKCS#1 v1.5 or PSS, SHA-256 to SHA-512.

use const_oid::{ObjectIdentifier, db::rfc5912};
use ring::{
    digest,
    signature::{self, UnparsedPublicKey, VerificationAlgorithm},
};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::der::{Elemen, INTEGER, KONTEKS_0, SEQUENCE};

/// A hash that is still safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cerna {
    /// SHA-256.
    S256,
    /// SHA-384.
    S384,
    /// SHA-512.
    S512,
}

impl Cerna {
    /// The hash an AlgorithmIdentifier names.
    pub(super) fn dari(algoritma: Elemen<'_>) -> Option<Self> {
        Self::dari_oid(algoritma.anggota(SEQUENCE)?.first()?.oid()?)
    }

    fn dari_oid(oid: ObjectIdentifier) -> Option<Self> {
        match oid {
            rfc5912::ID_SHA_256 => Some(Self::S256),
            rfc5912::ID_SHA_384 => Some(Self::S384),
            rfc5912::ID_SHA_512 => Some(Self::S512),
            _ => None,
        }
    }

    /// The digest of the parts, one after the other.
    pub(super) fn hitung(self, bagian: &[&[u8]]) -> digest::Digest {
        let mut konteks = digest::Context::new(match self {
            Self::S256 => &digest::SHA256,
            Self::S384 => &digest::SHA384,
            Self::S512 => &digest::SHA512,
        });
        for satu in bagian {
            konteks.update(satu);
        }
        konteks.finish()
    }
}

/// How a signature was made.
enum Cara {
    Ecdsa(Cerna),
    Pkcs1(Cerna),
    Pss(Cerna),
}

/// Whether a signature made in this way by this key is accepted at all.
pub(super) fn boleh(
    kunci: &SubjectPublicKeyInfoOwned,
    algoritma: Elemen<'_>,
    cerna: Cerna,
) -> bool {
    let Some(cara) = cara(algoritma, Some(cerna)) else { return false };
    pemeriksa(kunci, &cara).is_some() && cukup_panjang(kunci)
}

/// An RSA key has at least 2048 bits; other keys are what their curve is.
fn cukup_panjang(kunci: &SubjectPublicKeyInfoOwned) -> bool {
    if kunci.algorithm.oid == rfc5912::ID_EC_PUBLIC_KEY {
        return true;
    }
    let panjang = || {
        let modulus =
            *Elemen::pertama(kunci.subject_public_key.as_bytes()?)?.anggota(SEQUENCE)?.first()?;
        let bita = modulus.nilai(INTEGER)?;
        let bita = bita.strip_prefix(&[0]).unwrap_or(bita);
        Some(bita.len() * 8 - usize::try_from(bita.first()?.leading_zeros()).ok()?)
    };
    panjang().is_some_and(|bit| bit >= 2048)
}

/// Whether `tanda` is a signature of `pesan` by `kunci`. `cerna` is used when `algoritma` leaves the hash open.
pub(super) fn sah(
    kunci: &SubjectPublicKeyInfoOwned,
    algoritma: Elemen<'_>,
    cerna: Option<Cerna>,
    pesan: &[u8],
    tanda: &[u8],
) -> bool {
    let Some(cara) = cara(algoritma, cerna) else { return false };
    let Some(pemeriksa) = pemeriksa(kunci, &cara) else { return false };
    let Some(publik) = kunci.subject_public_key.as_bytes() else { return false };
    UnparsedPublicKey::new(pemeriksa, publik).verify(pesan, tanda).is_ok()
}

fn cara(algoritma: Elemen<'_>, cerna: Option<Cerna>) -> Option<Cara> {
    let anggota = algoritma.anggota(SEQUENCE)?;
    Some(match anggota.first()?.oid()? {
        rfc5912::ECDSA_WITH_SHA_256 => Cara::Ecdsa(Cerna::S256),
        rfc5912::ECDSA_WITH_SHA_384 => Cara::Ecdsa(Cerna::S384),
        rfc5912::ECDSA_WITH_SHA_512 => Cara::Ecdsa(Cerna::S512),
        rfc5912::ID_EC_PUBLIC_KEY => Cara::Ecdsa(cerna?),
        rfc5912::SHA_256_WITH_RSA_ENCRYPTION => Cara::Pkcs1(Cerna::S256),
        rfc5912::SHA_384_WITH_RSA_ENCRYPTION => Cara::Pkcs1(Cerna::S384),
        rfc5912::SHA_512_WITH_RSA_ENCRYPTION => Cara::Pkcs1(Cerna::S512),
        rfc5912::RSA_ENCRYPTION => Cara::Pkcs1(cerna?),
        rfc5912::ID_RSASSA_PSS => Cara::Pss(cerna_pss(*anggota.get(1)?)?),
        _ => return None,
    })
}

/// The hash in the PSS parameters; leaving it out means SHA-1, which is refused.
fn cerna_pss(parameter: Elemen<'_>) -> Option<Cerna> {
    let cerna = *parameter.anggota(SEQUENCE)?.first()?;
    Cerna::dari(*cerna.anggota(KONTEKS_0)?.first()?)
}

fn pemeriksa(
    kunci: &SubjectPublicKeyInfoOwned,
    cara: &Cara,
) -> Option<&'static dyn VerificationAlgorithm> {
    let kurva = || kunci.algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok();
    Some(match (kunci.algorithm.oid, cara) {
        (rfc5912::ID_EC_PUBLIC_KEY, Cara::Ecdsa(cerna)) => match (kurva()?, cerna) {
            (rfc5912::SECP_256_R_1, Cerna::S256) => &signature::ECDSA_P256_SHA256_ASN1,
            (rfc5912::SECP_256_R_1, Cerna::S384) => &signature::ECDSA_P256_SHA384_ASN1,
            (rfc5912::SECP_384_R_1, Cerna::S256) => &signature::ECDSA_P384_SHA256_ASN1,
            (rfc5912::SECP_384_R_1, Cerna::S384) => &signature::ECDSA_P384_SHA384_ASN1,
            _ => return None,
        },
        (rfc5912::RSA_ENCRYPTION, Cara::Pkcs1(cerna)) => match cerna {
            Cerna::S256 => &signature::RSA_PKCS1_2048_8192_SHA256,
            Cerna::S384 => &signature::RSA_PKCS1_2048_8192_SHA384,
            Cerna::S512 => &signature::RSA_PKCS1_2048_8192_SHA512,
        },
        (rfc5912::RSA_ENCRYPTION | rfc5912::ID_RSASSA_PSS, Cara::Pss(cerna)) => match cerna {
            Cerna::S256 => &signature::RSA_PSS_2048_8192_SHA256,
            Cerna::S384 => &signature::RSA_PSS_2048_8192_SHA384,
            Cerna::S512 => &signature::RSA_PSS_2048_8192_SHA512,
        },
        _ => return None,
    })
}
