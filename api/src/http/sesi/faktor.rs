//! One's own second factors. A session that lacks one may come here, and nowhere else.

use actix_web::{
    get, post,
    web::{Data, Json},
};
use loket_domain::{
    akses::{BacaFaktor, GantiKodePulih, MulaiTotp, SahkanTotp},
    nilai::Rahasia,
};

use super::view_akun::{BenihView, FaktorView, KodePulihView, SahkanRequest};
use crate::http::{
    AppState,
    auth::CallerTerbatas,
    badan::Isi,
    dokumentasi::galat::{GalatAkun, GalatPetugas},
    problem::Problem,
};

/// Read the state of one's second factors
#[utoipa::path(
    tag = "sesi",
    operation_id = "bacaFaktor",
    responses((status = OK, description = "The state", body = FaktorView), GalatPetugas),
    security(("bearer" = [])),
)]
#[get("/v1/saya/faktor")]
pub(super) async fn baca(
    state: Data<AppState>,
    CallerTerbatas(pelaku, ()): CallerTerbatas,
) -> Result<Json<FaktorView>, Problem> {
    Ok(Json(BacaFaktor.execute(&state.ports, &pelaku).await?.into()))
}

/// Begin to enrol an authenticator
///
/// Shows a fresh seed once, as text, `otpauth` URI and QR code (SVG). It counts once a code of it came back within 15
/// minutes; until then the one in use stays in use. Who has a factor already confirms the session first.
#[utoipa::path(
    tag = "sesi",
    operation_id = "mulaiTotp",
    responses((status = OK, description = "The seed", body = BenihView), GalatAkun),
    security(("bearer" = [])),
    extensions(("x-segar" = json!(true))),
)]
#[post("/v1/saya/totp")]
pub(super) async fn mulai_totp(
    state: Data<AppState>,
    CallerTerbatas(pelaku, ()): CallerTerbatas,
) -> Result<Json<BenihView>, Problem> {
    Ok(Json(MulaiTotp.execute(&state.ports, &pelaku).await?.into()))
}

/// Confirm the authenticator
///
/// With the code that it shows now. Ends every other session, lifts the limits of this one, and shows ten recovery codes
/// once; each works once in place of a code.
#[utoipa::path(
    tag = "sesi",
    operation_id = "sahkanTotp",
    request_body = SahkanRequest,
    responses((status = OK, description = "The recovery codes", body = KodePulihView), GalatAkun),
    security(("bearer" = [])),
    extensions(("x-segar" = json!(true))),
)]
#[post("/v1/saya/totp/sahkan")]
pub(super) async fn sahkan_totp(
    state: Data<AppState>,
    CallerTerbatas(pelaku, Isi(isi)): CallerTerbatas<Isi<SahkanRequest>>,
) -> Result<Json<KodePulihView>, Problem> {
    let sahkan = SahkanTotp { kode: Rahasia::new(isi.kode) };
    let kode = sahkan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(kode.into()))
}

/// Draw new recovery codes
///
/// The old ones are good for nothing any more. The session must be fresh.
#[utoipa::path(
    tag = "sesi",
    operation_id = "gantiKodePulih",
    responses((status = OK, description = "The recovery codes", body = KodePulihView), GalatAkun),
    security(("bearer" = [])),
    extensions(("x-segar" = json!(true))),
)]
#[post("/v1/saya/kode-pulih")]
pub(super) async fn kode_pulih(
    state: Data<AppState>,
    CallerTerbatas(pelaku, ()): CallerTerbatas,
) -> Result<Json<KodePulihView>, Problem> {
    let kode = GantiKodePulih.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(kode.into()))
}
