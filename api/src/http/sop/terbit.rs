//! Publishing and retiring.

use actix_web::{
    post,
    web::{Data, Json, Path},
};
use loket_domain::sop::{PensiunkanVersi, TerbitkanVersi};

use super::{
    isian::{JalurVersi, TerbitRequest},
    view::VersiSopView,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// Publish a draft
///
/// New cases take it at once, or from `berlaku_pada` on; older cases keep the version they began with. The check runs again
/// in the same transaction: faults refuse it always, warnings (`peran_tanpa_pemegang`: nobody holds a role of a step)
/// refuse it unless `paksa` is true. At most one version may be announced.
#[utoipa::path(
    tag = "sop",
    operation_id = "terbitkanSop",
    params(
        ("kode" = String, Path, description = "The SOP", example = "menwa"),
        ("versi" = u32, Path, description = "The number of the draft", example = 2),
    ),
    request_body = TerbitRequest,
    responses((status = OK, description = "The version", body = VersiSopView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[post("/v1/sop/{kode}/versi/{versi}/terbit")]
pub(super) async fn terbitkan(
    state: Data<AppState>,
    Caller(pelaku, (jalur, Isi(isi))): Caller<(Path<JalurVersi>, Isi<TerbitRequest>)>,
) -> Result<Json<VersiSopView>, Problem> {
    let JalurVersi { kode, versi: nomor } = jalur.into_inner();
    let terbit = TerbitkanVersi { kode, nomor, berlaku_pada: isi.berlaku_pada, paksa: isi.paksa };
    let versi = terbit.execute(&state.ports, &pelaku).await?;
    Ok(Json(VersiSopView::new(versi, state.ports.clock.now())?))
}

/// Retire a version
///
/// Refused with the counts as long as running cases are pinned to it (`sop_dipakai_kasus`) or, while it is in force, active
/// services need it (`sop_dipakai_layanan`). Retiring an announced version withdraws it.
#[utoipa::path(
    tag = "sop",
    operation_id = "pensiunkanSop",
    params(
        ("kode" = String, Path, description = "The SOP", example = "menwa"),
        ("versi" = u32, Path, description = "The number of the version", example = 1),
    ),
    responses((status = OK, description = "The version", body = VersiSopView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[post("/v1/sop/{kode}/versi/{versi}/pensiun")]
pub(super) async fn pensiunkan(
    state: Data<AppState>,
    Caller(pelaku, jalur): Caller<Path<JalurVersi>>,
) -> Result<Json<VersiSopView>, Problem> {
    let JalurVersi { kode, versi: nomor } = jalur.into_inner();
    let versi = PensiunkanVersi { kode, nomor }.execute(&state.ports, &pelaku).await?;
    Ok(Json(VersiSopView::new(versi, state.ports.clock.now())?))
}
