//! `tenant`: create from a configuration pack, load a newer one, list, suspend, resume, help.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use loket_domain::tenant::{HasilMuat, MuatPaket};
use loket_infra::postgres::PostgresAdmin;

use super::{
    Gagal,
    bantuan::Bantuan,
    berkas::{baca_berkas, periksa},
    migrate::TenantSlugArg,
    pengguna::cari,
};
use crate::{
    compose::compose,
    config::Config,
    setup::{self, sistem},
};

/// Tenants.
#[derive(Debug, Subcommand)]
pub enum TenantCmd {
    /// Create a tenant from a configuration pack, or load a newer pack into it.
    Create(Create),
    /// Load a newer pack into a tenant that exists.
    Load(Load),
    /// List tenants.
    List,
    /// Stop serving a tenant; nothing is deleted.
    #[command(alias = "suspend")]
    Tangguhkan(Alih),
    /// Serve a suspended tenant again.
    #[command(alias = "resume")]
    Aktifkan(Alih),
    /// Open a support session: read-only, for a reason, at most an hour; prints its token.
    Bantuan(Bantuan),
}

/// Create a tenant.
#[derive(Debug, Args)]
pub struct Create {
    /// The pack, YAML; it may start from a base.
    #[arg(value_name = "FILE")]
    paket: PathBuf,
    /// Check the pack and stop.
    #[arg(long)]
    dry_run: bool,
    /// The server the tenant lives on.
    #[arg(long, default_value = loket_infra::postgres::DSN_UTAMA)]
    dsn_id: String,
}

/// Load a pack.
#[derive(Debug, Args)]
pub struct Load {
    /// The pack, YAML; it may start from a base.
    #[arg(value_name = "FILE")]
    paket: PathBuf,
}

/// Close or open one tenant.
#[derive(Debug, Args)]
pub struct Alih {
    /// Its slug.
    tenant: TenantSlugArg,
    /// Why, 10 to 500 characters; it is in the tenant's audit trail.
    #[arg(long)]
    alasan: String,
    /// Who you are.
    #[arg(long, env = "LOKET_OLEH")]
    oleh: String,
}

impl TenantCmd {
    /// Does it.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        match self {
            Self::Create(create) => create.jalankan(config).await,
            Self::Load(load) => load.jalankan(config).await,
            Self::List => daftar(config).await,
            Self::Tangguhkan(alih) => alih.jalankan(config, false).await,
            Self::Aktifkan(alih) => alih.jalankan(config, true).await,
            Self::Bantuan(bantuan) => bantuan.jalankan(config).await,
        }
    }
}

impl Create {
    async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let paket = baca_berkas(&self.paket)?;
        periksa(&paket)?;
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
        cetak(&hasil);
        admin.tutup().await;
        parts.postgres.tutup().await;
        Ok(())
    }
}

impl Load {
    async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let paket = baca_berkas(&self.paket)?;
        periksa(&paket)?;
        let parts = compose(config).await.map_err(Gagal::dari)?;
        let tenant = cari(&parts, &paket.tenant.slug).await?;
        let muat = MuatPaket { paket };
        let hasil =
            muat.execute(&parts.ports, &sistem(&tenant)).await.map_err(Gagal::dari_galat)?;
        println!("paket {} dimuat", tenant.slug);
        cetak(&hasil);
        parts.postgres.tutup().await;
        Ok(())
    }
}

fn cetak(hasil: &HasilMuat) {
    for (kode, versi) in &hasil.sop {
        println!("  SOP {kode} versi {versi}");
    }
    println!("  {} peran, {} layanan", hasil.peran, hasil.layanan);
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

impl Alih {
    /// The trail of an office is written only while it is open: before it closes, and after it opened. The control schema
    /// has the same in the transaction of the change itself.
    async fn jalankan(self, config: &Config, buka: bool) -> Result<(), Gagal> {
        let slug = &self.tenant.0;
        let sebab = setup::sebab_alih(&self.oleh, &self.alasan).map_err(Gagal::dari_galat)?;
        let parts = compose(config).await.map_err(Gagal::dari)?;
        let admin = PostgresAdmin::connect(&config.postgres_admin().map_err(Gagal::dari)?)
            .await
            .map_err(Gagal::dari)?;
        let hasil = setup::buka_tutup(&admin, &parts, slug, buka, &sebab).await;
        admin.tutup().await;
        parts.postgres.tutup().await;
        if !hasil.map_err(Gagal::dari_galat)? {
            return Err(Gagal::kata(format!("tenant {slug} tidak ada atau belum siap")));
        }
        println!("tenant {slug} {}", if buka { "dibuka kembali" } else { "ditangguhkan" });
        Ok(())
    }
}
