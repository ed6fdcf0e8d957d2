//! The check of a file by content.

use async_trait::async_trait;

use crate::{galat::PortError, permohonan::TipeBerkas};

/// Why a file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Penolakan {
    /// Anything else than a JPEG, a PNG or a PDF.
    BukanJpegPngPdf,
    /// More bytes than [`BATAS_BERKAS`](super::BATAS_BERKAS).
    TerlaluBesar,
    /// A picture with too many pixels, or that would take too much memory.
    PikselBerlebih,
    /// A picture that ends too early.
    GambarTerpotong,
    /// A picture that cannot be decoded.
    GambarRusak,
    /// A PDF with too many pages.
    HalamanBerlebih,
    /// A PDF that asks for a password, or is encrypted at all.
    PdfTerkunci,
    /// A PDF that runs something, or carries other files.
    PdfIsiAktif,
    /// A PDF that cannot be read, or has no page.
    PdfRusak,
    /// A PDF that unpacks to far more than it shows.
    PdfTerlaluPadat,
    /// A file that took too much time or memory to check.
    TerlaluRumit,
    /// The scanner knows it as malware.
    Bervirus,
}

impl Penolakan {
    /// Every reason.
    pub const SEMUA: [Self; 12] = [
        Self::BukanJpegPngPdf,
        Self::TerlaluBesar,
        Self::PikselBerlebih,
        Self::GambarTerpotong,
        Self::GambarRusak,
        Self::HalamanBerlebih,
        Self::PdfTerkunci,
        Self::PdfIsiAktif,
        Self::PdfRusak,
        Self::PdfTerlaluPadat,
        Self::TerlaluRumit,
        Self::Bervirus,
    ];

    /// The stable code.
    pub const fn kode(self) -> &'static str {
        match self {
            Self::BukanJpegPngPdf => "berkas_bukan_jpeg_png_pdf",
            Self::TerlaluBesar => "berkas_terlalu_besar",
            Self::PikselBerlebih => "piksel_berlebih",
            Self::GambarTerpotong => "gambar_terpotong",
            Self::GambarRusak => "gambar_rusak",
            Self::HalamanBerlebih => "halaman_berlebih",
            Self::PdfTerkunci => "pdf_terkunci",
            Self::PdfIsiAktif => "pdf_isi_aktif",
            Self::PdfRusak => "pdf_rusak",
            Self::PdfTerlaluPadat => "pdf_terlalu_padat",
            Self::TerlaluRumit => "berkas_terlalu_rumit",
            Self::Bervirus => "berkas_bervirus",
        }
    }

    /// The reason of that code.
    pub fn dari_kode(kode: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kode() == kode)
    }

    /// What a resident or an officer can do about it.
    pub const fn kalimat(self) -> &'static str {
        match self {
            Self::BukanJpegPngPdf => {
                "Berkas ini bukan foto JPEG/PNG atau PDF. Kirim ulang sebagai foto atau PDF."
            }
            Self::TerlaluBesar => {
                "Berkas terlalu besar, paling besar 20 MB. Kirim ulang sebagai foto biasa."
            }
            Self::PikselBerlebih => {
                "Ukuran gambar ini terlalu besar. Kirim ulang sebagai foto biasa, bukan sebagai dokumen."
            }
            Self::GambarTerpotong => {
                "Foto ini tidak terkirim utuh. Tunggu sinyal baik, lalu kirim ulang."
            }
            Self::GambarRusak => "Foto ini rusak dan tidak dapat dibuka. Foto ulang, lalu kirim.",
            Self::HalamanBerlebih => {
                "PDF ini lebih dari 100 halaman. Kirim hanya halaman yang diminta."
            }
            Self::PdfTerkunci => {
                "PDF ini terkunci dengan kata sandi. Simpan ulang tanpa kata sandi, atau kirim fotonya."
            }
            Self::PdfIsiAktif => {
                "PDF ini memuat program atau lampiran, sehingga tidak dapat diterima. Cetak ulang ke PDF, atau kirim fotonya."
            }
            Self::PdfRusak => {
                "PDF ini rusak atau tidak utuh. Simpan ulang PDF-nya, atau kirim fotonya."
            }
            Self::PdfTerlaluPadat => {
                "Isi PDF ini terlalu padat untuk diperiksa. Pindai ulang dengan mutu biasa, atau kirim fotonya."
            }
            Self::TerlaluRumit => {
                "Berkas ini terlalu rumit untuk diperiksa. Kirim ulang sebagai foto biasa."
            }
            Self::Bervirus => {
                "Berkas ini mengandung virus, sehingga kami tolak dan hapus. Periksa ponsel atau komputer Anda, lalu kirim foto baru."
            }
        }
    }
}

/// What a sound file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HasilPeriksa {
    /// Its type, by content.
    pub tipe: TipeBerkas,
    /// What is known of it.
    pub sifat: SifatBerkas,
    /// A picture upright and as JPEG, with nothing but its pixels; a PDF has none.
    pub tampilan: Option<Vec<u8>>,
    /// The same, small.
    pub cuplikan: Option<Vec<u8>>,
}

/// What is known of a file's content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SifatBerkas {
    /// Pixels of a picture, upright; 0 for a PDF.
    pub lebar: u32,
    /// Pixels of a picture, upright; 0 for a PDF.
    pub tinggi: u32,
    /// Pages of a PDF; 1 for a picture.
    pub halaman: u32,
    /// How often a PDF was changed after it was made, as its incremental updates tell; a signature is one. Officers are
    /// told: what earlier revisions hid is still in the file.
    pub revisi: u32,
}

/// Checks files by content, never by name, where a hostile one does no harm.
#[async_trait]
pub trait PemeriksaBerkas: Send + Sync {
    /// What the bytes are, or why they are refused.
    ///
    /// # Errors
    /// The check itself cannot be made now. A file that breaks the checker is refused, not an error.
    async fn periksa(&self, isi: &[u8]) -> Result<Result<HasilPeriksa, Penolakan>, PortError>;
}
