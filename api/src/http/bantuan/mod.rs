//! Support sessions as the office sees them.

use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Json, Path},
};
use loket_domain::{
    akses::{AkhiriBantuan, AturBantuan, Bantuan, DaftarBantuan},
    halaman::Halaman,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatDaftar, GalatUbah, GalatUbahIsi},
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(daftar).service(akhiri).service(atur);
}

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HalamanParams {
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// One page of support sessions.
#[derive(Serialize, ToSchema)]
struct LembarBantuan {
    /// Whether the office forbids them.
    dilarang: bool,
    /// The newest first.
    data: Vec<BantuanView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

/// A support session: staff of the platform looks into the office, for a reason, and changes nothing.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "oleh": "budi@platform.example",
    "alasan": "Kantor melaporkan antrean cetak berhenti.",
    "dibuka_pada": "2026-11-23T01:00:00Z",
    "berakhir_pada": "2026-11-23T01:30:00Z",
    "diakhiri_pada": null,
    "terbuka": true
}))]
struct BantuanView {
    /// Its id; rows of the audit trail name it.
    id: Uuid,
    /// Who of the platform.
    oleh: String,
    /// Why.
    alasan: String,
    /// From when.
    #[serde(with = "time::serde::rfc3339")]
    dibuka_pada: OffsetDateTime,
    /// Until when at the latest.
    #[serde(with = "time::serde::rfc3339")]
    berakhir_pada: OffsetDateTime,
    /// When the office ended it.
    #[serde(with = "time::serde::rfc3339::option")]
    diakhiri_pada: Option<OffsetDateTime>,
    /// Whether it is open now.
    terbuka: bool,
}

impl BantuanView {
    fn baru(satu: Bantuan, kini: OffsetDateTime) -> Self {
        Self {
            terbuka: satu.terbuka(kini),
            id: satu.id.uuid(),
            oleh: satu.oleh,
            alasan: satu.alasan,
            dibuka_pada: satu.dibuka_pada,
            berakhir_pada: satu.berakhir_pada,
            diakhiri_pada: satu.diakhiri_pada,
        }
    }
}

/// Whether support sessions are forbidden.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "dilarang": true }))]
struct AturBantuanRequest {
    /// No session opens from now on, and those that are open end.
    dilarang: bool,
}

/// List support sessions
///
/// The newest first, with their reasons. What they looked at is in the audit trail under their id.
#[utoipa::path(
    tag = "akses",
    operation_id = "daftarBantuan",
    params(HalamanParams),
    responses((status = OK, description = "One page", body = LembarBantuan), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[get("/v1/bantuan")]
async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<HalamanParams>>,
) -> Result<Json<LembarBantuan>, Problem> {
    let daftar = DaftarBantuan { halaman: Halaman::new(kueri.sesudah, kueri.batas) };
    let (lembar, dilarang) = daftar.execute(&state.ports, &pelaku).await?;
    let kini = state.ports.clock.now();
    Ok(Json(LembarBantuan {
        dilarang,
        data: lembar.baris.into_iter().map(|satu| BantuanView::baru(satu, kini)).collect(),
        berikut: lembar.berikut,
    }))
}

/// End a support session
///
/// Its token is good for nothing from then on.
#[utoipa::path(
    tag = "akses",
    operation_id = "akhiriBantuan",
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = NO_CONTENT, description = "It is over"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[post("/v1/bantuan/{id}/akhir")]
async fn akhiri(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    AkhiriBantuan { id: id.into_inner().into() }.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Forbid or allow support sessions
///
/// Forbidden, none opens, and those that are open end at once.
#[utoipa::path(
    tag = "akses",
    operation_id = "aturBantuan",
    request_body = AturBantuanRequest,
    responses((status = NO_CONTENT, description = "It is kept"), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[put("/v1/bantuan/pengaturan")]
async fn atur(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<AturBantuanRequest>>,
) -> Result<HttpResponse, Problem> {
    AturBantuan { dilarang: isi.dilarang }.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::NoContent().finish())
}
