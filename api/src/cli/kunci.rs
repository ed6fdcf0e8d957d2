//! `kunci`: fresh keys for an installation, and the ring of token keys.

use std::{
    fs::OpenOptions,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use loket_domain::{id::IdSource, kalender::Clock, nilai::Rahasia};
use loket_infra::crypto::{Cincin, KunciTanda, SystemClock, SystemIds};
use time::{Duration, format_description::well_known::Rfc3339};

use super::Gagal;

/// Make fresh keys.
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
    /// Rotate the key that signs tokens: the new one is announced now and signs after a pause; the old one is accepted until
    /// its tokens ended. Running processes follow by themselves. Makes the ring when there is none.
    Putar {
        /// The ring, as LOKET_KUNCI_TOKEN_CINCIN_BERKAS names it.
        #[arg(value_name = "CINCIN")]
        cincin: PathBuf,
        /// Minutes for which the new key is only announced; 0 for a key that was stolen.
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(0..=1_440))]
        jeda_menit: u16,
        /// For a first ring: the key that signed until now, PKCS#8 PEM, so that nobody is logged out.
        #[arg(long, value_name = "TOKEN.PEM")]
        dari: Option<PathBuf>,
    },
    /// Refuse the tokens of a key from now on: for one that was stolen. Rotate first.
    Cabut {
        /// The ring.
        #[arg(value_name = "CINCIN")]
        cincin: PathBuf,
        /// The key, as `daftar` names it.
        #[arg(value_name = "KID")]
        kid: String,
    },
    /// List the keys of a ring: names and moments.
    Daftar {
        /// The ring.
        #[arg(value_name = "CINCIN")]
        cincin: PathBuf,
    },
}

impl Kunci {
    /// Writes them.
    pub fn jalankan(self) -> Result<(), Gagal> {
        match (self.apa, self.folder) {
            (Some(apa), _) => apa.jalankan(),
            (None, Some(folder)) => buat(&folder),
            (None, None) => Err(Gagal::kata("sebutkan FOLDER, atau `putar`, `cabut`, `daftar`")),
        }
    }
}

impl Apa {
    fn jalankan(self) -> Result<(), Gagal> {
        let sekarang = SystemClock.now();
        match self {
            Self::Putar { cincin: berkas, jeda_menit, dari } => {
                let baru = KunciTanda::acak().map_err(Gagal::dari)?;
                let cincin = match (berkas.exists(), dari) {
                    (true, Some(_)) => {
                        return Err(Gagal::kata(
                            "cincin sudah ada; --dari hanya untuk cincin pertama",
                        ));
                    }
                    (false, None) => Cincin::mulai(&baru, sekarang).map_err(Gagal::dari)?,
                    (ada, dari) => {
                        let mut cincin = match dari {
                            Some(pem) if !ada => {
                                let pem = std::fs::read_to_string(pem).map_err(Gagal::dari)?;
                                let lama = KunciTanda::dari_pem(&Rahasia::new(pem));
                                let lama = lama.map_err(Gagal::dari)?;
                                Cincin::mulai(&lama, sekarang).map_err(Gagal::dari)?
                            }
                            _ => Cincin::baca(&berkas).map_err(Gagal::dari)?,
                        };
                        let jeda = Duration::minutes(jeda_menit.into());
                        cincin.putar(&baru, sekarang, jeda).map_err(Gagal::dari)?;
                        cincin
                    }
                };
                cincin.simpan(&berkas).map_err(Gagal::dari)?;
                cetak(&cincin)
            }
            Self::Cabut { cincin: berkas, kid } => {
                let mut cincin = Cincin::baca(&berkas).map_err(Gagal::dari)?;
                cincin.cabut(&kid, sekarang).map_err(Gagal::dari)?;
                cincin.simpan(&berkas).map_err(Gagal::dari)?;
                cetak(&cincin)
            }
            Self::Daftar { cincin } => cetak(&Cincin::baca(&cincin).map_err(Gagal::dari)?),
        }
    }
}

fn cetak(cincin: &Cincin) -> Result<(), Gagal> {
    for satu in cincin.daftar() {
        let mulai = satu.mulai.format(&Rfc3339).map_err(Gagal::dari)?;
        let sampai = match satu.sampai {
            Some(sampai) => sampai.format(&Rfc3339).map_err(Gagal::dari)?,
            None => "-".to_owned(),
        };
        println!("{}  menandatangani sejak {mulai}  diterima sampai {sampai}", satu.kid);
    }
    Ok(())
}

fn buat(folder: &Path) -> Result<(), Gagal> {
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
