//! Passkeys (WebAuthn): making, showing and removing them.

use actix_web::{
    HttpRequest, HttpResponse, delete, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    akses::{
        BuktiFaktor, DaftarKunciSandi, HapusKunciSandi, MulaiKonfirmasiKunci, MulaiKunciSandi,
        MulaiMasukKunci, SahkanKunciSandi, TuntaskanMasuk,
    },
    nilai::Rahasia,
};
use uuid::Uuid;

use super::{
    asal,
    view::TiketView,
    view_kunci_sandi::{
        DaftarKunciSandiView, KunciSandiRequest, KunciTerdaftarView, MasukKunciRequest,
        MulaiMasukKunciRequest, PilihanBuktiView, PilihanDaftarView, jawaban,
    },
};
use crate::http::{
    AppState,
    auth::{Caller, CallerTerbatas},
    badan::Isi,
    dokumentasi::galat::{GalatAkun, GalatMasukKunci, GalatPetugasIzin},
    layanan::slug,
    problem::Problem,
};

/// List one's own passkeys
#[utoipa::path(
    tag = "sesi",
    operation_id = "daftarKunciSandi",
    responses((status = OK, description = "The passkeys", body = DaftarKunciSandiView), GalatPetugasIzin),
    security(("bearer" = [])),
)]
#[get("/v1/saya/kunci-sandi")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarKunciSandiView>, Problem> {
    Ok(Json(DaftarKunciSandi.execute(&state.ports, &pelaku).await?.into()))
}

/// Begin to make a passkey
///
/// Gives what `navigator.credentials.create` is called with. The answer counts once, within five minutes, in this session;
/// the authenticator must have verified its user (finger, face, PIN). Who has a factor already confirms the session first.
/// An installation without a host name has no passkeys (409 `kunci_sandi_tidak_tersedia`).
#[utoipa::path(
    tag = "sesi",
    operation_id = "mulaiKunciSandi",
    responses((status = OK, description = "The question for the browser", body = PilihanDaftarView), GalatAkun),
    security(("bearer" = [])),
    extensions(("x-segar" = json!(true))),
)]
#[post("/v1/saya/kunci-sandi/mulai")]
pub(super) async fn mulai(
    state: Data<AppState>,
    CallerTerbatas(pelaku, ()): CallerTerbatas,
) -> Result<Json<PilihanDaftarView>, Problem> {
    Ok(Json(MulaiKunciSandi.execute(&state.ports, &pelaku).await?.into()))
}

/// Keep a passkey
///
/// With what the browser answered. Ends every other session and lifts the limits of this one. The first factor of an
/// account brings ten recovery codes, shown once. Ten passkeys are the most that an officer has.
#[utoipa::path(
    tag = "sesi",
    operation_id = "sahkanKunciSandi",
    request_body = KunciSandiRequest,
    responses((status = CREATED, description = "The passkey is enrolled", body = KunciTerdaftarView), GalatAkun),
    security(("bearer" = [])),
    extensions(("x-segar" = json!(true))),
)]
#[post("/v1/saya/kunci-sandi")]
pub(super) async fn sahkan(
    state: Data<AppState>,
    CallerTerbatas(pelaku, Isi(isi)): CallerTerbatas<Isi<KunciSandiRequest>>,
) -> Result<HttpResponse, Problem> {
    let sahkan = SahkanKunciSandi { jawaban: jawaban(&isi.jawaban), label: isi.label };
    let kunci = sahkan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(KunciTerdaftarView::from(kunci)))
}

/// Remove a passkey
///
/// Ends every other session. The session must be fresh. Who must have a second factor keeps one (409 `faktor_terakhir`).
#[utoipa::path(
    tag = "sesi",
    operation_id = "hapusKunciSandi",
    params(("id" = Uuid, Path, description = "The passkey")),
    responses((status = NO_CONTENT, description = "The passkey opens nothing any more"), GalatAkun),
    security(("bearer" = [])),
    extensions(("x-segar" = json!(true))),
)]
#[delete("/v1/saya/kunci-sandi/{id}")]
pub(super) async fn hapus(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    HapusKunciSandi { id: id.into_inner().into() }.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Begin to confirm the session by a passkey
///
/// Gives what `navigator.credentials.get` is called with; the answer goes to `POST /v1/sesi/konfirmasi` as `kunci_sandi`,
/// once, within five minutes, in this session.
#[utoipa::path(
    tag = "sesi",
    operation_id = "mulaiKonfirmasiKunciSandi",
    responses((status = OK, description = "The question for the browser", body = PilihanBuktiView), GalatAkun),
    security(("bearer" = [])),
)]
#[post("/v1/sesi/konfirmasi/kunci-sandi")]
pub(super) async fn mulai_konfirmasi(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<PilihanBuktiView>, Problem> {
    Ok(Json(MulaiKonfirmasiKunci.execute(&state.ports, &pelaku).await?.into()))
}

/// Begin to complete a login by a passkey
///
/// With the ticket of the first step. Gives what `navigator.credentials.get` is called with; the answer counts once, with
/// the same ticket, as long as that lasts.
#[utoipa::path(
    tag = "sesi",
    operation_id = "mulaiMasukKunciSandi",
    params(("tenant" = String, Path, description = "Slug of the office", example = "balangan")),
    request_body = MulaiMasukKunciRequest,
    responses((status = OK, description = "The question for the browser", body = PilihanBuktiView), GalatMasukKunci),
)]
#[post("/v1/tenant/{tenant}/sesi/kunci-sandi/mulai")]
pub(super) async fn mulai_masuk(
    state: Data<AppState>,
    tenant: Path<String>,
    Isi(isi): Isi<MulaiMasukKunciRequest>,
) -> Result<Json<PilihanBuktiView>, Problem> {
    let masuk = MulaiMasukKunci { tenant: slug(&tenant)?, tiket: Rahasia::new(isi.tiket) };
    Ok(Json(masuk.execute(&state.ports).await?.into()))
}

/// Complete a login by a passkey
///
/// The second step, with what the browser answered. A wrong answer counts like a wrong code: five end the ticket and slow
/// the account down. A passkey whose counter goes back is refused and frozen, every session of the officer ends, and they
/// are told. With `ingat_perangkat` the answer holds a token for this device, to be sent as `perangkat` at the next login.
#[utoipa::path(
    tag = "sesi",
    operation_id = "tuntaskanMasukKunciSandi",
    params(("tenant" = String, Path, description = "Slug of the office", example = "balangan")),
    request_body = MasukKunciRequest,
    responses((status = CREATED, description = "The tokens of the new session", body = TiketView), GalatMasukKunci),
)]
#[post("/v1/tenant/{tenant}/sesi/kunci-sandi")]
pub(super) async fn tuntaskan(
    state: Data<AppState>,
    tenant: Path<String>,
    req: HttpRequest,
    Isi(isi): Isi<MasukKunciRequest>,
) -> Result<HttpResponse, Problem> {
    let tuntas = TuntaskanMasuk {
        tenant: slug(&tenant)?,
        tiket: Rahasia::new(isi.tiket),
        bukti: BuktiFaktor::KunciSandi(jawaban(&isi.jawaban)),
        ingat_perangkat: isi.ingat_perangkat,
        asal: asal(&state, &req, isi.perangkat),
    };
    let tiket = tuntas.execute(&state.ports).await?;
    Ok(HttpResponse::Created().json(TiketView::from(tiket)))
}
