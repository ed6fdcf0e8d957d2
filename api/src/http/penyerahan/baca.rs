//! Reading the ledger.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use loket_domain::{
    halaman::Halaman,
    penyerahan::{BukuKasus, DaftarPenarikan, DaftarPenyerahan, SaringPenyerahan},
};
use serde::Deserialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::{BukuKasusView, KeadaanView, LembarBuku, LembarPenarikan};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Kueri,
    dokumentasi::galat::{GalatBaca, GalatDaftar},
    kata::SaluranPenyerahan,
    problem::Problem,
};

/// Which attempts, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BukuParams {
    /// Only on this channel.
    #[param(inline)]
    saluran: Option<SaluranPenyerahan>,
    /// Only in this state.
    #[param(inline)]
    keadaan: Option<KeadaanView>,
    /// Only those of this officer.
    petugas: Option<Uuid>,
    /// Only those begun since then.
    #[param(example = "2026-01-05T00:00:00+07:00", format = DateTime)]
    sejak: Option<String>,
    /// Only those begun before then.
    #[param(example = "2026-01-06T00:00:00+07:00", format = DateTime)]
    sebelum: Option<String>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// A page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HalamanParams {
    /// Continue behind this id: `berikut` of the page before.
    pub sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    pub batas: Option<u32>,
}

fn saat(nama: &'static str, teks: Option<&str>) -> Result<Option<OffsetDateTime>, Problem> {
    teks.map(|teks| OffsetDateTime::parse(teks, &Rfc3339)).transpose().map_err(|_| {
        Problem::isian(
            nama,
            "saat_tidak_sah",
            "Tulis saat lengkap dengan zona, misalnya 2026-01-05T00:00:00+07:00.",
        )
    })
}

/// List hand-overs
///
/// Every attempt on every channel, the newest first. Addresses are masked. An official of a village with
/// `penyerahan.unit` sees what travels to their unit.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "daftarPenyerahan",
    params(BukuParams),
    responses((status = OK, description = "One page", body = LembarBuku), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["penyerahan.kelola", "penyerahan.unit", "loket.layani", "laporan.baca"]))),
)]
#[get("/v1/penyerahan")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<BukuParams>>,
) -> Result<Json<LembarBuku>, Problem> {
    let daftar = DaftarPenyerahan {
        saring: SaringPenyerahan {
            saluran: kueri.saluran.map(Into::into),
            keadaan: kueri.keadaan.map(Into::into),
            petugas: kueri.petugas.map(Into::into),
            sejak: saat("sejak", kueri.sejak.as_deref())?,
            sebelum: saat("sebelum", kueri.sebelum.as_deref())?,
            unit: None,
        },
        halaman: Halaman::new(kueri.sesudah, kueri.batas),
    };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Read the ledger of a case
///
/// Every attempt with every state it went through, the oldest first.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "bukuPenyerahan",
    params(("id" = Uuid, Path, description = "The case")),
    responses((status = OK, description = "The ledger", body = BukuKasusView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["permohonan.baca", "penyerahan.kelola"]))),
)]
#[get("/v1/permohonan/{id}/penyerahan")]
pub(super) async fn buku(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<BukuKasusView>, Problem> {
    let buku = BukuKasus { permohonan: id.into_inner().into() };
    Ok(Json(buku.execute(&state.ports, &pelaku).await?.into()))
}

/// List recalls
///
/// What went to the wrong recipient, the newest first, for who has to judge whether personal data were breached.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "daftarPenarikan",
    params(HalamanParams),
    responses((status = OK, description = "One page", body = LembarPenarikan), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["operasi.lihat", "penyerahan.kelola"]))),
)]
#[get("/v1/penarikan")]
pub(super) async fn penarikan(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<HalamanParams>>,
) -> Result<Json<LembarPenarikan>, Problem> {
    let semua = DaftarPenarikan { halaman: Halaman::new(kueri.sesudah, kueri.batas) };
    Ok(Json(semua.execute(&state.ports, &pelaku).await?.into()))
}
