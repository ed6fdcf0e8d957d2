//! Retention.

use actix_web::{
    get, put,
    web::{Data, Json},
};
use loket_domain::retensi::{AturRetensi, BacaRetensi, JadwalRetensi};

use super::{isian::RetensiRequest, view::RetensiView};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatBuat, GalatPetugasIzin},
    problem::Problem,
};

/// Read the retention schedule
///
/// How long the office keeps what, from when it counts, and why. Cases, documents, registers and the audit trail are kept by
/// the law of archives and in no schedule here.
#[utoipa::path(
    tag = "privasi",
    operation_id = "bacaRetensi",
    responses((status = OK, description = "The schedule", body = RetensiView), GalatPetugasIzin),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("privasi.kelola"))),
)]
#[get("/v1/privasi/retensi")]
pub(super) async fn baca(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<RetensiView>, Problem> {
    Ok(Json(BacaRetensi.execute(&state.ports, &pelaku).await?.into()))
}

/// Change the retention schedule
///
/// Whole: a kind that is left out is kept as long as everywhere. What is due then is removed for good by the next round of
/// the worker, rows, files and every version of them.
#[utoipa::path(
    tag = "privasi",
    operation_id = "aturRetensi",
    request_body = RetensiRequest,
    responses((status = OK, description = "The schedule", body = RetensiView), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("privasi.kelola")), ("x-segar" = json!(true))),
)]
#[put("/v1/privasi/retensi")]
pub(super) async fn atur(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<RetensiRequest>>,
) -> Result<Json<RetensiView>, Problem> {
    let jadwal = isi.jadwal.into_iter().map(|(jenis, hari)| (jenis.into(), hari)).collect();
    let atur = AturRetensi { jadwal: JadwalRetensi(jadwal) };
    Ok(Json(atur.execute(&state.ports, &pelaku).await?.into()))
}
