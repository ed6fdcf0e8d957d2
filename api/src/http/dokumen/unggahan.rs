//! Uploads as clients read and write them.

use loket_domain::{
    berkas::{TautanBagian, Unggahan},
    permohonan::{BerkasId, TautanUnggah},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::http::problem::Problem;

/// A paper to announce.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "syarat": "surat_lahir",
    "tipe": "image/jpeg",
    "ukuran": 482_113,
    "bagian": false
}))]
pub(super) struct BerkasRequest {
    /// The requirement it answers.
    pub syarat: String,
    /// `image/jpeg`, `image/png` or `application/pdf`.
    pub tipe: String,
    /// Bytes that will be put, at most 20 MB.
    #[schema(minimum = 1, maximum = 20_971_520)]
    pub ukuran: u64,
    /// Whether links for an upload in parts are wanted; over 5 MiB they come anyway.
    #[serde(default)]
    pub bagian: bool,
}

/// The parts a paper was put in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "bagian": [
        { "nomor": 1, "etag": "\"9b2cf535f27731c974343645a3985328\"" },
        { "nomor": 2, "etag": "\"7215ee9c7d9dc229d2921a40e899ec5f\"" }
    ]
}))]
pub(super) struct RangkaiRequest {
    /// All of them, in order.
    #[schema(min_items = 1, max_items = 4)]
    bagian: Vec<BagianRequest>,
}

/// A part that was put.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BagianRequest {
    /// Its number, from 1.
    #[schema(minimum = 1, maximum = 4)]
    nomor: u32,
    /// The `ETag` that storage answered.
    #[schema(max_length = 128)]
    etag: String,
}

impl RangkaiRequest {
    pub(super) fn menjadi(self) -> Result<Vec<(u32, String)>, Problem> {
        if self.bagian.is_empty() {
            let salah = loket_domain::galat::Galat::isian(
                "/bagian",
                "bagian_kosong",
                "Sebutkan bagian yang sudah diunggah, masing-masing dengan etag-nya.",
            );
            return Err(salah.into());
        }
        Ok(self.bagian.into_iter().map(|satu| (satu.nomor, satu.etag)).collect())
    }
}

/// Which copy of a paper.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UnduhParams {
    /// Whether the file as it came in is wanted rather than the copy for viewing.
    #[serde(default)]
    #[param(example = false)]
    pub asli: bool,
}

/// Something that was announced, and where to put it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "unggah": {
        "metode": "PUT",
        "url": "https://s3.contoh.go.id/loket/balangan/berkas/9f8e7d?X-Amz-Signature=contoh",
        "header": [{ "nama": "content-type", "nilai": "image/jpeg" }]
    },
    "bagian": []
}))]
pub(in crate::http) struct UnggahanView {
    /// Its id.
    id: Uuid,
    /// Where to put it.
    unggah: TautanView,
    /// Where to put it in parts instead; empty for a small file, unless parts were asked for.
    bagian: Vec<BagianView>,
    /// `true` when a document of another case has the same SIAK number: look twice.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    nomor_ganda: bool,
}

/// Where and how to upload exactly one file.
#[derive(Serialize, ToSchema)]
struct TautanView {
    /// Always `PUT`.
    metode: &'static str,
    /// Good for five minutes; that of a part, for 30.
    url: String,
    /// Headers to send, exactly as they are here.
    header: Vec<KepalaView>,
}

/// Where and how to upload one part.
#[derive(Serialize, ToSchema)]
struct BagianView {
    /// Its number, from 1.
    nomor: u32,
    /// Its bytes, exactly.
    ukuran: u64,
    /// Where.
    unggah: TautanView,
}

/// A header.
#[derive(Serialize, ToSchema)]
struct KepalaView {
    /// Its name.
    nama: String,
    /// Its value.
    nilai: String,
}

impl From<TautanUnggah> for TautanView {
    fn from(tautan: TautanUnggah) -> Self {
        let header =
            tautan.header.into_iter().map(|(nama, nilai)| KepalaView { nama, nilai }).collect();
        Self { metode: "PUT", url: tautan.url, header }
    }
}

impl From<TautanBagian> for BagianView {
    fn from(satu: TautanBagian) -> Self {
        Self { nomor: satu.nomor, ukuran: satu.ukuran, unggah: satu.tautan.into() }
    }
}

impl UnggahanView {
    pub(in crate::http) fn new(id: Uuid, tautan: TautanUnggah) -> Self {
        Self { id, unggah: tautan.into(), bagian: Vec::new(), nomor_ganda: false }
    }

    pub(super) fn bernomor_ganda(self, nomor_ganda: bool) -> Self {
        Self { nomor_ganda, ..self }
    }
}

impl From<Unggahan> for UnggahanView {
    fn from(unggahan: Unggahan) -> Self {
        Self {
            id: unggahan.id.uuid(),
            unggah: unggahan.tautan.into(),
            bagian: unggahan.bagian.into_iter().map(Into::into).collect(),
            nomor_ganda: false,
        }
    }
}

/// Links to the thumbnails of a case.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "data": [{
        "berkas_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
        "url": "https://s3.contoh.go.id/loket/balangan/cuplikan/9f8e7d?X-Amz-Signature=contoh"
    }],
    "berakhir": "2026-01-05T02:05:00Z"
}))]
pub(super) struct DaftarCuplikanView {
    /// One for each paper that has a thumbnail, the oldest paper first.
    data: Vec<CuplikanView>,
    /// When the links end.
    #[serde(with = "time::serde::rfc3339")]
    berakhir: OffsetDateTime,
}

/// A thumbnail.
#[derive(Serialize, ToSchema)]
struct CuplikanView {
    /// The paper.
    berkas_id: Uuid,
    /// Where it is: a JPEG of at most 320 pixels in either direction.
    url: String,
}

impl DaftarCuplikanView {
    pub(super) fn new(semua: Vec<(BerkasId, String)>, berakhir: OffsetDateTime) -> Self {
        let satu = |(id, url): (BerkasId, String)| CuplikanView { berkas_id: id.uuid(), url };
        Self { data: semua.into_iter().map(satu).collect(), berakhir }
    }
}
