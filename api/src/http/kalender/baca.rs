//! Reading the calendar, and asking it.

use actix_web::{
    HttpResponse, get,
    web::{Data, Json},
};
use loket_domain::kalender::{BacaKalender, HitungTenggat};

use super::{
    isian::{HitungParams, TahunParams},
    view::{HitungView, KalenderView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Kueri,
    dokumentasi::galat::{GalatDaftar, GalatUbah},
    kepala::etag_sidik,
    problem::Problem,
};

/// Read when the office works
///
/// Hours, periods, the office's own days, and the national holidays of a year. `ETag` names the whole calendar, of every
/// year; changes name it in `If-Match`.
#[utoipa::path(
    tag = "kalender",
    operation_id = "bacaKalender",
    params(TahunParams),
    responses(
        (
            status = OK, description = "The calendar", body = KalenderView,
            headers(("ETag" = String, description = "The hash of the calendar: `\"9f86d0…\"`")),
        ),
        GalatDaftar,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kalender.kelola"))),
)]
#[get("/v1/kalender")]
pub(super) async fn kalender(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<TahunParams>>,
) -> Result<HttpResponse, Problem> {
    let kantor = BacaKalender.execute(&state.ports, &pelaku).await?;
    let kini = pelaku.tenant.zona.setempat(state.ports.clock.now());
    let tahun = kueri.tahun.unwrap_or(kini.year());
    Ok(HttpResponse::Ok()
        .insert_header(etag_sidik(&kantor.sidik))
        .json(KalenderView::baru(&kantor, tahun)))
}

/// Compute a deadline
///
/// When something that came in at `mulai` would be due by the calendar as it is now, with every step of the calculation:
/// the answer to "why is it due then?".
#[utoipa::path(
    tag = "kalender",
    operation_id = "hitungTenggat",
    params(HitungParams),
    responses((status = OK, description = "The deadline", body = HitungView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kalender.kelola"))),
)]
#[get("/v1/kalender/hitung")]
pub(super) async fn hitung(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<HitungParams>>,
) -> Result<Json<HitungView>, Problem> {
    let hitung = HitungTenggat { mulai: kueri.mulai, durasi: kueri.durasi };
    Ok(Json(hitung.execute(&state.ports, &pelaku).await?.into()))
}
