//! Who calls: read from the bearer token before anything else of the request is.

use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::{StatusCode, header},
    web::Data,
};
use futures_util::future::LocalBoxFuture;
use loket_domain::{
    akses::{CatatBantuan, Pelaku, Siapa, kenali},
    galat::GagalMasuk,
    tenant::TenantSlug,
};

use super::{AppState, problem::Problem};

/// Tokens longer than this are not looked at.
const PANJANG_TOKEN: usize = 4096;

/// The caller, and then the rest of what the handler needs.
///
/// Extractors of one handler run side by side, and the first failure is the answer. The rest is therefore extracted in
/// here, after the caller is known: a stranger learns nothing about paths and bodies, and never gets one read.
///
/// A session that lacks the second factor its office demands is refused here, for every handler at once; only
/// [`CallerTerbatas`] takes it.
pub(super) struct Caller<E = ()>(pub Pelaku, pub E);

/// The same for what such a session may do all the same: enrol a factor, and log out.
pub(super) struct CallerTerbatas<E = ()>(pub Pelaku, pub E);

/// The tenant of the caller, for the access log.
pub(super) struct TenantKenal(pub TenantSlug);

impl<E: FromRequest + 'static> FromRequest for Caller<E> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let pelaku = siapa(&req).await?;
            pelaku.bukan_terbatas().map_err(Problem::from)?;
            wajar(&req, &pelaku).await?;
            req.extensions_mut().insert(TenantKenal(pelaku.tenant.slug.clone()));
            let sisa = E::from_request(&req, &mut payload).await.map_err(Into::into)?;
            Ok(Self(pelaku, sisa))
        })
    }
}

impl<E: FromRequest + 'static> FromRequest for CallerTerbatas<E> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let pelaku = siapa(&req).await?;
            wajar(&req, &pelaku).await?;
            req.extensions_mut().insert(TenantKenal(pelaku.tenant.slug.clone()));
            let sisa = E::from_request(&req, &mut payload).await.map_err(Into::into)?;
            Ok(Self(pelaku, sisa))
        })
    }
}

async fn siapa(req: &HttpRequest) -> Result<Pelaku, Problem> {
    let state = state(req)?;
    let token = token(req).ok_or(GagalMasuk::SesiTidakBerlaku)?;
    let pelaku = kenali(&state.ports, token).await?;
    if let Siapa::Klien(klien) = &pelaku.siapa {
        let (kantor, kini) = (pelaku.tenant.slug.as_str(), state.ports.clock.now());
        if !state.penjaga.boleh_memanggil(kantor, klien.id.uuid(), klien.laju, kini) {
            return Err(terlalu_sering());
        }
    }
    Ok(pelaku)
}

/// The refusal of a program that calls more often than it may.
fn terlalu_sering() -> Problem {
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "terlalu_banyak_percobaan",
        "Klien ini memanggil lebih sering daripada yang diizinkan. Coba lagi satu menit lagi.",
    )
    .dengan_kepala(header::RETRY_AFTER, header::HeaderValue::from_static("60"))
}

/// How often this session and its office ask; and what a support session asks for is written down before it is served.
async fn wajar(req: &HttpRequest, pelaku: &Pelaku) -> Result<(), Problem> {
    let state = state(req)?;
    let slug = &pelaku.tenant.slug;
    if let Siapa::Petugas(petugas) | Siapa::Bantuan(petugas) = &pelaku.siapa {
        state.pagar.laju.sesi(slug, petugas.sesi, state.ports.clock.now())?;
    }
    let rute = req.match_pattern().unwrap_or_default();
    let catat = CatatBantuan { metode: req.method().as_str(), rute: &rute };
    if catat.execute(&state.ports, pelaku).await? {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "bantuan_hanya_baca",
        "Sesi bantuan hanya dapat membaca.",
    ))
}

/// The state of the application that answers `req`.
pub(super) fn state(req: &HttpRequest) -> Result<&Data<AppState>, Problem> {
    req.app_data::<Data<AppState>>().ok_or_else(Problem::kesalahan_sistem)
}

/// The one bearer token of the request.
pub(super) fn token(req: &HttpRequest) -> Option<&str> {
    let mut semua = req.headers().get_all(header::AUTHORIZATION);
    let (Some(satu), None) = (semua.next(), semua.next()) else { return None };
    let (skema, token) = satu.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    let layak = skema.eq_ignore_ascii_case("bearer") && (1..=PANJANG_TOKEN).contains(&token.len());
    layak.then_some(token)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn only_one_bearer_token_is_read() {
        let dari = |nilai: &str| {
            let req = TestRequest::default().insert_header((header::AUTHORIZATION, nilai));
            token(&req.to_http_request()).map(str::to_owned)
        };
        assert_eq!(dari("Bearer abc.def").as_deref(), Some("abc.def"));
        assert_eq!(dari("bearer  abc").as_deref(), Some("abc"));
        for salah in ["Basic abc", "Bearer", "Bearer ", "abc"] {
            assert_eq!(dari(salah), None, "{salah}");
        }
        assert_eq!(dari(&format!("Bearer {}", "a".repeat(PANJANG_TOKEN + 1))), None);
        let dua = TestRequest::default()
            .append_header((header::AUTHORIZATION, "Bearer a"))
            .append_header((header::AUTHORIZATION, "Bearer b"))
            .to_http_request();
        assert_eq!(token(&dua), None);
    }
}
