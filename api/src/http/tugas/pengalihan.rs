//! Handing a tugas on.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use loket_domain::permohonan::AlihkanTugas;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::{
    AppState, auth::Caller, badan::Isi, dokumentasi::galat::GalatUbahIsi, kepala::IfMatch,
    problem::Problem,
};

/// A hand-over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kepada": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01", "alasan": "Petugas sedang cuti.", "versi": 12
}))]
pub(super) struct PengalihanRequest {
    /// The officer; null lets it go, back to all who may take it.
    #[serde(default)]
    kepada: Option<Uuid>,
    /// Why; required for the tugas of somebody else.
    #[serde(default)]
    alasan: Option<String>,
    /// The version of the case the officer looked at; or send `If-Match`.
    #[serde(default)]
    versi: Option<u64>,
}

/// Hand a tugas on
///
/// One's own, or with the permission `tugas.alihkan` anybody's: to an officer who may do it, or back to all who may. The
/// kartu kendali closes one row and opens the next, which waits for the paraf of the new holder.
#[utoipa::path(
    tag = "tugas",
    operation_id = "alihkanTugas",
    params(
        ("id" = Uuid, Path, description = "The tugas"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the tugas, instead of `versi`", example = "\"v12\""),
    ),
    request_body = PengalihanRequest,
    responses((status = NO_CONTENT, description = "It is handed on"), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["tugas.kerjakan", "tugas.alihkan"]))),
)]
#[post("/v1/tugas/{id}/pengalihan")]
pub(super) async fn alihkan(
    state: Data<AppState>,
    Caller(pelaku, (id, cocok, Isi(isi))): Caller<(Path<Uuid>, IfMatch, Isi<PengalihanRequest>)>,
) -> Result<HttpResponse, Problem> {
    let alihkan = AlihkanTugas {
        id: id.into_inner().into(),
        kepada: isi.kepada.map(Into::into),
        alasan: isi.alasan,
        versi: cocok.atau(isi.versi)?,
    };
    alihkan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}
