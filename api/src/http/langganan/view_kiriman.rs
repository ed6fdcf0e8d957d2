//! Messages to listeners and their attempts as they are read.

use loket_domain::{
    halaman::Lembar,
    langganan::{KeadaanKiriman, Kiriman, Percobaan},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// Where a message stands.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum KeadaanKirimanKata {
    /// It waits for its moment.
    Antre,
    /// It is being sent.
    Mengirim,
    /// The listener took it.
    Terkirim,
    /// It was tried to the end.
    Gagal,
    /// It was not sent, as the subscription stood still.
    Dilewati,
}

impl From<KeadaanKirimanKata> for KeadaanKiriman {
    fn from(kata: KeadaanKirimanKata) -> Self {
        match kata {
            KeadaanKirimanKata::Antre => Self::Antre,
            KeadaanKirimanKata::Mengirim => Self::Mengirim,
            KeadaanKirimanKata::Terkirim => Self::Terkirim,
            KeadaanKirimanKata::Gagal => Self::Gagal,
            KeadaanKirimanKata::Dilewati => Self::Dilewati,
        }
    }
}

/// A span of time.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "dari": "2026-11-20T00:00:00Z", "sampai": "2026-11-21T00:00:00Z", "semua": false }))]
pub(super) struct RentangRequest {
    /// From this moment,
    #[serde(with = "time::serde::rfc3339")]
    pub(super) dari: OffsetDateTime,
    /// to before this one.
    #[serde(with = "time::serde::rfc3339")]
    pub(super) sampai: OffsetDateTime,
    /// Also those that arrived.
    #[serde(default)]
    pub(super) semua: bool,
}

/// A message that was queued.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e31" }))]
pub(super) struct KirimanDiantreView {
    /// Its id.
    pub(super) id: Uuid,
}

/// Messages that were queued.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "jumlah": 12 }))]
pub(super) struct DiulangView {
    /// How many.
    pub(super) jumlah: u64,
}

/// One page of messages.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarKiriman {
    /// The newest first.
    data: Vec<KirimanView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<Kiriman>> for LembarKiriman {
    fn from(lembar: Lembar<Kiriman>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// A message to a listener.
#[derive(Serialize, ToSchema)]
#[schema(as = KirimanWebhookView, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e31",
    "jenis": "dokumen.terbit",
    "data": {
        "tenant": "balangan",
        "dokumen_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e32",
        "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e33",
        "produk": "kk", "versi": 1, "keadaan": "sah"
    },
    "pada": "2026-11-21T02:00:00Z",
    "keadaan": "terkirim",
    "percobaan": 1,
    "putaran": 1,
    "coba_pada": "2026-11-21T02:00:00Z",
    "selesai_pada": "2026-11-21T02:00:01Z",
    "galat": null
}))]
struct KirimanView {
    /// Its id; with `msg_` in front it is the `webhook-id`.
    id: Uuid,
    /// What it tells.
    jenis: &'static str,
    /// Ids and codes.
    data: serde_json::Value,
    /// When it happened.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
    /// `antre`, `mengirim`, `terkirim`, `gagal` or `dilewati`.
    keadaan: &'static str,
    /// Attempts in this round.
    percobaan: u32,
    /// From 1; every replay is another round.
    putaran: u32,
    /// When it is or was tried.
    #[serde(with = "time::serde::rfc3339")]
    coba_pada: OffsetDateTime,
    /// When it ended.
    #[serde(with = "time::serde::rfc3339::option")]
    selesai_pada: Option<OffsetDateTime>,
    /// Why the last attempt failed.
    galat: Option<String>,
}

impl From<Kiriman> for KirimanView {
    fn from(satu: Kiriman) -> Self {
        Self {
            id: satu.id.uuid(),
            jenis: satu.jenis.kata(),
            data: satu.isi,
            pada: satu.pada,
            keadaan: satu.keadaan.kata(),
            percobaan: satu.percobaan,
            putaran: satu.putaran,
            coba_pada: satu.coba_pada,
            selesai_pada: satu.selesai_pada,
            galat: satu.galat,
        }
    }
}

/// Every attempt of a message.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarPercobaan {
    /// The oldest first.
    pub(super) data: Vec<PercobaanView>,
}

/// One attempt.
#[derive(Serialize, ToSchema)]
#[schema(as = PercobaanWebhookView, example = json!({
    "putaran": 1, "ke": 1, "mulai_pada": "2026-11-21T02:00:00Z", "selesai_pada": "2026-11-21T02:00:01Z",
    "status": 503, "galat": "http_503"
}))]
pub(super) struct PercobaanView {
    /// The round.
    putaran: u32,
    /// Which attempt of the round, from 1.
    ke: u32,
    /// When it began.
    #[serde(with = "time::serde::rfc3339")]
    mulai_pada: OffsetDateTime,
    /// When it ended.
    #[serde(with = "time::serde::rfc3339")]
    selesai_pada: OffsetDateTime,
    /// The HTTP status that came back.
    status: Option<u16>,
    /// Why it failed, as a stable code.
    galat: Option<String>,
}

impl From<Percobaan> for PercobaanView {
    fn from(satu: Percobaan) -> Self {
        Self {
            putaran: satu.putaran,
            ke: satu.ke,
            mulai_pada: satu.mulai_pada,
            selesai_pada: satu.selesai_pada,
            status: satu.status,
            galat: satu.galat,
        }
    }
}
