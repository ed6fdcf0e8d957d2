//! Read the stock, with how long it lasts, and the ledger.

use super::{GerakBlanko, Ramalan, SaldoBlanko, SaringGerak, hari_kerja_sebelum, ramalkan};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    halaman::{Halaman, Lembar},
    layanan::Kanal,
    permohonan::kalender_kanal,
    ports::Ports,
};

/// Who may look at the stock.
const PEMBACA: [Izin; 3] = [Izin::BlankoKelola, Izin::KartuCetak, Izin::LaporanBaca];

/// Read the stock of blank cards.
#[derive(Clone, Copy, Debug)]
pub struct BacaBlanko;

/// A stock, with how long it lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersediaanBlanko {
    /// The stock.
    pub saldo: SaldoBlanko,
    /// How long it lasts.
    pub ramalan: Ramalan,
}

impl BacaBlanko {
    /// Every stock, by kind and unit.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<PersediaanBlanko>, Galat> {
        pelaku.petugas_salah_satu(&PEMBACA)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let jendela = work.katalog().aturan_kartu().await?.blanko.jendela_hari;
        let hari_ini = pelaku.tenant.zona.setempat(ports.clock.now()).date();
        let kalender = kalender_kanal(work.as_mut(), Kanal::Loket).await?;
        let hari = hari_kerja_sebelum(&kalender, hari_ini, jendela);
        let sejak = hari.last().copied().unwrap_or(hari_ini);
        let antre = work.kartu().jumlah_terbuka().await?;
        let pemakaian = work.blanko().semua_pemakaian(sejak).await?;
        let semua = work.blanko().saldo().await?;
        Ok(semua
            .into_iter()
            .map(|saldo| {
                let kosong = std::collections::BTreeMap::new();
                let pakai = pemakaian.get(&(saldo.jenis, saldo.unit.clone())).unwrap_or(&kosong);
                let antre = antre.get(&(saldo.jenis, saldo.unit.clone())).copied().unwrap_or(0);
                let ramalan = ramalkan(saldo.keping, antre, pakai, &hari, hari_ini);
                PersediaanBlanko { saldo, ramalan }
            })
            .collect())
    }
}

/// Read the ledger of blank cards.
#[derive(Clone, Debug)]
pub struct BacaGerakBlanko {
    /// Which movements.
    pub saring: SaringGerak,
    /// How many.
    pub halaman: Halaman,
}

impl BacaGerakBlanko {
    /// One page, the newest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<GerakBlanko>, Galat> {
        pelaku.petugas_salah_satu(&PEMBACA)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.blanko().gerak(&self.saring, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id))
    }
}
