//! Protection of personal data: revealing, retention, the register of processing, breaches.

mod insiden;
mod isian;
mod retensi;
mod ungkap;
mod view;

use actix_web::{
    HttpResponse, get,
    web::{Data, Json},
};
use loket_domain::privasi::{BacaPemrosesan, lembar_pemrosesan};
use utoipa_actix_web::service_config::ServiceConfig;

use self::view::PemrosesanView;
use super::{
    AppState,
    auth::Caller,
    badan::Kueri,
    cetak::{CetakParams, IsiPdf, jawab},
    dokumentasi::galat::{GalatDaftar, GalatPetugasIzin},
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(ungkap::permohonan)
        .service(ungkap::percakapan)
        .service(retensi::baca)
        .service(retensi::atur)
        .service(pemrosesan)
        .service(pemrosesan_lembar)
        .service(insiden::periksa);
}

/// Read the register of processing
///
/// What personal data the office processes, why, on what basis, how long, and who gets them (UU 27/2022 ps. 31). It is made
/// from the code and the settings as they are now.
#[utoipa::path(
    tag = "privasi",
    operation_id = "bacaPemrosesan",
    responses((status = OK, description = "The register", body = PemrosesanView), GalatPetugasIzin),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("privasi.kelola"))),
)]
#[get("/v1/privasi/pemrosesan")]
async fn pemrosesan(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<PemrosesanView>, Problem> {
    Ok(Json(BacaPemrosesan.execute(&state.ports, &pelaku).await?.into()))
}

/// Print the register of processing
///
/// On A4, landscape.
#[utoipa::path(
    tag = "privasi",
    operation_id = "cetakPemrosesan",
    params(CetakParams),
    responses(
        (
            status = OK, description = "The sheet",
            content((IsiPdf = "application/pdf"), (String = "text/html")),
        ),
        GalatDaftar,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("privasi.kelola"))),
)]
#[get("/v1/privasi/pemrosesan/lembar")]
async fn pemrosesan_lembar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<CetakParams>>,
) -> Result<HttpResponse, Problem> {
    let daftar = BacaPemrosesan.execute(&state.ports, &pelaku).await?;
    Ok(jawab(&state, &lembar_pemrosesan(&daftar), kueri.format, "daftar-pemrosesan"))
}
