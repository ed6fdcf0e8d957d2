//! `retensi` and `privasi`: removal of what is due, and the helper for a breach.

use clap::{Args, Subcommand};
use loket_domain::{privasi::PeriksaInsiden, retensi::JalankanRetensi};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{Gagal, migrate::TenantSlugArg, pengguna::cari};
use crate::{compose::compose, config::Config, setup::sistem};

/// Remove what is due by the retention schedules, as the worker does by itself.
#[derive(Debug, Args)]
pub struct Retensi {
    /// Slug of the tenant.
    #[arg(long)]
    tenant: TenantSlugArg,
    /// Only count.
    #[arg(long)]
    kering: bool,
}

impl Retensi {
    /// Everything that is due now.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let parts = compose(config).await.map_err(Gagal::dari)?;
        let tenant = cari(&parts, &self.tenant.0).await?;
        let kata = if self.kering { "akan dihapus" } else { "dihapus" };
        loop {
            let jalankan = JalankanRetensi { kering: self.kering };
            let hasil = jalankan.execute(&parts.ports, &tenant).await.map_err(Gagal::dari_galat)?;
            for (jenis, jumlah) in &hasil.baris {
                println!("{:<16} {jumlah:>8} {kata}", jenis.kode());
            }
            if hasil.objek > 0 || hasil.objek_gagal > 0 {
                println!(
                    "{} objek dihapus semua versinya, {} belum",
                    hasil.objek, hasil.objek_gagal
                );
            }
            if self.kering || !hasil.lagi {
                break;
            }
        }
        parts.postgres.tutup().await;
        Ok(())
    }
}

/// Protection of personal data.
#[derive(Debug, Subcommand)]
pub enum PrivasiCmd {
    /// Look into a breach: whose data, which kinds, by whom, the deadline and a draft of the notice.
    Insiden(Insiden),
}

/// A breach.
#[derive(Debug, Args)]
pub struct Insiden {
    /// Slug of the tenant.
    #[arg(long)]
    tenant: TenantSlugArg,
    /// From when, RFC 3339.
    #[arg(long, value_parser = saat)]
    sejak: OffsetDateTime,
    /// Until when, RFC 3339.
    #[arg(long, value_parser = saat)]
    sampai: OffsetDateTime,
    /// When it became known; now without it.
    #[arg(long, value_parser = saat)]
    diketahui: Option<OffsetDateTime>,
    /// Only what this officer reached.
    #[arg(long)]
    pengguna: Option<uuid::Uuid>,
}

fn saat(teks: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(teks, &Rfc3339)
        .map_err(|_| "tulis waktu sebagai 2026-01-31T08:00:00+08:00".to_owned())
}

impl PrivasiCmd {
    /// Does it.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let Self::Insiden(insiden) = self;
        let parts = compose(config).await.map_err(Gagal::dari)?;
        let tenant = cari(&parts, &insiden.tenant.0).await?;
        let hasil = PeriksaInsiden {
            dari: insiden.sejak,
            sampai: insiden.sampai,
            diketahui: insiden.diketahui,
            oleh: insiden.pengguna.map(Into::into),
        }
        .sebagai_sistem(&parts.ports, &sistem(&tenant))
        .await
        .map_err(Gagal::dari_galat)?;
        println!("{}", hasil.draf);
        println!("Permohonan yang terjangkau:");
        for satu in &hasil.korban {
            println!(
                "  {}{}{}",
                satu.nomor,
                if satu.anak { " (anak)" } else { "" },
                if satu.whatsapp { "" } else { " (tanpa WhatsApp)" }
            );
        }
        println!("Petugas yang mengakses data:");
        for (id, nama, jumlah) in &hasil.rincian.petugas {
            println!("  {} {nama}: {jumlah} catatan", id.uuid());
        }
        parts.postgres.tutup().await;
        Ok(())
    }
}
