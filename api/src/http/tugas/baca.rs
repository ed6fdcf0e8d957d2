//! Reading the queue and what failed.

use actix_web::{
    HttpResponse, get,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    permohonan::{AntreanSaya, BacaTugas, DaftarMasalah},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    rincian::TugasView,
    view::{LembarMasalah, LembarTugas},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Kueri,
    dokumentasi::galat::{GalatBaca, GalatDaftar},
    kepala::etag,
    problem::Problem,
};

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HalamanParams {
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

impl From<HalamanParams> for Halaman {
    fn from(kueri: HalamanParams) -> Self {
        Self::new(kueri.sesudah, kueri.batas)
    }
}

/// Read my queue
///
/// Open tugas of the caller's roles, unit and teams that nobody else took: vulnerable applicants first, then the oldest.
#[utoipa::path(
    tag = "tugas",
    operation_id = "antreanSaya",
    params(HalamanParams),
    responses((status = OK, description = "One page", body = LembarTugas), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tugas.kerjakan"))),
)]
#[get("/v1/tugas")]
pub(super) async fn antrean(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<HalamanParams>>,
) -> Result<Json<LembarTugas>, Problem> {
    let antrean = AntreanSaya { halaman: kueri.into() };
    Ok(Json(antrean.execute(&state.ports, &pelaku).await?.into()))
}

/// Read a tugas
///
/// Everything a screen needs: the decisions that are open with what each needs and what of it is missing, the form of
/// the step, its appointment, bill, register and outside party, who may be asked and what was, who may take it, and what
/// was recorded. `versi` (also the `ETag`) goes back with whatever is done at it.
#[utoipa::path(
    tag = "tugas",
    operation_id = "bacaTugas",
    params(("id" = Uuid, Path, description = "The tugas")),
    responses(
        (
            status = OK, description = "The tugas", body = TugasView,
            headers(("ETag" = String, description = "The version of the case: `\"v12\"`")),
        ),
        GalatBaca,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tugas.kerjakan"))),
)]
#[get("/v1/tugas/{id}")]
pub(super) async fn satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let baca = BacaTugas { id: id.into_inner().into() };
    let rincian = TugasView::from(baca.execute(&state.ports, &pelaku).await?);
    Ok(HttpResponse::Ok().insert_header(etag(rincian.versi)).json(rincian))
}

/// List what failed or hangs
///
/// Messages that did not arrive, webhook elements that could not be processed, signing attempts and emails nobody knows
/// the outcome of, emails that were refused or came back; the newest first.
#[utoipa::path(
    tag = "operasi",
    operation_id = "daftarMasalah",
    params(HalamanParams),
    responses((status = OK, description = "One page", body = LembarMasalah), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.lihat"))),
)]
#[get("/v1/operasi/masalah")]
pub(super) async fn masalah(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<HalamanParams>>,
) -> Result<Json<LembarMasalah>, Problem> {
    let masalah = DaftarMasalah { halaman: kueri.into() };
    Ok(Json(masalah.execute(&state.ports, &pelaku).await?.into()))
}
