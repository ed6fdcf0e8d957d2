//! Interruptions as clients send and read them.

use loket_domain::{
    akses::PenggunaId,
    gangguan::RincianGangguan,
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

/// An interruption with its progress.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "gangguan": {
        "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
        "sebab": "siak",
        "layanan": [],
        "catatan": "SIAK pusat tidak dapat diakses sejak pagi.",
        "mulai_pada": "2026-11-23T04:00:00Z",
        "dibuka_oleh": "0198c7a2-0000-7a31-8d3c-2f6f4c1b9e00",
        "kode_asal": null,
        "selesai_pada": null,
        "ditutup_oleh": null
    },
    "dikabarkan_pada": "2026-11-23T04:15:00Z",
    "permohonan_terdampak": 64,
    "tanpa_kontak": 3,
    "dikabari": 50,
    "belum_dikabari": 11,
    "dikabari_pulih": 0,
    "menit_jeda": 35,
    "tahap": [{ "nama": "Operator SIAK memproses berkas", "tugas": 64 }]
}))]
pub(super) struct RincianGangguanView {
    /// The interruption.
    gangguan: GangguanView,
    /// When telling began; null while the interruption may still be a short one, and when it was.
    #[serde(with = "time::serde::rfc3339::option")]
    dikabarkan_pada: Option<OffsetDateTime>,
    /// Running cases that stand at a step which needs what broke; 0 once it is over.
    permohonan_terdampak: u32,
    /// Of those, cases whose applicant left no contact and cannot be told.
    tanpa_kontak: u32,
    /// Cases whose applicant was told that work stands still.
    dikabari: u32,
    /// Cases whose applicant is still to be told that work stands still.
    belum_dikabari: u32,
    /// Cases whose applicant was told that work goes on, or did not need to be told.
    dikabari_pulih: u32,
    /// Working minutes from its beginning to its end, or until now.
    menit_jeda: u64,
    /// Open work that stands still; empty once it is over.
    tahap: Vec<TahapTerhentiView>,
}

/// Work that stands still.
#[derive(Serialize, ToSchema)]
struct TahapTerhentiView {
    /// What the work is called.
    nama: String,
    /// How many tugas.
    tugas: u32,
}

impl From<RincianGangguan> for RincianGangguanView {
    fn from(rinci: RincianGangguan) -> Self {
        let hitungan = rinci.hitungan;
        let tahap = rinci.tahap.into_iter();
        Self {
            gangguan: rinci.papan.gangguan.into(),
            dikabarkan_pada: rinci.papan.dikabarkan_pada,
            permohonan_terdampak: hitungan.terdampak,
            tanpa_kontak: hitungan.tanpa_kontak,
            dikabari: hitungan.dikabari,
            belum_dikabari: hitungan.belum,
            dikabari_pulih: hitungan.pulih,
            menit_jeda: rinci.menit_jeda,
            tahap: tahap.map(|(nama, tugas)| TahapTerhentiView { nama, tugas }).collect(),
        }
    }
}
