//! Writing drafts.

use actix_web::{
    HttpResponse, delete,
    http::header,
    post, put,
    web::{Data, Path},
};
use loket_domain::sop::{BuatDraf, GantiDraf, HapusDraf};

use super::{
    isian::JalurVersi,
    view::{DefinisiSopView, VersiSopView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiPilihan},
    dokumentasi::galat::{GalatBuat, GalatGanti, GalatHapus},
    kepala::{IfMatch, KunciIdempotensi, etag},
    problem::Problem,
};

/// Begin a draft of an SOP
///
/// Without a body, or with `{}`, the draft copies the version in force; otherwise the body is the definition, as packs and
/// `bacaVersiSop` have it. A code that nobody uses yet begins a new SOP. A draft need not be sound, only readable. The same
/// `Idempotency-Key` with the same body gives the same draft again.
#[utoipa::path(
    tag = "sop",
    operation_id = "buatDrafSop",
    params(
        ("kode" = String, Path, description = "The SOP", example = "menwa"),
        (
            "Idempotency-Key" = String, Header,
            description = "Chosen by the client, fresh for every draft: 1 to 200 printable characters",
            example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
        ),
    ),
    request_body = Option<DefinisiSopView>,
    responses(
        (
            status = CREATED, description = "The draft", body = VersiSopView,
            headers(
                ("Location" = String, description = "Where the draft is read"),
                ("ETag" = String, description = "The revision of the draft: `\"v1\"`"),
            ),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[post("/v1/sop/{kode}/versi")]
pub(super) async fn buat(
    state: Data<AppState>,
    Caller(pelaku, (kode, KunciIdempotensi(kunci), IsiPilihan { isi, sidik })): Caller<(
        Path<String>,
        KunciIdempotensi,
        IsiPilihan,
    )>,
) -> Result<HttpResponse, Problem> {
    let buat = BuatDraf { kode: kode.into_inner(), definisi: isi, idempotensi: (kunci, sidik) };
    let draf = buat.execute(&state.ports, &pelaku).await?;
    let letak = format!("/v1/sop/{}/versi/{}", draf.definisi.kode, draf.nomor);
    let revisi = draf.revisi;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, letak))
        .insert_header(etag(revisi))
        .json(VersiSopView::new(draf, state.ports.clock.now())?))
}

/// Replace a draft of an SOP
///
/// The body is the whole definition. `If-Match` names the revision that was read; a published or retired version never
/// changes.
#[utoipa::path(
    tag = "sop",
    operation_id = "gantiDrafSop",
    params(
        ("kode" = String, Path, description = "The SOP", example = "menwa"),
        ("versi" = u32, Path, description = "The number of the draft", example = 2),
        ("If-Match" = String, Header, description = "The `ETag` of the draft", example = "\"v1\""),
    ),
    request_body = DefinisiSopView,
    responses(
        (
            status = OK, description = "The draft", body = VersiSopView,
            headers(("ETag" = String, description = "The revision of the draft: `\"v2\"`")),
        ),
        GalatGanti,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[put("/v1/sop/{kode}/versi/{versi}")]
pub(super) async fn ganti(
    state: Data<AppState>,
    Caller(pelaku, (jalur, cocok, Isi(definisi))): Caller<(
        Path<JalurVersi>,
        IfMatch,
        Isi<serde_json::Value>,
    )>,
) -> Result<HttpResponse, Problem> {
    let JalurVersi { kode, versi: nomor } = jalur.into_inner();
    let ganti = GantiDraf { kode, nomor, definisi, revisi: cocok.wajib()? };
    let draf = ganti.execute(&state.ports, &pelaku).await?;
    let revisi = draf.revisi;
    let view = VersiSopView::new(draf, state.ports.clock.now())?;
    Ok(HttpResponse::Ok().insert_header(etag(revisi)).json(view))
}

/// Throw a draft of an SOP away
///
/// With `If-Match`, only the revision that was read. A published or retired version stays.
#[utoipa::path(
    tag = "sop",
    operation_id = "hapusDrafSop",
    params(
        ("kode" = String, Path, description = "The SOP", example = "menwa"),
        ("versi" = u32, Path, description = "The number of the draft", example = 2),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the draft", example = "\"v1\""),
    ),
    responses((status = NO_CONTENT, description = "It is gone"), GalatHapus),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("sop.kelola"))),
)]
#[delete("/v1/sop/{kode}/versi/{versi}")]
pub(super) async fn hapus(
    state: Data<AppState>,
    Caller(pelaku, (jalur, IfMatch(revisi))): Caller<(Path<JalurVersi>, IfMatch)>,
) -> Result<HttpResponse, Problem> {
    let JalurVersi { kode, versi: nomor } = jalur.into_inner();
    HapusDraf { kode, nomor, revisi }.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::NoContent().finish())
}
