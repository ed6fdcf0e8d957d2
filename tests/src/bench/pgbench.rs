//! pgbench: custom scripts against the same cluster, as the same login.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use super::{
    beban::Lari,
    galat::{Gagal, Hasil, Ketika},
};

/// How pgbench talks to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Every statement is parsed and planned each time; a transaction begins with one message, as Loket's do.
    Simple,
    /// Every statement is prepared once per tenant and connection; a transaction begins with three messages.
    Prepared,
}

impl Mode {
    /// As pgbench spells it.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Prepared => "prepared",
        }
    }
}

/// A pgbench and where it shall connect.
#[derive(Debug)]
pub struct Pgbench {
    program: PathBuf,
    url: String,
    folder: PathBuf,
    klien: usize,
    benih: u64,
}

impl Pgbench {
    /// The one beside the running server's programs, or the one of PATH.
    pub fn cari(
        folder_program: &Path,
        url: &str,
        folder: PathBuf,
        klien: usize,
        benih: u64,
    ) -> Hasil<Self> {
        let di_samping = folder_program.join("pgbench");
        let program = if di_samping.is_file() { di_samping } else { PathBuf::from("pgbench") };
        let ada = Command::new(&program).arg("--version").stdout(Stdio::null()).status();
        if !ada.is_ok_and(|status| status.success()) {
            return Err(Gagal::baru(
                "pgbench tidak ditemukan. Di Debian dan Ubuntu: apt-get install postgresql",
            ));
        }
        Ok(Self { program, url: url.to_owned(), folder, klien, benih })
    }

    /// Runs the scripts, one of them chosen for every transaction, `per_klien` transactions on every connection, the
    /// first `pemanasan` of which (over all connections) are not counted.
    pub fn jalankan(
        &self,
        mode: Mode,
        skrip: &[String],
        per_klien: usize,
        pemanasan: usize,
    ) -> Hasil<Lari> {
        let _ = fs::remove_dir_all(&self.folder);
        fs::create_dir_all(&self.folder).ketika("folder pgbench")?;
        let klien = self.klien.to_string();
        let mut perintah = Command::new(&self.program);
        perintah
            .args(["-n", "-M", mode.kata(), "-c", &klien, "-j", &klien])
            .args(["-t", &per_klien.to_string(), "--random-seed", &self.benih.to_string()])
            .arg("--log")
            .arg(format!("--log-prefix={}", self.folder.join("log").display()));
        for (n, isi) in skrip.iter().enumerate() {
            let berkas = self.folder.join(format!("{n}.sql"));
            fs::write(&berkas, isi).ketika("skrip pgbench")?;
            // Every script counts its own transactions.
            perintah.arg("-D").arg(format!("i{n}=0")).arg("-f").arg(berkas);
        }
        let keluar = perintah.arg(&self.url).stdin(Stdio::null()).output().ketika("pgbench")?;
        let mut catatan = self.catatan()?;
        if !keluar.status.success() || catatan.len() != self.klien * per_klien {
            let galat = String::from_utf8_lossy(&keluar.stderr);
            let awal: Vec<&str> = galat.lines().take(5).collect();
            return Err(Gagal::baru(format!("pgbench gagal:\n{}", awal.join("\n"))));
        }
        catatan.sort_unstable_by_key(|satu| satu.berakhir);
        let terkirim = catatan.len();
        let terhitung = catatan.split_off(pemanasan.min(terkirim - 1));
        let awal = catatan.last().map_or_else(
            || terhitung.iter().map(|satu| satu.berakhir.saturating_sub(satu.lama)).min(),
            |satu| Some(satu.berakhir),
        );
        let akhir = terhitung.last().map(|satu| satu.berakhir);
        let lama = akhir.zip(awal).map(|(akhir, awal)| akhir.saturating_sub(awal));
        Ok(Lari {
            lama: lama.ketika("catatan pgbench kosong")?,
            latensi: terhitung.iter().map(|satu| satu.lama).collect(),
            terkirim,
        })
    }

    /// Every transaction in the log files.
    fn catatan(&self) -> Hasil<Vec<Catatan>> {
        let mut semua = Vec::new();
        for satu in fs::read_dir(&self.folder).ketika("folder pgbench")? {
            let berkas = satu.ketika("folder pgbench")?.path();
            if berkas.extension().is_some_and(|ekor| ekor == "sql") {
                continue;
            }
            let teks = fs::read_to_string(&berkas).ketika("catatan pgbench")?;
            for baris in teks.lines() {
                semua.push(Catatan::urai(baris).ketika("baris catatan pgbench")?);
            }
        }
        Ok(semua)
    }
}

/// A transaction in the log.
#[derive(Debug, PartialEq, Eq)]
struct Catatan {
    lama: Duration,
    /// Since 1970.
    berakhir: Duration,
}

impl Catatan {
    /// `client transaction µs script seconds µs`.
    fn urai(baris: &str) -> Option<Self> {
        let kolom: Vec<u64> =
            baris.split_ascii_whitespace().map_while(|satu| satu.parse().ok()).collect();
        let [_, _, lama, _, detik, mikro, ..] = kolom[..] else { return None };
        Some(Self {
            lama: Duration::from_micros(lama),
            berakhir: Duration::from_secs(detik) + Duration::from_micros(mikro),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_log_is_a_transaction() {
        let satu = Catatan::urai("0 199 2241 0 1175850568 995598").unwrap();
        assert_eq!(satu.lama, Duration::from_micros(2241));
        assert_eq!(satu.berakhir, Duration::from_micros(1_175_850_568_995_598));
        assert_eq!(Catatan::urai("0 199 failed 0 1 2"), None);
    }
}
