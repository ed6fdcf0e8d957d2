//! The four scenarios: what Loket is sent, what pgbench runs instead, and the proof that Loket did it.

use super::{
    basis::Basis,
    beban::{Armada, Beban},
    contoh::{self, ContohKasus, ContohMasuk},
    galat::{Gagal, Hasil, Ketika},
    isi,
    kantor::Kantor,
    kasus::Tugas,
    opsi::{Opsi, pemanasan},
    pantau::{Pantau, Penjawab, Ukuran},
    pgbench::{Mode, Pgbench},
    skrip::{self, NOMOR_AWAL, Rentang},
    statistik::Acak,
};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skenario {
    /// Webhook ingest.
    Webhook,
    /// An officer's task list.
    Antrean,
    /// Taking a tugas.
    Penerimaan,
    /// Deciding a tugas.
    Keputusan,
}

impl Skenario {
    /// In the order of the report.
    pub const SEMUA: [Self; 4] = [Self::Webhook, Self::Antrean, Self::Penerimaan, Self::Keputusan];

    /// Its name and the call.
    pub fn kata(self) -> (&'static str, &'static str) {
        match self {
            Self::Webhook => ("webhook", "POST /v1/wa/webhook"),
            Self::Antrean => ("antrean", "GET /v1/tugas"),
            Self::Penerimaan => ("penerimaan", "POST /v1/tugas/{id}/penerimaan"),
            Self::Keputusan => ("keputusan", "POST /v1/tugas/{id}/keputusan"),
        }
    }
}

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pelari {
    /// Loket.
    Loket,
    /// The same SQL.
    Pgbench(Mode),
}

impl Pelari {
    /// In the order of every round.
    pub const SEMUA: [Self; 3] =
        [Self::Loket, Self::Pgbench(Mode::Simple), Self::Pgbench(Mode::Prepared)];
}

/// The figures of one run.
#[derive(Clone, Debug)]
pub struct Catatan {
    /// What.
    pub skenario: Skenario,
    /// Who.
    pub pelari: Pelari,
    /// The figures.
    pub ukuran: Ukuran,
}

/// Everything a scenario needs.
pub struct Lapangan<'a> {
    /// The choices.
    pub opsi: &'a Opsi,
    /// The offices.
    pub kantor: &'a [Kantor],
    /// Connections to Loket.
    pub armada: Armada,
    /// The database.
    pub basis: Basis,
    /// pgbench.
    pub pgbench: Pgbench,
    /// The processes.
    pub pantau: Pantau,
    /// Order of tenants and officers.
    pub acak: Acak,
    /// What was measured so far.
    pub catatan: Vec<Catatan>,
    /// The last number that pgbench used in ids.
    nomor: u64,
}

impl<'a> Lapangan<'a> {
    /// Nothing measured yet.
    pub fn baru(
        opsi: &'a Opsi,
        kantor: &'a [Kantor],
        armada: Armada,
        basis: Basis,
        pgbench: Pgbench,
        pantau: Pantau,
    ) -> Self {
        let acak = Acak::new(opsi.benih);
        Self { opsi, kantor, armada, basis, pgbench, pantau, acak, catatan: Vec::new(), nomor: 0 }
    }

    /// `n` positions below `banyak`, each as often as any other, in random order within every turn.
    fn bergiliran(&mut self, n: usize, banyak: usize) -> Vec<usize> {
        let mut urutan = Vec::with_capacity(n + banyak);
        while urutan.len() < n {
            let mut giliran: Vec<usize> = (0..banyak).collect();
            self.acak.kocok(&mut giliran);
            urutan.extend(giliran);
        }
        urutan.truncate(n);
        urutan
    }

    fn loket(&mut self, skenario: Skenario, beban: Beban<'_>) -> Hasil<()> {
        let armada = &mut self.armada;
        let ukuran = self.pantau.ukur(Penjawab::Loket, || armada.jalankan(beban))?;
        self.catatan.push(Catatan { skenario, pelari: Pelari::Loket, ukuran });
        Ok(())
    }

    /// Runs pgbench on scripts made for a fresh range of numbers.
    fn pgbench(
        &mut self,
        skenario: Skenario,
        mode: Mode,
        jumlah: usize,
        rentang: Rentang,
        skrip: impl Fn(usize, &Kantor, Rentang) -> Vec<String>,
    ) -> Hasil<()> {
        let klien = self.opsi.klien();
        let panas = pemanasan(jumlah, klien).next_multiple_of(klien);
        let per_klien = (jumlah + panas).div_ceil(klien);
        let mut semua = Vec::new();
        for (ke, satu) in self.kantor.iter().enumerate() {
            semua.extend(skrip(ke, satu, rentang));
        }
        let pgbench = &self.pgbench;
        let ukuran = self
            .pantau
            .ukur(Penjawab::Pgbench, || pgbench.jalankan(mode, &semua, per_klien, panas))?;
        self.catatan.push(Catatan { skenario, pelari: Pelari::Pgbench(mode), ukuran });
        Ok(())
    }

    /// Numbers for one run of pgbench, enough whatever scripts it chooses.
    fn rentang(&mut self, jumlah: usize) -> Rentang {
        let klien = self.opsi.klien();
        let per_klien = bagian(jumlah, klien, self.kantor.len());
        let awal = self.nomor;
        self.nomor += per_klien * klien as u64;
        Rentang { awal, per_klien }
    }

    /// Webhook ingest, every round.
    pub fn webhook(&mut self) -> Hasil<()> {
        let (n, banyak) = (self.opsi.webhook(), self.kantor.len());
        let panas = pemanasan(n, self.opsi.klien());
        let seluruh = panas + n * self.opsi.putaran();
        let kantor = self.bergiliran(seluruh, banyak);
        let semua: Vec<Vec<u8>> =
            kantor.iter().enumerate().map(|(n, &k)| isi::webhook(&self.kantor[k], n)).collect();
        let urutan: Vec<usize> = (0..seluruh).collect();
        let beban = |urutan| Beban { permintaan: &semua, urutan, status: 200 };
        self.armada.jalankan(beban(&urutan[..panas]))?;
        let mut contoh = Vec::new();
        for satu in self.kantor {
            contoh.push(ContohMasuk::baca(&mut self.basis, satu)?);
        }
        for putaran in urutan[panas..].chunks(n) {
            self.basis.rapikan()?;
            self.loket(Skenario::Webhook, beban(putaran))?;
            for mode in [Mode::Simple, Mode::Prepared] {
                let rentang = self.rentang(n);
                self.pgbench(Skenario::Webhook, mode, n, rentang, |ke, kantor, rentang| {
                    vec![skrip::webhook(mode, ke, kantor, rentang, &contoh[ke])]
                })?;
            }
        }
        // Every element was new, so every one must be there: an answer without a row would be no ingest.
        self.periksa("wa_masuk", &format!("kunci LIKE '%{}%'", isi::WAMID), seluruh)
    }

    /// An officer's task list, every round.
    pub fn antrean(&mut self) -> Hasil<()> {
        let n = self.opsi.antrean();
        let petugas: Vec<_> = self.kantor.iter().flat_map(|satu| &satu.petugas).collect();
        let semua: Vec<Vec<u8>> = petugas.iter().map(|satu| isi::antrean(&satu.token)).collect();
        let panas = pemanasan(n, self.opsi.klien());
        let urutan = self.bergiliran(panas + n * self.opsi.putaran(), petugas.len());
        let beban = |urutan| Beban { permintaan: &semua, urutan, status: 200 };
        self.armada.jalankan(beban(&urutan[..panas]))?;
        for putaran in urutan[panas..].chunks(n) {
            self.basis.rapikan()?;
            self.loket(Skenario::Antrean, beban(putaran))?;
            for mode in [Mode::Simple, Mode::Prepared] {
                let rentang = self.rentang(n);
                self.pgbench(Skenario::Antrean, mode, n, rentang, |_, kantor, _| {
                    kantor.petugas.iter().map(|satu| skrip::antrean(mode, kantor, satu)).collect()
                })?;
            }
        }
        Ok(())
    }

    /// Taking every tugas, and deciding it, every round.
    pub fn putusan(&mut self, tugas: &[Tugas]) -> Hasil<()> {
        let terima: Vec<Vec<u8>> =
            tugas.iter().map(|satu| isi::penerimaan(self.kantor, satu)).collect::<Hasil<_>>()?;
        let putus: Vec<Vec<u8>> =
            tugas.iter().map(|satu| isi::keputusan(self.kantor, satu)).collect::<Hasil<_>>()?;
        let (panas, n) = (self.opsi.tugas_pemanasan(), self.opsi.tugas_putaran());
        let urutan: Vec<usize> = (0..panas + n * self.opsi.putaran()).collect();
        let beban = |permintaan, urutan| Beban { permintaan, urutan, status: 204 };

        self.armada.jalankan(beban(&terima, &urutan[..panas]))?;
        let mut diterima = Vec::new();
        for satu in self.kantor {
            diterima.push(contoh::diterima(&mut self.basis, satu)?);
        }
        self.armada.jalankan(beban(&putus, &urutan[..panas]))?;
        let mut contoh = Vec::new();
        for (satu, keadaan) in self.kantor.iter().zip(diterima) {
            contoh.push(ContohKasus::baca(&mut self.basis, satu, keadaan)?);
        }
        // Copies for every run that comes: one range for both modes of every round.
        let mut rentang = Vec::new();
        let awal = self.nomor;
        for _ in 0..2 * self.opsi.putaran() {
            rentang.push(self.rentang(n));
        }
        for satu in self.kantor {
            contoh::salin(&mut self.basis, satu, NOMOR_AWAL + awal, self.nomor - awal)?;
        }

        let mut rentang = rentang.into_iter();
        for putaran in urutan[panas..].chunks(n) {
            self.basis.rapikan()?;
            self.loket(Skenario::Penerimaan, beban(&terima, putaran))?;
            self.loket(Skenario::Keputusan, beban(&putus, putaran))?;
            for mode in [Mode::Simple, Mode::Prepared] {
                let rentang = rentang.next().ketika("nomor untuk pgbench habis")?;
                self.pgbench(Skenario::Penerimaan, mode, n, rentang, |ke, kantor, rentang| {
                    vec![skrip::penerimaan(mode, ke, kantor, rentang, &contoh[ke])]
                })?;
                self.pgbench(Skenario::Keputusan, mode, n, rentang, |ke, kantor, rentang| {
                    vec![skrip::keputusan(mode, ke, kantor, rentang, &contoh[ke])]
                })?;
            }
        }
        let salinan = skrip::TUGAS;
        self.periksa(
            "kartu_kendali",
            &format!("selesai_pada IS NOT NULL AND tugas_id::text NOT LIKE '{salinan}%'"),
            urutan.len(),
        )
    }

    /// The rows that Loket said it wrote, over all tenants.
    fn periksa(&mut self, tabel: &str, syarat: &str, seharusnya: usize) -> Hasil<()> {
        let mut ada = 0_usize;
        for satu in self.kantor {
            self.basis.masuk_skema(&satu.skema())?;
            let sql = format!("SELECT count(*)::text FROM {tabel} WHERE {syarat}");
            ada += self.basis.satu(&sql)?.parse::<usize>().ketika(&sql)?;
        }
        if ada == seharusnya {
            return Ok(());
        }
        Err(Gagal::baru(format!("{tabel} memuat {ada} baris dari Loket, seharusnya {seharusnya}")))
    }
}

/// How many numbers one connection of pgbench needs per script when it chooses scripts at random: the mean and six
/// standard deviations.
fn bagian(jumlah: usize, klien: usize, skrip: usize) -> u64 {
    let per_klien = (jumlah + pemanasan(jumlah, klien).next_multiple_of(klien)).div_ceil(klien);
    let rata = per_klien.div_ceil(skrip);
    (rata + 6 * rata.isqrt() + 8).min(per_klien) as u64
}
