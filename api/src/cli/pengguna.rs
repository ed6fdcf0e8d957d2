//! `pengguna`: officers of a tenant.

use std::sync::Arc;

use clap::{Args, Subcommand};
use loket_domain::{
    akses::{RahasiaTerbit, TambahPengguna, UndangPengguna},
    tenant::{Tenant, TenantSlug},
};

use super::{Gagal, migrate::TenantSlugArg};
use crate::{
    compose::{Parts, compose},
    config::Config,
    setup::sistem,
};

/// Officers.
#[derive(Debug, Subcommand)]
pub enum PenggunaCmd {
    /// Add an officer; a one-time code to set a password of their own goes to their email address, or is printed once.
    Tambah(Tambah),
    /// Invite an officer anew, with a fresh one-time code; also the way back in when no administrator is left.
    Undang(Undang),
}

/// Add an officer.
#[derive(Debug, Args)]
pub struct Tambah {
    /// Slug of the tenant.
    #[arg(long)]
    tenant: TenantSlugArg,
    /// Login name.
    #[arg(long)]
    nama_pengguna: String,
    /// Full name; for signers exactly as in their certificate.
    #[arg(long)]
    nama: String,
    /// NIP.
    #[arg(long)]
    nip: Option<String>,
    /// NIK; needed of who signs. Better given as LOKET_NIK than on the command line.
    #[arg(long, env = "LOKET_NIK", hide_env_values = true)]
    nik: Option<String>,
    /// Roles, by code.
    #[arg(long, required = true, num_args = 1..)]
    peran: Vec<String>,
    /// Unit, by code.
    #[arg(long)]
    unit: Option<String>,
    /// Teams, by code.
    #[arg(long, num_args = 1..)]
    tim: Vec<String>,
    /// Their own email address.
    #[arg(long)]
    surel: Option<String>,
}

/// Invite an officer anew.
#[derive(Debug, Args)]
pub struct Undang {
    /// Slug of the tenant.
    #[arg(long)]
    tenant: TenantSlugArg,
    /// Login name.
    #[arg(long)]
    nama_pengguna: String,
}

impl PenggunaCmd {
    /// Does it.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let parts = compose(config).await.map_err(Gagal::dari)?;
        match self {
            Self::Tambah(tambah) => {
                let tenant = cari(&parts, &tambah.tenant.0).await?;
                let nama = tambah.nama_pengguna.clone();
                let tambah = TambahPengguna {
                    nama_pengguna: tambah.nama_pengguna,
                    nama: tambah.nama,
                    nip: tambah.nip,
                    nik: tambah.nik,
                    peran: tambah.peran,
                    unit: tambah.unit,
                    tim: tambah.tim,
                    surel: tambah.surel,
                    idempotensi: None,
                };
                let (_, undangan) = tambah
                    .execute(&parts.ports, &sistem(&tenant))
                    .await
                    .map_err(Gagal::dari_galat)?;
                println!("petugas {nama} ditambahkan");
                undangan.iter().for_each(cetak);
            }
            Self::Undang(undang) => {
                let tenant = cari(&parts, &undang.tenant.0).await?;
                let mut work = parts.ports.store.read(&tenant.slug).await.map_err(Gagal::dari)?;
                let nama = undang.nama_pengguna.trim().to_lowercase();
                let orang = work.akses().pengguna_bernama(&nama).await.map_err(Gagal::dari)?;
                drop(work);
                let orang =
                    orang.ok_or_else(|| Gagal::kata(format!("petugas {nama} tidak ada")))?;
                let undangan = UndangPengguna { id: orang.id }
                    .execute(&parts.ports, &sistem(&tenant))
                    .await
                    .map_err(Gagal::dari_galat)?;
                cetak(&undangan);
            }
        }
        parts.postgres.tutup().await;
        Ok(())
    }
}

fn cetak(undangan: &RahasiaTerbit) {
    match &undangan.rahasia {
        Some(kode) => println!(
            "kode undangan sampai {}, hanya ditampilkan sekali: {}",
            undangan.berakhir_pada,
            kode.buka()
        ),
        None => println!("kode undangan dikirim ke surel petugas itu sendiri"),
    }
}

/// The active tenant of that slug.
pub(super) async fn cari(parts: &Parts, slug: &TenantSlug) -> Result<Arc<Tenant>, Gagal> {
    parts
        .ports
        .daftar
        .tenant(slug)
        .await
        .map_err(Gagal::dari)?
        .ok_or_else(|| Gagal::kata(format!("tenant {slug} tidak ada atau tidak aktif")))
}
