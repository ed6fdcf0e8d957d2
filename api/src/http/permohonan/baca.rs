//! Reading cases.

use actix_web::{
    HttpResponse, get,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    nilai::Kode,
    permohonan::{BacaPermohonan, BacaTenggat, DaftarPermohonan, SaringPermohonan},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    kendali::KartuKendaliView,
    peristiwa::LinimasaView,
    tenggat::TenggatView,
    view::{LembarPermohonan, PermohonanView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Kueri,
    dokumentasi::galat::{GalatBaca, GalatDaftar, GalatUbah},
    kata::StatusPermohonan,
    kepala::etag,
    problem::Problem,
};

/// Which cases, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DaftarParams {
    /// Only cases that stand there.
    status: Option<StatusPermohonan>,
    /// Only cases of this service.
    #[param(example = "akta_kelahiran")]
    layanan: Option<String>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// List cases
///
/// The newest first.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "daftarPermohonan",
    params(DaftarParams),
    responses((status = OK, description = "One page", body = LembarPermohonan), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/permohonan")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DaftarParams>>,
) -> Result<Json<LembarPermohonan>, Problem> {
    let layanan = kueri.layanan.as_deref().map(Kode::parse).transpose();
    let daftar = DaftarPermohonan {
        saring: SaringPermohonan {
            status: kueri.status.map(|status| status.kata().to_owned()),
            layanan: layanan.map_err(|salah| Problem::isian("layanan", salah.kode, salah.pesan))?,
            unit: None,
        },
        halaman: Halaman::new(kueri.sesudah, kueri.batas),
    };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Read a case
///
/// The case with its papers, documents and deliveries. NIK, family card number and phone are masked. `ETag` is the
/// version that decisions name.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "bacaPermohonan",
    params(("id" = Uuid, Path, description = "The case")),
    responses(
        (
            status = OK, description = "The case", body = PermohonanView,
            headers(("ETag" = String, description = "The version of the case: `\"v12\"`")),
        ),
        GalatBaca,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/permohonan/{id}")]
pub(super) async fn satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let baca = BacaPermohonan { id: id.into_inner().into() };
    let rincian = PermohonanView::from(baca.execute(&state.ports, &pelaku).await?);
    Ok(HttpResponse::Ok().insert_header(etag(rincian.versi)).json(rincian))
}

/// Read the timeline of a case
///
/// Everything that happened, the oldest first.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "bacaLinimasa",
    params(("id" = Uuid, Path, description = "The case")),
    responses((status = OK, description = "The timeline", body = LinimasaView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/permohonan/{id}/linimasa")]
pub(super) async fn linimasa(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<LinimasaView>, Problem> {
    let baca = BacaPermohonan { id: id.into_inner().into() };
    Ok(Json(baca.linimasa(&state.ports, &pelaku).await?.into()))
}

/// Read the kartu kendali of a case
///
/// Every hand-over with its penyerahan and its penerimaan: who, when, and where the case waits now.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "bacaKartuKendali",
    params(("id" = Uuid, Path, description = "The case")),
    responses((status = OK, description = "The kartu kendali", body = KartuKendaliView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/permohonan/{id}/kartu-kendali")]
pub(super) async fn kartu_kendali(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<KartuKendaliView>, Problem> {
    let baca = BacaPermohonan { id: id.into_inner().into() };
    Ok(Json(baca.kartu_kendali(&state.ports, &pelaku).await?.into()))
}

/// Read when a case is due, and why
///
/// The promise of the service, counted in the office's working time from the start of the case, or from the opening of
/// the day that the quota gave it. The clock stands still while the applicant completes and while an interruption that
/// concerns the case lasts; every line of `penjelasan` is a step of the calculation.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "bacaTenggat",
    params(("id" = Uuid, Path, description = "The case")),
    responses((status = OK, description = "The deadline", body = TenggatView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/permohonan/{id}/tenggat")]
pub(super) async fn tenggat(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<TenggatView>, Problem> {
    let baca = BacaTenggat { id: id.into_inner().into() };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}
