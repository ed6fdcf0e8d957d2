//! Those who sign: their certificates, and one-time codes.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::dokumen::{DaftarPenandaTangan, MintaTotp, PeriksaPenandaTangan};
use uuid::Uuid;

use super::view::{DaftarPenandaTanganView, SertifikatView, TotpRequest};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatDaftar, GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// Ask for a one-time code
///
/// The office's signing host sends it to the signer by its own channel; Loket never sees it before it is typed in.
#[utoipa::path(
    tag = "tte",
    operation_id = "mintaTotp",
    request_body = TotpRequest,
    responses((status = NO_CONTENT, description = "The host was asked"), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.tanda_tangan"))),
)]
#[post("/v1/tte/totp")]
pub(super) async fn minta_totp(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<TotpRequest>>,
) -> Result<HttpResponse, Problem> {
    let minta = MintaTotp { jumlah: isi.jumlah, segel: isi.segel };
    minta.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List those who sign
///
/// Everybody who holds a signing role today, own or standing in, with the state and the end of their certificate. For
/// holders of `operasi.lihat` and `akses.kelola`; a signer sees themselves.
#[utoipa::path(
    tag = "tte",
    operation_id = "daftarPenandaTangan",
    responses((status = OK, description = "The signers", body = DaftarPenandaTanganView), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["dokumen.tanda_tangan", "operasi.lihat", "akses.kelola"]))),
)]
#[get("/v1/tte/penanda-tangan")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarPenandaTanganView>, Problem> {
    Ok(Json(DaftarPenandaTangan.execute(&state.ports, &pelaku).await?.into()))
}

/// Check a signer now
///
/// Asks the host about their certificate, and judges anew whether the office can sign: a hold that is over is released.
/// For holders of `operasi.lihat` and `akses.kelola`; a signer checks themselves.
#[utoipa::path(
    tag = "tte",
    operation_id = "periksaPenandaTangan",
    params(("id" = Uuid, Path, description = "The signer")),
    responses((status = OK, description = "What is known now", body = SertifikatView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["dokumen.tanda_tangan", "operasi.lihat", "akses.kelola"]))),
)]
#[post("/v1/tte/penanda-tangan/{id}/periksa")]
pub(super) async fn periksa(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<SertifikatView>, Problem> {
    let periksa = PeriksaPenandaTangan { pengguna: id.into_inner().into() };
    let sertifikat = periksa.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(sertifikat.into()))
}
