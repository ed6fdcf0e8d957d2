//! The port to the electronic signature (TTE), and to the check of what comes back.

use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Stempel, TandaTanganDitolak};
use crate::{
    galat::PortError,
    nilai::{Nik, Rahasia},
};

/// Which generation of the eSign Client Service a host speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersiEsign {
    /// Multipart; the answer is the PDF, and a document id that it can be fetched with once.
    V1,
    /// JSON; the answer is the PDF in base64, and there is nothing to fetch later.
    #[default]
    V2,
}

impl VersiEsign {
    /// Where clients of this generation say that the host counts from.
    pub fn asal_baku(self) -> AsalKoordinat {
        match self {
            Self::V1 => AsalKoordinat::KiriBawah,
            Self::V2 => AsalKoordinat::KiriAtas,
        }
    }
}

/// The corner a host counts from, in points; nothing says it once for all hosts, so it is a setting of the tenant that
/// a calibration page confirms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AsalKoordinat {
    /// y grows downwards.
    #[default]
    KiriAtas,
    /// y grows upwards.
    KiriBawah,
}

/// Which page a host means when it counts: it matters only for pages that are turned or cropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AcuanHalaman {
    /// The page as a reader shows it: turned, and cropped.
    #[default]
    Tampak,
    /// The page as it is stored: neither turned nor cropped. The picture is turned before it is sent.
    Asli,
}

/// How one tenant reaches its eSign Client Service (BSrE).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KoneksiTte {
    /// Base URL of the host, for example `https://esign.daerah.go.id`.
    pub base_url: String,
    /// Application account, HTTP Basic.
    pub nama_pengguna: String,
    /// Its password.
    pub sandi: Rahasia,
    /// PEM certificates that a signature, and the timestamp on it, must chain to.
    pub jangkar_pem: String,
    /// What the host speaks.
    pub versi: VersiEsign,
    /// Where the host counts the place of a visible signature from.
    pub asal_koordinat: AsalKoordinat,
    /// On which page the host counts.
    pub acuan_halaman: AcuanHalaman,
    /// An explicit exception: this office's host offers no TLS. Everything, the passphrase too, then crosses the network
    /// in the open.
    pub http_polos: bool,
    /// The subscriber of the office's seal, when it has one.
    pub segel: Option<String>,
    /// The common name that the certificate of the seal carries; whatever else was sealed is refused.
    pub segel_nama: Option<String>,
    /// PEM lists of revoked certificates (CRL), each by one of the anchors; empty when the office keeps none.
    pub crl_pem: String,
    /// Whether a signature of whose certificate nobody can tell that it was not revoked is refused.
    pub pencabutan_wajib: bool,
}

impl KoneksiTte {
    /// A host of the second generation behind TLS, without a seal.
    pub fn baru(
        base_url: impl Into<String>,
        nama_pengguna: impl Into<String>,
        sandi: Rahasia,
        jangkar_pem: impl Into<String>,
    ) -> Self {
        Self {
            base_url: base_url.into(),
            nama_pengguna: nama_pengguna.into(),
            sandi,
            jangkar_pem: jangkar_pem.into(),
            versi: VersiEsign::default(),
            asal_koordinat: AsalKoordinat::default(),
            acuan_halaman: AcuanHalaman::default(),
            http_polos: false,
            segel: None,
            segel_nama: None,
            crl_pem: String::new(),
            pencabutan_wajib: false,
        }
    }

    /// What a signed file must be under this connection.
    pub fn harapan<'a>(
        &'a self,
        penanda_tangan: Option<PenandaTanganDiharapkan>,
        disetujui: Option<&'a [u8]>,
        sekarang: OffsetDateTime,
    ) -> HarapanTte<'a> {
        HarapanTte {
            crl_pem: &self.crl_pem,
            pencabutan_wajib: self.pencabutan_wajib,
            ..HarapanTte::baru(&self.jangkar_pem, penanda_tangan, disetujui, sekarang)
        }
    }
}

/// What the signer proves themselves with. Overwritten in memory when dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KunciTte {
    /// The passphrase of their key.
    Passphrase(Rahasia),
    /// A one-time code that the host sent them ([`PenandaTangan::minta_totp`]).
    Totp(Rahasia),
}

/// Whether the signature shows on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tampilan {
    /// It does not.
    #[default]
    TakTerlihat,
    /// As this picture.
    Terlihat(Stempel),
}

/// One document to sign. What the signer proves themselves with lives in memory for this call only.
pub struct PermintaanTte {
    /// The approved PDF, byte for byte.
    pub pdf: Vec<u8>,
    /// The signer, from the server's own user record.
    pub nik: Nik,
    /// The signer's passphrase or one-time code.
    pub kunci: KunciTte,
    /// Whether it shows.
    pub tampilan: Tampilan,
    /// Reason written into the signature.
    pub alasan: String,
    /// Place written into the signature.
    pub lokasi: String,
}

impl fmt::Debug for PermintaanTte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PermintaanTte {{ pdf: {} B, tampilan: {:?}, .. }}",
            self.pdf.len(),
            self.tampilan
        )
    }
}

/// One document to seal in the name of the office ([`KoneksiTte::segel`]).
pub struct PermintaanSegel {
    /// The PDF, byte for byte.
    pub pdf: Vec<u8>,
    /// The one-time code the host gave out for this.
    pub totp: Rahasia,
    /// Whether it shows.
    pub tampilan: Tampilan,
    /// Reason written into the seal.
    pub alasan: String,
    /// Place written into the seal.
    pub lokasi: String,
}

impl fmt::Debug for PermintaanSegel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PermintaanSegel {{ pdf: {} B, tampilan: {:?}, .. }}",
            self.pdf.len(),
            self.tampilan
        )
    }
}

/// Why a signature was not obtained.
#[derive(Debug, thiserror::Error)]
pub enum TteGagal {
    /// The passphrase or the one-time code is wrong; nothing was signed and the signer may try again (2031).
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
    /// The host says that it signed, under its own number, and the file did not arrive. A person finds it by the number.
    #[error("berkas yang ditandatangani tidak dapat diunduh")]
    TidakTerunduh {
        /// The host's number of the document.
        nomor_host: String,
        /// Why the file is not here.
        #[source]
        sumber: PortError,
    },
    /// The request provably never left (no connection, no configuration).
    #[error("layanan TTE tidak dapat dihubungi")]
    TidakTerkirim(#[source] PortError),
}

/// What a host gave back for a signing request: unverified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HasilTte {
    /// The signed file.
    pub pdf: Vec<u8>,
    /// The host's own number of the document; only the first generation gives one.
    pub nomor_host: Option<String>,
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
    ) -> Result<HasilTte, TteGagal>;

    /// Asks for the state of a signer's certificate.
    async fn status(
        &self,
        koneksi: &KoneksiTte,
        nik: &Nik,
    ) -> Result<StatusPenandaTangan, TteGagal>;

    /// Has the host send the signer a one-time code, good for this many files. Hosts of the first generation have none.
    async fn minta_totp(
        &self,
        koneksi: &KoneksiTte,
        nik: &Nik,
        jumlah: u32,
    ) -> Result<(), TteGagal>;

    /// Has the host send the activation code of the office's seal to whoever answers for it.
    async fn aktifkan_segel(&self, koneksi: &KoneksiTte) -> Result<(), TteGagal>;

    /// Ends an activation of the seal.
    async fn cabut_segel(&self, koneksi: &KoneksiTte, aktivasi: &Rahasia) -> Result<(), TteGagal>;

    /// A one-time code to seal this many files with, for the activation code. It comes in the answer itself.
    async fn minta_totp_segel(
        &self,
        koneksi: &KoneksiTte,
        aktivasi: &Rahasia,
        jumlah: u32,
    ) -> Result<Rahasia, TteGagal>;

    /// Seals one PDF in the name of the office. Never retries once bytes were sent.
    ///
    /// # Errors
    /// See [`TteGagal`]; what comes back on success is unverified.
    async fn segel(
        &self,
        koneksi: &KoneksiTte,
        permintaan: PermintaanSegel,
    ) -> Result<Vec<u8>, TteGagal>;

    /// Asks what the host thinks of a signed file: a second opinion for people, never what makes a document count.
    async fn verifikasi(
        &self,
        koneksi: &KoneksiTte,
        pdf: &[u8],
    ) -> Result<VerifikasiHost, TteGagal>;
}

/// What the host thinks of a signed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifikasiHost {
    /// Whether it calls the file valid.
    pub sah: bool,
    /// In its own word.
    pub kesimpulan: String,
    /// How many signatures it sees.
    pub jumlah: u32,
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
    /// PEM lists of revoked certificates that the office keeps, besides what the file brings along.
    pub crl_pem: &'a str,
    /// Whether the file is refused when nothing tells that the certificate was not revoked.
    pub pencabutan_wajib: bool,
}

impl<'a> HarapanTte<'a> {
    /// Without lists of the office, and without demanding evidence.
    pub fn baru(
        jangkar_pem: &'a str,
        penanda_tangan: Option<PenandaTanganDiharapkan>,
        disetujui: Option<&'a [u8]>,
        sekarang: OffsetDateTime,
    ) -> Self {
        let (crl_pem, pencabutan_wajib) = ("", false);
        Self { jangkar_pem, penanda_tangan, disetujui, sekarang, crl_pem, pencabutan_wajib }
    }
}

/// Who is expected to have signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PenandaTanganDiharapkan {
    /// The official's NIK, when known; certificates of BSrE carry it in some profiles.
    pub nik: Option<Nik>,
    /// The official's full name as in the certificate's common name.
    pub nama: String,
}

/// By what the signer was found to be the expected person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CocokPenandaTangan {
    /// By the NIK in the certificate.
    Nik,
    /// By the name in the certificate, which carries no NIK.
    Nama,
    /// It is the office's seal, by the name that the office says its certificate carries.
    Segel,
    /// Nobody in particular was expected.
    #[default]
    Tidak,
}

/// What is known of a revocation of the signer's certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pencabutan {
    /// Neither the file nor the office has evidence.
    #[default]
    TidakDiketahui,
    /// A list or an answer of its issuer says that it was not revoked.
    TidakDicabut,
    /// It was revoked after the time that a timestamp proves; the signature stands.
    DicabutKemudian,
}

/// A signature that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TandaTanganSah {
    /// Common name in the signer's certificate.
    pub penanda_tangan: String,
    /// Certificate serial, lower-case hex.
    pub nomor_sertifikat: String,
    /// Until when the signer's certificate is valid; documents checked before this was kept have none.
    pub berlaku_sampai: Option<OffsetDateTime>,
    /// By what the signer was recognised.
    pub cocok: CocokPenandaTangan,
    /// The time of signing: of the timestamp token when there is one, else the time the signature claims in `/M`.
    pub ditandatangani_pada: Option<OffsetDateTime>,
    /// Whether that time comes from a timestamp token that was verified.
    pub bercap_waktu: bool,
    /// Whether its certificate was revoked, as far as the evidence tells.
    pub pencabutan: Pencabutan,
    /// How many pages the file has.
    pub halaman: u32,
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

    /// Reads lists of revoked certificates in PEM, or one in DER.
    ///
    /// # Errors
    /// The first reason why they are no evidence.
    fn baca_crl(&self, isi: &[u8], jangkar_pem: &str) -> Result<BacaanCrl, CrlDitolak>;
}

/// Lists of revoked certificates that were checked against the anchors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BacaanCrl {
    /// All of them, in PEM.
    pub pem: String,
    /// What each says of itself.
    pub daftar: Vec<KeteranganCrl>,
}

/// What a list of revoked certificates says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeteranganCrl {
    /// Common name of who issued it.
    pub penerbit: String,
    /// Since when it says so.
    pub terbit_pada: OffsetDateTime,
    /// When the next one is due.
    pub berikutnya_pada: Option<OffsetDateTime>,
    /// How many certificates it lists.
    pub jumlah: u32,
}

/// Why a list of revoked certificates is no evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CrlDitolak {
    /// No list, or one that cannot be read.
    #[error("berkas ini bukan daftar pencabutan sertifikat (CRL)")]
    Rusak,
    /// More bytes or lists than are kept.
    #[error("daftar pencabutan terlalu besar")]
    TerlaluBesar,
    /// None of the office's anchors issued it.
    #[error("daftar pencabutan tidak diterbitkan salah satu sertifikat induk kantor ini")]
    PenerbitLain,
}

impl CrlDitolak {
    /// Stable code for programs.
    pub fn kode(self) -> &'static str {
        match self {
            Self::Rusak => "crl_rusak",
            Self::TerlaluBesar => "crl_terlalu_besar",
            Self::PenerbitLain => "crl_penerbit_lain",
        }
    }
}
