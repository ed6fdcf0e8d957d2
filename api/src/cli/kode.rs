//! `kode`: an authenticator at the shell.

use std::io::Read;

use clap::Args;
use loket_domain::{
    akses::{PembuatKode, langkah},
    kalender::Clock,
    nilai::Rahasia,
};
use loket_infra::crypto::{KodeTotp, SystemClock};

use super::Gagal;

/// Print the code of now.
#[derive(Debug, Args)]
pub struct Kode {
    /// The seed, base32; without it, it is read from standard input. Better given as LOKET_RAHASIA_KODE than on the
    /// command line, where other users of the machine see it.
    #[arg(long, env = "LOKET_RAHASIA_KODE", hide_env_values = true)]
    rahasia: Option<String>,
}

impl Kode {
    /// Does it.
    pub fn jalankan(self) -> Result<(), Gagal> {
        let rahasia = if let Some(rahasia) = self.rahasia {
            Rahasia::new(rahasia)
        } else {
            let mut teks = String::new();
            std::io::stdin().take(256).read_to_string(&mut teks).map_err(Gagal::dari)?;
            Rahasia::new(teks.trim())
        };
        let kode = KodeTotp
            .kode(&rahasia, langkah(SystemClock.now()))
            .map_err(|_| Gagal::kata("rahasia kode bukan base32"))?;
        println!("{}", kode.buka());
        Ok(())
    }
}
