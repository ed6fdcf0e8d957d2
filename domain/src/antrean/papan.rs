//! What is read of the queue: the list, the board for everybody, statistics.

use std::collections::BTreeSet;

use time::{Date, Duration, OffsetDateTime};

use super::{StatistikAntrean, Tiket, kelola::hari_ini, perkiraan_tunggu};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Galat, PortError},
    halaman::{Halaman, Lembar},
    loket::PengaturanLoket,
    nilai::Kode,
    ports::{Ports, UnitOfWork},
    tenant::TenantSlug,
};

/// How many calls the board shows.
const PANGGILAN: u32 = 12;
/// From how many tickets the estimate is made.
const CONTOH: u32 = 20;
/// How many days one reading of statistics may span.
const HARI_TERBANYAK: i64 = 92;

/// List the tickets of today.
#[derive(Clone, Copy, Debug)]
pub struct DaftarTiket {
    /// Only those that are not over.
    pub terbuka: bool,
    /// Which page.
    pub halaman: Halaman,
}

impl DaftarTiket {
    /// One page, the newest first.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar<Tiket>, Galat> {
        pelaku.petugas(Izin::LoketLayani)?;
        let tanggal = hari_ini(ports, pelaku);
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.antrean().daftar(tanggal, self.terbuka, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

/// A call on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanggilanPapan {
    /// The ticket's code.
    pub kode: String,
    /// The counter's name.
    pub loket: String,
    /// When it was called.
    pub pada: OffsetDateTime,
}

/// A kind of service on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisPapan {
    /// Its code.
    pub jenis: String,
    /// As residents read it.
    pub nama: String,
    /// How many wait.
    pub menunggu: u32,
    /// How long somebody waits who comes now.
    pub perkiraan: Duration,
}

/// The board: no personal data stands on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PapanAntrean {
    /// The office.
    pub kantor: String,
    /// When this was.
    pub pada: OffsetDateTime,
    /// The latest calls, the newest first.
    pub panggilan: Vec<PanggilanPapan>,
    /// Every kind of service.
    pub antrean: Vec<BarisPapan>,
}

/// Read the board of an office.
#[derive(Clone, Debug)]
pub struct BacaPapan {
    /// Which office.
    pub tenant: TenantSlug,
}

impl BacaPapan {
    /// The board as it is now.
    pub async fn execute(self, ports: &Ports) -> Result<PapanAntrean, Galat> {
        let tenant = ports.daftar.tenant(&self.tenant).await?;
        let tenant = tenant.ok_or(Galat::TidakDitemukan("tenant"))?;
        let now = ports.clock.now();
        let pada = tenant.zona.setempat(now);
        let tanggal = pada.date();
        let mut work = ports.store.read(&tenant.slug).await?;
        let pengaturan = work.loket().pengaturan().await?;
        let dipanggil = work.antrean().dipanggil(tanggal, PANGGILAN).await?;
        let menunggu = work.antrean().menunggu(tanggal).await?;
        let mut antrean = Vec::with_capacity(pengaturan.antrean.len());
        for satu in &pengaturan.antrean {
            let jumlah = menunggu.iter().find(|(jenis, _)| jenis == satu.kode.as_str());
            let jumlah = jumlah.map_or(0, |(_, jumlah)| *jumlah);
            let perkiraan =
                perkiraan_jenis(work.as_mut(), tanggal, &satu.kode, jumlah, &dipanggil).await?;
            antrean.push(BarisPapan {
                jenis: satu.kode.to_string(),
                nama: satu.nama.clone(),
                menunggu: jumlah,
                perkiraan,
            });
        }
        let panggilan = dipanggil.iter().filter_map(|tiket| {
            let (loket, saat) = (nama_loket(&pengaturan, tiket)?, tiket.dipanggil_pada?);
            Some(PanggilanPapan { kode: tiket.kode.clone(), loket, pada: saat })
        });
        Ok(PapanAntrean {
            kantor: tenant.nama.clone(),
            pada,
            panggilan: panggilan.collect(),
            antrean,
        })
    }
}

/// How long somebody waits with so many before them, by what was served last and the counters that serve this kind now.
pub(super) async fn perkiraan_jenis(
    work: &mut dyn UnitOfWork,
    tanggal: Date,
    jenis: &Kode,
    di_depan: u32,
    dipanggil: &[Tiket],
) -> Result<Duration, PortError> {
    let terakhir = work.antrean().layanan_terakhir(tanggal, jenis, CONTOH).await?;
    let melayani = |tiket: &&Tiket| tiket.jenis == *jenis && tiket.loket.is_some();
    let loket: BTreeSet<_> =
        dipanggil.iter().filter(melayani).filter_map(|tiket| tiket.loket.clone()).collect();
    let loket = u32::try_from(loket.len()).unwrap_or(1);
    Ok(perkiraan_tunggu(&terakhir, di_depan, loket))
}

/// The counter that called a ticket, as the board names it.
pub(super) fn nama_loket(pengaturan: &PengaturanLoket, tiket: &Tiket) -> Option<String> {
    let kode = tiket.loket.as_ref()?;
    let loket = pengaturan.loket.iter().find(|satu| &satu.kode == kode);
    Some(loket.map_or_else(|| kode.to_string(), |satu| satu.nama.clone()))
}

/// Read how long people waited and were served.
#[derive(Clone, Copy, Debug)]
pub struct BacaStatistikAntrean {
    /// The first day; the last day without one.
    pub dari: Option<Date>,
    /// The last day; today without one.
    pub sampai: Option<Date>,
}

impl BacaStatistikAntrean {
    /// By day and kind, the latest day first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<StatistikAntrean>, Galat> {
        pelaku.petugas_salah_satu(&[Izin::LaporanBaca, Izin::LoketLayani])?;
        let sampai = self.sampai.unwrap_or_else(|| hari_ini(ports, pelaku));
        let dari = self.dari.unwrap_or(sampai);
        if !(0..HARI_TERBANYAK).contains(&(sampai - dari).whole_days()) {
            let pesan = format!("Rentang tanggal harus urut, paling lama {HARI_TERBANYAK} hari.");
            return Err(Galat::isian("dari", "rentang_tanggal_tidak_sah", pesan));
        }
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.antrean().statistik(dari, sampai).await?)
    }
}
