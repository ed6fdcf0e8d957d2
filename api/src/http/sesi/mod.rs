//! Sessions: logging in, refreshing, who am I, logging out.

mod view;

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    akses::{Keluar, Masuk, Segarkan, Siapa},
    galat::GagalMasuk,
    nilai::Rahasia,
};
use utoipa_actix_web::service_config::ServiceConfig;

use self::view::{MasukRequest, SayaView, SegarkanRequest, TiketView};
use super::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatMasuk, GalatPetugas},
    layanan::slug,
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(masuk).service(segarkan).service(saya).service(keluar);
}

/// Log in
///
/// Opens a session of up to 12 hours. An unknown user and a wrong password get the same answer. After five failures
/// within 15 minutes the account pauses: 429 with `Retry-After`.
#[utoipa::path(
    tag = "sesi",
    operation_id = "masuk",
    params(("tenant" = String, Path, description = "Slug of the office", example = "balangan")),
    request_body = MasukRequest,
    responses((status = CREATED, description = "The tokens of the new session", body = TiketView), GalatMasuk),
)]
#[post("/v1/tenant/{tenant}/sesi")]
async fn masuk(
    state: Data<AppState>,
    tenant: Path<String>,
    Isi(isi): Isi<MasukRequest>,
) -> Result<HttpResponse, Problem> {
    let masuk = Masuk {
        tenant: slug(&tenant)?,
        nama_pengguna: isi.nama_pengguna,
        sandi: Rahasia::new(isi.sandi),
    };
    let tiket = masuk.execute(&state.ports).await?;
    Ok(HttpResponse::Created().json(TiketView::from(tiket)))
}

/// Refresh the tokens
///
/// Trades a refresh token for a fresh pair. A refresh token that comes back after its successor was used ends the
/// session; one whose answer got lost may be sent once more.
#[utoipa::path(
    tag = "sesi",
    operation_id = "segarkanSesi",
    params(("tenant" = String, Path, description = "Slug of the office", example = "balangan")),
    request_body = SegarkanRequest,
    responses((status = OK, description = "A fresh pair", body = TiketView), GalatMasuk),
)]
#[post("/v1/tenant/{tenant}/sesi/segarkan")]
async fn segarkan(
    state: Data<AppState>,
    tenant: Path<String>,
    Isi(isi): Isi<SegarkanRequest>,
) -> Result<Json<TiketView>, Problem> {
    let segarkan = Segarkan { tenant: slug(&tenant)?, token: Rahasia::new(isi.token_segar) };
    Ok(Json(segarkan.execute(&state.ports).await?.into()))
}

/// Who am I
///
/// The officer of the token with the roles, mandates and permissions held now, their unit and their teams.
#[utoipa::path(
    tag = "sesi",
    operation_id = "saya",
    responses((status = OK, description = "The officer", body = SayaView), GalatPetugas),
    security(("bearer" = [])),
)]
#[get("/v1/saya")]
async fn saya(Caller(pelaku, ()): Caller) -> Result<Json<SayaView>, Problem> {
    match &pelaku.siapa {
        Siapa::Petugas(petugas) => Ok(Json(SayaView::new(&pelaku.tenant, petugas))),
        Siapa::Pemohon(_) | Siapa::Klien(_) | Siapa::Sistem => {
            Err(GagalMasuk::SesiTidakBerlaku.into())
        }
    }
}

/// Log out
///
/// Ends the session at once, for every token of it.
#[utoipa::path(
    tag = "sesi",
    operation_id = "keluar",
    responses((status = NO_CONTENT, description = "The session is over"), GalatPetugas),
    security(("bearer" = [])),
)]
#[delete("/v1/sesi")]
async fn keluar(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<HttpResponse, Problem> {
    Keluar.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}
