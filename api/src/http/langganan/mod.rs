//! Webhooks: what the office's own systems are told, with the ledger of every attempt.

mod kiriman;
mod view;
mod view_kiriman;

use actix_web::{
    HttpResponse, delete, get,
    http::header,
    post, put,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    langganan::{BacaLangganan, HapusLangganan, PutarRahasia, TambahLangganan, UbahLangganan},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use self::view::{
    LanggananBaruView, LanggananRequest, LanggananView, LembarLangganan, RahasiaView,
};
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
        .service(hapus)
        .service(putar)
        .service(kiriman::uji)
        .service(kiriman::daftar)
        .service(kiriman::percobaan)
        .service(kiriman::ulangi)
        .service(kiriman::ulangi_rentang);
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

/// Subscribe to what happens
///
/// Messages are sent by POST as `{ "type", "timestamp", "data" }` with ids and codes only, never personal data. They are signed as
/// Standard Webhooks say: `webhook-id` (the same at every attempt; drop what you had before), `webhook-timestamp` (seconds; drop
/// what is older than five minutes), and `webhook-signature`, a list of `v1,` and base64 of HMAC-SHA256 over
/// `id.timestamp.body`. Any 2xx within ten seconds takes a message; everything else is tried again after 5 s, 5 min, 30 min, 2 h,
/// 5 h, 10 h and 10 h. Messages may overtake each other: `data.versi` and `data.urutan` tell the order. The address must be
/// https and public; redirects are not followed. After five days without any success the subscription is stopped, and those
/// who administer it get a notice. The secret comes with this answer only.
#[utoipa::path(
    tag = "klien",
    operation_id = "tambahLangganan",
    params((
        "Idempotency-Key" = String, Header,
        description = "Chosen by the client, fresh for every subscription: 1 to 200 printable characters",
        example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20203",
    )),
    request_body = LanggananRequest,
    responses((status = CREATED, description = "The subscription", body = LanggananBaruView,
        headers(("Location" = String, description = "Where it is read"))), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola")), ("x-segar" = json!(true))),
)]
#[post("/v1/langganan")]
async fn tambah(
    state: Data<AppState>,
    Caller(pelaku, (KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        KunciIdempotensi,
        IsiBersidik<LanggananRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let tambah = TambahLangganan { isi: isi.into(), idempotensi: (kunci, sidik) };
    let (baru, rahasia) = tambah.execute(&state.ports, &pelaku).await?;
    let lokasi = format!("/v1/langganan/{}", baru.id);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, lokasi))
        .insert_header(etag(baru.versi))
        .json(LanggananBaruView::new(baru, rahasia.as_ref())))
}

/// List subscriptions
///
/// The newest first.
#[utoipa::path(
    tag = "klien",
    operation_id = "daftarLangganan",
    params(DaftarParams),
    responses((status = OK, description = "One page", body = LembarLangganan), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola"))),
)]
#[get("/v1/langganan")]
async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DaftarParams>>,
) -> Result<Json<LembarLangganan>, Problem> {
    let halaman = Halaman::new(kueri.sesudah, kueri.batas);
    Ok(Json(BacaLangganan.daftar(&state.ports, &pelaku, halaman).await?.into()))
}

/// Read a subscription
#[utoipa::path(
    tag = "klien",
    operation_id = "bacaLangganan",
    params(("id" = Uuid, Path, description = "The subscription")),
    responses((status = OK, description = "The subscription", body = LanggananView,
        headers(("ETag" = String, description = "Its version: `\"v2\"`"))), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola"))),
)]
#[get("/v1/langganan/{id}")]
async fn satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let ada = BacaLangganan.satu(&state.ports, &pelaku, id.into_inner().into()).await?;
    Ok(HttpResponse::Ok().insert_header(etag(ada.versi)).json(LanggananView::from(ada)))
}

/// Change a subscription
///
/// `If-Match` names the version that was looked at. What happens while it is not active is kept as skipped; a replay sends it.
#[utoipa::path(
    tag = "klien",
    operation_id = "ubahLangganan",
    params(
        ("id" = Uuid, Path, description = "The subscription"),
        ("If-Match" = String, Header, description = "The version that was looked at", example = "\"v1\""),
    ),
    request_body = LanggananRequest,
    responses((status = OK, description = "The subscription", body = LanggananView,
        headers(("ETag" = String, description = "Its new version: `\"v3\"`"))), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola")), ("x-segar" = json!(true))),
)]
#[put("/v1/langganan/{id}")]
async fn ubah(
    state: Data<AppState>,
    Caller(pelaku, (id, versi, Isi(isi))): Caller<(Path<Uuid>, IfMatch, Isi<LanggananRequest>)>,
) -> Result<HttpResponse, Problem> {
    let ubah =
        UbahLangganan { id: id.into_inner().into(), versi: versi.atau(None)?, isi: isi.into() };
    let ada = ubah.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Ok().insert_header(etag(ada.versi)).json(LanggananView::from(ada)))
}

/// Remove a subscription
///
/// Nothing is sent to it any more. Its ledger stays.
#[utoipa::path(
    tag = "klien",
    operation_id = "hapusLangganan",
    params(("id" = Uuid, Path, description = "The subscription")),
    responses((status = NO_CONTENT, description = "It is gone"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola"))),
)]
#[delete("/v1/langganan/{id}")]
async fn hapus(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    HapusLangganan { id: id.into_inner().into() }.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Rotate the secret of a subscription
///
/// The new secret, shown once. For 24 hours messages carry two signatures, one by each secret, so that the listener can change
/// over. A lost answer costs nothing: rotate again.
#[utoipa::path(
    tag = "klien",
    operation_id = "putarRahasiaLangganan",
    params(("id" = Uuid, Path, description = "The subscription")),
    responses((status = OK, description = "The new secret, once", body = RahasiaView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola")), ("x-segar" = json!(true))),
)]
#[post("/v1/langganan/{id}/rahasia")]
async fn putar(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<RahasiaView>, Problem> {
    let putar = PutarRahasia { id: id.into_inner().into() };
    Ok(Json(RahasiaView::new(&putar.execute(&state.ports, &pelaku).await?)))
}
