//! The report: a table for people, JSON for programs.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    fase::{Catatan, Pelari, Skenario},
    mesin::Mesin,
    opsi::Opsi,
    pantau::Ukuran,
    pgbench::Mode,
    statistik::letak_median,
};

/// Memory in MiB after the measurements of Loket.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Memori {
    /// Resident memory of the server.
    pub server_rss: u64,
    /// Its highest.
    pub server_puncak: u64,
    /// All processes of PostgreSQL, shared pages once.
    pub postgres_pss: u64,
}

/// Everything that was found out.
pub struct Laporan<'a> {
    /// The choices.
    pub opsi: &'a Opsi,
    /// The machine.
    pub mesin: Mesin,
    /// Every run.
    pub catatan: &'a [Catatan],
    /// Memory.
    pub memori: Memori,
    /// Seconds the whole bench took.
    pub lama: f64,
}

/// Loket beside pgbench.
#[derive(Clone, Copy, Debug, Serialize)]
struct Nisbah {
    /// Requests per second by transactions per second.
    laju: f64,
    /// CPU of server and PostgreSQL, by CPU of pgbench and PostgreSQL.
    cpu: f64,
    /// CPU of PostgreSQL alone, by the same.
    cpu_postgres: f64,
}

impl Nisbah {
    fn dari(loket: &Ukuran, pgbench: &Ukuran) -> Self {
        let (a, b) = (loket.cpu_per_1000, pgbench.cpu_per_1000);
        Self {
            laju: loket.per_detik / pgbench.per_detik,
            cpu: (a.server + a.postgres) / (b.pembangkit + b.postgres),
            cpu_postgres: a.postgres / b.postgres,
        }
    }
}

fn kata(pelari: Pelari) -> String {
    match pelari {
        Pelari::Loket => "loket".to_owned(),
        Pelari::Pgbench(mode) => format!("pgbench {}", mode.kata()),
    }
}

impl Laporan<'_> {
    fn semua(&self, skenario: Skenario, pelari: Pelari) -> Vec<&Ukuran> {
        let cocok = |satu: &&Catatan| satu.skenario == skenario && satu.pelari == pelari;
        self.catatan.iter().filter(cocok).map(|satu| &satu.ukuran).collect()
    }

    /// The run with the median speed.
    fn median(&self, skenario: Skenario, pelari: Pelari) -> Option<&Ukuran> {
        let semua = self.semua(skenario, pelari);
        letak_median(&semua, |satu| satu.per_detik).and_then(|letak| semua.get(letak).copied())
    }

    fn nisbah(&self, skenario: Skenario, mode: Mode) -> Option<Nisbah> {
        let loket = self.median(skenario, Pelari::Loket)?;
        Some(Nisbah::dari(loket, self.median(skenario, Pelari::Pgbench(mode))?))
    }

    /// The choices and the machine, one per line.
    fn kepala(&self) -> Vec<String> {
        let (o, m) = (self.opsi, &self.mesin);
        let tahan = if o.tahan {
            "on: commits reach the disk"
        } else {
            "OFF (fsync, synchronous_commit, full_page_writes): both sides commit to memory; --tahan turns it on"
        };
        let mut baris = vec![
            format!(
                "commit {}, {} cores ({}), load {} at start",
                m.commit, m.inti, m.prosesor, m.beban_awal
            ),
            format!("PostgreSQL {}, durability {tahan}", m.postgres),
            format!(
                "{} tenants, {} tugas, {} connections, closed loop; seed {}; server: {} database connections, {} HTTP workers (0: one per core), no worker inside",
                o.tenant(),
                o.tugas(),
                o.klien(),
                o.benih,
                o.koneksi,
                o.pekerja_http
            ),
            format!(
                "{} round(s), median by speed; measured per round: {} webhook, {} antrean, {} penerimaan and as many keputusan",
                o.putaran(),
                o.webhook(),
                o.antrean(),
                o.tugas_putaran()
            ),
        ];
        if !m.optimal {
            baris.push("NOT OPTIMISED: a debug build; these figures mean nothing".to_owned());
        }
        baris
    }

    /// The table.
    pub fn cetak(&self) {
        for baris in self.kepala() {
            println!("{baris}");
        }
        println!("\n{:<62} CPU seconds per 1,000     generator", "");
        println!(
            "{:<11} {:<17} {:>7} {:>7} {:>7} {:>7} {:>8} {:>8} {:>9} {:>6} {:>6}",
            "",
            "",
            "per s",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "server",
            "postgres",
            "generator",
            "cores",
            "of CPU"
        );
        for skenario in Skenario::SEMUA {
            for pelari in Pelari::SEMUA {
                let Some(u) = self.median(skenario, pelari) else { continue };
                let (l, c) = (u.latensi_ms, u.cpu_per_1000);
                println!(
                    "{:<11} {:<17} {:>7.0} {:>7.2} {:>7.2} {:>7.2} {:>8.3} {:>8.3} {:>9.3} {:>6.2} {:>5.0}%",
                    skenario.kata().0,
                    kata(pelari),
                    u.per_detik,
                    l.p50,
                    l.p95,
                    l.p99,
                    c.server,
                    c.postgres,
                    c.pembangkit,
                    u.inti_pembangkit,
                    u.bagian_pembangkit * 100.0
                );
            }
        }
        println!(
            "\n{:<11} {:<17} {:>7} {:>7} {:>12}",
            "ratio", "loket to", "speed", "CPU", "postgres CPU"
        );
        for skenario in Skenario::SEMUA {
            for mode in [Mode::Simple, Mode::Prepared] {
                let Some(n) = self.nisbah(skenario, mode) else { continue };
                println!(
                    "{:<11} {:<17} {:>7.2} {:>7.2} {:>12.2}",
                    skenario.kata().0,
                    kata(Pelari::Pgbench(mode)),
                    n.laju,
                    n.cpu,
                    n.cpu_postgres
                );
            }
        }
        let m = self.memori;
        println!(
            "\nmemory: server {} MiB resident, {} MiB at its highest; PostgreSQL {} MiB (PSS of all processes)",
            m.server_rss, m.server_puncak, m.postgres_pss
        );
        println!("whole run: {:.0} s", self.lama);
    }

    /// The same for programs, with every round.
    pub fn json(&self) -> Value {
        let skenario: Vec<Value> = Skenario::SEMUA
            .into_iter()
            .map(|skenario| {
                let (nama, panggilan) = skenario.kata();
                let pelari: Vec<Value> = Pelari::SEMUA
                    .into_iter()
                    .map(|pelari| {
                        json!({
                            "pelari": kata(pelari),
                            "median": self.median(skenario, pelari),
                            "putaran": self.semua(skenario, pelari),
                        })
                    })
                    .collect();
                json!({
                    "skenario": nama,
                    "panggilan": panggilan,
                    "pelari": pelari,
                    "nisbah": {
                        "pgbench simple": self.nisbah(skenario, Mode::Simple),
                        "pgbench prepared": self.nisbah(skenario, Mode::Prepared),
                    },
                })
            })
            .collect();
        let o = self.opsi;
        json!({
            "mesin": self.mesin,
            "opsi": {
                "tenant": o.tenant(), "tugas": o.tugas(), "klien": o.klien(), "putaran": o.putaran(),
                "webhook": o.webhook(), "antrean": o.antrean(), "tugas_putaran": o.tugas_putaran(),
                "koneksi": o.koneksi, "pekerja_http": o.pekerja_http, "tahan": o.tahan, "benih": o.benih,
            },
            "skenario": skenario,
            "memori_mib": self.memori,
            "detik": self.lama,
        })
    }
}
