//! The page at which a document is collected: `/{tenant}/ambil/{token}`. Opened by residents, not by programs, so it
//! answers in HTML, and it is no part of the API.

mod lembar;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{self, Data, Form, Path, ServiceConfig},
};
use loket_domain::{
    galat::Galat,
    nilai::Rahasia,
    penyerahan::{HalamanAmbil, HasilAmbil, IsiAmbil, JawabAmbil, LihatAmbil},
};
use serde::Deserialize;

use super::{
    AppState,
    problem::Problem,
    tautan::{alamat, gangguan, jawab, terlalu_sering, tidak_ada},
};

/// Where the pages live. The access log and the counters know a route by this, never by the path that was asked for.
pub(super) const JALUR: &str = "/{tenant}/ambil/{token}";
/// Bytes of the form: one short answer.
const BATAS_FORMULIR: usize = 2_048;

/// What the form brings.
#[derive(Deserialize)]
struct Jawaban {
    #[serde(default)]
    jawaban: String,
}

pub(super) fn rute(config: &mut ServiceConfig) {
    config.service(
        web::resource(JALUR)
            .app_data(web::FormConfig::default().limit(BATAS_FORMULIR).error_handler(|_, _| {
                let isi = lembar::tidak_terbaca();
                actix_web::error::InternalError::from_response(
                    "",
                    jawab(StatusCode::BAD_REQUEST, isi),
                )
                .into()
            }))
            .route(web::get().to(lihat))
            .route(web::head().to(lihat))
            .route(web::post().to(kirim))
            .default_service(web::to(metode_lain)),
    );
}

/// Shows the page. Nothing changes by it: mail programs and WhatsApp open links to preview them.
async fn lihat(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<(String, String)>,
) -> HttpResponse {
    let Some((tenant, token)) = alamat(&jalur) else { return tak_dikenal(&state, &req) };
    match (LihatAmbil { tenant, token }).execute(&state.ports).await {
        Ok(Some(halaman)) => jawab(status(&halaman), lembar::halaman(&halaman)),
        Ok(None) => tak_dikenal(&state, &req),
        Err(galat) => gagal(galat),
    }
}

/// Takes the answer; gives the file, or the next page.
async fn kirim(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<(String, String)>,
    Form(isi): Form<Jawaban>,
) -> HttpResponse {
    let Some((tenant, token)) = alamat(&jalur) else { return tak_dikenal(&state, &req) };
    let ports = &state.ports;
    if !state.penjaga.boleh_mengirim(ports.sidik(token.buka().as_bytes()), ports.clock.now()) {
        return jawab(StatusCode::TOO_MANY_REQUESTS, terlalu_sering());
    }
    let perintah = JawabAmbil { tenant: tenant.clone(), token, jawaban: Rahasia::new(isi.jawaban) };
    match perintah.execute(ports).await {
        Ok(Some(HasilAmbil::Berkas { nama, isi })) => {
            (state.kotor)(&tenant);
            berkas(&nama, isi)
        }
        Ok(Some(HasilAmbil::Halaman(halaman))) => {
            (state.kotor)(&tenant);
            jawab(status(&halaman), lembar::halaman(&halaman))
        }
        Ok(None) => tak_dikenal(&state, &req),
        Err(galat) => gagal(galat),
    }
}

/// The file. Its name is made of codes.
fn berkas(nama: &str, isi: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/pdf"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{nama}\"")))
        .body(isi)
}

fn tak_dikenal(state: &AppState, req: &HttpRequest) -> HttpResponse {
    let asal = req.peer_addr().map(|alamat| alamat.ip());
    if state.penjaga.tak_dikenal(asal, state.ports.clock.now()) {
        jawab(StatusCode::NOT_FOUND, tidak_ada())
    } else {
        jawab(StatusCode::TOO_MANY_REQUESTS, terlalu_sering())
    }
}

async fn metode_lain() -> HttpResponse {
    jawab(StatusCode::METHOD_NOT_ALLOWED, tidak_ada())
}

fn status(halaman: &HalamanAmbil) -> StatusCode {
    match &halaman.isi {
        IsiAmbil::Tanya(tanya) if tanya.sisa.is_some() => StatusCode::UNPROCESSABLE_ENTITY,
        IsiAmbil::Tanya(_) | IsiAmbil::Selesai(_) => StatusCode::OK,
        IsiAmbil::Habis | IsiAmbil::Kedaluwarsa | IsiAmbil::TidakBerlaku => StatusCode::GONE,
    }
}

fn gagal(galat: Galat) -> HttpResponse {
    let problem = Problem::from(galat);
    let sebab = problem.sebab();
    tracing::error!(rute = JALUR, kode = problem.kode(), sebab, "halaman ambil gagal");
    jawab(StatusCode::SERVICE_UNAVAILABLE, gangguan())
}
