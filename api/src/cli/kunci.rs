//! `kunci`: fresh keys for an installation.

use std::{
    fs::OpenOptions,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use clap::Args;
use loket_domain::id::IdSource;
use loket_infra::crypto::{KunciTanda, SystemIds};

use super::Gagal;

/// Make fresh keys.
#[derive(Debug, Args)]
pub struct Kunci {
    /// Folder to write `induk.key` and `token.pem` to, readable by you alone. Existing files are left as they are.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

impl Kunci {
    /// Writes them.
    pub fn jalankan(self) -> Result<(), Gagal> {
        std::fs::create_dir_all(&self.folder).map_err(Gagal::dari)?;
        let token = KunciTanda::acak().and_then(|kunci| kunci.ke_pem()).map_err(Gagal::dari)?;
        for (nama, isi) in
            [("induk.key", SystemIds.acak_hex(32)), ("token.pem", token.buka().to_owned())]
        {
            let berkas = self.folder.join(nama);
            tulis_rahasia(&berkas, &isi)
                .map_err(|galat| Gagal::kata(format!("{}: {galat}", berkas.display())))?;
            println!("{}", berkas.display());
        }
        println!(
            "simpan salinannya di tempat aman: tanpa induk.key, data pribadi tidak dapat dibaca lagi"
        );
        Ok(())
    }
}

/// Writes a file that only its owner can read; never over an existing one.
pub(super) fn tulis_rahasia(berkas: &Path, isi: &str) -> std::io::Result<()> {
    let mut keluar = OpenOptions::new().write(true).create_new(true).mode(0o600).open(berkas)?;
    keluar.write_all(isi.as_bytes())?;
    keluar.sync_all()
}
