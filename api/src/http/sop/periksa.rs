//! Checking and simulating. Both walk every path of a definition, so they run beside the threads that serve.

use actix_web::{
    post,
    web::{Data, Json, Path, block},
};
use loket_domain::sop::{PeriksaDefinisi, PeriksaVersi};

use super::{
    isian::JalurVersi,
    view::{DefinisiSopView, PeriksaView, SimulasiView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatBaca, GalatBuat},
    problem::Problem,
};

/// Runs work that keeps a processor busy.
async fn di_samping<T: Send + 'static>(
    kerja: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    block(kerja).await.map_err(|galat| Problem::kesalahan_sistem().karena(galat))
}

/// Check a definition
///
/// Every fault at once: what does not read, what refers to nothing, what the office's roles and services do not have, and
/// every path that leads nowhere. Each has its place in the submitted document. Nothing is stored.
#[utoipa::path(
    tag = "sop",
    operation_id = "periksaSop",
    request_body = DefinisiSopView,
    responses((status = OK, description = "What was found", body = PeriksaView), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[post("/v1/sop/periksa")]
pub(super) async fn periksa(
    state: Data<AppState>,
    Caller(pelaku, Isi(dokumen)): Caller<Isi<serde_json::Value>>,
) -> Result<Json<PeriksaView>, Problem> {
    let pemeriksaan = PeriksaDefinisi { dokumen }.execute(&state.ports, &pelaku).await?;
    Ok(Json(di_samping(move || pemeriksaan.hasil()).await?.into()))
}

/// Simulate a definition
///
/// Every path of a sound definition, with its time by mutu baku, and the load per role on the longest one. Nothing is
/// stored.
#[utoipa::path(
    tag = "sop",
    operation_id = "simulasiSop",
    request_body = DefinisiSopView,
    responses((status = OK, description = "The paths", body = SimulasiView), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[post("/v1/sop/simulasi")]
pub(super) async fn simulasi(
    state: Data<AppState>,
    Caller(pelaku, Isi(dokumen)): Caller<Isi<serde_json::Value>>,
) -> Result<Json<SimulasiView>, Problem> {
    let pemeriksaan = PeriksaDefinisi { dokumen }.execute(&state.ports, &pelaku).await?;
    Ok(Json(di_samping(move || pemeriksaan.simulasi()).await??.into()))
}

/// Check a stored version
///
/// The same check for a draft or any other version; places are in the definition as `bacaVersiSop` gives it.
#[utoipa::path(
    tag = "sop",
    operation_id = "periksaVersiSop",
    params(
        ("kode" = String, Path, description = "The SOP", example = "menwa"),
        ("versi" = u32, Path, description = "The number of the version", example = 2),
    ),
    responses((status = OK, description = "What was found", body = PeriksaView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[post("/v1/sop/{kode}/versi/{versi}/periksa")]
pub(super) async fn periksa_versi(
    state: Data<AppState>,
    Caller(pelaku, jalur): Caller<Path<JalurVersi>>,
) -> Result<Json<PeriksaView>, Problem> {
    let JalurVersi { kode, versi: nomor } = jalur.into_inner();
    let pemeriksaan = PeriksaVersi { kode, nomor }.execute(&state.ports, &pelaku).await?;
    Ok(Json(di_samping(move || pemeriksaan.hasil()).await?.into()))
}
