//! Printers and their log.

use actix_web::{
    HttpResponse, get,
    http::header,
    post, put,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    kartu::{
        AktifkanPencetak, BacaCatatanPencetak, CatatPencetak, DaftarPencetak, PencetakId,
        TambahPencetak,
    },
    nilai::Rahasia,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::view_pencetak::{
    AktifRequest, CatatanRequest, CatatanView, DaftarPencetakView, LembarCatatan, PencetakRequest,
    PencetakView,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiBersidik, Kueri},
    dokumentasi::galat::{GalatBuat, GalatCetak, GalatPetugasIzin, GalatUbahIsi},
    kepala::KunciIdempotensi,
    problem::Problem,
};

/// List printers
///
/// With what their ribbon and film are still good for, and how many cards of a thousand they spoil. Who keeps the blank
/// cards may read it too.
#[utoipa::path(
    tag = "kartu",
    operation_id = "daftarPencetak",
    responses((status = OK, description = "Every printer", body = DaftarPencetakView), GalatPetugasIzin),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["kartu.cetak", "blanko.kelola"]))),
)]
#[get("/v1/kartu/pencetak")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarPencetakView>, Problem> {
    Ok(Json(DaftarPencetak.execute(&state.ports, &pelaku).await?.into()))
}

/// Register a printer
///
/// The same `Idempotency-Key` with the same body gives the same printer again.
#[utoipa::path(
    tag = "kartu",
    operation_id = "tambahPencetak",
    params((
        "Idempotency-Key" = String, Header,
        description = "Chosen by the client, fresh for every printer: 1 to 200 printable characters",
        example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
    )),
    request_body = PencetakRequest,
    responses(
        (
            status = CREATED, description = "The printer", body = PencetakView,
            headers(("Location" = String, description = "Where printers are listed")),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("blanko.kelola"))),
)]
#[post("/v1/kartu/pencetak")]
pub(super) async fn tambah(
    state: Data<AppState>,
    Caller(pelaku, (KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        KunciIdempotensi,
        IsiBersidik<PencetakRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let tambah = TambahPencetak {
        nama: isi.nama,
        kartu: isi.kartu.into_iter().map(Into::into).collect(),
        unit: isi.unit,
        nomor_seri: isi.nomor_seri,
        ribbon: isi.ribbon.into(),
        film: isi.film.into(),
        idempotensi: (kunci, sidik),
    };
    let pencetak = tambah.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, "/v1/kartu/pencetak"))
        .json(PencetakView::from(pencetak)))
}

/// Take a printer into or out of use
///
/// Cards that were taken for it stay with who took them.
#[utoipa::path(
    tag = "kartu",
    operation_id = "aktifkanPencetak",
    params(("id" = Uuid, Path, description = "The printer")),
    request_body = AktifRequest,
    responses((status = OK, description = "The printer", body = PencetakView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("blanko.kelola"))),
)]
#[put("/v1/kartu/pencetak/{id}/aktif")]
pub(super) async fn aktifkan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<AktifRequest>)>,
) -> Result<Json<PencetakView>, Problem> {
    let aktifkan = AktifkanPencetak { id: PencetakId::new(id.into_inner()), aktif: isi.aktif };
    Ok(Json(aktifkan.execute(&state.ports, &pelaku).await?.into()))
}

/// Which page of a printer's log.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CatatanParams {
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// Read a printer's log
///
/// The newest first: cards, jams, cleanings, changes of ribbon and film. Who keeps the blank cards may read it too.
#[utoipa::path(
    tag = "kartu",
    operation_id = "bacaCatatanPencetak",
    params(("id" = Uuid, Path, description = "The printer"), CatatanParams),
    responses((status = OK, description = "One page", body = LembarCatatan), GalatCetak),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["kartu.cetak", "blanko.kelola"]))),
)]
#[get("/v1/kartu/pencetak/{id}/catatan")]
pub(super) async fn baca_catatan(
    state: Data<AppState>,
    Caller(pelaku, (id, Kueri(kueri))): Caller<(Path<Uuid>, Kueri<CatatanParams>)>,
) -> Result<Json<LembarCatatan>, Problem> {
    let halaman = Halaman::new(kueri.sesudah, kueri.batas);
    let baca = BacaCatatanPencetak { id: PencetakId::new(id.into_inner()), halaman };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}

/// Record what was done at a printer
///
/// A fresh ribbon or film counts from nothing.
#[utoipa::path(
    tag = "kartu",
    operation_id = "catatPencetak",
    params(("id" = Uuid, Path, description = "The printer")),
    request_body = CatatanRequest,
    responses((status = CREATED, description = "The line", body = CatatanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kartu.cetak"))),
)]
#[post("/v1/kartu/pencetak/{id}/catatan")]
pub(super) async fn catat(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<CatatanRequest>)>,
) -> Result<HttpResponse, Problem> {
    let catat = CatatPencetak {
        id: PencetakId::new(id.into_inner()),
        macam: isi.macam.into(),
        catatan: isi.catatan.map(Rahasia::new),
    };
    let baris = catat.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(CatatanView::from(baris)))
}
