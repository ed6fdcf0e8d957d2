//! The public side: offices and what they offer.

mod view;

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use loket_domain::{galat::Galat, layanan::KatalogPublik, tenant::TenantSlug};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) use self::view::TenantView;
use self::view::{DaftarLayanan, DaftarTenant, LayananView};
use super::{
    AppState,
    dokumentasi::galat::{GalatPublik, GalatUmum},
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(daftar_tenant).service(daftar_layanan).service(baca_layanan);
}

/// The slug in a public path; anything that cannot be one belongs to nobody.
pub(super) fn slug(teks: &str) -> Result<TenantSlug, Problem> {
    TenantSlug::parse(teks).map_err(|_| Problem::tidak_ditemukan())
}

/// List offices
///
/// Every active office, by slug.
#[utoipa::path(
    tag = "publik",
    operation_id = "daftarTenant",
    responses((status = OK, description = "The offices", body = DaftarTenant), GalatUmum),
)]
#[get("/v1/tenant")]
async fn daftar_tenant(state: Data<AppState>) -> Result<Json<DaftarTenant>, Problem> {
    let semua = state.ports.daftar.aktif().await.map_err(Galat::from)?;
    Ok(Json(DaftarTenant { data: semua.iter().map(|satu| satu.as_ref().into()).collect() }))
}

/// List the services of an office
///
/// What the office offers, in menu order: what is asked for, what comes out, how long it takes and what it costs.
#[utoipa::path(
    tag = "publik",
    operation_id = "daftarLayanan",
    params(("tenant" = String, Path, description = "Slug of the office", example = "balangan")),
    responses((status = OK, description = "The services", body = DaftarLayanan), GalatPublik),
)]
#[get("/v1/tenant/{tenant}/layanan")]
async fn daftar_layanan(
    state: Data<AppState>,
    jalur: Path<String>,
) -> Result<Json<DaftarLayanan>, Problem> {
    let katalog = KatalogPublik { tenant: slug(&jalur)? };
    let semua = katalog.execute(&state.ports).await?;
    Ok(Json(DaftarLayanan { data: semua.into_iter().map(Into::into).collect() }))
}

/// Read a service of an office
#[utoipa::path(
    tag = "publik",
    operation_id = "bacaLayanan",
    params(
        ("tenant" = String, Path, description = "Slug of the office", example = "balangan"),
        ("kode" = String, Path, description = "Code of the service", example = "akta_kelahiran"),
    ),
    responses((status = OK, description = "The service", body = LayananView), GalatPublik),
)]
#[get("/v1/tenant/{tenant}/layanan/{kode}")]
async fn baca_layanan(
    state: Data<AppState>,
    jalur: Path<(String, String)>,
) -> Result<Json<LayananView>, Problem> {
    let (tenant, kode) = jalur.into_inner();
    let katalog = KatalogPublik { tenant: slug(&tenant)? };
    Ok(Json(katalog.satu(&state.ports, &kode).await?.into()))
}
