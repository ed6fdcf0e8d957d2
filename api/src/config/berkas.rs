//! What the settings of files come to.

use loket_domain::berkas::{Jatah, KuotaBerkas};
use loket_infra::{berkas::PemeriksaConfig, clamd::AlamatClamd};

use super::{Config, ConfigError, salah};

impl Config {
    /// The scanner, when there is one.
    pub fn clamd(&self) -> Result<Option<AlamatClamd>, ConfigError> {
        let Some(teks) = self.clamd.as_deref().filter(|teks| !teks.trim().is_empty()) else {
            return Ok(None);
        };
        let alamat = AlamatClamd::parse(teks);
        let alamat =
            alamat.ok_or_else(|| salah("LOKET_CLAMD", "isi host:port atau unix:/jalur"))?;
        Ok(Some(alamat))
    }

    /// How files are checked.
    pub fn pemeriksa(&self) -> Result<PemeriksaConfig, ConfigError> {
        let program = match &self.pemeriksa_program {
            Some(program) => program.clone(),
            None => {
                std::env::current_exe().map_err(|galat| salah("LOKET_PEMERIKSA_PROGRAM", galat))?
            }
        };
        Ok(PemeriksaConfig::baru(program))
    }

    /// What one sender may send in a day.
    pub fn kuota(&self) -> KuotaBerkas {
        let jatah = |berkas: u32, mb: u32| Jatah {
            berkas: berkas.into(),
            bita: u64::from(mb) * 1024 * 1024,
        };
        KuotaBerkas {
            warga: jatah(self.kuota_warga_berkas, self.kuota_warga_mb),
            petugas: jatah(self.kuota_petugas_berkas, self.kuota_petugas_mb),
        }
    }
}
