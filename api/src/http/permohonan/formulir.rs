//! The forms of a case, as they were filled in.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use loket_domain::{
    nilai::samarkan_json,
    permohonan::{BacaFormulir, FormulirTerisi},
};
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::{AppState, auth::Caller, dokumentasi::galat::GalatBaca, problem::Problem};

/// The forms of a case.
#[derive(Serialize, ToSchema)]
pub(super) struct FormulirKasusView {
    /// The oldest first; a form that was filled in again is another row.
    data: Vec<FormulirTerisiView>,
}

/// A form as it was filled in.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "tugas_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "kode": "F-2.01",
    "isi": { "nama_anak": "Siti Aminah", "tanggal_lahir": "2026-01-05" },
    "oleh": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "pada": "2026-01-06T02:00:00Z"
}))]
struct FormulirTerisiView {
    /// At which tugas.
    tugas_id: Uuid,
    /// Its code.
    kode: String,
    /// The answers; 16-digit numbers are masked.
    #[schema(value_type = Object)]
    isi: Value,
    /// The officer who filled it in.
    oleh: Uuid,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

impl From<FormulirTerisi> for FormulirTerisiView {
    fn from(satu: FormulirTerisi) -> Self {
        Self {
            tugas_id: satu.tugas.uuid(),
            kode: satu.kode,
            isi: samarkan_json(satu.isi),
            oleh: satu.oleh.uuid(),
            pada: satu.pada,
        }
    }
}

/// Read the forms of a case
///
/// Every form as officers filled it in, the oldest first. NIK and family card numbers in them are masked; each
/// reading leaves a row in the audit trail.
#[utoipa::path(
    tag = "permohonan",
    operation_id = "bacaFormulir",
    params(("id" = Uuid, Path, description = "The case")),
    responses((status = OK, description = "The forms", body = FormulirKasusView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/permohonan/{id}/formulir")]
pub(super) async fn baca(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<FormulirKasusView>, Problem> {
    let baca = BacaFormulir { id: id.into_inner().into() };
    let semua = baca.execute(&state.ports, &pelaku).await?;
    Ok(Json(FormulirKasusView { data: semua.into_iter().map(Into::into).collect() }))
}
