//! Emails: the queue, and what became of one that left.

use actix_web::{
    get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::{Halaman, Lembar},
    penyerahan::{
        BarisSurel, CatatHasilSurel, DaftarSurel, HasilSurat, JenisSurel, KeadaanSurel, SebabPantul,
    },
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::view::PenyerahanView;
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatDaftar, GalatUbahIsi},
    problem::Problem,
};

/// Where an email stands: waiting, being handed over, taken by the mail server, refused or come back, not to be sent any
/// more, or given over without anybody knowing what became of it.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KeadaanSurel)]
pub(super) enum KeadaanSurelView {
    Antre,
    Mengirim,
    DiterimaServer,
    Gagal,
    Dilewati,
    TidakDiketahui,
}

impl From<KeadaanSurel> for KeadaanSurelView {
    fn from(keadaan: KeadaanSurel) -> Self {
        match keadaan {
            KeadaanSurel::Antre => Self::Antre,
            KeadaanSurel::Mengirim => Self::Mengirim,
            KeadaanSurel::DiterimaServer => Self::DiterimaServer,
            KeadaanSurel::Gagal => Self::Gagal,
            KeadaanSurel::Dilewati => Self::Dilewati,
            KeadaanSurel::TidakDiketahui => Self::TidakDiketahui,
        }
    }
}

impl From<KeadaanSurelView> for KeadaanSurel {
    fn from(keadaan: KeadaanSurelView) -> Self {
        match keadaan {
            KeadaanSurelView::Antre => Self::Antre,
            KeadaanSurelView::Mengirim => Self::Mengirim,
            KeadaanSurelView::DiterimaServer => Self::DiterimaServer,
            KeadaanSurelView::Gagal => Self::Gagal,
            KeadaanSurelView::Dilewati => Self::Dilewati,
            KeadaanSurelView::TidakDiketahui => Self::TidakDiketahui,
        }
    }
}

/// What an email is for: it asks whether the address is right, brings the one-time link, brings the document, or reminds.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = JenisSurel)]
pub(super) enum JenisSurelView {
    Konfirmasi,
    Tautan,
    Dokumen,
    Pengingat,
}

impl From<JenisSurel> for JenisSurelView {
    fn from(jenis: JenisSurel) -> Self {
        match jenis {
            JenisSurel::Konfirmasi => Self::Konfirmasi,
            JenisSurel::Tautan => Self::Tautan,
            JenisSurel::Dokumen => Self::Dokumen,
            JenisSurel::Pengingat => Self::Pengingat,
        }
    }
}

/// Which emails, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SurelParams {
    /// Only in this state.
    #[param(inline)]
    keadaan: Option<KeadaanSurelView>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// An email.
#[derive(Serialize, ToSchema)]
#[schema(as = Surel, example = json!({
    "id": "0198a000-0000-7000-8000-000000000001",
    "penyerahan_id": "0198a000-0000-7000-8000-000000000002",
    "permohonan_id": "0198a000-0000-7000-8000-000000000003",
    "jenis": "dokumen", "keadaan": "tidak_diketahui", "percobaan": 1, "mungkin_ganda": false,
    "galat": "kirim_tidak_diketahui", "dibuat_pada": "2026-01-05T09:00:00+07:00",
    "selesai_pada": "2026-01-05T09:10:00+07:00",
}))]
pub(super) struct SurelView {
    id: Uuid,
    /// The hand-over it belongs to.
    penyerahan_id: Uuid,
    /// The case.
    permohonan_id: Uuid,
    jenis: JenisSurelView,
    keadaan: KeadaanSurelView,
    /// How often sending was begun.
    percobaan: u32,
    /// Whether it may have arrived more than once.
    mungkin_ganda: bool,
    /// Why it did not leave or came back, as a stable code.
    galat: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    selesai_pada: Option<OffsetDateTime>,
}

impl From<BarisSurel> for SurelView {
    fn from(satu: BarisSurel) -> Self {
        Self {
            id: satu.id.uuid(),
            penyerahan_id: satu.penyerahan.uuid(),
            permohonan_id: satu.permohonan.uuid(),
            jenis: satu.jenis.into(),
            keadaan: satu.keadaan.into(),
            percobaan: satu.percobaan,
            mungkin_ganda: satu.mungkin_ganda,
            galat: satu.galat,
            dibuat_pada: satu.dibuat_pada,
            selesai_pada: satu.selesai_pada,
        }
    }
}

/// Emails.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarSurel {
    data: Vec<SurelView>,
    /// Where the next page continues.
    berikut: Option<Uuid>,
}

impl From<Lembar<BarisSurel>> for LembarSurel {
    fn from(lembar: Lembar<BarisSurel>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}

/// What is known of an email.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum HasilSurelKata {
    /// It came back, or never arrived.
    Terpantul,
    /// The applicant has it.
    Sampai,
}

/// Why an email came back.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SebabPantulKata {
    AlamatTidakAda,
    KotakPenuh,
    Ditolak,
    TidakMasuk,
}

impl From<SebabPantulKata> for SebabPantul {
    fn from(sebab: SebabPantulKata) -> Self {
        match sebab {
            SebabPantulKata::AlamatTidakAda => Self::AlamatTidakAda,
            SebabPantulKata::KotakPenuh => Self::KotakPenuh,
            SebabPantulKata::Ditolak => Self::Ditolak,
            SebabPantulKata::TidakMasuk => Self::TidakMasuk,
        }
    }
}

/// What became of an email.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "hasil": "terpantul", "sebab": "alamat_tidak_ada" }))]
pub(super) struct HasilSurelRequest {
    /// What is known.
    hasil: HasilSurelKata,
    /// Why it came back; required for `terpantul`.
    #[serde(default)]
    sebab: Option<SebabPantulKata>,
}

/// List emails
///
/// Every email of every hand-over, the newest first; never to whom it went, nor what it says. `tidak_diketahui` waits for an
/// officer: an email with a document is not sent twice by itself.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "daftarSurel",
    params(SurelParams),
    responses((status = OK, description = "One page", body = LembarSurel), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["penyerahan.kelola", "operasi.lihat"]))),
)]
#[get("/v1/surel")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<SurelParams>>,
) -> Result<Json<LembarSurel>, Problem> {
    let daftar = DaftarSurel {
        keadaan: kueri.keadaan.map(Into::into),
        halaman: Halaman::new(kueri.sesudah, kueri.batas),
    };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Record what became of an email
///
/// An email that came back fails with its cause, and the next channel is taken, also when the mail server had taken it. Of
/// one that nobody knows the end of, an officer may also say that it arrived.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "catatHasilSurel",
    params(("id" = Uuid, Path, description = "The hand-over by email")),
    request_body = HasilSurelRequest,
    responses((status = OK, description = "The hand-over", body = PenyerahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("penyerahan.kelola"))),
)]
#[post("/v1/penyerahan/{id}/hasil-surel")]
pub(super) async fn hasil(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<HasilSurelRequest>)>,
) -> Result<Json<PenyerahanView>, Problem> {
    let hasil = match (isi.hasil, isi.sebab) {
        (HasilSurelKata::Sampai, _) => HasilSurat::Sampai,
        (HasilSurelKata::Terpantul, Some(sebab)) => HasilSurat::Terpantul(sebab.into()),
        (HasilSurelKata::Terpantul, None) => {
            let pesan = "Sebutkan mengapa surel itu kembali.";
            return Err(Problem::isian("/sebab", "sebab_wajib", pesan));
        }
    };
    let catat = CatatHasilSurel { id: id.into_inner().into(), hasil };
    let satu = catat.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(PenyerahanView::from(satu)))
}
