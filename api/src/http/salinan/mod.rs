//! The page at which a resident fetches a copy of their data: `/{tenant}/salinan/{token}`. Opened by residents, not by
//! programs, so it answers in HTML, and it is no part of the API.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{self, Data, Path, ServiceConfig},
};
use loket_domain::{
    cetak::Lolos,
    galat::Galat,
    hak_subjek::{HalamanSalinan, HasilSalinan, KeadaanSalinan, LihatSalinan, UnduhHalamanSalinan},
};

use super::{
    AppState,
    problem::Problem,
    tautan::{alamat, bingkai, gangguan, jawab, pemberitahuan, terlalu_sering, tidak_ada, tulis},
};

/// Where the pages live. The access log and the counters know a route by this, never by the path that was asked for.
pub(super) const JALUR: &str = "/{tenant}/salinan/{token}";

pub(super) fn rute(config: &mut ServiceConfig) {
    config.service(
        web::resource(JALUR)
            .route(web::get().to(lihat))
            .route(web::head().to(lihat))
            .route(web::post().to(unduh))
            .default_service(web::to(metode_lain)),
    );
}

/// Shows the page. Nothing changes by it: WhatsApp opens links to preview them.
async fn lihat(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<(String, String)>,
) -> HttpResponse {
    let Some((tenant, token)) = alamat(&jalur) else { return tak_dikenal(&state, &req) };
    match (LihatSalinan { tenant, token }).execute(&state.ports).await {
        Ok(Some(halaman)) => tampilkan(&halaman),
        Ok(None) => tak_dikenal(&state, &req),
        Err(galat) => gagal(galat),
    }
}

/// Gives the file, once.
async fn unduh(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<(String, String)>,
) -> HttpResponse {
    let Some((tenant, token)) = alamat(&jalur) else { return tak_dikenal(&state, &req) };
    let ports = &state.ports;
    if !state.penjaga.boleh_mengirim(ports.sidik(token.buka().as_bytes()), ports.clock.now()) {
        return jawab(StatusCode::TOO_MANY_REQUESTS, terlalu_sering());
    }
    match (UnduhHalamanSalinan { tenant, token }).execute(ports).await {
        Ok(Some(HasilSalinan::Berkas { nama, isi })) => HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, "application/json"))
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .insert_header((
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{nama}\""),
            ))
            .body(isi),
        Ok(Some(HasilSalinan::Halaman(halaman))) => tampilkan(&halaman),
        Ok(None) => tak_dikenal(&state, &req),
        Err(galat) => gagal(galat),
    }
}

fn tampilkan(halaman: &HalamanSalinan) -> HttpResponse {
    let kantor = halaman.kantor.as_str();
    match &halaman.keadaan {
        KeadaanSalinan::Siap(batas) => {
            let mut isi = String::new();
            tulis(
                &mut isi,
                format_args!(
                    "<div class=\"b\"><p><b>Salinan data pribadi</b></p><p>Permintaan {}</p><p>Berkasnya memuat data \
                     lengkap Anda. Simpan di tempat aman; unduhan hanya dapat dilakukan satu kali.</p></div><form \
                     method=\"post\"><button>Unduh salinan data</button></form><footer><p>Halaman milik {}, hanya untuk \
                     Anda; jangan diteruskan. Berlaku sampai {}.</p></footer>",
                    Lolos(&halaman.nomor),
                    Lolos(kantor),
                    Lolos(batas)
                ),
            );
            jawab(StatusCode::OK, bingkai(kantor, "Salinan data", &isi))
        }
        KeadaanSalinan::Diunduh => {
            let alinea =
                ["Salinan dari tautan ini sudah diunduh; tautannya hanya berlaku satu kali."];
            jawab(StatusCode::GONE, pemberitahuan(kantor, "Sudah diunduh", &alinea, None))
        }
        KeadaanSalinan::Kedaluwarsa => {
            let alinea = ["Minta salinan lagi dengan menulis DATA SAYA di WhatsApp."];
            let isi = pemberitahuan(kantor, "Tautan sudah habis masa berlakunya", &alinea, None);
            jawab(StatusCode::GONE, isi)
        }
    }
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

fn gagal(galat: Galat) -> HttpResponse {
    let problem = Problem::from(galat);
    let sebab = problem.sebab();
    tracing::error!(rute = JALUR, kode = problem.kode(), sebab, "halaman salinan gagal");
    jawab(StatusCode::SERVICE_UNAVAILABLE, gangguan())
}
