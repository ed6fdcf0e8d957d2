//! Papers.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    berkas::Rencana,
    permohonan::{CuplikanBerkas, SelesaikanBerkas, UnduhBerkas, UnggahBerkas},
};
use uuid::Uuid;

use super::{
    unduhan,
    unggahan::{BerkasRequest, DaftarCuplikanView, RangkaiRequest, UnduhParams, UnggahanView},
    view::UnduhanView,
    view_berkas::BerkasView,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatBaca, GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// Announce a paper
///
/// Answers with a link good for five minutes. PUT the file there with exactly the given headers, then call
/// `selesaikanBerkas`. Over 5 MiB, or when asked, the answer also holds links for parts, good for 30 minutes: PUT each part
/// there, then call `rangkaiBerkas` with the `ETag` of each. An announcement nobody kept ends after 24 hours. Repeating this
/// call announces another paper. `kuota_berkas_habis` (429) says that the caller announced too much today.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "umumkanBerkas",
    params(("id" = Uuid, Path, description = "The case")),
    request_body = BerkasRequest,
    responses((status = CREATED, description = "Where to put the file", body = UnggahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("berkas.unggah"))),
)]
#[post("/v1/permohonan/{id}/berkas")]
pub(super) async fn umumkan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<BerkasRequest>)>,
) -> Result<HttpResponse, Problem> {
    let unggah = UnggahBerkas {
        permohonan: id.into_inner().into(),
        syarat: isi.syarat,
        rencana: Rencana { tipe: isi.tipe, ukuran: isi.ukuran, bagian: isi.bagian },
    };
    let unggahan = unggah.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(UnggahanView::from(unggahan)))
}

/// Complete a paper
///
/// Says that the file was put, and has it checked: only an intact JPEG, PNG or PDF without password, program or attachment
/// counts, and `ditahan` says that it waits for the virus scanner. Calling it again changes nothing.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "selesaikanBerkas",
    params(("id" = Uuid, Path, description = "The paper")),
    responses((status = OK, description = "The paper", body = BerkasView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("berkas.unggah"))),
)]
#[post("/v1/berkas/{id}/selesai")]
pub(super) async fn selesaikan(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<BerkasView>, Problem> {
    let selesaikan = SelesaikanBerkas { id: id.into_inner().into(), bagian: Vec::new() };
    let berkas = selesaikan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(berkas.into()))
}

/// Complete a paper that was put in parts
///
/// Puts the parts together, then has the file checked as `selesaikanBerkas` does. Calling it again changes nothing.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "rangkaiBerkas",
    params(("id" = Uuid, Path, description = "The paper")),
    request_body = RangkaiRequest,
    responses((status = OK, description = "The paper", body = BerkasView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("berkas.unggah"))),
)]
#[post("/v1/berkas/{id}/bagian")]
pub(super) async fn rangkai(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<RangkaiRequest>)>,
) -> Result<Json<BerkasView>, Problem> {
    let rangkai = SelesaikanBerkas { id: id.into_inner().into(), bagian: isi.menjadi()? };
    let berkas = rangkai.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(berkas.into()))
}

/// Get links to the thumbnails of a case
///
/// One for each paper that has one, good for five minutes; all of them are audited as one.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "daftarCuplikan",
    params(("id" = Uuid, Path, description = "The case")),
    responses((status = OK, description = "The links", body = DaftarCuplikanView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/permohonan/{id}/berkas/cuplikan")]
pub(super) async fn cuplikan(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<DaftarCuplikanView>, Problem> {
    let cuplikan = CuplikanBerkas { permohonan: id.into_inner().into() };
    let semua = cuplikan.execute(&state.ports, &pelaku).await?;
    Ok(Json(DaftarCuplikanView::new(semua, unduhan(&state, String::new()).berakhir)))
}

/// Get a link to read a paper
///
/// Leads to the copy for viewing, which is upright and holds nothing but its pixels; `asli=true` leads to the file as it
/// came in. A PDF has no copy. The link is good for five minutes; each one is audited. `berkas_ditahan` (409) says that the
/// paper waits for the virus scanner.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "unduhBerkas",
    params(("id" = Uuid, Path, description = "The paper"), UnduhParams),
    responses((status = OK, description = "The link", body = UnduhanView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/berkas/{id}/unduhan")]
pub(super) async fn unduh(
    state: Data<AppState>,
    Caller(pelaku, (id, Kueri(kueri))): Caller<(Path<Uuid>, Kueri<UnduhParams>)>,
) -> Result<Json<UnduhanView>, Problem> {
    let unduh = UnduhBerkas { id: id.into_inner().into(), asli: kueri.asli };
    let url = unduh.execute(&state.ports, &pelaku).await?;
    Ok(Json(unduhan(&state, url)))
}
