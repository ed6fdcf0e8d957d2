//! Templates of letters.

use actix_web::{
    HttpResponse, get,
    http::header,
    post, put,
    web::{Data, Json, Path},
};
use loket_domain::sementara::{
    BacaTemplatDokumen, PratinjauTemplat, TerbitkanTemplat, TulisDrafTemplat,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::view::{
    DaftarTemplatView, IsiTemplatRequest, TemplatView, TerbitTemplatRequest, VersiView,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    cetak::IsiPdf,
    dokumentasi::galat::{GalatBaca, GalatBuat, GalatPetugasIzin, GalatUbahIsi},
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(daftar).service(pratinjau).service(baca).service(draf).service(terbit);
}

/// List the templates of letters
///
/// Those that Loket brings, and the office's own, each with all its versions.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "daftarTemplatDokumen",
    responses((status = OK, description = "The templates", body = DaftarTemplatView), GalatPetugasIzin),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola"))),
)]
#[get("/v1/templat-dokumen")]
async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller<()>,
) -> Result<Json<DaftarTemplatView>, Problem> {
    let semua = BacaTemplatDokumen::default().execute(&state.ports, &pelaku).await?;
    Ok(Json(DaftarTemplatView { data: semua.into_iter().map(Into::into).collect() }))
}

/// Read a template of letters
#[utoipa::path(
    tag = "dokumen",
    operation_id = "bacaTemplatDokumen",
    params(("kode" = String, Path, description = "Code of the template", example = "tanda_terima")),
    responses((status = OK, description = "The template", body = TemplatView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola"))),
)]
#[get("/v1/templat-dokumen/{kode}")]
async fn baca(
    state: Data<AppState>,
    Caller(pelaku, kode): Caller<Path<String>>,
) -> Result<Json<TemplatView>, Problem> {
    let baca = BacaTemplatDokumen { kode: Some(kode.into_inner()) };
    let mut semua = baca.execute(&state.ports, &pelaku).await?;
    semua.pop().map(|satu| Json(satu.into())).ok_or_else(Problem::tidak_ditemukan)
}

/// Write the draft of a template
///
/// There is one draft per template; writing again changes it. Letters are rendered from it only once it is published.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "tulisDrafTemplatDokumen",
    params(("kode" = String, Path, description = "Code of the template", example = "tanda_terima")),
    request_body = IsiTemplatRequest,
    responses((status = OK, description = "The draft", body = VersiView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola"))),
)]
#[put("/v1/templat-dokumen/{kode}/draf")]
async fn draf(
    state: Data<AppState>,
    Caller(pelaku, (kode, Isi(isi))): Caller<(Path<String>, Isi<IsiTemplatRequest>)>,
) -> Result<Json<VersiView>, Problem> {
    let tulis = TulisDrafTemplat { kode: kode.into_inner(), isi: isi.isi };
    Ok(Json(tulis.execute(&state.ports, &pelaku).await?.into()))
}

/// Publish the draft of a template
///
/// In force at once; letters that were rendered before keep the version they came from.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "terbitkanTemplatDokumen",
    params(("kode" = String, Path, description = "Code of the template", example = "tanda_terima")),
    request_body = TerbitTemplatRequest,
    responses((status = OK, description = "The version", body = VersiView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola"))),
)]
#[post("/v1/templat-dokumen/{kode}/terbit")]
async fn terbit(
    state: Data<AppState>,
    Caller(pelaku, (kode, Isi(isi))): Caller<(Path<String>, Isi<TerbitTemplatRequest>)>,
) -> Result<Json<VersiView>, Problem> {
    let terbit = TerbitkanTemplat { kode: kode.into_inner(), versi: isi.versi };
    Ok(Json(terbit.execute(&state.ports, &pelaku).await?.into()))
}

/// Look at a template as a letter
///
/// As PDF, filled in with examples. Nothing is stored.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "pratinjauTemplatDokumen",
    request_body = IsiTemplatRequest,
    responses(
        (status = OK, description = "The letter", content((IsiPdf = "application/pdf"))),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tenant.kelola"))),
)]
#[post("/v1/templat-dokumen/pratinjau")]
async fn pratinjau(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<IsiTemplatRequest>>,
) -> Result<HttpResponse, Problem> {
    let lembar = PratinjauTemplat { isi: isi.isi }.execute(&state.ports, &pelaku)?;
    let pdf = state.ports.pencetak.cetak(&lembar, state.ports.clock.now());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/pdf"))
        .insert_header((header::CONTENT_DISPOSITION, "inline; filename=\"pratinjau.pdf\""))
        .body(pdf))
}
