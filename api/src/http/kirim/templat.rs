//! Message templates: drafted, checked, handed in.

use actix_web::{
    HttpResponse, get,
    http::header,
    post, put,
    web::{Data, Json, Path},
};
use loket_domain::templat::{
    AjukanTemplat, BacaTemplat, BuatTemplat, DaftarTemplat, GantiTemplat, SelaraskanTemplat,
    Templat,
};
use uuid::Uuid;

use super::view_templat::{DaftarTemplatWa, TemplatRequest, TemplatView};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiBersidik},
    dokumentasi::galat::{GalatBaca, GalatBuat, GalatGanti, GalatPetugas, GalatUbah},
    kepala::{IfMatch, KunciIdempotensi, etag},
    problem::Problem,
};

fn berlabel(templat: Templat) -> HttpResponse {
    let view = TemplatView::from(templat);
    HttpResponse::Ok().insert_header(etag(view.versi)).json(view)
}

/// List message templates
///
/// By name. Approved ones stand in for messages that the 24-hour window holds back, each for its own purpose, `umum` for
/// any.
#[utoipa::path(
    tag = "whatsapp",
    operation_id = "daftarTemplatWa",
    responses(
        (status = OK, description = "Every template", body = DaftarTemplatWa),
        GalatPetugas,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.lihat"))),
)]
#[get("/v1/wa/templat")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarTemplatWa>, Problem> {
    Ok(Json(DaftarTemplat.execute(&state.ports, &pelaku).await?.into()))
}

/// Draft a message template
///
/// Checked against everything that WhatsApp would refuse, every fault at once; it never asks for identities or papers. The
/// same `Idempotency-Key` with the same body gives the same template again.
#[utoipa::path(
    tag = "whatsapp",
    operation_id = "buatTemplatWa",
    params(
        (
            "Idempotency-Key" = String, Header,
            description = "Chosen by the client, fresh for every template: 1 to 200 printable characters",
            example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
        ),
    ),
    request_body = TemplatRequest,
    responses(
        (
            status = CREATED, description = "The draft", body = TemplatView,
            headers(
                ("Location" = String, description = "Where the template is read"),
                ("ETag" = String, description = "The version of the template: `\"v1\"`"),
            ),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("wa.kelola"))),
)]
#[post("/v1/wa/templat")]
pub(super) async fn buat(
    state: Data<AppState>,
    Caller(pelaku, (KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        KunciIdempotensi,
        IsiBersidik<TemplatRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let buat = BuatTemplat { isi: isi.menjadi(), idempotensi: (kunci, sidik) };
    let templat = buat.execute(&state.ports, &pelaku).await?;
    let letak = format!("/v1/wa/templat/{}", templat.id);
    let view = TemplatView::from(templat);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, letak))
        .insert_header(etag(view.versi))
        .json(view))
}

/// Read what WhatsApp says about the templates
///
/// Takes states, categories and qualities over. A template that WhatsApp does not know cannot be sent any more.
#[utoipa::path(
    tag = "whatsapp",
    operation_id = "selaraskanTemplatWa",
    responses(
        (status = OK, description = "Every template as it is now", body = DaftarTemplatWa),
        GalatUbah,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("wa.kelola"))),
)]
#[post("/v1/wa/templat/penyelarasan")]
pub(super) async fn selaraskan(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarTemplatWa>, Problem> {
    Ok(Json(SelaraskanTemplat.execute(&state.ports, &pelaku).await?.into()))
}

/// Read a message template
///
/// `ETag` is the version that a change names.
#[utoipa::path(
    tag = "whatsapp",
    operation_id = "bacaTemplatWa",
    params(("id" = Uuid, Path, description = "The template")),
    responses(
        (
            status = OK, description = "The template", body = TemplatView,
            headers(("ETag" = String, description = "The version of the template: `\"v2\"`")),
        ),
        GalatBaca,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.lihat"))),
)]
#[get("/v1/wa/templat/{id}")]
pub(super) async fn satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let baca = BacaTemplat { id: id.into_inner().into() };
    Ok(berlabel(baca.execute(&state.ports, &pelaku).await?))
}

/// Replace the draft of a message template
///
/// The body is the whole template; `If-Match` names the version that was read. What was handed in keeps its words.
#[utoipa::path(
    tag = "whatsapp",
    operation_id = "gantiTemplatWa",
    params(
        ("id" = Uuid, Path, description = "The template"),
        ("If-Match" = String, Header, description = "The `ETag` of the template", example = "\"v1\""),
    ),
    request_body = TemplatRequest,
    responses(
        (
            status = OK, description = "The template", body = TemplatView,
            headers(("ETag" = String, description = "The version of the template: `\"v2\"`")),
        ),
        GalatGanti,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("wa.kelola"))),
)]
#[put("/v1/wa/templat/{id}")]
pub(super) async fn ganti(
    state: Data<AppState>,
    Caller(pelaku, (id, cocok, Isi(isi))): Caller<(Path<Uuid>, IfMatch, Isi<TemplatRequest>)>,
) -> Result<HttpResponse, Problem> {
    let ganti =
        GantiTemplat { id: id.into_inner().into(), isi: isi.menjadi(), versi: cocok.wajib()? };
    Ok(berlabel(ganti.execute(&state.ports, &pelaku).await?))
}

/// Hand a message template in
///
/// To WhatsApp, which may approve it at once or look at it for a day; 409 `templat_ditolak_saluran` when it refuses.
#[utoipa::path(
    tag = "whatsapp",
    operation_id = "ajukanTemplatWa",
    params(("id" = Uuid, Path, description = "The template")),
    responses(
        (
            status = OK, description = "The template as WhatsApp took it", body = TemplatView,
            headers(("ETag" = String, description = "The version of the template: `\"v2\"`")),
        ),
        GalatUbah,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("wa.kelola"))),
)]
#[post("/v1/wa/templat/{id}/pengajuan")]
pub(super) async fn ajukan(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let ajukan = AjukanTemplat { id: id.into_inner().into() };
    Ok(berlabel(ajukan.execute(&state.ports, &pelaku).await?))
}
