//! Roles, the catalogue of permissions, units and teams.

use actix_web::{
    HttpResponse, delete, get, put,
    web::{Data, Json, Path},
};
use loket_domain::akses::{AcuanAkses, HapusPeran, SimpanPeran};

use super::view::{
    DaftarIzin, DaftarPeran, DaftarTim, DaftarUnit, IzinView, PeranRequest, PeranView,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatDaftar, GalatUbah, GalatUbahIsi},
    kepala::{IfMatch, etag},
    problem::Problem,
};

/// List roles
///
/// Every role of the office with its permissions, by code.
#[utoipa::path(
    tag = "akses",
    operation_id = "daftarPeran",
    responses((status = OK, description = "The roles", body = DaftarPeran), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[get("/v1/peran")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarPeran>, Problem> {
    let semua = AcuanAkses.peran(&state.ports, &pelaku).await?;
    Ok(Json(DaftarPeran { data: semua.into_iter().map(Into::into).collect() }))
}

/// Save a role
///
/// A new role, or the new form of one; then `If-Match` names the version that was looked at. In force from the next
/// request of its holders. Refused: adding to a role that one holds oneself a permission one lacks
/// (`menaikkan_izin_sendiri`), and a change after which no active officer may administer any more (`pengelola_terakhir`).
#[utoipa::path(
    tag = "akses",
    operation_id = "simpanPeran",
    params(
        ("kode" = String, Path, description = "The role", example = "kasi"),
        ("If-Match" = Option<String>, Header, description = "The version of a role that exists", example = "\"v2\""),
    ),
    request_body = PeranRequest,
    responses(
        (
            status = OK, description = "The role", body = PeranView,
            headers(("ETag" = String, description = "The new version of the role: `\"v3\"`")),
        ),
        GalatUbahIsi,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola")), ("x-segar" = json!(true))),
)]
#[put("/v1/peran/{kode}")]
pub(super) async fn simpan(
    state: Data<AppState>,
    Caller(pelaku, (kode, IfMatch(versi), Isi(isi))): Caller<(
        Path<String>,
        IfMatch,
        Isi<PeranRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let simpan = SimpanPeran { kode: kode.into_inner(), nama: isi.nama, izin: isi.izin, versi };
    let peran = PeranView::from(simpan.execute(&state.ports, &pelaku).await?);
    Ok(HttpResponse::Ok().insert_header(etag(peran.versi)).json(peran))
}

/// Remove a role
///
/// Refused (`peran_dipakai`) while an officer holds it, an open tugas waits for it, an SOP that is not retired or that a
/// running case follows names it, or a service has it sign. `pilihan` then counts each: `pengguna:2`, `tugas:1`,
/// `sop:3`, `layanan:1`.
#[utoipa::path(
    tag = "akses",
    operation_id = "hapusPeran",
    params(("kode" = String, Path, description = "The role", example = "kasi")),
    responses((status = NO_CONTENT, description = "It is gone"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola")), ("x-segar" = json!(true))),
)]
#[delete("/v1/peran/{kode}")]
pub(super) async fn hapus(
    state: Data<AppState>,
    Caller(pelaku, kode): Caller<Path<String>>,
) -> Result<HttpResponse, Problem> {
    HapusPeran { kode: kode.into_inner() }.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List permissions
///
/// The catalogue that roles choose from, with a sentence each.
#[utoipa::path(
    tag = "akses",
    operation_id = "daftarIzin",
    responses((status = OK, description = "The permissions", body = DaftarIzin), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[get("/v1/izin")]
pub(super) async fn izin(Caller(pelaku, ()): Caller) -> Result<Json<DaftarIzin>, Problem> {
    let semua = AcuanAkses.izin(&pelaku)?;
    Ok(Json(DaftarIzin { data: semua.iter().copied().map(IzinView::from).collect() }))
}

/// List units
///
/// Units in use, in the office's own order.
#[utoipa::path(
    tag = "akses",
    operation_id = "daftarUnit",
    responses((status = OK, description = "The units", body = DaftarUnit), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[get("/v1/unit")]
pub(super) async fn unit(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarUnit>, Problem> {
    let semua = AcuanAkses.unit(&state.ports, &pelaku).await?;
    Ok(Json(DaftarUnit { data: semua.into_iter().map(Into::into).collect() }))
}

/// List teams
///
/// Teams in use, in the office's own order.
#[utoipa::path(
    tag = "akses",
    operation_id = "daftarTim",
    responses((status = OK, description = "The teams", body = DaftarTim), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[get("/v1/tim")]
pub(super) async fn tim(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarTim>, Problem> {
    let semua = AcuanAkses.tim(&state.ports, &pelaku).await?;
    Ok(Json(DaftarTim { data: semua.into_iter().map(Into::into).collect() }))
}
