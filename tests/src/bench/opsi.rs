//! What may be chosen on the command line.

use std::path::PathBuf;

use clap::Parser;

/// Measures the real server, and beside it the same SQL through pgbench on the same cluster.
///
/// Starts a private PostgreSQL and `loket serve` as a process of its own, prepares offices and cases, then alternates
/// between the two: webhook ingest, an officer's task list, taking and deciding a tugas. What the figures mean is in
/// tests/README.md.
#[derive(Clone, Debug, Parser)]
#[command(name = "bench")]
pub struct Opsi {
    /// A quick look: few requests, one round.
    #[arg(long)]
    pub cepat: bool,
    /// Only the pure engine: walks N cases of the SOPs of the four offices and the national base, without a server.
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "10000")]
    pub mesin: Option<usize>,
    /// Open tugas to prepare, over all tenants; all are decided during the run [default: 2000; quick: 240].
    #[arg(long, value_name = "N")]
    tugas: Option<usize>,
    /// Tenants; they take turns with the four seed packs.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=64))]
    tenant: u8,
    /// Connections that send at the same time, each its next request when the last was answered.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=64))]
    klien: u8,
    /// Webhooks per round [default: 4000; quick: 300].
    #[arg(long, value_name = "N")]
    webhook: Option<usize>,
    /// Reads of the task list per round [default: 3000; quick: 300].
    #[arg(long, value_name = "N")]
    antrean: Option<usize>,
    /// Rounds of Loket, pgbench simple, pgbench prepared; the median is printed [default: 3; quick: 1].
    #[arg(long, value_name = "N")]
    putaran: Option<usize>,
    /// Database connections of the server.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub koneksi: u32,
    /// HTTP worker threads of the server; 0 means one per core.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub pekerja_http: usize,
    /// Commit to disk (fsync, synchronous_commit, full_page_writes); without it both sides only write to memory.
    #[arg(long)]
    pub tahan: bool,
    /// Chooses the order of tenants and officers.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub benih: u64,
    /// Writes the figures as JSON, too.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

impl Opsi {
    fn pilih(&self, diberi: Option<usize>, biasa: usize, cepat: usize) -> usize {
        diberi.unwrap_or(if self.cepat { cepat } else { biasa })
    }

    /// How many tenants.
    pub fn tenant(&self) -> usize {
        usize::from(self.tenant)
    }

    /// How many requests are under way at any time.
    pub fn klien(&self) -> usize {
        usize::from(self.klien)
    }

    /// How many rounds.
    pub fn putaran(&self) -> usize {
        self.pilih(self.putaran, 3, 1).max(1)
    }

    /// Webhooks measured per round.
    pub fn webhook(&self) -> usize {
        self.pilih(self.webhook, 4000, 300).max(1)
    }

    /// Reads of the task list measured per round.
    pub fn antrean(&self) -> usize {
        self.pilih(self.antrean, 3000, 300).max(1)
    }

    /// Cases to prepare, one open tugas each: every tenant as many.
    pub fn tugas(&self) -> usize {
        // Besides one for every measurement, a tenant needs two to warm up with and one to copy.
        let terkecil = self.tenant() * (self.putaran() + 3);
        self.pilih(self.tugas, 2000, 240).max(terkecil).next_multiple_of(self.tenant())
    }

    /// Tugas that are taken and decided before anything is measured.
    pub fn tugas_pemanasan(&self) -> usize {
        (self.tugas() / 20).max(2 * self.tenant()).next_multiple_of(self.tenant())
    }

    /// Tugas measured per round; one of every tenant stays open, to be copied.
    pub fn tugas_putaran(&self) -> usize {
        (self.tugas() - self.tugas_pemanasan() - self.tenant()) / self.putaran()
    }
}

/// Requests that are sent before `n` measured ones.
pub fn pemanasan(n: usize, klien: usize) -> usize {
    (n / 10).max(8 * klien)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tenant_keeps_a_case_and_every_round_gets_some() {
        for kata in ["bench", "bench --cepat", "bench --tugas 1 --tenant 7 --putaran 5"] {
            let opsi = Opsi::parse_from(kata.split(' '));
            assert_eq!(opsi.tugas() % opsi.tenant(), 0, "{kata}");
            assert!(opsi.tugas_putaran() >= 1, "{kata}");
            let terpakai = opsi.tugas_pemanasan() + opsi.putaran() * opsi.tugas_putaran();
            assert!(terpakai + opsi.tenant() <= opsi.tugas(), "{kata}");
        }
    }
}
