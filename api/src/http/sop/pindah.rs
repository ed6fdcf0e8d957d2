//! Moving running cases to another version.

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    sop::{BacaPindah, JumlahPindah, PindahkanKasus},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    isian::{JalurVersi, PindahRequest},
    view_pindah::{HasilKasus, LaporanPindahView, PindahView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{IsiBersidik, Kueri},
    dokumentasi::galat::{GalatUbah, GalatUbahIsi},
    kepala::KunciIdempotensi,
    problem::Problem,
};

/// Which page of the report.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PindahParams {
    /// Only cases with that result.
    hasil: Option<HasilKasus>,
    /// Continue behind this case: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// Move running cases to a version
///
/// Orders every running case of an older version to be moved to this one, which must be in force. Each case is checked
/// where it stands: its open work, its chain, its branches and what follows the applicant must exist here for the same
/// roles, and every path from there must lead to an end. What cannot be moved stays and is reported with the reason; a case
/// is moved entirely or not at all. With `uji_coba` nothing changes. The work is done in the background: `Location` is
/// where the report grows.
#[utoipa::path(
    tag = "sop",
    operation_id = "pindahkanKasus",
    params(
        ("kode" = String, Path, description = "The SOP", example = "menwa"),
        ("versi" = u32, Path, description = "The version that the cases go to", example = 2),
        (
            "Idempotency-Key" = String, Header,
            description = "Chosen by the client, fresh for every order: 1 to 200 printable characters",
            example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
        ),
    ),
    request_body = PindahRequest,
    responses(
        (
            status = ACCEPTED, description = "The order", body = PindahView,
            headers(("Location" = String, description = "Where the report is read")),
        ),
        GalatUbahIsi,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[post("/v1/sop/{kode}/versi/{versi}/pindah")]
pub(super) async fn pindahkan(
    state: Data<AppState>,
    Caller(pelaku, (jalur, KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        Path<JalurVersi>,
        KunciIdempotensi,
        IsiBersidik<PindahRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let JalurVersi { kode, versi: nomor } = jalur.into_inner();
    let pindahkan = PindahkanKasus {
        kode,
        nomor,
        dari_versi: isi.dari_versi,
        peta: isi.peta,
        uji_coba: isi.uji_coba,
        idempotensi: (kunci, sidik),
    };
    let pindah = pindahkan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    let letak = format!("/v1/sop/pindah/{}", pindah.id);
    Ok(HttpResponse::Accepted()
        .insert_header((header::LOCATION, letak))
        .json(PindahView::new(pindah, JumlahPindah::default())))
}

/// Read what became of an order to move cases
///
/// How far it is, how many cases were moved or stay, and one page of them by case id.
#[utoipa::path(
    tag = "sop",
    operation_id = "bacaPindah",
    params(("id" = Uuid, Path, description = "The order"), PindahParams),
    responses((status = OK, description = "The report", body = LaporanPindahView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[get("/v1/sop/pindah/{id}")]
pub(super) async fn baca(
    state: Data<AppState>,
    Caller(pelaku, (id, Kueri(kueri))): Caller<(Path<Uuid>, Kueri<PindahParams>)>,
) -> Result<Json<LaporanPindahView>, Problem> {
    let baca = BacaPindah {
        id: id.into_inner().into(),
        saring: kueri.hasil.map(Into::into),
        halaman: Halaman::new(kueri.sesudah, kueri.batas),
    };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}
