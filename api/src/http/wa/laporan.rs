//! Reports of scams.

use actix_web::{
    get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    percakapan::{DaftarLaporan, UbahLaporan},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::view::{KeadaanLaporan, LaporanView, LembarLaporan};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatDaftar, GalatUbahIsi},
    problem::Problem,
};

/// Which reports, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DaftarParams {
    /// Only those that stand so.
    #[param(inline)]
    keadaan: Option<KeadaanLaporan>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// List reports of scams
///
/// What residents reported in the chat with LAPOR, the newest first.
#[utoipa::path(
    tag = "operasi",
    operation_id = "daftarLaporanPenipuan",
    params(DaftarParams),
    responses((status = OK, description = "One page", body = LembarLaporan), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("operasi.lihat"))),
)]
#[get("/v1/laporan-penipuan")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<DaftarParams>>,
) -> Result<Json<LembarLaporan>, Problem> {
    let halaman = Halaman::new(kueri.sesudah, kueri.batas);
    let daftar = DaftarLaporan { keadaan: kueri.keadaan.map(Into::into), halaman };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Where a report stands now.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "keadaan": "ditindak" }))]
pub(super) struct LaporanRequest {
    /// It only moves forward.
    keadaan: KeadaanLaporan,
}

/// Move a report forward
///
/// From `baru` to `ditindak` to `selesai`; it never goes back.
#[utoipa::path(
    tag = "operasi",
    operation_id = "ubahLaporanPenipuan",
    params(("id" = Uuid, Path, description = "The report")),
    request_body = LaporanRequest,
    responses((status = OK, description = "The report", body = LaporanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("wa.kelola"))),
)]
#[post("/v1/laporan-penipuan/{id}/keadaan")]
pub(super) async fn ubah(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<LaporanRequest>)>,
) -> Result<Json<LaporanView>, Problem> {
    let ubah = UbahLaporan { id: id.into_inner().into(), keadaan: isi.keadaan.into() };
    Ok(Json(ubah.execute(&state.ports, &pelaku).await?.into()))
}
