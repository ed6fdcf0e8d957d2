//! Codes of an authenticator (RFC 6238): six digits, thirty seconds, each good once.

use time::OffsetDateTime;

use crate::{
    akses::PenggunaId,
    galat::{Galat, PortError},
    nilai::Rahasia,
    ports::{Ports, UnitOfWork},
};

/// Seconds of one step.
const DETIK_LANGKAH: i64 = 30;

/// An officer's authenticator as stored.
#[derive(Clone, Debug)]
pub struct Totp {
    /// The seed in use, base32.
    pub benih: Option<Rahasia>,
    /// The last step whose code was used.
    pub langkah_terakhir: Option<u64>,
    /// A seed that was shown and is not confirmed yet, and since when.
    pub benih_baru: Option<(Rahasia, OffsetDateTime)>,
}

/// The step of that moment.
pub fn langkah(saat: OffsetDateTime) -> u64 {
    u64::try_from(saat.unix_timestamp().div_euclid(DETIK_LANGKAH)).unwrap_or(0)
}

/// The step whose code this is, when it may still be used: the step of now, or one beside it (phones are up to half a
/// minute off), and later than the last one used.
///
/// # Errors
/// A seed that cannot be read.
pub fn langkah_kode(
    ports: &Ports,
    benih: &Rahasia,
    kode: &Rahasia,
    terakhir: Option<u64>,
) -> Result<Option<u64>, PortError> {
    let kini = langkah(ports.clock.now());
    let kode: String = kode.buka().chars().filter(|c| !c.is_whitespace()).collect();
    let mut cocok = None;
    for satu in [kini.saturating_sub(1), kini, kini + 1] {
        let harapan = ports.kode.kode(benih, satu)?;
        // Every step is compared, and entirely: the time tells nothing of where a code differs.
        let sama = sama(harapan.buka().as_bytes(), kode.as_bytes());
        if sama && cocok.is_none() && terakhir.is_none_or(|terakhir| satu > terakhir) {
            cocok = Some(satu);
        }
    }
    Ok(cocok)
}

fn sama(satu: &[u8], dua: &[u8]) -> bool {
    satu.len() == dua.len() && satu.iter().zip(dua).fold(0, |beda, (a, b)| beda | (a ^ b)) == 0
}

/// Whether it is a code that the officer's authenticator shows; uses it up.
pub(in crate::akses) async fn cocokkan_kode(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pengguna: PenggunaId,
    kode: &Rahasia,
) -> Result<bool, Galat> {
    let Some(mut totp) = work.akun().kunci_totp(pengguna).await? else { return Ok(false) };
    let Some(benih) = &totp.benih else { return Ok(false) };
    let Some(langkah) = langkah_kode(ports, benih, kode, totp.langkah_terakhir)? else {
        return Ok(false);
    };
    totp.langkah_terakhir = Some(langkah);
    work.akun().simpan_totp(pengguna, &totp, ports.clock.now()).await?;
    Ok(true)
}
