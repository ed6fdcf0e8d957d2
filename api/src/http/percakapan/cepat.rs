//! Quick replies.

use actix_web::{
    HttpResponse, delete, get, put,
    web::{Data, Json, Path},
};
use loket_domain::percakapan::{
    DaftarBalasanCepat, HapusBalasanCepat, PratinjauBalasanCepat, SimpanBalasanCepat,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    isian::BalasanCepatRequest,
    view::{BalasanCepatView, DaftarBalasanCepatView, PratinjauView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumentasi::galat::{GalatBaca, GalatDaftar, GalatUbah, GalatUbahIsi},
    kepala::{IfMatch, etag},
    problem::Problem,
};

/// List quick replies
///
/// All of the office, by code.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "daftarBalasanCepat",
    responses((status = OK, description = "The quick replies", body = DaftarBalasanCepatView), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.baca"))),
)]
#[get("/v1/balasan-cepat")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarBalasanCepatView>, Problem> {
    let semua = DaftarBalasanCepat.execute(&state.ports, &pelaku).await?;
    Ok(Json(DaftarBalasanCepatView { data: semua.into_iter().map(Into::into).collect() }))
}

/// Save a quick reply
///
/// A new one, or the new form of one; then `If-Match` names the version that was looked at. `{nama}`, `{nomor}` (the
/// number of the latest open case) and `{kantor}` are filled in when it is sent.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "simpanBalasanCepat",
    params(
        ("kode" = String, Path, description = "What officers type", example = "terima_kasih"),
        ("If-Match" = Option<String>, Header, description = "The version of one that exists", example = "\"v2\""),
    ),
    request_body = BalasanCepatRequest,
    responses(
        (
            status = OK, description = "The quick reply", body = BalasanCepatView,
            headers(("ETag" = String, description = "Its new version: `\"v3\"`")),
        ),
        GalatUbahIsi,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.balas"))),
)]
#[put("/v1/balasan-cepat/{kode}")]
pub(super) async fn simpan(
    state: Data<AppState>,
    Caller(pelaku, (kode, IfMatch(versi), Isi(isi))): Caller<(
        Path<String>,
        IfMatch,
        Isi<BalasanCepatRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let simpan =
        SimpanBalasanCepat { kode: kode.into_inner(), judul: isi.judul, isi: isi.isi, versi };
    let balasan = BalasanCepatView::from(simpan.execute(&state.ports, &pelaku).await?);
    Ok(HttpResponse::Ok().insert_header(etag(balasan.versi)).json(balasan))
}

/// Remove a quick reply
///
/// Messages that were sent with it stay as they are.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "hapusBalasanCepat",
    params(("kode" = String, Path, description = "The quick reply", example = "terima_kasih")),
    responses((status = NO_CONTENT, description = "It is gone"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.balas"))),
)]
#[delete("/v1/balasan-cepat/{kode}")]
pub(super) async fn hapus(
    state: Data<AppState>,
    Caller(pelaku, kode): Caller<Path<String>>,
) -> Result<HttpResponse, Problem> {
    HapusBalasanCepat { kode: kode.into_inner() }.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// For whom.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PratinjauParams {
    /// The conversation.
    percakapan: Uuid,
}

/// Preview a quick reply
///
/// As this resident would get it; refused when it would be longer than a message may be.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "pratinjauBalasanCepat",
    params(
        ("kode" = String, Path, description = "The quick reply", example = "terima_kasih"),
        PratinjauParams,
    ),
    responses((status = OK, description = "The text", body = PratinjauView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.baca"))),
)]
#[get("/v1/balasan-cepat/{kode}/pratinjau")]
pub(super) async fn pratinjau(
    state: Data<AppState>,
    Caller(pelaku, (kode, Kueri(kueri))): Caller<(Path<String>, Kueri<PratinjauParams>)>,
) -> Result<Json<PratinjauView>, Problem> {
    let pratinjau =
        PratinjauBalasanCepat { kode: kode.into_inner(), untuk: kueri.percakapan.into() };
    Ok(Json(PratinjauView { isi: pratinjau.execute(&state.ports, &pelaku).await? }))
}
