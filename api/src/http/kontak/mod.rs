//! A number proven by a code: sent to it, read by its holder, typed by the officer.

mod view;

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::percakapan::{BacaKode, MintaKode, PeriksaKode};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use self::view::{KodeNomorView, MintaKodeRequest, PeriksaKodeRequest};
use super::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiBersidik},
    dokumentasi::galat::{GalatBaca, GalatUbahIsi, GalatUngkap},
    kepala::KunciIdempotensi,
    problem::Problem,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config.service(kirim).service(baca).service(periksa);
}

/// Send a code to a number
///
/// Six digits go to the contact's number by WhatsApp, in a template of the category AUTHENTICATION. Nobody in the office
/// sees them, here or anywhere: who has the number reads them out, and `periksaKodeNomor` takes them within ten minutes. A
/// new code ends the one before. 429 `kode_terlalu_sering` with `Retry-After` beyond three codes for a number in an hour, or
/// ten in a day. 409 when no template for codes is approved (`templat_kode_belum_siap`), when WhatsApp hides the number
/// (`kontak_tanpa_nomor`), when the resident opted out (`kontak_berhenti`), and while the number may have changed hands
/// (`kontak_menunggu_verifikasi`). Whether it arrived is told by `bacaKodeNomor`.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "kirimKodeNomor",
    params(
        ("id" = Uuid, Path, description = "The contact: `kontak_id` of a case, or the id of a conversation"),
        (
            "Idempotency-Key" = String, Header,
            description = "Chosen by the client, fresh for every code: 1 to 200 printable characters",
            example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
        ),
    ),
    request_body = MintaKodeRequest,
    responses((status = CREATED, description = "It is queued", body = KodeNomorView), GalatUngkap),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.buat"))),
)]
#[post("/v1/kontak/{id}/kode")]
async fn kirim(
    state: Data<AppState>,
    Caller(pelaku, (id, KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        Path<Uuid>,
        KunciIdempotensi,
        IsiBersidik<MintaKodeRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let minta = MintaKode {
        kontak: id.into_inner().into(),
        permohonan: isi.permohonan_id.map(Into::into),
        idempotensi: (kunci, sidik),
    };
    let kode = minta.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(KodeNomorView::from(kode)))
}

/// Read where the code of a number stands
///
/// The newest one, with how far its message came: `pengiriman.keadaan` `gagal` or `dilewati` says that it did not arrive,
/// and `sebab` why and what can be done. What the code says is nowhere in it.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "bacaKodeNomor",
    params(("id" = Uuid, Path, description = "The contact")),
    responses((status = OK, description = "The newest code", body = KodeNomorView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.buat"))),
)]
#[get("/v1/kontak/{id}/kode")]
async fn baca(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<KodeNomorView>, Problem> {
    let baca = BacaKode { kontak: id.into_inner().into() };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}

/// Take a code that was read out
///
/// Marks the number as proven. A code is good once, for ten minutes, and for five answers: 409 `kode_salah` while some are
/// left, `kode_habis_percobaan` from the fifth wrong one on, `kode_kedaluwarsa` for a code that is over, was replaced or used,
/// and where there is none. A proven number counts as one that wrote: nothing else, and what a recipient is asked before a
/// document leaves is still asked.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "periksaKodeNomor",
    params(("id" = Uuid, Path, description = "The contact")),
    request_body = PeriksaKodeRequest,
    responses((status = OK, description = "The number is proven", body = KodeNomorView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.buat"))),
)]
#[post("/v1/kontak/{id}/kode/periksa")]
async fn periksa(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<PeriksaKodeRequest>)>,
) -> Result<Json<KodeNomorView>, Problem> {
    let periksa = PeriksaKode { kontak: id.into_inner().into(), kode: isi.kode };
    let kode = periksa.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(kode.into()))
}
