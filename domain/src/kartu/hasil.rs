//! What came out of the printer: a card, a spoilt card, or nothing.

use super::{
    CetakId, CetakKartu, GAGAL_MAKS, KeadaanCetak,
    antre::{cakupan_dari, semua_tercetak},
    blanko::{MacamGerak, Terpakai, pakai_blanko},
    klaim::{catat, ke_antrean, kunci_kasus, tidak_bisa},
    pencetak::{CatatanPencetak, MacamCatatan, baca_catatan},
};
use crate::{
    akses::{Izin, Pelaku, Petugas},
    galat::{Galat, PortError},
    nilai::Rahasia,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    permohonan::Kasus,
    ports::{Ports, UnitOfWork},
};

/// Why a card was spoilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SebabRusak {
    /// The print is blurred, streaked or shifted.
    CetakBuram,
    /// The card stuck in the printer.
    KartuMacet,
    /// The chip cannot be written.
    ChipGagal,
    /// The blank card had a fault.
    BlankoCacat,
    /// The data on it are wrong.
    SalahData,
    /// Anything else; the note says what.
    Lain,
}

impl SebabRusak {
    /// Every cause.
    pub const SEMUA: [Self; 6] = [
        Self::CetakBuram,
        Self::KartuMacet,
        Self::ChipGagal,
        Self::BlankoCacat,
        Self::SalahData,
        Self::Lain,
    ];

    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::CetakBuram => "cetak_buram",
            Self::KartuMacet => "kartu_macet",
            Self::ChipGagal => "chip_gagal",
            Self::BlankoCacat => "blanko_cacat",
            Self::SalahData => "salah_data",
            Self::Lain => "lain",
        }
    }
}

/// Why a card cannot be printed at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SebabKembali {
    /// SIAK has no print data yet, or others than the case.
    DataBelumSesuai,
    /// The photo cannot be used.
    FotoTidakLayak,
    /// The biometric record is missing or being checked.
    BiometrikBelumSiap,
    /// Anything else; the note says what.
    Lain,
}

impl SebabKembali {
    /// Every cause.
    pub const SEMUA: [Self; 4] =
        [Self::DataBelumSesuai, Self::FotoTidakLayak, Self::BiometrikBelumSiap, Self::Lain];

    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::DataBelumSesuai => "data_belum_sesuai",
            Self::FotoTidakLayak => "foto_tidak_layak",
            Self::BiometrikBelumSiap => "biometrik_belum_siap",
            Self::Lain => "lain",
        }
    }
}

/// The code under which a job is given back that only spoils cards.
const GAGAL_BERULANG: &str = "gagal_berulang";

/// What came out.
#[derive(Clone, Debug)]
pub enum HasilCetak {
    /// The card, on the blank card of that serial number where the office keeps it.
    Tercetak {
        /// Serial number of the blank card.
        nomor_seri: Option<String>,
    },
    /// A spoilt card.
    Rusak {
        /// Why.
        sebab: SebabRusak,
        /// Serial number of the blank card.
        nomor_seri: Option<String>,
        /// A note for colleagues.
        catatan: Option<Rahasia>,
    },
    /// Nothing: it cannot be printed.
    Kembali {
        /// Why.
        sebab: SebabKembali,
        /// A note for colleagues.
        catatan: Option<Rahasia>,
    },
}

/// Record what came out of the printer.
#[derive(Clone, Debug)]
pub struct CatatHasilCetak {
    /// Which job.
    pub id: CetakId,
    /// What came out.
    pub hasil: HasilCetak,
}

impl CatatHasilCetak {
    /// Records it, once, with the blank card it took. With the last card of the case, all of them wait for the applicant.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<CetakKartu, Galat> {
        let petugas = pelaku.petugas(Izin::KartuCetak)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (kasus, mut cetak) = kunci_kasus(ports, work.as_mut(), pelaku, self.id).await?;
        let milik = cetak.oleh == Some(petugas.id);
        let selesai = cetak.keadaan == KeadaanCetak::Selesai;
        if selesai && milik && matches!(self.hasil, HasilCetak::Tercetak { .. }) {
            // Said again, because the first answer was lost.
            return Ok(cetak);
        }
        if !matches!(cetak.keadaan, KeadaanCetak::Diambil | KeadaanCetak::Dicetak) || !milik {
            return Err(tidak_bisa(&cetak, milik));
        }
        cetak.diubah_pada = ports.clock.now();
        let aksi =
            self.hasil.terapkan(ports, work.as_mut(), pelaku, petugas, &kasus, &mut cetak).await?;
        work.kartu().simpan(&cetak).await?;
        if cetak.keadaan == KeadaanCetak::Selesai {
            let (tanggal, baris) = cakupan_dari(ports, pelaku, &kasus, cetak.jenis);
            work.kartu().hitung_cakupan(tanggal, &baris).await?;
            semua_tercetak(ports, work.as_mut(), pelaku, &cetak).await?;
        }
        catat(ports, work.as_mut(), pelaku, &cetak, aksi).await?;
        work.commit().await?;
        Ok(cetak)
    }
}

impl HasilCetak {
    /// What it does to the job, the blank cards and the printer; the audit's word for it.
    async fn terapkan(
        self,
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        pelaku: &Pelaku,
        petugas: &Petugas,
        kasus: &Kasus,
        cetak: &mut CetakKartu,
    ) -> Result<&'static str, Galat> {
        match self {
            Self::Tercetak { nomor_seri } => {
                let gerak = (MacamGerak::Pakai, nomor_seri);
                lewat(ports, work, pelaku, petugas, cetak, gerak, (None, None)).await?;
                cetak.keadaan = KeadaanCetak::Selesai;
                Ok("cetak.tercetak")
            }
            Self::Rusak { sebab, nomor_seri, catatan } => {
                let catatan = baca_catatan(catatan)?;
                wajib_catatan(sebab == SebabRusak::Lain, catatan.as_ref())?;
                let gerak = (MacamGerak::Rusak, nomor_seri);
                lewat(ports, work, pelaku, petugas, cetak, gerak, (Some(sebab), catatan)).await?;
                cetak.gagal = cetak.gagal.saturating_add(1);
                cetak.ulang = true;
                if cetak.gagal >= GAGAL_MAKS {
                    kembalikan(ports, work, kasus, cetak, GAGAL_BERULANG).await?;
                } else {
                    ke_antrean(cetak);
                }
                Ok("cetak.rusak")
            }
            Self::Kembali { sebab, catatan } => {
                let catatan = baca_catatan(catatan)?;
                wajib_catatan(sebab == SebabKembali::Lain, catatan.as_ref())?;
                let alasan = Some(sebab.kata().to_owned());
                let baris =
                    baris_log(ports, petugas, cetak, MacamCatatan::Kembali, alasan, catatan)?;
                work.pencetak().catat(&baris).await?;
                kembalikan(ports, work, kasus, cetak, sebab.kata()).await?;
                Ok("cetak.kembali")
            }
        }
    }
}

fn wajib_catatan(wajib: bool, catatan: Option<&Rahasia>) -> Result<(), Galat> {
    if wajib && catatan.is_none() {
        let pesan = "Tuliskan sebabnya pada catatan bila sebabnya lain.";
        return Err(Galat::isian("/catatan", "catatan_wajib", pesan));
    }
    Ok(())
}

/// A line of the log of the printer that a job was taken for.
fn baris_log(
    ports: &Ports,
    petugas: &Petugas,
    cetak: &CetakKartu,
    macam: MacamCatatan,
    alasan: Option<String>,
    catatan: Option<Rahasia>,
) -> Result<CatatanPencetak, PortError> {
    let pencetak = cetak.pencetak;
    Ok(CatatanPencetak {
        id: ports.ids.uuid(),
        pencetak: pencetak.ok_or_else(|| PortError::tak_terduga("a taken job has a printer"))?,
        macam,
        cetak: Some(cetak.id),
        alasan,
        catatan,
        oleh: petugas.id,
        pada: cetak.diubah_pada,
    })
}

/// A card went through the printer: one blank card, one line of its log.
async fn lewat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    petugas: &Petugas,
    cetak: &CetakKartu,
    (macam, nomor_seri): (MacamGerak, Option<String>),
    (sebab, catatan): (Option<SebabRusak>, Option<Rahasia>),
) -> Result<(), Galat> {
    let berhasil = macam == MacamGerak::Pakai;
    let alasan = sebab.map(|sebab| sebab.kata().to_owned());
    let ke_log = if berhasil { MacamCatatan::Tercetak } else { MacamCatatan::Rusak };
    let baris = baris_log(ports, petugas, cetak, ke_log, alasan.clone(), catatan)?;
    let pencetak = work.pencetak().kunci(baris.pencetak).await?;
    let mut pencetak = pencetak.ok_or(Galat::TidakDitemukan("pencetak"))?;
    let pakai = Terpakai {
        jenis: cetak.jenis,
        unit: pencetak.unit.clone(),
        macam,
        cetak: cetak.id,
        nomor_seri,
        alasan,
    };
    pakai_blanko(ports, work, pelaku, petugas.id, pakai).await?;
    pencetak.lewat(berhasil);
    work.pencetak().simpan(&pencetak).await?;
    work.pencetak().catat(&baris).await?;
    Ok(())
}

/// Gives a job back to who decides the step, and tells them.
async fn kembalikan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
    cetak: &mut CetakKartu,
    alasan: &str,
) -> Result<(), Galat> {
    cetak.keadaan = KeadaanCetak::Dikembalikan;
    cetak.alasan = Some(alasan.to_owned());
    cetak.pencetak = None;
    cetak.oleh = None;
    let Some(tugas) = kasus.permohonan.keadaan.tugas(cetak.tugas) else { return Ok(()) };
    let kepada = match tugas.diterima_oleh {
        Some(penerima) => vec![Kepada::Pengguna(penerima)],
        None => tugas.untuk.peran.iter().cloned().map(Kepada::Peran).collect(),
    };
    for kepada in kepada {
        let notifikasi = Notifikasi::baru(ports, kepada, JenisNotifikasi::Pemberitahuan, format!(
                "{} untuk permohonan {} tidak dapat dicetak ({}). Putuskan kelanjutannya, atau antrekan lagi.",
                cetak.jenis.nama(),
                kasus.permohonan.nomor,
                alasan.replace('_', " "),
            )).tentang(kasus.permohonan.id).pada_tugas(cetak.tugas);
        work.notifikasi().tambah(&notifikasi).await?;
    }
    Ok(())
}
