//! How many cards were printed, by age and place (K-25): counts only.

use time::{Date, Duration};

use super::BarisCakupan;
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    ports::Ports,
};

/// The most days that one reading spans.
const HARI_MAKS: i64 = 366;

/// Count the cards that were printed.
#[derive(Clone, Copy, Debug)]
pub struct BacaCakupan {
    /// The first day; 30 days before the last without one.
    pub dari: Option<Date>,
    /// The last day; today without one.
    pub sampai: Option<Date>,
}

/// Cards that were printed in a span of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cakupan {
    /// The first day.
    pub dari: Date,
    /// The last day.
    pub sampai: Date,
    /// The counts.
    pub baris: Vec<BarisCakupan>,
}

impl BacaCakupan {
    /// The counts of the span.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Cakupan, Galat> {
        pelaku.petugas(Izin::LaporanBaca)?;
        let hari_ini = pelaku.tenant.zona.setempat(ports.clock.now()).date();
        let sampai = self.sampai.unwrap_or(hari_ini);
        let dari = self.dari.unwrap_or_else(|| sampai.saturating_sub(Duration::days(30)));
        if !(0..HARI_MAKS).contains(&(sampai - dari).whole_days()) {
            let pesan = format!("Rentang tanggal harus urut, paling lama {HARI_MAKS} hari.");
            return Err(Galat::isian("dari", "rentang_tanggal_tidak_sah", pesan));
        }
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.kartu().cakupan(dari, sampai).await?;
        Ok(Cakupan { dari, sampai, baris })
    }
}
