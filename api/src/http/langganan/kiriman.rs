//! Messages to listeners: the ledger, replays, tests.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    langganan::{BacaKiriman, KeadaanKiriman, UjiLangganan, UlangiKiriman, UlangiRentang},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::view_kiriman::{
    DaftarPercobaan, DiulangView, KeadaanKirimanKata, KirimanDiantreView, LembarKiriman,
    RentangRequest,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatBaca, GalatDaftar, GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// Which messages, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct KirimanParams {
    /// Only those in this state.
    #[param(inline)]
    keadaan: Option<KeadaanKirimanKata>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// Send a test message
///
/// It is queued like any other, with the kind `uji`; its attempts show what came of it.
#[utoipa::path(
    tag = "klien",
    operation_id = "ujiLangganan",
    params(("id" = Uuid, Path, description = "The subscription")),
    responses((status = ACCEPTED, description = "It is queued", body = KirimanDiantreView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola"))),
)]
#[post("/v1/langganan/{id}/uji")]
pub(super) async fn uji(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let uji = UjiLangganan { id: id.into_inner().into() };
    let id = uji.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Accepted().json(KirimanDiantreView { id: id.uuid() }))
}

/// List the messages of a subscription
///
/// The newest first.
#[utoipa::path(
    tag = "klien",
    operation_id = "daftarKiriman",
    params(("id" = Uuid, Path, description = "The subscription"), KirimanParams),
    responses((status = OK, description = "One page", body = LembarKiriman), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola"))),
)]
#[get("/v1/langganan/{id}/kiriman")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, (id, Kueri(kueri))): Caller<(Path<Uuid>, Kueri<KirimanParams>)>,
) -> Result<Json<LembarKiriman>, Problem> {
    let baca = BacaKiriman { langganan: id.into_inner().into() };
    let halaman = Halaman::new(kueri.sesudah, kueri.batas);
    let keadaan = kueri.keadaan.map(KeadaanKiriman::from);
    Ok(Json(baca.daftar(&state.ports, &pelaku, keadaan, halaman).await?.into()))
}

/// List the attempts of a message
///
/// The oldest first; the last 100.
#[utoipa::path(
    tag = "klien",
    operation_id = "daftarPercobaanKiriman",
    params(
        ("id" = Uuid, Path, description = "The subscription"),
        ("kiriman" = Uuid, Path, description = "The message"),
    ),
    responses((status = OK, description = "Every attempt", body = DaftarPercobaan), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola"))),
)]
#[get("/v1/langganan/{id}/kiriman/{kiriman}/percobaan")]
pub(super) async fn percobaan(
    state: Data<AppState>,
    Caller(pelaku, jalur): Caller<Path<(Uuid, Uuid)>>,
) -> Result<Json<DaftarPercobaan>, Problem> {
    let (langganan, kiriman) = jalur.into_inner();
    let baca = BacaKiriman { langganan: langganan.into() };
    let semua = baca.percobaan(&state.ports, &pelaku, kiriman.into()).await?;
    Ok(Json(DaftarPercobaan { data: semua.into_iter().map(Into::into).collect() }))
}

/// Send a message once more
///
/// Under the same `webhook-id`, with all its attempts anew. One that waits or is being sent already stays as it is.
#[utoipa::path(
    tag = "klien",
    operation_id = "ulangiKiriman",
    params(
        ("id" = Uuid, Path, description = "The subscription"),
        ("kiriman" = Uuid, Path, description = "The message"),
    ),
    responses((status = ACCEPTED, description = "It is queued", body = KirimanDiantreView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola"))),
)]
#[post("/v1/langganan/{id}/kiriman/{kiriman}/ulangi")]
pub(super) async fn ulangi(
    state: Data<AppState>,
    Caller(pelaku, jalur): Caller<Path<(Uuid, Uuid)>>,
) -> Result<HttpResponse, Problem> {
    let (langganan, id) = jalur.into_inner();
    UlangiKiriman { langganan: langganan.into(), id: id.into() }
        .execute(&state.ports, &pelaku)
        .await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Accepted().json(KirimanDiantreView { id }))
}

/// Send the messages of a span of time once more
///
/// Those that failed or were skipped, and with `semua` also those that arrived. At most 1,000 at once, the oldest first: call
/// again until `jumlah` is 0 (without `semua`). Settled messages older than the office keeps them (`kiriman_langganan` of the
/// retention schedule, 180 days unless it decided otherwise) are gone.
#[utoipa::path(
    tag = "klien",
    operation_id = "ulangiKirimanRentang",
    params(("id" = Uuid, Path, description = "The subscription")),
    request_body = RentangRequest,
    responses((status = ACCEPTED, description = "They are queued", body = DiulangView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola"))),
)]
#[post("/v1/langganan/{id}/ulangi")]
pub(super) async fn ulangi_rentang(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<RentangRequest>)>,
) -> Result<HttpResponse, Problem> {
    let rentang = UlangiRentang {
        langganan: id.into_inner().into(),
        dari: isi.dari,
        sampai: isi.sampai,
        semua: isi.semua,
    };
    let jumlah = rentang.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Accepted().json(DiulangView { jumlah }))
}
