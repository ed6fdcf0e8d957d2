//! `tenant`: create from a configuration pack, load a newer one, list, suspend, resume, help.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use loket_domain::{
    kalender::Clock,
    retensi::hapus_awalan,
    tenant::{HasilMuat, MuatPaket},
};
use loket_infra::{crypto::SystemClock, postgres::PostgresAdmin};

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
    /// Destroy the data key of a suspended tenant: its personal data can never be read again.
    HapusKunci(HapusKunci),
}

/// Destroy a key.
#[derive(Debug, Args)]
pub struct HapusKunci {
    /// Its slug.
    tenant: TenantSlugArg,
    /// Its slug once more.
    #[arg(long, value_name = "SLUG")]
    konfirmasi: TenantSlugArg,
    /// The sentence: "data <slug> tidak dapat dibaca lagi".
    #[arg(long)]
    kalimat: String,
    /// Remove every object of the tenant from storage too, all versions; files are not sealed by its key.
    #[arg(long)]
    hapus_objek: bool,
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
            Self::HapusKunci(hapus) => hapus.jalankan(config).await,
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

impl HapusKunci {
    async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let slug = &self.tenant.0;
        if self.konfirmasi.0 != *slug {
            return Err(Gagal::kata(
                "--konfirmasi tidak sama dengan nama tenant; tidak ada yang diubah",
            ));
        }
        let kalimat = format!("data {slug} tidak dapat dibaca lagi");
        if self.kalimat != kalimat {
            return Err(Gagal::kata(format!(
                "--kalimat harus \"{kalimat}\"; tidak ada yang diubah"
            )));
        }
        let admin = PostgresAdmin::connect(&config.postgres_admin().map_err(Gagal::dari)?)
            .await
            .map_err(Gagal::dari)?;
        let dihapus = admin.hapus_kunci(slug, SystemClock.now()).await;
        admin.tutup().await;
        if dihapus.map_err(Gagal::dari)? {
            println!("kunci tenant {slug} dihapus: data pribadinya tidak dapat dibaca lagi");
            println!(
                "salinan kunci masih ada di cadangan basis data control; hapus juga cadangan itu"
            );
        } else if !self.hapus_objek {
            return Err(Gagal::kata(format!(
                "tenant {slug} tidak ada, tidak ditangguhkan, atau kuncinya sudah dihapus"
            )));
        }
        if self.hapus_objek {
            let parts = compose(config).await.map_err(Gagal::dari)?;
            let semua = parts.postgres.semua_tenant().await.map_err(Gagal::dari)?;
            let terhapus = semua
                .iter()
                .any(|satu| satu.tenant.slug == *slug && satu.kunci_dihapus_pada.is_some());
            if !terhapus {
                return Err(Gagal::kata(format!(
                    "kunci tenant {slug} belum dihapus; objek dibiarkan"
                )));
            }
            let jumlah = hapus_awalan(&parts.ports, &format!("{slug}/")).await;
            parts.postgres.tutup().await;
            println!("{} objek dihapus, semua versinya", jumlah.map_err(Gagal::dari_galat)?);
        }
        Ok(())
    }
}
