//! Interruptions as clients send and read them.

use loket_domain::{
    akses::PenggunaId,
    halaman::Lembar,
    kalender::{self, BukaGangguan, Gangguan},
    nilai::Rahasia,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// What broke.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SebabGangguan {
    Siak,
    PenandaTangan,
    Blanko,
    ListrikJaringan,
}

impl From<kalender::SebabGangguan> for SebabGangguan {
    fn from(sebab: kalender::SebabGangguan) -> Self {
        match sebab {
            kalender::SebabGangguan::Siak => Self::Siak,
            kalender::SebabGangguan::PenandaTangan => Self::PenandaTangan,
            kalender::SebabGangguan::Blanko => Self::Blanko,
            kalender::SebabGangguan::ListrikJaringan => Self::ListrikJaringan,
        }
    }
}

impl From<SebabGangguan> for kalender::SebabGangguan {
    fn from(sebab: SebabGangguan) -> Self {
        match sebab {
            SebabGangguan::Siak => Self::Siak,
            SebabGangguan::PenandaTangan => Self::PenandaTangan,
            SebabGangguan::Blanko => Self::Blanko,
            SebabGangguan::ListrikJaringan => Self::ListrikJaringan,
        }
    }
}

/// An interruption to open.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "sebab": "siak", "catatan": "SIAK pusat tidak dapat diakses sejak pagi." }))]
pub(super) struct GangguanRequest {
    /// What broke.
    sebab: SebabGangguan,
    /// What happened; at most 500 characters.
    catatan: String,
    /// Codes of the services it stops; every service when empty.
    #[serde(default)]
    layanan: Vec<String>,
}

impl GangguanRequest {
    pub(super) fn menjadi(self) -> BukaGangguan {
        BukaGangguan {
            sebab: self.sebab.into(),
            layanan: self.layanan,
            catatan: Rahasia::new(self.catatan),
        }
    }
}

/// An interruption.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "sebab": "siak",
    "layanan": [],
    "catatan": "SIAK pusat tidak dapat diakses sejak pagi.",
    "mulai_pada": "2026-11-23T01:00:00Z",
    "dibuka_oleh": "0198c7a2-0000-7a31-8d3c-2f6f4c1b9e00",
    "kode_asal": null,
    "selesai_pada": null,
    "ditutup_oleh": null
}))]
pub(super) struct GangguanView {
    /// Its id.
    id: Uuid,
    /// What broke.
    sebab: SebabGangguan,
    /// Codes of the services it stops; every service when empty.
    layanan: Vec<String>,
    /// What happened.
    catatan: String,
    /// When it was opened.
    #[serde(with = "time::serde::rfc3339")]
    mulai_pada: OffsetDateTime,
    /// Who opened it; null when Loket itself noticed.
    dibuka_oleh: Option<Uuid>,
    /// How Loket noticed, as a stable code; null when an officer opened it.
    kode_asal: Option<String>,
    /// When it was closed; null while it lasts.
    #[serde(with = "time::serde::rfc3339::option")]
    selesai_pada: Option<OffsetDateTime>,
    /// Who closed it; null while it lasts, and when Loket itself closed it.
    ditutup_oleh: Option<Uuid>,
}

impl From<Gangguan> for GangguanView {
    fn from(satu: Gangguan) -> Self {
        Self {
            id: satu.id.uuid(),
            sebab: satu.sebab.into(),
            layanan: satu.layanan.into_iter().map(Into::into).collect(),
            catatan: satu.catatan.buka().to_owned(),
            mulai_pada: satu.mulai_pada,
            dibuka_oleh: satu.asal.petugas().map(PenggunaId::uuid),
            kode_asal: satu.asal.kode().map(ToString::to_string),
            selesai_pada: satu.selesai.map(|(pada, _)| pada),
            ditutup_oleh: satu.selesai.and_then(|(_, oleh)| oleh).map(PenggunaId::uuid),
        }
    }
}

/// One page of interruptions.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarGangguan {
    /// The newest first.
    data: Vec<GangguanView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<Gangguan>> for LembarGangguan {
    fn from(lembar: Lembar<Gangguan>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}
