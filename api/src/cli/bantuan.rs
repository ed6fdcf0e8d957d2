//! `tenant bantuan`: a support session in an office, for a reason, for at most an hour, to look and not to touch.

use clap::Args;
use loket_domain::akses::BukaBantuan;

use super::{Gagal, migrate::TenantSlugArg, pengguna::cari};
use crate::{compose::compose, config::Config, setup::sistem};

/// Open a support session.
#[derive(Debug, Args)]
pub struct Bantuan {
    /// The office.
    tenant: TenantSlugArg,
    /// Why, 10 to 500 characters; the office reads it.
    #[arg(long)]
    alasan: String,
    /// Who you are; the office reads it.
    #[arg(long, env = "LOKET_OLEH")]
    oleh: String,
    /// For how many minutes.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u8).range(1..=60))]
    menit: u8,
}

impl Bantuan {
    /// Opens it, and prints its token once.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let parts = compose(config).await.map_err(Gagal::dari)?;
        let tenant = cari(&parts, &self.tenant.0).await?;
        let buka = BukaBantuan {
            oleh: self.oleh,
            alasan: self.alasan,
            lama: time::Duration::minutes(self.menit.into()),
        };
        let hasil = buka.execute(&parts.ports, &sistem(&tenant)).await;
        parts.postgres.tutup().await;
        let (bantuan, token) = hasil.map_err(Gagal::dari_galat)?;
        eprintln!("sesi {} di {} sampai {}", bantuan.id, tenant.slug, bantuan.berakhir_pada);
        println!("{}", token.buka());
        Ok(())
    }
}
