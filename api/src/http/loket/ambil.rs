//! Collections.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    loket::{
        BacaPengambilan, BatalkanPengambilan, CetakTandaTerima, KirimTandaTerima, LihatPengambilan,
        SelesaikanBukti, UnggahBukti,
    },
    nilai::Rahasia,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::view_ambil::{
    BuktiRequest, BuktiView, LembarAmbilView, PembatalanRequest, PengambilanRequest,
    PengambilanView,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiBersidik, Kueri},
    cetak::{CetakParams, IsiPdf, jawab},
    dokumen::UnggahanView,
    dokumentasi::galat::{GalatBaca, GalatCetak, GalatUbah, GalatUbahIsi},
    kepala::KunciIdempotensi,
    problem::Problem,
};

/// What somebody says at the counter.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct KodeParams {
    /// A pickup code or a registration number.
    #[param(example = "K7P-4XWQ")]
    kode: String,
}

/// Look up what to hand over
///
/// What waits of a case, whose it is, which hardcopy requirements are to be seen and what is to be withdrawn.
#[utoipa::path(
    tag = "loket",
    operation_id = "lihatPengambilan",
    params(KodeParams),
    responses((status = OK, description = "What to hand over", body = LembarAmbilView), GalatCetak),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[get("/v1/loket/siap-diambil")]
pub(super) async fn lihat(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<KodeParams>>,
) -> Result<Json<LembarAmbilView>, Problem> {
    let lihat = LihatPengambilan { kode: kueri.kode };
    Ok(Json(lihat.execute(&state.ports, &pelaku).await?.into()))
}

/// Announce evidence
///
/// A photo of who collects, or a picture of their signature. PUT it at the link with exactly the given headers, then call
/// `selesaikanBukti`.
#[utoipa::path(
    tag = "loket",
    operation_id = "umumkanBukti",
    request_body = BuktiRequest,
    responses((status = CREATED, description = "Where to put the file", body = UnggahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[post("/v1/loket/bukti")]
pub(super) async fn umumkan_bukti(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<BuktiRequest>>,
) -> Result<HttpResponse, Problem> {
    let unggah = UnggahBukti {
        permohonan: isi.permohonan_id.into(),
        jenis: isi.jenis.into(),
        tipe: isi.tipe,
        ukuran: isi.ukuran,
    };
    let (id, tautan) = unggah.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(UnggahanView::new(id.uuid(), tautan)))
}

/// Complete evidence
///
/// Says that the file was put, and has it checked: only an intact JPEG or PNG counts. Calling it again changes nothing.
#[utoipa::path(
    tag = "loket",
    operation_id = "selesaikanBukti",
    params(("id" = Uuid, Path, description = "The evidence")),
    responses((status = OK, description = "The evidence", body = BuktiView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[post("/v1/loket/bukti/{id}/selesai")]
pub(super) async fn selesaikan_bukti(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<BuktiView>, Problem> {
    let selesaikan = SelesaikanBukti { id: id.into_inner().into() };
    Ok(Json(selesaikan.execute(&state.ports, &pelaku).await?.into()))
}

/// Hand over at the counter
///
/// Records who came and what they showed, takes the things off the shelf, and passes the open step of handing over when
/// this officer may. Refused while a requirement was not shown, an old card not withdrawn, or evidence is missing.
/// `Idempotency-Key` with the same body gives the same collection again.
#[utoipa::path(
    tag = "loket",
    operation_id = "serahkanDiLoket",
    params(("Idempotency-Key" = String, Header, description = "1 to 200 printable characters")),
    request_body = PengambilanRequest,
    responses((status = CREATED, description = "The collection", body = PengambilanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[post("/v1/loket/pengambilan")]
pub(super) async fn serahkan(
    state: Data<AppState>,
    Caller(pelaku, (KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        KunciIdempotensi,
        IsiBersidik<PengambilanRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let hasil = isi.menjadi((kunci, sidik)).execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(PengambilanView::hasil(hasil)))
}

/// Read a collection
#[utoipa::path(
    tag = "loket",
    operation_id = "bacaPengambilan",
    params(("id" = Uuid, Path, description = "The collection")),
    responses((status = OK, description = "The collection", body = PengambilanView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[get("/v1/loket/pengambilan/{id}")]
pub(super) async fn baca(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<PengambilanView>, Problem> {
    let baca = BacaPengambilan { id: id.into_inner().into() };
    let (satu, petugas, ditarik) = baca.execute(&state.ports, &pelaku).await?;
    Ok(Json(PengambilanView::lengkap(satu, petugas, ditarik)))
}

/// Call a collection off
///
/// It went to the wrong person: each thing was recalled and waits on the shelf again with a new code, withdrawn things
/// count as given back. The ledger keeps both. The step of the SOP stays as it was decided.
#[utoipa::path(
    tag = "loket",
    operation_id = "batalkanPengambilan",
    params(("id" = Uuid, Path, description = "The collection")),
    request_body = PembatalanRequest,
    responses((status = OK, description = "The collection", body = PengambilanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[post("/v1/loket/pengambilan/{id}/pembatalan")]
pub(super) async fn batalkan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<PembatalanRequest>)>,
) -> Result<Json<PengambilanView>, Problem> {
    let batalkan =
        BatalkanPengambilan { id: id.into_inner().into(), alasan: Rahasia::new(isi.alasan) };
    let satu = batalkan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(satu.into()))
}

/// Print the receipt of a collection
///
/// With what was handed over and withdrawn, and places to sign. Each print is audited.
#[utoipa::path(
    tag = "loket",
    operation_id = "cetakTandaTerima",
    params(("id" = Uuid, Path, description = "The collection"), CetakParams),
    responses(
        (
            status = OK, description = "The sheet",
            content((IsiPdf = "application/pdf"), (String = "text/html")),
        ),
        GalatCetak,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[get("/v1/loket/pengambilan/{id}/lembar")]
pub(super) async fn tanda_terima(
    state: Data<AppState>,
    Caller(pelaku, (id, Kueri(kueri))): Caller<(Path<Uuid>, Kueri<CetakParams>)>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    let lembar = CetakTandaTerima { id: id.into() }.execute(&state.ports, &pelaku).await?;
    Ok(jawab(&state, &lembar, kueri.format, &format!("tanda-terima-{id}")))
}

/// Send the receipt of a collection
///
/// As a PDF to the applicant's own number.
#[utoipa::path(
    tag = "loket",
    operation_id = "kirimTandaTerima",
    params(("id" = Uuid, Path, description = "The collection")),
    responses((status = NO_CONTENT, description = "It is queued"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[post("/v1/loket/pengambilan/{id}/kiriman")]
pub(super) async fn kirim_tanda_terima(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let kirim = KirimTandaTerima { id: id.into_inner().into() };
    kirim.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}
