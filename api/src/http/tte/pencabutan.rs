//! Evidence of revocation that the office keeps.

use actix_web::{
    get, put,
    web::{Data, Json},
};
use loket_domain::dokumen::{
    self, AturPencabutan, BacaPencabutan, KeadaanPencabutan, KeteranganCrl,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatDaftar, GalatUbahIsi},
    problem::Problem,
};

/// What the office keeps from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DaftarPencabutanRequest, example = json!({
    "crl": "-----BEGIN X509 CRL-----\nMIIBcontoh\n-----END X509 CRL-----\n",
    "wajib": false
}))]
pub(super) struct PencabutanRequest {
    /// Lists of revoked certificates in PEM, each issued by one of the office's anchors; empty keeps none. They replace
    /// what was kept. Lists too long for a request are set with `loket tte crl`.
    pub crl: String,
    /// Whether a signature is refused when nothing tells that its certificate was not revoked.
    pub wajib: bool,
}

/// What the office keeps.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "wajib": false,
    "daftar": [{
        "penerbit": "OSD PSrE Contoh",
        "terbit_pada": "2026-11-21T01:00:00Z",
        "berikutnya_pada": "2026-11-22T01:00:00Z",
        "jumlah": 1204,
        "keadaan": "berlaku"
    }]
}))]
pub(super) struct PencabutanKantorView {
    /// Whether a signature without evidence is refused.
    wajib: bool,
    /// The lists.
    daftar: Vec<CrlView>,
}

/// A list of revoked certificates.
#[derive(Serialize, ToSchema)]
struct CrlView {
    /// Common name of who issued it.
    penerbit: String,
    /// Since when it says so.
    #[serde(with = "time::serde::rfc3339")]
    terbit_pada: OffsetDateTime,
    /// When the next one is due.
    #[serde(with = "time::serde::rfc3339::option")]
    berikutnya_pada: Option<OffsetDateTime>,
    /// How many certificates it lists.
    jumlah: u32,
    /// How it stands.
    keadaan: KeadaanCrl,
}

/// How a list of revoked certificates stands: `berlaku` counts; `segera_habis` counts, and a newer one is due; `habis` no
/// longer proves that a certificate was not revoked; `tanpa_akhir` does not say when the next one is due.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum KeadaanCrl {
    Berlaku,
    SegeraHabis,
    Habis,
    TanpaAkhir,
}

impl From<dokumen::KeadaanCrl> for KeadaanCrl {
    fn from(keadaan: dokumen::KeadaanCrl) -> Self {
        match keadaan {
            dokumen::KeadaanCrl::Berlaku => Self::Berlaku,
            dokumen::KeadaanCrl::SegeraHabis => Self::SegeraHabis,
            dokumen::KeadaanCrl::Habis => Self::Habis,
            dokumen::KeadaanCrl::TanpaAkhir => Self::TanpaAkhir,
        }
    }
}

impl From<(KeteranganCrl, dokumen::KeadaanCrl)> for CrlView {
    fn from((satu, keadaan): (KeteranganCrl, dokumen::KeadaanCrl)) -> Self {
        let KeteranganCrl { penerbit, terbit_pada, berikutnya_pada, jumlah } = satu;
        Self { penerbit, terbit_pada, berikutnya_pada, jumlah, keadaan: keadaan.into() }
    }
}

impl From<KeadaanPencabutan> for PencabutanKantorView {
    fn from(keadaan: KeadaanPencabutan) -> Self {
        let daftar = keadaan.daftar.into_iter().map(Into::into).collect();
        Self { wajib: keadaan.wajib, daftar }
    }
}

/// Read the evidence of revocation
///
/// Which lists of revoked certificates the office keeps, how each stands, and whether a signature without evidence is
/// refused. Administrators and who watches the operation are told before a list ends: in the last quarter of its time, three
/// days ahead at most.
#[utoipa::path(
    tag = "tte",
    operation_id = "bacaPencabutan",
    responses((status = OK, description = "What is kept", body = PencabutanKantorView), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["akses.kelola", "operasi.lihat"]))),
)]
#[get("/v1/tte/pencabutan")]
pub(super) async fn baca(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<PencabutanKantorView>, Problem> {
    Ok(Json(BacaPencabutan.execute(&state.ports, &pelaku).await?.into()))
}

/// Replace the evidence of revocation
///
/// Every list must be signed by one of the office's anchors. From the next check on, a signature whose certificate stands in
/// one is refused (`tte_sertifikat_dicabut`), unless a timestamp proves that it is older.
#[utoipa::path(
    tag = "tte",
    operation_id = "aturPencabutan",
    request_body = PencabutanRequest,
    responses((status = OK, description = "What is kept now", body = PencabutanKantorView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("akses.kelola"))),
)]
#[put("/v1/tte/pencabutan")]
pub(super) async fn atur(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<PencabutanRequest>>,
) -> Result<Json<PencabutanKantorView>, Problem> {
    let atur = AturPencabutan { crl: isi.crl.into_bytes(), wajib: isi.wajib };
    Ok(Json(atur.execute(&state.ports, &pelaku).await?.into()))
}
