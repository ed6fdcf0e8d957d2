//! Who looks after a conversation.

use actix_web::{
    HttpResponse, delete, post,
    web::{Data, Path},
};
use loket_domain::percakapan::{
    KembalikanPercakapan, LepasPercakapan, TandaiDibaca, TugaskanPercakapan,
};
use uuid::Uuid;

use super::isian::PenugasanRequest;
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// Take a conversation
///
/// Or give it to another officer who may answer. The bot falls silent. While somebody else looks after it this is refused
/// (`percakapan_dipegang_lain`) unless `ambil_alih` says otherwise.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "tugaskanPercakapan",
    params(("id" = Uuid, Path, description = "The conversation")),
    request_body = PenugasanRequest,
    responses((status = NO_CONTENT, description = "It is assigned"), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.balas"))),
)]
#[post("/v1/percakapan/{id}/penugasan")]
pub(super) async fn tugaskan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<PenugasanRequest>)>,
) -> Result<HttpResponse, Problem> {
    let tugaskan = TugaskanPercakapan {
        id: id.into_inner().into(),
        petugas: isi.petugas_id.map(Into::into),
        ambil_alih: isi.ambil_alih,
    };
    tugaskan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Let a conversation go
///
/// It waits for any officer again; the bot stays silent.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "lepasPercakapan",
    params(("id" = Uuid, Path, description = "The conversation")),
    responses((status = NO_CONTENT, description = "Nobody looks after it"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.balas"))),
)]
#[delete("/v1/percakapan/{id}/penugasan")]
pub(super) async fn lepas(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let lepas = LepasPercakapan { id: id.into_inner().into() };
    lepas.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Mark a conversation read
///
/// For all officers; it still waits for an answer.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "tandaiPercakapanDibaca",
    params(("id" = Uuid, Path, description = "The conversation")),
    responses((status = NO_CONTENT, description = "Nothing in it is unread"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.balas"))),
)]
#[post("/v1/percakapan/{id}/dibaca")]
pub(super) async fn dibaca(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let baca = TandaiDibaca { id: id.into_inner().into() };
    baca.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Hand a conversation back to the bot
///
/// The resident is told once. Nothing waits, and nobody looks after it.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "kembalikanPercakapan",
    params(("id" = Uuid, Path, description = "The conversation")),
    responses((status = NO_CONTENT, description = "The bot answers again"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.balas"))),
)]
#[post("/v1/percakapan/{id}/kembalikan")]
pub(super) async fn kembalikan(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let kembalikan = KembalikanPercakapan { id: id.into_inner().into() };
    kembalikan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}
