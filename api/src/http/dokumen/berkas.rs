//! Papers.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::permohonan::{SelesaikanBerkas, UnduhBerkas, UnggahBerkas};
use uuid::Uuid;

use super::{
    unduhan,
    view::{BerkasRequest, BerkasView, UnduhanView, UnggahanView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatBaca, GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// Announce a paper
///
/// Answers with a link good for five minutes. PUT the file there with exactly the given headers, then call
/// `selesaikanBerkas`. Repeating this call announces another paper.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "umumkanBerkas",
    params(("id" = Uuid, Path, description = "The case")),
    request_body = BerkasRequest,
    responses((status = CREATED, description = "Where to put the file", body = UnggahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("berkas.unggah"))),
)]
#[post("/v1/permohonan/{id}/berkas")]
pub(super) async fn umumkan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<BerkasRequest>)>,
) -> Result<HttpResponse, Problem> {
    let unggah = UnggahBerkas {
        permohonan: id.into_inner().into(),
        syarat: isi.syarat,
        tipe: isi.tipe,
        ukuran: isi.ukuran,
    };
    let (id, tautan) = unggah.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(UnggahanView::new(id.uuid(), tautan)))
}

/// Complete a paper
///
/// Says that the file was put, and has it checked: only an intact JPEG, PNG or PDF counts. Calling it again changes
/// nothing.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "selesaikanBerkas",
    params(("id" = Uuid, Path, description = "The paper")),
    responses((status = OK, description = "The paper", body = BerkasView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("berkas.unggah"))),
)]
#[post("/v1/berkas/{id}/selesai")]
pub(super) async fn selesaikan(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<BerkasView>, Problem> {
    let selesaikan = SelesaikanBerkas { id: id.into_inner().into() };
    let berkas = selesaikan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(berkas.into()))
}

/// Get a link to read a paper
///
/// The link is good for five minutes; each one is audited.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "unduhBerkas",
    params(("id" = Uuid, Path, description = "The paper")),
    responses((status = OK, description = "The link", body = UnduhanView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/berkas/{id}/unduhan")]
pub(super) async fn unduh(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<UnduhanView>, Problem> {
    let unduh = UnduhBerkas { id: id.into_inner().into() };
    let url = unduh.execute(&state.ports, &pelaku).await?;
    Ok(Json(unduhan(&state, url)))
}
