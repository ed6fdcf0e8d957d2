//! Service numbers, given-up elements and cost as clients read them.

use loket_domain::{
    halaman::Lembar,
    outbox::{BarisBiaya, KeadaanSaluran, Saluran},
    percakapan::{JenisElemen, MasukGagal},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::view_pesan::SebabView;

/// Whether a number sends.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KeadaanSaluran)]
enum KeadaanView {
    Aktif,
    Dijeda,
}

/// A service number of the office.
#[derive(Serialize, ToSchema)]
#[schema(as = SaluranWa, example = json!({
    "phone_number_id": "1471",
    "keadaan": "dijeda",
    "sebab": {
        "kode": "wa_190",
        "kalimat": "Token akses WhatsApp tidak berlaku atau haknya kurang.",
        "tindakan": "Perbarui token nomor ini dengan `loket wa nomor`, lalu lanjutkan nomornya."
    },
    "sejak": "2026-01-05T03:10:00Z",
    "lanjut_pada": "2026-01-05T03:15:00Z",
    "lambat_sampai": null,
    "laju_per_detik": 80,
    "kualitas": "GREEN",
    "tingkat": "TIER_2K",
    "batas_portofolio": 2000,
    "diperbarui_pada": "2026-01-05T03:10:00Z"
}))]
pub(super) struct SaluranView {
    /// WhatsApp's id of the number.
    phone_number_id: String,
    /// Whether it sends; a paused number keeps its messages.
    keadaan: KeadaanView,
    /// Why it is paused.
    sebab: Option<SebabView>,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    sejak: OffsetDateTime,
    /// When one message tries it out by itself.
    #[serde(with = "time::serde::rfc3339::option")]
    lanjut_pada: Option<OffsetDateTime>,
    /// Until when it waits because it was too fast.
    #[serde(with = "time::serde::rfc3339::option")]
    lambat_sampai: Option<OffsetDateTime>,
    /// How many messages per second it may send.
    laju_per_detik: u32,
    /// Quality in WhatsApp's word; null before it said so.
    kualitas: Option<String>,
    /// Messaging tier in WhatsApp's word.
    tingkat: Option<String>,
    /// How many residents may be written to first in 24 hours.
    batas_portofolio: Option<i64>,
    /// When any of this last changed.
    #[serde(with = "time::serde::rfc3339")]
    diperbarui_pada: OffsetDateTime,
}

impl From<Saluran> for SaluranView {
    fn from(saluran: Saluran) -> Self {
        let (keadaan, sebab, lanjut_pada) = match saluran.keadaan {
            KeadaanSaluran::Aktif => (KeadaanView::Aktif, None, None),
            KeadaanSaluran::Dijeda { sebab, lanjut_pada } => {
                (KeadaanView::Dijeda, Some(sebab.into()), Some(lanjut_pada))
            }
        };
        Self {
            phone_number_id: saluran.phone_number_id,
            keadaan,
            sebab,
            sejak: saluran.sejak,
            lanjut_pada,
            lambat_sampai: saluran.lambat_sampai,
            laju_per_detik: saluran.laju_per_detik,
            kualitas: saluran.kualitas,
            tingkat: saluran.tingkat,
            batas_portofolio: saluran.batas_portofolio,
            diperbarui_pada: saluran.diperbarui_pada,
        }
    }
}

/// Every service number.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarSaluranWa {
    /// By id.
    data: Vec<SaluranView>,
}

impl From<Vec<Saluran>> for DaftarSaluranWa {
    fn from(semua: Vec<Saluran>) -> Self {
        Self { data: semua.into_iter().map(Into::into).collect() }
    }
}

/// How fast a number may send.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "per_detik": 20 }))]
pub(super) struct LajuRequest {
    /// Messages per second, 1 to 1,000; 20 for a number shared with the WhatsApp Business app.
    pub per_detik: u32,
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct MasukParams {
    /// Continue behind this id: `berikut` of the page before.
    pub sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    pub batas: Option<u32>,
}

/// An incoming element that was given up.
#[derive(Serialize, ToSchema)]
#[schema(as = MasukGagal, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "jenis": "pesan",
    "phone_number_id": "1471",
    "percobaan": 10,
    "galat": "tak_terduga",
    "diterima_pada": "2026-01-05T03:10:00Z"
}))]
struct MasukView {
    /// Its id.
    id: Uuid,
    /// `pesan`, `status` or `lain`.
    jenis: &'static str,
    /// The service number it came to.
    phone_number_id: String,
    /// How often it was tried.
    percobaan: u32,
    /// Stable code of the last reason.
    galat: Option<String>,
    /// When it came.
    #[serde(with = "time::serde::rfc3339")]
    diterima_pada: OffsetDateTime,
}

/// One page of given-up elements.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarMasukGagal {
    /// The newest first.
    data: Vec<MasukView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<MasukGagal>> for LembarMasukGagal {
    fn from(lembar: Lembar<MasukGagal>) -> Self {
        let satu = |satu: MasukGagal| MasukView {
            id: satu.id,
            jenis: match satu.jenis {
                JenisElemen::Pesan => "pesan",
                JenisElemen::Status => "status",
                JenisElemen::Lain => "lain",
            },
            phone_number_id: satu.phone_number_id,
            percobaan: satu.percobaan,
            galat: satu.galat,
            diterima_pada: satu.diterima_pada,
        };
        Self { data: lembar.baris.into_iter().map(satu).collect(), berikut: lembar.berikut }
    }
}

/// Messages of one day and one category.
#[derive(Serialize, ToSchema)]
#[schema(as = BiayaHarian, example = json!({
    "hari": "2026-01-05", "kategori": "utility", "ditagih": 120, "gratis": 4
}))]
struct HariView {
    /// The day on the office's wall clock.
    hari: String,
    /// The category in WhatsApp's word.
    kategori: String,
    /// How many were charged.
    ditagih: u64,
    /// How many were free.
    gratis: u64,
}

/// What WhatsApp charged.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "data": [{ "hari": "2026-01-05", "kategori": "utility", "ditagih": 120, "gratis": 4 }],
    "ditagih": 120,
    "gratis": 4
}))]
pub(super) struct LaporanBiayaWa {
    /// By day, then category.
    data: Vec<HariView>,
    /// How many were charged in all.
    ditagih: u64,
    /// How many were free in all.
    gratis: u64,
}

impl From<Vec<BarisBiaya>> for LaporanBiayaWa {
    fn from(semua: Vec<BarisBiaya>) -> Self {
        let satu = |satu: &BarisBiaya| HariView {
            hari: satu.hari.to_string(),
            kategori: satu.kategori.clone(),
            ditagih: satu.ditagih,
            gratis: satu.gratis,
        };
        Self {
            data: semua.iter().map(satu).collect(),
            ditagih: semua.iter().map(|satu| satu.ditagih).sum(),
            gratis: semua.iter().map(|satu| satu.gratis).sum(),
        }
    }
}
