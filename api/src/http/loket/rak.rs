//! The shelf, its age, and batches with a berita acara.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json},
};
use loket_domain::{
    halaman::Halaman,
    loket::{DaftarDitarik, DaftarRak, HitungUmurRak, TaruhDiRak},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    kata::UmurRak,
    view::{
        ArsipRequest, BeritaAcaraView, DaftarUmur, IsiRakView, LembarDitarik, LembarRak,
        MusnahRequest, TaruhRequest,
    },
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatDaftar, GalatPetugasIzin, GalatUbahIsi},
    problem::Problem,
};

/// Which things, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RakParams {
    /// A pickup code, a registration number, or the name of a slot.
    #[param(example = "R0001")]
    cari: Option<String>,
    /// Only of that age.
    #[param(inline, example = "4-14")]
    umur: Option<UmurRak>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// List the shelf
///
/// What waits to be collected, the longest waiting first.
#[utoipa::path(
    tag = "loket",
    operation_id = "daftarRak",
    params(RakParams),
    responses((status = OK, description = "One page", body = LembarRak), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["loket.layani", "laporan.baca"]))),
)]
#[get("/v1/loket/rak")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<RakParams>>,
) -> Result<Json<LembarRak>, Problem> {
    let daftar = DaftarRak {
        cari: kueri.cari.filter(|teks| !teks.trim().is_empty()),
        umur: kueri.umur.map(Into::into),
        halaman: Halaman::new(kueri.sesudah, kueri.batas),
    };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Count the shelf by age
///
/// How many things wait, by the days they have waited. Holders of `laporan.baca` may read it too.
#[utoipa::path(
    tag = "loket",
    operation_id = "hitungUmurRak",
    responses((status = OK, description = "Every bucket", body = DaftarUmur), GalatPetugasIzin),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["loket.layani", "laporan.baca"]))),
)]
#[get("/v1/loket/rak/umur")]
pub(super) async fn umur(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarUmur>, Problem> {
    Ok(Json(HitungUmurRak.execute(&state.ports, &pelaku).await?.into()))
}

/// Put a product on the shelf
///
/// A signed PDF that was printed on wish (B-25), or a card or paper that is there. It gets a slot, and the applicant is
/// told the pickup code. A product that lies there already is answered as it lies.
#[utoipa::path(
    tag = "loket",
    operation_id = "taruhDiRak",
    request_body = TaruhRequest,
    responses((status = CREATED, description = "Where it lies", body = IsiRakView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[post("/v1/loket/rak")]
pub(super) async fn taruh(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<TaruhRequest>>,
) -> Result<HttpResponse, Problem> {
    let taruh = TaruhDiRak { permohonan: isi.permohonan_id.into(), produk: isi.produk };
    let isi = taruh.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(IsiRakView::from(isi)))
}

/// Return things to the archive
///
/// What nobody collected for as long as the office waits, all or none, with a berita acara.
#[utoipa::path(
    tag = "loket",
    operation_id = "arsipkanRak",
    request_body = ArsipRequest,
    responses((status = CREATED, description = "The berita acara", body = BeritaAcaraView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[post("/v1/loket/rak/arsip")]
pub(super) async fn arsipkan(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<ArsipRequest>>,
) -> Result<HttpResponse, Problem> {
    let berita = isi.menjadi()?.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(BeritaAcaraView::from(berita)))
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DitarikParams {
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// List withdrawn cards and papers
///
/// What was withdrawn at the counter and is in the office's keeping, the oldest first.
#[utoipa::path(
    tag = "loket",
    operation_id = "daftarDitarik",
    params(DitarikParams),
    responses((status = OK, description = "One page", body = LembarDitarik), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[get("/v1/loket/ditarik")]
pub(super) async fn daftar_ditarik(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DitarikParams>>,
) -> Result<Json<LembarDitarik>, Problem> {
    let ditarik = DaftarDitarik { halaman: Halaman::new(kueri.sesudah, kueri.batas) };
    Ok(Json(ditarik.execute(&state.ports, &pelaku).await?.into()))
}

/// Record the destruction of withdrawn things
///
/// A batch, all or none, with its berita acara.
#[utoipa::path(
    tag = "loket",
    operation_id = "musnahkanDitarik",
    request_body = MusnahRequest,
    responses((status = CREATED, description = "The berita acara", body = BeritaAcaraView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[post("/v1/loket/ditarik/pemusnahan")]
pub(super) async fn musnahkan(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<MusnahRequest>>,
) -> Result<HttpResponse, Problem> {
    let berita = isi.menjadi()?.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(BeritaAcaraView::from(berita)))
}
