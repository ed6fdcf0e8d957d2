//! Asking another role about a tugas that stays open.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use loket_domain::{
    nilai::Kode,
    permohonan::{JawabanKonsultasi, MintaKonsultasi, Pertanyaan, TarikKonsultasi},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::rincian::{BernamaView, bernama};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatUbah, GalatUbahIsi},
    kepala::IfMatch,
    problem::Problem,
};

/// A question.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kepada": "kasi", "pertanyaan": "Apakah surat keterangan bidan tanpa cap dapat diterima?", "versi": 12
}))]
pub(super) struct KonsultasiRequest {
    /// The role that is asked; the step says which may be.
    kepada: String,
    /// What, at most 1,000 characters.
    pertanyaan: String,
    /// The version of the case the officer looked at; or send `If-Match`.
    #[serde(default)]
    versi: Option<u64>,
}

/// A question that was asked.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "tugas_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00" }))]
pub(super) struct KonsultasiView {
    /// The tugas of the question.
    tugas_id: Uuid,
}

/// A question that was asked.
#[derive(Serialize, ToSchema)]
pub(super) struct PertanyaanView {
    /// The tugas of the question.
    tugas_id: Uuid,
    /// The roles that were asked.
    kepada: Vec<BernamaView>,
    /// What.
    pertanyaan: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
    /// Where it stands.
    keadaan: KeadaanKonsultasi,
    /// The answer.
    jawaban: Option<String>,
    /// Who answered.
    dijawab_oleh: Option<String>,
    /// When it was answered.
    #[serde(with = "time::serde::rfc3339::option")]
    dijawab_pada: Option<OffsetDateTime>,
}

/// Where a question stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum KeadaanKonsultasi {
    Menunggu,
    Dijawab,
    Ditarik,
}

impl PertanyaanView {
    pub(super) fn new(satu: Pertanyaan, nama: &BTreeMap<Kode, String>) -> Self {
        let (keadaan, jawaban, dijawab_oleh, dijawab_pada) = match satu.jawaban {
            JawabanKonsultasi::Menunggu => (KeadaanKonsultasi::Menunggu, None, None, None),
            JawabanKonsultasi::Ditarik => (KeadaanKonsultasi::Ditarik, None, None, None),
            JawabanKonsultasi::Dijawab { isi, oleh, pada } => {
                (KeadaanKonsultasi::Dijawab, Some(isi), oleh, Some(pada))
            }
        };
        Self {
            tugas_id: satu.tugas.uuid(),
            kepada: bernama(satu.kepada, nama),
            pertanyaan: satu.isi,
            pada: satu.pada,
            keadaan,
            jawaban,
            dijawab_oleh,
            dijawab_pada,
        }
    }
}

/// Ask another role
///
/// Opens the question as a tugas of that role, while this one stays open and taken. It is answered like any tugas, with
/// `keputusan: jawab` and the answer as `alasan`; the answer stands in the timeline and at this tugas.
#[utoipa::path(
    tag = "tugas",
    operation_id = "mintaKonsultasi",
    params(
        ("id" = Uuid, Path, description = "The tugas that the question is about"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the tugas, instead of `versi`", example = "\"v12\""),
    ),
    request_body = KonsultasiRequest,
    responses((status = CREATED, description = "It is asked", body = KonsultasiView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tugas.kerjakan"))),
)]
#[post("/v1/tugas/{id}/konsultasi")]
pub(super) async fn minta(
    state: Data<AppState>,
    Caller(pelaku, (id, cocok, Isi(isi))): Caller<(Path<Uuid>, IfMatch, Isi<KonsultasiRequest>)>,
) -> Result<HttpResponse, Problem> {
    let minta = MintaKonsultasi {
        id: id.into_inner().into(),
        kepada: isi.kepada,
        pertanyaan: isi.pertanyaan,
        versi: cocok.atau(isi.versi)?,
    };
    let tugas = minta.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(KonsultasiView { tugas_id: tugas.uuid() }))
}

/// Take a question back
///
/// Only the officer who holds the tugas that it is about may.
#[utoipa::path(
    tag = "tugas",
    operation_id = "tarikKonsultasi",
    params(("id" = Uuid, Path, description = "The tugas of the question")),
    responses((status = NO_CONTENT, description = "It is called off"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tugas.kerjakan"))),
)]
#[post("/v1/tugas/{id}/konsultasi/penarikan")]
pub(super) async fn tarik(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let tarik = TarikKonsultasi { id: id.into_inner().into() };
    tarik.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}
