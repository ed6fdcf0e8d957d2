//! `kunci putar|cabut|daftar`: the ring of token keys.

use std::path::PathBuf;

use clap::Subcommand;
use loket_domain::{kalender::Clock, nilai::Rahasia};
use loket_infra::crypto::{Cincin, KunciTanda, SystemClock};
use time::{Duration, format_description::well_known::Rfc3339};

use crate::cli::Gagal;

/// The ring of token keys.
#[derive(Debug, Subcommand)]
pub(super) enum CincinCmd {
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

impl CincinCmd {
    /// Does it.
    pub(super) fn jalankan(self) -> Result<(), Gagal> {
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
