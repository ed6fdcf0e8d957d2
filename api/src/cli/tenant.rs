//! `tenant`: create from a configuration pack, list, suspend, resume.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use loket_domain::tenant::Paket;
use loket_infra::postgres::PostgresAdmin;

use super::{Gagal, migrate::TenantSlugArg};
use crate::{compose::compose, config::Config, setup};

/// Tenants.
#[derive(Debug, Subcommand)]
pub enum TenantCmd {
    /// Create a tenant from a configuration pack, or load a newer pack into it.
    Create(Create),
    /// List tenants.
    List,
    /// Stop serving a tenant; nothing is deleted.
    Suspend(Satu),
    /// Serve a suspended tenant again.
    Resume(Satu),
}

/// Create a tenant.
#[derive(Debug, Args)]
pub struct Create {
    /// The pack, YAML.
    #[arg(value_name = "FILE")]
    paket: PathBuf,
    /// Check the pack and stop.
    #[arg(long)]
    dry_run: bool,
    /// The server the tenant lives on.
    #[arg(long, default_value = loket_infra::postgres::DSN_UTAMA)]
    dsn_id: String,
}

/// One tenant.
#[derive(Debug, Args)]
pub struct Satu {
    /// Its slug.
    tenant: TenantSlugArg,
}

impl TenantCmd {
    /// Does it.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        match self {
            Self::Create(create) => create.jalankan(config).await,
            Self::List => daftar(config).await,
            Self::Suspend(satu) => buka_tutup(config, &satu, false).await,
            Self::Resume(satu) => buka_tutup(config, &satu, true).await,
        }
    }
}

impl Create {
    async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let teks = std::fs::read_to_string(&self.paket)
            .map_err(|galat| Gagal::kata(format!("{}: {galat}", self.paket.display())))?;
        let paket = baca_paket(&teks)?;
        let cacat = paket.periksa();
        for satu in &cacat {
            eprintln!("{}: {} [{}]", satu.letak, satu.pesan, satu.kode);
        }
        if !cacat.is_empty() {
            return Err(Gagal::kata(format!(
                "paket punya {} cacat; tidak ada yang diubah",
                cacat.len()
            )));
        }
        if self.dry_run {
            println!(
                "paket {} benar: {} peran, {} layanan, {} SOP",
                paket.tenant.slug,
                paket.peran.len(),
                paket.layanan.len(),
                paket.sop.len()
            );
            return Ok(());
        }
        let admin = PostgresAdmin::connect(&config.postgres_admin().map_err(Gagal::dari)?)
            .await
            .map_err(Gagal::dari)?;
        admin.siapkan_control().await.map_err(Gagal::dari)?;
        let parts = compose(config).await.map_err(Gagal::dari)?;
        let (tenant, hasil) =
            setup::tenant(&admin, &parts, paket, &self.dsn_id).await.map_err(Gagal::dari_galat)?;
        println!("tenant {} ({}) siap", tenant.slug, tenant.wilayah);
        for (kode, versi) in hasil.sop {
            println!("  SOP {kode} versi {versi}");
        }
        println!("  {} peran, {} layanan", hasil.peran, hasil.layanan);
        admin.tutup().await;
        parts.postgres.tutup().await;
        Ok(())
    }
}

/// Reads a pack from YAML.
pub fn baca_paket(teks: &str) -> Result<Paket, Gagal> {
    let nilai: serde_json::Value = yaml_serde::from_str(teks)
        .map_err(|galat| Gagal::kata(format!("paket bukan YAML yang benar: {galat}")))?;
    serde_json::from_value(nilai).map_err(|galat| Gagal::kata(format!("isi paket: {galat}")))
}

async fn daftar(config: &Config) -> Result<(), Gagal> {
    let parts = compose(config).await.map_err(Gagal::dari)?;
    let semua = parts.postgres.semua_tenant().await.map_err(Gagal::dari)?;
    println!("{:<16} {:<12} {:<6} {:<13} NAMA", "TENANT", "WILAYAH", "ZONA", "KEADAAN");
    for satu in semua {
        println!(
            "{:<16} {:<12} {:<6} {:<13} {}",
            satu.tenant.slug.as_str(),
            satu.tenant.wilayah.as_str(),
            satu.tenant.zona.nama(),
            satu.keadaan.kode(),
            satu.tenant.nama
        );
    }
    parts.postgres.tutup().await;
    Ok(())
}

async fn buka_tutup(config: &Config, satu: &Satu, buka: bool) -> Result<(), Gagal> {
    let admin = PostgresAdmin::connect(&config.postgres_admin().map_err(Gagal::dari)?)
        .await
        .map_err(Gagal::dari)?;
    let slug = &satu.tenant.0;
    let berubah = admin.buka_tutup(slug, buka).await.map_err(Gagal::dari)?;
    admin.tutup().await;
    if !berubah {
        return Err(Gagal::kata(format!("tenant {slug} tidak ada atau belum siap")));
    }
    println!("tenant {slug} {}", if buka { "dibuka kembali" } else { "ditangguhkan" });
    Ok(())
}
