//! Notices as clients read them.

use loket_domain::{
    halaman::Lembar,
    notifikasi::{BarisNotifikasi, JenisNotifikasi},
    permohonan::PermohonanId,
    sop::TugasId,
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// One page of notices.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarNotifikasi {
    /// The newest first.
    data: Vec<NotifikasiView>,
    /// Where the next page begins; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<BarisNotifikasi>> for LembarNotifikasi {
    fn from(lembar: Lembar<BarisNotifikasi>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// A notice.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "jenis": "eskalasi",
    "isi": "6311-2026-000012-4 (Akta kelahiran): tahap \"Verifikasi awal\" sudah memakai 80 persen waktu bakunya.",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "tugas_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
    "dibuat_pada": "2026-01-05T03:10:00Z",
    "dibaca_pada": null
}))]
struct NotifikasiView {
    /// Its id.
    id: Uuid,
    /// Why it was given.
    jenis: Jenis,
    /// The words.
    isi: String,
    /// The case; null for what concerns the office as a whole.
    permohonan_id: Option<Uuid>,
    /// The tugas.
    tugas_id: Option<Uuid>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When I read it.
    #[serde(with = "time::serde::rfc3339::option")]
    dibaca_pada: Option<OffsetDateTime>,
}

/// A point of the SOP was reached, time runs out, a service number, a template or messages need somebody's hand, a note of
/// the Forum mentions me, nobody checked the inbox on a working day, or something broke that work needs, or works again.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Jenis {
    Pemberitahuan,
    Eskalasi,
    Saluran,
    Sebutan,
    Pemeriksaan,
    Gangguan,
}

impl From<BarisNotifikasi> for NotifikasiView {
    fn from(baris: BarisNotifikasi) -> Self {
        let satu = baris.notifikasi;
        Self {
            id: satu.id.uuid(),
            jenis: match satu.jenis {
                JenisNotifikasi::Pemberitahuan => Jenis::Pemberitahuan,
                JenisNotifikasi::Eskalasi => Jenis::Eskalasi,
                JenisNotifikasi::Saluran => Jenis::Saluran,
                JenisNotifikasi::Sebutan => Jenis::Sebutan,
                JenisNotifikasi::Pemeriksaan => Jenis::Pemeriksaan,
                JenisNotifikasi::Gangguan => Jenis::Gangguan,
            },
            isi: satu.isi,
            permohonan_id: satu.permohonan.map(PermohonanId::uuid),
            tugas_id: satu.tugas.map(TugasId::uuid),
            dibuat_pada: satu.dibuat_pada,
            dibaca_pada: baris.dibaca_pada,
        }
    }
}
