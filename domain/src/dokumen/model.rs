//! A document: one version of one product of one case.

use async_trait::async_trait;
use time::OffsetDateTime;

use super::{DokumenId, PercobaanId, TandaTanganSah};
use crate::{
    akses::PenggunaId,
    galat::PortError,
    layanan::{JenisProduk, Medium, Produk},
    nilai::Kode,
    permohonan::PermohonanId,
    ports::UnitOfWork,
    sop::TugasId,
};

/// An object in storage, with what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjekBerkas {
    /// Key.
    pub kunci: String,
    /// SHA-256.
    pub sha256: Vec<u8>,
    /// Bytes.
    pub ukuran: u64,
}

/// Where a document stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeadaanDokumen {
    /// The upload was announced.
    MenungguUnggah,
    /// A draft that was checked.
    Draf {
        /// The draft.
        draf: ObjekBerkas,
        /// The hash that was approved, once the first level did.
        disetujui: Option<Vec<u8>>,
    },
    /// Signed and verified: it may be handed over.
    Sah {
        /// The signed file.
        berkas: ObjekBerkas,
        /// What the verification found.
        tanda_tangan: TandaTanganSah,
    },
    /// A product without a file that is being made: in the print queue, at the register, on the desk of who signs.
    Dikerjakan,
    /// A product without a file that is there: printed, written into the register, signed on paper.
    Siap {
        /// Since when.
        pada: OffsetDateTime,
        /// Who said so.
        oleh: Option<PenggunaId>,
    },
    /// Refused on check.
    Ditolak {
        /// An Indonesian sentence that a person can act on.
        alasan: String,
    },
    /// A later version took its place.
    Diganti,
}

/// An upload that was announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unggahan {
    /// Where it goes.
    pub kunci: String,
    /// Announced size in bytes.
    pub ukuran: u64,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dokumen {
    /// Its id.
    pub id: DokumenId,
    /// The case.
    pub permohonan: PermohonanId,
    /// The product of the service.
    pub produk: Kode,
    /// National kind.
    pub jenis: JenisProduk,
    /// What it is made of.
    pub medium: Medium,
    /// As the resident knows it.
    pub nama: String,
    /// The number in SIAK, when given.
    pub nomor: Option<String>,
    /// From 1, per product of a case.
    pub versi: u32,
    /// Whether the upload already carries the signature of SIAK.
    pub bertanda_tangan: bool,
    /// The announced upload; none for a product without a file.
    pub unggahan: Option<Unggahan>,
    /// Where it stands.
    pub keadaan: KeadaanDokumen,
    /// The code by which anybody checks it, once it is being signed.
    pub kode_verifikasi: Option<String>,
    /// When it was announced.
    pub dibuat_pada: OffsetDateTime,
}

/// How a signing attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanPercobaan {
    /// Under way, or cut off by a crash.
    Berjalan,
    /// Signed and verified.
    Berhasil,
    /// Provably not signed.
    Gagal,
    /// Nobody knows; a person resolves it.
    TidakDiketahui,
}

/// A signing attempt: written before the call, so that no crash can hide it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Percobaan {
    /// Its id.
    pub id: PercobaanId,
    /// What is signed.
    pub dokumen: DokumenId,
    /// On which tugas.
    pub tugas: TugasId,
    /// SHA-256 of the approved bytes.
    pub sha256: Vec<u8>,
    /// Who signs.
    pub oleh: PenggunaId,
    /// How it ended.
    pub keadaan: KeadaanPercobaan,
    /// Why not, as a stable code.
    pub galat: Option<String>,
    /// Where the signed file goes, known before the call: a file that is there was signed, whatever else was lost.
    pub kunci_hasil: Option<String>,
    /// Where a person puts the file they found at the host, once they asked to.
    pub kunci_unggah: Option<String>,
    /// When it began.
    pub dimulai_pada: OffsetDateTime,
}

/// Documents of one tenant.
#[async_trait]
pub trait DokumenRepository: Send {
    /// Adds a version.
    async fn tambah(&mut self, dokumen: &Dokumen) -> Result<(), PortError>;

    /// A document, kept from other writers.
    async fn kunci(&mut self, id: DokumenId) -> Result<Option<Dokumen>, PortError>;

    /// Stores a document's new state.
    async fn simpan(&mut self, dokumen: &Dokumen) -> Result<(), PortError>;

    /// Every version of every product of a case, the oldest first.
    async fn milik(&mut self, id: PermohonanId) -> Result<Vec<Dokumen>, PortError>;

    /// Writes an attempt that is about to begin.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when the version has one that runs, succeeded or is unknown.
    async fn mulai_percobaan(&mut self, percobaan: &Percobaan) -> Result<(), PortError>;

    /// An attempt, kept from other writers.
    async fn kunci_percobaan(&mut self, id: PercobaanId) -> Result<Option<Percobaan>, PortError>;

    /// The attempt of a document version that is not failed, when there is one.
    async fn percobaan_aktif(&mut self, id: DokumenId) -> Result<Option<Percobaan>, PortError>;

    /// Writes how an attempt ended.
    async fn akhiri_percobaan(
        &mut self,
        id: PercobaanId,
        keadaan: KeadaanPercobaan,
        galat: Option<&str>,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
}

/// The version of a product that counts: the newest that was not refused or replaced.
pub fn versi_berlaku<'a>(dokumen: &'a [Dokumen], produk: &Kode) -> Option<&'a Dokumen> {
    dokumen
        .iter()
        .filter(|satu| &satu.produk == produk)
        .filter(|satu| {
            matches!(
                satu.keadaan,
                KeadaanDokumen::Draf { .. }
                    | KeadaanDokumen::Sah { .. }
                    | KeadaanDokumen::Dikerjakan
                    | KeadaanDokumen::Siap { .. }
            )
        })
        .max_by_key(|satu| satu.versi)
}

fn kurang(
    produk: &[&Produk],
    dokumen: &[Dokumen],
    cukup: impl Fn(&KeadaanDokumen) -> bool,
) -> Vec<Kode> {
    produk
        .iter()
        .filter(|produk| produk.medium == Medium::PdfTte)
        .filter(|produk| {
            !versi_berlaku(dokumen, &produk.kode).is_some_and(|satu| cukup(&satu.keadaan))
        })
        .map(|produk| produk.kode.clone())
        .collect()
}

/// PDF products without a draft.
pub fn draf_kurang(produk: &[&Produk], dokumen: &[Dokumen]) -> Vec<Kode> {
    kurang(produk, dokumen, |_| true)
}

/// PDF products that are not signed and verified.
pub fn sah_kurang(produk: &[&Produk], dokumen: &[Dokumen]) -> Vec<Kode> {
    kurang(produk, dokumen, |keadaan| matches!(keadaan, KeadaanDokumen::Sah { .. }))
}

/// Binds the approval to the bytes that were approved: every level sees the same hash, or the approval is refused.
pub(crate) async fn setujui_draf(
    work: &mut dyn UnitOfWork,
    permohonan: PermohonanId,
) -> Result<(), PortError> {
    for mut dokumen in work.dokumen().milik(permohonan).await? {
        if let KeadaanDokumen::Draf { draf, disetujui } = &mut dokumen.keadaan
            && disetujui.is_none()
        {
            *disetujui = Some(draf.sha256.clone());
            work.dokumen().simpan(&dokumen).await?;
        }
    }
    Ok(())
}
