//! Recording something at a tugas.

use actix_web::{
    post,
    web::{Data, Json, Path},
};
use loket_domain::permohonan::{CatatTugas, CatatanBaru};
use serde::Deserialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::{
    AppState, auth::Caller, badan::Isi, dokumentasi::galat::GalatUbahIsi, kepala::IfMatch,
    permohonan::CatatanView, problem::Problem,
};

/// Something to record at a tugas; `versi` is the version of the case the officer looked at, or send `If-Match`.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "jenis", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({
    "jenis": "jadwal", "pada": "2026-01-07T09:00:00+08:00", "alasan": "Pemohon berhalangan.", "versi": 12
}))]
pub(super) enum CatatanBaruIsi {
    /// The form of the step, filled in.
    Formulir {
        /// The answers, as the JSON Schema of the form asks for them.
        #[schema(value_type = Object)]
        isi: Value,
        /// The version.
        #[serde(default)]
        versi: Option<u64>,
    },
    /// An appointment or visit, agreed or moved.
    Jadwal {
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        pada: OffsetDateTime,
        /// Why it is moved; required once there is one.
        #[serde(default)]
        alasan: Option<String>,
        /// The version.
        #[serde(default)]
        versi: Option<u64>,
    },
    /// A bill that was paid.
    Pembayaran {
        /// The fee table of the bill.
        tarif: String,
        /// Rupiah, as billed.
        jumlah: u64,
        /// Number of the receipt or deposit slip, at most 80 characters.
        bukti: String,
        /// The version.
        #[serde(default)]
        versi: Option<u64>,
    },
    /// The reference number that the outside party gave.
    Rujukan {
        /// The number, at most 80 characters.
        nomor: String,
        /// The version.
        #[serde(default)]
        versi: Option<u64>,
    },
    /// The next number of the step's register; it is given once.
    NomorRegister {
        /// The version.
        #[serde(default)]
        versi: Option<u64>,
    },
}

impl CatatanBaruIsi {
    fn pisah(self) -> (CatatanBaru, Option<u64>) {
        match self {
            Self::Formulir { isi, versi } => (CatatanBaru::Formulir(isi), versi),
            Self::Jadwal { pada, alasan, versi } => (CatatanBaru::Jadwal { pada, alasan }, versi),
            Self::Pembayaran { tarif, jumlah, bukti, versi } => {
                (CatatanBaru::Pembayaran { tarif, jumlah, bukti }, versi)
            }
            Self::Rujukan { nomor, versi } => (CatatanBaru::Rujukan { nomor }, versi),
            Self::NomorRegister { versi } => (CatatanBaru::NomorRegister, versi),
        }
    }
}

/// Record something at a tugas
///
/// By the officer who took it, and only what its step asks for. Answers of a form are checked against its schema, told
/// wrong by their place and never repeated, and kept sealed. A bill may be recorded as paid at any later tugas too.
#[utoipa::path(
    tag = "tugas",
    operation_id = "catatTugas",
    params(
        ("id" = Uuid, Path, description = "The tugas"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the tugas, instead of `versi`", example = "\"v12\""),
    ),
    request_body = CatatanBaruIsi,
    responses(
        (
            status = OK, description = "What was recorded, with the number that the register gave", body = CatatanView,
            example = json!({ "jenis": "nomor_register", "register": "akta_lahir", "nomor": "6311-LT-05012026-0001" }),
        ),
        GalatUbahIsi,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tugas.kerjakan"))),
)]
#[post("/v1/tugas/{id}/catatan")]
pub(super) async fn catat(
    state: Data<AppState>,
    Caller(pelaku, (id, cocok, Isi(isi))): Caller<(Path<Uuid>, IfMatch, Isi<CatatanBaruIsi>)>,
) -> Result<Json<CatatanView>, Problem> {
    let (isi, versi) = isi.pisah();
    let catat = CatatTugas { id: id.into_inner().into(), isi, versi: cocok.atau(versi)? };
    let tercatat = catat.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(tercatat.into()))
}
