//! Interim products and templates as clients read and write them.

use loket_domain::sementara::{
    IsiTemplat, KeadaanTemplatDokumen, RincianTemplat, Sementara, VersiTemplat,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::kata::hex;

time::serde::format_description!(tanggal, Date, "[year]-[month]-[day]");

/// An interim product to issue.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TerbitSementaraRequest, example = json!({ "templat": "tanda_terima" }))]
pub(super) struct TerbitRequest {
    /// The template.
    pub templat: String,
}

/// A draft to render.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "produk": "surat" }))]
pub(super) struct RakitRequest {
    /// The product of the service.
    pub produk: String,
    /// The template; `surat_keterangan` when absent.
    #[serde(default)]
    pub templat: Option<String>,
}

/// A link to read a file.
#[derive(Serialize, ToSchema)]
#[schema(as = TautanSementara)]
pub(super) struct TautanView {
    /// The link.
    pub url: String,
    /// When it ends.
    #[serde(with = "time::serde::rfc3339")]
    pub berakhir: OffsetDateTime,
}

/// A message that was queued.
#[derive(Serialize, ToSchema)]
#[schema(as = KirimanSementara)]
pub(super) struct KirimanView {
    /// Its id in the ledger of messages.
    pub pesan_id: Uuid,
}

/// A rendered interim product.
#[derive(Serialize, ToSchema)]
#[schema(as = Sementara, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "templat": "tanda_terima",
    "templat_versi": 0,
    "nama": "Tanda terima permohonan",
    "nomor": "12/TT/63.11/2026",
    "kode_verifikasi": "7Q2M-KX9D-0FHA-T3WB",
    "keadaan": "berlaku",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "ukuran": 8_120,
    "halaman": 1,
    "berlaku_sampai": null,
    "dibuat_pada": "2026-01-05T02:00:00Z"
}))]
pub(in crate::http) struct SementaraView {
    /// Its id.
    id: Uuid,
    /// The case.
    permohonan_id: Uuid,
    /// The template.
    templat: String,
    /// Its version; 0 is the one that Loket brings.
    templat_versi: u32,
    /// Its title.
    nama: String,
    /// Its number.
    nomor: String,
    /// The code on it.
    kode_verifikasi: String,
    /// `berlaku`, `diganti` or `dicabut`.
    keadaan: &'static str,
    /// SHA-256 of the PDF.
    sha256: String,
    /// Bytes.
    ukuran: u64,
    /// Pages.
    halaman: u32,
    /// The last day on which it is good.
    #[serde(with = "tanggal::option")]
    #[schema(value_type = Option<String>, format = Date)]
    berlaku_sampai: Option<Date>,
    /// When it was issued.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
}

impl From<Sementara> for SementaraView {
    fn from(satu: Sementara) -> Self {
        Self {
            id: satu.id.uuid(),
            permohonan_id: satu.permohonan.uuid(),
            templat: satu.templat.into(),
            templat_versi: satu.templat_versi,
            nama: satu.nama,
            nomor: satu.nomor,
            kode_verifikasi: satu.kode.to_string(),
            keadaan: satu.keadaan.kata(),
            sha256: hex(&satu.berkas.sha256),
            ukuran: satu.berkas.ukuran,
            halaman: satu.halaman,
            berlaku_sampai: satu.berlaku_sampai,
            dibuat_pada: satu.dibuat_pada,
        }
    }
}

/// What a template says: `judul`, `berlaku_hari` (none for a receipt) and `bagian`, each one of `teks`, `subjudul`, `butir`,
/// `pasangan` (`label`, `nilai`), `berkas` or `tanda` (`jabatan`, `peran`). `{nomor}`, `{pemohon}` and others are filled in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "isi": {
    "judul": "Tanda terima permohonan",
    "bagian": [
        { "pasangan": { "label": "Nomor permohonan", "nilai": "{nomor}" } },
        "berkas",
        { "tanda": { "jabatan": "Petugas pelayanan" } }
    ]
} }))]
pub(super) struct IsiTemplatRequest {
    /// The content.
    #[schema(value_type = Object)]
    pub isi: IsiTemplat,
}

/// A draft to publish.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "versi": 2 }))]
pub(super) struct TerbitTemplatRequest {
    /// The version that was looked at.
    pub versi: u32,
}

/// A version of a template.
#[derive(Serialize, ToSchema)]
#[schema(as = VersiTemplatDokumen)]
pub(super) struct VersiView {
    /// The template.
    kode: String,
    /// From 1.
    versi: u32,
    /// Whether it was published.
    terbit: bool,
    /// Since when it is in force, until a later one is.
    #[serde(with = "time::serde::rfc3339::option")]
    berlaku_sejak: Option<OffsetDateTime>,
    /// Who published it.
    diterbitkan_oleh: Option<Uuid>,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    diubah_pada: OffsetDateTime,
    /// What it says.
    #[schema(value_type = Object)]
    isi: IsiTemplat,
}

impl From<VersiTemplat> for VersiView {
    fn from(satu: VersiTemplat) -> Self {
        let (sejak, oleh) = match satu.keadaan {
            KeadaanTemplatDokumen::Draf => (None, None),
            KeadaanTemplatDokumen::Terbit { sejak, oleh } => (Some(sejak), Some(oleh.uuid())),
        };
        Self {
            kode: satu.kode.into(),
            versi: satu.versi,
            terbit: sejak.is_some(),
            berlaku_sejak: sejak,
            diterbitkan_oleh: oleh,
            diubah_pada: satu.diubah_pada,
            isi: satu.isi,
        }
    }
}

/// A template with all its versions.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplatDokumen)]
pub(super) struct TemplatView {
    /// Its code.
    kode: String,
    /// What Loket brings; used until the office publishes its own.
    #[schema(value_type = Option<Object>)]
    bawaan: Option<IsiTemplat>,
    /// Versions of the office, the newest first.
    versi: Vec<VersiView>,
}

impl From<RincianTemplat> for TemplatView {
    fn from(satu: RincianTemplat) -> Self {
        Self {
            kode: satu.kode.into(),
            bawaan: satu.bawaan,
            versi: satu.versi.into_iter().map(Into::into).collect(),
        }
    }
}

/// The templates.
#[derive(Serialize, ToSchema)]
#[schema(as = DaftarTemplatDokumen)]
pub(super) struct DaftarTemplatView {
    /// By code.
    pub data: Vec<TemplatView>,
}
