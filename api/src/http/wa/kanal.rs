//! The state of the channel, and contacts that wait for an officer's word.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    nilai::Rahasia,
    percakapan::{BacaKanal, SelesaikanVerifikasi},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::KanalView;
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatPetugasIzin, GalatUbahIsi},
    problem::Problem,
};

/// Read the state of WhatsApp
///
/// Numbers with their quality and limit, the newest events, when the last webhook came, and what waits or failed. Counts
/// stop at 10,000.
#[utoipa::path(
    tag = "operasi",
    operation_id = "bacaKanal",
    responses((status = OK, description = "The state", body = KanalView), GalatPetugasIzin),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.lihat"))),
)]
#[get("/v1/wa/kanal")]
pub(super) async fn baca(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<KanalView>, Problem> {
    Ok(Json(BacaKanal.execute(&state.ports, &pelaku).await?.into()))
}

/// An officer's word for a contact.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "alasan": "Datang ke loket dengan KTP-el asli." }))]
pub(super) struct VerifikasiRequest {
    /// How the officer knows; at most 500 characters.
    alasan: String,
}

/// Vouch for a contact
///
/// A contact whose number or identity changed hands learns nothing of cases until they prove themselves or an officer
/// vouches for them. What was held is sent then. 409 when the contact waits for nothing.
#[utoipa::path(
    tag = "operasi",
    operation_id = "selesaikanVerifikasi",
    params(("id" = Uuid, Path, description = "The contact")),
    request_body = VerifikasiRequest,
    responses((status = NO_CONTENT, description = "The contact is trusted again"), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.buat"))),
)]
#[post("/v1/kontak/{id}/verifikasi")]
pub(super) async fn verifikasi(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<VerifikasiRequest>)>,
) -> Result<HttpResponse, Problem> {
    let selesaikan =
        SelesaikanVerifikasi { kontak: id.into_inner().into(), alasan: Rahasia::new(isi.alasan) };
    selesaikan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}
