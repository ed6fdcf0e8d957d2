//! What officers are told without asking.

mod view;

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    notifikasi::{BacaNotifikasi, NotifikasiSaya},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use self::view::LembarNotifikasi;
use super::{
    AppState,
    auth::Caller,
    badan::Kueri,
    dokumentasi::galat::{GalatDaftar, GalatUbah},
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(daftar).service(baca);
}

/// Which notices, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DaftarParams {
    /// Only those not read yet.
    #[serde(default)]
    belum_dibaca: bool,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// My notices
///
/// For the roles I hold today, also as Plh or Plt, for what I may do, and for me by name; the newest first. They name cases
/// by number, never a resident. `operasi.lihat` or `forum.tulis` is enough, too.
#[utoipa::path(
    tag = "tugas",
    operation_id = "daftarNotifikasi",
    params(DaftarParams),
    responses((status = OK, description = "One page", body = LembarNotifikasi), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["tugas.kerjakan", "forum.tulis", "operasi.lihat"]))),
)]
#[get("/v1/notifikasi")]
async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DaftarParams>>,
) -> Result<Json<LembarNotifikasi>, Problem> {
    let halaman = Halaman::new(kueri.sesudah, kueri.batas);
    let saya = NotifikasiSaya { belum_dibaca: kueri.belum_dibaca, halaman };
    Ok(Json(saya.execute(&state.ports, &pelaku).await?.into()))
}

/// Mark a notice read
///
/// By me; others who hold the role still see it as new. Reading it again changes nothing. `operasi.lihat` or `forum.tulis`
/// is enough, too.
#[utoipa::path(
    tag = "tugas",
    operation_id = "bacaNotifikasi",
    params(("id" = Uuid, Path, description = "The notice")),
    responses((status = NO_CONTENT, description = "It counts as read"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["tugas.kerjakan", "forum.tulis", "operasi.lihat"]))),
)]
#[post("/v1/notifikasi/{id}/dibaca")]
async fn baca(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let baca = BacaNotifikasi { id: id.into_inner().into() };
    baca.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::NoContent().finish())
}
