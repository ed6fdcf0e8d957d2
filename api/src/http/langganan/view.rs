//! Subscriptions as they are written and read.

use loket_domain::{
    halaman::Lembar,
    langganan::{IsiLangganan, Langganan},
    nilai::Rahasia,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// A subscription.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "nama": "Portal kabupaten",
    "url": "https://portal.daerah.example/kabar/loket",
    "jenis": ["permohonan.masuk", "permohonan.berakhir", "dokumen.terbit"],
    "aktif": true
}))]
pub(super) struct LanggananRequest {
    /// Its name.
    nama: String,
    /// Where the listener is: https, public.
    #[schema(value_type = String)]
    url: Rahasia,
    /// What it hears of: `permohonan.masuk`, `permohonan.berubah`, `permohonan.berakhir`, `dokumen.terbit`, `dokumen.gugur`,
    /// `penyerahan.berubah`.
    jenis: Vec<String>,
    /// Whether messages go out.
    #[serde(default = "ya")]
    aktif: bool,
}

fn ya() -> bool {
    true
}

impl From<LanggananRequest> for IsiLangganan {
    fn from(isi: LanggananRequest) -> Self {
        Self { nama: isi.nama, url: isi.url, jenis: isi.jenis, aktif: isi.aktif }
    }
}

/// A subscription that was just made.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "rahasia": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "langganan": {
        "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e30",
        "nama": "Portal kabupaten",
        "url": "https://portal.daerah.example/kabar/loket",
        "jenis": ["permohonan.masuk"],
        "keadaan": "aktif",
        "gagal_sejak": null,
        "versi": 1,
        "dibuat_oleh": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e03",
        "dibuat_pada": "2026-11-21T02:00:00Z",
        "diubah_pada": "2026-11-21T02:00:00Z"
    }
}))]
pub(super) struct LanggananBaruView {
    /// The secret that signs, shown this once; null when the same `Idempotency-Key` asks again.
    rahasia: Option<String>,
    /// The subscription.
    langganan: LanggananView,
}

impl LanggananBaruView {
    pub(super) fn new(satu: Langganan, rahasia: Option<&Rahasia>) -> Self {
        Self { rahasia: rahasia.map(|isi| isi.buka().to_owned()), langganan: satu.into() }
    }
}

/// A secret that was just made.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "rahasia": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }))]
pub(super) struct RahasiaView {
    /// The secret that signs, shown this once.
    rahasia: String,
}

impl RahasiaView {
    pub(super) fn new(rahasia: &Rahasia) -> Self {
        Self { rahasia: rahasia.buka().to_owned() }
    }
}

/// One page of subscriptions.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarLangganan {
    /// The newest first.
    data: Vec<LanggananView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<Langganan>> for LembarLangganan {
    fn from(lembar: Lembar<Langganan>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// A subscription.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e30",
    "nama": "Portal kabupaten",
    "url": "https://portal.daerah.example/kabar/loket",
    "jenis": ["permohonan.masuk", "permohonan.berakhir", "dokumen.terbit"],
    "keadaan": "aktif",
    "gagal_sejak": null,
    "versi": 1,
    "dibuat_oleh": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e03",
    "dibuat_pada": "2026-11-21T02:00:00Z",
    "diubah_pada": "2026-11-21T02:00:00Z"
}))]
pub(super) struct LanggananView {
    /// Its id.
    id: Uuid,
    /// Its name.
    nama: String,
    /// Where the listener is.
    url: String,
    /// What it hears of.
    jenis: Vec<&'static str>,
    /// `aktif`, `nonaktif` (by an administrator) or `berhenti` (nothing arrived for days).
    keadaan: &'static str,
    /// Since when nothing arrives.
    #[serde(with = "time::serde::rfc3339::option")]
    gagal_sejak: Option<OffsetDateTime>,
    /// Grows with every change.
    versi: u64,
    /// Who set it up.
    dibuat_oleh: Uuid,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    diubah_pada: OffsetDateTime,
}

impl From<Langganan> for LanggananView {
    fn from(satu: Langganan) -> Self {
        Self {
            id: satu.id.uuid(),
            nama: satu.nama,
            url: satu.url.buka().to_owned(),
            jenis: satu.jenis.iter().map(|jenis| jenis.kata()).collect(),
            keadaan: satu.keadaan.kata(),
            gagal_sejak: satu.gagal_sejak,
            versi: satu.versi,
            dibuat_oleh: satu.dibuat_oleh.uuid(),
            dibuat_pada: satu.dibuat_pada,
            diubah_pada: satu.diubah_pada,
        }
    }
}
