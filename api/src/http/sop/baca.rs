//! Reading SOPs and their versions.

use actix_web::{
    HttpResponse, get,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    sop::{BacaVersi, DaftarSop, DaftarVersi},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    isian::JalurVersi,
    view::{DaftarSopView, LembarVersi, VersiSopView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Kueri,
    dokumentasi::galat::{GalatBaca, GalatDaftar, GalatUbah},
    kepala::etag,
    problem::Problem,
};

/// Which page of the versions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct VersiParams {
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// List SOPs
///
/// Every SOP of the office with the version in force, the announced one, its drafts, and how many running cases each
/// version has. Retired versions are listed as long as cases run on them.
#[utoipa::path(
    tag = "sop",
    operation_id = "daftarSop",
    responses((status = OK, description = "The SOPs", body = DaftarSopView), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[get("/v1/sop")]
pub(super) async fn daftar_sop(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarSopView>, Problem> {
    let semua = DaftarSop.execute(&state.ports, &pelaku).await?;
    Ok(Json(DaftarSopView::new(semua, state.ports.clock.now())))
}

/// List the versions of an SOP
///
/// The newest first, retired ones included.
#[utoipa::path(
    tag = "sop",
    operation_id = "daftarVersiSop",
    params(("kode" = String, Path, description = "The SOP", example = "menwa"), VersiParams),
    responses((status = OK, description = "One page", body = LembarVersi), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[get("/v1/sop/{kode}/versi")]
pub(super) async fn daftar_versi(
    state: Data<AppState>,
    Caller(pelaku, (kode, Kueri(kueri))): Caller<(Path<String>, Kueri<VersiParams>)>,
) -> Result<Json<LembarVersi>, Problem> {
    let daftar =
        DaftarVersi { kode: kode.into_inner(), halaman: Halaman::new(kueri.sesudah, kueri.batas) };
    let lembar = daftar.execute(&state.ports, &pelaku).await?;
    Ok(Json(LembarVersi::new(lembar, state.ports.clock.now())))
}

/// Read a version of an SOP
///
/// The version with its definition. `ETag` is the revision that a replacement of a draft names.
#[utoipa::path(
    tag = "sop",
    operation_id = "bacaVersiSop",
    params(
        ("kode" = String, Path, description = "The SOP", example = "menwa"),
        ("versi" = u32, Path, description = "The number of the version", example = 2),
    ),
    responses(
        (
            status = OK, description = "The version", body = VersiSopView,
            headers(("ETag" = String, description = "The revision of the draft: `\"v3\"`")),
        ),
        GalatBaca,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[get("/v1/sop/{kode}/versi/{versi}")]
pub(super) async fn satu(
    state: Data<AppState>,
    Caller(pelaku, jalur): Caller<Path<JalurVersi>>,
) -> Result<HttpResponse, Problem> {
    let JalurVersi { kode, versi: nomor } = jalur.into_inner();
    let versi = BacaVersi { kode, nomor }.execute(&state.ports, &pelaku).await?;
    let revisi = versi.revisi;
    let view = VersiSopView::new(versi, state.ports.clock.now())?;
    Ok(HttpResponse::Ok().insert_header(etag(revisi)).json(view))
}
