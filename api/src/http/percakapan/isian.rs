//! What clients send about conversations.

use loket_domain::{berkas::Rencana, percakapan::IsiBalasan};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::problem::Problem;

/// An answer: exactly one of `teks`, `balasan_cepat` and `berkas_id`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "teks": "Selamat pagi, berkas Ibu sudah kami terima." }))]
pub(super) struct BalasanRequest {
    /// The text, at most 4,096 characters.
    #[serde(default)]
    teks: Option<String>,
    /// The code of a quick reply.
    #[serde(default)]
    balasan_cepat: Option<String>,
    /// A picture or PDF of this conversation or of a case of it.
    #[serde(default)]
    berkas_id: Option<Uuid>,
    /// What stands under the file, at most 1,024 characters.
    #[serde(default)]
    keterangan: Option<String>,
}

impl BalasanRequest {
    pub(super) fn menjadi(self) -> Result<IsiBalasan, Problem> {
        match (self.teks, self.balasan_cepat, self.berkas_id) {
            (Some(teks), None, None) if self.keterangan.is_none() => Ok(IsiBalasan::Teks(teks)),
            (None, Some(kode), None) if self.keterangan.is_none() => Ok(IsiBalasan::Cepat(kode)),
            (None, None, Some(id)) => Ok(IsiBalasan::Berkas {
                id: id.into(),
                keterangan: self.keterangan.unwrap_or_default(),
            }),
            _ => Err(Problem::isian(
                "",
                "balasan_satu_macam",
                "Isi tepat satu: teks, balasan_cepat, atau berkas_id (dengan atau tanpa keterangan).",
            )),
        }
    }
}

/// A file to announce.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "tipe": "application/pdf", "ukuran": 120_334, "bagian": false }))]
pub(in crate::http) struct UnggahRequest {
    /// `image/jpeg`, `image/png` or `application/pdf`.
    pub tipe: String,
    /// Bytes that will be put, at most 20 MB.
    #[schema(minimum = 1, maximum = 20_971_520)]
    pub ukuran: u64,
    /// Whether links for an upload in parts are wanted; over 5 MiB they come anyway.
    #[serde(default)]
    pub bagian: bool,
}

impl UnggahRequest {
    pub(in crate::http) fn menjadi(self) -> Rencana {
        Rencana { tipe: self.tipe, ukuran: self.ukuran, bagian: self.bagian }
    }
}

/// A note for the other officers.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "isi": "Sudah ditelepon, berkas menyusul besok." }))]
pub(super) struct CatatanPercakapanRequest {
    /// At most 2,000 characters.
    pub isi: String,
}

/// Who looks after a conversation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "ambil_alih": false }))]
pub(super) struct PenugasanRequest {
    /// The officer; I when absent.
    #[serde(default)]
    pub petugas_id: Option<Uuid>,
    /// Also when somebody else looks after it.
    #[serde(default)]
    pub ambil_alih: bool,
}

/// Where a message goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "syarat": "surat_lahir"
}))]
pub(super) struct LampirkanRequest {
    /// The case.
    pub permohonan_id: Uuid,
    /// The requirement, or the paper that counts in its place; needed for a file.
    #[serde(default)]
    pub syarat: Option<String>,
}

/// A quick reply.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "judul": "Terima kasih",
    "isi": "Terima kasih {nama}. Permohonan {nomor} sudah kami terima. Salam, {kantor}."
}))]
pub(super) struct BalasanCepatRequest {
    /// What officers see in the list, at most 60 characters.
    pub judul: String,
    /// The text, at most 4,096 characters also when it is filled in.
    pub isi: String,
}
