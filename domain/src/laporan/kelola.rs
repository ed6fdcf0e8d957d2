//! Counting a report, closing the day, and reading what was closed.

use std::sync::Arc;

use serde_json::json;
use time::{Date, Duration};

use super::{
    KepalaLaporan, Laporan, LaporanTertutup, Ringkasan, batas_hari, csv_rincian, csv_ringkasan,
    koreksi,
};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    kalender::ZonaWaktu,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// How many days one report may span.
const HARI_TERBANYAK: i64 = 31;
/// How many lines the list of one report may hold.
const RINCIAN_TERBANYAK: u32 = 10_000;
/// For how many days closed numbers are compared with the ledger.
const HARI_KOREKSI: i64 = 7;

/// Whether the reader may see the names whole.
pub fn boleh_nama(pelaku: &Pelaku) -> bool {
    pelaku.petugas(Izin::PermohonanBaca).is_ok()
}

/// Count a report from the ledger as it is now.
#[derive(Clone, Copy, Debug)]
pub struct HitungLaporan {
    /// The first day; the last day without one.
    pub dari: Option<Date>,
    /// The last day; today without one.
    pub sampai: Option<Date>,
}

impl HitungLaporan {
    /// The report. Reading it is audited: it is a list of people.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Laporan, Galat> {
        pelaku.boleh(Izin::LaporanBaca)?;
        let hari_ini = pelaku.tenant.zona.setempat(ports.clock.now()).date();
        let sampai = self.sampai.unwrap_or(hari_ini);
        let dari = self.dari.unwrap_or(sampai);
        rentang(dari, sampai, HARI_TERBANYAK)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let laporan = hitung(work.as_mut(), pelaku.tenant.zona, dari, sampai).await?;
        baca(ports, work.as_mut(), pelaku, dari, sampai).await?;
        work.commit().await?;
        Ok(laporan)
    }
}

fn rentang(dari: Date, sampai: Date, terbanyak: i64) -> Result<(), Galat> {
    if (0..terbanyak).contains(&(sampai - dari).whole_days()) {
        return Ok(());
    }
    let pesan = format!("Rentang tanggal harus urut, paling lama {terbanyak} hari.");
    Err(Galat::isian("dari", "rentang_tanggal_tidak_sah", pesan))
}

async fn baca(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    dari: Date,
    sampai: Date,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "laporan.baca", "laporan_harian", None)
        .dengan(json!({ "dari": dari.to_string(), "sampai": sampai.to_string() }));
    work.audit().catat(&catatan).await?;
    Ok(())
}

async fn hitung(
    work: &mut dyn UnitOfWork,
    zona: ZonaWaktu,
    dari: Date,
    sampai: Date,
) -> Result<Laporan, Galat> {
    let (awal, akhir) = batas_hari(zona, dari, sampai);
    let baris = work.laporan_harian().rekap(awal, akhir).await?;
    let dihasilkan = work.laporan_harian().dihasilkan(awal, akhir).await?;
    let mut rincian = work.laporan_harian().rincian(awal, akhir, RINCIAN_TERBANYAK + 1).await?;
    let batas = usize::try_from(RINCIAN_TERBANYAK).map_err(PortError::tak_terduga)?;
    let terpotong = rincian.len() > batas;
    rincian.truncate(batas);
    let ringkasan = Ringkasan { dihasilkan, baris, koreksi: Vec::new() };
    Ok(Laporan { dari, sampai, ringkasan, rincian, terpotong })
}

/// Close days that are over: their report is kept as it is then.
#[derive(Clone, Copy, Debug)]
pub struct TutupLaporan;

impl TutupLaporan {
    /// One round; closes at most one day and tells how many. Several workers at once close a day once.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        let setempat = tenant.zona.setempat(ports.clock.now());
        let mut work = ports.store.read(&tenant.slug).await?;
        let pukul = work.loket().pengaturan().await?.laporan_pukul;
        let terakhir = work.laporan_harian().hari_terakhir().await?;
        drop(work);
        let mut sasaran = setempat.date();
        if setempat.hour() < pukul {
            sasaran = sasaran.previous_day().unwrap_or(sasaran);
        }
        let Some(tanggal) = hari_berikut(terakhir, sasaran) else { return Ok(0) };
        let mut work = ports.store.begin(&tenant.slug).await?;
        work.laporan_harian().kunci_laporan().await?;
        if work.laporan_harian().hari_terakhir().await? != terakhir {
            return Ok(0);
        }
        let mut laporan = hitung(work.as_mut(), tenant.zona, tanggal, tanggal).await?;
        laporan.ringkasan.koreksi = koreksi_lama(work.as_mut(), tenant.zona, tanggal).await?;
        let tertutup = LaporanTertutup {
            id: ports.ids.uuid(),
            sha256: ports.sidik(teks(&laporan, tenant.zona).as_bytes()),
            laporan,
            dibuat_pada: ports.clock.now(),
        };
        work.laporan_harian().tutup(&tertutup).await?;
        let catatan = CatatanAudit::baru(
            ports,
            JejakPelaku::Sistem,
            "laporan.tutup",
            "laporan_harian",
            Some(tertutup.id),
        )
        .dengan(json!({ "tanggal": tanggal.to_string() }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(1)
    }
}

/// The day to close next: days that were missed first, but none further back than corrections reach.
fn hari_berikut(terakhir: Option<Date>, sasaran: Date) -> Option<Date> {
    let Some(terakhir) = terakhir else { return Some(sasaran) };
    let awal = sasaran.checked_sub(Duration::days(HARI_KOREKSI - 1)).unwrap_or(sasaran);
    let berikut = terakhir.next_day()?.max(awal);
    (berikut <= sasaran).then_some(berikut)
}

/// What has changed of the days before `tanggal` since they were closed and last corrected.
async fn koreksi_lama(
    work: &mut dyn UnitOfWork,
    zona: ZonaWaktu,
    tanggal: Date,
) -> Result<Vec<super::Koreksi>, Galat> {
    let awal = tanggal.checked_sub(Duration::days(HARI_KOREKSI)).unwrap_or(tanggal);
    let lama = work.laporan_harian().kepala(awal, tanggal).await?;
    let sudah: Vec<_> = lama.iter().flat_map(|satu| satu.ringkasan.koreksi.clone()).collect();
    let mut semua = Vec::new();
    for satu in lama.iter().rev().filter(|satu| satu.tanggal < tanggal) {
        let (dari, sampai) = batas_hari(zona, satu.tanggal, satu.tanggal);
        let kini = work.laporan_harian().rekap(dari, sampai).await?;
        semua.extend(koreksi(satu.tanggal, &satu.ringkasan.baris, &sudah, &kini));
    }
    Ok(semua)
}

/// The text that the hash of a closed report is of: both tables, names whole.
fn teks(laporan: &Laporan, zona: ZonaWaktu) -> String {
    format!("{}\r\n{}", csv_ringkasan(laporan), csv_rincian(laporan, zona, true))
}

/// List closed reports.
#[derive(Clone, Copy, Debug)]
pub struct DaftarLaporan {
    /// The first day; 30 days before the last without one.
    pub dari: Option<Date>,
    /// The last day; today without one.
    pub sampai: Option<Date>,
}

impl DaftarLaporan {
    /// Their heads, the latest day first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<KepalaLaporan>, Galat> {
        pelaku.boleh(Izin::LaporanBaca)?;
        let hari_ini = pelaku.tenant.zona.setempat(ports.clock.now()).date();
        let sampai = self.sampai.unwrap_or(hari_ini);
        let dari = self.dari.unwrap_or_else(|| sampai.saturating_sub(Duration::days(30)));
        rentang(dari, sampai, 92)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.laporan_harian().kepala(dari, sampai).await?)
    }
}

/// Read the closed report of a day.
#[derive(Clone, Copy, Debug)]
pub struct BacaLaporan {
    /// The day.
    pub tanggal: Date,
}

impl BacaLaporan {
    /// The report as it was closed; refused when it does not hash to what was written down then.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<LaporanTertutup, Galat> {
        pelaku.boleh(Izin::LaporanBaca)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let satu = work.laporan_harian().tertutup(self.tanggal).await?;
        let satu = satu.ok_or(Galat::TidakDitemukan("laporan"))?;
        if ports.sidik(teks(&satu.laporan, pelaku.tenant.zona).as_bytes()) != satu.sha256 {
            return Err(PortError::tak_terduga("a closed report does not match its hash").into());
        }
        baca(ports, work.as_mut(), pelaku, self.tanggal, self.tanggal).await?;
        work.commit().await?;
        Ok(satu)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn missed_days_are_closed_one_after_the_other() {
        let sasaran = date!(2026 - 11 - 20);
        assert_eq!(hari_berikut(None, sasaran), Some(sasaran));
        assert_eq!(hari_berikut(Some(sasaran), sasaran), None);
        assert_eq!(hari_berikut(Some(date!(2026 - 11 - 17)), sasaran), Some(date!(2026 - 11 - 18)));
        assert_eq!(hari_berikut(Some(date!(2026 - 01 - 01)), sasaran), Some(date!(2026 - 11 - 14)));
        assert_eq!(hari_berikut(Some(date!(2026 - 11 - 25)), sasaran), None, "the clock went back");
    }
}
