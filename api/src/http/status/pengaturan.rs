//! How an office lets residents ask.

use actix_web::{
    get, put,
    web::{Data, Json},
};
use loket_domain::publik::{AturStatus, BacaAturanStatus};

use super::view::AturanView;
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatBuat, GalatPetugasIzin},
    problem::Problem,
};

/// Read how residents ask for the status
#[utoipa::path(
    tag = "paket",
    operation_id = "bacaPengaturanStatus",
    responses((status = OK, description = "The rule", body = AturanView), GalatPetugasIzin),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola"))),
)]
#[get("/v1/pengaturan/status-publik")]
pub(super) async fn baca(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<AturanView>, Problem> {
    Ok(Json(BacaAturanStatus.execute(&state.ports, &pelaku).await?.into()))
}

/// Decide how residents ask for the status
///
/// In force at once: what who asks has to know, or that nobody can ask.
#[utoipa::path(
    tag = "paket",
    operation_id = "aturPengaturanStatus",
    request_body = AturanView,
    responses((status = OK, description = "The rule", body = AturanView), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola")), ("x-segar" = json!(true))),
)]
#[put("/v1/pengaturan/status-publik")]
pub(super) async fn atur(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<AturanView>>,
) -> Result<Json<AturanView>, Problem> {
    let atur = AturStatus { aturan: isi.into() };
    Ok(Json(atur.execute(&state.ports, &pelaku).await?.into()))
}
