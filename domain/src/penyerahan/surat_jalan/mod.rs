//! Letters of conveyance: products that travel together to a desa or kecamatan, with a penyerahan and a penerimaan at every
//! hand-over on the way (S-8, P-9).

mod baca;
mod jalan;

use async_trait::async_trait;
use time::OffsetDateTime;

pub use self::{baca::*, jalan::*};
use super::{KeadaanPenyerahan, PenyerahanId};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku, PenggunaId, Petugas},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    halaman::Halaman,
    id::Id,
    nilai::Kode,
    ports::{Ports, UnitOfWork},
};

/// Marks ids of letters of conveyance.
#[derive(Debug)]
pub enum SuratJalanTag {}
/// The id of a letter of conveyance.
pub type SuratJalanId = Id<SuratJalanTag>;

/// Where a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanSuratJalan {
    /// Written; nothing left yet.
    Disiapkan,
    /// Between two offices.
    DiJalan,
    /// At the unit it is for.
    Diterima,
}

impl KeadaanSuratJalan {
    /// Every state.
    pub const SEMUA: [Self; 3] = [Self::Disiapkan, Self::DiJalan, Self::Diterima];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Disiapkan => "disiapkan",
            Self::DiJalan => "di_jalan",
            Self::Diterima => "diterima",
        }
    }

    /// The state of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// One hand-over on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LangkahJalan {
    /// From 1.
    pub urutan: u32,
    /// Where to.
    pub ke: Kode,
    /// The penyerahan: who gave it away, and when.
    pub diserahkan: (PenggunaId, String, OffsetDateTime),
    /// The penerimaan: who took it, and when.
    pub diterima: Option<(PenggunaId, String, OffsetDateTime)>,
    /// How many products of the list were missing.
    pub kurang: u32,
}

/// A product on a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IsiJalan {
    /// The attempt.
    pub penyerahan: PenyerahanId,
    /// The case.
    pub nomor: String,
    /// What it is called.
    pub dokumen: String,
    /// The applicant; personal.
    pub nama: crate::nilai::Rahasia,
    /// Where the attempt stands.
    pub keadaan: KeadaanPenyerahan,
}

/// A letter of conveyance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuratJalan {
    /// Its id.
    pub id: SuratJalanId,
    /// Its number, unique at the office.
    pub nomor: String,
    /// The unit it is for.
    pub unit: Kode,
    /// Where it stands.
    pub keadaan: KeadaanSuratJalan,
    /// Who wrote it.
    pub oleh: PenggunaId,
    /// What is on it; empty in lists.
    pub isi: Vec<IsiJalan>,
    /// Every hand-over; empty in lists.
    pub langkah: Vec<LangkahJalan>,
    /// When it was written.
    pub dibuat_pada: OffsetDateTime,
    /// When it last changed.
    pub diubah_pada: OffsetDateTime,
}

/// Letters of one tenant.
#[async_trait]
pub trait SuratJalanRepository: Send {
    /// Stores a letter with its products.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when a product is on another letter.
    async fn tambah(&mut self, surat: &SuratJalan) -> Result<(), PortError>;

    /// A letter with all that is on it; `kunci` keeps it from other writers.
    async fn baca(
        &mut self,
        id: SuratJalanId,
        kunci: bool,
    ) -> Result<Option<SuratJalan>, PortError>;

    /// Stores where a letter stands.
    async fn simpan(&mut self, surat: &SuratJalan) -> Result<(), PortError>;

    /// Adds a hand-over that begins.
    async fn serahkan(&mut self, id: SuratJalanId, langkah: &LangkahJalan)
    -> Result<(), PortError>;

    /// Ends the hand-over of that number.
    async fn terima(&mut self, id: SuratJalanId, langkah: &LangkahJalan) -> Result<(), PortError>;

    /// Takes a product off its letter, once it did not arrive.
    async fn keluarkan(&mut self, id: PenyerahanId) -> Result<(), PortError>;

    /// Letters behind the cursor, the newest first, and one more than asked for; for one unit, or for all.
    async fn daftar(
        &mut self,
        unit: Option<&Kode>,
        halaman: Halaman,
    ) -> Result<Vec<SuratJalan>, PortError>;
}

async fn muat(
    work: &mut dyn UnitOfWork,
    id: SuratJalanId,
    kunci: bool,
) -> Result<SuratJalan, Galat> {
    let surat = work.surat_jalan().baca(id, kunci).await?;
    surat.ok_or(Galat::TidakDitemukan("surat jalan"))
}

async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    aksi: &'static str,
    surat: &SuratJalan,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, jejak, aksi, "surat_jalan", Some(surat.id.uuid()))
        .dengan(
            serde_json::json!({ "nomor": surat.nomor, "unit": surat.unit, "isi": surat.isi.len() }),
        );
    work.audit().catat(&catatan).await?;
    Ok(())
}

/// Whether an officer belongs to that unit.
fn dari_unit(petugas: &Petugas, unit: &Kode) -> bool {
    petugas.unit.as_ref().is_some_and(|satu| &satu.kode == unit)
}

/// The officer, provided the letter is theirs to see: they keep hand-overs in hand, or it comes to or through their unit.
fn boleh_lihat<'p>(pelaku: &'p Pelaku, surat: &SuratJalan) -> Result<&'p Petugas, Galat> {
    if let Ok(petugas) = pelaku.petugas(Izin::PenyerahanKelola) {
        return Ok(petugas);
    }
    let petugas = pelaku.petugas(Izin::PenyerahanUnit)?;
    let lewat = surat.langkah.iter().any(|satu| dari_unit(petugas, &satu.ke));
    // Before it leaves, it is the office's own business.
    if lewat { Ok(petugas) } else { Err(Galat::TidakDitemukan("surat jalan")) }
}
