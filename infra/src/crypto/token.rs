//! Access tokens: JWT signed with Ed25519, one audience per tenant.

use std::{collections::BTreeMap, time::Duration};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{
    SigningKey, VerifyingKey,
    pkcs8::{
        DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey,
        spki::der::pem::LineEnding,
    },
};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header,
};
use loket_domain::{
    akses::{KlaimAkses, PenerbitToken, PenggunaId, SesiId},
    galat::PortError,
    nilai::Rahasia,
    percakapan::PenandaSurat,
    tenant::TenantSlug,
};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::acak;

/// The `typ` of an access token (RFC 9068): no other JWT of ours can pass for one.
const TIPE: &str = "at+jwt";
/// No access token lives longer.
const UMUR_MAKS: i64 = 15 * 60;
const KELONGGARAN_MAKS: Duration = Duration::from_secs(30);
/// Ours are under 600 bytes; longer texts are not worth decoding.
const PANJANG_MAKS: usize = 2048;

/// Why the tokens' keys or settings cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not an Ed25519 key in PEM.
    #[error("kunci token harus Ed25519 dalam PEM (PKCS#8 atau SPKI)")]
    Kunci,
    /// The clock leeway is longer than 30 seconds, or the issuer is empty.
    #[error("penerbit token wajib diisi dan kelonggaran waktu paling lama 30 detik")]
    Pengaturan,
    /// The system gave no randomness.
    #[error("kunci token tidak dapat dibuat")]
    Acak,
}

/// The key that signs.
pub struct KunciTanda {
    kunci: SigningKey,
    kid: String,
}

impl KunciTanda {
    /// A fresh key.
    pub fn acak() -> Result<Self, TokenError> {
        let benih = Zeroizing::new(acak::<32>().map_err(|_| TokenError::Acak)?);
        Ok(Self::dari(SigningKey::from_bytes(&benih)))
    }

    /// Reads a private key in PKCS#8 PEM.
    pub fn dari_pem(pem: &Rahasia) -> Result<Self, TokenError> {
        SigningKey::from_pkcs8_pem(pem.buka()).map(Self::dari).map_err(|_| TokenError::Kunci)
    }

    /// The private key in PKCS#8 PEM.
    pub fn ke_pem(&self) -> Result<Rahasia, TokenError> {
        let pem = self.kunci.to_pkcs8_pem(LineEnding::LF).map_err(|_| TokenError::Kunci)?;
        Ok(Rahasia::new(pem.as_str()))
    }

    /// The matching public key.
    pub fn publik(&self) -> KunciPeriksa {
        KunciPeriksa::dari(self.kunci.verifying_key())
    }

    fn dari(kunci: SigningKey) -> Self {
        Self { kid: kid(&kunci.verifying_key()), kunci }
    }
}

impl std::fmt::Debug for KunciTanda {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KunciTanda").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// A key that checks: the present one, or one whose tokens have not all ended yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KunciPeriksa {
    kunci: VerifyingKey,
    kid: String,
}

impl KunciPeriksa {
    /// Reads a public key in SPKI PEM.
    pub fn dari_pem(pem: &str) -> Result<Self, TokenError> {
        VerifyingKey::from_public_key_pem(pem).map(Self::dari).map_err(|_| TokenError::Kunci)
    }

    /// The public key in SPKI PEM.
    pub fn ke_pem(&self) -> Result<String, TokenError> {
        self.kunci.to_public_key_pem(LineEnding::LF).map_err(|_| TokenError::Kunci)
    }

    /// The key's name in token headers: its JWK thumbprint (RFC 7638).
    pub fn kid(&self) -> &str {
        &self.kid
    }

    fn dari(kunci: VerifyingKey) -> Self {
        Self { kid: kid(&kunci), kunci }
    }
}

/// The key as others read it (RFC 8037).
fn jwk(kunci: &KunciPeriksa) -> serde_json::Value {
    serde_json::json!({
        "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": kunci.kid,
        "x": URL_SAFE_NO_PAD.encode(kunci.kunci.as_bytes()),
    })
}

fn kid(kunci: &VerifyingKey) -> String {
    let x = URL_SAFE_NO_PAD.encode(kunci.as_bytes());
    let jwk = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(digest(&SHA256, jwk.as_bytes()))
}

/// What all tokens of an installation share.
#[derive(Clone, Debug)]
pub struct TokenConfig {
    /// The `iss` claim, for example the installation's address.
    pub penerbit: String,
    /// How far clocks may differ, at most 30 seconds.
    pub kelonggaran: Duration,
}

/// Issues and checks access tokens.
pub struct EddsaToken {
    penerbit: String,
    kelonggaran: i64,
    kid: String,
    tanda: EncodingKey,
    jwks: serde_json::Value,
    periksa: Gantungan,
    validasi: Validation,
}

/// Public keys by their names.
pub(super) struct Gantungan(BTreeMap<String, DecodingKey>);

impl Gantungan {
    pub(super) fn dari<'a>(semua: impl IntoIterator<Item = &'a KunciPeriksa>) -> Self {
        let satu = |kunci: &KunciPeriksa| {
            (kunci.kid.clone(), DecodingKey::from_ed_der(kunci.kunci.as_bytes()))
        };
        Self(semua.into_iter().map(satu).collect())
    }

    fn bernama(&self, kepala: &Header) -> Option<&DecodingKey> {
        self.0.get(kepala.kid.as_deref()?)
    }

    /// What a statement of that kind says, when one of the keys signed it.
    pub(super) fn buka(&self, jenis: &str, surat: &str) -> Option<serde_json::Value> {
        if jenis == TIPE || surat.len() > PANJANG_MAKS {
            return None;
        }
        let kepala = decode_header(surat).ok()?;
        if !polos_berjenis(&kepala, jenis) {
            return None;
        }
        let kunci = self.bernama(&kepala)?;
        // Statements do not end, and outlive a change of address: the key says whose they are.
        let mut validasi = Validation::new(Algorithm::EdDSA);
        validasi.set_required_spec_claims::<&str>(&[]);
        validasi.validate_exp = false;
        validasi.validate_aud = false;
        decode::<serde_json::Value>(surat, kunci, &validasi).ok().map(|isi| isi.claims)
    }
}

impl std::fmt::Debug for EddsaToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EddsaToken").field("kid", &self.kid).finish_non_exhaustive()
    }
}

#[derive(Serialize, Deserialize)]
struct Klaim {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    ten: TenantSlug,
    iat: i64,
    nbf: i64,
    exp: i64,
}

impl EddsaToken {
    /// Signs with `tanda`; accepts its tokens and those of `periksa`, the keys of a rotation still under way.
    pub fn new(
        config: &TokenConfig,
        tanda: &KunciTanda,
        periksa: &[KunciPeriksa],
    ) -> Result<Self, TokenError> {
        if config.penerbit.is_empty() || config.kelonggaran > KELONGGARAN_MAKS {
            return Err(TokenError::Pengaturan);
        }
        let der = tanda.kunci.to_pkcs8_der().map_err(|_| TokenError::Kunci)?;
        let mut validasi = Validation::new(Algorithm::EdDSA);
        validasi.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        validasi.set_issuer(&[&config.penerbit]);
        // Time comes with the call, and the audience depends on the tenant: both are checked in `baca`.
        validasi.validate_exp = false;
        validasi.validate_nbf = false;
        validasi.validate_aud = false;
        let publik = tanda.publik();
        let jwks: Vec<_> = std::iter::once(&publik).chain(periksa).map(jwk).collect();
        Ok(Self {
            jwks: serde_json::json!({ "keys": jwks }),
            penerbit: config.penerbit.clone(),
            kelonggaran: i64::try_from(config.kelonggaran.as_secs()).unwrap_or(0),
            kid: tanda.kid.clone(),
            tanda: EncodingKey::from_ed_der(der.as_bytes()),
            periksa: Gantungan::dari(std::iter::once(&publik).chain(periksa)),
            validasi,
        })
    }

    fn berlaku(&self, klaim: &Klaim, sekarang: i64) -> bool {
        let longgar = self.kelonggaran;
        let umur = klaim.exp.saturating_sub(klaim.iat);
        klaim.aud == audiens(&klaim.ten)
            && (1..=UMUR_MAKS).contains(&umur)
            && sekarang < klaim.exp.saturating_add(longgar)
            && klaim.nbf <= sekarang.saturating_add(longgar)
            && klaim.iat <= sekarang.saturating_add(longgar)
    }
}

impl PenerbitToken for EddsaToken {
    fn terbitkan(&self, klaim: &KlaimAkses) -> Result<String, PortError> {
        let (terbit, berakhir) = (klaim.terbit.unix_timestamp(), klaim.berakhir.unix_timestamp());
        if !(1..=UMUR_MAKS).contains(&(berakhir - terbit)) {
            return Err(PortError::tak_terduga("umur token harus 1 detik sampai 15 menit"));
        }
        let mut kepala = Header::new(Algorithm::EdDSA);
        kepala.typ = Some(TIPE.to_owned());
        kepala.kid = Some(self.kid.clone());
        let isi = Klaim {
            iss: self.penerbit.clone(),
            aud: audiens(&klaim.tenant),
            sub: klaim.pengguna.uuid(),
            sid: klaim.sesi.uuid(),
            ten: klaim.tenant.clone(),
            iat: terbit,
            nbf: terbit,
            exp: berakhir,
        };
        jsonwebtoken::encode(&kepala, &isi, &self.tanda).map_err(PortError::tak_terduga)
    }

    fn baca(&self, token: &str, sekarang: OffsetDateTime) -> Option<KlaimAkses> {
        if token.len() > PANJANG_MAKS {
            return None;
        }
        let kepala = decode_header(token).ok()?;
        if !polos(&kepala) {
            return None;
        }
        let kunci = self.periksa.bernama(&kepala)?;
        let klaim = decode::<Klaim>(token, kunci, &self.validasi).ok()?.claims;
        if !self.berlaku(&klaim, sekarang.unix_timestamp()) {
            return None;
        }
        Some(KlaimAkses {
            tenant: klaim.ten,
            pengguna: PenggunaId::new(klaim.sub),
            sesi: SesiId::new(klaim.sid),
            terbit: OffsetDateTime::from_unix_timestamp(klaim.iat).ok()?,
            berakhir: OffsetDateTime::from_unix_timestamp(klaim.exp).ok()?,
        })
    }
}

impl PenandaSurat for EddsaToken {
    fn tanda(&self, jenis: &str, klaim: &serde_json::Value) -> Result<String, PortError> {
        if jenis == TIPE {
            return Err(PortError::tak_terduga("surat tidak boleh berjenis token akses"));
        }
        let mut kepala = Header::new(Algorithm::EdDSA);
        kepala.typ = Some(jenis.to_owned());
        kepala.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&kepala, klaim, &self.tanda).map_err(PortError::tak_terduga)
    }

    fn buka(&self, jenis: &str, surat: &str) -> Option<serde_json::Value> {
        self.periksa.buka(jenis, surat)
    }

    fn jwks(&self) -> serde_json::Value {
        self.jwks.clone()
    }

    fn penerbit(&self) -> &str {
        &self.penerbit
    }
}

fn audiens(tenant: &TenantSlug) -> String {
    format!("loket:{tenant}")
}

/// A header as we write it: our type, and nothing that brings a key or asks for an extension.
fn polos(kepala: &Header) -> bool {
    polos_berjenis(kepala, TIPE)
}

fn polos_berjenis(kepala: &Header, jenis: &str) -> bool {
    kepala.alg == Algorithm::EdDSA
        && kepala.typ.as_deref() == Some(jenis)
        && kepala.crit.is_none()
        && kepala.jwk.is_none()
        && kepala.jku.is_none()
        && kepala.x5u.is_none()
        && kepala.x5c.is_none()
        && kepala.enc.is_none()
        && kepala.zip.is_none()
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
