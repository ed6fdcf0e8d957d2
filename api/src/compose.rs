//! The composition root: the one place where ports meet adapters.

use std::{sync::Arc, time::Duration};

use loket_domain::{
    akses::{PemeriksaKunciSandi, PenerbitToken},
    berkas::PemindaiVirus,
    galat::PortError,
    penyerahan::PengirimSurel,
    percakapan::PenandaSurat,
    ports::Ports,
};
use loket_infra::{
    berkas::PemeriksaAnak,
    cetak::PdfHelvetica,
    clamd::{Clamd, TanpaPemindai},
    crypto::{
        Argon2Sandi, CincinToken, EddsaToken, KodeTotp, KunciInduk, SandiConfig, Sha256,
        SystemClock, SystemIds, TokenConfig,
    },
    kiriman::PengantarHttp,
    postgres::{PgStore, Postgres, satu_kesabaran},
    s3::S3Objek,
    smtp::{Smtp, TanpaSurel},
    tte::{Bsre, PemeriksaPades, StempelPng},
    webauthn::{KunciWebauthn, TanpaKunciSandi},
    whatsapp::{CloudApi, PintuPg},
};

use crate::{
    config::{Config, ConfigError},
    http::Perjalanan,
};

/// Why the parts do not come together.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// A setting is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// An adapter cannot be made, or its system cannot be reached.
    #[error("{apa} belum siap: {sumber}")]
    Adapter {
        /// Which.
        apa: &'static str,
        /// Why.
        sumber: Box<dyn std::error::Error + Send + Sync>,
    },
}

fn adapter<E>(apa: &'static str) -> impl FnOnce(E) -> ComposeError
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    move |sumber| ComposeError::Adapter { apa, sumber: sumber.into() }
}

/// The parts, put together.
#[derive(Clone)]
pub struct Parts {
    /// What use cases reach.
    pub ports: Ports,
    /// The database, for what the command line does to the control schema.
    pub postgres: Postgres,
    /// The master key.
    pub induk: Arc<KunciInduk>,
}

/// What is put around every request: its transactions together wait for connections no longer than one may alone.
pub fn bingkai(kerja: Perjalanan) -> Perjalanan {
    Box::pin(satu_kesabaran(kerja))
}

/// Puts the parts together.
pub async fn compose(config: &Config) -> Result<Parts, ComposeError> {
    let induk = Arc::new(config.kunci_induk()?);
    let (token, surat) = token(config)?;
    let postgres =
        Postgres::connect(&config.postgres()).await.map_err(|galat| hubung("PostgreSQL", galat))?;
    let store = Arc::new(PgStore::new(postgres.clone(), induk.clone()));
    let alamat_publik = config.alamat_publik()?;
    let ports = Ports {
        daftar: store.clone(),
        store,
        objek: Arc::new(S3Objek::new(&config.s3()?)),
        saluran: Arc::new(whatsapp(config.izinkan_http)?),
        pintu: Arc::new(PintuPg::new(postgres.clone(), induk.clone())),
        tte: Arc::new(Bsre::new().map_err(|galat| hubung("TTE", galat))?),
        pemeriksa: Arc::new(PemeriksaPades),
        stempel: Arc::new(StempelPng),
        pencetak: Arc::new(PdfHelvetica),
        pemeriksa_berkas: Arc::new(PemeriksaAnak::new(config.pemeriksa()?)),
        pemindai: pemindai(config)?,
        surel: surel(config)?,
        kiriman: Arc::new(
            PengantarHttp::new(config.webhook_izinkan_lokal)
                .map_err(|galat| hubung("webhook", galat))?,
        ),
        sandi: Arc::new(
            Argon2Sandi::new(SandiConfig::default())
                .map_err(|galat| hubung("pengacak sandi", galat))?,
        ),
        kode: Arc::new(KodeTotp),
        kunci_sandi: kunci_sandi(config)?,
        token,
        surat,
        sidik: Arc::new(Sha256),
        ids: Arc::new(SystemIds),
        clock: Arc::new(SystemClock),
        alamat_publik,
        kuota: config.kuota(),
    };
    Ok(Parts { ports, postgres, induk })
}

/// Two ports that one adapter serves.
type Tanda = (Arc<dyn PenerbitToken>, Arc<dyn PenandaSurat>);

/// Access tokens and signed statements, by one key or by a ring of keys.
fn token(config: &Config) -> Result<Tanda, ComposeError> {
    let atur =
        TokenConfig { penerbit: config.publik_url.clone(), kelonggaran: Duration::from_secs(30) };
    if let Some(berkas) = config.cincin_token()? {
        let cincin = CincinToken::buka(atur, berkas, Arc::new(SystemClock));
        let cincin = Arc::new(cincin.map_err(adapter("cincin kunci token"))?);
        return Ok((cincin.clone(), cincin));
    }
    let (tanda, lama) = config.kunci_token()?;
    let token = EddsaToken::new(&atur, &tanda, &lama).map_err(adapter("kunci token"))?;
    let token = Arc::new(token);
    Ok((token.clone(), token))
}

/// How long one scan may take.
const WAKTU_PINDAI: Duration = Duration::from_secs(20);

fn pemindai(config: &Config) -> Result<Arc<dyn PemindaiVirus>, ConfigError> {
    Ok(match config.clamd()? {
        Some(alamat) => Arc::new(Clamd::new(alamat, WAKTU_PINDAI)),
        None => Arc::new(TanpaPemindai),
    })
}

fn hubung(apa: &'static str, galat: PortError) -> ComposeError {
    let sumber = match galat {
        PortError::TidakTersedia { sumber, .. } | PortError::TakTerduga(sumber) => sumber,
        lain @ PortError::Konflik => lain.into(),
    };
    ComposeError::Adapter { apa, sumber }
}

fn surel(config: &Config) -> Result<Arc<dyn PengirimSurel>, ComposeError> {
    Ok(match config.smtp()? {
        Some(smtp) => Arc::new(Smtp::new(smtp).map_err(|galat| hubung("SMTP", galat))?),
        None => Arc::new(TanpaSurel),
    })
}

fn kunci_sandi(config: &Config) -> Result<Arc<dyn PemeriksaKunciSandi>, ComposeError> {
    Ok(match config.kunci_sandi()? {
        Some(rp) => Arc::new(KunciWebauthn::new(&rp).map_err(adapter("kunci sandi"))?),
        None => Arc::new(TanpaKunciSandi),
    })
}

fn whatsapp(izinkan_http: bool) -> Result<CloudApi, ComposeError> {
    let klien = CloudApi::new().map_err(|galat| hubung("WhatsApp", galat))?;
    Ok(if izinkan_http { klien.izinkan_http() } else { klien })
}
