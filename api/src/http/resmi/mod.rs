//! Official numbers: for everybody, signed, and cheap to ask for.

mod halaman;
mod view;

use std::fmt::Write;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{self, HeaderValue},
    web::{Data, Path},
};
use loket_domain::{
    galat::Galat,
    percakapan::{DaftarNomorResmi, PeriksaNomor},
};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use self::view::{PeriksaView, SuratView};
use super::{
    AppState,
    badan::Kueri,
    dokumentasi::galat::{GalatKueri, GalatPublik, GalatUmum},
    layanan::slug,
    problem::Problem,
};

/// How long copies may be kept: long enough to spare the server, short enough for a number that is taken away.
const SIMPAN: &str = "public, max-age=300";
/// The page of this path has a style of its own and sends its form to itself.
pub(super) const HALAMAN: &str = "/nomor-resmi";

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    // The check comes before the office of that name, which no office can have.
    config.service(semua).service(periksa).service(milik).service(jwks).service(halaman_resmi);
}

/// The number to look up.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PeriksaParams {
    /// A phone number, as people type it.
    #[param(example = "0812 3456 7890")]
    nomor: String,
}

/// The number to look up on the page.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct HalamanParams {
    /// A phone number, as people type it; only the form when absent.
    #[param(example = "0812 3456 7890")]
    nomor: Option<String>,
}

/// List official numbers
///
/// The service numbers of every office. `jws` says the same under a signature (Ed25519, keys at
/// `/.well-known/jwks.json`, kind `nomor-resmi+jwt`), so that a copy can be trusted until it ends.
#[utoipa::path(
    tag = "publik",
    operation_id = "daftarNomorResmi",
    params(("If-None-Match" = Option<String>, Header, description = "The `ETag` of a copy")),
    responses(
        (
            status = OK, description = "The numbers", body = SuratView,
            headers(("ETag" = String, description = "Changes with the list, and every hour")),
        ),
        (status = NOT_MODIFIED, description = "The copy is still good"),
        GalatUmum,
    ),
)]
#[get("/v1/publik/nomor-resmi")]
async fn semua(state: Data<AppState>, req: HttpRequest) -> Result<HttpResponse, Problem> {
    let surat = DaftarNomorResmi::default().execute(&state.ports).await?;
    tersimpan(&state, &req, &SuratView::from(surat))
}

/// List the official numbers of an office
#[utoipa::path(
    tag = "publik",
    operation_id = "bacaNomorResmi",
    params(
        ("tenant" = String, Path, description = "Slug of the office", example = "balangan"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of a copy"),
    ),
    responses(
        (
            status = OK, description = "The numbers", body = SuratView,
            headers(("ETag" = String, description = "Changes with the list, and every hour")),
        ),
        (status = NOT_MODIFIED, description = "The copy is still good"),
        GalatPublik,
    ),
)]
#[get("/v1/publik/nomor-resmi/{tenant}")]
async fn milik(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<String>,
) -> Result<HttpResponse, Problem> {
    let surat = DaftarNomorResmi { tenant: Some(slug(&jalur)?) };
    tersimpan(&state, &req, &SuratView::from(surat.execute(&state.ports).await?))
}

/// Check whether a number is official
#[utoipa::path(
    tag = "publik",
    operation_id = "periksaNomorResmi",
    params(PeriksaParams),
    responses((status = OK, description = "What is known of it", body = PeriksaView), GalatKueri),
)]
#[get("/v1/publik/nomor-resmi/periksa")]
async fn periksa(
    state: Data<AppState>,
    req: HttpRequest,
    Kueri(kueri): Kueri<PeriksaParams>,
) -> Result<HttpResponse, Problem> {
    let hasil = PeriksaNomor { nomor: kueri.nomor }.execute(&state.ports).await?;
    tersimpan(&state, &req, &PeriksaView::from(hasil))
}

/// Read the public keys
///
/// The keys that signed statements are checked with, as a JWK set (RFC 7517).
#[utoipa::path(
    tag = "publik",
    operation_id = "jwks",
    responses(
        (
            status = OK, description = "The keys", body = serde_json::Value,
            example = json!({ "keys": [{
                "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
                "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            }] }),
        ),
        GalatUmum,
    ),
)]
#[get("/.well-known/jwks.json")]
async fn jwks(state: Data<AppState>, req: HttpRequest) -> Result<HttpResponse, Problem> {
    tersimpan(&state, &req, &state.ports.surat.jwks())
}

/// Show the page for checking a number
///
/// A small page without scripts, in Indonesian: a form, the answer, and the list of all official numbers.
#[utoipa::path(
    tag = "publik",
    operation_id = "halamanNomorResmi",
    params(HalamanParams),
    responses(
        (status = OK, description = "The page", body = String, content_type = "text/html"),
        GalatUmum,
    ),
)]
#[get("/nomor-resmi")]
async fn halaman_resmi(
    state: Data<AppState>,
    kueri: actix_web::web::Query<HalamanParams>,
) -> Result<HttpResponse, Problem> {
    let nomor = kueri.into_inner().nomor.filter(|nomor| !nomor.trim().is_empty());
    let daftar = state.ports.daftar.nomor_resmi().await.map_err(Galat::from)?;
    let hasil = match &nomor {
        None => None,
        Some(nomor) => Some(PeriksaNomor { nomor: nomor.clone() }.execute(&state.ports).await.ok()),
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, SIMPAN))
        .body(halaman::tulis(nomor.as_deref(), hasil.as_ref(), &daftar)))
}

/// An answer that may be kept: the same bytes have the same tag.
fn tersimpan(
    state: &AppState,
    req: &HttpRequest,
    isi: &impl Serialize,
) -> Result<HttpResponse, Problem> {
    let isi = serde_json::to_vec(isi).map_err(|galat| Problem::kesalahan_sistem().karena(galat))?;
    let mut tanda = String::from("\"");
    for bita in state.ports.sidik(&isi).iter().take(16) {
        // Writing to a String cannot fail.
        let _ = write!(tanda, "{bita:02x}");
    }
    tanda.push('"');
    let masih = req
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|nilai| nilai.to_str().ok())
        .flat_map(|nilai| nilai.split(','))
        .any(|satu| satu.trim().trim_start_matches("W/") == tanda);
    let mut jawaban = if masih { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    jawaban
        .insert_header((header::ETAG, tanda))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static(SIMPAN)))
        // Anybody may check numbers, from any page.
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")));
    Ok(if masih {
        jawaban.finish()
    } else {
        jawaban.content_type(header::ContentType::json()).body(isi)
    })
}
