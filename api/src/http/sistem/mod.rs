//! Health, metrics, and the document with its page.

use std::time::Duration;

use actix_web::{
    HttpResponse, get,
    http::{StatusCode, header},
    web::{Data, Json, ServiceConfig as ActixConfig},
};
use loket_domain::{galat::PortError, permohonan::KunciObjek};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{
    AppState, Metrik,
    dokumentasi::{self, galat::GalatUmum},
    problem::Problem,
};

/// How long a check may take.
const WAKTU_PERIKSA: Duration = Duration::from_secs(3);

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(hidup).service(siap).service(metrik).service(openapi);
}

/// The page at `/docs/`, from files inside the binary.
pub(super) fn halaman_dokumentasi(config: &mut ActixConfig) {
    config
        .service(actix_web::web::redirect("/docs", "/docs/"))
        .service(SwaggerUi::new("/docs/{_:.*}").config(Config::from("/openapi.json")));
}

/// Whether the process lives.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "status": "hidup" }))]
struct HidupView {
    /// Always `hidup`.
    status: &'static str,
}

/// Is it alive
///
/// Answers as long as the process lives, whatever it depends on.
#[utoipa::path(
    tag = "sistem",
    operation_id = "hidup",
    responses((status = OK, description = "It lives", body = HidupView), GalatUmum),
)]
#[get("/healthz")]
async fn hidup() -> Json<HidupView> {
    Json(HidupView { status: "hidup" })
}

/// Whether requests can be served.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "status": "siap",
    "database": "sehat",
    "objek": "sehat",
    "kunci_objek": "aktif",
    "pemindai": "sehat"
}))]
struct SiapView {
    /// `siap` or `belum_siap`.
    status: &'static str,
    /// The database: `sehat` or `sakit`.
    database: &'static str,
    /// Object storage: `sehat` or `sakit`.
    objek: &'static str,
    /// Whether storage itself locks originals: `aktif`, `tidak_didukung` or `belum_diketahui`. Readiness does not depend on
    /// it.
    kunci_objek: &'static str,
    /// The virus scanner: `sehat`, `sakit` (files are held until it answers) or `tidak_dipasang`. Readiness does not depend on
    /// it.
    pemindai: &'static str,
}

/// Is it ready
///
/// Asks the database and object storage; 503 says which one does not answer.
#[utoipa::path(
    tag = "sistem",
    operation_id = "siap",
    responses(
        (status = OK, description = "It is ready", body = SiapView),
        GalatUmum,
        (status = SERVICE_UNAVAILABLE, description = "It is not ready; the body says why", body = SiapView),
    ),
)]
#[get("/readyz")]
async fn siap(state: Data<AppState>) -> HttpResponse {
    let (database, objek, kunci, pemindai) = tokio::join!(
        tokio::time::timeout(WAKTU_PERIKSA, state.ports.daftar.sehat()),
        tokio::time::timeout(WAKTU_PERIKSA, state.ports.objek.sehat()),
        tokio::time::timeout(WAKTU_PERIKSA, state.ports.objek.kunci_objek()),
        tokio::time::timeout(WAKTU_PERIKSA, state.ports.pemindai.sehat()),
    );
    let kunci_objek = match kunci {
        Ok(Ok(KunciObjek::Aktif)) => "aktif",
        Ok(Ok(KunciObjek::TidakDidukung)) => "tidak_didukung",
        Ok(Err(_)) | Err(_) => "belum_diketahui",
    };
    let pemindai = if state.ports.pemindai.terpasang() {
        keadaan("pemindai", pemindai)
    } else {
        "tidak_dipasang"
    };
    let database = keadaan("database", database);
    let objek = keadaan("objek", objek);
    let sehat = database == SEHAT && objek == SEHAT;
    let status = if sehat { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let kata = if sehat { "siap" } else { "belum_siap" };
    HttpResponse::build(status).json(SiapView {
        status: kata,
        database,
        objek,
        kunci_objek,
        pemindai,
    })
}

const SEHAT: &str = "sehat";

fn keadaan<E>(apa: &'static str, hasil: Result<Result<(), PortError>, E>) -> &'static str {
    match hasil {
        Ok(Ok(())) => SEHAT,
        Ok(Err(galat)) => {
            let sebab = Problem::from(galat).sebab();
            tracing::warn!(apa, sebab, "belum siap");
            "sakit"
        }
        Err(_) => {
            tracing::warn!(apa, "belum siap: tidak menjawab");
            "sakit"
        }
    }
}

/// Read the metrics
///
/// Counters in the text format of Prometheus. Not for the public: in production they are on an address of their own, and
/// this one answers 404.
#[utoipa::path(
    tag = "sistem",
    operation_id = "metrik",
    responses(
        (
            status = OK, description = "The counters", body = String,
            content_type = "application/openmetrics-text", example = "# EOF\n",
        ),
        GalatUmum,
    ),
)]
#[get("/metrics")]
async fn metrik(state: Data<AppState>) -> Result<HttpResponse, Problem> {
    if !state.batas.metrik {
        return Err(Problem::tidak_ditemukan());
    }
    teks_metrik(&state.metrik)
}

/// The same on an address of its own.
pub(super) async fn metrik_saja(hitungan: Data<Metrik>) -> Result<HttpResponse, Problem> {
    teks_metrik(&hitungan)
}

fn teks_metrik(hitungan: &Metrik) -> Result<HttpResponse, Problem> {
    let teks = hitungan.teks().map_err(|galat| Problem::kesalahan_sistem().karena(galat))?;
    Ok(HttpResponse::Ok()
        .insert_header((
            header::CONTENT_TYPE,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        ))
        .body(teks))
}

/// Read this document
///
/// OpenAPI 3.1, built from the routes that are served.
#[utoipa::path(
    tag = "sistem",
    operation_id = "openapi",
    responses((status = OK, description = "The document", body = serde_json::Value), GalatUmum),
)]
#[get("/openapi.json")]
async fn openapi(state: Data<AppState>) -> Result<HttpResponse, Problem> {
    if !state.batas.dokumentasi {
        return Err(Problem::tidak_ditemukan());
    }
    Ok(HttpResponse::Ok().content_type(header::ContentType::json()).body(dokumentasi::teks()))
}
