//! `berkas`: what the worker sweeps by itself, at once, or only looked at; and whether storage holds what rows name.

use std::sync::Arc;

use clap::{Args, Subcommand};
use loket_domain::{
    berkas::{LetakPeriksa, PeriksaObjek, SapuBerkas},
    tenant::Tenant,
};

use super::Gagal;
use crate::{
    compose::{Parts, compose},
    config::Config,
};

/// Files in object storage.
#[derive(Debug, Subcommand)]
pub enum BerkasCmd {
    /// End announcements nobody kept, and remove objects that no row names.
    Sapu(Sapu),
    /// Look for every object that a row names; ends with 1 when one is missing or is another.
    Periksa(Periksa),
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

/// Check.
#[derive(Debug, Args)]
pub struct Periksa {
    /// Read every object and compare its hash, too: as long as the store takes to give all of it.
    #[arg(long)]
    isi: bool,
    /// Only this tenant; all of them without it.
    #[arg(long, value_name = "SLUG")]
    tenant: Option<String>,
}

/// Rows after which it is told how far it is.
const LANGKAH: u64 = 10_000;

impl BerkasCmd {
    /// Tenant by tenant, everything.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let parts = compose(config).await.map_err(Gagal::dari)?;
        let hasil = match self {
            Self::Sapu(sapu) => sapu.jalankan(&parts).await,
            Self::Periksa(periksa) => periksa.jalankan(&parts).await,
        };
        parts.postgres.tutup().await;
        hasil
    }
}

async fn daftar(parts: &Parts, tenant: Option<&str>) -> Result<Vec<Arc<Tenant>>, Gagal> {
    let mut semua = parts.ports.daftar.aktif().await.map_err(Gagal::dari)?;
    if let Some(slug) = tenant {
        semua.retain(|satu| satu.slug.as_str() == slug);
        if semua.is_empty() {
            return Err(Gagal::kata(format!("tenant {slug} tidak ada atau tidak aktif")));
        }
    }
    Ok(semua)
}

impl Sapu {
    async fn jalankan(self, parts: &Parts) -> Result<(), Gagal> {
        let Self { uji, tenant } = self;
        for tenant in daftar(parts, tenant.as_deref()).await? {
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
        Ok(())
    }
}

impl Periksa {
    async fn jalankan(self, parts: &Parts) -> Result<(), Gagal> {
        let mut salah = 0;
        for tenant in daftar(parts, self.tenant.as_deref()).await? {
            let slug = &tenant.slug;
            let (mut diperiksa, mut hilang, mut berubah) = (0, 0, 0);
            let mut lanjut = Some(LetakPeriksa::default());
            while let Some(letak) = lanjut {
                let periksa = PeriksaObjek { isi: self.isi, letak };
                let hasil = periksa.execute(&parts.ports, slug).await.map_err(Gagal::dari_galat)?;
                for (kata, semua) in [("hilang", &hasil.hilang), ("berubah", &hasil.berubah)] {
                    for kunci in semua {
                        println!("{kata} {kunci}");
                    }
                }
                hilang += hasil.hilang.len();
                berubah += hasil.berubah.len();
                let lama = diperiksa;
                diperiksa += hasil.diperiksa;
                if diperiksa / LANGKAH > lama / LANGKAH {
                    eprintln!("{slug}: {diperiksa} objek dicari");
                }
                lanjut = hasil.lanjut;
            }
            println!("{slug}: {diperiksa} objek dicari, {hilang} hilang, {berubah} berubah");
            salah += hilang + berubah;
        }
        if salah == 0 {
            Ok(())
        } else {
            Err(Gagal::kata(format!("{salah} objek hilang atau berubah")))
        }
    }
}
