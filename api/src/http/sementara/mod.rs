//! Interim products, drafts rendered from templates, and the templates.

mod templat;
mod view;

use actix_web::{
    HttpResponse, get,
    http::StatusCode,
    post,
    web::{Data, Json, Path},
};
use loket_domain::{
    permohonan::UMUR_TAUTAN,
    sementara::{KirimSementara, RakitDraf, TerbitkanSementara, UnduhSementara},
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub(super) use self::view::SementaraView;
use self::view::{KirimanView, RakitRequest, TautanView, TerbitRequest};
use super::{
    AppState,
    auth::Caller,
    badan::IsiBersidik,
    dokumen::DokumenView,
    dokumentasi::galat::{GalatBaca, GalatBuat, GalatUbah},
    kepala::KunciIdempotensi,
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(terbitkan).service(rakit).service(unduh).service(kirim);
    templat::rute(config);
}

/// Issue a receipt or an interim letter
///
/// Renders the template in force (`tanda_terima`, `surat_keterangan`, or one of the office's own), stores the PDF and makes
/// it checkable by its code. An earlier one of the same template loses its place to it.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "terbitkanSementara",
    params(
        ("id" = Uuid, Path, description = "The case"),
        (
            "Idempotency-Key" = String, Header,
            description = "Chosen by the client, fresh for every sheet: 1 to 200 printable characters",
            example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
        ),
    ),
    request_body = TerbitRequest,
    responses((status = CREATED, description = "The interim product", body = SementaraView), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.buat"))),
)]
#[post("/v1/permohonan/{id}/sementara")]
async fn terbitkan(
    state: Data<AppState>,
    Caller(pelaku, (id, KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        Path<Uuid>,
        KunciIdempotensi,
        IsiBersidik<TerbitRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let terbitkan = TerbitkanSementara {
        permohonan: id.into_inner().into(),
        templat: isi.templat,
        idempotensi: (kunci, sidik),
    };
    let satu = terbitkan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::build(StatusCode::CREATED).json(SementaraView::from(satu)))
}

/// Render the draft of a letter from a template
///
/// For a product that is a letter; the draft then goes through the chain as an uploaded one does.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "rakitDraf",
    params(
        ("id" = Uuid, Path, description = "The case"),
        (
            "Idempotency-Key" = String, Header,
            description = "Chosen by the client, fresh for every draft: 1 to 200 printable characters",
            example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
        ),
    ),
    request_body = RakitRequest,
    responses((status = CREATED, description = "The draft", body = DokumenView), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.unggah"))),
)]
#[post("/v1/permohonan/{id}/dokumen/rakit")]
async fn rakit(
    state: Data<AppState>,
    Caller(pelaku, (id, KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        Path<Uuid>,
        KunciIdempotensi,
        IsiBersidik<RakitRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let rakit = RakitDraf {
        permohonan: id.into_inner().into(),
        produk: isi.produk,
        templat: isi.templat,
        idempotensi: (kunci, sidik),
    };
    let dokumen = rakit.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(DokumenView::from(dokumen)))
}

/// Get a link to print an interim product
///
/// The link is good for five minutes; each one is audited.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "unduhSementara",
    params(("id" = Uuid, Path, description = "The interim product")),
    responses((status = OK, description = "The link", body = TautanView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/sementara/{id}/unduhan")]
async fn unduh(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<TautanView>, Problem> {
    let unduh = UnduhSementara { id: id.into_inner().into() };
    let url = unduh.execute(&state.ports, &pelaku).await?;
    Ok(Json(TautanView { url, berakhir: state.ports.clock.now() + UMUR_TAUTAN }))
}

/// Send an interim product by WhatsApp
///
/// To the applicant's own number, when they ask for it.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "kirimSementara",
    params(("id" = Uuid, Path, description = "The interim product")),
    responses((status = ACCEPTED, description = "The message that was queued", body = KirimanView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.buat"))),
)]
#[post("/v1/sementara/{id}/kirim")]
async fn kirim(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let kirim = KirimSementara { id: id.into_inner().into() };
    let pesan = kirim.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Accepted().json(KirimanView { pesan_id: pesan.uuid() }))
}
