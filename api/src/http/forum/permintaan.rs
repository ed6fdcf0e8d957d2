//! Requests that employees dropped in the Forum (S-4).

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Json, Path},
};
use loket_domain::{
    forum::{
        AmbilPermintaan, BacaPermintaan, DaftarPermintaan, PermohonanDariForum,
        SelesaikanPermintaan, TitipPermintaan, UnggahBerkasForum,
    },
    gangguan::BacaGangguanKasus,
    halaman::Halaman,
    nilai::Rahasia,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::{
    IdForumView, KeadaanPermintaan, LembarPermintaan, PermintaanRequest, PermintaanView,
    SelesaiRequest,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiBersidik, Kueri},
    dokumen::UnggahanView,
    dokumentasi::galat::{GalatBaca, GalatBuat, GalatDaftar, GalatUbah, GalatUbahIsi},
    kata::Kanal,
    kepala::{KunciIdempotensi, etag},
    percakapan::UnggahRequest,
    permohonan::{PermohonanBaruView, PermohonanDariRequest},
    problem::Problem,
};

/// Which requests, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DaftarParams {
    /// Only those that stand there.
    keadaan: Option<KeadaanPermintaan>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// List the requests of the Forum
///
/// The newest first.
#[utoipa::path(
    tag = "forum",
    operation_id = "daftarForum",
    params(DaftarParams),
    responses((status = OK, description = "One page", body = LembarPermintaan), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("forum.tulis"))),
)]
#[get("/v1/forum")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DaftarParams>>,
) -> Result<Json<LembarPermintaan>, Problem> {
    let daftar = DaftarPermintaan {
        keadaan: kueri.keadaan.map(KeadaanPermintaan::kata),
        halaman: Halaman::new(kueri.sesudah, kueri.batas),
    };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Drop a request in the Forum
///
/// Any employee who received one may; an operator takes it and makes a case of it. Files are announced with
/// `umumkanBerkasForum`.
#[utoipa::path(
    tag = "forum",
    operation_id = "titipForum",
    params((
        "Idempotency-Key" = String, Header,
        description = "Chosen by the client, fresh for every request: 1 to 200 printable characters",
        example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
    )),
    request_body = PermintaanRequest,
    responses(
        (
            status = CREATED, description = "It is there", body = IdForumView,
            headers(("Location" = String, description = "Where it is read")),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("forum.tulis"))),
)]
#[post("/v1/forum")]
pub(super) async fn titip(
    state: Data<AppState>,
    Caller(pelaku, (KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        KunciIdempotensi,
        IsiBersidik<PermintaanRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let titip = TitipPermintaan {
        teks: Rahasia::new(isi.teks),
        nomor_wa: isi.nomor_wa.map(Rahasia::new),
        idempotensi: (kunci, sidik),
    };
    let id = titip.execute(&state.ports, &pelaku).await?.uuid();
    state.tandai(&pelaku);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/v1/forum/{id}")))
        .json(IdForumView { id }))
}

/// Read a request of the Forum
///
/// With its files; the resident's number is masked.
#[utoipa::path(
    tag = "forum",
    operation_id = "bacaForum",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = OK, description = "The request", body = PermintaanView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("forum.tulis"))),
)]
#[get("/v1/forum/{id}")]
pub(super) async fn satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<PermintaanView>, Problem> {
    let baca = BacaPermintaan { id: id.into_inner().into() };
    let (baris, berkas) = baca.execute(&state.ports, &pelaku).await?;
    Ok(Json(PermintaanView::baru(baris, berkas)))
}

/// Announce a file for a request of the Forum
///
/// Answers with a link good for five minutes. PUT the file there with exactly the given headers, then call
/// `selesaikanBerkas`. At most 20 files.
#[utoipa::path(
    tag = "forum",
    operation_id = "umumkanBerkasForum",
    params(("id" = Uuid, Path, description = "The request")),
    request_body = UnggahRequest,
    responses((status = CREATED, description = "Where to put the file", body = UnggahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("forum.tulis"))),
)]
#[post("/v1/forum/{id}/berkas")]
pub(super) async fn unggah(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<UnggahRequest>)>,
) -> Result<HttpResponse, Problem> {
    let unggah = UnggahBerkasForum { id: id.into_inner().into(), rencana: isi.menjadi() };
    let unggahan = unggah.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(UnggahanView::from(unggahan)))
}

/// Take a request of the Forum
///
/// To work on it; refused while somebody else does (`permintaan_diambil_lain`). Needs `forum.tulis`, too.
#[utoipa::path(
    tag = "forum",
    operation_id = "ambilForum",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = NO_CONTENT, description = "It is mine"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!({ "semua": ["permohonan.buat", "forum.tulis"] }))),
)]
#[post("/v1/forum/{id}/pengambilan")]
pub(super) async fn ambil(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    AmbilPermintaan { id: id.into_inner().into() }.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Settle a request of the Forum
///
/// Without a new case: it was answered, is a duplicate, or belongs to a case that exists. Needs `forum.tulis`, too.
#[utoipa::path(
    tag = "forum",
    operation_id = "selesaikanForum",
    params(("id" = Uuid, Path, description = "The request")),
    request_body = SelesaiRequest,
    responses((status = NO_CONTENT, description = "It is settled"), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!({ "semua": ["permohonan.buat", "forum.tulis"] }))),
)]
#[post("/v1/forum/{id}/selesai")]
pub(super) async fn selesaikan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<SelesaiRequest>)>,
) -> Result<HttpResponse, Problem> {
    let selesaikan = SelesaikanPermintaan {
        id: id.into_inner().into(),
        permohonan: isi.permohonan_id.map(Into::into),
    };
    selesaikan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Make a case of a request of the Forum
///
/// Registers it, attaches files of the request to requirements, and settles the request. Needs `forum.tulis`, too.
#[utoipa::path(
    tag = "forum",
    operation_id = "ajukanDariForum",
    params(
        ("id" = Uuid, Path, description = "The request"),
        (
            "Idempotency-Key" = String, Header,
            description = "Chosen by the client, fresh for every case: 1 to 200 printable characters",
            example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
        ),
    ),
    request_body = PermohonanDariRequest,
    responses(
        (
            status = CREATED, description = "The case", body = PermohonanBaruView,
            headers(
                ("Location" = String, description = "Where the case is read"),
                ("ETag" = String, description = "The version of the case: `\"v2\"`"),
            ),
        ),
        GalatUbahIsi,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!({ "semua": ["permohonan.buat", "forum.tulis"] }))),
)]
#[post("/v1/forum/{id}/permohonan")]
pub(super) async fn jadikan(
    state: Data<AppState>,
    Caller(pelaku, (id, KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        Path<Uuid>,
        KunciIdempotensi,
        IsiBersidik<PermohonanDariRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let (ajukan, berkas) = isi.menjadi(Kanal::Loket)?;
    let idempotensi = (kunci, sidik);
    let jadikan = PermohonanDariForum { id: id.into_inner().into(), ajukan, berkas, idempotensi };
    let permohonan = jadikan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    let gangguan = BacaGangguanKasus { permohonan: &permohonan };
    let gangguan = gangguan.execute(&state.ports, &pelaku).await?;
    let baru = PermohonanBaruView::baru(&permohonan, gangguan);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/v1/permohonan/{}", permohonan.id)))
        .insert_header(etag(baru.versi))
        .json(baru))
}
