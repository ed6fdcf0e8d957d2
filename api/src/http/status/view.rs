//! What everybody may read of a case.

use loket_domain::publik::{AturanStatus, BuktiStatus, StatusPublik};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

/// Where a case stands.
#[derive(Serialize, ToSchema)]
#[schema(as = StatusPublikView, example = json!({
    "nomor": "6311-2026-00042-7",
    "layanan": "Akta Kelahiran",
    "status": "berjalan",
    "tahap": ["Verifikasi berkas"],
    "janji": "2026-11-24T08:00:00Z",
    "diubah_pada": "2026-11-21T02:00:00Z"
}))]
pub(super) struct StatusView {
    /// The number.
    nomor: String,
    /// The service.
    layanan: String,
    /// `berjalan`, `menunggu_pemohon`, `selesai`, `ditolak` or `dibatalkan`.
    status: &'static str,
    /// What is being done now.
    tahap: Vec<String>,
    /// When it will be done by the office's promise, while it runs.
    #[serde(with = "time::serde::rfc3339::option")]
    janji: Option<OffsetDateTime>,
    /// When it last moved.
    #[serde(with = "time::serde::rfc3339")]
    diubah_pada: OffsetDateTime,
}

impl From<StatusPublik> for StatusView {
    fn from(satu: StatusPublik) -> Self {
        Self {
            nomor: satu.nomor.to_string(),
            layanan: satu.layanan,
            status: satu.status,
            tahap: satu.tahap,
            janji: satu.janji,
            diubah_pada: satu.diubah_pada,
        }
    }
}

/// What who asks has to know.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum PembuktianStatus {
    /// Nobody can ask.
    Mati,
    /// The last four digits of the applicant's NIK; where the case holds no NIK, of the number it talks to, once who has it
    /// wrote from it or read a code back. What an office has that decides nothing.
    NikAtauWa4,
    /// The last four digits of the applicant's NIK.
    Nik4,
    /// The last four digits of the number that the case talks to.
    Wa4,
}

/// How residents ask.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AturanStatusRequest, example = json!({ "pembuktian": "nik_atau_wa4" }))]
pub(super) struct AturanView {
    /// What who asks has to know.
    pembuktian: PembuktianStatus,
}

impl From<AturanStatus> for AturanView {
    fn from(aturan: AturanStatus) -> Self {
        Self {
            pembuktian: match aturan.pembuktian {
                BuktiStatus::Mati => PembuktianStatus::Mati,
                BuktiStatus::NikAtauWa4 => PembuktianStatus::NikAtauWa4,
                BuktiStatus::Nik4 => PembuktianStatus::Nik4,
                BuktiStatus::Wa4 => PembuktianStatus::Wa4,
            },
        }
    }
}

impl From<AturanView> for AturanStatus {
    fn from(view: AturanView) -> Self {
        Self {
            pembuktian: match view.pembuktian {
                PembuktianStatus::Mati => BuktiStatus::Mati,
                PembuktianStatus::NikAtauWa4 => BuktiStatus::NikAtauWa4,
                PembuktianStatus::Nik4 => BuktiStatus::Nik4,
                PembuktianStatus::Wa4 => BuktiStatus::Wa4,
            },
        }
    }
}
