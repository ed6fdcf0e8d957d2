//! Taking, deciding and signing.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use loket_domain::{
    dokumen::TandaTangani,
    permohonan::{CatatJawabanPemohon, PutuskanTugas, TerimaTugas},
};
use tracing::Instrument;
use uuid::Uuid;

use super::view::{JawabanPemohonRequest, KeputusanRequest, TandaTanganRequest};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatUbah, GalatUbahIsi},
    kepala::IfMatch,
    problem::Problem,
    tte::{KunciRequest, kunci_dari},
};

/// Take a tugas
///
/// The penerimaan of the kartu kendali, with its paraf. Taking one's own tugas again changes nothing.
#[utoipa::path(
    tag = "tugas",
    operation_id = "terimaTugas",
    params(("id" = Uuid, Path, description = "The tugas")),
    responses((status = NO_CONTENT, description = "It is yours"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tugas.kerjakan"))),
)]
#[post("/v1/tugas/{id}/penerimaan")]
pub(super) async fn terima(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let terima = TerimaTugas { id: id.into_inner().into() };
    terima.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Decide a tugas
///
/// The penyerahan of the kartu kendali, and all that follows: the next step, the return to the applicant, the notices,
/// the delivery. It counts once, on the version the officer saw; otherwise 409 says what is possible now.
#[utoipa::path(
    tag = "tugas",
    operation_id = "putuskanTugas",
    params(
        ("id" = Uuid, Path, description = "The tugas"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the tugas, instead of `versi`", example = "\"v12\""),
    ),
    request_body = KeputusanRequest,
    responses((status = NO_CONTENT, description = "It is decided"), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("tugas.kerjakan"))),
)]
#[post("/v1/tugas/{id}/keputusan")]
pub(super) async fn putuskan(
    state: Data<AppState>,
    Caller(pelaku, (id, cocok, Isi(isi))): Caller<(Path<Uuid>, IfMatch, Isi<KeputusanRequest>)>,
) -> Result<HttpResponse, Problem> {
    let putuskan = PutuskanTugas {
        id: id.into_inner().into(),
        keputusan: isi.keputusan,
        alasan: isi.alasan,
        kode_alasan: isi.kode_alasan,
        versi: cocok.atau(isi.versi)?,
    };
    putuskan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Record the applicant's decision
///
/// For a step that the applicant decides: their answer at the counter or on the phone, as the chat would take it. The
/// timeline keeps which officer recorded it.
#[utoipa::path(
    tag = "tugas",
    operation_id = "catatJawabanPemohon",
    params(
        ("id" = Uuid, Path, description = "The tugas of the applicant"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the tugas, instead of `versi`", example = "\"v12\""),
    ),
    request_body = JawabanPemohonRequest,
    responses((status = NO_CONTENT, description = "It is recorded"), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.buat"))),
)]
#[post("/v1/tugas/{id}/jawaban-pemohon")]
pub(super) async fn jawab_pemohon(
    state: Data<AppState>,
    Caller(pelaku, (id, cocok, Isi(isi))): Caller<(
        Path<Uuid>,
        IfMatch,
        Isi<JawabanPemohonRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let jawab = CatatJawabanPemohon {
        id: id.into_inner().into(),
        keputusan: isi.keputusan,
        alasan: isi.alasan,
        versi: cocok.atau(isi.versi)?,
    };
    Box::pin(jawab.execute(&state.ports, &pelaku)).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Sign electronically
///
/// Signs every draft of the case at the office's BSrE host and passes the TTE step. The passphrase is used for this call
/// and kept nowhere. When the outcome of an earlier attempt is unknown, 409 names the attempt to settle first.
#[utoipa::path(
    tag = "tugas",
    operation_id = "tandaTangani",
    params(
        ("id" = Uuid, Path, description = "The TTE tugas"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the tugas, instead of `versi`", example = "\"v12\""),
    ),
    request_body = TandaTanganRequest,
    responses((status = NO_CONTENT, description = "It is signed, verified and passed on"), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.tanda_tangan")), ("x-segar" = json!(true))),
)]
#[post("/v1/tugas/{id}/tanda-tangan")]
pub(super) async fn tanda_tangani(
    state: Data<AppState>,
    Caller(pelaku, (id, cocok, Isi(isi))): Caller<(Path<Uuid>, IfMatch, Isi<TandaTanganRequest>)>,
) -> Result<HttpResponse, Problem> {
    let tanda_tangani = TandaTangani {
        tugas: id.into_inner().into(),
        versi: cocok.atau(isi.versi)?,
        kunci: kunci_dari(KunciRequest { passphrase: isi.passphrase, totp: isi.totp })?,
    };
    // A task of its own: a client that hangs up must not cut off a signature whose request already left.
    let kerja = async move {
        let hasil = tanda_tangani.execute(&state.ports, &pelaku).await;
        state.tandai(&pelaku);
        hasil
    };
    match tokio::spawn(kerja.in_current_span()).await {
        Ok(hasil) => hasil?,
        Err(putus) => return Err(Problem::kesalahan_sistem().karena(putus)),
    }
    Ok(HttpResponse::NoContent().finish())
}
