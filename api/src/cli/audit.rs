//! `audit`: check the trail of an office against itself and against what was kept outside the database; anchor it now.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use loket_domain::{
    audit::{LaporanRantai, PeriksaAudit, SumberJangkar, TambatkanAudit},
    tenant::Tenant,
};
use serde_json::{Value, json};

use super::{Gagal, migrate::TenantSlugArg};
use crate::{
    compose::{Parts, compose},
    config::Config,
};

/// How many signed heads are read from storage, the newest first; one that holds vouches for everything before it.
const JANGKAR_TERBARU: usize = 100;
/// How many links lie between two lines of progress.
const LANGKAH: u64 = 100_000;

/// The audit trail.
#[derive(Debug, Subcommand)]
pub enum AuditCmd {
    /// Check the chain: numbers, hashes, head, signed heads. Ends with 1 when anything is wrong.
    Verify(Verify),
    /// Sign the head and keep it outside the database, now.
    Jangkar(Siapa),
}

/// Which offices.
#[derive(Debug, Args)]
pub struct Siapa {
    /// Only this tenant.
    #[arg(long, value_name = "SLUG", conflicts_with = "semua", required_unless_present = "semua")]
    tenant: Option<TenantSlugArg>,
    /// Every active tenant.
    #[arg(long)]
    semua: bool,
}

/// Check.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    siapa: Siapa,
    /// Where signed heads come from: `s3`, `tanpa`, or a file with one JWS per line, as the log has them in `surat`.
    #[arg(long, default_value = "s3", value_name = "s3|tanpa|FILE")]
    jangkar: String,
    /// The database is a restored copy: heads that were signed after its moment are counted, not held against it. Never for
    /// the database that is worked with.
    #[arg(long)]
    salinan: bool,
    /// Tell how far it is, on standard error.
    #[arg(long)]
    kemajuan: bool,
}

impl AuditCmd {
    /// Does it.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let parts = compose(config).await.map_err(Gagal::dari)?;
        let hasil = match self {
            Self::Verify(verify) => verify.jalankan(&parts).await,
            Self::Jangkar(siapa) => jangkar(&parts, &siapa).await,
        };
        parts.postgres.tutup().await;
        hasil
    }
}

impl Siapa {
    async fn daftar(&self, parts: &Parts) -> Result<Vec<std::sync::Arc<Tenant>>, Gagal> {
        match &self.tenant {
            Some(satu) => Ok(vec![super::pengguna::cari(parts, &satu.0).await?]),
            None => parts.ports.daftar.aktif().await.map_err(Gagal::dari),
        }
    }
}

async fn jangkar(parts: &Parts, siapa: &Siapa) -> Result<(), Gagal> {
    for tenant in siapa.daftar(parts).await? {
        let hasil =
            TambatkanAudit.execute(&parts.ports, &tenant).await.map_err(Gagal::dari_galat)?;
        let baris = match hasil {
            Some(jangkar) => json!({
                "tenant": tenant.slug, "urut": jangkar.urut, "kunci": jangkar.kunci, "surat": jangkar.surat,
            }),
            None => json!({ "tenant": tenant.slug, "urut": null }),
        };
        println!("{baris}");
    }
    Ok(())
}

impl Verify {
    async fn jalankan(self, parts: &Parts) -> Result<(), Gagal> {
        let jangkar = match self.jangkar.as_str() {
            "s3" => SumberJangkar::Penyimpanan { terbaru: JANGKAR_TERBARU, salinan: self.salinan },
            _ if self.salinan => {
                return Err(Gagal::kata(
                    "--salinan hanya berarti bagi jangkar di penyimpanan; pakai --jangkar s3",
                ));
            }
            "tanpa" => SumberJangkar::Tanpa,
            berkas => SumberJangkar::Surat(baca(&PathBuf::from(berkas))?),
        };
        let mut rusak = 0;
        for tenant in self.siapa.daftar(parts).await? {
            let slug = &tenant.slug;
            let kemajuan = self.kemajuan;
            let kabar = move |diperiksa: u64| {
                if kemajuan && diperiksa.is_multiple_of(LANGKAH) && diperiksa > 0 {
                    eprintln!("{slug}: {diperiksa} mata rantai diperiksa");
                }
            };
            let periksa = PeriksaAudit { jangkar: jangkar.clone() };
            let laporan =
                periksa.execute(&parts.ports, slug, &kabar).await.map_err(Gagal::dari_galat)?;
            println!("{}", baris(&tenant, &laporan));
            rusak += usize::from(!laporan.utuh());
        }
        // A suspended office is not read by anybody: what was not checked is said, never passed over.
        if self.siapa.semua {
            for satu in parts.postgres.semua_tenant().await.map_err(Gagal::dari)? {
                if satu.keadaan != loket_infra::postgres::KeadaanTenant::Aktif {
                    println!(
                        "{}",
                        json!({ "tenant": satu.tenant.slug, "utuh": null, "keadaan": satu.keadaan.kode() })
                    );
                }
            }
        }
        if rusak == 0 {
            Ok(())
        } else {
            Err(Gagal::kata(format!("{rusak} jejak audit tidak utuh")))
        }
    }
}

fn baca(berkas: &PathBuf) -> Result<Vec<String>, Gagal> {
    let teks = std::fs::read_to_string(berkas)
        .map_err(|galat| Gagal::kata(format!("{}: {galat}", berkas.display())))?;
    Ok(teks.lines().map(str::trim).filter(|baris| !baris.is_empty()).map(str::to_owned).collect())
}

fn baris(tenant: &Tenant, laporan: &LaporanRantai) -> Value {
    let mut isi = json!({
        "tenant": tenant.slug,
        "utuh": laporan.utuh(),
        "diperiksa": laporan.diperiksa,
    });
    match &laporan.hasil {
        Ok(ringkasan) => {
            isi["jumlah"] = json!(ringkasan.jumlah);
            isi["kepala"] = json!(hex(&ringkasan.kepala.sidik));
            isi["jangkar"] = json!(ringkasan.jangkar);
            isi["terjamin_sampai"] = json!(ringkasan.terjamin);
        }
        Err(rusak) => {
            isi["rusak"] = json!({
                "jenis": rusak.jenis.kode(), "urut": rusak.urut, "audit_id": rusak.audit,
            });
        }
    }
    if let Some(hilang) = &laporan.jangkar_hilang {
        isi["jangkar_hilang"] = json!(hilang);
    }
    if laporan.jangkar_sesudah > 0 {
        isi["jangkar_sesudah"] = json!(laporan.jangkar_sesudah);
    }
    isi
}

fn hex(isi: &[u8]) -> String {
    use std::fmt::Write;
    isi.iter().fold(String::new(), |mut teks, bita| {
        // Writing to a String cannot fail.
        let _ = write!(teks, "{bita:02x}");
        teks
    })
}
