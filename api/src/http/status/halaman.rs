//! The page for people: `/s/{tenant}`. It sends by POST, so that the digits stand in no address, no history and no log.

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{StatusCode, header},
    web::{self, Data, Form, Path, ServiceConfig},
};
use loket_domain::nilai::Rahasia;
use serde::Deserialize;

use super::{cari, lembar};
use crate::http::{AppState, problem::Problem};

/// The form and its answer.
pub(in crate::http) const JALUR: &str = "/s/{tenant}";
/// Bytes of the form.
const BATAS: usize = 2_048;

pub(in crate::http) fn rute(config: &mut ServiceConfig) {
    config.service(
        web::resource(JALUR)
            .app_data(web::FormConfig::default().limit(BATAS))
            .route(web::get().to(formulir))
            .route(web::head().to(formulir))
            .route(web::post().to(cek)),
    );
}

#[derive(Deserialize)]
struct Isian {
    #[serde(default)]
    nomor: String,
    pembuktian: Rahasia,
}

async fn formulir() -> HttpResponse {
    halaman(StatusCode::OK, lembar::formulir("", ""))
}

async fn cek(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<String>,
    isian: Result<Form<Isian>, actix_web::Error>,
) -> HttpResponse {
    let Ok(Form(isian)) = isian else {
        let pesan = "Isi nomor registrasi dan empat angka pembuktian.";
        return halaman(StatusCode::UNPROCESSABLE_ENTITY, lembar::formulir("", pesan));
    };
    let hasil = cari(&state, &req, &jalur, isian.nomor.clone(), isian.pembuktian).await;
    match hasil {
        Ok(status) => halaman(StatusCode::OK, lembar::status(&status)),
        Err(problem) => tolak(&problem, &isian.nomor),
    }
}

/// A refusal as a page, with what tells a client when to come back.
fn tolak(problem: &Problem, nomor: &str) -> HttpResponse {
    if let Some(sebab) = problem.sebab() {
        tracing::error!(rute = JALUR, kode = problem.kode(), sebab, "halaman status gagal");
    }
    let pesan = match problem.status_code() {
        StatusCode::NOT_FOUND => {
            "Nomor registrasi atau empat angkanya tidak cocok. Periksa lagi, lalu coba sekali lagi."
        }
        StatusCode::UNPROCESSABLE_ENTITY => "Isi tepat empat angka terakhir.",
        _ => problem.detail(),
    };
    let mut jawaban = halaman(problem.status_code(), lembar::formulir(nomor, pesan));
    let tunggu = problem.error_response().headers().get(header::RETRY_AFTER).cloned();
    if let Some(tunggu) = tunggu {
        jawaban.headers_mut().insert(header::RETRY_AFTER, tunggu);
    }
    jawaban
}

fn halaman(status: StatusCode, isi: String) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("x-frame-options", "DENY"))
        .insert_header(("x-robots-tag", "noindex, nofollow, noarchive"))
        .body(isi)
}
