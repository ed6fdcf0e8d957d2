//! Breaches.

use actix_web::{
    get,
    web::{Data, Json},
};
use loket_domain::privasi::PeriksaInsiden;
use serde::Deserialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::InsidenView;
use crate::http::{
    AppState, auth::Caller, badan::Kueri, dokumentasi::galat::GalatDaftar, problem::Problem,
};

/// Which breach.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct InsidenParams {
    /// From when.
    #[param(example = "2026-11-20T08:00:00+08:00")]
    sejak: String,
    /// Until when.
    #[param(example = "2026-11-21T08:00:00+08:00")]
    sampai: String,
    /// When it became known; now when absent.
    #[param(example = "2026-11-21T09:30:00+08:00")]
    diketahui: Option<String>,
    /// Only what this officer reached, such as one whose account was taken over.
    pengguna: Option<Uuid>,
}

/// A moment in a query.
fn saat(nama: &str, teks: &str) -> Result<OffsetDateTime, Problem> {
    // A plus sign that was not encoded arrives as a space.
    OffsetDateTime::parse(&teks.replace(' ', "+"), &Rfc3339).map_err(|_| {
        Problem::isian(nama, "waktu_tidak_sah", "Tulis waktu sebagai 2026-01-31T08:00:00+08:00.")
    })
}

/// Look into a breach
///
/// Whose data could be reached in a span of at most 366 days, which kinds, by whom, when subjects and the authority must
/// have been told (UU 27/2022 ps. 46), and a draft of that notice. Looking is audited.
#[utoipa::path(
    tag = "privasi",
    operation_id = "periksaInsiden",
    params(InsidenParams),
    responses((status = OK, description = "What is known", body = InsidenView), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("privasi.kelola")), ("x-segar" = json!(true))),
)]
#[get("/v1/privasi/insiden")]
pub(super) async fn periksa(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<InsidenParams>>,
) -> Result<Json<InsidenView>, Problem> {
    let periksa = PeriksaInsiden {
        dari: saat("sejak", &kueri.sejak)?,
        sampai: saat("sampai", &kueri.sampai)?,
        diketahui: kueri.diketahui.as_deref().map(|teks| saat("diketahui", teks)).transpose()?,
        oleh: kueri.pengguna.map(Into::into),
    };
    Ok(Json(periksa.execute(&state.ports, &pelaku).await?.into()))
}
