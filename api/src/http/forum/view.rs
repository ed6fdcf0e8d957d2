//! The Forum as clients read and write it.

use loket_domain::{
    forum::{self, BarisForum, BarisPermintaan},
    halaman::Lembar,
    nilai::{NomorWa, samarkan_teks},
    permohonan::{Berkas, PermohonanId},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::dokumen::BerkasView;

/// A note to write.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "isi": "@siak1 mohon dicek, buku nikah sudah terbaca." }))]
pub(super) struct CatatanForumRequest {
    /// At most 4,000 characters; `@nama_pengguna` tells that officer.
    pub isi: String,
}

/// A request to drop.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "teks": "Ibu Becce minta akta kelahiran anak, berkas lengkap.",
    "nomor_wa": "0812 3456 7890"
}))]
pub(super) struct PermintaanRequest {
    /// What is asked for, at most 4,000 characters.
    pub teks: String,
    /// The resident's WhatsApp number: `0812…` or `+62812…`.
    #[serde(default)]
    pub nomor_wa: Option<String>,
}

/// How a request is settled.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "permohonan_id": null }))]
pub(super) struct SelesaiRequest {
    /// The case it belongs to, when there is one.
    #[serde(default)]
    pub permohonan_id: Option<Uuid>,
}

/// Something that was added.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00" }))]
pub(super) struct IdForumView {
    /// Its id.
    pub id: Uuid,
}

/// One page of notes.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarForum {
    /// The newest first.
    data: Vec<CatatanForumView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<BarisForum>> for LembarForum {
    fn from(lembar: Lembar<BarisForum>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// A note of the Forum.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "oleh": { "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01", "nama": "Baso Contoh" },
    "isi": "@siak1 mohon dicek, buku nikah sudah terbaca.",
    "sebutan": ["siak1"],
    "pada": "2026-01-05T02:00:00Z"
}))]
struct CatatanForumView {
    /// Its id.
    id: Uuid,
    /// Who wrote it.
    oleh: OrangView,
    /// What.
    isi: String,
    /// Login names of those it mentions.
    sebutan: Vec<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

/// An officer.
#[derive(Serialize, ToSchema)]
#[schema(as = ForumOrangView)]
struct OrangView {
    /// Who.
    id: Uuid,
    /// Full name.
    nama: String,
}

impl From<BarisForum> for CatatanForumView {
    fn from(baris: BarisForum) -> Self {
        Self {
            id: baris.catatan.id,
            oleh: OrangView { id: baris.catatan.oleh.uuid(), nama: baris.nama },
            isi: samarkan_teks(baris.catatan.isi.buka()),
            sebutan: baris.sebutan,
            pada: baris.catatan.pada,
        }
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum KeadaanPermintaan {
    /// Nobody took it yet.
    Terbuka,
    /// An operator works on it.
    Diambil,
    /// It became a case, or was settled otherwise.
    Selesai,
}

impl KeadaanPermintaan {
    pub(super) fn kata(self) -> &'static str {
        match self {
            Self::Terbuka => "terbuka",
            Self::Diambil => "diambil",
            Self::Selesai => "selesai",
        }
    }
}

/// One page of requests.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarPermintaan {
    /// The newest first.
    data: Vec<RingkasPermintaanView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<BarisPermintaan>> for LembarPermintaan {
    fn from(lembar: Lembar<BarisPermintaan>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// A request of the Forum in a list.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "teks": "Ibu Becce minta akta kelahiran anak, berkas lengkap.",
    "nomor_wa": "6281*******890",
    "keadaan": "diambil",
    "oleh": { "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01", "nama": "Baso Contoh" },
    "pengambil": { "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02", "nama": "Andi Rosmini Contoh" },
    "permohonan_id": null,
    "dibuat_pada": "2026-01-05T02:00:00Z",
    "diambil_pada": "2026-01-05T02:10:00Z",
    "selesai_pada": null
}))]
struct RingkasPermintaanView {
    /// Its id.
    id: Uuid,
    /// What is asked for.
    teks: String,
    /// The resident's number, masked.
    nomor_wa: Option<String>,
    /// Where it stands.
    keadaan: KeadaanPermintaan,
    /// Who dropped it.
    oleh: OrangView,
    /// Who took it.
    pengambil: Option<OrangView>,
    /// The case it became.
    permohonan_id: Option<Uuid>,
    /// When it was dropped.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it was taken.
    #[serde(with = "time::serde::rfc3339::option")]
    diambil_pada: Option<OffsetDateTime>,
    /// When it was settled.
    #[serde(with = "time::serde::rfc3339::option")]
    selesai_pada: Option<OffsetDateTime>,
}

impl From<BarisPermintaan> for RingkasPermintaanView {
    fn from(baris: BarisPermintaan) -> Self {
        let satu = baris.permintaan;
        let (keadaan, pengambil, selesai_pada, permohonan) = match satu.keadaan {
            forum::KeadaanPermintaan::Terbuka => (KeadaanPermintaan::Terbuka, None, None, None),
            forum::KeadaanPermintaan::Diambil(pengambil) => {
                (KeadaanPermintaan::Diambil, Some(pengambil), None, None)
            }
            forum::KeadaanPermintaan::Selesai { pengambil, pada, permohonan } => {
                (KeadaanPermintaan::Selesai, Some(pengambil), Some(pada), permohonan)
            }
        };
        let nomor = satu.isi.nomor_wa.and_then(|angka| NomorWa::parse(&format!("+{angka}")).ok());
        Self {
            id: satu.id.uuid(),
            teks: samarkan_teks(&satu.isi.teks),
            nomor_wa: nomor.map(|nomor| nomor.to_string()),
            keadaan,
            oleh: OrangView { id: satu.oleh.uuid(), nama: baris.nama_pembuat },
            pengambil: pengambil
                .zip(baris.nama_pengambil)
                .map(|(satu, nama)| OrangView { id: satu.oleh.uuid(), nama }),
            permohonan_id: permohonan.map(PermohonanId::uuid),
            dibuat_pada: satu.pada,
            diambil_pada: pengambil.map(|satu| satu.pada),
            selesai_pada,
        }
    }
}

/// A request of the Forum with its files.
#[derive(Serialize, ToSchema)]
pub(super) struct PermintaanView {
    #[serde(flatten)]
    ringkas: RingkasPermintaanView,
    /// Its files, the oldest first.
    berkas: Vec<BerkasView>,
}

impl PermintaanView {
    pub(super) fn baru(baris: BarisPermintaan, berkas: Vec<Berkas>) -> Self {
        Self { ringkas: baris.into(), berkas: berkas.into_iter().map(Into::into).collect() }
    }
}
