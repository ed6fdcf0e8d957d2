//! Tickets, the board and statistics as clients send and read them.

use loket_domain::{
    antrean::{self, LangkahTiket, PapanAntrean, StatistikAntrean, Tiket},
    halaman::Lembar,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::kata::{KeadaanTiket, KelompokPrioritas};
use crate::http::problem::Problem;

/// A ticket to take.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "jenis": "umum", "kelompok": "lansia" }))]
pub(super) struct TiketRequest {
    /// The kind of service.
    pub jenis: String,
    /// Why they go first, when they do.
    pub kelompok: Option<KelompokPrioritas>,
}

/// A counter that is free.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "loket": "loket_1" }))]
pub(super) struct PanggilRequest {
    /// The counter.
    pub loket: String,
}

/// What is done with a ticket.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Langkah {
    /// Called once more.
    Ulang,
    /// Its holder came.
    Mulai,
    /// Its holder is not there; it goes behind a few others.
    Lewati,
    /// It waits for another kind of service.
    Pindah,
    /// Service is over.
    Selesai,
    /// It is given up.
    Batal,
}

/// Something to do with a ticket.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "langkah": "lewati" }))]
pub(super) struct LangkahRequest {
    /// What.
    langkah: Langkah,
    /// The kind of service, with `pindah`.
    jenis: Option<String>,
}

impl LangkahRequest {
    pub(super) fn menjadi(self) -> Result<LangkahTiket, Problem> {
        Ok(match (self.langkah, self.jenis) {
            (Langkah::Pindah, Some(jenis)) => LangkahTiket::Pindah { jenis },
            (Langkah::Pindah, None) => {
                let pesan = "Sebutkan jenis antrean tujuannya.";
                return Err(Problem::isian("/jenis", "jenis_wajib", pesan));
            }
            (_, Some(_)) => {
                let pesan = "Jenis antrean hanya disebut ketika memindahkan.";
                return Err(Problem::isian("/jenis", "jenis_tidak_diminta", pesan));
            }
            (Langkah::Ulang, None) => LangkahTiket::Ulang,
            (Langkah::Mulai, None) => LangkahTiket::Mulai,
            (Langkah::Lewati, None) => LangkahTiket::Lewati,
            (Langkah::Selesai, None) => LangkahTiket::Selesai,
            (Langkah::Batal, None) => LangkahTiket::Batal,
        })
    }
}

/// A ticket.
#[derive(Serialize, ToSchema)]
#[schema(as = TiketLoketView, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "kode": "A001",
    "jenis": "umum",
    "kelompok": null,
    "keadaan": "dipanggil",
    "loket": "loket_1",
    "panggilan": 1,
    "lewat": 0,
    "diambil_pada": "2026-11-23T01:00:00Z",
    "dipanggil_pada": "2026-11-23T01:05:00Z",
    "mulai_pada": null,
    "selesai_pada": null
}))]
pub(super) struct TiketView {
    /// Its id.
    id: Uuid,
    /// What is called.
    kode: String,
    /// The kind of service.
    jenis: String,
    /// Why it goes first.
    kelompok: Option<KelompokPrioritas>,
    /// Where it stands.
    keadaan: KeadaanTiket,
    /// The counter that called it.
    loket: Option<String>,
    /// How often it was called.
    panggilan: u32,
    /// How often its holder was absent.
    lewat: u32,
    /// When it was taken.
    #[serde(with = "time::serde::rfc3339")]
    diambil_pada: OffsetDateTime,
    /// When it was called last.
    #[serde(with = "time::serde::rfc3339::option")]
    dipanggil_pada: Option<OffsetDateTime>,
    /// When service began.
    #[serde(with = "time::serde::rfc3339::option")]
    mulai_pada: Option<OffsetDateTime>,
    /// When it ended.
    #[serde(with = "time::serde::rfc3339::option")]
    selesai_pada: Option<OffsetDateTime>,
}

impl From<Tiket> for TiketView {
    fn from(satu: Tiket) -> Self {
        Self {
            id: satu.id.uuid(),
            kode: satu.kode,
            jenis: satu.jenis.into(),
            kelompok: satu.kelompok.map(Into::into),
            keadaan: satu.keadaan.into(),
            loket: satu.loket.map(Into::into),
            panggilan: satu.panggilan,
            lewat: satu.lewat,
            diambil_pada: satu.diambil_pada,
            dipanggil_pada: satu.dipanggil_pada,
            mulai_pada: satu.mulai_pada,
            selesai_pada: satu.selesai_pada,
        }
    }
}

/// The ticket that was called.
#[derive(Serialize, ToSchema)]
pub(super) struct PanggilanView {
    /// The ticket; null when nobody waits.
    pub tiket: Option<TiketView>,
}

/// One page of tickets.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarTiket {
    /// The newest first.
    data: Vec<TiketView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<Tiket>> for LembarTiket {
    fn from(lembar: Lembar<Tiket>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// How long people waited and were served, by day and kind.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "data": [{
    "tanggal": "2026-11-23", "jenis": "umum", "diambil": 84, "selesai": 80, "tidak_dilayani": 4,
    "rata_tunggu_detik": 900, "tunggu_terlama_detik": 2400, "rata_layanan_detik": 420
}] }))]
pub(super) struct DaftarStatistik {
    /// The latest day first.
    data: Vec<StatistikView>,
}

/// What a day's tickets of one kind say.
#[derive(Serialize, ToSchema)]
struct StatistikView {
    /// The day.
    tanggal: String,
    /// The kind of service.
    jenis: String,
    /// Tickets taken.
    diambil: u64,
    /// Tickets served to the end.
    selesai: u64,
    /// Tickets whose holder was absent, or gave up.
    tidak_dilayani: u64,
    /// Mean wait; null before the first was served.
    rata_tunggu_detik: Option<u64>,
    /// The longest wait.
    tunggu_terlama_detik: Option<u64>,
    /// Mean service time.
    rata_layanan_detik: Option<u64>,
}

impl From<Vec<StatistikAntrean>> for DaftarStatistik {
    fn from(semua: Vec<StatistikAntrean>) -> Self {
        let satu = |satu: StatistikAntrean| StatistikView {
            tanggal: satu.tanggal.to_string(),
            jenis: satu.jenis,
            diambil: satu.diambil,
            selesai: satu.selesai,
            tidak_dilayani: satu.tidak_dilayani,
            rata_tunggu_detik: satu.rata_tunggu,
            tunggu_terlama_detik: satu.tunggu_terlama,
            rata_layanan_detik: satu.rata_layanan,
        };
        Self { data: semua.into_iter().map(satu).collect() }
    }
}

/// The board.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "kantor": "Disdukcapil Kabupaten Balangan",
    "pada": "2026-11-23T09:05:00+08:00",
    "panggilan": [{ "kode": "A001", "loket": "Loket 1", "pada": "2026-11-23T01:05:00Z" }],
    "antrean": [{ "jenis": "umum", "nama": "Pelayanan", "menunggu": 3, "perkiraan_menit": 30 }]
}))]
pub(super) struct PapanView {
    /// The office.
    kantor: String,
    /// When this was.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
    /// The latest calls, the newest first.
    panggilan: Vec<PanggilanPapanView>,
    /// Every kind of service.
    antrean: Vec<BarisPapanView>,
}

/// A call.
#[derive(Serialize, ToSchema)]
struct PanggilanPapanView {
    /// The ticket.
    kode: String,
    /// The counter.
    loket: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

/// A kind of service.
#[derive(Serialize, ToSchema)]
struct BarisPapanView {
    /// Its code.
    jenis: String,
    /// As residents read it.
    nama: String,
    /// How many wait.
    menunggu: u32,
    /// How long somebody waits who comes now, in minutes.
    perkiraan_menit: i64,
}

impl From<PapanAntrean> for PapanView {
    fn from(papan: PapanAntrean) -> Self {
        let panggilan = |satu: antrean::PanggilanPapan| PanggilanPapanView {
            kode: satu.kode,
            loket: satu.loket,
            pada: satu.pada,
        };
        let baris = |satu: antrean::BarisPapan| BarisPapanView {
            jenis: satu.jenis,
            nama: satu.nama,
            menunggu: satu.menunggu,
            perkiraan_menit: satu.perkiraan.whole_minutes(),
        };
        Self {
            kantor: papan.kantor,
            pada: papan.pada,
            panggilan: papan.panggilan.into_iter().map(panggilan).collect(),
            antrean: papan.antrean.into_iter().map(baris).collect(),
        }
    }
}
