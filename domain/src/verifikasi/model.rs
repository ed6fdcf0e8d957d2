//! What the public may learn of a document: nothing of whom it is about.

use time::{Date, OffsetDateTime};

use crate::nilai::Kode;

/// What became of an issued document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanTerbit {
    /// It counts.
    Berlaku,
    /// A newer one took its place.
    Diganti,
    /// The office withdrew it.
    Dicabut,
}

/// An issued document or interim product, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisVerifikasi {
    /// What became of it.
    pub keadaan: KeadaanTerbit,
    /// Whether Loket rendered it as an interim product.
    pub sementara: bool,
    /// As the office calls it.
    pub nama: String,
    /// The service and product it came from.
    pub asal: Option<(Kode, Kode)>,
    /// Who signed.
    pub penanda_tangan: Option<String>,
    /// When it was issued.
    pub terbit_pada: Option<OffsetDateTime>,
    /// When it lost its effect.
    pub berubah_pada: Option<OffsetDateTime>,
    /// Its pages.
    pub halaman: Option<u32>,
    /// SHA-256 of the file.
    pub sha256: Option<Vec<u8>>,
    /// The last day on which it is good.
    pub berlaku_sampai: Option<Date>,
}

/// The answer to who asks for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HasilVerifikasi {
    /// The office issued it, and it counts.
    Berlaku,
    /// The office issued it, and a newer one took its place.
    Diganti,
    /// The office withdrew it.
    Dicabut,
    /// An interim letter whose days are over.
    Kedaluwarsa,
}

impl HasilVerifikasi {
    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Berlaku => "berlaku",
            Self::Diganti => "diganti",
            Self::Dicabut => "dicabut",
            Self::Kedaluwarsa => "kedaluwarsa",
        }
    }
}

/// What anybody may know of an issued document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DokumenPublik {
    /// Whether it counts.
    pub hasil: HasilVerifikasi,
    /// What kind of document it is.
    pub nama: String,
    /// The office.
    pub kantor: String,
    /// Who signed, as the certificate or the letter names them.
    pub penanda_tangan: Option<String>,
    /// Their office.
    pub jabatan: Option<String>,
    /// The day of issue, on the office's wall clock.
    pub terbit: Option<OffsetDateTime>,
    /// When it lost its effect.
    pub berubah: Option<OffsetDateTime>,
    /// Its pages.
    pub halaman: Option<u32>,
    /// SHA-256 of the file, so that a copy can be compared.
    pub sha256: Option<Vec<u8>>,
    /// The last day on which it is good.
    pub berlaku_sampai: Option<Date>,
}

/// What a file says of itself when no office here issued it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BerkasAsing {
    /// Its signature is genuine, but the office has no such document.
    BukanCatatan {
        /// Common name in the certificate.
        penanda_tangan: String,
        /// The time it claims.
        pada: Option<OffsetDateTime>,
    },
    /// It was changed after it was signed.
    Berubah,
    /// Its signature is of somebody nobody vouches for, or was made with a certificate that was not valid.
    TidakTepercaya,
    /// It has no electronic signature.
    TanpaTandaTangan,
    /// It cannot be read: no PDF, or locked.
    TidakTerbaca,
}

impl BerkasAsing {
    /// The stable word.
    pub fn kata(&self) -> &'static str {
        match self {
            Self::BukanCatatan { .. } => "bukan_catatan",
            Self::Berubah => "berubah",
            Self::TidakTepercaya => "tidak_tepercaya",
            Self::TanpaTandaTangan => "tanpa_tanda_tangan",
            Self::TidakTerbaca => "tidak_terbaca",
        }
    }
}
