//! The audit trail as officers read it.

mod view;

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use loket_domain::{
    audit::{DaftarAudit, SaringAudit},
    halaman::Halaman,
};
use serde::Deserialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use self::view::LembarAudit;
use super::{
    AppState,
    auth::Caller,
    badan::Kueri,
    dokumentasi::galat::{GalatBaca, GalatDaftar},
    problem::Problem,
};

/// Longest word of an action or a kind.
const PANJANG_KATA: usize = 64;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(daftar).service(permohonan);
}

/// Which rows, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AuditParams {
    /// Only of this officer.
    petugas: Option<Uuid>,
    /// Only about things of this kind.
    #[param(example = "permohonan")]
    objek: Option<String>,
    /// Only about this thing.
    objek_id: Option<Uuid>,
    /// Only of this action.
    #[param(example = "permohonan.dibaca")]
    aksi: Option<String>,
    /// Only from this moment on, RFC 3339.
    #[param(example = "2026-11-23T00:00:00+07:00")]
    dari: Option<String>,
    /// Only before this moment, RFC 3339.
    #[param(example = "2026-11-24T00:00:00+07:00")]
    sampai: Option<String>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

impl AuditParams {
    fn menjadi(self) -> Result<DaftarAudit, Problem> {
        Ok(DaftarAudit {
            saring: SaringAudit {
                petugas: self.petugas.map(Into::into),
                objek: kata("objek", self.objek)?,
                objek_id: self.objek_id,
                aksi: kata("aksi", self.aksi)?,
                dari: saat("dari", self.dari)?,
                sampai: saat("sampai", self.sampai)?,
            },
            halaman: Halaman::new(self.sesudah, self.batas),
        })
    }
}

/// Which page of the rows about one case.
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

/// A word of the trail: it is written into the trail again, so nothing else may be in it.
fn kata(nama: &str, teks: Option<String>) -> Result<Option<String>, Problem> {
    let layak = |satu: &String| {
        (1..=PANJANG_KATA).contains(&satu.len())
            && satu
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._".contains(&b))
    };
    match teks {
        Some(satu) if !layak(&satu) => Err(Problem::isian(
            nama,
            "kata_tidak_sah",
            "Isi dengan kode, misalnya permohonan.dibaca.",
        )),
        lain => Ok(lain),
    }
}

fn saat(nama: &str, teks: Option<String>) -> Result<Option<OffsetDateTime>, Problem> {
    let salah = || {
        Problem::isian(nama, "waktu_tidak_sah", "Tulis waktu sebagai 2026-11-23T08:00:00+07:00.")
    };
    teks.map(|teks| OffsetDateTime::parse(&teks, &Rfc3339).map_err(|_| salah())).transpose()
}

/// Read the audit trail
///
/// Who did what to which thing, and who read personal data, the newest first: ids and codes, never names or contents. Each
/// reading is itself a row.
#[utoipa::path(
    tag = "audit",
    operation_id = "bacaAudit",
    params(AuditParams),
    responses((status = OK, description = "One page", body = LembarAudit), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("audit.baca"))),
)]
#[get("/v1/audit")]
async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<AuditParams>>,
) -> Result<Json<LembarAudit>, Problem> {
    let lembar = kueri.menjadi()?.execute(&state.ports, &pelaku).await?;
    Ok(Json(lembar.into()))
}

/// Read the audit trail of a case
///
/// The newest first. Each reading is itself a row.
#[utoipa::path(
    tag = "audit",
    operation_id = "bacaAuditPermohonan",
    params(("id" = Uuid, Path, description = "The case"), HalamanParams),
    responses((status = OK, description = "One page", body = LembarAudit), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("audit.baca"))),
)]
#[get("/v1/permohonan/{id}/audit")]
async fn permohonan(
    state: Data<AppState>,
    Caller(pelaku, (id, Kueri(kueri))): Caller<(Path<Uuid>, Kueri<HalamanParams>)>,
) -> Result<Json<LembarAudit>, Problem> {
    let halaman = Halaman::new(kueri.sesudah, kueri.batas);
    let baca = DaftarAudit { saring: SaringAudit::default(), halaman };
    let lembar = baca.permohonan(&state.ports, &pelaku, id.into_inner().into()).await?;
    Ok(Json(lembar.into()))
}
