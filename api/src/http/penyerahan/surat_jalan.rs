//! Letters of conveyance.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    penyerahan::{
        BacaSuratJalan, BuatSuratJalan, CetakSuratJalan, DaftarSuratJalan, SerahkanSuratJalan,
        TerimaSuratJalan,
    },
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    baca::HalamanParams,
    view::{LembarSurat, SuratView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    cetak::{CetakParams, IsiPdf, jawab},
    dokumentasi::galat::{GalatBaca, GalatCetak, GalatDaftar, GalatUbahIsi},
    problem::Problem,
};

/// A letter to write.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "unit": "desa_bonto_katute", "penyerahan": ["0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00"]
}))]
pub(super) struct SuratRequest {
    /// The desa or kecamatan it is for.
    unit: String,
    /// The attempts that travel, 1 to 100.
    penyerahan: Vec<Uuid>,
}

/// To whom a letter is given.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "ke": "kec_sinjai_borong" }))]
pub(super) struct SerahRequest {
    /// The unit; without it, the one the letter is for.
    #[serde(default)]
    ke: Option<String>,
}

/// What was missing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kurang": [] }))]
pub(super) struct TerimaRequest {
    /// The attempts that are on the list and were not there.
    #[serde(default)]
    kurang: Vec<Uuid>,
}

/// List letters of conveyance
///
/// The newest first. An official of a village sees those that come to or through their unit.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "daftarSuratJalan",
    params(HalamanParams),
    responses((status = OK, description = "One page", body = LembarSurat), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["penyerahan.unit", "penyerahan.kelola"]))),
)]
#[get("/v1/surat-jalan")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<HalamanParams>>,
) -> Result<Json<LembarSurat>, Problem> {
    let semua = DaftarSuratJalan { halaman: Halaman::new(kueri.sesudah, kueri.batas) };
    Ok(Json(semua.execute(&state.ports, &pelaku).await?.into()))
}

/// Write a letter of conveyance
///
/// Products that wait for the same desa or kecamatan travel together. A product is on one letter only.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "buatSuratJalan",
    request_body = SuratRequest,
    responses((status = CREATED, description = "The letter", body = SuratView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("penyerahan.kelola"))),
)]
#[post("/v1/surat-jalan")]
pub(super) async fn buat(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<SuratRequest>>,
) -> Result<HttpResponse, Problem> {
    let penyerahan = isi.penyerahan.into_iter().map(Into::into).collect();
    let buat = BuatSuratJalan { unit: isi.unit, penyerahan };
    let surat = buat.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(SuratView::from(surat)))
}

/// Read a letter of conveyance
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "bacaSuratJalan",
    params(("id" = Uuid, Path, description = "The letter")),
    responses((status = OK, description = "The letter", body = SuratView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["penyerahan.unit", "penyerahan.kelola"]))),
)]
#[get("/v1/surat-jalan/{id}")]
pub(super) async fn satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<SuratView>, Problem> {
    let baca = BacaSuratJalan { id: id.into_inner().into() };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}

/// Give a letter of conveyance away
///
/// The penyerahan: the first time by the office, then by the unit that holds it, to the unit it is for or one above it.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "serahkanSuratJalan",
    params(("id" = Uuid, Path, description = "The letter")),
    request_body = SerahRequest,
    responses((status = OK, description = "The letter", body = SuratView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["penyerahan.kelola", "penyerahan.unit"]))),
)]
#[post("/v1/surat-jalan/{id}/penyerahan")]
pub(super) async fn serahkan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<SerahRequest>)>,
) -> Result<Json<SuratView>, Problem> {
    let serahkan = SerahkanSuratJalan { id: id.into_inner().into(), ke: isi.ke };
    Ok(Json(serahkan.execute(&state.ports, &pelaku).await?.into()))
}

/// Take a letter of conveyance
///
/// The penerimaan, by an official of the unit it was given to. At the unit it is for, its products wait there for the
/// residents; what was missing takes its next channel.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "terimaSuratJalan",
    params(("id" = Uuid, Path, description = "The letter")),
    request_body = TerimaRequest,
    responses((status = OK, description = "The letter", body = SuratView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["penyerahan.unit", "penyerahan.kelola"]))),
)]
#[post("/v1/surat-jalan/{id}/penerimaan")]
pub(super) async fn terima(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<TerimaRequest>)>,
) -> Result<Json<SuratView>, Problem> {
    let kurang = isi.kurang.into_iter().map(Into::into).collect();
    let terima = TerimaSuratJalan { id: id.into_inner().into(), kurang };
    let surat = terima.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(surat.into()))
}

/// Print a letter of conveyance
///
/// The sheet that travels with the products: what is on it, and both parafs of every hand-over. Names are shortened. Each
/// print is audited.
#[utoipa::path(
    tag = "cetak",
    operation_id = "cetakSuratJalan",
    params(("id" = Uuid, Path, description = "The letter"), CetakParams),
    responses(
        (
            status = OK, description = "The sheet",
            content((IsiPdf = "application/pdf"), (String = "text/html")),
        ),
        GalatCetak,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["penyerahan.unit", "penyerahan.kelola"]))),
)]
#[get("/v1/surat-jalan/{id}/lembar")]
pub(super) async fn lembar(
    state: Data<AppState>,
    Caller(pelaku, (id, Kueri(kueri))): Caller<(Path<Uuid>, Kueri<CetakParams>)>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    let lembar = CetakSuratJalan { id: id.into() }.execute(&state.ports, &pelaku).await?;
    Ok(jawab(&state, &lembar, kueri.format, &format!("surat-jalan-{id}")))
}
