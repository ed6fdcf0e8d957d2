//! A document: one version of one product of one case.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::{DokumenId, PercobaanId, TandaTanganSah};
use crate::{
    akses::PenggunaId,
    galat::PortError,
    layanan::{JenisProduk, Medium, Produk},
    nilai::{Kode, Rahasia},
    permohonan::PermohonanId,
    sop::TugasId,
    verifikasi::KodeVerifikasi,
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
    /// A later version, or the product of a correction, took its place.
    Diganti,
    /// Withdrawn by the office: it has no legal effect any more.
    Dicabut {
        /// Since when.
        pada: OffsetDateTime,
        /// Why.
        kode: AlasanCabut,
    },
}

/// Why an issued document is withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlasanCabut {
    /// What stands in it is wrong.
    DataSalah,
    /// It was issued twice.
    TerbitGanda,
    /// It rests on false statements or forged papers.
    DasarTidakSah,
    /// A court decided so.
    PutusanPengadilan,
    /// The resident asked for it.
    PermintaanPemilik,
    /// Something else; the words say what.
    Lainnya,
}

/// Who signed a letter on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TandaTanganBasah {
    /// The official.
    pub oleh: PenggunaId,
    /// Their name as it stands on the letter.
    pub nama: String,
    /// The day they signed and the stamp was put.
    pub tanggal: Date,
}

/// What happened to a version besides its state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JejakDokumen {
    /// The code by which anybody checks it; from when it is issued.
    pub kode_verifikasi: Option<KodeVerifikasi>,
    /// What took its place, and when.
    pub diganti: Option<(OffsetDateTime, Option<DokumenId>)>,
    /// Whose place it took.
    pub menggantikan: Option<DokumenId>,
    /// Who withdrew it, and the words.
    pub dicabut: Option<(PenggunaId, Rahasia)>,
    /// The template and its version, when Loket rendered the draft.
    pub templat: Option<(Kode, u32)>,
    /// Who signed it on paper.
    pub basah: Option<TandaTanganBasah>,
    /// Where a scan of the signed paper is to be put, and its size.
    pub unggahan_pindaian: Option<Unggahan>,
    /// The scan that was checked.
    pub pindaian: Option<ObjekBerkas>,
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
    /// What happened to it besides.
    pub jejak: JejakDokumen,
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
    /// The number under which the host keeps the signed file, when it gives one.
    pub nomor_host: Option<String>,
    /// When it began.
    pub dimulai_pada: OffsetDateTime,
}

/// Documents of one tenant.
#[async_trait]
pub trait DokumenRepository: Send {
    /// Adds a version.
    async fn tambah(&mut self, dokumen: &Dokumen) -> Result<(), PortError>;

    /// A document, for reading.
    async fn baca(&mut self, id: DokumenId) -> Result<Option<Dokumen>, PortError>;

    /// The case of a document; it never changes.
    async fn permohonan(&mut self, id: DokumenId) -> Result<Option<PermohonanId>, PortError>;

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

    /// Writes how an attempt ended, and the number that the host gave it.
    async fn akhiri_percobaan(
        &mut self,
        percobaan: &Percobaan,
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

/// PDF products without a draft, and letters to be signed on paper that nobody wrote yet: what is approved has to be there.
pub fn draf_kurang(produk: &[&Produk], dokumen: &[Dokumen]) -> Vec<Kode> {
    let mut semua = kurang(produk, dokumen, |_| true);
    let surat = produk.iter().filter(|produk| produk.medium == Medium::SuratBasah);
    let belum = surat.filter(|produk| versi_berlaku(dokumen, &produk.kode).is_none());
    semua.extend(belum.map(|produk| produk.kode.clone()));
    semua
}

/// Paper products and cards that are not there yet: not printed, not in the register, not signed.
pub fn siap_kurang(produk: &[&Produk], dokumen: &[Dokumen]) -> Vec<Kode> {
    let siap = |produk: &Produk| {
        versi_berlaku(dokumen, &produk.kode)
            .is_some_and(|satu| matches!(satu.keadaan, KeadaanDokumen::Siap { .. }))
    };
    produk
        .iter()
        .filter(|produk| produk.medium != Medium::PdfTte && !siap(produk))
        .map(|produk| produk.kode.clone())
        .collect()
}

/// PDF products that are not signed and verified.
pub fn sah_kurang(produk: &[&Produk], dokumen: &[Dokumen]) -> Vec<Kode> {
    kurang(produk, dokumen, |keadaan| matches!(keadaan, KeadaanDokumen::Sah { .. }))
}
