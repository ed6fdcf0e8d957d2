//! The ring of token keys: a new one is announced, then signs; the old one is accepted until its tokens ended, then refused.
//!
//! The ring is one small file that `loket kunci putar` replaces as a whole. Every process reads it again when it changed, so
//! a rotation needs no restart; what a key may do at a moment follows from the moments written beside it.

use std::{
    fs,
    io::Write,
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration as Lama, Instant, SystemTime},
};

use loket_domain::{
    akses::{KlaimAkses, PenerbitToken},
    galat::PortError,
    kalender::Clock,
    nilai::Rahasia,
    percakapan::PenandaSurat,
};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{EddsaToken, KunciPeriksa, KunciTanda, TokenConfig, TokenError, token::Gantungan};

/// How long a key is accepted after its successor began to sign: the longest life of a token, and what clocks may differ.
pub const TUMPANG: Duration = Duration::minutes(17);
/// How long a key that is not accepted any more stays announced to others, for short-lived statements that it signed. Its
/// private half is destroyed then; its public half is kept for good, for the anchors of the audit trail.
const SISA_BACA: Duration = Duration::days(8);
/// How often the file is looked at.
const JEDA_LIHAT: Lama = Lama::from_secs(5);

/// Why a ring cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CincinError {
    /// The file cannot be read or written.
    #[error("berkas cincin kunci: {0}")]
    Berkas(#[from] std::io::Error),
    /// It is no ring.
    #[error("berkas cincin kunci rusak: {0}")]
    Isi(#[from] serde_json::Error),
    /// A key in it, or the settings, cannot be used.
    #[error(transparent)]
    Kunci(#[from] TokenError),
    /// No key of it signs now.
    #[error("cincin tidak mempunyai kunci yang sedang menandatangani")]
    Kosong,
    /// There is no such key.
    #[error("kunci itu tidak ada di cincin")]
    TidakAda,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tersimpan {
    kid: String,
    pem: String,
    #[serde(with = "time::serde::rfc3339")]
    mulai: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    sampai: Option<OffsetDateTime>,
}

impl Drop for Tersimpan {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.pem);
    }
}

/// What is left of a key that neither signs nor is accepted any more.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pensiun {
    kid: String,
    publik: String,
    #[serde(with = "time::serde::rfc3339")]
    mulai: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    sampai: OffsetDateTime,
}

/// What people see of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RincianKunci {
    /// Its name in token headers.
    pub kid: String,
    /// From when it signs.
    pub mulai: OffsetDateTime,
    /// Until when its tokens are accepted; `None` for the newest.
    pub sampai: Option<OffsetDateTime>,
}

/// A ring as it is stored.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cincin {
    kunci: Vec<Tersimpan>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pensiun: Vec<Pensiun>,
}

impl std::fmt::Debug for Cincin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.kunci.iter().map(|satu| &satu.kid)).finish()
    }
}

impl Cincin {
    /// Reads a ring.
    pub fn baca(berkas: &Path) -> Result<Self, CincinError> {
        let isi = zeroize::Zeroizing::new(fs::read(berkas)?);
        Ok(serde_json::from_slice(&isi)?)
    }

    /// Replaces the file as a whole, readable by its owner alone: who reads it meanwhile sees the old ring or the new one.
    pub fn simpan(&self, berkas: &Path) -> Result<(), CincinError> {
        let isi = zeroize::Zeroizing::new(serde_json::to_vec_pretty(self)?);
        let baru = berkas.with_extension("baru");
        // What a run that was broken off left there is nobody's.
        if let Err(galat) = fs::remove_file(&baru)
            && galat.kind() != std::io::ErrorKind::NotFound
        {
            return Err(galat.into());
        }
        let mut keluar =
            fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&baru)?;
        keluar.write_all(&isi)?;
        keluar.sync_all()?;
        Ok(fs::rename(&baru, berkas)?)
    }

    /// Begins a ring with a key that signs already.
    pub fn mulai(pertama: &KunciTanda, sekarang: OffsetDateTime) -> Result<Self, CincinError> {
        let mut cincin = Self::default();
        cincin.tambah(pertama, sekarang)?;
        Ok(cincin)
    }

    /// Announces `baru`: it signs from `sekarang + jeda` on, and those before it are accepted for [`TUMPANG`] longer. Of
    /// keys that nobody needs any more the private half is destroyed.
    pub fn putar(
        &mut self,
        baru: &KunciTanda,
        sekarang: OffsetDateTime,
        jeda: Duration,
    ) -> Result<(), CincinError> {
        let mulai = sekarang + jeda;
        for satu in &mut self.kunci {
            let akhir = mulai + TUMPANG;
            satu.sampai = Some(satu.sampai.map_or(akhir, |lama| lama.min(akhir)));
        }
        self.pensiunkan(sekarang)?;
        self.tambah(baru, mulai)
    }

    fn pensiunkan(&mut self, sekarang: OffsetDateTime) -> Result<(), CincinError> {
        let selesai = |satu: &Tersimpan| satu.sampai.filter(|akhir| *akhir + SISA_BACA <= sekarang);
        for satu in &self.kunci {
            let Some(sampai) = selesai(satu) else { continue };
            let kunci = KunciTanda::dari_pem(&Rahasia::new(satu.pem.as_str()))?;
            self.pensiun.push(Pensiun {
                kid: satu.kid.clone(),
                publik: kunci.publik().ke_pem()?,
                mulai: satu.mulai,
                sampai,
            });
        }
        self.kunci.retain(|satu| selesai(satu).is_none());
        Ok(())
    }

    /// Refuses a key's tokens from `sekarang` on: for one that was stolen.
    pub fn cabut(&mut self, kid: &str, sekarang: OffsetDateTime) -> Result<(), CincinError> {
        let lain = self
            .kunci
            .iter()
            .any(|satu| satu.kid != kid && satu.mulai <= sekarang && satu.berlaku(sekarang));
        let satu = self.kunci.iter_mut().find(|satu| satu.kid == kid);
        let satu = satu.ok_or(CincinError::TidakAda)?;
        if !lain {
            return Err(CincinError::Kosong);
        }
        satu.sampai = Some(satu.sampai.map_or(sekarang, |lama| lama.min(sekarang)));
        Ok(())
    }

    /// Every key, in the order of their making.
    pub fn daftar(&self) -> Vec<RincianKunci> {
        let rinci = |satu: &Tersimpan| RincianKunci {
            kid: satu.kid.clone(),
            mulai: satu.mulai,
            sampai: satu.sampai,
        };
        self.kunci.iter().map(rinci).collect()
    }

    fn tambah(&mut self, kunci: &KunciTanda, mulai: OffsetDateTime) -> Result<(), CincinError> {
        let pem = kunci.ke_pem()?.buka().to_owned();
        let kid = kunci.publik().kid().to_owned();
        self.kunci.push(Tersimpan { kid, pem, mulai, sampai: None });
        Ok(())
    }
}

impl Tersimpan {
    fn berlaku(&self, saat: OffsetDateTime) -> bool {
        self.sampai.is_none_or(|akhir| saat < akhir)
    }
}

/// A key of the ring, ready for use.
struct Siap {
    token: EddsaToken,
    mulai: OffsetDateTime,
    sampai: Option<OffsetDateTime>,
}

impl Siap {
    fn berlaku(&self, saat: OffsetDateTime) -> bool {
        self.sampai.is_none_or(|akhir| saat < akhir)
    }
}

/// A ring, ready for use.
struct Isi {
    kunci: Vec<Siap>,
    pensiun: Gantungan,
}

/// Issues and checks tokens by the keys of a ring that may change while it is used.
pub struct CincinToken {
    config: TokenConfig,
    berkas: PathBuf,
    clock: Arc<dyn Clock>,
    isi: RwLock<Arc<Isi>>,
    dilihat: Mutex<(Instant, Option<Rupa>)>,
}

impl std::fmt::Debug for CincinToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CincinToken").field("berkas", &self.berkas).finish_non_exhaustive()
    }
}

impl CincinToken {
    /// Reads the ring, of which one key must sign by now.
    pub fn buka(
        config: TokenConfig,
        berkas: PathBuf,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, CincinError> {
        let diubah = diubah(&berkas);
        let isi = siapkan(&config, &Cincin::baca(&berkas)?)?;
        if penanda(&isi.kunci, clock.now()).is_none() {
            return Err(CincinError::Kosong);
        }
        Ok(Self {
            config,
            berkas,
            clock,
            isi: RwLock::new(Arc::new(isi)),
            dilihat: Mutex::new((Instant::now(), diubah)),
        })
    }

    /// Reads the ring again now when its file changed; otherwise that is done every few seconds.
    pub fn segarkan(&self) {
        let mut dilihat = self.dilihat.lock().unwrap_or_else(PoisonError::into_inner);
        dilihat.0 = Instant::now();
        let kini = diubah(&self.berkas);
        if kini == dilihat.1 {
            return;
        }
        match Cincin::baca(&self.berkas).and_then(|cincin| siapkan(&self.config, &cincin)) {
            Ok(isi) => {
                dilihat.1 = kini;
                *self.isi.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(isi);
                tracing::info!("cincin kunci token dibaca ulang");
            }
            // What was read last goes on counting; the file is looked at again.
            Err(galat) => tracing::error!(%galat, "cincin kunci token tidak terbaca"),
        }
    }

    fn isi(&self) -> Arc<Isi> {
        let perlu = {
            let dilihat = self.dilihat.lock().unwrap_or_else(PoisonError::into_inner);
            dilihat.0.elapsed() >= JEDA_LIHAT
        };
        if perlu {
            self.segarkan();
        }
        Arc::clone(&self.isi.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Which file lies there, and of when: a ring is replaced as a whole, so another one is another file, however quickly it follows.
type Rupa = (u64, u64, SystemTime);

fn diubah(berkas: &Path) -> Option<Rupa> {
    let isi = fs::metadata(berkas).ok()?;
    Some((isi.ino(), isi.len(), isi.modified().ok()?))
}

fn siapkan(config: &TokenConfig, cincin: &Cincin) -> Result<Isi, CincinError> {
    let satu = |satu: &Tersimpan| {
        let kunci = KunciTanda::dari_pem(&Rahasia::new(satu.pem.as_str()))?;
        let token = EddsaToken::new(config, &kunci, &[])?;
        Ok(Siap { token, mulai: satu.mulai, sampai: satu.sampai })
    };
    let lama = cincin.pensiun.iter().map(|satu| KunciPeriksa::dari_pem(&satu.publik));
    let lama = lama.collect::<Result<Vec<_>, _>>()?;
    Ok(Isi {
        kunci: cincin.kunci.iter().map(satu).collect::<Result<_, CincinError>>()?,
        pensiun: Gantungan::dari(&lama),
    })
}

/// The key that signs at that moment: of those that began, the last.
fn penanda(kunci: &[Siap], saat: OffsetDateTime) -> Option<&Siap> {
    kunci
        .iter()
        .filter(|satu| satu.mulai <= saat && satu.berlaku(saat))
        .max_by_key(|satu| satu.mulai)
}

impl PenerbitToken for CincinToken {
    fn terbitkan(&self, klaim: &KlaimAkses) -> Result<String, PortError> {
        let isi = self.isi();
        let kunci = penanda(&isi.kunci, klaim.terbit);
        let kunci = kunci.ok_or_else(|| PortError::tak_terduga(CincinError::Kosong))?;
        kunci.token.terbitkan(klaim)
    }

    fn baca(&self, token: &str, sekarang: OffsetDateTime) -> Option<KlaimAkses> {
        let isi = self.isi();
        // Each key answers only to its own name, so at most one of them looks further than the header.
        isi.kunci
            .iter()
            .filter(|satu| satu.berlaku(sekarang))
            .find_map(|satu| satu.token.baca(token, sekarang))
    }
}

impl PenandaSurat for CincinToken {
    fn tanda(&self, jenis: &str, klaim: &serde_json::Value) -> Result<String, PortError> {
        let isi = self.isi();
        let kunci = penanda(&isi.kunci, self.clock.now());
        let kunci = kunci.ok_or_else(|| PortError::tak_terduga(CincinError::Kosong))?;
        kunci.token.tanda(jenis, klaim)
    }

    fn buka(&self, jenis: &str, surat: &str) -> Option<serde_json::Value> {
        // A statement outlives the tokens of its key, and even its private half.
        let isi = self.isi();
        let hidup = isi.kunci.iter().find_map(|satu| satu.token.buka(jenis, surat));
        hidup.or_else(|| isi.pensiun.buka(jenis, surat))
    }

    fn jwks(&self) -> serde_json::Value {
        let kini = self.clock.now();
        let isi = self.isi();
        let terbaca = isi
            .kunci
            .iter()
            .filter(|satu| satu.sampai.is_none_or(|akhir| kini < akhir + SISA_BACA));
        let kunci: Vec<serde_json::Value> = terbaca
            .filter_map(|satu| satu.token.jwks().get_mut("keys")?.as_array_mut()?.pop())
            .collect();
        serde_json::json!({ "keys": kunci })
    }

    fn penerbit(&self) -> &str {
        &self.config.penerbit
    }
}

#[cfg(test)]
#[path = "cincin_tests.rs"]
mod tests;
