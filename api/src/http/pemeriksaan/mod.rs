//! The daily check of the inbox (B-10).

mod view;

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json},
};
use loket_domain::{
    kalender::baca_tanggal,
    pemeriksaan::{BacaPemeriksaan, CatatPemeriksaan},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use self::view::{DaftarPemeriksaan, PemeriksaanView};
use super::{
    AppState, auth::Caller, badan::Kueri, dokumentasi::galat::GalatDaftar, problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(daftar).service(catat);
}

/// Which days.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DaftarParams {
    /// The first day, `YYYY-MM-DD`; 30 days before the last when absent.
    #[param(example = "2026-01-01")]
    dari: Option<String>,
    /// The last day; today when absent.
    #[param(example = "2026-01-31")]
    sampai: Option<String>,
}

/// Read the log of daily checks
///
/// Every day of at most 92, the latest first, with who looked at the inbox and what waited then. A working day whose hours
/// are over without a check in them is marked; those who hold `operasi.lihat` were told of it.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "daftarPemeriksaanHarian",
    params(DaftarParams),
    responses((status = OK, description = "The days", body = DaftarPemeriksaan), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.baca"))),
)]
#[get("/v1/pemeriksaan-harian")]
async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DaftarParams>>,
) -> Result<Json<DaftarPemeriksaan>, Problem> {
    let tanggal = |nama: &str, teks: Option<String>| {
        let salah =
            || Problem::isian(nama, "tanggal_tidak_sah", "Tulis tanggal sebagai 2026-01-31.");
        teks.map(|teks| baca_tanggal(&teks).ok_or_else(salah)).transpose()
    };
    let baca = BacaPemeriksaan {
        dari: tanggal("dari", kueri.dari)?,
        sampai: tanggal("sampai", kueri.sampai)?,
    };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}

/// Record a daily check
///
/// That I looked at the inbox now. Counts for the day only in working hours.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "catatPemeriksaanHarian",
    responses((status = CREATED, description = "The check", body = PemeriksaanView), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.baca"))),
)]
#[post("/v1/pemeriksaan-harian")]
async fn catat(state: Data<AppState>, Caller(pelaku, ()): Caller) -> Result<HttpResponse, Problem> {
    let pemeriksaan = CatatPemeriksaan.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(PemeriksaanView::baru(&pemeriksaan, None)))
}
