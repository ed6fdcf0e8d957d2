//! Passwords: argon2id on a bounded pool.

use std::{num::NonZero, sync::Arc, thread, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::{Error as HashError, phc::PasswordHash},
};
use async_trait::async_trait;
use loket_domain::{
    akses::{Kecocokan, PengacakSandi},
    galat::PortError,
    nilai::Rahasia,
};
use tokio::{
    sync::Semaphore,
    task::spawn_blocking,
    time::{error::Elapsed, timeout},
};

use super::{TanpaAcak, acak};

/// What a hash must cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SandiConfig {
    /// Memory in KiB.
    pub memori_kib: u32,
    /// Passes over the memory.
    pub putaran: u32,
    /// Lanes.
    pub lajur: u32,
    /// How many may be computed at once; `None` means one per core.
    pub serentak: Option<usize>,
    /// How long a caller waits for its turn before it is told to come back.
    pub antre: Duration,
}

impl Default for SandiConfig {
    /// 19 MiB, two passes, one lane.
    fn default() -> Self {
        Self {
            memori_kib: 19 * 1024,
            putaran: 2,
            lajur: 1,
            serentak: None,
            antre: Duration::from_secs(15),
        }
    }
}

/// Hashes and compares passwords with argon2id.
#[derive(Clone, Debug)]
pub struct Argon2Sandi {
    argon: Argon2<'static>,
    /// Compared with when there is no user, so that the answer takes as long.
    umpan: Arc<str>,
    giliran: Arc<Semaphore>,
    antre: Duration,
}

impl Argon2Sandi {
    /// Prepares the policy. Computes one hash, so it takes a moment.
    ///
    /// # Errors
    /// Parameters that argon2 does not know.
    pub fn new(config: SandiConfig) -> Result<Self, PortError> {
        let params = Params::new(config.memori_kib, config.putaran, config.lajur, None)
            .map_err(|error| PortError::tak_terduga(error.to_string()))?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let rahasia: [u8; 32] = acak().map_err(|TanpaAcak| PortError::tak_terduga(TanpaAcak))?;
        let umpan = hash(&argon, &rahasia)?.into();
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let giliran = Semaphore::new(config.serentak.unwrap_or(cores).max(1));
        Ok(Self { argon, umpan, giliran: Arc::new(giliran), antre: config.antre })
    }

    /// Computes on a blocking thread once it is our turn. The turn lasts until the work ends, even if nobody waits.
    async fn kerjakan<T: Send + 'static>(
        &self,
        kerja: impl FnOnce(&Argon2<'static>) -> Result<T, PortError> + Send + 'static,
    ) -> Result<T, PortError> {
        let giliran = timeout(self.antre, Arc::clone(&self.giliran).acquire_owned())
            .await
            .map_err(|lewat: Elapsed| PortError::tidak_tersedia("sandi", lewat))?
            .map_err(PortError::tak_terduga)?;
        let argon = self.argon.clone();
        spawn_blocking(move || {
            let hasil = kerja(&argon);
            drop(giliran);
            hasil
        })
        .await
        .map_err(PortError::tak_terduga)?
    }
}

#[async_trait]
impl PengacakSandi for Argon2Sandi {
    async fn acak(&self, sandi: Rahasia) -> Result<String, PortError> {
        self.kerjakan(move |argon| hash(argon, sandi.buka().as_bytes())).await
    }

    async fn cocokkan(
        &self,
        sandi: Rahasia,
        tersimpan: Option<String>,
    ) -> Result<Kecocokan, PortError> {
        let umpan = Arc::clone(&self.umpan);
        self.kerjakan(move |argon| {
            let ada = tersimpan.is_some();
            let teks = tersimpan.as_deref().unwrap_or(&umpan);
            let phc = PasswordHash::new(teks).map_err(PortError::tak_terduga)?;
            match argon.verify_password(sandi.buka().as_bytes(), &phc) {
                Ok(()) if !ada => Ok(Kecocokan::TidakCocok),
                Ok(()) if sesuai(argon, &phc) => Ok(Kecocokan::Cocok),
                Ok(()) => Ok(Kecocokan::CocokPerluAcakUlang),
                Err(HashError::PasswordInvalid) => Ok(Kecocokan::TidakCocok),
                Err(error) => Err(PortError::tak_terduga(error)),
            }
        })
        .await
    }
}

fn hash(argon: &Argon2<'_>, sandi: &[u8]) -> Result<String, PortError> {
    argon.hash_password(sandi).map(|phc| phc.to_string()).map_err(PortError::tak_terduga)
}

/// Whether a stored hash was made under today's policy.
fn sesuai(argon: &Argon2<'_>, phc: &PasswordHash) -> bool {
    let policy = argon.params();
    phc.algorithm.as_str() == "argon2id"
        && phc.version == Some(u32::from(Version::V0x13))
        && Params::try_from(phc).is_ok_and(|params| {
            params.m_cost() == policy.m_cost()
                && params.t_cost() == policy.t_cost()
                && params.p_cost() == policy.p_cost()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn murah(putaran: u32) -> Argon2Sandi {
        let config = SandiConfig { memori_kib: 64, putaran, ..SandiConfig::default() };
        Argon2Sandi::new(config).unwrap()
    }

    #[tokio::test]
    async fn the_policy_stands_in_the_hash() {
        let sandi = Argon2Sandi::new(SandiConfig::default()).unwrap();
        let hash = sandi.acak(Rahasia::new("kuda baterai staples")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, sandi.acak(Rahasia::new("kuda baterai staples")).await.unwrap());
    }

    #[tokio::test]
    async fn only_the_right_password_matches_and_nobody_matches_nothing() {
        let sandi = murah(1);
        let hash = sandi.acak(Rahasia::new("benar")).await.unwrap();
        let cocok = |teks: &str, tersimpan| sandi.cocokkan(Rahasia::new(teks), tersimpan);
        assert_eq!(cocok("benar", Some(hash.clone())).await.unwrap(), Kecocokan::Cocok);
        assert_eq!(cocok("benar ", Some(hash.clone())).await.unwrap(), Kecocokan::TidakCocok);
        assert_eq!(cocok("", Some(hash)).await.unwrap(), Kecocokan::TidakCocok);
        assert_eq!(cocok("benar", None).await.unwrap(), Kecocokan::TidakCocok);
        assert!(cocok("benar", Some("bukan phc".to_owned())).await.is_err());
    }

    #[tokio::test]
    async fn a_hash_of_another_policy_asks_to_be_made_again() {
        let (lama, kini) = (murah(1), murah(2));
        let hash = lama.acak(Rahasia::new("benar")).await.unwrap();
        let hasil = kini.cocokkan(Rahasia::new("benar"), Some(hash.clone())).await.unwrap();
        assert_eq!(hasil, Kecocokan::CocokPerluAcakUlang);
        let hasil = kini.cocokkan(Rahasia::new("salah"), Some(hash)).await.unwrap();
        assert_eq!(hasil, Kecocokan::TidakCocok);
    }

    #[tokio::test]
    async fn who_waits_too_long_is_told_that_the_pool_is_busy() {
        let config = SandiConfig {
            memori_kib: 64,
            putaran: 1,
            serentak: Some(1),
            antre: Duration::from_millis(20),
            ..SandiConfig::default()
        };
        let sandi = Argon2Sandi::new(config).unwrap();
        let _sibuk = Arc::clone(&sandi.giliran).acquire_owned().await.unwrap();
        let error = sandi.acak(Rahasia::new("benar")).await.unwrap_err();
        assert!(matches!(error, PortError::TidakTersedia { sistem: "sandi", .. }), "{error:?}");
    }
}
