//! `kunci`: fresh keys for an installation, and the rotation of those in use.

use std::{
    fs::OpenOptions,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, Subcommand};
use loket_domain::{id::IdSource, kalender::Clock};
use loket_infra::{
    crypto::{KunciTanda, SystemClock, SystemIds},
    postgres::{PostgresAdmin, TenantTerdaftar},
};

use super::{Gagal, migrate::TenantSlugArg};
use crate::{
    compose::{Parts, compose},
    config::Config,
    privasi::catat_sistem,
};

/// Make fresh keys, or rotate those in use.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Kunci {
    /// Folder to write `induk.key` and `token.pem` to, readable by you alone. Existing files are left as they are.
    #[arg(value_name = "FOLDER", required = true)]
    folder: Option<PathBuf>,
    #[command(subcommand)]
    apa: Option<KunciCmd>,
}

/// Rotation of keys in use.
#[derive(Debug, Subcommand)]
enum KunciCmd {
    /// Give a tenant a new data key while it is being served, and seal everything again under it.
    PutarData(PutarData),
    /// Wrap every data key again under the master key in use; the one before stands in LOKET_KUNCI_INDUK_LAMA_BERKAS.
    BungkusUlang,
}

/// Rotate a data key.
#[derive(Debug, Args)]
struct PutarData {
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

impl Kunci {
    /// Does it; `config` is read only where a running installation is meant.
    pub async fn jalankan(
        self,
        config: impl FnOnce() -> Result<Config, Gagal>,
    ) -> Result<(), Gagal> {
        match (self.apa, self.folder) {
            (Some(KunciCmd::PutarData(putar)), _) => putar.jalankan(&config()?).await,
            (Some(KunciCmd::BungkusUlang), _) => bungkus_ulang(&config()?).await,
            (None, Some(folder)) => baru(&folder),
            (None, None) => Err(Gagal::kata("sebutkan folder untuk kunci baru")),
        }
    }
}

/// Writes fresh keys.
fn baru(folder: &Path) -> Result<(), Gagal> {
    std::fs::create_dir_all(folder).map_err(Gagal::dari)?;
    let token = KunciTanda::acak().and_then(|kunci| kunci.ke_pem()).map_err(Gagal::dari)?;
    for (nama, isi) in
        [("induk.key", SystemIds.acak_hex(32)), ("token.pem", token.buka().to_owned())]
    {
        let berkas = folder.join(nama);
        tulis_rahasia(&berkas, &isi)
            .map_err(|galat| Gagal::kata(format!("{}: {galat}", berkas.display())))?;
        println!("{}", berkas.display());
    }
    println!(
        "simpan salinannya di tempat aman: tanpa induk.key, data pribadi tidak dapat dibaca lagi"
    );
    Ok(())
}

impl PutarData {
    async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
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
        let mut jumlah = 0;
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
            if hasil.baris == 0 {
                break;
            }
        }
        println!("{jumlah} baris disegel ulang");
        if !self.pensiunkan {
            println!("versi lama masih dapat membuka; pensiunkan dengan --lanjut --pensiunkan");
            return Ok(());
        }
        tokio::time::sleep(Duration::from_secs(self.jeda.into())).await;
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

async fn bungkus_ulang(config: &Config) -> Result<(), Gagal> {
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

/// Writes a file that only its owner can read; never over an existing one.
pub(super) fn tulis_rahasia(berkas: &Path, isi: &str) -> std::io::Result<()> {
    let mut keluar = OpenOptions::new().write(true).create_new(true).mode(0o600).open(berkas)?;
    keluar.write_all(isi.as_bytes())?;
    keluar.sync_all()
}
