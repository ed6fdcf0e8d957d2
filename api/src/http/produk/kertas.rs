//! Registers and letters on paper.

use actix_web::{
    HttpResponse, post,
    web::{Data, Json, Path},
};
use loket_domain::dokumen::{
    CatatRegister, CatatTandaTanganBasah, MulaiSurat, NyatakanKutipan, SelesaikanPindaian,
    UmumkanPindaian,
};
use uuid::Uuid;

use super::view::{BasahRequest, MulaiRequest, PindaianRequest, RegisterRequest, RegisterView};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumen::{DokumenView, UnggahanView},
    dokumentasi::galat::{GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// Enter a product into its register
///
/// Gives the next number of the book and year, once: asked again, the same entry. Only an officer who took a tugas of the
/// case may.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "catatRegister",
    params(("id" = Uuid, Path, description = "The case")),
    request_body = RegisterRequest,
    responses((status = OK, description = "The entry", body = RegisterView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.unggah"))),
)]
#[post("/v1/permohonan/{id}/register")]
pub(super) async fn register(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<RegisterRequest>)>,
) -> Result<Json<RegisterView>, Problem> {
    let catat = CatatRegister {
        permohonan: id.into_inner().into(),
        produk: isi.produk,
        buku: isi.buku,
        halaman: isi.halaman,
        tanggal: isi.tanggal,
    };
    let catatan = catat.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(catatan.into()))
}

/// Begin a letter that is not drafted in Loket
///
/// For a letter with wet signature that is printed from SIAK or written by hand. Asked again, the same version.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "mulaiSurat",
    params(("id" = Uuid, Path, description = "The case")),
    request_body = MulaiRequest,
    responses((status = OK, description = "The document", body = DokumenView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.unggah"))),
)]
#[post("/v1/permohonan/{id}/surat")]
pub(super) async fn mulai(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<MulaiRequest>)>,
) -> Result<Json<DokumenView>, Problem> {
    let mulai = MulaiSurat { permohonan: id.into_inner().into(), produk: isi.produk };
    let dokumen = mulai.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(dokumen.into()))
}

/// Say that a kutipan was printed
///
/// After the entry in the register. It waits for the applicant at the counter from now on.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "nyatakanKutipan",
    params(("id" = Uuid, Path, description = "The document")),
    responses((status = OK, description = "The document", body = DokumenView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.unggah"))),
)]
#[post("/v1/dokumen/{id}/kutipan")]
pub(super) async fn kutipan(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<DokumenView>, Problem> {
    let nyatakan = NyatakanKutipan { id: id.into_inner().into() };
    let dokumen = nyatakan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(dokumen.into()))
}

/// Say that a letter was signed on paper and stamped
///
/// By whom and when; the signer holds the product's signing role on that day, or stands in. It waits for the applicant at
/// the counter from now on.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "catatTandaTanganBasah",
    params(("id" = Uuid, Path, description = "The document")),
    request_body = BasahRequest,
    responses((status = OK, description = "The document", body = DokumenView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.unggah"))),
)]
#[post("/v1/dokumen/{id}/tanda-tangan-basah")]
pub(super) async fn basah(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<BasahRequest>)>,
) -> Result<Json<DokumenView>, Problem> {
    let catat = CatatTandaTanganBasah {
        id: id.into_inner().into(),
        penanda_tangan: isi.penanda_tangan.into(),
        tanggal: isi.tanggal,
        distempel: isi.distempel,
    };
    let dokumen = catat.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(dokumen.into()))
}

/// Announce the scan of a signed letter
///
/// Optional. PUT the PDF to the link within five minutes, then call `selesaikanPindaian`.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "umumkanPindaian",
    params(("id" = Uuid, Path, description = "The document")),
    request_body = PindaianRequest,
    responses((status = CREATED, description = "Where to put the PDF", body = UnggahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.unggah"))),
)]
#[post("/v1/dokumen/{id}/pindaian")]
pub(super) async fn umumkan_pindaian(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<PindaianRequest>)>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    let umumkan = UmumkanPindaian { id: id.into(), ukuran: isi.ukuran };
    let tautan = umumkan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(UnggahanView::new(id, tautan)))
}

/// Complete the scan of a signed letter
#[utoipa::path(
    tag = "dokumen",
    operation_id = "selesaikanPindaian",
    params(("id" = Uuid, Path, description = "The document")),
    responses((status = OK, description = "The document", body = DokumenView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.unggah"))),
)]
#[post("/v1/dokumen/{id}/pindaian/selesai")]
pub(super) async fn selesaikan_pindaian(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<DokumenView>, Problem> {
    let selesaikan = SelesaikanPindaian { id: id.into_inner().into() };
    let dokumen = selesaikan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(dokumen.into()))
}
