//! `berkas sapu`: what the worker sweeps by itself, at once, or only looked at.

use clap::{Args, Subcommand};
use loket_domain::berkas::SapuBerkas;

use super::Gagal;
use crate::{compose::compose, config::Config};

/// Files in object storage.
#[derive(Debug, Subcommand)]
pub enum BerkasCmd {
    /// End announcements nobody kept, and remove objects that no row names.
    Sapu(Sapu),
}

/// Sweep.
#[derive(Debug, Args)]
pub struct Sapu {
    /// Only tell what would be removed.
    #[arg(long)]
    uji: bool,
    /// Only this tenant; all of them without it.
    #[arg(long, value_name = "SLUG")]
    tenant: Option<String>,
}

impl BerkasCmd {
    /// Tenant by tenant, everything.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let Self::Sapu(Sapu { uji, tenant }) = self;
        let parts = compose(config).await.map_err(Gagal::dari)?;
        let mut semua = parts.ports.daftar.aktif().await.map_err(Gagal::dari)?;
        if let Some(slug) = &tenant {
            semua.retain(|satu| satu.slug.as_str() == slug);
            if semua.is_empty() {
                return Err(Gagal::kata(format!("tenant {slug} tidak ada atau tidak aktif")));
            }
        }
        for tenant in semua {
            let mut sesudah = None;
            let (mut kedaluwarsa, mut bagian, mut diperiksa, mut yatim) = (0, 0, 0, 0);
            loop {
                let sapu = SapuBerkas { uji, sesudah };
                let hasil = sapu.execute(&parts.ports, &tenant).await.map_err(Gagal::dari_galat)?;
                kedaluwarsa += hasil.kedaluwarsa;
                bagian += hasil.bagian;
                diperiksa += hasil.diperiksa;
                yatim += hasil.yatim.len();
                for kunci in &hasil.yatim {
                    println!("{kunci}");
                }
                sesudah = hasil.sesudah;
                if sesudah.is_none() {
                    break;
                }
            }
            let kata = if uji { "akan dihapus" } else { "dihapus" };
            println!(
                "{}: {diperiksa} objek diperiksa, {yatim} yatim {kata}, {kedaluwarsa} pengumuman kedaluwarsa, {bagian} unggahan bagian dibatalkan",
                tenant.slug
            );
        }
        parts.postgres.tutup().await;
        Ok(())
    }
}
