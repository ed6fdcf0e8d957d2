//! Deciding many tugas at once.

use actix_web::{
    post,
    web::{Data, Json},
};
use loket_domain::{galat::Galat, permohonan::PutuskanBanyak, sop::TugasId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::GalatBuat,
    problem::{Problem, ProblemView},
};

/// One decision for many tugas.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "tugas": [{ "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "versi": 12 }],
    "keputusan": "setuju", "alasan": null, "kode_alasan": null
}))]
pub(super) struct KeputusanBanyakRequest {
    /// Which, 1 to 100.
    #[schema(min_items = 1, max_items = 100)]
    tugas: Vec<TugasBerversiRequest>,
    /// The code of the outcome.
    keputusan: String,
    /// Why; some outcomes require it.
    #[serde(default)]
    alasan: Option<String>,
    /// Why, by code; some outcomes offer a list to choose from.
    #[serde(default)]
    kode_alasan: Option<String>,
}

/// A tugas as the officer saw it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TugasBerversiRequest {
    /// Which.
    id: Uuid,
    /// The version of its case the officer looked at.
    versi: u64,
}

/// What became of many tugas.
#[derive(Serialize, ToSchema)]
pub(super) struct HasilBanyakView {
    /// In the order asked.
    data: Vec<HasilKeputusanView>,
}

/// What became of one tugas.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "hasil": "berhasil", "masalah": null }))]
struct HasilKeputusanView {
    /// Which.
    id: Uuid,
    /// Whether it was decided.
    hasil: HasilKeputusan,
    /// Why it was not, as the answer to a single decision would say.
    masalah: Option<ProblemView>,
}

/// Whether a tugas was decided.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum HasilKeputusan {
    Berhasil,
    Gagal,
}

impl From<(TugasId, Result<(), Galat>)> for HasilKeputusanView {
    fn from((id, hasil): (TugasId, Result<(), Galat>)) -> Self {
        let (hasil, masalah) = match hasil {
            Ok(()) => (HasilKeputusan::Berhasil, None),
            Err(galat) => (HasilKeputusan::Gagal, Some(gagal(id, &galat.into()))),
        };
        Self { id: id.uuid(), hasil, masalah }
    }
}

/// The refusal as clients read it; what nobody may look into from outside goes to the log.
fn gagal(id: TugasId, problem: &Problem) -> ProblemView {
    if let Some(sebab) = problem.sebab() {
        tracing::error!(tugas = %id, kode = problem.kode(), sebab, "keputusan gagal");
    }
    problem.view()
}

/// Decide many tugas
///
/// Takes and decides each on its own: what fails for one leaves the others done. The answer says of each what became of
/// it, in the order asked.
#[utoipa::path(
    tag = "tugas",
    operation_id = "putuskanBanyak",
    request_body = KeputusanBanyakRequest,
    responses((status = OK, description = "What became of each", body = HasilBanyakView), GalatBuat),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tugas.kerjakan"))),
)]
#[post("/v1/tugas/keputusan")]
pub(super) async fn putuskan(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<KeputusanBanyakRequest>>,
) -> Result<Json<HasilBanyakView>, Problem> {
    let putuskan = PutuskanBanyak {
        tugas: isi.tugas.into_iter().map(|satu| (satu.id.into(), satu.versi)).collect(),
        keputusan: isi.keputusan,
        alasan: isi.alasan,
        kode_alasan: isi.kode_alasan,
    };
    let hasil = putuskan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(HasilBanyakView { data: hasil.into_iter().map(Into::into).collect() }))
}
