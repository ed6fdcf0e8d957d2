//! The machine and the program, as far as they explain figures.

use std::{fs, process::Command};

use loket_tests::app::akar;
use serde::Serialize;

use super::{basis::Basis, galat::Hasil};

/// Where the figures come from.
#[derive(Clone, Debug, Serialize)]
pub struct Mesin {
    /// Cores this process may use.
    pub inti: usize,
    /// Their name.
    pub prosesor: String,
    /// Load of the last minute when the bench began: others work here, too, when it is high.
    pub beban_awal: String,
    /// PostgreSQL.
    pub postgres: String,
    /// Commit of the sources, `+` when they were changed since.
    pub commit: String,
    /// Whether the program was optimised; figures of one that was not mean nothing.
    pub optimal: bool,
}

impl Mesin {
    /// Looks around.
    pub fn lihat(basis: &mut Basis) -> Hasil<Self> {
        let baca = |berkas: &str| fs::read_to_string(berkas).unwrap_or_default();
        let prosesor = baca("/proc/cpuinfo")
            .lines()
            .find_map(|baris| baris.strip_prefix("model name")?.split_once(':'))
            .map_or_else(|| "?".to_owned(), |(_, nama)| nama.trim().to_owned());
        Ok(Self {
            inti: std::thread::available_parallelism().map_or(0, usize::from),
            prosesor,
            beban_awal: baca("/proc/loadavg").split(' ').next().unwrap_or("?").to_owned(),
            postgres: basis.satu("SHOW server_version")?,
            commit: commit().unwrap_or_else(|| "?".to_owned()),
            optimal: !cfg!(debug_assertions),
        })
    }
}

fn commit() -> Option<String> {
    let git = |argumen: &[&str]| {
        let keluar = Command::new("git").arg("-C").arg(akar()).args(argumen).output().ok()?;
        let teks = String::from_utf8(keluar.stdout).ok()?;
        keluar.status.success().then(|| teks.trim().to_owned())
    };
    let kode = git(&["rev-parse", "--short", "HEAD"])?;
    let berubah = git(&["status", "--porcelain"]).is_some_and(|teks| !teks.is_empty());
    Some(if berubah { format!("{kode}+") } else { kode })
}
