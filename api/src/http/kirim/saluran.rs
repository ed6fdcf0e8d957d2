//! Service numbers, and what WhatsApp charged.

use actix_web::{
    get, post, put,
    web::{Data, Json, Path},
};
use loket_domain::outbox::{AturLaju, DaftarSaluran, LanjutkanSaluran, LaporanBiaya};
use serde::Deserialize;
use time::{Date, macros::format_description};
use utoipa::IntoParams;

use super::view::{DaftarSaluranWa, LajuRequest, LaporanBiayaWa, SaluranView};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatDaftar, GalatPetugas, GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// List service numbers
///
/// Whether each sends, why not, how fast it may, and what WhatsApp says about its quality.
#[utoipa::path(
    tag = "operasi",
    operation_id = "daftarSaluranWa",
    responses(
        (status = OK, description = "Every number", body = DaftarSaluranWa),
        GalatPetugas,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.lihat"))),
)]
#[get("/v1/wa/saluran")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarSaluranWa>, Problem> {
    Ok(Json(DaftarSaluran.execute(&state.ports, &pelaku).await?.into()))
}

/// Let a paused number send again
///
/// After what paused it was repaired; its messages leave in order. 409 when it is not paused.
#[utoipa::path(
    tag = "operasi",
    operation_id = "lanjutkanSaluranWa",
    params(("phone_number_id" = String, Path, description = "The number", example = "1471")),
    responses((status = OK, description = "The number", body = SaluranView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("wa.kelola"))),
)]
#[post("/v1/wa/saluran/{phone_number_id}/lanjut")]
pub(super) async fn lanjut(
    state: Data<AppState>,
    Caller(pelaku, nomor): Caller<Path<String>>,
) -> Result<Json<SaluranView>, Problem> {
    let lanjutkan = LanjutkanSaluran { phone_number_id: nomor.into_inner() };
    let saluran = lanjutkan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(saluran.into()))
}

/// Set how fast a number may send
///
/// WhatsApp allows 80 messages per second, 20 for numbers shared with its Business app, 1,000 after an upgrade.
#[utoipa::path(
    tag = "operasi",
    operation_id = "aturLajuSaluranWa",
    params(("phone_number_id" = String, Path, description = "The number", example = "1471")),
    request_body = LajuRequest,
    responses((status = OK, description = "The number", body = SaluranView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("wa.kelola"))),
)]
#[put("/v1/wa/saluran/{phone_number_id}/laju")]
pub(super) async fn laju(
    state: Data<AppState>,
    Caller(pelaku, (nomor, Isi(isi))): Caller<(Path<String>, Isi<LajuRequest>)>,
) -> Result<Json<SaluranView>, Problem> {
    let atur = AturLaju { phone_number_id: nomor.into_inner(), per_detik: isi.per_detik };
    Ok(Json(atur.execute(&state.ports, &pelaku).await?.into()))
}

/// Which days.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BiayaParams {
    /// The first day on the office's wall clock.
    #[param(example = "2026-01-01", format = Date)]
    dari: String,
    /// The last day, included; at most 92 days in all.
    #[param(example = "2026-01-31", format = Date)]
    sampai: String,
}

fn hari(nama: &str, teks: &str) -> Result<Date, Problem> {
    Date::parse(teks, format_description!("[year]-[month]-[day]")).map_err(|_| {
        Problem::isian(
            nama,
            "tanggal_tidak_sah",
            "Tulis tanggal sebagai TTTT-BB-HH, misalnya 2026-01-31.",
        )
    })
}

/// Read what WhatsApp charged
///
/// Messages per day and category, as WhatsApp reported them with their delivery.
#[utoipa::path(
    tag = "operasi",
    operation_id = "laporanBiayaWa",
    params(BiayaParams),
    responses((status = OK, description = "The report", body = LaporanBiayaWa), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.lihat"))),
)]
#[get("/v1/laporan/wa-biaya")]
pub(super) async fn biaya(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<BiayaParams>>,
) -> Result<Json<LaporanBiayaWa>, Problem> {
    let laporan =
        LaporanBiaya { dari: hari("dari", &kueri.dari)?, sampai: hari("sampai", &kueri.sampai)? };
    Ok(Json(laporan.execute(&state.ports, &pelaku).await?.into()))
}
