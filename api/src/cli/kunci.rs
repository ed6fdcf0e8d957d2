//! `kunci`: fresh keys for an installation, and the rotation of those in use.

mod cincin;
mod data;

use std::{
    fs::OpenOptions,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use loket_domain::id::IdSource;
use loket_infra::crypto::{KunciTanda, SystemIds};

use self::{
    cincin::CincinCmd,
    data::{PutarData, bungkus_ulang},
};
use super::Gagal;
use crate::{config::Config, telemetry};

/// Make fresh keys, or rotate those in use.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub struct Kunci {
    #[command(subcommand)]
    apa: Option<Apa>,
    /// Folder to write `induk.key` and `token.pem` to, readable by you alone. Existing files are left as they are.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Apa {
    #[command(flatten)]
    Cincin(CincinCmd),
    /// Give a tenant a new data key while it is being served, and seal everything again under it.
    PutarData(PutarData),
    /// Wrap every data key again under the master key in use; the one before stands in LOKET_KUNCI_INDUK_LAMA_BERKAS.
    BungkusUlang,
}

impl Kunci {
    /// Does it; `config` is read only where a running installation is meant.
    pub async fn jalankan(
        self,
        config: impl FnOnce() -> Result<Config, Gagal>,
    ) -> Result<(), Gagal> {
        match (self.apa, self.folder) {
            (Some(Apa::Cincin(cincin)), _) => cincin.jalankan(),
            (Some(Apa::PutarData(putar)), _) => {
                telemetry::mulai(false, "warn");
                putar.jalankan(&config()?).await
            }
            (Some(Apa::BungkusUlang), _) => {
                telemetry::mulai(false, "warn");
                bungkus_ulang(&config()?).await
            }
            (None, Some(folder)) => baru(&folder),
            (None, None) => Err(Gagal::kata("sebutkan FOLDER untuk kunci baru, atau perintahnya")),
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

/// Writes a file that only its owner can read; never over an existing one.
pub(super) fn tulis_rahasia(berkas: &Path, isi: &str) -> std::io::Result<()> {
    let mut keluar = OpenOptions::new().write(true).create_new(true).mode(0o600).open(berkas)?;
    keluar.write_all(isi.as_bytes())?;
    keluar.sync_all()
}
