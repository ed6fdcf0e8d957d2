//! Measuring a run: speed, response times, and the CPU time of everybody involved.

use std::{thread, time::Duration};

use serde::Serialize;

use super::{
    beban::Lari,
    galat::Hasil,
    proses,
    statistik::{Latensi, bilangan},
};

/// What is done after an answer (a connection goes back to its pool, a backend ends) is over after this.
const REDA: Duration = Duration::from_millis(60);

/// CPU seconds per 1,000 requests or transactions.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Cpu {
    /// `loket serve`; 0 for pgbench.
    pub server: f64,
    /// The postmaster and all its processes.
    pub postgres: f64,
    /// What made the load: this process, or pgbench.
    pub pembangkit: f64,
}

/// The figures of one run.
#[derive(Clone, Debug, Serialize)]
pub struct Ukuran {
    /// Requests or transactions that count.
    pub jumlah: usize,
    /// How long they took, in seconds.
    pub detik: f64,
    /// Requests or transactions per second.
    pub per_detik: f64,
    /// Response times in milliseconds.
    pub latensi_ms: Latensi,
    /// CPU seconds per 1,000.
    pub cpu_per_1000: Cpu,
    /// How many cores the load generator kept busy.
    pub inti_pembangkit: f64,
    /// The load generator's part of all CPU time that was used, from 0 to 1.
    pub bagian_pembangkit: f64,
}

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Penjawab {
    /// Loket, asked by this process.
    Loket,
    /// PostgreSQL, asked by pgbench.
    Pgbench,
}

/// The processes to watch.
#[derive(Clone, Copy, Debug)]
pub struct Pantau {
    /// `loket serve`.
    pub server: u32,
    /// The postmaster.
    pub postmaster: u32,
}

struct Cuplikan {
    server: f64,
    postgres: f64,
    sendiri: f64,
    anak: f64,
}

impl Pantau {
    fn cuplik(self) -> Hasil<Cuplikan> {
        let (sendiri, anak) = proses::cpu(std::process::id())?;
        Ok(Cuplikan {
            server: proses::cpu(self.server)?.0,
            postgres: proses::cpu_pohon(self.postmaster)?,
            sendiri,
            anak,
        })
    }

    /// Runs `kerja` and measures it.
    pub fn ukur(self, siapa: Penjawab, kerja: impl FnOnce() -> Hasil<Lari>) -> Hasil<Ukuran> {
        thread::sleep(REDA);
        let awal = self.cuplik()?;
        let lari = kerja()?;
        thread::sleep(REDA);
        let akhir = self.cuplik()?;

        let (server, pembangkit) = match siapa {
            Penjawab::Loket => (akhir.server - awal.server, akhir.sendiri - awal.sendiri),
            Penjawab::Pgbench => (0.0, akhir.anak - awal.anak),
        };
        let postgres = akhir.postgres - awal.postgres;
        let seribu = bilangan(lari.terkirim) / 1000.0;
        let jumlah = lari.latensi.len();
        let detik = lari.lama.as_secs_f64().max(1e-9);
        let seluruhnya = detik * bilangan(lari.terkirim) / bilangan(jumlah.max(1));
        Ok(Ukuran {
            jumlah,
            detik,
            per_detik: bilangan(jumlah) / detik,
            latensi_ms: Latensi::dari(lari.latensi),
            cpu_per_1000: Cpu {
                server: server / seribu,
                postgres: postgres / seribu,
                pembangkit: pembangkit / seribu,
            },
            inti_pembangkit: pembangkit / seluruhnya,
            bagian_pembangkit: pembangkit / (server + postgres + pembangkit).max(1e-9),
        })
    }
}
