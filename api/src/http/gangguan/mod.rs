//! Interruptions: what broke for everybody, from when to when.

mod view;

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Json, Path},
};
use loket_domain::{
    gangguan::BacaGangguan,
    halaman::Halaman,
    kalender::{DaftarGangguan, SelesaikanGangguan},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use self::view::{GangguanRequest, GangguanView, LembarGangguan, RincianGangguanView};
use super::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatBaca, GalatBuat, GalatDaftar, GalatUbah},
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(buka).service(daftar).service(baca).service(selesai);
}

/// Open an interruption
///
/// From now on the clocks of the cases it concerns stand still. Once it has lasted for a quarter of an hour (the
/// installation may say otherwise), residents whose case stands at a step that needs what broke are told, each once, and so
/// are the officers of those steps. One per cause is open at a time; 409 names the one that is.
#[utoipa::path(
    tag = "operasi",
    operation_id = "bukaGangguan",
    request_body = GangguanRequest,
    responses(
        (
            status = CREATED, description = "The interruption", body = GangguanView,
            headers(("Location" = String, description = "The interruption with its progress")),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.gangguan"))),
)]
#[post("/v1/gangguan")]
async fn buka(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<GangguanRequest>>,
) -> Result<HttpResponse, Problem> {
    let gangguan = isi.menjadi().execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/v1/gangguan/{}", gangguan.id.uuid())))
        .json(GangguanView::from(gangguan)))
}

/// Close an interruption
///
/// The clocks go on from now. Whoever was told that work stands still is told that it goes on, with the new estimate, in the
/// order in which the cases stand.
#[utoipa::path(
    tag = "operasi",
    operation_id = "selesaikanGangguan",
    params(("id" = Uuid, Path, description = "The interruption")),
    responses((status = OK, description = "The interruption", body = GangguanView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.gangguan"))),
)]
#[post("/v1/gangguan/{id}/selesai")]
async fn selesai(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<GangguanView>, Problem> {
    let selesaikan = SelesaikanGangguan { id: id.into_inner().into() };
    let gangguan = selesaikan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(gangguan.into()))
}

/// Read an interruption
///
/// With its progress: how many cases it holds up, how many residents know, how many do not yet, and how long work stands
/// still. Who holds `operasi.lihat` may read it too.
#[utoipa::path(
    tag = "operasi",
    operation_id = "bacaGangguan",
    params(("id" = Uuid, Path, description = "The interruption")),
    responses((status = OK, description = "The interruption", body = RincianGangguanView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["operasi.gangguan", "operasi.lihat"]))),
)]
#[get("/v1/gangguan/{id}")]
async fn baca(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<RincianGangguanView>, Problem> {
    let baca = BacaGangguan { id: id.into_inner().into() };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}

/// Which interruptions, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DaftarParams {
    /// Only those that last.
    #[serde(default)]
    terbuka: bool,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// List interruptions
///
/// The newest first.
#[utoipa::path(
    tag = "operasi",
    operation_id = "daftarGangguan",
    params(DaftarParams),
    responses((status = OK, description = "One page", body = LembarGangguan), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.gangguan"))),
)]
#[get("/v1/gangguan")]
async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DaftarParams>>,
) -> Result<Json<LembarGangguan>, Problem> {
    let halaman = Halaman::new(kueri.sesudah, kueri.batas);
    let daftar = DaftarGangguan { terbuka: kueri.terbuka, halaman };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}
