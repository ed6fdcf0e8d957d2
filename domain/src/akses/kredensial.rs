//! Ports to password hashing and access tokens.

use async_trait::async_trait;
use time::OffsetDateTime;

use crate::{
    akses::{PenggunaId, SesiId},
    galat::PortError,
    nilai::Rahasia,
    tenant::TenantSlug,
};

/// The answer to "is this the password?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kecocokan {
    /// Yes.
    Cocok,
    /// Yes, but the stored hash is weaker than today's policy: hash again and store.
    CocokPerluAcakUlang,
    /// No.
    TidakCocok,
}

/// Password hashing (argon2id), on a bounded pool of its own.
#[async_trait]
pub trait PengacakSandi: Send + Sync {
    /// The PHC string to store.
    async fn acak(&self, sandi: Rahasia) -> Result<String, PortError>;

    /// Compares. `None` (no such user) costs the same time as a wrong password and never matches.
    async fn cocokkan(
        &self,
        sandi: Rahasia,
        tersimpan: Option<String>,
    ) -> Result<Kecocokan, PortError>;
}

/// Codes of an authenticator (RFC 6238: HMAC-SHA-1, six digits, thirty seconds).
pub trait PembuatKode: Send + Sync {
    /// A fresh seed of 160 bits, base32.
    fn benih(&self) -> Result<Rahasia, PortError>;

    /// The code of that step.
    fn kode(&self, benih: &Rahasia, langkah: u64) -> Result<Rahasia, PortError>;

    /// The text as a QR code, SVG.
    fn qr(&self, teks: &Rahasia) -> Result<Rahasia, PortError>;
}

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KlaimAkses {
    /// The tenant the token is good for; also its audience.
    pub tenant: TenantSlug,
    /// The officer.
    pub pengguna: PenggunaId,
    /// The session that must still be alive.
    pub sesi: SesiId,
    /// When it was issued.
    pub terbit: OffsetDateTime,
    /// When it ends; at most 15 minutes after `terbit`.
    pub berakhir: OffsetDateTime,
}

/// Signed access tokens (EdDSA).
pub trait PenerbitToken: Send + Sync {
    /// The compact token.
    fn terbitkan(&self, klaim: &KlaimAkses) -> Result<String, PortError>;

    /// The claims of a token that is genuine and in force at `sekarang`; `None` for everything else.
    fn baca(&self, token: &str, sekarang: OffsetDateTime) -> Option<KlaimAkses>;
}
