//! Work as clients read and write it.

use loket_domain::{
    akses::PenggunaId,
    halaman::Lembar,
    permohonan::{Masalah, PermohonanId, RingkasTugas},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::kata::JenisTahap;

/// A decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "keputusan": "kurang", "alasan": "Foto KK buram.", "versi": 12 }))]
pub(super) struct KeputusanRequest {
    /// The code of the outcome.
    pub keputusan: String,
    /// Why; some outcomes require it.
    #[serde(default)]
    pub alasan: Option<String>,
    /// Why, by code; some outcomes offer a list to choose from.
    #[serde(default)]
    pub kode_alasan: Option<String>,
    /// The version of the case the officer looked at; or send `If-Match`.
    #[serde(default)]
    pub versi: Option<u64>,
}

/// What the applicant decided.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "keputusan": "benar", "alasan": null, "versi": 12 }))]
pub(super) struct JawabanPemohonRequest {
    /// The code of the outcome they chose.
    pub keputusan: String,
    /// Why, in their words; some outcomes require it.
    #[serde(default)]
    pub alasan: Option<String>,
    /// The version of the case the officer looked at; or send `If-Match`.
    #[serde(default)]
    pub versi: Option<u64>,
}

/// An electronic signature.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "passphrase": "contoh passphrase", "versi": 12 }))]
pub(super) struct TandaTanganRequest {
    /// The signer's passphrase at BSrE; or send `totp`.
    #[serde(default)]
    #[schema(format = Password)]
    pub passphrase: Option<String>,
    /// The one-time code that BSrE sent the signer; see `mintaTotp`.
    #[serde(default)]
    #[schema(format = Password)]
    pub totp: Option<String>,
    /// The version of the case the signer looked at; or send `If-Match`.
    #[serde(default)]
    pub versi: Option<u64>,
}

/// One page of the queue.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarTugas {
    /// Vulnerable applicants first, then the oldest.
    data: Vec<RingkasTugasView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<RingkasTugas>> for LembarTugas {
    fn from(lembar: Lembar<RingkasTugas>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// A tugas in a queue.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "nomor": "6311-2026-00042-7",
    "layanan_nama": "Akta kelahiran",
    "tahap": "verifikasi",
    "nama": "Verifikasi berkas",
    "jenis": "verifikasi",
    "status": "menunggu",
    "prioritas": false,
    "jadwal": null,
    "pertanyaan": null,
    "dibuka_pada": "2026-01-05T02:00:00Z",
    "diterima_oleh": null
}))]
pub(super) struct RingkasTugasView {
    /// Its id.
    id: Uuid,
    /// The case.
    permohonan_id: Uuid,
    /// The case's number.
    nomor: String,
    /// The service's name.
    layanan_nama: String,
    /// The step.
    tahap: String,
    /// The activity.
    nama: String,
    /// Kind of work.
    jenis: JenisTahap,
    /// Where it stands; in the queue `menunggu` or `diterima`.
    status: String,
    /// Whether it goes before others, as the applicant is in a vulnerable group.
    prioritas: bool,
    /// When its appointment is, or its waiting period ends.
    #[serde(with = "time::serde::rfc3339::option")]
    jadwal: Option<OffsetDateTime>,
    /// What is asked, in a consultation.
    pertanyaan: Option<String>,
    /// When it was opened.
    #[serde(with = "time::serde::rfc3339")]
    dibuka_pada: OffsetDateTime,
    /// Who took it.
    diterima_oleh: Option<Uuid>,
}

impl From<RingkasTugas> for RingkasTugasView {
    fn from(satu: RingkasTugas) -> Self {
        Self {
            id: satu.id.uuid(),
            permohonan_id: satu.permohonan.uuid(),
            nomor: satu.nomor.to_string(),
            layanan_nama: satu.layanan_nama,
            tahap: satu.tahap.into(),
            nama: satu.nama,
            jenis: satu.jenis.into(),
            status: satu.status,
            prioritas: satu.prioritas,
            jadwal: satu.jadwal,
            pertanyaan: satu.pertanyaan,
            dibuka_pada: satu.dibuka_pada,
            diterima_oleh: satu.diterima_oleh.map(PenggunaId::uuid),
        }
    }
}

/// One page of what failed or hangs.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarMasalah {
    /// The newest first.
    data: Vec<MasalahView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<Masalah>> for LembarMasalah {
    fn from(lembar: Lembar<Masalah>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// Something that left Loket and did not arrive, or whose outcome nobody knows.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "jenis": "pesan_keluar",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "keadaan": "tertahan",
    "galat": "wa_131047",
    "pada": "2026-01-05T04:00:00Z"
}))]
struct MasalahView {
    /// Its id: of the message, the webhook element or the signing attempt.
    id: Uuid,
    /// `pesan_keluar`, `wa_masuk` or `tte_percobaan`.
    jenis: String,
    /// The case, when it belongs to one.
    permohonan_id: Option<Uuid>,
    /// `tertahan`, `gagal`, `berjalan` or `tidak_diketahui`.
    keadaan: String,
    /// Stable code of the cause.
    galat: Option<String>,
    /// When it began.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

impl From<Masalah> for MasalahView {
    fn from(masalah: Masalah) -> Self {
        Self {
            id: masalah.id,
            jenis: masalah.jenis,
            permohonan_id: masalah.permohonan.map(PermohonanId::uuid),
            keadaan: masalah.keadaan,
            galat: masalah.galat,
            pada: masalah.pada,
        }
    }
}
