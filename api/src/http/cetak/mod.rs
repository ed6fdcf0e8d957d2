//! Printed sheets: SOP-AP and kartu kendali, as PDF or HTML.

use actix_web::{
    HttpResponse, get,
    http::header,
    web::{Data, Path},
};
use loket_domain::cetak::{CetakKartuKendali, CetakSop, Lembar, html};
use serde::Deserialize;
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type},
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    AppState, auth::Caller, badan::Kueri, dokumentasi::galat::GalatCetak, problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(sop).service(kartu_kendali);
}

/// The routes whose answers a browser renders end in this.
pub(super) const AKHIRAN: &str = "/lembar";

/// Kind of file.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum FormatCetak {
    /// A4, ready for a printer.
    #[default]
    Pdf,
    /// One self-contained page that prints as the PDF does and reads on a phone.
    Html,
}

/// How to print.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CetakParams {
    /// Kind of file; `pdf` when absent.
    #[param(inline, example = "pdf")]
    pub(super) format: Option<FormatCetak>,
}

/// The bytes of a PDF, as the document describes them.
pub(super) struct IsiPdf;

impl PartialSchema for IsiPdf {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .into()
    }
}

impl ToSchema for IsiPdf {}

/// Print an SOP
///
/// The published version as an SOP-AP sheet: identity, then the flow with one column per pelaksana.
#[utoipa::path(
    tag = "cetak",
    operation_id = "cetakSop",
    params(
        ("kode" = String, Path, description = "Code of the SOP", example = "kia"),
        CetakParams,
    ),
    responses(
        (
            status = OK, description = "The sheet",
            content((IsiPdf = "application/pdf"), (String = "text/html")),
        ),
        GalatCetak,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/sop/{kode}/lembar")]
async fn sop(
    state: Data<AppState>,
    Caller(pelaku, (kode, Kueri(kueri))): Caller<(Path<String>, Kueri<CetakParams>)>,
) -> Result<HttpResponse, Problem> {
    let cetak = CetakSop { kode: kode.into_inner() };
    let nama = format!("sop-{}", cetak.kode);
    let lembar = cetak.execute(&state.ports, &pelaku).await?;
    Ok(jawab(&state, &lembar, kueri.format, &nama))
}

/// Print the kartu kendali of a case
///
/// Every hand-over with both parafs and how long the case waited and was worked on, in working time. The applicant's
/// name is shortened. Each print is audited.
#[utoipa::path(
    tag = "cetak",
    operation_id = "cetakKartuKendali",
    params(("id" = Uuid, Path, description = "The case"), CetakParams),
    responses(
        (
            status = OK, description = "The sheet",
            content((IsiPdf = "application/pdf"), (String = "text/html")),
        ),
        GalatCetak,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/permohonan/{id}/kartu-kendali/lembar")]
async fn kartu_kendali(
    state: Data<AppState>,
    Caller(pelaku, (id, Kueri(kueri))): Caller<(Path<Uuid>, Kueri<CetakParams>)>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    let cetak = CetakKartuKendali { id: id.into() };
    let lembar = cetak.execute(&state.ports, &pelaku).await?;
    Ok(jawab(&state, &lembar, kueri.format, &format!("kartu-kendali-{id}")))
}

/// The sheet as a file that a browser shows and saves under `nama`, which is a code or an id.
pub(super) fn jawab(
    state: &AppState,
    lembar: &Lembar,
    format: Option<FormatCetak>,
    nama: &str,
) -> HttpResponse {
    let (tipe, akhiran, isi) = match format.unwrap_or_default() {
        FormatCetak::Pdf => {
            let isi = state.ports.pencetak.cetak(lembar, state.ports.clock.now());
            ("application/pdf", "pdf", isi)
        }
        FormatCetak::Html => ("text/html; charset=utf-8", "html", html(lembar).into_bytes()),
    };
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, tipe))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{nama}.{akhiran}\""),
        ))
        .body(isi)
}
