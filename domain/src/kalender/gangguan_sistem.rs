//! Interruptions that Loket itself notices: opened and closed within the unit of work that noticed.

use super::{AsalGangguan, Gangguan, SebabGangguan, kelola_gangguan::catat};
use crate::{
    akses::JejakPelaku,
    galat::Galat,
    halaman::Halaman,
    nilai::{Kode, Rahasia},
    ports::{Ports, UnitOfWork},
};

/// What Loket noticed.
#[derive(Clone, Debug)]
pub struct BukaSistem<'a> {
    /// What broke.
    pub sebab: SebabGangguan,
    /// Stable code of how that was noticed; the same code closes it.
    pub kode: Kode,
    /// The services it stops; every service when empty. They exist.
    pub layanan: Vec<Kode>,
    /// What happened, for officers.
    pub catatan: &'a str,
}

/// Opens an interruption that Loket noticed, with its audit row; the caller commits. `None`, and nothing stored, when one
/// with the same cause is open already, whoever opened it: noticing the same again is no second interruption.
pub async fn buka_gangguan_sistem(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    buka: BukaSistem<'_>,
) -> Result<Option<Gangguan>, Galat> {
    let gangguan = Gangguan {
        id: ports.ids.id(),
        sebab: buka.sebab,
        layanan: buka.layanan,
        catatan: Rahasia::new(buka.catatan),
        mulai_pada: ports.clock.now(),
        asal: AsalGangguan::Sistem(buka.kode),
        selesai: None,
    };
    if !work.waktu_kerja().buka_gangguan(&gangguan).await? {
        return Ok(None);
    }
    catat(ports, work, JejakPelaku::Sistem, &gangguan, "gangguan.buka").await?;
    Ok(Some(gangguan))
}

/// Closes the interruption that Loket opened with that cause and code, with its audit row; the caller commits. `None` when
/// there is none: what an officer opened is for officers to close.
pub async fn tutup_gangguan_sistem(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    sebab: SebabGangguan,
    kode: &Kode,
) -> Result<Option<Gangguan>, Galat> {
    // At most one per cause is open, so that a page holds them all.
    let terbuka = work.waktu_kerja().daftar_gangguan(true, Halaman::new(None, None)).await?;
    let milik = |satu: &Gangguan| satu.sebab == sebab && satu.asal.kode() == Some(kode);
    let Some(mut gangguan) = terbuka.into_iter().find(milik) else { return Ok(None) };
    let kini = ports.clock.now();
    if !work.waktu_kerja().tutup_gangguan(gangguan.id, None, kini).await? {
        return Ok(None);
    }
    gangguan.selesai = Some((kini.max(gangguan.mulai_pada), None));
    catat(ports, work, JejakPelaku::Sistem, &gangguan, "gangguan.selesai").await?;
    Ok(Some(gangguan))
}
