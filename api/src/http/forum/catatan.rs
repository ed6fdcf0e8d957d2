//! Notes of the Forum at a case.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    forum::{BacaForum, CatatForum},
    halaman::Halaman,
    nilai::Rahasia,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::{CatatanForumRequest, IdForumView, LembarForum};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatBaca, GalatUbahIsi},
    problem::Problem,
};

/// Which page of the notes.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ForumParams {
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// Read the Forum of a case
///
/// What officers wrote about it, the newest first.
#[utoipa::path(
    tag = "forum",
    operation_id = "bacaForumPermohonan",
    params(("id" = Uuid, Path, description = "The case"), ForumParams),
    responses((status = OK, description = "One page", body = LembarForum), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/permohonan/{id}/forum")]
pub(super) async fn baca(
    state: Data<AppState>,
    Caller(pelaku, (id, Kueri(kueri))): Caller<(Path<Uuid>, Kueri<ForumParams>)>,
) -> Result<Json<LembarForum>, Problem> {
    let halaman = Halaman::new(kueri.sesudah, kueri.batas);
    let baca = BacaForum { permohonan: id.into_inner().into(), halaman };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}

/// Write in the Forum of a case
///
/// `@nama_pengguna` tells that officer; a name that nobody bears is refused. Needs `permohonan.baca`, too.
#[utoipa::path(
    tag = "forum",
    operation_id = "tulisForumPermohonan",
    params(("id" = Uuid, Path, description = "The case")),
    request_body = CatatanForumRequest,
    responses((status = CREATED, description = "It is kept", body = IdForumView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!({ "semua": ["forum.tulis", "permohonan.baca"] }))),
)]
#[post("/v1/permohonan/{id}/forum")]
pub(super) async fn tulis(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<CatatanForumRequest>)>,
) -> Result<HttpResponse, Problem> {
    let catat = CatatForum { permohonan: id.into_inner().into(), isi: Rahasia::new(isi.isi) };
    let id = catat.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(IdForumView { id }))
}
