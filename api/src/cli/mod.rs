//! The command line: `loket demo`, `serve`, `worker`, `migrate`, `tenant`, `sop`, `pengguna`, `wa`, `tte`, `audit`,
//! `berkas`, `kunci`, `kode`, `retensi`, `privasi`, `openapi`, `skema`.

mod atur;
mod audit;
mod bantuan;
mod berkas;
mod demo;
mod keluaran;
mod kode;
mod kunci;
mod layan;
mod migrate;
mod pengguna;
mod privasi;
mod sapu;
mod sop;
mod tenant;
mod tte;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

pub use berkas::baca_paket;
pub use keluaran::Gagal;

use crate::{config::Config, telemetry};

/// Loket: civil registration over WhatsApp, one service counter for every regency.
#[derive(Debug, Parser)]
#[command(name = "loket", version, propagate_version = true)]
struct Perintah {
    /// Configuration file (TOML); the environment (LOKET_…) overrides it.
    #[arg(long, global = true, env = "LOKET_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    apa: Apa,
}

#[derive(Debug, Subcommand)]
enum Apa {
    /// Start everything on this machine: PostgreSQL, S3, both simulators, four offices with sample officers.
    Demo(demo::Demo),
    /// Serve the API, with a worker inside unless told otherwise.
    Serve(layan::Serve),
    /// Run a worker alone: it processes incoming messages and sends outgoing ones.
    Worker,
    /// Bring the control schema and every tenant up to date.
    Migrate(migrate::Migrate),
    /// Tenants: create from a configuration pack, load a newer one, list, suspend, resume.
    #[command(subcommand)]
    Tenant(tenant::TenantCmd),
    /// Check, simulate and print the SOPs of a pack.
    #[command(subcommand)]
    Sop(sop::SopCmd),
    /// Officers of a tenant.
    #[command(subcommand)]
    Pengguna(pengguna::PenggunaCmd),
    /// WhatsApp apps and service numbers.
    #[command(subcommand)]
    Wa(atur::Wa),
    /// The signing host of a tenant, signed files checked by hand, where stamps go.
    #[command(subcommand)]
    Tte(tte::Tte),
    /// The audit trail: check its chain, anchor its head.
    #[command(subcommand)]
    Audit(audit::AuditCmd),
    /// Files in object storage: sweep what no row names.
    #[command(subcommand)]
    Berkas(sapu::BerkasCmd),
    /// Remove what is due by the retention schedules.
    Retensi(privasi::Retensi),
    /// Protection of personal data: look into a breach.
    #[command(subcommand)]
    Privasi(privasi::PrivasiCmd),
    /// Not for people: checks one file from standard input, within limits of its own.
    #[command(name = loket_infra::berkas::PERINTAH, hide = true)]
    PeriksaIsi,
    /// Keys: fresh ones for an installation, a new data key for a tenant, all wrapped again under a new master key.
    Kunci(kunci::Kunci),
    /// Print the code that an authenticator with this seed shows now.
    Kode(kode::Kode),
    /// Print the OpenAPI document.
    Openapi,
    /// Print the JSON Schema of configuration packs.
    Skema,
}

/// Runs one command and returns when it is done.
pub fn jalankan(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let perintah = match Perintah::try_parse_from(args) {
        Ok(perintah) => perintah,
        Err(galat) => {
            let kode = if galat.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
            let _ = galat.print();
            return kode;
        }
    };
    // Before there is a runtime: the child has one thread, and limits itself before anything else.
    if matches!(perintah.apa, Apa::PeriksaIsi) {
        return loket_infra::berkas::anak();
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(galat) => {
            eprintln!("loket: {galat}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(jalankan_satu(perintah)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(gagal) => {
            eprintln!("loket: {gagal}");
            ExitCode::FAILURE
        }
    }
}

async fn jalankan_satu(perintah: Perintah) -> Result<(), Gagal> {
    let config = || Config::baca(perintah.config.as_ref()).map_err(Gagal::dari);
    match perintah.apa {
        Apa::Demo(demo) => {
            telemetry::mulai(false, "warn,loket=info");
            demo.jalankan().await
        }
        Apa::Serve(serve) => {
            telemetry::mulai(true, "info");
            serve.jalankan(&config()?).await
        }
        Apa::Worker => {
            telemetry::mulai(true, "info");
            layan::worker(&config()?).await
        }
        Apa::Migrate(migrate) => {
            telemetry::mulai(false, "warn");
            migrate.jalankan(perintah.config.as_ref()).await
        }
        Apa::Tenant(tenant) => {
            telemetry::mulai(false, "warn");
            tenant.jalankan(&config()?).await
        }
        Apa::Pengguna(pengguna) => {
            telemetry::mulai(false, "warn");
            pengguna.jalankan(&config()?).await
        }
        Apa::Wa(wa) => {
            telemetry::mulai(false, "warn");
            wa.jalankan(&config()?).await
        }
        Apa::Tte(tte) => {
            telemetry::mulai(false, "warn");
            tte.jalankan(&config()?).await
        }
        Apa::Audit(audit) => {
            telemetry::mulai(false, "warn");
            audit.jalankan(&config()?).await
        }
        Apa::Berkas(berkas) => {
            telemetry::mulai(false, "warn");
            berkas.jalankan(&config()?).await
        }
        Apa::Retensi(retensi) => {
            telemetry::mulai(false, "warn");
            retensi.jalankan(&config()?).await
        }
        Apa::Privasi(privasi) => {
            telemetry::mulai(false, "warn");
            privasi.jalankan(&config()?).await
        }
        // Handled before there was a runtime.
        Apa::PeriksaIsi => Ok(()),
        Apa::Sop(sop) => sop.jalankan(),
        Apa::Kunci(kunci) => kunci.jalankan(config).await,
        Apa::Kode(kode) => kode.jalankan(),
        Apa::Openapi => {
            print!("{}", crate::http::openapi_json());
            Ok(())
        }
        Apa::Skema => {
            print!("{}", crate::paket::skema_json());
            Ok(())
        }
    }
}
