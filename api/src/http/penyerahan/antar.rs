//! Trips.

use actix_web::{
    HttpResponse, post, put,
    web::{Data, Json, Path},
};
use loket_domain::{
    nilai::Rahasia,
    penyerahan::{
        BerangkatkanAntar, CatatHasilAntar, HasilAntar, HubunganPenerima, Penerima,
        SebabGagalAntar, TugaskanAntar, UnggahBukti,
    },
};
use serde::Deserialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::PenyerahanView;
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumen::UnggahanView,
    dokumentasi::galat::{GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// Who goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "petugas_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "janji_pada": "2026-01-06T09:00:00+07:00"
}))]
pub(super) struct TugasRequest {
    /// The officer or courier.
    petugas_id: Uuid,
    /// What was agreed with the resident.
    #[serde(default, with = "time::serde::rfc3339::option")]
    janji_pada: Option<OffsetDateTime>,
}

/// A photo or signature to announce.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "tipe": "image/jpeg", "ukuran": 482_113 }))]
pub(super) struct BuktiRequest {
    /// `image/jpeg`, `image/png` or `application/pdf`.
    tipe: String,
    /// Bytes that will be put, at most 20 MB.
    #[schema(minimum = 1, maximum = 20_971_520)]
    ukuran: u64,
}

/// Who took it, and what they are to the applicant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PenerimaDokumen)]
pub(super) struct PenerimaRequest {
    /// Full name.
    #[schema(value_type = String)]
    nama: Rahasia,
    /// What they are to the applicant.
    hubungan: HubunganView,
}

/// What somebody is to the applicant.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum HubunganView {
    Sendiri,
    Keluarga,
    Wali,
    AparatDesa,
    Kuasa,
}

/// Why nobody took it.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum GagalView {
    TidakAdaOrang,
    AlamatTidakDitemukan,
    DitolakPenerima,
    HilangRusak,
}

/// How a trip ended: with who took it, or with why nobody did.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "penerima": { "nama": "Siti Contoh", "hubungan": "keluarga" } }))]
pub(super) struct HasilRequest {
    /// Who took it.
    #[serde(default)]
    penerima: Option<PenerimaRequest>,
    /// Why nobody took it.
    #[serde(default)]
    gagal: Option<GagalView>,
}

impl HasilRequest {
    fn hasil(self) -> Result<HasilAntar, Problem> {
        match (self.penerima, self.gagal) {
            (Some(satu), None) => Ok(HasilAntar::Diserahkan(Penerima {
                nama: satu.nama,
                hubungan: match satu.hubungan {
                    HubunganView::Sendiri => HubunganPenerima::Sendiri,
                    HubunganView::Keluarga => HubunganPenerima::Keluarga,
                    HubunganView::Wali => HubunganPenerima::Wali,
                    HubunganView::AparatDesa => HubunganPenerima::AparatDesa,
                    HubunganView::Kuasa => HubunganPenerima::Kuasa,
                },
            })),
            (None, Some(sebab)) => Ok(HasilAntar::Gagal(match sebab {
                GagalView::TidakAdaOrang => SebabGagalAntar::TidakAdaOrang,
                GagalView::AlamatTidakDitemukan => SebabGagalAntar::AlamatTidakDitemukan,
                GagalView::DitolakPenerima => SebabGagalAntar::Ditolak,
                GagalView::HilangRusak => SebabGagalAntar::HilangRusak,
            })),
            _ => Err(Problem::isian(
                "/penerima",
                "hasil_tidak_jelas",
                "Isi salah satu: `penerima` bila diterima, atau `gagal` bila tidak.",
            )),
        }
    }
}

/// Say who brings a product
///
/// For `kurir` and `kunjungan`, as long as nobody left: who goes, and when it was agreed with the resident.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "tugaskanPengantar",
    params(("id" = Uuid, Path, description = "The attempt")),
    request_body = TugasRequest,
    responses((status = OK, description = "The attempt", body = PenyerahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("penyerahan.kelola"))),
)]
#[put("/v1/penyerahan/{id}/penugasan")]
pub(super) async fn tugaskan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<TugasRequest>)>,
) -> Result<Json<PenyerahanView>, Problem> {
    let tugaskan = TugaskanAntar {
        id: id.into_inner().into(),
        petugas: isi.petugas_id.into(),
        janji_pada: isi.janji_pada,
    };
    Ok(Json(tugaskan.execute(&state.ports, &pelaku).await?.into()))
}

/// Say that somebody left with a product
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "berangkatkanPengantar",
    params(("id" = Uuid, Path, description = "The attempt")),
    responses((status = OK, description = "The attempt", body = PenyerahanView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["penyerahan.unit", "penyerahan.kelola"]))),
)]
#[post("/v1/penyerahan/{id}/keberangkatan")]
pub(super) async fn berangkat(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<PenyerahanView>, Problem> {
    let berangkat = BerangkatkanAntar { id: id.into_inner().into() };
    Ok(Json(berangkat.execute(&state.ports, &pelaku).await?.into()))
}

/// Announce a proof of hand-over
///
/// A photo of the hand-over, or the recipient's signature. Answers with a link good for five minutes; what was put is checked
/// when the result is written down.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "umumkanBuktiPenyerahan",
    params(("id" = Uuid, Path, description = "The attempt")),
    request_body = BuktiRequest,
    responses((status = CREATED, description = "Where to put it", body = UnggahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["penyerahan.unit", "penyerahan.kelola"]))),
)]
#[post("/v1/penyerahan/{id}/bukti")]
pub(super) async fn bukti(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<BuktiRequest>)>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    let unggah = UnggahBukti { id: id.into(), tipe: isi.tipe, ukuran: isi.ukuran };
    let tautan = unggah.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(UnggahanView::new(id, tautan)))
}

/// Write down how a trip ended
///
/// With who took it and a proof that was put before; or with why nobody did, and the next channel is taken. What a village
/// holds is handed over by its own official.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "catatHasilPengantaran",
    params(("id" = Uuid, Path, description = "The attempt")),
    request_body = HasilRequest,
    responses((status = OK, description = "The attempt", body = PenyerahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["penyerahan.unit", "penyerahan.kelola"]))),
)]
#[post("/v1/penyerahan/{id}/hasil")]
pub(super) async fn hasil(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<HasilRequest>)>,
) -> Result<Json<PenyerahanView>, Problem> {
    let catat = CatatHasilAntar { id: id.into_inner().into(), hasil: isi.hasil()? };
    let satu = catat.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(satu.into()))
}
