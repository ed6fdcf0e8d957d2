//! Logging in in two steps, refreshing, logging out, and reading who a token stands for.

mod hambatan;
mod kenali;
mod langkah;
mod segarkan;
mod tuntas;

pub use hambatan::*;
pub use kenali::*;
pub use langkah::*;
pub use segarkan::*;
pub use tuntas::*;

use time::{Duration, OffsetDateTime};

use super::{KlaimAkses, PenggunaId, SesiId};
use crate::{
    galat::Galat,
    nilai::Rahasia,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// How long an access token is good for.
pub const UMUR_AKSES: Duration = Duration::minutes(15);
/// How long a session lives without a new login.
pub const UMUR_SESI: Duration = Duration::hours(12);

/// A pair of tokens.
#[derive(Debug)]
pub struct Tiket {
    /// Compact JWT.
    pub akses: String,
    /// When it ends.
    pub akses_berakhir: OffsetDateTime,
    /// Opaque refresh token, shown once.
    pub segar: Rahasia,
    /// When the session ends at the latest.
    pub sesi_berakhir: OffsetDateTime,
    /// Whether the session opens nothing but the enrolment of a second factor.
    pub terbatas: bool,
    /// Names this device at the next login, shown once.
    pub perangkat: Option<Rahasia>,
}

/// Where a login comes from.
#[derive(Clone, Debug, Default)]
pub struct Asal {
    /// The client's address, as a span that one household or operator has.
    pub alamat: Option<String>,
    /// The same, without its end, as the owner of the session reads it.
    pub alamat_samar: Option<String>,
    /// What the device calls itself.
    pub label: Option<String>,
    /// What this device was given at an earlier login.
    pub perangkat: Option<Rahasia>,
}

async fn tambah_token(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    sesi: SesiId,
    now: OffsetDateTime,
) -> Result<Rahasia, Galat> {
    let segar = Rahasia::new(ports.ids.acak_hex(32));
    work.akses().tambah_token(&ports.sidik(segar.buka().as_bytes()), sesi, now).await?;
    Ok(segar)
}

fn tiket(
    ports: &Ports,
    tenant: &Tenant,
    pengguna: PenggunaId,
    sesi: SesiId,
    sesi_berakhir: OffsetDateTime,
    segar: Rahasia,
) -> Result<Tiket, Galat> {
    let terbit = ports.clock.now();
    let berakhir = terbit + UMUR_AKSES;
    let akses = ports.token.terbitkan(&KlaimAkses {
        tenant: tenant.slug.clone(),
        pengguna,
        sesi,
        terbit,
        berakhir,
    })?;
    let akses_berakhir = berakhir;
    Ok(Tiket { akses, akses_berakhir, segar, sesi_berakhir, terbatas: false, perangkat: None })
}
