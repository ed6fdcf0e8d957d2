//! The configuration of an office as one pack: exported, checked, loaded.

mod view;

use actix_web::{
    get, post, put,
    web::{Data, Json},
};
use loket_domain::tenant::{EksporPaket, MuatPaket, Paket, PeriksaPaket};
use utoipa_actix_web::service_config::ServiceConfig;

use self::view::{HasilMuatView, PaketView, RingkasanPaketView};
use super::{
    AppState,
    auth::Caller,
    badan::IsiPaket,
    dokumentasi::galat::{GalatBaca, GalatBuat},
    problem::Problem,
};
use crate::paket::dasar;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(ekspor).service(muat).service(periksa);
}

/// Export the configuration of the office
///
/// The pack that would configure the office exactly so: loading it again changes nothing. Roles come by code, services
/// in menu order, and the SOPs are those that services use.
#[utoipa::path(
    tag = "paket",
    operation_id = "eksporPaket",
    responses((status = OK, description = "The pack", body = PaketView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola")), ("x-segar" = json!(true))),
)]
#[get("/v1/paket")]
async fn ekspor(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<PaketView>, Problem> {
    Ok(Json(EksporPaket.execute(&state.ports, &pelaku).await?.into()))
}

/// Check a pack
///
/// Reads a pack as `muatPaket` would and changes nothing. Every fault comes at once in `errors`, each with a pointer into
/// the pack as it was sent, a code, a sentence and the offending value. A pack may start from a base and say only what
/// differs: `dasar: { paket: nasional, layanan: [akta_kelahiran] }`. At most 1 MiB. The form of packs is
/// `openapi/paket.schema.json`.
#[utoipa::path(
    tag = "paket",
    operation_id = "periksaPaket",
    request_body = PaketView,
    responses(
        (status = OK, description = "It is sound", body = RingkasanPaketView),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola"))),
)]
#[post("/v1/paket/periksa")]
async fn periksa(
    Caller(pelaku, IsiPaket(mentah)): Caller<IsiPaket>,
) -> Result<Json<RingkasanPaketView>, Problem> {
    let dasar = dasar().map_err(|rusak| Problem::kesalahan_sistem().karena(rusak))?;
    let paket: Paket = PeriksaPaket { mentah, dasar: &dasar }.execute(&pelaku)?;
    Ok(Json((&paket).into()))
}

/// Load a pack
///
/// Replaces the configuration of the office by the pack: checked whole first, and loaded whole or not at all. Services
/// that the pack does not have are no longer offered; an SOP that reads the same keeps its version, and running cases
/// keep theirs. Name, region code and time zone are those the office is registered with; some role has to keep
/// `tenant.kelola`. See `periksaPaket` for faults and bases.
#[utoipa::path(
    tag = "paket",
    operation_id = "muatPaket",
    request_body = PaketView,
    responses(
        (status = OK, description = "It is loaded", body = HasilMuatView),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola")), ("x-segar" = json!(true))),
)]
#[put("/v1/paket")]
async fn muat(
    state: Data<AppState>,
    Caller(pelaku, IsiPaket(mentah)): Caller<IsiPaket>,
) -> Result<Json<HasilMuatView>, Problem> {
    let dasar = dasar().map_err(|rusak| Problem::kesalahan_sistem().karena(rusak))?;
    let paket = PeriksaPaket { mentah, dasar: &dasar }.execute(&pelaku)?;
    Ok(Json(MuatPaket { paket }.execute(&state.ports, &pelaku).await?.into()))
}
