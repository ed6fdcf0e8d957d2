//! Plh and Plt.

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Json, Path},
};
use loket_domain::{
    akses::{CabutDelegasi, DaftarDelegasi},
    halaman::Halaman,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::view::{DelegasiRequest, DelegasiView, LembarDelegasi};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{IsiBersidik, Kueri},
    dokumentasi::galat::{GalatBuat, GalatDaftar, GalatUbah},
    kepala::KunciIdempotensi,
    problem::Problem,
};

/// Which delegations.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum PilihDelegasi {
    /// In force or still to come.
    Aktif,
    /// Also those that are over or called off.
    Semua,
}

/// Which delegations, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DaftarParams {
    /// `aktif` when absent: in force or still to come.
    #[param(inline)]
    pilih: Option<PilihDelegasi>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// Appoint a Plh or Plt
///
/// By SK, for some days on the office's wall clock and for roles that the absent officer holds themselves. The delegate
/// has those roles from their next request on the first day until the end of the last, also in a session that is open
/// already; they sign with their own certificate. A mandate cannot be passed on, and nobody appoints themselves.
#[utoipa::path(
    tag = "akses",
    operation_id = "tetapkanDelegasi",
    params((
        "Idempotency-Key" = String, Header,
        description = "Chosen by the client, fresh for every delegation: 1 to 200 printable characters",
        example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
    )),
    request_body = DelegasiRequest,
    responses((status = CREATED, description = "The delegation", body = DelegasiView,
        headers(("Location" = String, description = "Where it is called off: this and `/cabut`"))), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola")), ("x-segar" = json!(true))),
)]
#[post("/v1/delegasi")]
pub(super) async fn tetapkan(
    state: Data<AppState>,
    Caller(pelaku, (KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        KunciIdempotensi,
        IsiBersidik<DelegasiRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let baru = isi.menjadi(kunci, sidik).execute(&state.ports, &pelaku).await?;
    let view = DelegasiView::new(baru, &pelaku.tenant, state.ports.clock.now());
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/v1/delegasi/{}", view.id)))
        .json(view))
}

/// List delegations
///
/// The newest first.
#[utoipa::path(
    tag = "akses",
    operation_id = "daftarDelegasi",
    params(DaftarParams),
    responses((status = OK, description = "One page", body = LembarDelegasi), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[get("/v1/delegasi")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DaftarParams>>,
) -> Result<Json<LembarDelegasi>, Problem> {
    let daftar = DaftarDelegasi {
        semua: kueri.pilih == Some(PilihDelegasi::Semua),
        halaman: Halaman::new(kueri.sesudah, kueri.batas),
    };
    let lembar = daftar.execute(&state.ports, &pelaku).await?;
    Ok(Json(LembarDelegasi::new(lembar, &pelaku.tenant, state.ports.clock.now())))
}

/// Call a delegation off
///
/// At once: the delegate's next request is without the mandate. One that is over or called off already is refused.
#[utoipa::path(
    tag = "akses",
    operation_id = "cabutDelegasi",
    params(("id" = Uuid, Path, description = "The delegation")),
    responses((status = OK, description = "The delegation", body = DelegasiView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[post("/v1/delegasi/{id}/cabut")]
pub(super) async fn cabut(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<DelegasiView>, Problem> {
    let cabut = CabutDelegasi { id: id.into_inner().into() };
    let baris = cabut.execute(&state.ports, &pelaku).await?;
    Ok(Json(DelegasiView::new(baris, &pelaku.tenant, state.ports.clock.now())))
}
