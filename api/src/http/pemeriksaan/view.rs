//! Daily checks as clients read them.

use loket_domain::pemeriksaan::{HariTerperiksa, Pemeriksaan};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// The log of daily checks.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "data": [
    { "tanggal": "2026-01-05", "hari_kerja": true, "terlewat": true, "pemeriksaan": [] }
] }))]
pub(super) struct DaftarPemeriksaan {
    /// Every day, the latest first.
    data: Vec<HariView>,
}

impl From<Vec<HariTerperiksa>> for DaftarPemeriksaan {
    fn from(hari: Vec<HariTerperiksa>) -> Self {
        Self { data: hari.into_iter().map(Into::into).collect() }
    }
}

/// A day.
#[derive(Serialize, ToSchema)]
struct HariView {
    /// `YYYY-MM-DD`.
    tanggal: String,
    /// Whether the office works on it.
    hari_kerja: bool,
    /// Whether it is over, and nobody looked in working hours.
    terlewat: bool,
    /// Who looked, the earliest first.
    pemeriksaan: Vec<PemeriksaanView>,
}

impl From<HariTerperiksa> for HariView {
    fn from(hari: HariTerperiksa) -> Self {
        let pemeriksaan = hari.pemeriksaan.into_iter();
        Self {
            tanggal: hari.tanggal.to_string(),
            hari_kerja: hari.hari_kerja,
            terlewat: hari.terlewat,
            pemeriksaan: pemeriksaan
                .map(|(satu, nama)| PemeriksaanView::baru(&satu, Some(nama)))
                .collect(),
        }
    }
}

/// Somebody looked at the inbox.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "petugas_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "nama": "Nurul Contoh",
    "pada": "2026-01-05T02:00:00Z",
    "jam_kerja": true,
    "menunggu": 3,
    "belum_dibaca": 2
}))]
pub(super) struct PemeriksaanView {
    /// Its id.
    id: Uuid,
    /// Who.
    petugas_id: Uuid,
    /// Their full name; left out right after recording.
    nama: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
    /// Whether that was in working hours.
    jam_kerja: bool,
    /// Conversations that waited for an officer then.
    menunggu: u32,
    /// Conversations with something unread then.
    belum_dibaca: u32,
}

impl PemeriksaanView {
    pub(super) fn baru(satu: &Pemeriksaan, nama: Option<String>) -> Self {
        Self {
            id: satu.id,
            petugas_id: satu.oleh.uuid(),
            nama,
            pada: satu.pada,
            jam_kerja: satu.jam_kerja,
            menunggu: satu.menunggu,
            belum_dibaca: satu.belum_dibaca,
        }
    }
}
