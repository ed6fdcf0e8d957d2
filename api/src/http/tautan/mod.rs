//! The page behind a one-time link: `/t/{tenant}/{token}`. Opened by residents, not by programs, so it answers in HTML,
//! and it is no part of the API.

mod lembar;
mod penjaga;
#[cfg(test)]
mod uji;
mod unggahan;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderName},
    },
    web::{self, Data, Path, Payload, ServiceConfig},
};
use loket_domain::{
    galat::Galat,
    nilai::Rahasia,
    percakapan::{HalamanTautan, HasilIsi, IsiHalamanTautan, IsiTautan, LihatTautan},
    tenant::TenantSlug,
};

use self::unggahan::{BATAS_FORMULIR, Unggahan};
use super::{AppState, problem::Problem};

pub(super) use self::lembar::{
    KEBIJAKAN, bingkai, gangguan, pemberitahuan, terlalu_sering, tidak_ada, tulis,
};
pub(super) use self::penjaga::Memori;
pub use self::penjaga::Penjaga;

/// Where the pages live. The access log and the counters know a route by this, never by the path that was asked for.
pub(super) const JALUR: &str = "/t/{tenant}/{token}";
const X_FRAME_OPTIONS: HeaderName = HeaderName::from_static("x-frame-options");
const X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");
/// Tokens are 48 hex digits.
const PANJANG_TOKEN: usize = 48;

pub(super) fn rute(config: &mut ServiceConfig) {
    config.service(
        web::resource(JALUR)
            .route(web::get().to(lihat))
            .route(web::head().to(lihat))
            .route(web::post().to(kirim))
            .default_service(web::to(metode_lain)),
    );
}

/// Office and token, when the address can be one at all.
pub(super) fn alamat(jalur: &(String, String)) -> Option<(TenantSlug, Rahasia)> {
    let (tenant, token) = jalur;
    let layak = token.len() == PANJANG_TOKEN && token.bytes().all(|b| b.is_ascii_hexdigit());
    let tenant = TenantSlug::parse(tenant).ok().filter(|_| layak)?;
    Some((tenant, Rahasia::new(token.as_str())))
}

/// Shows the page. Nothing changes by it: WhatsApp itself opens links to preview them.
async fn lihat(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<(String, String)>,
) -> HttpResponse {
    match cari(&state, &req, &jalur.into_inner()).await {
        Ok((_, _, halaman)) => jawab(status(&halaman), lembar::halaman(&halaman)),
        Err(jawaban) => jawaban,
    }
}

/// The page of that address, or the answer why there is none.
async fn cari(
    state: &AppState,
    req: &HttpRequest,
    jalur: &(String, String),
) -> Result<(TenantSlug, Rahasia, HalamanTautan), HttpResponse> {
    let asal = state.penjaga.asal(req);
    let kini = state.ports.clock.now();
    let tidak_ada = || {
        if state.penjaga.tak_dikenal(asal, kini) {
            jawab(StatusCode::NOT_FOUND, lembar::tidak_ada())
        } else {
            jawab(StatusCode::TOO_MANY_REQUESTS, lembar::terlalu_sering())
        }
    };
    let Some((tenant, token)) = alamat(jalur) else { return Err(tidak_ada()) };
    let lihat = LihatTautan { tenant: tenant.clone(), token: token.clone() };
    match lihat.execute(&state.ports).await {
        Ok(Some(halaman)) => Ok((tenant, token, halaman)),
        Ok(None) => Err(tidak_ada()),
        Err(galat) => Err(gagal(galat)),
    }
}

/// Takes what was filled in.
async fn kirim(
    state: Data<AppState>,
    req: HttpRequest,
    jalur: Path<(String, String)>,
    payload: Payload,
) -> HttpResponse {
    let (tenant, token, halaman) = match cari(&state, &req, &jalur.into_inner()).await {
        Ok(semua) => semua,
        Err(jawaban) => return jawaban,
    };
    let IsiHalamanTautan::Formulir(formulir) = &halaman.isi else {
        return jawab(status(&halaman), lembar::halaman(&halaman));
    };
    let ports = &state.ports;
    if !state.penjaga.boleh_mengirim(ports.sidik(token.buka().as_bytes()), ports.clock.now()) {
        return jawab(StatusCode::TOO_MANY_REQUESTS, lembar::terlalu_sering());
    }
    let panjang = req.headers().get(header::CONTENT_LENGTH);
    let panjang = panjang.and_then(|nilai| nilai.to_str().ok()?.parse::<u64>().ok());
    if panjang.is_some_and(|panjang| panjang > BATAS_FORMULIR) {
        return jawab(StatusCode::PAYLOAD_TOO_LARGE, lembar::tidak_terbaca());
    }
    let butir = &formulir.butir;
    let unggahan = unggahan::baca(&req, payload, ports, &state.penjaga, &tenant, butir).await;
    let Unggahan { isian, berkas, utuh } = unggahan;
    let isi = IsiTautan { tenant: tenant.clone(), token, isian, berkas, utuh };
    let HasilIsi { halaman, buang } = isi.execute(ports).await;
    for kunci in buang {
        if let Err(galat) = ports.objek.hapus(&kunci).await {
            tracing::warn!(tenant = %tenant, sebab = Galat::from(galat).sebab(), "objek kiriman tidak terhapus");
        }
    }
    match halaman {
        Ok(Some(halaman)) => {
            (state.kotor)(&tenant);
            jawab(status(&halaman), lembar::halaman(&halaman))
        }
        Ok(None) => jawab(StatusCode::NOT_FOUND, lembar::tidak_ada()),
        Err(galat) => gagal(galat),
    }
}

async fn metode_lain() -> HttpResponse {
    jawab(StatusCode::METHOD_NOT_ALLOWED, lembar::tidak_ada())
}

fn status(halaman: &HalamanTautan) -> StatusCode {
    match &halaman.isi {
        IsiHalamanTautan::Selesai => StatusCode::OK,
        IsiHalamanTautan::Kedaluwarsa | IsiHalamanTautan::TidakBerlaku => StatusCode::GONE,
        IsiHalamanTautan::Formulir(formulir) => match &formulir.hasil {
            None => StatusCode::OK,
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        },
    }
}

fn gagal(galat: Galat) -> HttpResponse {
    let problem = Problem::from(galat);
    let sebab = problem.sebab();
    tracing::error!(rute = JALUR, kode = problem.kode(), sebab, "halaman tautan gagal");
    jawab(StatusCode::SERVICE_UNAVAILABLE, lembar::gangguan())
}

/// A page with what only pages need; the rest of the headers is on every answer.
pub(super) fn jawab(status: StatusCode, isi: String) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((X_FRAME_OPTIONS, "DENY"))
        .insert_header((X_ROBOTS_TAG, "noindex, nofollow, noarchive"))
        .body(isi)
}
