//! The SIAK number, withdrawal and correction.

use actix_web::{
    HttpResponse,
    http::header,
    post, put,
    web::{Data, Json, Path},
};
use loket_domain::dokumen::{CabutDokumen, PerbaikiDokumen, UbahNomorSiak};
use uuid::Uuid;

use super::view::{NomorRequest, NomorView, PencabutanRequest, PerbaikanRequest, PerbaikanView};
use crate::http::{
    AppState, auth::Caller, badan::Isi, dokumen::DokumenView, dokumentasi::galat::GalatUbahIsi,
    problem::Problem,
};

/// Write the SIAK number of a document
///
/// Until the document is signed. `nomor_ganda` warns that a document of another case has the same number.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "ubahNomorSiak",
    params(("id" = Uuid, Path, description = "The document")),
    request_body = NomorRequest,
    responses((status = OK, description = "The document", body = NomorView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.unggah"))),
)]
#[put("/v1/dokumen/{id}/nomor")]
pub(super) async fn nomor(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<NomorRequest>)>,
) -> Result<Json<NomorView>, Problem> {
    let ubah = UbahNomorSiak { id: id.into_inner().into(), nomor: isi.nomor };
    let (dokumen, nomor_ganda) = ubah.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(NomorView { dokumen: dokumen.into(), nomor_ganda }))
}

/// Withdraw an issued document
///
/// The public reads `dicabut` from now on, hand-overs that did not arrive are called off, and the applicant is told.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "cabutDokumen",
    params(("id" = Uuid, Path, description = "The document")),
    request_body = PencabutanRequest,
    responses((status = OK, description = "The document", body = DokumenView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.cabut"))),
)]
#[post("/v1/dokumen/{id}/pencabutan")]
pub(super) async fn cabut(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<PencabutanRequest>)>,
) -> Result<Json<DokumenView>, Problem> {
    let cabut =
        CabutDokumen { id: id.into_inner().into(), kode: isi.kode.into(), alasan: isi.alasan };
    let dokumen = cabut.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(dokumen.into()))
}

/// Correct an issued document
///
/// Opens a linked case, prefilled, free and before others; when its product is issued, it takes the document's place. A
/// document has one correction at a time, so a repeated call is refused with `perbaikan_sudah_ada`.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "perbaikiDokumen",
    params(("id" = Uuid, Path, description = "The document")),
    request_body = PerbaikanRequest,
    responses(
        (
            status = CREATED, description = "The case", body = PerbaikanView,
            headers(("Location" = String, description = "Where the case is read")),
        ),
        GalatUbahIsi,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.cabut"))),
)]
#[post("/v1/dokumen/{id}/perbaikan")]
pub(super) async fn perbaiki(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<PerbaikanRequest>)>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    let perbaiki = PerbaikiDokumen {
        id: id.into(),
        alasan: isi.alasan,
        layanan: isi.layanan,
        isian: isi.isian,
    };
    let permohonan = perbaiki.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/v1/permohonan/{}", permohonan.id)))
        .json(PerbaikanView {
            permohonan_id: permohonan.id.uuid(),
            nomor: permohonan.nomor.to_string(),
            memperbaiki: id,
        }))
}
