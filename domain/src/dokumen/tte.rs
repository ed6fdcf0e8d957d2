//! The port to the electronic signature (TTE), and to the check of what comes back.

use async_trait::async_trait;
use time::OffsetDateTime;

use crate::{
    galat::PortError,
    nilai::{Nik, Rahasia},
};

/// How one tenant reaches its eSign Client Service (BSrE, v2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KoneksiTte {
    /// Base URL of the host, for example `https://esign.daerah.go.id`.
    pub base_url: String,
    /// Application account, HTTP Basic.
    pub nama_pengguna: String,
    /// Its password.
    pub sandi: Rahasia,
    /// PEM certificates that a signature must chain to.
    pub jangkar_pem: String,
}

/// One document to sign. The passphrase lives in memory for this call only.
#[derive(Debug)]
pub struct PermintaanTte {
    /// The approved PDF, byte for byte.
    pub pdf: Vec<u8>,
    /// The signer, from the server's own user record.
    pub nik: Nik,
    /// The signer's passphrase.
    pub passphrase: Rahasia,
    /// Reason written into the signature.
    pub alasan: String,
    /// Place written into the signature.
    pub lokasi: String,
}

/// Why a signature was not obtained.
#[derive(Debug, thiserror::Error)]
pub enum TteGagal {
    /// The host refused before signing; nothing was signed and the signer may try again (2031).
    #[error("passphrase salah")]
    PassphraseSalah,
    /// The signer cannot sign: not registered, expired, suspended, revoked (2011, 2021, …).
    #[error("penanda tangan tidak dapat menandatangani: {0}")]
    PenandaTanganTidakSiap(String),
    /// The host refused the request for a reason it stated; nothing was signed.
    #[error("layanan TTE menolak ({kode})")]
    Ditolak {
        /// The host's code, or the HTTP status.
        kode: String,
    },
    /// The request left, the outcome is unknown: never sent again automatically, resolved by a person.
    #[error("hasil penandatanganan tidak diketahui")]
    TidakDiketahui(#[source] PortError),
    /// The request provably never left (no connection, no configuration).
    #[error("layanan TTE tidak dapat dihubungi")]
    TidakTerkirim(#[source] PortError),
}

/// State of the signer's certificate at the host; only `ISSUE` may sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusPenandaTangan {
    /// `ISSUE`, `EXPIRED`, `NOT_REGISTERED`, … as the host says.
    pub status: String,
}

impl StatusPenandaTangan {
    /// Whether this signer may sign now.
    pub fn siap(&self) -> bool {
        self.status == "ISSUE"
    }
}

/// The eSign host of a tenant.
#[async_trait]
pub trait PenandaTangan: Send + Sync {
    /// Signs one PDF. Never retries once bytes were sent.
    ///
    /// # Errors
    /// See [`TteGagal`]; what comes back on success is unverified.
    async fn tanda_tangani(
        &self,
        koneksi: &KoneksiTte,
        permintaan: PermintaanTte,
    ) -> Result<Vec<u8>, TteGagal>;

    /// Asks for the state of a signer's certificate.
    async fn status(
        &self,
        koneksi: &KoneksiTte,
        nik: &Nik,
    ) -> Result<StatusPenandaTangan, TteGagal>;
}

/// What a signed PDF must be to count.
#[derive(Clone, Debug)]
pub struct HarapanTte<'a> {
    /// PEM certificates that the signature must chain to.
    pub jangkar_pem: &'a str,
    /// The expected signer; matched against the signer certificate's serialNumber or commonName.
    pub penanda_tangan: Option<PenandaTanganDiharapkan>,
    /// The approved bytes the signed file must extend or at least match in pages; `None` when signed inside SIAK.
    pub disetujui: Option<&'a [u8]>,
    /// Now, for the certificate's validity.
    pub sekarang: OffsetDateTime,
}

/// Who is expected to have signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PenandaTanganDiharapkan {
    /// The official's NIK, when known; certificates of BSrE carry it in some profiles.
    pub nik: Option<Nik>,
    /// The official's full name as in the certificate's common name.
    pub nama: String,
}

/// A signature that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TandaTanganSah {
    /// Common name in the signer's certificate.
    pub penanda_tangan: String,
    /// Certificate serial, lower-case hex.
    pub nomor_sertifikat: String,
    /// The time the signature claims (`/M` or the timestamp token).
    pub ditandatangani_pada: Option<OffsetDateTime>,
    /// How many pages the file has.
    pub halaman: u32,
}

/// Why a signed PDF does not count. Each has its own stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TandaTanganDitolak {
    /// Zero bytes.
    #[error("berkas kosong")]
    Kosong,
    /// No `%PDF-` at byte 0, or unreadable.
    #[error("berkas bukan PDF yang utuh")]
    BukanPdf,
    /// Encrypted.
    #[error("PDF terkunci kata sandi")]
    Terkunci,
    /// No signature at all.
    #[error("PDF belum ditandatangani secara elektronik")]
    TanpaTandaTangan,
    /// The last signature does not cover the whole file.
    #[error("tanda tangan tidak mencakup seluruh berkas")]
    TidakMencakupSemua,
    /// The bytes were changed after signing, or the signature is broken.
    #[error("isi PDF berubah setelah ditandatangani")]
    IsiBerubah,
    /// The certificate does not chain to a trusted anchor.
    #[error("sertifikat penanda tangan tidak tepercaya")]
    TidakTepercaya,
    /// The certificate was not valid at the time of signing.
    #[error("sertifikat penanda tangan tidak berlaku")]
    SertifikatTidakBerlaku,
    /// Somebody else signed.
    #[error("penanda tangan bukan pejabat yang diharapkan")]
    PenandaTanganLain,
    /// Not the document that was approved.
    #[error("PDF yang ditandatangani bukan dokumen yang disetujui")]
    BukanYangDisetujui,
}

impl TandaTanganDitolak {
    /// Stable code for programs.
    pub fn kode(self) -> &'static str {
        match self {
            Self::Kosong => "tte_kosong",
            Self::BukanPdf => "tte_bukan_pdf",
            Self::Terkunci => "tte_terkunci",
            Self::TanpaTandaTangan => "tte_tanpa_tanda_tangan",
            Self::TidakMencakupSemua => "tte_tidak_mencakup_semua",
            Self::IsiBerubah => "tte_isi_berubah",
            Self::TidakTepercaya => "tte_tidak_tepercaya",
            Self::SertifikatTidakBerlaku => "tte_sertifikat_tidak_berlaku",
            Self::PenandaTanganLain => "tte_penanda_tangan_lain",
            Self::BukanYangDisetujui => "tte_bukan_yang_disetujui",
        }
    }
}

/// Checks signed PDFs. Pure computation, but with cryptography, so an adapter does it.
pub trait PemeriksaTandaTangan: Send + Sync {
    /// Whether `pdf` counts.
    ///
    /// # Errors
    /// The first reason why it does not.
    fn periksa(
        &self,
        pdf: &[u8],
        harapan: &HarapanTte<'_>,
    ) -> Result<TandaTanganSah, TandaTanganDitolak>;
}
