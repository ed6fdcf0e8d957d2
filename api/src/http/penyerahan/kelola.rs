//! Ordering an attempt again, and taking one back.

use actix_web::{
    HttpResponse, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    nilai::Rahasia,
    penyerahan::{TarikPenyerahan, UlangiPenyerahan},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::{PenyerahanView, SebabView, TarikView};
use crate::http::{
    AppState, auth::Caller, badan::Isi, dokumentasi::galat::GalatUbahIsi, kata::SaluranPenyerahan,
    problem::Problem,
};

/// An order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "saluran": "email" }))]
pub(super) struct UlangiRequest {
    /// Another channel; without it, the same.
    #[serde(default)]
    saluran: Option<SaluranPenyerahan>,
}

/// A recall.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "sebab": "salah_nomor", "catatan": "Nomor milik tetangga pemohon." }))]
pub(super) struct TarikRequest {
    /// Why.
    sebab: SebabView,
    /// What happened, at most 1,000 characters; required for `lainnya`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    catatan: Option<Rahasia>,
}

/// Order a hand-over again
///
/// A new attempt for the same version of the document, on the same channel or another; the old one stays in the ledger as it
/// ended. Refused while another attempt is under way.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "ulangiPenyerahan",
    params(("id" = Uuid, Path, description = "The attempt that ended")),
    request_body = UlangiRequest,
    responses((status = CREATED, description = "The new attempt", body = PenyerahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("penyerahan.kelola"))),
)]
#[post("/v1/penyerahan/{id}/ulangi")]
pub(super) async fn ulangi(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<UlangiRequest>)>,
) -> Result<HttpResponse, Problem> {
    let ulangi =
        UlangiPenyerahan { id: id.into_inner().into(), saluran: isi.saluran.map(Into::into) };
    let baru = ulangi.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(PenyerahanView::from(baru)))
}

/// Take a hand-over back
///
/// For what went to the wrong recipient. The attempt and its link end, what still waits does not leave, the incident is kept
/// and who watches the operation is told. What was delivered cannot be unsent on any channel; `tindak_lanjut` says what to
/// do instead.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "tarikPenyerahan",
    params(("id" = Uuid, Path, description = "The attempt")),
    request_body = TarikRequest,
    responses((status = OK, description = "What the recall could do", body = TarikView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("penyerahan.kelola"))),
)]
#[post("/v1/penyerahan/{id}/penarikan")]
pub(super) async fn tarik(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<TarikRequest>)>,
) -> Result<Json<TarikView>, Problem> {
    let tarik = TarikPenyerahan {
        id: id.into_inner().into(),
        sebab: isi.sebab.into(),
        catatan: isi.catatan,
    };
    let hasil = tarik.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(hasil.into()))
}
