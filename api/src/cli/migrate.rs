//! `migrate`: prepare a server, and bring every schema up to date.

use std::path::PathBuf;

use clap::Args;
use loket_domain::{kalender::Clock, nilai::Rahasia, tenant::TenantSlug};
use loket_infra::{
    crypto::SystemClock,
    postgres::{KlasterBaru, PostgresAdmin, siapkan_klaster},
};
use loket_migrations::fleet::{Kemajuan, PilihanArmada};

use super::Gagal;
use crate::config::Config;

/// Bring the control schema and every tenant up to date.
#[derive(Debug, Args)]
pub struct Migrate {
    /// First prepare the server behind this superuser URL: database `loket`, logins, control role. Passwords are taken
    /// from LOKET_SANDI_PEMILIK and LOKET_SANDI_APLIKASI.
    #[arg(long, value_name = "URL", env = "LOKET_DATABASE_SUPERUSER_URL", hide_env_values = true)]
    siapkan: Option<String>,
    /// Name of the database to prepare.
    #[arg(long, default_value = "loket")]
    basis_data: String,
    /// Password of loket_pemilik, with --siapkan.
    #[arg(long, env = "LOKET_SANDI_PEMILIK", hide_env_values = true)]
    sandi_pemilik: Option<String>,
    /// Password of loket_app, with --siapkan.
    #[arg(long, env = "LOKET_SANDI_APLIKASI", hide_env_values = true)]
    sandi_aplikasi: Option<String>,
    /// Tenant to migrate first; when it fails, nobody else is touched.
    #[arg(long)]
    kenari: Option<TenantSlugArg>,
    /// How many tenants at once, 1 to 4.
    #[arg(long, default_value_t = 2)]
    pekerja: usize,
}

/// A slug on the command line.
#[derive(Clone, Debug)]
pub struct TenantSlugArg(pub TenantSlug);

impl std::str::FromStr for TenantSlugArg {
    type Err = String;

    fn from_str(teks: &str) -> Result<Self, Self::Err> {
        TenantSlug::parse(teks).map(Self).map_err(|salah| salah.pesan.to_owned())
    }
}

impl Migrate {
    /// Migrates; fails when any tenant failed.
    pub async fn jalankan(self, berkas: Option<&PathBuf>) -> Result<(), Gagal> {
        if let Some(url) = &self.siapkan {
            let (Some(pemilik), Some(aplikasi)) = (&self.sandi_pemilik, &self.sandi_aplikasi)
            else {
                return Err(Gagal::kata(
                    "--siapkan butuh LOKET_SANDI_PEMILIK dan LOKET_SANDI_APLIKASI",
                ));
            };
            let baru = KlasterBaru {
                basis_data: self.basis_data.clone(),
                sandi_pemilik: Rahasia::new(pemilik),
                sandi_aplikasi: Rahasia::new(aplikasi),
            };
            siapkan_klaster(&Rahasia::new(url), &baru).await.map_err(Gagal::dari)?;
            println!(
                "server siap: basis data {}, login loket_pemilik dan loket_app",
                self.basis_data
            );
        }
        let config = Config::baca(berkas).map_err(Gagal::dari)?;
        let admin = PostgresAdmin::connect(&config.postgres_admin().map_err(Gagal::dari)?)
            .await
            .map_err(Gagal::dari)?;
        let pilihan = PilihanArmada {
            kenari: self.kenari.map(|arg| arg.0),
            pekerja: self.pekerja.clamp(1, 4),
            ..PilihanArmada::default()
        };
        let laporan = admin
            .migrasikan(&pilihan, SystemClock.now(), &|kabar| println!("{}", kalimat(kabar)))
            .await
            .map_err(Gagal::dari)?;
        admin.tutup().await;
        println!(
            "control {} migrasi; tenant: {} dimigrasi, {} sudah terkini, {} gagal, {} ditunda",
            laporan.control.len(),
            laporan.dimigrasi.len(),
            laporan.terkini.len(),
            laporan.gagal.len(),
            laporan.ditunda.len()
        );
        if laporan.tuntas() {
            Ok(())
        } else {
            Err(Gagal::kata(
                "ada tenant yang belum dimigrasi; perbaiki sebabnya lalu jalankan lagi",
            ))
        }
    }
}

/// One line of progress.
pub(super) fn kalimat(kabar: &Kemajuan) -> String {
    match kabar {
        Kemajuan::Mulai { tertinggal, terkini } => {
            format!("{tertinggal} tenant tertinggal, {terkini} sudah terkini")
        }
        Kemajuan::Selesai { slug, versi } => format!("  {slug}: {}", versi.join(", ")),
        Kemajuan::Gagal(gagal) => format!("  {} GAGAL: {}", gagal.slug, gagal.alasan),
    }
}
