//! Logging in, refreshing, resetting, logging out.

use actix_web::{
    HttpRequest, HttpResponse, delete, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    akses::{
        BuktiFaktor, HasilMasuk, Keluar, LupaSandi, Masuk, PakaiRahasia, Segarkan, Siapa,
        TuntaskanMasuk,
    },
    galat::GagalMasuk,
    nilai::Rahasia,
};

use super::{
    asal,
    view::{
        FaktorDimintaView, FaktorRequest, LupaRequest, MasukRequest, PakaiRahasiaRequest, SayaView,
        SegarkanRequest, TiketView,
    },
};
use crate::http::{
    AppState,
    auth::{Caller, CallerTerbatas},
    badan::Isi,
    dokumentasi::galat::{GalatMasuk, GalatPetugas},
    layanan::slug,
    problem::Problem,
};

/// Log in
///
/// The first step. Who has a second factor gets a ticket (200) that is good for the second step only; who has none gets
/// a session of up to 12 hours (201), which opens nothing but the enrolment of a factor where the office demands one
/// (`perlu`). An unknown user and a wrong password get the same answer. Five failures within 15 minutes slow the account
/// down, fifty an address: 429 with `Retry-After`. A device that was remembered (`perangkat`) has a counter of its own.
#[utoipa::path(
    tag = "sesi",
    operation_id = "masuk",
    params(("tenant" = String, Path, description = "Slug of the office", example = "balangan")),
    request_body = MasukRequest,
    responses(
        (status = CREATED, description = "The tokens of the new session", body = TiketView),
        (status = OK, description = "The second factor is asked for", body = FaktorDimintaView),
        GalatMasuk,
    ),
)]
#[post("/v1/tenant/{tenant}/sesi")]
pub(super) async fn masuk(
    state: Data<AppState>,
    tenant: Path<String>,
    req: HttpRequest,
    Isi(isi): Isi<MasukRequest>,
) -> Result<HttpResponse, Problem> {
    let masuk = Masuk {
        tenant: slug(&tenant)?,
        nama_pengguna: isi.nama_pengguna,
        sandi: Rahasia::new(isi.sandi),
        asal: asal(&state, &req, isi.perangkat),
    };
    Ok(match masuk.execute(&state.ports).await? {
        HasilMasuk::Sesi(tiket) => HttpResponse::Created().json(TiketView::from(*tiket)),
        HasilMasuk::PerluFaktor(tiket) => HttpResponse::Ok().json(FaktorDimintaView::from(tiket)),
    })
}

/// Complete a login
///
/// The second step: the code that the authenticator shows now, or a recovery code. A code works once, in its half minute
/// or one beside it. Five wrong ones end the ticket and slow the account down. With `ingat_perangkat` the answer holds a
/// token for this device, to be sent as `perangkat` at the next login.
#[utoipa::path(
    tag = "sesi",
    operation_id = "tuntaskanMasuk",
    params(("tenant" = String, Path, description = "Slug of the office", example = "balangan")),
    request_body = FaktorRequest,
    responses((status = CREATED, description = "The tokens of the new session", body = TiketView), GalatMasuk),
)]
#[post("/v1/tenant/{tenant}/sesi/faktor")]
pub(super) async fn tuntaskan(
    state: Data<AppState>,
    tenant: Path<String>,
    req: HttpRequest,
    Isi(isi): Isi<FaktorRequest>,
) -> Result<HttpResponse, Problem> {
    let bukti = match (isi.kode, isi.kode_pulih) {
        (Some(kode), None) => BuktiFaktor::Totp(Rahasia::new(kode)),
        (None, Some(kode)) => BuktiFaktor::KodePulih(Rahasia::new(kode)),
        _ => {
            let pesan = "Isi salah satu: `kode` dari aplikasi, atau `kode_pulih`.";
            return Err(Problem::isian("/kode", "faktor_wajib", pesan));
        }
    };
    let tuntas = TuntaskanMasuk {
        tenant: slug(&tenant)?,
        tiket: Rahasia::new(isi.tiket),
        bukti,
        ingat_perangkat: isi.ingat_perangkat,
        asal: asal(&state, &req, isi.perangkat),
    };
    let tiket = tuntas.execute(&state.ports).await?;
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
pub(super) async fn segarkan(
    state: Data<AppState>,
    tenant: Path<String>,
    Isi(isi): Isi<SegarkanRequest>,
) -> Result<Json<TiketView>, Problem> {
    let segarkan = Segarkan { tenant: slug(&tenant)?, token: Rahasia::new(isi.token_segar) };
    Ok(Json(segarkan.execute(&state.ports).await?.into()))
}

/// Ask for a new password
///
/// A one-time code of 15 minutes goes to the officer's own email address, where there is one. The answer is the same
/// whether the account exists or not.
#[utoipa::path(
    tag = "sesi",
    operation_id = "lupaSandi",
    params(("tenant" = String, Path, description = "Slug of the office", example = "balangan")),
    request_body = LupaRequest,
    responses((status = ACCEPTED, description = "If there is such an officer, an email is on its way"), GalatMasuk),
)]
#[post("/v1/tenant/{tenant}/sandi/lupa")]
pub(super) async fn lupa(
    state: Data<AppState>,
    tenant: Path<String>,
    req: HttpRequest,
    Isi(isi): Isi<LupaRequest>,
) -> Result<HttpResponse, Problem> {
    let slug = slug(&tenant)?;
    let lupa = LupaSandi {
        tenant: slug.clone(),
        nama_pengguna: isi.nama_pengguna,
        asal: asal(&state, &req, None),
    };
    lupa.execute(&state.ports).await?;
    (state.kotor)(&slug);
    Ok(HttpResponse::Accepted().finish())
}

/// Set one's own password by a one-time code
///
/// With the code of an invitation or of a reset. It works once, ends every session of the officer, and opens none: the
/// login asks for the second factor as ever.
#[utoipa::path(
    tag = "sesi",
    operation_id = "pakaiKodeSandi",
    params(("tenant" = String, Path, description = "Slug of the office", example = "balangan")),
    request_body = PakaiRahasiaRequest,
    responses((status = NO_CONTENT, description = "The password is set"), GalatMasuk),
)]
#[post("/v1/tenant/{tenant}/sandi")]
pub(super) async fn pakai(
    state: Data<AppState>,
    tenant: Path<String>,
    Isi(isi): Isi<PakaiRahasiaRequest>,
) -> Result<HttpResponse, Problem> {
    let pakai = PakaiRahasia {
        tenant: slug(&tenant)?,
        rahasia: Rahasia::new(isi.kode),
        sandi: Rahasia::new(isi.sandi),
    };
    pakai.execute(&state.ports).await?;
    Ok(HttpResponse::NoContent().finish())
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
pub(super) async fn saya(Caller(pelaku, ()): Caller) -> Result<Json<SayaView>, Problem> {
    match &pelaku.siapa {
        Siapa::Petugas(petugas) | Siapa::Bantuan(petugas) => {
            Ok(Json(SayaView::new(&pelaku.tenant, petugas)))
        }
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
pub(super) async fn keluar(
    state: Data<AppState>,
    CallerTerbatas(pelaku, ()): CallerTerbatas,
) -> Result<HttpResponse, Problem> {
    Keluar.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}
