//! The status of a case without logging in: for everybody who knows its number and something that only its people know.

mod halaman;
mod lembar;
mod pengaturan;
mod view;

use actix_web::{
    HttpRequest, get,
    http::{StatusCode, header},
    web::{Data, Json, Path},
};
use loket_domain::{
    galat::Galat,
    nilai::Rahasia,
    publik::{CekStatus, StatusPublik},
    tenant::TenantSlug,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use self::view::StatusView;
pub(super) use self::{
    halaman::{JALUR, rute as rute_halaman},
    lembar::KEBIJAKAN,
};
use super::{AppState, badan::Kueri, dokumentasi::galat::GalatStatus, problem::Problem};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(cek).service(pengaturan::baca).service(pengaturan::atur);
}

/// The proof.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CekParams {
    /// The last four digits of the applicant's NIK, or of the number the case talks to, as the office decides. Without a
    /// decision: of the NIK, and where the case holds none, of a number that is proven.
    #[param(value_type = String, min_length = 4, max_length = 4, example = "0001")]
    pembuktian: Rahasia,
}

/// Ask where a case stands
///
/// By its registration number and four digits that its people know. One answer (404) says that the number is none, that nobody
/// has it, that the digits are wrong, and that the office does not answer such questions. Five wrong answers for a number in
/// an hour, or thirty from an address, and questions are refused with 429 and `Retry-After`, for numbers that exist and
/// those that do not alike. The page for people is `/s/{tenant}`, which keeps the digits out of addresses.
#[utoipa::path(
    tag = "publik",
    operation_id = "cekStatus",
    params(
        ("tenant" = String, Path, description = "Slug of the office", example = "balangan"),
        ("nomor" = String, Path, description = "The registration number", example = "6311-2026-00042-7"),
        CekParams,
    ),
    responses((status = OK, description = "Where it stands", body = StatusView), GalatStatus),
)]
#[get("/v1/publik/{tenant}/permohonan/{nomor}")]
async fn cek(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<(String, String)>,
    Kueri(kueri): Kueri<CekParams>,
) -> Result<Json<StatusView>, Problem> {
    let (tenant, nomor) = jalur.into_inner();
    Ok(Json(cari(&state, &req, &tenant, nomor, kueri.pembuktian).await?.into()))
}

fn terlalu_sering() -> Problem {
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "terlalu_banyak_percobaan",
        "Terlalu banyak pertanyaan dari sini. Coba lagi 10 menit lagi.",
    )
    .dengan_kepala(header::RETRY_AFTER, header::HeaderValue::from_static("600"))
}

/// The status, within the limits.
async fn cari(
    state: &AppState,
    req: &HttpRequest,
    tenant: &str,
    nomor: String,
    pembuktian: Rahasia,
) -> Result<StatusPublik, Problem> {
    let (asal, kini) = (state.penjaga.asal(req), state.ports.clock.now());
    // Before anything is asked of the database: a flood costs nobody else.
    if !state.penjaga.boleh_memeriksa(asal, tenant, kini) {
        return Err(terlalu_sering());
    }
    let tenant =
        TenantSlug::parse(tenant).map_err(|_| Problem::from(Galat::TidakDitemukan("status")))?;
    let asal = asal.map(|alamat| alamat.to_string());
    Ok(CekStatus { tenant, nomor, pembuktian, asal }.execute(&state.ports).await?)
}
