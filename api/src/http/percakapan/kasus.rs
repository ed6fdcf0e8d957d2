//! From a conversation to a case.

use actix_web::{
    HttpResponse,
    http::header,
    post,
    web::{Data, Json, Path},
};
use loket_domain::{
    gangguan::BacaGangguanKasus,
    percakapan::{LampirkanPesan, PermohonanDariPercakapan},
};
use uuid::Uuid;

use super::{isian::LampirkanRequest, view::TerlampirView};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiBersidik},
    dokumentasi::galat::GalatUbahIsi,
    kata::Kanal,
    kepala::{KunciIdempotensi, etag},
    permohonan::{PermohonanBaruView, PermohonanDariRequest},
    problem::Problem,
};

/// Make a case from a conversation
///
/// As if the resident had asked in the chat; papers of the thread are attached to requirements, and the resident is told
/// the number. Needs `percakapan.baca`, too.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "ajukanDariPercakapan",
    params(
        ("id" = Uuid, Path, description = "The conversation"),
        (
            "Idempotency-Key" = String, Header,
            description = "Chosen by the client, fresh for every case: 1 to 200 printable characters",
            example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
        ),
    ),
    request_body = PermohonanDariRequest,
    responses(
        (
            status = CREATED, description = "The case", body = PermohonanBaruView,
            headers(
                ("Location" = String, description = "Where the case is read"),
                ("ETag" = String, description = "The version of the case: `\"v2\"`"),
            ),
        ),
        GalatUbahIsi,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!({ "semua": ["permohonan.buat", "percakapan.baca"] }))),
)]
#[post("/v1/percakapan/{id}/permohonan")]
pub(super) async fn buat(
    state: Data<AppState>,
    Caller(pelaku, (id, KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        Path<Uuid>,
        KunciIdempotensi,
        IsiBersidik<PermohonanDariRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let (ajukan, berkas) = isi.menjadi(Kanal::Whatsapp)?;
    let idempotensi = (kunci, sidik);
    let id = id.into_inner().into();
    let buat = PermohonanDariPercakapan { id, ajukan, berkas, idempotensi };
    let permohonan = buat.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    let gangguan = BacaGangguanKasus { permohonan: &permohonan };
    let gangguan = gangguan.execute(&state.ports, &pelaku).await?;
    let baru = PermohonanBaruView::baru(&permohonan, gangguan);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/v1/permohonan/{}", permohonan.id)))
        .insert_header(etag(baru.versi))
        .json(baru))
}

/// A conversation and a message of it.
type LetakPesan = Path<(Uuid, Uuid)>;

/// Attach a message to a case
///
/// To an open case of this resident: a file to a requirement (or as a paper that counts in its place), a text as a note of
/// the Forum. A file that answers another requirement of the same case moves. Needs `percakapan.baca`, too.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "lampirkanPesan",
    params(
        ("id" = Uuid, Path, description = "The conversation"),
        ("pesan_id" = Uuid, Path, description = "The resident's message"),
    ),
    request_body = LampirkanRequest,
    responses((status = OK, description = "What became of it", body = TerlampirView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!({ "semua": ["berkas.unggah", "percakapan.baca"] }))),
)]
#[post("/v1/percakapan/{id}/pesan/{pesan_id}/lampirkan")]
pub(super) async fn lampirkan(
    state: Data<AppState>,
    Caller(pelaku, (letak, Isi(isi))): Caller<(LetakPesan, Isi<LampirkanRequest>)>,
) -> Result<Json<TerlampirView>, Problem> {
    let (id, pesan) = letak.into_inner();
    let lampirkan = LampirkanPesan {
        id: id.into(),
        pesan,
        permohonan: isi.permohonan_id.into(),
        syarat: isi.syarat,
    };
    let hasil = lampirkan.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(hasil.into()))
}
