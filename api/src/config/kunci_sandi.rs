//! Whom passkeys are made for.

use loket_infra::webauthn::{PengaturanSalah, RpKunciSandi};

use super::{Config, ConfigError, salah};

impl Config {
    /// Name and origins of passkeys; `None` where browsers make none.
    pub fn kunci_sandi(&self) -> Result<Option<RpKunciSandi>, ConfigError> {
        let rp = RpKunciSandi::baca(&self.publik_url, &self.kunci_sandi_rp, &self.kunci_sandi_asal);
        rp.map_err(|galat| match galat {
            PengaturanSalah::Rp => salah("LOKET_KUNCI_SANDI_RP", galat),
            PengaturanSalah::Asal(..) => salah("LOKET_KUNCI_SANDI_ASAL", galat),
        })
    }
}
