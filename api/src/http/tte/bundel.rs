//! The queue of a signer, and bundles.

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Json, Path},
};
use loket_domain::{
    dokumen::{
        AntreanTte, BacaBundel, BatalkanBundel, BuatBundel, BukaButir, DaftarBundel, MulaiBundel,
        NilaiButir,
    },
    halaman::Halaman,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    KunciRequest, kunci_dari,
    view_bundel::{
        BundelBaruView, BundelRequest, BundelView, DaftarDrafView, LembarAntrean, LembarBundel,
        PenilaianRequest,
    },
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiBersidik, Kueri},
    dokumentasi::galat::{GalatBaca, GalatBuat, GalatDaftar, GalatUbah, GalatUbahIsi},
    kepala::KunciIdempotensi,
    problem::Problem,
};

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HalamanParams {
    /// Continue behind this id: `berikut` of the page before.
    pub sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    pub batas: Option<u32>,
}

/// A bundle and a tugas in it.
type JalurButir = Path<(Uuid, Uuid)>;

/// Read the signing queue
///
/// TTE tugas that wait for me, by my own role or in another's place: vulnerable applicants first, then the oldest. What
/// holds one up is said with it.
#[utoipa::path(
    tag = "tte",
    operation_id = "antreanTte",
    params(HalamanParams),
    responses((status = OK, description = "One page", body = LembarAntrean), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.tanda_tangan"))),
)]
#[get("/v1/tte/antrean")]
pub(super) async fn antrean(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<HalamanParams>>,
) -> Result<Json<LembarAntrean>, Problem> {
    let antrean = AntreanTte { halaman: Halaman::new(kueri.sesudah, kueri.batas) };
    Ok(Json(antrean.execute(&state.ports, &pelaku).await?.into()))
}

/// Make a bundle
///
/// Of tugas in my queue. The server draws the samples that I have to open and judge before it is signed. What cannot be
/// in it is left out and named. What lies in a bundle of somebody else that is not being signed is taken over.
#[utoipa::path(
    tag = "tte",
    operation_id = "buatBundelTte",
    params((
        "Idempotency-Key" = String, Header,
        description = "Chosen by the client, fresh for every bundle: 1 to 200 printable characters",
        example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
    )),
    request_body = BundelRequest,
    responses(
        (
            status = CREATED, description = "The bundle", body = BundelBaruView,
            headers(("Location" = String, description = "Where it is read")),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.tanda_tangan"))),
)]
#[post("/v1/tte/bundel")]
pub(super) async fn buat(
    state: Data<AppState>,
    Caller(pelaku, (KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        KunciIdempotensi,
        IsiBersidik<BundelRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let buat = BuatBundel { tugas: isi.tugas, idempotensi: (kunci, sidik) };
    let (bundel, ditolak) = buat.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/v1/tte/bundel/{}", bundel.id)))
        .json(BundelBaruView::baru(&bundel, ditolak)))
}

/// List my bundles
///
/// The newest first.
#[utoipa::path(
    tag = "tte",
    operation_id = "daftarBundelTte",
    params(HalamanParams),
    responses((status = OK, description = "One page", body = LembarBundel), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.tanda_tangan"))),
)]
#[get("/v1/tte/bundel")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<HalamanParams>>,
) -> Result<Json<LembarBundel>, Problem> {
    let daftar = DaftarBundel { halaman: Halaman::new(kueri.sesudah, kueri.batas) };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Read a bundle
///
/// With every item and how far it is; ask again while it is being signed.
#[utoipa::path(
    tag = "tte",
    operation_id = "bacaBundelTte",
    params(("id" = Uuid, Path, description = "The bundle")),
    responses((status = OK, description = "The bundle", body = BundelView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.tanda_tangan"))),
)]
#[get("/v1/tte/bundel/{id}")]
pub(super) async fn satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<BundelView>, Problem> {
    let baca = BacaBundel { id: id.into_inner().into() };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}

/// Open the drafts of an item
///
/// Links good for five minutes, to exactly the drafts that the bundle holds. That I opened them is recorded; a sample
/// that was not opened cannot be judged.
#[utoipa::path(
    tag = "tte",
    operation_id = "bukaButirTte",
    params(
        ("id" = Uuid, Path, description = "The bundle"),
        ("tugas" = Uuid, Path, description = "The tugas of the item"),
    ),
    responses((status = OK, description = "The links", body = DaftarDrafView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.tanda_tangan"))),
)]
#[post("/v1/tte/bundel/{id}/butir/{tugas}/pembukaan")]
pub(super) async fn buka(
    state: Data<AppState>,
    Caller(pelaku, jalur): Caller<JalurButir>,
) -> Result<Json<DaftarDrafView>, Problem> {
    let (bundel, tugas) = jalur.into_inner();
    let buka = BukaButir { bundel: bundel.into(), tugas: tugas.into() };
    Ok(Json(buka.execute(&state.ports, &pelaku).await?.into()))
}

/// Judge an item
///
/// Fit to be signed, or taken out with a reason; with an outcome of its step it is sent back at once. For a sample that
/// is taken out, another is drawn.
#[utoipa::path(
    tag = "tte",
    operation_id = "nilaiButirTte",
    params(
        ("id" = Uuid, Path, description = "The bundle"),
        ("tugas" = Uuid, Path, description = "The tugas of the item"),
    ),
    request_body = PenilaianRequest,
    responses((status = NO_CONTENT, description = "It is recorded"), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.tanda_tangan"))),
)]
#[post("/v1/tte/bundel/{id}/butir/{tugas}/penilaian")]
pub(super) async fn nilai(
    state: Data<AppState>,
    Caller(pelaku, (jalur, Isi(isi))): Caller<(JalurButir, Isi<PenilaianRequest>)>,
) -> Result<HttpResponse, Problem> {
    let (bundel, tugas) = jalur.into_inner();
    let penilaian = isi.menjadi()?;
    let nilai = NilaiButir { bundel: bundel.into(), tugas: tugas.into(), penilaian };
    nilai.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Sign a bundle
///
/// Begins in the background and answers at once; read the bundle to see how far it is. The passphrase or code is kept in
/// memory for this run only: after a restart the rest waits as `terhenti`, and it is asked for again. One wrong passphrase
/// stops the run before another is tried; what fails for one document leaves the others untouched.
#[utoipa::path(
    tag = "tte",
    operation_id = "tandaTanganiBundel",
    params(("id" = Uuid, Path, description = "The bundle")),
    request_body = KunciRequest,
    responses(
        (
            status = ACCEPTED, description = "It began", body = BundelView,
            headers(("Location" = String, description = "Where it is read")),
        ),
        GalatUbahIsi,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.tanda_tangan")), ("x-segar" = json!(true))),
)]
#[post("/v1/tte/bundel/{id}/tanda-tangan")]
pub(super) async fn tanda_tangani(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<KunciRequest>)>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    let kunci = kunci_dari(isi)?;
    let tugas = MulaiBundel { id }.execute(&state.ports, &pelaku).await?;
    state.meja.mulai(&state.ports, pelaku.clone(), id, tugas, kunci, state.kotor.clone());
    let bundel = BacaBundel { id }.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Accepted()
        .insert_header((header::LOCATION, format!("/v1/tte/bundel/{id}")))
        .json(BundelView::from(bundel)))
}

/// Drop a bundle
///
/// What waits in it goes back to the queue. Not while it is being signed.
#[utoipa::path(
    tag = "tte",
    operation_id = "batalkanBundelTte",
    params(("id" = Uuid, Path, description = "The bundle")),
    responses((status = NO_CONTENT, description = "It is dropped"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.tanda_tangan"))),
)]
#[post("/v1/tte/bundel/{id}/pembatalan")]
pub(super) async fn batalkan(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    BatalkanBundel { id: id.into_inner().into() }.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::NoContent().finish())
}
