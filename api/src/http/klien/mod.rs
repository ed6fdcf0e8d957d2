//! Machine callers and their keys.

mod kunci;
mod view;

use actix_web::{
    HttpResponse, get,
    http::header,
    post, put,
    web::{Data, Json, Path},
};
use loket_domain::{
    akses::{BacaKlien, CabutKlien, TambahKlien, UbahKlien},
    halaman::Halaman,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use self::view::{KlienRequest, KlienView, LembarKlien};
use super::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiBersidik, Kueri},
    dokumentasi::galat::{GalatBaca, GalatBuat, GalatDaftar, GalatUbah, GalatUbahIsi},
    kepala::{IfMatch, KunciIdempotensi, etag},
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(tambah)
        .service(daftar)
        .service(satu)
        .service(ubah)
        .service(cabut)
        .service(kunci::terbitkan)
        .service(kunci::cabut);
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DaftarParams {
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// Set up a machine caller
///
/// A program of the office's own: a website, a mobile app, a report. It may read, register and cancel cases, attach papers and
/// read reports, as far as it is given that, and within the units it is limited to; it never takes a tugas, decides, approves,
/// signs or administers. It has no key yet: `terbitkanKunciKlien` makes one. Those who administer access get a notice.
#[utoipa::path(
    tag = "klien",
    operation_id = "tambahKlien",
    params((
        "Idempotency-Key" = String, Header,
        description = "Chosen by the client, fresh for every machine caller: 1 to 200 printable characters",
        example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20201",
    )),
    request_body = KlienRequest,
    responses((status = CREATED, description = "The machine caller", body = KlienView,
        headers(("Location" = String, description = "Where it is read"), ("ETag" = String, description = "Its version: `\"v1\"`"))), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola")), ("x-segar" = json!(true))),
)]
#[post("/v1/klien")]
async fn tambah(
    state: Data<AppState>,
    Caller(pelaku, (KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        KunciIdempotensi,
        IsiBersidik<KlienRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let tambah = TambahKlien { isi: isi.into(), idempotensi: (kunci, sidik) };
    let view = KlienView::new(tambah.execute(&state.ports, &pelaku).await?, &state.ports);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/v1/klien/{}", view.id)))
        .insert_header(etag(view.versi))
        .json(view))
}

/// List machine callers
///
/// The newest first, each with its last keys: never what opens the door.
#[utoipa::path(
    tag = "klien",
    operation_id = "daftarKlien",
    params(DaftarParams),
    responses((status = OK, description = "One page", body = LembarKlien), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola"))),
)]
#[get("/v1/klien")]
async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DaftarParams>>,
) -> Result<Json<LembarKlien>, Problem> {
    let halaman = Halaman::new(kueri.sesudah, kueri.batas);
    let lembar = BacaKlien.daftar(&state.ports, &pelaku, halaman).await?;
    Ok(Json(LembarKlien::new(lembar, &state.ports)))
}

/// Read a machine caller
#[utoipa::path(
    tag = "klien",
    operation_id = "bacaKlien",
    params(("id" = Uuid, Path, description = "The machine caller")),
    responses((status = OK, description = "The machine caller", body = KlienView,
        headers(("ETag" = String, description = "Its version: `\"v2\"`"))), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola"))),
)]
#[get("/v1/klien/{id}")]
async fn satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let klien = BacaKlien.satu(&state.ports, &pelaku, id.into_inner().into()).await?;
    let view = KlienView::new(klien, &state.ports);
    Ok(HttpResponse::Ok().insert_header(etag(view.versi)).json(view))
}

/// Change a machine caller
///
/// `If-Match` names the version that was looked at. In force from its next call, for all its keys.
#[utoipa::path(
    tag = "klien",
    operation_id = "ubahKlien",
    params(
        ("id" = Uuid, Path, description = "The machine caller"),
        ("If-Match" = String, Header, description = "The version that was looked at", example = "\"v1\""),
    ),
    request_body = KlienRequest,
    responses((status = OK, description = "The machine caller", body = KlienView,
        headers(("ETag" = String, description = "Its new version: `\"v3\"`"))), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola")), ("x-segar" = json!(true))),
)]
#[put("/v1/klien/{id}")]
async fn ubah(
    state: Data<AppState>,
    Caller(pelaku, (id, versi, Isi(isi))): Caller<(Path<Uuid>, IfMatch, Isi<KlienRequest>)>,
) -> Result<HttpResponse, Problem> {
    let ubah = UbahKlien { id: id.into_inner().into(), versi: versi.atau(None)?, isi: isi.into() };
    let view = KlienView::new(ubah.execute(&state.ports, &pelaku).await?, &state.ports);
    Ok(HttpResponse::Ok().insert_header(etag(view.versi)).json(view))
}

/// End a machine caller
///
/// At once, with all its keys: its next call is refused. Ending it twice is fine.
#[utoipa::path(
    tag = "klien",
    operation_id = "cabutKlien",
    params(("id" = Uuid, Path, description = "The machine caller")),
    responses((status = OK, description = "The machine caller", body = KlienView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola"))),
)]
#[post("/v1/klien/{id}/cabut")]
async fn cabut(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<KlienView>, Problem> {
    let cabut = CabutKlien { id: id.into_inner().into() };
    let klien = cabut.execute(&state.ports, &pelaku).await?;
    Ok(Json(KlienView::new(klien, &state.ports)))
}
