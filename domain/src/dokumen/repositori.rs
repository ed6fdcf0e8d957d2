//! What is kept of products besides their versions: approvals, register entries, corrections.

use async_trait::async_trait;
use time::{Date, OffsetDateTime};

use super::DokumenId;
use crate::{
    akses::PenggunaId,
    galat::PortError,
    nilai::{Kode, Rahasia},
    permohonan::PermohonanId,
    sop::TugasId,
    verifikasi::{BarisVerifikasi, KodeVerifikasi},
};

/// What an approver saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Persetujuan {
    /// The version.
    pub dokumen: DokumenId,
    /// At which tugas.
    pub tugas: TugasId,
    /// The step.
    pub tahap: Kode,
    /// The level of a chain, from 0.
    pub level: Option<u32>,
    /// SHA-256 of the draft at that moment.
    pub sha256: Vec<u8>,
    /// Who.
    pub oleh: PenggunaId,
    /// Their name, when read.
    pub nama: Option<String>,
    /// When.
    pub pada: OffsetDateTime,
}

/// An entry of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatatanRegister {
    /// What was entered.
    pub dokumen: DokumenId,
    /// The case.
    pub permohonan: PermohonanId,
    /// The book.
    pub register: Kode,
    /// The year of the series.
    pub tahun: i32,
    /// The place in it, from 1.
    pub urut: u64,
    /// As it reads.
    pub nomor: String,
    /// The volume.
    pub buku: Option<String>,
    /// The page.
    pub halaman: Option<String>,
    /// The day of the entry.
    pub tanggal: Date,
    /// The officer.
    pub oleh: PenggunaId,
    /// When it was made.
    pub dibuat_pada: OffsetDateTime,
}

/// The correction of an issued document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Perbaikan {
    /// The case that corrects.
    pub permohonan: PermohonanId,
    /// What it corrects.
    pub dokumen: DokumenId,
    /// Why, in an officer's words.
    pub alasan: Rahasia,
    /// Who opened it.
    pub oleh: PenggunaId,
    /// When.
    pub dibuat_pada: OffsetDateTime,
}

/// Approvals, register entries, corrections, and the public's questions.
#[async_trait]
pub trait ProdukRepository: Send {
    /// Adds what an approver saw; a second approval at the same tugas adds nothing.
    async fn catat_persetujuan(&mut self, persetujuan: &Persetujuan) -> Result<(), PortError>;

    /// What was approved of the documents of a case, the oldest first.
    async fn persetujuan(&mut self, id: PermohonanId) -> Result<Vec<Persetujuan>, PortError>;

    /// Adds an entry.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when the document has one, or the number was given.
    async fn catat_register(&mut self, catatan: &CatatanRegister) -> Result<(), PortError>;

    /// The entries of a case.
    async fn register(&mut self, id: PermohonanId) -> Result<Vec<CatatanRegister>, PortError>;

    /// Links a case to the document it corrects.
    async fn catat_perbaikan(&mut self, perbaikan: &Perbaikan) -> Result<(), PortError>;

    /// What a case corrects, and the case that document belongs to.
    async fn perbaikan(
        &mut self,
        id: PermohonanId,
    ) -> Result<Option<(DokumenId, PermohonanId)>, PortError>;

    /// The case that corrects a document and is not over, when there is one.
    async fn perbaikan_berjalan(
        &mut self,
        id: DokumenId,
    ) -> Result<Option<PermohonanId>, PortError>;

    /// Whether a document of another case that counts has that number in SIAK.
    async fn nomor_dipakai(
        &mut self,
        nomor: &str,
        kecuali: PermohonanId,
    ) -> Result<bool, PortError>;

    /// The issued document, or the interim product, of that code.
    async fn dengan_kode(
        &mut self,
        kode: &KodeVerifikasi,
    ) -> Result<Option<BarisVerifikasi>, PortError>;

    /// The issued document, or the interim product, whose file hashes to that.
    async fn dengan_sidik(&mut self, sha256: &[u8]) -> Result<Option<BarisVerifikasi>, PortError>;
}
