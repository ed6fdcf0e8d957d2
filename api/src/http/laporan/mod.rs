//! The daily report "Laporan pengambilan dokumen dan pengiriman PDF" (P-14).

mod view;

use actix_web::{
    HttpResponse, get,
    http::header,
    web::{Data, Json, Path},
};
use loket_domain::{
    akses::{Izin, Pelaku},
    kalender::baca_tanggal,
    laporan::{
        BacaLaporan, DaftarLaporan, HitungLaporan, KakiLaporan, Laporan, boleh_nama, csv_rincian,
        csv_ringkasan, lembar_laporan,
    },
};
use serde::Deserialize;
use time::Date;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use self::view::{DaftarLaporanView, LaporanView};
use super::{
    AppState,
    auth::Caller,
    badan::Kueri,
    cetak::{FormatCetak, IsiPdf, jawab},
    dokumentasi::galat::{GalatCetak, GalatDaftar},
    kata::hex,
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(hitung)
        .service(hitung_csv)
        .service(hitung_lembar)
        .service(daftar)
        .service(baca)
        .service(baca_csv)
        .service(baca_lembar);
}

/// A day in a query.
pub(super) fn tanggal(nama: &str, teks: Option<String>) -> Result<Option<Date>, Problem> {
    let salah = || Problem::isian(nama, "tanggal_tidak_sah", "Tulis tanggal sebagai 2026-01-31.");
    teks.map(|teks| baca_tanggal(&teks).ok_or_else(salah)).transpose()
}

/// A day in a path.
fn hari(teks: &str) -> Result<Date, Problem> {
    baca_tanggal(teks).ok_or_else(Problem::tidak_ditemukan)
}

/// Which days.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HariParams {
    /// The first day, `YYYY-MM-DD`; the last day when absent.
    #[param(example = "2026-11-23")]
    dari: Option<String>,
    /// The last day; today when absent.
    #[param(example = "2026-11-23")]
    sampai: Option<String>,
}

impl HariParams {
    fn menjadi(self) -> Result<HitungLaporan, Problem> {
        Ok(HitungLaporan {
            dari: tanggal("dari", self.dari)?,
            sampai: tanggal("sampai", self.sampai)?,
        })
    }
}

/// Which table.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum BagianCsv {
    /// The list: who, what, when, by whom (P-12).
    #[default]
    Rincian,
    /// The numbers by kind and channel.
    Ringkasan,
}

/// Which days and which table.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CsvParams {
    /// The first day, `YYYY-MM-DD`; the last day when absent.
    #[param(example = "2026-11-23")]
    dari: Option<String>,
    /// The last day; today when absent.
    #[param(example = "2026-11-23")]
    sampai: Option<String>,
    /// Which table; the list when absent.
    #[param(inline, example = "rincian")]
    bagian: Option<BagianCsv>,
}

/// Which days, and how to print.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LembarParams {
    /// The first day, `YYYY-MM-DD`; the last day when absent.
    #[param(example = "2026-11-23")]
    dari: Option<String>,
    /// The last day; today when absent.
    #[param(example = "2026-11-23")]
    sampai: Option<String>,
    /// Kind of file; `pdf` when absent.
    #[param(inline, example = "pdf")]
    format: Option<FormatCetak>,
}

/// Which table of a closed report.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BagianParams {
    /// Which table; the list when absent.
    #[param(inline, example = "rincian")]
    bagian: Option<BagianCsv>,
}

/// How to print a closed report.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FormatParams {
    /// Kind of file; `pdf` when absent.
    #[param(inline, example = "pdf")]
    format: Option<FormatCetak>,
}

/// A table with names in it is an export of personal data, which asks for a fresh session.
fn boleh_ekspor(
    state: &AppState,
    pelaku: &Pelaku,
    bagian: Option<BagianCsv>,
) -> Result<BagianCsv, Problem> {
    let bagian = bagian.unwrap_or_default();
    if matches!(bagian, BagianCsv::Rincian) && boleh_nama(pelaku) {
        pelaku.wajib_segar(&state.ports)?;
    }
    Ok(bagian)
}

fn csv(pelaku: &Pelaku, laporan: &Laporan, bagian: BagianCsv) -> HttpResponse {
    let (nama, isi) = match bagian {
        BagianCsv::Rincian => {
            ("rincian", csv_rincian(laporan, pelaku.tenant.zona, boleh_nama(pelaku)))
        }
        BagianCsv::Ringkasan => ("ringkasan", csv_ringkasan(laporan)),
    };
    let nama = format!("attachment; filename=\"laporan-{nama}-{}.csv\"", laporan.sampai);
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, nama))
        .body(isi)
}

fn cetak(
    state: &AppState,
    pelaku: &Pelaku,
    laporan: &Laporan,
    sidik: Option<&str>,
    format: Option<FormatCetak>,
) -> Result<HttpResponse, Problem> {
    let petugas = pelaku.petugas(Izin::LaporanBaca)?;
    let kaki = KakiLaporan {
        kantor: &pelaku.tenant.nama,
        zona: pelaku.tenant.zona,
        petugas: &petugas.nama,
        sidik,
    };
    let lembar = lembar_laporan(laporan, boleh_nama(pelaku), kaki);
    Ok(jawab(state, &lembar, format, &format!("laporan-{}", laporan.sampai)))
}

/// Count the report
///
/// From the ledger as it is now, over at most 31 days of the office. Names are shortened for who lacks `permohonan.baca`.
/// Each reading is audited.
#[utoipa::path(
    tag = "laporan",
    operation_id = "hitungLaporan",
    params(HariParams),
    responses((status = OK, description = "The report", body = LaporanView), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("laporan.baca"))),
)]
#[get("/v1/laporan/pengambilan-pengiriman")]
async fn hitung(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<HariParams>>,
) -> Result<Json<LaporanView>, Problem> {
    let laporan = kueri.menjadi()?.execute(&state.ports, &pelaku).await?;
    Ok(Json(LaporanView::baru(laporan, boleh_nama(&pelaku))))
}

/// Count the report as CSV
///
/// The list or the numbers. No field is ever read as a formula.
#[utoipa::path(
    tag = "laporan",
    operation_id = "hitungLaporanCsv",
    params(CsvParams),
    responses(
        (status = OK, description = "The table", body = String, content_type = "text/csv"),
        GalatDaftar,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("laporan.baca")), ("x-segar" = json!(true))),
)]
#[get("/v1/laporan/pengambilan-pengiriman/csv")]
async fn hitung_csv(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<CsvParams>>,
) -> Result<HttpResponse, Problem> {
    let hari = HariParams { dari: kueri.dari, sampai: kueri.sampai };
    let bagian = boleh_ekspor(&state, &pelaku, kueri.bagian)?;
    let laporan = hari.menjadi()?.execute(&state.ports, &pelaku).await?;
    Ok(csv(&pelaku, &laporan, bagian))
}

/// Print the report
///
/// With the office above and a place to sign below.
#[utoipa::path(
    tag = "laporan",
    operation_id = "cetakLaporan",
    params(LembarParams),
    responses(
        (
            status = OK, description = "The sheet",
            content((IsiPdf = "application/pdf"), (String = "text/html")),
        ),
        GalatCetak,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("laporan.baca"))),
)]
#[get("/v1/laporan/pengambilan-pengiriman/lembar")]
async fn hitung_lembar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<LembarParams>>,
) -> Result<HttpResponse, Problem> {
    let hari = HariParams { dari: kueri.dari, sampai: kueri.sampai };
    let laporan = hari.menjadi()?.execute(&state.ports, &pelaku).await?;
    cetak(&state, &pelaku, &laporan, None, kueri.format)
}

/// List closed reports
///
/// Loket closes each day's report in the evening and never changes it; at most 92 days.
#[utoipa::path(
    tag = "laporan",
    operation_id = "daftarLaporanHarian",
    params(HariParams),
    responses((status = OK, description = "The latest first", body = DaftarLaporanView), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("laporan.baca"))),
)]
#[get("/v1/laporan/harian")]
async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<HariParams>>,
) -> Result<Json<DaftarLaporanView>, Problem> {
    let daftar = DaftarLaporan {
        dari: tanggal("dari", kueri.dari)?,
        sampai: tanggal("sampai", kueri.sampai)?,
    };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Read a closed report
///
/// As it was closed, checked against its hash. What changed later stands as a correction in a later one.
#[utoipa::path(
    tag = "laporan",
    operation_id = "bacaLaporanHarian",
    params(("tanggal" = String, Path, description = "The day", example = "2026-11-23")),
    responses((status = OK, description = "The report", body = LaporanView), GalatCetak),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("laporan.baca"))),
)]
#[get("/v1/laporan/harian/{tanggal}")]
async fn baca(
    state: Data<AppState>,
    Caller(pelaku, jalur): Caller<Path<String>>,
) -> Result<Json<LaporanView>, Problem> {
    let laporan = BacaLaporan { tanggal: hari(&jalur)? };
    let satu = laporan.execute(&state.ports, &pelaku).await?;
    Ok(Json(LaporanView::tertutup(satu, boleh_nama(&pelaku))))
}

/// Read a closed report as CSV
#[utoipa::path(
    tag = "laporan",
    operation_id = "bacaLaporanHarianCsv",
    params(("tanggal" = String, Path, description = "The day", example = "2026-11-23"), BagianParams),
    responses(
        (status = OK, description = "The table", body = String, content_type = "text/csv"),
        GalatCetak,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("laporan.baca")), ("x-segar" = json!(true))),
)]
#[get("/v1/laporan/harian/{tanggal}/csv")]
async fn baca_csv(
    state: Data<AppState>,
    Caller(pelaku, (jalur, Kueri(kueri))): Caller<(Path<String>, Kueri<BagianParams>)>,
) -> Result<HttpResponse, Problem> {
    let laporan = BacaLaporan { tanggal: hari(&jalur)? };
    let bagian = boleh_ekspor(&state, &pelaku, kueri.bagian)?;
    let satu = laporan.execute(&state.ports, &pelaku).await?;
    Ok(csv(&pelaku, &satu.laporan, bagian))
}

/// Print a closed report
#[utoipa::path(
    tag = "laporan",
    operation_id = "cetakLaporanHarian",
    params(("tanggal" = String, Path, description = "The day", example = "2026-11-23"), FormatParams),
    responses(
        (
            status = OK, description = "The sheet",
            content((IsiPdf = "application/pdf"), (String = "text/html")),
        ),
        GalatCetak,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("laporan.baca"))),
)]
#[get("/v1/laporan/harian/{tanggal}/lembar")]
async fn baca_lembar(
    state: Data<AppState>,
    Caller(pelaku, (jalur, Kueri(kueri))): Caller<(Path<String>, Kueri<FormatParams>)>,
) -> Result<HttpResponse, Problem> {
    let laporan = BacaLaporan { tanggal: hari(&jalur)? };
    let satu = laporan.execute(&state.ports, &pelaku).await?;
    cetak(&state, &pelaku, &satu.laporan, Some(&hex(&satu.sha256)), kueri.format)
}
