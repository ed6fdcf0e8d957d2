//! Requests of people about their own data.

mod view;

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Json, Path},
};
use loket_domain::{
    hak_subjek::{BacaHak, CatatHak, DaftarHak, PutuskanHak, UnduhSalinan},
    halaman::Halaman,
    nilai::Rahasia,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use self::view::{
    CatatHakRequest, HakSubjekView, KeadaanHak, LembarHak, PutusanHakRequest, TautanSalinanView,
};
use super::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiBersidik, Kueri},
    dokumentasi::galat::{GalatBaca, GalatBuat, GalatDaftar, GalatUbah, GalatUbahIsi},
    kepala::KunciIdempotensi,
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(daftar).service(catat).service(satu).service(putuskan).service(unduh);
}

/// Which requests, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DaftarParams {
    /// Only requests that stand there.
    #[param(inline)]
    keadaan: Option<KeadaanHak>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// List requests of data subjects
///
/// The newest first, each with the end of its 3 x 24 hours.
#[utoipa::path(
    tag = "privasi",
    operation_id = "daftarHakSubjek",
    params(DaftarParams),
    responses((status = OK, description = "One page", body = LembarHak), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("privasi.kelola"))),
)]
#[get("/v1/hak-subjek")]
async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DaftarParams>>,
) -> Result<Json<LembarHak>, Problem> {
    let daftar = DaftarHak {
        keadaan: kueri.keadaan.map(Into::into),
        halaman: Halaman::new(kueri.sesudah, kueri.batas),
    };
    let lembar = daftar.execute(&state.ports, &pelaku).await?;
    Ok(Json(LembarHak::baru(lembar, state.ports.clock.now())))
}

/// Write down a request of a data subject
///
/// At the counter, by who showed who they are: a copy, a correction, the withdrawal of consent, or the erasure. Residents
/// ask in the chat with the words DATA SAYA and HAPUS DATA. The clock of 3 x 24 hours begins now.
#[utoipa::path(
    tag = "privasi",
    operation_id = "catatHakSubjek",
    params((
        "Idempotency-Key" = String, Header,
        description = "Chosen by the client, fresh for every request: 1 to 200 printable characters",
        example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
    )),
    request_body = CatatHakRequest,
    responses(
        (
            status = CREATED, description = "The request", body = HakSubjekView,
            headers(("Location" = String, description = "Where the request is read")),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[post("/v1/hak-subjek")]
async fn catat(
    state: Data<AppState>,
    Caller(pelaku, (kunci, isi)): Caller<(KunciIdempotensi, IsiBersidik<CatatHakRequest>)>,
) -> Result<HttpResponse, Problem> {
    let IsiBersidik { isi, sidik } = isi;
    let catat = CatatHak {
        jenis: isi.jenis.into(),
        permohonan: isi.permohonan_id.into(),
        nama: Rahasia::new(isi.nama),
        identitas: isi.identitas,
        uraian: Rahasia::new(isi.uraian),
        idempotensi: (kunci.0, sidik),
    };
    let hak = catat.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/v1/hak-subjek/{}", hak.id)))
        .json(HakSubjekView::baru(hak, state.ports.clock.now())))
}

/// Read a request of a data subject
///
/// With what was done and what the law bars.
#[utoipa::path(
    tag = "privasi",
    operation_id = "bacaHakSubjek",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = OK, description = "The request", body = HakSubjekView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("privasi.kelola"))),
)]
#[get("/v1/hak-subjek/{id}")]
async fn satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<HakSubjekView>, Problem> {
    let baca = BacaHak { id: id.into_inner().into() };
    let hak = baca.execute(&state.ports, &pelaku).await?;
    Ok(Json(HakSubjekView::baru(hak, state.ports.clock.now())))
}

/// Decide a request of a data subject
///
/// Granted, it is carried out at once: a copy is made and a one-time link to it sent to the verified number; consent is
/// withdrawn; what no law keeps is erased, and what one does is answered with its reason. The resident gets the answer.
#[utoipa::path(
    tag = "privasi",
    operation_id = "putuskanHakSubjek",
    params(("id" = Uuid, Path, description = "The request")),
    request_body = PutusanHakRequest,
    responses((status = OK, description = "The request", body = HakSubjekView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("privasi.kelola")), ("x-segar" = json!(true))),
)]
#[post("/v1/hak-subjek/{id}/putusan")]
async fn putuskan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<PutusanHakRequest>)>,
) -> Result<Json<HakSubjekView>, Problem> {
    let putuskan = PutuskanHak {
        id: id.into_inner().into(),
        kabulkan: isi.kabulkan,
        jawaban: Rahasia::new(isi.jawaban),
        perbaikan: isi.perbaikan.map(Into::into),
    };
    let hak = putuskan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(HakSubjekView::baru(hak, state.ports.clock.now())))
}

/// Get a link to a copy of somebody's data
///
/// To hand it over at the counter; good for five minutes. Each is audited.
#[utoipa::path(
    tag = "privasi",
    operation_id = "unduhSalinanData",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = OK, description = "The link", body = TautanSalinanView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("privasi.kelola")), ("x-segar" = json!(true))),
)]
#[post("/v1/hak-subjek/{id}/unduhan")]
async fn unduh(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<TautanSalinanView>, Problem> {
    let unduh = UnduhSalinan { id: id.into_inner().into() };
    Ok(Json(TautanSalinanView { url: unduh.execute(&state.ports, &pelaku).await? }))
}
