//! What residents read: the catalogue of texts, worded anew by the office and in its languages.

mod view;

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Json, Path},
};
use loket_domain::{
    akses::Izin,
    galat::Galat,
    percakapan::kamus::{AturTeks, BacaTeks, teks},
};
use utoipa_actix_web::service_config::ServiceConfig;

use self::view::{DaftarTeksView, PolaRequest, PratinjauRequest, PratinjauView};
use super::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatBuat, GalatDaftar, GalatGanti, GalatHapus},
    kepala::{IfMatchSidik, etag_sidik},
    problem::Problem,
};

/// Language and name of a text.
type Letak = Path<(String, String)>;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(daftar).service(coba).service(atur).service(kembalikan);
}

/// Read the texts
///
/// Every text that residents read in chat, with the office's own words in each language and a preview with sample data.
#[utoipa::path(
    tag = "teks",
    operation_id = "daftarTeks",
    responses(
        (
            status = OK, description = "The texts", body = DaftarTeksView,
            headers(("ETag" = String, description = "The hash of the office's words")),
        ),
        GalatDaftar,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola"))),
)]
#[get("/v1/teks")]
async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<HttpResponse, Problem> {
    let kata = BacaTeks.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag_sidik(&kata.sidik))
        .json(DaftarTeksView::baru(&kata.teks)))
}

/// Try words
///
/// What a resident would read, with sample data, and everything that is wrong with the words. Nothing is stored.
#[utoipa::path(
    tag = "teks",
    operation_id = "cobaTeks",
    request_body = PratinjauRequest,
    responses((status = OK, description = "The preview", body = PratinjauView), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola"))),
)]
#[post("/v1/teks/pratinjau")]
async fn coba(
    Caller(pelaku, Isi(isi)): Caller<Isi<PratinjauRequest>>,
) -> Result<Json<PratinjauView>, Problem> {
    pelaku.petugas(Izin::TenantKelola)?;
    let satu = teks(&isi.kode).ok_or(Galat::TidakDitemukan("teks"))?;
    Ok(Json(PratinjauView::baru(satu, &isi.pola)))
}

/// Word a text
///
/// The office's own words for a text in a language (`id` is Indonesian), in force from the next message on. `If-Match` is
/// required: it names the words the editor saw.
#[utoipa::path(
    tag = "teks",
    operation_id = "aturTeks",
    params(
        ("bahasa" = String, Path, description = "The language", example = "jv"),
        ("kode" = String, Path, description = "The name of the text", example = "berkas_diterima"),
        ("If-Match" = String, Header, description = "The `ETag` of the words", example = "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\""),
    ),
    request_body = PolaRequest,
    responses(
        (
            status = OK, description = "The texts", body = DaftarTeksView,
            headers(("ETag" = String, description = "The hash of the office's words now")),
        ),
        GalatGanti,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola"))),
)]
#[put("/v1/teks/{bahasa}/{kode}")]
async fn atur(
    state: Data<AppState>,
    Caller(pelaku, (jalur, cocok, Isi(isi))): Caller<(Letak, IfMatchSidik, Isi<PolaRequest>)>,
) -> Result<HttpResponse, Problem> {
    let (bahasa, kode) = jalur.into_inner();
    let ubah = AturTeks { bahasa, kode, pola: Some(isi.pola), sidik: cocok.wajib()? };
    let kata = ubah.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag_sidik(&kata.sidik))
        .json(DaftarTeksView::baru(&kata.teks)))
}

/// Go back to the words of the catalogue
#[utoipa::path(
    tag = "teks",
    operation_id = "kembalikanTeks",
    params(
        ("bahasa" = String, Path, description = "The language", example = "jv"),
        ("kode" = String, Path, description = "The name of the text", example = "berkas_diterima"),
        ("If-Match" = String, Header, description = "The `ETag` of the words", example = "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\""),
    ),
    responses(
        (
            status = NO_CONTENT, description = "The office's own words are gone",
            headers(("ETag" = String, description = "The hash of the office's words now")),
        ),
        GalatHapus,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola"))),
)]
#[delete("/v1/teks/{bahasa}/{kode}")]
async fn kembalikan(
    state: Data<AppState>,
    Caller(pelaku, (jalur, cocok)): Caller<(Letak, IfMatchSidik)>,
) -> Result<HttpResponse, Problem> {
    let (bahasa, kode) = jalur.into_inner();
    let ubah = AturTeks { bahasa, kode, pola: None, sidik: cocok.wajib()? };
    let kata = ubah.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::NoContent().insert_header(etag_sidik(&kata.sidik)).finish())
}
