//! The queue.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    antrean::{AmbilTiket, BacaStatistikAntrean, DaftarTiket, PanggilBerikut, UbahTiket},
    halaman::Halaman,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::view_tiket::{
    DaftarStatistik, LangkahRequest, LembarTiket, PanggilRequest, PanggilanView, TiketRequest,
    TiketView,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatBuat, GalatDaftar, GalatUbahIsi},
    laporan::tanggal,
    problem::Problem,
};

/// Take a ticket
///
/// For somebody who walked in: the next number of today and the kind of service.
#[utoipa::path(
    tag = "loket",
    operation_id = "ambilTiket",
    request_body = TiketRequest,
    responses((status = CREATED, description = "The ticket", body = TiketView), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[post("/v1/loket/tiket")]
pub(super) async fn ambil(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<TiketRequest>>,
) -> Result<HttpResponse, Problem> {
    let ambil = AmbilTiket { jenis: isi.jenis, kelompok: isi.kelompok.map(Into::into) };
    let tiket = ambil.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(TiketView::from(tiket)))
}

/// Which tickets, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TiketParams {
    /// Only those that are not over.
    #[serde(default)]
    terbuka: bool,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// List the tickets of today
#[utoipa::path(
    tag = "loket",
    operation_id = "daftarTiket",
    params(TiketParams),
    responses((status = OK, description = "One page", body = LembarTiket), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[get("/v1/loket/tiket")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<TiketParams>>,
) -> Result<Json<LembarTiket>, Problem> {
    let halaman = Halaman::new(kueri.sesudah, kueri.batas);
    let daftar = DaftarTiket { terbuka: kueri.terbuka, halaman };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Call the next ticket
///
/// Of the kinds of service the counter calls. Vulnerable people first, without starving the others; two officers never
/// get the same ticket. Who took it by writing ANTRE is told.
#[utoipa::path(
    tag = "loket",
    operation_id = "panggilBerikut",
    request_body = PanggilRequest,
    responses((status = OK, description = "The ticket, if anybody waits", body = PanggilanView), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[post("/v1/loket/panggilan")]
pub(super) async fn panggil(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<PanggilRequest>>,
) -> Result<Json<PanggilanView>, Problem> {
    let tiket = PanggilBerikut { loket: isi.loket }.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(PanggilanView { tiket: tiket.map(Into::into) }))
}

/// Do something with a ticket
///
/// Call it again, begin, skip who is absent, hand it on to another kind of service, end it, give it up.
#[utoipa::path(
    tag = "loket",
    operation_id = "ubahTiket",
    params(("id" = Uuid, Path, description = "The ticket")),
    request_body = LangkahRequest,
    responses((status = OK, description = "The ticket", body = TiketView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("loket.layani"))),
)]
#[post("/v1/loket/tiket/{id}/langkah")]
pub(super) async fn ubah(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<LangkahRequest>)>,
) -> Result<Json<TiketView>, Problem> {
    let ubah = UbahTiket { id: id.into_inner().into(), langkah: isi.menjadi()? };
    let tiket = ubah.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(tiket.into()))
}

/// Which days.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct StatistikParams {
    /// The first day, `YYYY-MM-DD`; the last day when absent.
    #[param(example = "2026-11-01")]
    dari: Option<String>,
    /// The last day; today when absent.
    #[param(example = "2026-11-30")]
    sampai: Option<String>,
}

/// Read how long people waited
///
/// Wait until service began and service time, by day and kind (S-17); at most 92 days. Holders of `loket.layani` may read
/// it too.
#[utoipa::path(
    tag = "loket",
    operation_id = "statistikAntrean",
    params(StatistikParams),
    responses((status = OK, description = "Statistics", body = DaftarStatistik), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["laporan.baca", "loket.layani"]))),
)]
#[get("/v1/loket/antrean/statistik")]
pub(super) async fn statistik(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<StatistikParams>>,
) -> Result<Json<DaftarStatistik>, Problem> {
    let baca = BacaStatistikAntrean {
        dari: tanggal("dari", kueri.dari)?,
        sampai: tanggal("sampai", kueri.sampai)?,
    };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}
