//! One's own sessions and password.

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    akses::{AkhiriSesi, DaftarSesi, GantiSandi, KonfirmasiSesi, PeriksaUlang, SesiMana},
    nilai::Rahasia,
};
use uuid::Uuid;

use super::{
    view_akun::{
        DaftarSesiView, GantiSandiRequest, KonfirmasiRequest, SegarView, SesiBerakhirView,
    },
    view_kunci_sandi::jawaban,
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatAkun, GalatPetugasIzin},
    problem::Problem,
};

/// List one's own sessions
///
/// Live ones, the newest first, with the device and an address without its end.
#[utoipa::path(
    tag = "sesi",
    operation_id = "daftarSesi",
    responses((status = OK, description = "The sessions", body = DaftarSesiView), GalatPetugasIzin),
    security(("bearer" = [])),
)]
#[get("/v1/sesi")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarSesiView>, Problem> {
    let semua = DaftarSesi { pengguna: None }.execute(&state.ports, &pelaku).await?;
    Ok(Json(DaftarSesiView::new(semua, &pelaku)))
}

/// Confirm the session
///
/// By password, by the code that the authenticator shows now, or by a passkey (`POST /v1/sesi/konfirmasi/kunci-sandi` first). For five minutes the session may then sign, export and
/// administer, which otherwise answer 403 `perlu_konfirmasi`. A login counts as a confirmation.
#[utoipa::path(
    tag = "sesi",
    operation_id = "konfirmasiSesi",
    request_body = KonfirmasiRequest,
    responses((status = OK, description = "Until when the session is fresh", body = SegarView), GalatAkun),
    security(("bearer" = [])),
)]
#[post("/v1/sesi/konfirmasi")]
pub(super) async fn konfirmasi(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<KonfirmasiRequest>>,
) -> Result<Json<SegarView>, Problem> {
    let bukti = match (isi.sandi, isi.kode, isi.kunci_sandi) {
        (Some(sandi), None, None) => PeriksaUlang::Sandi(Rahasia::new(sandi)),
        (None, Some(kode), None) => PeriksaUlang::Kode(Rahasia::new(kode)),
        (None, None, Some(kunci)) => PeriksaUlang::KunciSandi(jawaban(&kunci)),
        _ => {
            let pesan = "Isi salah satu: `sandi`, `kode` dari aplikasi, atau `kunci_sandi`.";
            return Err(Problem::isian("/sandi", "bukti_wajib", pesan));
        }
    };
    let segar_sampai = KonfirmasiSesi { bukti }.execute(&state.ports, &pelaku).await?;
    Ok(Json(SegarView { segar_sampai }))
}

/// End every other session of one's own
#[utoipa::path(
    tag = "sesi",
    operation_id = "akhiriSesiLainnya",
    responses((status = OK, description = "How many ended", body = SesiBerakhirView), GalatPetugasIzin),
    security(("bearer" = [])),
)]
#[post("/v1/sesi/akhiri-lainnya")]
pub(super) async fn akhiri_lainnya(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<SesiBerakhirView>, Problem> {
    let akhiri = AkhiriSesi { pengguna: None, mana: SesiMana::Lainnya };
    let jumlah = akhiri.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(SesiBerakhirView { jumlah }))
}

/// End one of one's own sessions
#[utoipa::path(
    tag = "sesi",
    operation_id = "akhiriSesi",
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = NO_CONTENT, description = "The session is over"), GalatAkun),
    security(("bearer" = [])),
)]
#[delete("/v1/sesi/{id}")]
pub(super) async fn akhiri_satu(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let mana = SesiMana::Satu(id.into_inner().into());
    AkhiriSesi { pengguna: None, mana }.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Change one's own password
///
/// Ends every other session. A password has 12 to 128 characters of any kind; the most common ones, and those made of the
/// names of the office and the officer, are refused.
#[utoipa::path(
    tag = "sesi",
    operation_id = "gantiSandi",
    request_body = GantiSandiRequest,
    responses((status = NO_CONTENT, description = "The password is changed"), GalatAkun),
    security(("bearer" = [])),
)]
#[post("/v1/saya/sandi")]
pub(super) async fn ganti_sandi(
    state: Data<AppState>,
    Caller(pelaku, Isi(isi)): Caller<Isi<GantiSandiRequest>>,
) -> Result<HttpResponse, Problem> {
    let ganti = GantiSandi { lama: Rahasia::new(isi.lama), baru: Rahasia::new(isi.baru) };
    ganti.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}
