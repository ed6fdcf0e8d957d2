//! The pages behind the QR: `/v/{tenant}/{kode}` and `/v/{tenant}`. For people with a cheap phone, so they answer in HTML and
//! are no part of the API.

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{StatusCode, header},
    web::{self, Data, Path, Payload, Query, ServiceConfig},
};
use loket_domain::verifikasi::KodeVerifikasi;
use serde::Deserialize;

use super::{cari_berkas, cari_kode, halaman, lembar, view::VerifikasiView};
use crate::http::{AppState, problem::Problem};

/// The form, and where files go. The access log and the counters know a route by this, never by the path asked for.
pub(in crate::http) const JALUR: &str = "/v/{tenant}";
/// What is known of a code.
pub(in crate::http) const JALUR_KODE: &str = "/v/{tenant}/{kode}";

pub(in crate::http) fn rute(config: &mut ServiceConfig) {
    config
        .service(
            web::resource(JALUR)
                .route(web::get().to(formulir))
                .route(web::head().to(formulir))
                .route(web::post().to(unggah))
                .default_service(web::to(metode_lain)),
        )
        .service(
            web::resource(JALUR_KODE)
                .route(web::get().to(lihat))
                .route(web::head().to(lihat))
                .default_service(web::to(metode_lain)),
        );
}

#[derive(Deserialize)]
struct Ketikan {
    #[serde(default)]
    kode: String,
}

/// The form; with a code typed into it, the answer.
async fn formulir(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<String>,
    kueri: Query<Ketikan>,
) -> HttpResponse {
    let tenant = jalur.into_inner();
    let aksi = lembar::aksi(&tenant, false);
    if kueri.kode.trim().is_empty() {
        return halaman(StatusCode::OK, lembar::kosong(&aksi));
    }
    jawab(&state, &req, &tenant, &kueri.kode, &aksi).await
}

/// What is known of the code in the address. Nothing changes by it: phones open links to preview them.
async fn lihat(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<(String, String)>,
) -> HttpResponse {
    let (tenant, kode) = jalur.into_inner();
    jawab(&state, &req, &tenant, &kode, &lembar::aksi(&tenant, true)).await
}

async fn jawab(
    state: &AppState,
    req: &HttpRequest,
    tenant: &str,
    kode: &str,
    aksi: &str,
) -> HttpResponse {
    let kode = match KodeVerifikasi::parse(kode) {
        Ok(kode) => kode,
        Err(salah) => {
            let isi = lembar::salah_ketik(aksi, kode, salah.pesan);
            return halaman(StatusCode::UNPROCESSABLE_ENTITY, isi);
        }
    };
    let tercetak = kode.to_string();
    match cari_kode(state, req, tenant, kode).await {
        Ok(hasil) => hasil_periksa(&VerifikasiView::from(hasil), Some(&tercetak), aksi),
        Err(problem) => tolak(&problem, aksi),
    }
}

/// Checks a file.
async fn unggah(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<String>,
    payload: Payload,
) -> HttpResponse {
    let tenant = jalur.into_inner();
    let aksi = lembar::aksi(&tenant, false);
    match cari_berkas(&state, &req, &tenant, payload).await {
        Ok(hasil) => hasil_periksa(&VerifikasiView::from(hasil), None, &aksi),
        Err(problem) => tolak(&problem, &aksi),
    }
}

async fn metode_lain(jalur: HttpRequest) -> HttpResponse {
    let tenant = jalur.match_info().get("tenant").unwrap_or_default();
    let aksi = lembar::aksi(tenant, false);
    halaman(StatusCode::METHOD_NOT_ALLOWED, lembar::kosong(&aksi))
}

fn hasil_periksa(view: &VerifikasiView, kode: Option<&str>, aksi: &str) -> HttpResponse {
    let status = match view.hasil {
        "tidak_ditemukan" => StatusCode::NOT_FOUND,
        _ => StatusCode::OK,
    };
    halaman(status, lembar::hasil(view, kode, aksi))
}

/// A refusal as a page, with what tells a client when to come back.
fn tolak(problem: &Problem, aksi: &str) -> HttpResponse {
    if let Some(sebab) = problem.sebab() {
        tracing::error!(rute = JALUR, kode = problem.kode(), sebab, "halaman verifikasi gagal");
    }
    let status = problem.status_code();
    let mut jawaban = halaman(status, lembar::tolak(problem.detail(), aksi));
    let tunggu = problem.error_response().headers().get(header::RETRY_AFTER).cloned();
    if let Some(tunggu) = tunggu {
        jawaban.headers_mut().insert(header::RETRY_AFTER, tunggu);
    }
    jawaban
}
