//! Officers.

use actix_web::{
    HttpResponse, get,
    http::header,
    patch, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    akses::{BacaPengguna, DaftarPengguna, SaringPengguna},
    halaman::Halaman,
    nilai::Kode,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::{
    LembarPengguna, PenggunaBaruRequest, PenggunaBaruView, PenggunaUbahRequest, PenggunaView,
    UndanganView,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatBaca, GalatBuat, GalatDaftar, GalatUbahIsi},
    kepala::{IfMatch, KunciIdempotensi, etag},
    problem::Problem,
};

/// Which officers, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DaftarParams {
    /// Only holders of this role, their own.
    #[param(example = "kasi")]
    peran: Option<String>,
    /// Only officers of this unit.
    #[param(example = "disdukcapil")]
    unit: Option<String>,
    /// Only officers who may log in, or only those who may not.
    aktif: Option<bool>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

fn kode(nama: &str, teks: Option<&str>) -> Result<Option<Kode>, Problem> {
    let kode = teks.map(Kode::parse).transpose();
    kode.map_err(|salah| Problem::isian(nama, salah.kode, salah.pesan))
}

/// List officers
///
/// The longest-serving first. A NIK is masked. Who administers a unit (`akses.kelola_unit`) sees the officers of it and of
/// the units below it; nobody else is there for them.
#[utoipa::path(
    tag = "akses",
    operation_id = "daftarPengguna",
    params(DaftarParams),
    responses((status = OK, description = "One page", body = LembarPengguna), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[get("/v1/pengguna")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DaftarParams>>,
) -> Result<Json<LembarPengguna>, Problem> {
    let daftar = DaftarPengguna {
        saring: SaringPengguna {
            peran: kode("peran", kueri.peran.as_deref())?,
            unit: kode("unit", kueri.unit.as_deref())?,
            aktif: kueri.aktif,
            di_bawah: None,
        },
        halaman: Halaman::new(kueri.sesudah, kueri.batas),
    };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Add an officer
///
/// The officer sets a password of their own with a one-time code of 72 hours, which goes to their own address where there
/// is one and is otherwise in the answer, once. The same `Idempotency-Key` with the same body gives the same officer again,
/// without the code; with another body it is refused. The session must be fresh. Who administers a unit adds to it and the
/// units below it, and gives only roles that allow nothing they may not do themselves.
#[utoipa::path(
    tag = "akses",
    operation_id = "tambahPengguna",
    params((
        "Idempotency-Key" = String, Header,
        description = "Chosen by the client, fresh for every officer: 1 to 200 printable characters",
        example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
    )),
    request_body = PenggunaBaruRequest,
    responses(
        (
            status = CREATED, description = "The officer", body = PenggunaBaruView,
            headers(
                ("Location" = String, description = "Where the officer is read"),
                ("ETag" = String, description = "The version of the officer: `\"v1\"`"),
            ),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola")), ("x-segar" = json!(true))),
)]
#[post("/v1/pengguna")]
pub(super) async fn tambah(
    state: Data<AppState>,
    Caller(pelaku, (KunciIdempotensi(kunci), Isi(isi))): Caller<(
        KunciIdempotensi,
        Isi<PenggunaBaruRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let tambah = isi.menjadi(kunci, |isi| state.ports.sidik(isi))?;
    let (pengguna, undangan) = tambah.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    let pengguna = PenggunaView::from(pengguna);
    let undangan = undangan.map(UndanganView::from);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/v1/pengguna/{}", pengguna.id)))
        .insert_header(etag(pengguna.versi))
        .json(PenggunaBaruView { pengguna, undangan }))
}

/// Read an officer
///
/// A NIK is masked. `ETag` is the version that a change names.
#[utoipa::path(
    tag = "akses",
    operation_id = "bacaPengguna",
    params(("id" = Uuid, Path, description = "The officer")),
    responses(
        (
            status = OK, description = "The officer", body = PenggunaView,
            headers(("ETag" = String, description = "The version of the officer: `\"v3\"`")),
        ),
        GalatBaca,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[get("/v1/pengguna/{id}")]
pub(super) async fn satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let baca = BacaPengguna { id: id.into_inner().into() };
    let pengguna = PenggunaView::from(baca.execute(&state.ports, &pelaku).await?);
    Ok(HttpResponse::Ok().insert_header(etag(pengguna.versi)).json(pengguna))
}

/// Change an officer
///
/// What is absent stays; `null` removes a NIP or a unit. In force from the officer's next request; who is made inactive
/// is logged out everywhere. Refused: adding a role to oneself (`menaikkan_izin_sendiri`), and a change after which no
/// active officer may administer any more (`pengelola_terakhir`). The session must be fresh. Who administers a unit changes
/// nobody who may do more than they (`izin_petugas_lebih_tinggi`).
#[utoipa::path(
    tag = "akses",
    operation_id = "ubahPengguna",
    params(
        ("id" = Uuid, Path, description = "The officer"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the officer, instead of `versi`", example = "\"v3\""),
    ),
    request_body = PenggunaUbahRequest,
    responses(
        (
            status = OK, description = "The officer", body = PenggunaView,
            headers(("ETag" = String, description = "The new version of the officer: `\"v4\"`")),
        ),
        GalatUbahIsi,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola")), ("x-segar" = json!(true))),
)]
#[patch("/v1/pengguna/{id}")]
pub(super) async fn ubah(
    state: Data<AppState>,
    Caller(pelaku, (id, cocok, Isi(isi))): Caller<(Path<Uuid>, IfMatch, Isi<PenggunaUbahRequest>)>,
) -> Result<HttpResponse, Problem> {
    let versi = cocok.atau(isi.versi)?;
    let ubah = isi.menjadi(id.into_inner().into(), versi);
    let pengguna = PenggunaView::from(ubah.execute(&state.ports, &pelaku).await?);
    Ok(HttpResponse::Ok().insert_header(etag(pengguna.versi)).json(pengguna))
}
