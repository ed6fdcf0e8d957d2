//! Drafts and signed documents.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::dokumen::{SelesaikanDokumen, UnduhDokumen, UnggahDokumen};
use uuid::Uuid;

use super::{
    unduhan,
    unggahan::UnggahanView,
    view::{DokumenRequest, DokumenView, UnduhanView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatBaca, GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// Announce a document
///
/// A draft, or a PDF that was signed inside SIAK. Only an officer who took a tugas of the case may; while an approval is
/// open the draft stands still. Answers with a link good for five minutes: PUT the PDF there with exactly the given
/// headers, then call `selesaikanDokumen`. Repeating this call announces another version.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "umumkanDokumen",
    params(("id" = Uuid, Path, description = "The case")),
    request_body = DokumenRequest,
    responses((status = CREATED, description = "Where to put the PDF", body = UnggahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.unggah"))),
)]
#[post("/v1/permohonan/{id}/dokumen")]
pub(super) async fn umumkan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<DokumenRequest>)>,
) -> Result<HttpResponse, Problem> {
    let unggah = UnggahDokumen {
        permohonan: id.into_inner().into(),
        produk: isi.produk,
        nomor: isi.nomor,
        ukuran: isi.ukuran,
        bertanda_tangan: isi.bertanda_tangan,
    };
    let (id, tautan, ganda) = unggah.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(UnggahanView::new(id.uuid(), tautan).bernomor_ganda(ganda)))
}

/// Complete a document
///
/// Says that the PDF was put, and has it checked. A signed one must carry a valid signature of the expected official;
/// read `keadaan` and `alasan` of the answer to learn whether it counts. Calling it again changes nothing.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "selesaikanDokumen",
    params(("id" = Uuid, Path, description = "The document")),
    responses((status = OK, description = "The document", body = DokumenView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.unggah"))),
)]
#[post("/v1/dokumen/{id}/selesai")]
pub(super) async fn selesaikan(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<DokumenView>, Problem> {
    let selesaikan = SelesaikanDokumen { id: id.into_inner().into() };
    let dokumen = selesaikan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(dokumen.into()))
}

/// Get a link to read a document
///
/// The link is good for five minutes; each one is audited.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "unduhDokumen",
    params(("id" = Uuid, Path, description = "The document")),
    responses((status = OK, description = "The link", body = UnduhanView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/dokumen/{id}/unduhan")]
pub(super) async fn unduh(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<UnduhanView>, Problem> {
    let unduh = UnduhDokumen { id: id.into_inner().into() };
    let url = unduh.execute(&state.ports, &pelaku).await?;
    Ok(Json(unduhan(&state, url)))
}
