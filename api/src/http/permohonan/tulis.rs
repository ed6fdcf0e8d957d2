//! Registering, completing and calling off cases.

use actix_web::{
    HttpResponse,
    http::header,
    post,
    web::{Data, Path},
};
use loket_domain::{
    gangguan::BacaGangguanKasus,
    permohonan::{AjukanPermohonan, BatalkanPermohonan, LengkapiPermohonan},
};
use uuid::Uuid;

use super::{
    isian::{AjukanRequest, PembatalanRequest},
    view::PermohonanBaruView,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiBersidik},
    dokumentasi::galat::{GalatBuat, GalatUbah, GalatUbahIsi},
    kepala::{KunciIdempotensi, etag},
    problem::Problem,
};

/// Register a case
///
/// Registers a case for a resident and starts the SOP of its service. The same `Idempotency-Key` with the same body
/// gives the same case again, in its present state; with another body it is refused.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "ajukanPermohonan",
    params((
        "Idempotency-Key" = String, Header,
        description = "Chosen by the client, fresh for every case: 1 to 200 printable characters",
        example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
    )),
    request_body = AjukanRequest,
    responses(
        (
            status = CREATED, description = "The case", body = PermohonanBaruView,
            headers(
                ("Location" = String, description = "Where the case is read"),
                ("ETag" = String, description = "The version of the case: `\"v2\"`"),
            ),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.buat"))),
)]
#[post("/v1/permohonan")]
pub(super) async fn ajukan(
    state: Data<AppState>,
    Caller(pelaku, (KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        KunciIdempotensi,
        IsiBersidik<AjukanRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let ajukan: AjukanPermohonan = isi.menjadi(kunci, sidik);
    let permohonan = ajukan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    let gangguan = BacaGangguanKasus { permohonan: &permohonan };
    let gangguan = gangguan.execute(&state.ports, &pelaku).await?;
    let baru = PermohonanBaruView::baru(&permohonan, gangguan);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/v1/permohonan/{}", permohonan.id)))
        .insert_header(etag(baru.versi))
        .json(baru))
}

/// Send a completed case back to work
///
/// On behalf of the applicant, once what was missing has been attached.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "lengkapiPermohonan",
    params(("id" = Uuid, Path, description = "The case")),
    responses((status = NO_CONTENT, description = "It is being worked on again"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.buat"))),
)]
#[post("/v1/permohonan/{id}/kelengkapan")]
pub(super) async fn lengkapi(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let lengkapi = LengkapiPermohonan { id: id.into_inner().into() };
    lengkapi.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Call a case off
///
/// Ends the case; open tugas end with it.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "batalkanPermohonan",
    params(("id" = Uuid, Path, description = "The case")),
    request_body = PembatalanRequest,
    responses((status = NO_CONTENT, description = "It is over"), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.batal"))),
)]
#[post("/v1/permohonan/{id}/pembatalan")]
pub(super) async fn batalkan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<PembatalanRequest>)>,
) -> Result<HttpResponse, Problem> {
    let batalkan = BatalkanPermohonan { id: id.into_inner().into(), alasan: isi.alasan };
    batalkan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}
