//! Attempts whose end nobody knows, and how a person settles them.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use loket_domain::{
    dokumen::{DaftarPercobaan, PeriksaHasilTte, TuntaskanPercobaan, UnggahHasilTte},
    halaman::Halaman,
    nilai::Rahasia,
};
use uuid::Uuid;

use super::{
    bundel::HalamanParams,
    view::{LembarPercobaan, PenuntasanRequest, UnggahHasilRequest},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, Kueri},
    dokumen::UnggahanView,
    dokumentasi::galat::{GalatDaftar, GalatUbah, GalatUbahIsi},
    problem::Problem,
};

/// List attempts that nobody knows the end of
///
/// Those that may be under way, and those that a person has to settle; the newest first. Everybody's for holders of
/// `operasi.lihat`; a signer sees their own.
#[utoipa::path(
    tag = "tte",
    operation_id = "daftarPercobaanTte",
    params(HalamanParams),
    responses((status = OK, description = "One page", body = LembarPercobaan), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["dokumen.tanda_tangan", "operasi.lihat"]))),
)]
#[get("/v1/tte/percobaan")]
pub(super) async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<HalamanParams>>,
) -> Result<Json<LembarPercobaan>, Problem> {
    let daftar = DaftarPercobaan { halaman: Halaman::new(kueri.sesudah, kueri.batas) };
    Ok(Json(daftar.execute(&state.ports, &pelaku).await?.into()))
}

/// Settle an attempt: nothing was signed
///
/// The signer looked at the signing host and says so, with a reason and what they saw, so that signing may be tried again.
/// Refused while the call may still be under way (`percobaan_masih_berjalan`).
#[utoipa::path(
    tag = "tte",
    operation_id = "tuntaskanPercobaan",
    params(("id" = Uuid, Path, description = "The attempt, as the refusal or the list names it")),
    request_body = PenuntasanRequest,
    responses((status = NO_CONTENT, description = "It counts as not signed"), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("dokumen.tanda_tangan"))),
)]
#[post("/v1/tte/percobaan/{id}/penuntasan")]
pub(super) async fn tuntaskan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<PenuntasanRequest>)>,
) -> Result<HttpResponse, Problem> {
    let tuntaskan = TuntaskanPercobaan {
        id: id.into_inner().into(),
        alasan: Rahasia::new(isi.alasan),
        bukti: Rahasia::new(isi.bukti),
    };
    tuntaskan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}

/// Announce the signed file of an attempt
///
/// The PDF that was found at the signing host. Answers with a link good for five minutes: PUT it there with exactly the
/// given headers, then call `periksaHasilTte`. For the signer, and for holders of `dokumen.unggah`.
#[utoipa::path(
    tag = "tte",
    operation_id = "umumkanHasilTte",
    params(("id" = Uuid, Path, description = "The attempt")),
    request_body = UnggahHasilRequest,
    responses((status = CREATED, description = "Where to put the PDF", body = UnggahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["dokumen.tanda_tangan", "dokumen.unggah"]))),
)]
#[post("/v1/tte/percobaan/{id}/hasil")]
pub(super) async fn umumkan(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<UnggahHasilRequest>)>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    let unggah = UnggahHasilTte { id: id.into(), ukuran: isi.ukuran };
    let tautan = unggah.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(UnggahanView::new(id, tautan)))
}

/// Have the signed file of an attempt checked
///
/// It counts only when it is the approved version, signed by the signer of the attempt. The step is then passed by whoever
/// holds it. For the signer, and for holders of `dokumen.unggah`.
#[utoipa::path(
    tag = "tte",
    operation_id = "periksaHasilTte",
    params(("id" = Uuid, Path, description = "The attempt")),
    responses((status = NO_CONTENT, description = "It counts"), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["dokumen.tanda_tangan", "dokumen.unggah"]))),
)]
#[post("/v1/tte/percobaan/{id}/pemeriksaan")]
pub(super) async fn periksa(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    PeriksaHasilTte { id: id.into_inner().into() }.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::NoContent().finish())
}
