//! Read and edit the calendar: one way in, checked against what the editor saw, with an audit row of both hashes.
//!
//! Deadlines are read off events and the calendar each time, so a changed calendar moves those of running cases; the
//! audit row says when, by whom, and from which calendar to which.

use serde_json::{Value, json};
use time::Date;

use super::{DaftarLibur, HariKerjaKhusus, JamKerjaMentah, JenisLibur, Kalender, Libur};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    ports::Ports,
};

/// A calendar with more days than this is a mistake.
const HARI_TERBANYAK: usize = 5_000;

/// The calendar of an office as its editor sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KalenderKantor {
    /// The calendar.
    pub kalender: Kalender,
    /// SHA-256 of the calendar, lower-case hex: changes when anything in it does.
    pub sidik: String,
    /// The days that the national decrees name.
    nasional: DaftarLibur,
}

impl KalenderKantor {
    pub(super) fn baru(ports: &Ports, kalender: Kalender) -> Result<Self, Galat> {
        let sidik = sidik(ports, &kalender)?;
        let nasional = DaftarLibur::nasional().map_err(PortError::tak_terduga)?;
        Ok(Self { kalender, sidik, nasional })
    }

    /// National holidays and cuti bersama of a year, as the office keeps them.
    pub fn libur_nasional(&self, tahun: i32) -> impl Iterator<Item = &Libur> {
        self.kalender
            .libur
            .semua()
            .filter(move |libur| libur.tanggal.year() == tahun && self.dari_nasional(libur))
    }

    /// The office's own holidays, of every year.
    pub fn libur_kantor(&self) -> impl Iterator<Item = &Libur> {
        self.kalender.libur.semua().filter(|libur| !self.dari_nasional(libur))
    }

    /// Days on which the office works all the same.
    pub fn hari_kerja_khusus(&self) -> impl Iterator<Item = &HariKerjaKhusus> {
        self.kalender.khusus.semua()
    }

    pub(super) fn dari_nasional(&self, libur: &Libur) -> bool {
        self.nasional(libur.tanggal, libur.jenis)
    }

    /// Whether the national decrees name that day, of that kind.
    pub(super) fn nasional(&self, tanggal: Date, jenis: JenisLibur) -> bool {
        self.nasional.satu(tanggal, jenis).is_some()
    }
}

/// Read the calendar.
#[derive(Clone, Copy, Debug)]
pub struct BacaKalender;

impl BacaKalender {
    /// The calendar as it is now.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KalenderKantor, Galat> {
        pelaku.petugas(Izin::KalenderKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let kalender = work.katalog().kalender().await?.ok_or_else(tanpa_kalender)?;
        KalenderKantor::baru(ports, kalender)
    }
}

/// Set the working hours.
#[derive(Clone, Debug)]
pub struct AturJamKerja {
    /// The hours as typed.
    pub jam: JamKerjaMentah,
    /// The hash of the calendar the editor saw.
    pub sidik: String,
}

impl AturJamKerja {
    /// Stores them. The same hours again change nothing.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KalenderKantor, Galat> {
        pelaku.petugas(Izin::KalenderKelola)?;
        let jam = self.jam.baca().map_err(Galat::TidakSah)?;
        let sidik = Some(self.sidik.as_str());
        let ubah = |kantor: &mut KalenderKantor| {
            kantor.kalender.jam = jam;
            Ok(((), json!({})))
        };
        ubah_kalender(ports, pelaku, sidik, "kalender.jam", ubah).await.map(|((), kantor)| kantor)
    }
}

/// Changes the calendar in one unit of work, alone, and writes down both hashes. `dilihat` is the hash that the editor
/// saw, when they name one. A change that changes nothing is not written.
pub(super) async fn ubah_kalender<T: Send>(
    ports: &Ports,
    pelaku: &Pelaku,
    dilihat: Option<&str>,
    aksi: &'static str,
    ubah: impl FnOnce(&mut KalenderKantor) -> Result<(T, Value), Galat> + Send,
) -> Result<(T, KalenderKantor), Galat> {
    pelaku.petugas(Izin::KalenderKelola)?;
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    let kalender = work.waktu_kerja().kunci_kalender().await?.ok_or_else(tanpa_kalender)?;
    let mut kantor = KalenderKantor::baru(ports, kalender)?;
    cocokkan(&kantor, dilihat)?;
    let sebelum = kantor.sidik.clone();
    let (hasil, mut rincian) = ubah(&mut kantor)?;
    if kantor.kalender.libur.semua().count() + kantor.kalender.khusus.semua().count()
        > HARI_TERBANYAK
    {
        return Err(Bentrok::baru(
            "libur_terlalu_banyak",
            format!(
                "Kalender memuat paling banyak {HARI_TERBANYAK} hari. Hapus hari yang sudah lama."
            ),
        )
        .into());
    }
    kantor.sidik = sidik(ports, &kantor.kalender)?;
    if kantor.sidik == sebelum {
        return Ok((hasil, kantor));
    }
    work.katalog().simpan_kalender(&kantor.kalender, ports.clock.now()).await?;
    rincian["sebelum"] = json!(sebelum);
    rincian["sesudah"] = json!(kantor.sidik);
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "kalender", None).dengan(rincian);
    work.audit().catat(&catatan).await?;
    work.commit().await?;
    Ok((hasil, kantor))
}

/// Refuses an editor who saw another calendar.
pub(super) fn cocokkan(kantor: &KalenderKantor, dilihat: Option<&str>) -> Result<(), Galat> {
    match dilihat {
        Some(dilihat) if dilihat != kantor.sidik => Err(Bentrok::baru(
            "versi_usang",
            "Kalender sudah berubah sejak Anda membukanya. Muat ulang, lalu ubah lagi.",
        )
        .into()),
        _ => Ok(()),
    }
}

/// Every tenant has working hours from its pack.
pub(super) fn tanpa_kalender() -> PortError {
    PortError::tak_terduga("the tenant has no working hours")
}

fn sidik(ports: &Ports, kalender: &Kalender) -> Result<String, PortError> {
    let isi = serde_json::to_vec(kalender).map_err(PortError::tak_terduga)?;
    Ok(ports.sidik_hex(&isi))
}
