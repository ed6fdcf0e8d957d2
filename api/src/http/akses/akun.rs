//! Accounts of officers, as administrators look after them: invitations, lost factors, sessions. Never passwords.

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Json, Path},
};
use loket_domain::akses::{AkhiriSesi, DaftarSesi, HapusFaktor, SesiMana, UndangPengguna};
use uuid::Uuid;

use super::view::UndanganView;
use crate::http::{
    AppState,
    auth::Caller,
    dokumentasi::galat::{GalatBaca, GalatUbah},
    problem::Problem,
    sesi::{DaftarSesiView, SesiBerakhirView},
};

/// Invite an officer anew
///
/// A fresh one-time code of 72 hours to set a password of their own; the former one is called off, and the password that
/// holds now holds until then. The second factor is asked for as ever. The session must be fresh.
#[utoipa::path(
    tag = "akses",
    operation_id = "undangPengguna",
    params(("id" = Uuid, Path, description = "The officer")),
    responses((status = CREATED, description = "The invitation", body = UndanganView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola")), ("x-segar" = json!(true))),
)]
#[post("/v1/pengguna/{id}/undangan")]
pub(super) async fn undang(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let undang = UndangPengguna { id: id.into_inner().into() };
    let undangan = undang.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(UndanganView::from(undangan)))
}

/// Take the second factors from an officer who lost them
///
/// Ends every session of the officer; they enrol anew at their next login, and are told by email. Nobody takes their own.
/// The session must be fresh.
#[utoipa::path(
    tag = "akses",
    operation_id = "lepasFaktor",
    params(("id" = Uuid, Path, description = "The officer")),
    responses((status = NO_CONTENT, description = "There is none any more"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola")), ("x-segar" = json!(true))),
)]
#[delete("/v1/pengguna/{id}/faktor")]
pub(super) async fn lepas_faktor(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let hapus = HapusFaktor { pengguna: id.into_inner().into() };
    hapus.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// List the sessions of an officer
///
/// Live ones, the newest first, with the device and an address without its end.
#[utoipa::path(
    tag = "akses",
    operation_id = "daftarSesiPengguna",
    params(("id" = Uuid, Path, description = "The officer")),
    responses((status = OK, description = "The sessions", body = DaftarSesiView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[get("/v1/pengguna/{id}/sesi")]
pub(super) async fn daftar_sesi(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<DaftarSesiView>, Problem> {
    let daftar = DaftarSesi { pengguna: Some(id.into_inner().into()) };
    let semua = daftar.execute(&state.ports, &pelaku).await?;
    Ok(Json(DaftarSesiView::new(semua, &pelaku)))
}

/// End every session of an officer
///
/// Of the caller, every one but this.
#[utoipa::path(
    tag = "akses",
    operation_id = "akhiriSesiPengguna",
    params(("id" = Uuid, Path, description = "The officer")),
    responses((status = OK, description = "How many ended", body = SesiBerakhirView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[delete("/v1/pengguna/{id}/sesi")]
pub(super) async fn akhiri_semua(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<SesiBerakhirView>, Problem> {
    let pengguna = Some(id.into_inner().into());
    let akhiri = AkhiriSesi { pengguna, mana: SesiMana::Lainnya };
    let jumlah = akhiri.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(SesiBerakhirView { jumlah }))
}

/// End one session of an officer
#[utoipa::path(
    tag = "akses",
    operation_id = "akhiriSatuSesiPengguna",
    params(
        ("id" = Uuid, Path, description = "The officer"),
        ("sesi" = Uuid, Path, description = "The session"),
    ),
    responses((status = NO_CONTENT, description = "The session is over"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[delete("/v1/pengguna/{id}/sesi/{sesi}")]
pub(super) async fn akhiri_satu(
    state: Data<AppState>,
    Caller(pelaku, jalur): Caller<Path<(Uuid, Uuid)>>,
) -> Result<HttpResponse, Problem> {
    let (id, sesi) = jalur.into_inner();
    let akhiri = AkhiriSesi { pengguna: Some(id.into()), mana: SesiMana::Satu(sesi.into()) };
    akhiri.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}
