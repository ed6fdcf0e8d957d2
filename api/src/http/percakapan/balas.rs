//! Answering residents, and notes between officers.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use loket_domain::{
    nilai::Rahasia,
    percakapan::{BalasPercakapan, CatatPercakapan, UnggahBerkasPercakapan},
};
use uuid::Uuid;

use super::{
    isian::{BalasanRequest, CatatanPercakapanRequest, UnggahRequest},
    view::{CatatanBaruView, PesanTerantreView},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{Isi, IsiBersidik},
    dokumen::UnggahanView,
    dokumentasi::galat::GalatUbahIsi,
    kepala::KunciIdempotensi,
    problem::Problem,
};

/// Answer a resident
///
/// A text, a quick reply, or a picture or PDF that is a berkas of this conversation or of a case of it. The bot falls
/// silent, nothing waits any more, and I look after the conversation unless somebody does. Refused
/// (`percakapan_dipegang_lain`) while another officer looks after it. When `jendela_terbuka` is false the message waits
/// until the resident writes again.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "balasPercakapan",
    params(
        ("id" = Uuid, Path, description = "The conversation"),
        (
            "Idempotency-Key" = String, Header,
            description = "Chosen by the client, fresh for every message: 1 to 200 printable characters",
            example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
        ),
    ),
    request_body = BalasanRequest,
    responses((status = CREATED, description = "It is queued", body = PesanTerantreView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.balas"))),
)]
#[post("/v1/percakapan/{id}/pesan")]
pub(super) async fn balas(
    state: Data<AppState>,
    Caller(pelaku, (id, KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        Path<Uuid>,
        KunciIdempotensi,
        IsiBersidik<BalasanRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let balas = BalasPercakapan {
        id: id.into_inner().into(),
        isi: isi.menjadi()?,
        idempotensi: (kunci, sidik),
    };
    let terantre = balas.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(PesanTerantreView::from(terantre)))
}

/// Announce a file for a conversation
///
/// Answers with a link good for five minutes. PUT the file there with exactly the given headers, call
/// `selesaikanBerkas`, then send it with `balasPercakapan`.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "umumkanBerkasPercakapan",
    params(("id" = Uuid, Path, description = "The conversation")),
    request_body = UnggahRequest,
    responses((status = CREATED, description = "Where to put the file", body = UnggahanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.balas"))),
)]
#[post("/v1/percakapan/{id}/berkas")]
pub(super) async fn unggah(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<UnggahRequest>)>,
) -> Result<HttpResponse, Problem> {
    let unggah = UnggahBerkasPercakapan { id: id.into_inner().into(), rencana: isi.menjadi() };
    let unggahan = unggah.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(UnggahanView::from(unggahan)))
}

/// Leave a note at a conversation
///
/// For the other officers; it is never sent. It stands in the thread.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "catatPercakapan",
    params(("id" = Uuid, Path, description = "The conversation")),
    request_body = CatatanPercakapanRequest,
    responses((status = CREATED, description = "It is kept", body = CatatanBaruView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.balas"))),
)]
#[post("/v1/percakapan/{id}/catatan")]
pub(super) async fn catat(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<CatatanPercakapanRequest>)>,
) -> Result<HttpResponse, Problem> {
    let catat = CatatPercakapan { id: id.into_inner().into(), isi: Rahasia::new(isi.isi) };
    let id = catat.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(HttpResponse::Created().json(CatatanBaruView { id }))
}
