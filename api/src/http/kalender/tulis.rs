//! Changing the calendar. Deadlines of running cases are counted anew each time they are read, so they move with it.

use actix_web::{
    HttpResponse, delete, post, put,
    web::{Data, Path},
};
use loket_domain::kalender::{AturJamKerja, HapusLibur, ImporLibur, baca_tanggal};
use time::Date;

use super::{
    isian::{HapusParams, ImporParams, JamKerjaIsi, LiburRequest},
    view::{ImporView, KalenderView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiKalender, Kueri},
    dokumentasi::galat::{GalatBuat, GalatUbah},
    kepala::{IfMatchSidik, etag_sidik},
    problem::Problem,
};

/// Set the working hours
///
/// Replaces hours, cut-offs and periods as a whole. `If-Match` is required: it names the calendar the editor saw.
#[utoipa::path(
    tag = "kalender",
    operation_id = "aturJamKerja",
    params(("If-Match" = String, Header, description = "The `ETag` of the calendar", example = "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"")),
    request_body = JamKerjaIsi,
    responses(
        (
            status = OK, description = "The calendar", body = KalenderView,
            headers(("ETag" = String, description = "The hash of the calendar now")),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kalender.kelola"))),
)]
#[put("/v1/kalender/jam")]
pub(super) async fn jam(
    state: Data<AppState>,
    Caller(pelaku, (cocok, Isi(isi))): Caller<(IfMatchSidik, Isi<JamKerjaIsi>)>,
) -> Result<HttpResponse, Problem> {
    let atur = AturJamKerja { jam: isi.into(), sidik: cocok.wajib()? };
    let kantor = atur.execute(&state.ports, &pelaku).await?;
    let kini = pelaku.tenant.zona.setempat(state.ports.clock.now());
    Ok(HttpResponse::Ok()
        .insert_header(etag_sidik(&kantor.sidik))
        .json(KalenderView::baru(&kantor, kini.year())))
}

/// Declare a day
///
/// A holiday of the region, cuti bersama, or a day on which the office works all the same: a national holiday, or a day
/// on which the week is closed, with hours of its own. Each kind once per date.
#[utoipa::path(
    tag = "kalender",
    operation_id = "tambahLibur",
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the calendar, to be refused when it changed")),
    request_body = LiburRequest,
    responses(
        (
            status = CREATED, description = "The calendar, with the year of the day", body = KalenderView,
            headers(("ETag" = String, description = "The hash of the calendar now")),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kalender.kelola"))),
)]
#[post("/v1/kalender/libur")]
pub(super) async fn tambah(
    state: Data<AppState>,
    Caller(pelaku, (cocok, Isi(isi))): Caller<(IfMatchSidik, Isi<LiburRequest>)>,
) -> Result<HttpResponse, Problem> {
    let tambah = isi.menjadi(cocok.0);
    let kini = pelaku.tenant.zona.setempat(state.ports.clock.now());
    let tahun = baca_tanggal(&tambah.tanggal).map_or(kini.year(), Date::year);
    let kantor = tambah.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created()
        .insert_header(etag_sidik(&kantor.sidik))
        .json(KalenderView::baru(&kantor, tahun)))
}

/// Take a day back
///
/// Removes what the office itself said about the day. A national holiday is not the office's to remove; 409 says to
/// declare the day a `hari_kerja_khusus` instead.
#[utoipa::path(
    tag = "kalender",
    operation_id = "hapusLibur",
    params(
        ("tanggal" = String, Path, description = "The day, `YYYY-MM-DD`", example = "2026-04-08"),
        HapusParams,
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the calendar, to be refused when it changed"),
    ),
    responses(
        (
            status = NO_CONTENT, description = "It is removed",
            headers(("ETag" = String, description = "The hash of the calendar now")),
        ),
        GalatUbah,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kalender.kelola"))),
)]
#[delete("/v1/kalender/libur/{tanggal}")]
pub(super) async fn hapus(
    state: Data<AppState>,
    Caller(pelaku, (tanggal, cocok, Kueri(kueri))): Caller<(
        Path<String>,
        IfMatchSidik,
        Kueri<HapusParams>,
    )>,
) -> Result<HttpResponse, Problem> {
    let hapus = HapusLibur {
        tanggal: tanggal.into_inner(),
        jenis: kueri.jenis.map(Into::into),
        sidik: cocok.0,
    };
    let kantor = hapus.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::NoContent().insert_header(etag_sidik(&kantor.sidik)).finish())
}

/// Import regional holidays
///
/// Takes the all-day events of an iCalendar file over as regional holidays; with `uji_coba=true` nothing is stored and
/// the answer says what would be. The file is at most 256 KiB.
#[utoipa::path(
    tag = "kalender",
    operation_id = "imporLibur",
    params(
        ImporParams,
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the calendar, to be refused when it changed"),
    ),
    request_body(
        content = String, content_type = "text/calendar", description = "The file",
        example = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260408\r\nSUMMARY:Hari Jadi\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ),
    responses(
        (
            status = OK, description = "What changed, or would change", body = ImporView,
            headers(("ETag" = String, description = "The hash of the calendar now")),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("kalender.kelola"))),
)]
#[post("/v1/kalender/libur/impor")]
pub(super) async fn impor(
    state: Data<AppState>,
    Caller(pelaku, (Kueri(kueri), cocok, IsiKalender(teks))): Caller<(
        Kueri<ImporParams>,
        IfMatchSidik,
        IsiKalender,
    )>,
) -> Result<HttpResponse, Problem> {
    let impor = ImporLibur { teks, uji_coba: kueri.uji_coba, sidik: cocok.0 };
    let (hasil, kantor) = impor.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag_sidik(&kantor.sidik))
        .json(ImporView::baru(&hasil, kueri.uji_coba)))
}
