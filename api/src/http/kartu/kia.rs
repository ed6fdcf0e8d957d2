//! Who may have a KIA, and how many cards were printed.

use actix_web::{
    get, post,
    web::{Data, Json},
};
use loket_domain::kartu::{BacaCakupan, PeriksaKelayakanKia};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    kata::tanggal,
    view::{CakupanView, KelayakanRequest, KelayakanView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatDaftar, GalatUbahIsi},
    problem::Problem,
};

/// Ask whether a child may have a KIA
///
/// By the office's rule, on the office's today: the age, registered, with an akta kelahiran. Names the reason and the
/// services by which to go on. Nothing is stored. Counters and printers may ask too.
#[utoipa::path(
    tag = "kartu",
    operation_id = "periksaKelayakanKia",
    request_body = KelayakanRequest,
    responses((status = OK, description = "How the child stands", body = KelayakanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["permohonan.buat", "loket.layani", "kartu.cetak"]))),
)]
#[post("/v1/kartu/kelayakan-kia")]
pub(super) async fn kelayakan(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<KelayakanRequest>>,
) -> Result<Json<KelayakanView>, Problem> {
    let periksa = PeriksaKelayakanKia { anak: isi.menjadi()? };
    Ok(Json(periksa.execute(&state.ports, &pelaku).await?.into()))
}

/// Which days.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CakupanParams {
    /// The first day, `YYYY-MM-DD`; 30 days before the last when absent.
    #[param(example = "2026-01-01")]
    dari: Option<String>,
    /// The last day; today when absent.
    #[param(example = "2026-01-31")]
    sampai: Option<String>,
}

/// Count printed cards
///
/// By kind, age and unit of the case over at most 366 days: numbers only, nobody behind them.
#[utoipa::path(
    tag = "kartu",
    operation_id = "cakupanKartu",
    params(CakupanParams),
    responses((status = OK, description = "The counts", body = CakupanView), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("laporan.baca"))),
)]
#[get("/v1/kartu/cakupan")]
pub(super) async fn cakupan(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<CakupanParams>>,
) -> Result<Json<CakupanView>, Problem> {
    let baca = BacaCakupan {
        dari: tanggal("dari", kueri.dari.as_deref())?,
        sampai: tanggal("sampai", kueri.sampai.as_deref())?,
    };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}
