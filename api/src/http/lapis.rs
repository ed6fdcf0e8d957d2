//! Around every handler: request id, access log, counters, security headers, and a net under panics.

use std::{collections::BTreeMap, panic::AssertUnwindSafe, sync::LazyLock, time::Instant};

use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse,
    body::BoxBody,
    dev::{ResourceDef, ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use futures_util::FutureExt;
use tracing::Instrument;
use uuid::Uuid;

use super::{
    AppState, ambil, auth::TenantKenal, cetak, dokumentasi, loket, pagar, problem::Problem, resmi,
    salinan, status, tautan, verifikasi,
};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The word for a path that no route has.
const TANPA_RUTE: &str = "tidak_dikenal";
/// Where the documentation page lives; besides it a browser renders only printed sheets.
const HALAMAN: &str = "/docs/";

/// The outermost layer.
pub(super) async fn jejak(
    req: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(state) = req.app_data::<Data<AppState>>().cloned() else {
        return Err(Problem::kesalahan_sistem().into());
    };
    let mulai = Instant::now();
    let catatan = Catatan {
        id: state.ports.ids.uuid(),
        metode: req.method().as_str().to_owned(),
        rute: req.match_pattern().unwrap_or_else(|| TANPA_RUTE.to_owned()),
        cors: state.pagar.cors.kepala(req.headers()),
    };
    let span = tracing::info_span!("permintaan", request_id = %catatan.id);
    let jawaban = match gerbang(&state, &req, &catatan.rute) {
        Gerbang::Terbuka => {
            if let Some(problem) = metode_lain(&req) {
                Ok(Err(problem.into()))
            } else {
                let kerja = (state.bingkai)(Box::pin(next.call(req)));
                AssertUnwindSafe(kerja.instrument(span)).catch_unwind().await
            }
        }
        Gerbang::Jawab(jawaban) => Ok(Ok(req.into_response(jawaban))),
        Gerbang::Tertutup(problem) => Ok(Err(problem.into())),
    };
    let (status, tenant, hasil) = match jawaban {
        Ok(Ok(jawaban)) => {
            let mut jawaban = catatan.bicara(jawaban);
            catatan.hias(jawaban.headers_mut());
            (jawaban.status(), tenant(&jawaban), Ok(jawaban))
        }
        Ok(Err(galat)) => {
            let problem = galat
                .as_error::<Problem>()
                .cloned()
                .unwrap_or_else(|| dari_status(galat.as_response_error().status_code()));
            let (status, galat) = catatan.tolak(problem);
            (status, None, Err(galat))
        }
        Err(_) => {
            // What a panic says may hold anything, so only that it happened is written here.
            tracing::error!(request_id = %catatan.id, rute = catatan.rute, "panic");
            let (status, galat) = catatan.tolak(Problem::kesalahan_sistem());
            (status, None, Err(galat))
        }
    };
    let lama = mulai.elapsed();
    state.metrik.permintaan(&catatan.metode, &catatan.rute, status.as_u16(), lama);
    if let Some(tenant) = &tenant {
        state.metrik.permintaan_tenant(tenant, status.as_u16());
    }
    tracing::info!(
        target: "loket::akses",
        request_id = %catatan.id,
        tenant,
        metode = catatan.metode,
        rute = catatan.rute,
        status = status.as_u16(),
        ms = u64::try_from(lama.as_millis()).unwrap_or(u64::MAX),
        "permintaan"
    );
    hasil
}

/// What the fence says before anything of a request is read.
enum Gerbang {
    Terbuka,
    Jawab(HttpResponse),
    Tertutup(Problem),
}

/// Headers, questions of browsers, and how often this address asks. Whoever watches over the process is never held back.
fn gerbang(state: &AppState, req: &ServiceRequest, rute: &str) -> Gerbang {
    if !pagar::kepala_wajar(req.headers()) {
        return Gerbang::Tertutup(Problem::new(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "kepala_terlalu_besar",
            "Kepala permintaan terlalu besar.",
        ));
    }
    if let Some(jawaban) = state.pagar.cors.tanya(req.method(), req.headers()) {
        return Gerbang::Jawab(jawaban);
    }
    if matches!(rute, "/healthz" | "/readyz") {
        return Gerbang::Terbuka;
    }
    let alamat = state.penjaga.asal(req.request());
    let kini = state.ports.clock.now();
    match state.pagar.laju.alamat(alamat, req.method().as_str(), rute, kini) {
        Ok(()) => Gerbang::Terbuka,
        Err(problem) => Gerbang::Tertutup(problem),
    }
}

/// What is known of a request before anybody handled it.
struct Catatan {
    id: Uuid,
    metode: String,
    rute: String,
    /// What a web page of another origin needs to read the answer.
    cors: Vec<(HeaderName, HeaderValue)>,
}

impl Catatan {
    /// Makes every refusal a problem that names this request, and logs its cause once.
    fn bicara(&self, jawaban: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        let problem = match jawaban.response().error() {
            None => return jawaban,
            Some(galat) => match galat.as_error::<Problem>() {
                Some(problem) => problem.clone(),
                None => dari_status(jawaban.status()),
            },
        };
        self.catat_sebab(&problem);
        let badan = actix_web::ResponseError::error_response(&problem.pada(self.id));
        jawaban.into_response(badan)
    }

    /// The same for a refusal that has no response yet.
    fn tolak(&self, problem: Problem) -> (StatusCode, Error) {
        self.catat_sebab(&problem);
        let problem = problem.pada(self.id);
        let status = actix_web::ResponseError::status_code(&problem);
        let mut galat = Error::from(problem);
        let (rute, cors) = (self.rute.clone(), self.cors.clone());
        let kepala = Self { id: self.id, metode: String::new(), rute, cors };
        galat.add_response_mapper(move |mut jawaban| {
            kepala.hias(jawaban.headers_mut());
            jawaban
        });
        (status, galat)
    }

    fn catat_sebab(&self, problem: &Problem) {
        if let Some(sebab) = problem.sebab() {
            tracing::error!(
                request_id = %self.id,
                rute = self.rute,
                kode = problem.kode(),
                sebab,
                "permintaan gagal"
            );
        }
    }

    /// Request id and security headers.
    fn hias(&self, kepala: &mut HeaderMap) {
        let csp = if self.rute.starts_with(HALAMAN) {
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
        } else if self.rute == resmi::HALAMAN {
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
        } else if self.rute.ends_with(cetak::AKHIRAN) || self.rute == loket::HALAMAN {
            // A sheet carries its own style, and nothing else may run or load.
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        } else if self.rute == tautan::JALUR
            || self.rute == ambil::JALUR
            || self.rute == salinan::JALUR
        {
            tautan::KEBIJAKAN.as_str()
        } else if self.rute == status::JALUR {
            status::KEBIJAKAN.as_str()
        } else if self.rute == verifikasi::JALUR || self.rute == verifikasi::JALUR_KODE {
            verifikasi::KEBIJAKAN.as_str()
        } else {
            "default-src 'none'; frame-ancestors 'none'"
        };
        for (nama, nilai) in [
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
            (header::CONTENT_SECURITY_POLICY, csp),
            (header::REFERRER_POLICY, "no-referrer"),
        ] {
            kepala.insert(nama, HeaderValue::from_static(nilai));
        }
        // Only what says so itself may be kept.
        if !kepala.contains_key(header::CACHE_CONTROL) {
            kepala.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        for (nama, nilai) in &self.cors {
            kepala.append(nama.clone(), nilai.clone());
        }
        if let Ok(id) = HeaderValue::try_from(self.id.to_string()) {
            kepala.insert(X_REQUEST_ID, id);
        }
    }
}

/// The tenant that was proved: by the caller's token, or by a public route that found it.
fn tenant(jawaban: &ServiceResponse<BoxBody>) -> Option<String> {
    let req = jawaban.request();
    if let Some(TenantKenal(slug)) = req.extensions().get::<TenantKenal>() {
        return Some(slug.to_string());
    }
    let jalur = req.match_info().get("tenant")?;
    jawaban.status().is_success().then(|| jalur.to_owned())
}

/// A refusal of the framework itself.
fn dari_status(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::tidak_ditemukan(),
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(status, "isi_terlalu_besar", "Isi permintaan terlalu besar.")
        }
        status if status.is_client_error() => {
            Problem::new(status, "permintaan_tidak_sah", "Permintaan tidak dapat dibaca.")
        }
        _ => Problem::kesalahan_sistem(),
    }
}

/// A path of the document without places to fill in is never the id of something: where it lacks the method, that is said
/// even if another route would take its last part for an id.
fn metode_lain(req: &ServiceRequest) -> Option<Problem> {
    static TETAP: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let semua = dokumentasi::metode_per_jalur().into_iter();
        semua.filter(|(jalur, _)| !jalur.contains('{')).collect()
    });
    let boleh = TETAP.get(req.path())?;
    let dilayani = boleh.split(", ").any(|satu| satu == req.method().as_str());
    (!dilayani).then(|| tidak_dilayani(boleh))
}

fn tidak_dilayani(boleh: &str) -> Problem {
    let problem = Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "metode_tidak_dilayani",
        "Metode ini tidak dilayani di alamat tersebut.",
    );
    match HeaderValue::try_from(boleh) {
        Ok(boleh) => problem.dengan_kepala(header::ALLOW, boleh),
        Err(_) => problem,
    }
}

/// The answer where no route is: 405 with the methods that are served, or 404.
pub(super) async fn tidak_ada(req: HttpRequest) -> Result<HttpResponse, Problem> {
    static RUTE: LazyLock<Vec<(ResourceDef, String)>> = LazyLock::new(|| {
        dokumentasi::metode_per_jalur()
            .into_iter()
            .map(|(jalur, metode)| (ResourceDef::new(jalur), metode))
            .collect()
    });
    let boleh = RUTE.iter().find(|(jalur, _)| jalur.is_match(req.path()));
    Err(boleh.map_or_else(Problem::tidak_ditemukan, |(_, metode)| tidak_dilayani(metode)))
}
