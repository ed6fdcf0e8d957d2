//! The gate of the webhook: signatures and handshakes of the apps in the registry.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    nilai::Rahasia,
    percakapan::{ElemenMasuk, PintuWebhook},
};
use uuid::Uuid;

use super::urai;
use crate::{
    crypto::{KunciError, KunciInduk, constant_time_eq, verify_sha256_hex},
    postgres::{AplikasiWa, Postgres, Tersegel},
};

const TABEL: &str = "wa_aplikasi";
const RAHASIA: &str = "rahasia";
const TOKEN: &str = "token_verifikasi";

/// An app for the registry, its secrets sealed so that [`PintuPg`] can open them. They are bound to `app_id`.
pub fn segel_aplikasi(
    kunci: &KunciInduk,
    id: Uuid,
    app_id: &str,
    rahasia: &Rahasia,
    token_verifikasi: &Rahasia,
) -> Result<AplikasiWa, KunciError> {
    let segel = |kolom: &str, isi: &Rahasia| {
        kunci.segel_platform(TABEL, kolom, app_id, isi.buka().as_bytes()).map(Tersegel)
    };
    Ok(AplikasiWa {
        id,
        app_id: app_id.to_owned(),
        rahasia_tersegel: segel(RAHASIA, rahasia)?,
        token_verifikasi_tersegel: segel(TOKEN, token_verifikasi)?,
    })
}

/// Knows the apps of the registry and opens their secrets for each check.
#[derive(Clone, Debug)]
pub struct PintuPg {
    db: Postgres,
    kunci: Arc<KunciInduk>,
}

impl PintuPg {
    /// A gate over the apps of this registry.
    pub fn new(db: Postgres, kunci: Arc<KunciInduk>) -> Self {
        Self { db, kunci }
    }

    /// The app whose opened secret passes. One that does not open hides no other; only when none passes is it an
    /// error, because then it might have been the one.
    async fn cari(
        &self,
        kolom: &str,
        tersegel: impl Fn(&AplikasiWa) -> &Tersegel + Send + Sync,
        lolos: impl Fn(&[u8]) -> bool + Send + Sync,
    ) -> Result<Option<Uuid>, PortError> {
        let tertutup = AtomicBool::new(false);
        let cocok = |aplikasi: &AplikasiWa| {
            let isi = &tersegel(aplikasi).0;
            let Ok(rahasia) = self.kunci.buka_platform(TABEL, kolom, &aplikasi.app_id, isi) else {
                tertutup.store(true, Ordering::Relaxed);
                return false;
            };
            // An empty secret would let everybody in.
            !rahasia.is_empty() && lolos(&rahasia)
        };
        match self.db.cari_aplikasi_wa(cocok).await? {
            Some(aplikasi) => Ok(Some(aplikasi.id)),
            None if tertutup.into_inner() => Err(PortError::tak_terduga(KunciError::TidakTerbuka)),
            None => Ok(None),
        }
    }
}

#[async_trait]
impl PintuWebhook for PintuPg {
    async fn penanda(&self, badan: &[u8], tanda_tangan: &str) -> Result<Option<Uuid>, PortError> {
        let lolos = |rahasia: &[u8]| verify_sha256_hex(rahasia, badan, tanda_tangan);
        self.cari(RAHASIA, |aplikasi| &aplikasi.rahasia_tersegel, lolos).await
    }

    async fn token_cocok(&self, token: &str) -> Result<bool, PortError> {
        let lolos = |rahasia: &[u8]| constant_time_eq(token.as_bytes(), rahasia);
        let aplikasi =
            self.cari(TOKEN, |aplikasi| &aplikasi.token_verifikasi_tersegel, lolos).await?;
        Ok(aplikasi.is_some())
    }

    fn urai(&self, badan: &[u8]) -> Vec<ElemenMasuk> {
        urai::urai(badan)
    }
}
