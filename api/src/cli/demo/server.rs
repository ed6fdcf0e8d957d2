//! The demo's own servers: PostgreSQL, S3, and the simulators.

use loket_domain::nilai::Rahasia;
use loket_infra::{
    embedded::{
        EmbeddedError, EmbeddedPostgres, EmbeddedPostgresConfig, EmbeddedS3, EmbeddedS3Config,
        Progress, install_with_apt,
    },
    postgres::{KlasterBaru, siapkan_klaster},
};
use loket_simulators::{
    bsre::{BsreSim, BsreSimConfig, SignerStatus, SimKey, SimSigner},
    smtp::{SmtpSim, SmtpSimConfig},
    whatsapp::{SimApp, SimNumber, WhatsAppSim, WhatsAppSimConfig},
};

use super::{
    Alamat, Demo, KantorDemo, RahasiaDemo, kabar,
    rahasia::{AlamatDatabase, S3_EMBER, S3_KUNCI, TTE_PENGGUNA, WA_APLIKASI},
};
use crate::cli::Gagal;

/// What the demo started.
pub(super) struct ServerDemo {
    postgres: Option<EmbeddedPostgres>,
    s3: EmbeddedS3,
    whatsapp: WhatsAppSim,
    pub bsre: BsreSim,
    smtp: SmtpSim,
    pub database: AlamatDatabase,
}

impl ServerDemo {
    pub(super) async fn nyalakan(
        demo: &Demo,
        alamat: Alamat,
        rahasia: &RahasiaDemo,
        kantor: &[KantorDemo],
    ) -> Result<Self, Gagal> {
        let (postgres, superuser) = if let Some(url) = &demo.database_url {
            (None, url.clone())
        } else {
            let postgres = nyalakan_postgres(demo).await?;
            let url = postgres.superuser_url("postgres");
            (Some(postgres), url)
        };
        kabar("menyiapkan basis data dan peran");
        let klaster = siapkan_klaster(
            &Rahasia::new(superuser),
            &KlasterBaru {
                basis_data: "loket".to_owned(),
                sandi_pemilik: Rahasia::new(&*rahasia.sandi_pemilik),
                sandi_aplikasi: Rahasia::new(&*rahasia.sandi_aplikasi),
            },
        )
        .await
        .map_err(Gagal::dari)?;
        kabar("menyalakan penyimpanan S3");
        let s3 = EmbeddedS3::start(EmbeddedS3Config {
            dir: demo.data.join("s3"),
            bucket: S3_EMBER.to_owned(),
            access_key: S3_KUNCI.to_owned(),
            secret: Rahasia::new(&*rahasia.s3_rahasia),
            bind: alamat.s3,
        })
        .map_err(Gagal::dari)?;
        kabar("menyalakan simulator WhatsApp, BSrE, dan surel");
        let whatsapp = WhatsAppSim::start(WhatsAppSimConfig {
            bind: alamat.whatsapp,
            apps: vec![SimApp {
                app_id: WA_APLIKASI.to_owned(),
                app_secret: rahasia.wa_rahasia.clone(),
                verify_token: rahasia.wa_verifikasi.clone(),
                callback_url: format!("http://{}/v1/wa/webhook", alamat.api),
            }],
            numbers: kantor
                .iter()
                .map(|satu| SimNumber {
                    app_id: WA_APLIKASI.to_owned(),
                    waba_id: satu.waba_id(),
                    phone_number_id: satu.phone_number_id(),
                    display_phone_number: satu.nomor_tampilan.clone(),
                    access_token: satu.token(rahasia),
                })
                .collect(),
            data_dir: Some(demo.data.join("whatsapp")),
            seed: 1,
        })
        .await
        .map_err(Gagal::dari)?;
        let bsre = BsreSim::start(BsreSimConfig {
            bind: alamat.tte,
            user: TTE_PENGGUNA.to_owned(),
            password: rahasia.tte_sandi.clone(),
            signers: kantor
                .iter()
                .flat_map(|satu| &satu.petugas)
                .filter_map(|orang| {
                    Some(SimSigner {
                        nik: orang.nik.clone()?,
                        name: orang.nama.clone(),
                        passphrase: orang.passphrase_simulator.clone()?,
                        status: SignerStatus::Issue,
                        key: SimKey::P256,
                    })
                })
                .collect(),
            data_dir: Some(demo.data.join("bsre")),
        })
        .await
        .map_err(Gagal::dari)?;
        let smtp = SmtpSim::start(SmtpSimConfig { bind: alamat.smtp, viewer: alamat.surat })
            .await
            .map_err(Gagal::dari)?;
        let database = AlamatDatabase { pemilik: klaster.pemilik, aplikasi: klaster.aplikasi };
        Ok(Self { postgres, s3, whatsapp, bsre, smtp, database })
    }

    /// Stops everything, PostgreSQL last.
    pub(super) async fn hentikan(self) {
        self.whatsapp.stop().await;
        self.bsre.stop().await;
        self.smtp.stop().await;
        self.s3.stop().await;
        if let Some(postgres) = self.postgres
            && let Err(galat) = postgres.stop().await
        {
            eprintln!("loket: PostgreSQL tidak berhenti dengan rapi: {galat}");
        }
    }
}

async fn nyalakan_postgres(demo: &Demo) -> Result<EmbeddedPostgres, Gagal> {
    let config = || EmbeddedPostgresConfig {
        data_dir: demo.data.join("postgres"),
        durable: true,
        ephemeral: false,
        progress: Progress::new(kabar),
    };
    match EmbeddedPostgres::start(config()).await {
        Err(EmbeddedError::BinariesMissing) if demo.pasang_postgres => {
            install_with_apt(Progress::new(kabar)).await.map_err(Gagal::dari)?;
            EmbeddedPostgres::start(config()).await.map_err(Gagal::dari)
        }
        Err(galat @ EmbeddedError::BinariesMissing) => {
            Err(Gagal::kata(format!("{galat}; atau jalankan lagi dengan `--pasang-postgres`")))
        }
        lain => lain.map_err(Gagal::dari),
    }
}
