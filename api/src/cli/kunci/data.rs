//! `kunci putar-data|bungkus-ulang`: data keys of tenants, and the master key around them.

use std::time::Duration;

use clap::Args;
use loket_domain::kalender::Clock;
use loket_infra::{
    crypto::SystemClock,
    postgres::{PostgresAdmin, TenantTerdaftar},
};

use crate::{
    cli::{Gagal, migrate::TenantSlugArg},
    compose::{Parts, compose},
    config::Config,
    privasi::catat_sistem,
};

/// Rotate a data key.
#[derive(Debug, Args)]
pub(super) struct PutarData {
    /// Slug of the tenant.
    tenant: TenantSlugArg,
    /// Only count what would be sealed again.
    #[arg(long)]
    kering: bool,
    /// Go on with a rotation that was interrupted instead of beginning a new one.
    #[arg(long)]
    lanjut: bool,
    /// Rows per transaction.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    batas: u32,
    /// Seconds before the new version seals, in which every process learns it.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3_600))]
    jeda: u32,
    /// Retire the older versions at the end: what was sealed under them can never be read again, in backups neither.
    #[arg(long)]
    pensiunkan: bool,
}

impl PutarData {
    pub(super) async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let admin = PostgresAdmin::connect(&config.postgres_admin().map_err(Gagal::dari)?)
            .await
            .map_err(Gagal::dari)?;
        let parts = compose(config).await.map_err(Gagal::dari)?;
        let hasil = self.putar(&admin, &parts).await;
        admin.tutup().await;
        parts.postgres.tutup().await;
        hasil
    }

    async fn putar(&self, admin: &PostgresAdmin, parts: &Parts) -> Result<(), Gagal> {
        let mut tenant = self.baca(admin).await?;
        if self.kering {
            return hitung(admin, &tenant).await;
        }
        let berjalan = tenant.versi_kunci.len() > 1;
        if berjalan && !self.lanjut {
            return Err(Gagal::kata(
                "putaran sebelumnya belum selesai; teruskan dengan --lanjut, lalu pensiunkan versi lamanya",
            ));
        }
        if !berjalan {
            let versi = admin
                .tambah_versi_kunci(&parts.induk, &tenant, self.jeda, SystemClock.now())
                .await
                .map_err(Gagal::dari)?;
            println!("versi {versi} dibuat; berlaku dalam {} detik", self.jeda);
            catat_sistem(
                parts,
                &tenant.tenant,
                "kunci.putar",
                serde_json::json!({ "versi": versi }),
            )
            .await
            .map_err(Gagal::dari_galat)?;
        }
        loop {
            tenant = self.baca(admin).await?;
            if tenant.versi_kunci.last().is_some_and(|satu| satu.aktif) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        // A process whose copy of the registry is as old as it may be learns of the switch after us, and a transaction it
        // began just before may still be open: what it sealed under the old version is found by another pass.
        let (mut jumlah, mut sudah_lama) = (0, false);
        loop {
            let kabar = |tabel: &'static str, baris: u64| {
                if baris > 0 {
                    println!("  {tabel}: {baris}");
                }
            };
            let hasil = admin
                .segel_ulang(&parts.induk, &tenant, self.batas, &kabar)
                .await
                .map_err(Gagal::dari)?;
            jumlah += hasil.baris;
            if hasil.bentrok > 0 {
                println!(
                    "  {} kontak bernomor sama tetap ditemukan lewat satu yang lain",
                    hasil.bentrok
                );
            }
            if hasil.baris == 0 && sudah_lama {
                break;
            }
            if hasil.baris == 0 {
                tokio::time::sleep(Duration::from_secs(self.jeda.into())).await;
                sudah_lama = true;
            }
        }
        println!("{jumlah} baris disegel ulang");
        if !self.pensiunkan {
            println!("versi lama masih dapat membuka; pensiunkan dengan --lanjut --pensiunkan");
            return Ok(());
        }
        let rincian = serde_json::json!({ "baris": jumlah });
        if admin.pensiunkan_kunci(&tenant).await.map_err(Gagal::dari)? {
            catat_sistem(parts, &tenant.tenant, "kunci.pensiun", rincian)
                .await
                .map_err(Gagal::dari_galat)?;
            println!("versi lama dipensiunkan");
            Ok(())
        } else {
            Err(Gagal::kata(
                "masih ada yang tersegel dengan versi lama; ulangi dengan --lanjut --pensiunkan",
            ))
        }
    }

    async fn baca(&self, admin: &PostgresAdmin) -> Result<TenantTerdaftar, Gagal> {
        let slug = &self.tenant.0;
        let tenant = admin.tenant(slug).await.map_err(Gagal::dari)?;
        let tenant = tenant.ok_or_else(|| Gagal::kata(format!("tenant {slug} tidak ada")))?;
        match tenant.kunci_dihapus_pada {
            Some(_) => Err(Gagal::kata(format!("kunci tenant {slug} sudah dihapus"))),
            None => Ok(tenant),
        }
    }
}

async fn hitung(admin: &PostgresAdmin, tenant: &TenantTerdaftar) -> Result<(), Gagal> {
    println!("{:<24} {:>10} {:>10}", "TABEL", "TERSEGEL", "VERSI LAMA");
    for satu in admin.hitung_sisa(tenant).await.map_err(Gagal::dari)? {
        println!("{:<24} {:>10} {:>10}", satu.tabel, satu.baris, satu.lama);
    }
    Ok(())
}

/// Wraps every data key again.
pub(super) async fn bungkus_ulang(config: &Config) -> Result<(), Gagal> {
    let admin = PostgresAdmin::connect(&config.postgres_admin().map_err(Gagal::dari)?)
        .await
        .map_err(Gagal::dari)?;
    let induk = config.kunci_induk().map_err(Gagal::dari)?;
    let hasil = admin.bungkus_ulang(&induk).await.map_err(Gagal::dari);
    admin.tutup().await;
    let (kunci, aplikasi) = hasil?;
    println!(
        "{kunci} kunci data dan {aplikasi} aplikasi WhatsApp dibungkus ulang dengan kunci induk yang berlaku"
    );
    println!(
        "kunci induk lama tidak diperlukan lagi, kecuali untuk cadangan yang dibuat sebelum ini"
    );
    Ok(())
}
