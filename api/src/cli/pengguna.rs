//! `pengguna`: officers of a tenant.

use std::sync::Arc;

use clap::{Args, Subcommand};
use loket_domain::{
    akses::TambahPengguna, id::IdSource, nilai::Rahasia, tenant::Tenant, tenant::TenantSlug,
};
use loket_infra::crypto::SystemIds;

use super::{Gagal, migrate::TenantSlugArg};
use crate::{
    compose::{Parts, compose},
    config::Config,
    setup::sistem,
};

/// Officers.
#[derive(Debug, Subcommand)]
pub enum PenggunaCmd {
    /// Add an officer; a first password is drawn by lot and printed once.
    Tambah(Tambah),
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
}

impl PenggunaCmd {
    /// Does it.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let Self::Tambah(tambah) = self;
        let parts = compose(config).await.map_err(Gagal::dari)?;
        let tenant = cari(&parts, &tambah.tenant.0).await?;
        let sandi = SystemIds.acak_hex(10);
        TambahPengguna {
            nama_pengguna: tambah.nama_pengguna.clone(),
            nama: tambah.nama,
            nip: tambah.nip,
            nik: tambah.nik,
            peran: tambah.peran,
            unit: tambah.unit,
            tim: tambah.tim,
            sandi: Rahasia::new(sandi.clone()),
            idempotensi: None,
        }
        .execute(&parts.ports, &sistem(&tenant))
        .await
        .map_err(Gagal::dari_galat)?;
        println!("petugas {} ditambahkan", tambah.nama_pengguna);
        println!("kata sandi pertama, hanya ditampilkan sekali: {sandi}");
        parts.postgres.tutup().await;
        Ok(())
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
