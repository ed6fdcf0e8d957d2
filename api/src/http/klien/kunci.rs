//! Keys of machine callers.

use actix_web::{
    HttpResponse, post,
    web::{Data, Json, Path},
};
use loket_domain::akses::{CabutKunci, TerbitkanKunci};
use uuid::Uuid;

use super::view::{KlienView, KunciBaruView, KunciRequest};
use crate::http::{
    AppState,
    auth::Caller,
    badan::IsiBersidik,
    dokumentasi::galat::{GalatUbah, GalatUbahIsi},
    kepala::KunciIdempotensi,
    problem::Problem,
};

/// Make a key
///
/// The only moment at which it can be read. Two may open the door at once, so that a program changes over without a pause: make
/// the new one, install it, take the old one back. The same `Idempotency-Key` does not show it again
/// (`kunci_sudah_diterbitkan`).
#[utoipa::path(
    tag = "klien",
    operation_id = "terbitkanKunciKlien",
    params(
        ("id" = Uuid, Path, description = "The machine caller"),
        (
            "Idempotency-Key" = String, Header,
            description = "Chosen by the client, fresh for every key: 1 to 200 printable characters",
            example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20202",
        ),
    ),
    request_body = KunciRequest,
    responses((status = CREATED, description = "The key, once", body = KunciBaruView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola")), ("x-segar" = json!(true))),
)]
#[post("/v1/klien/{id}/kunci")]
pub(super) async fn terbitkan(
    state: Data<AppState>,
    Caller(pelaku, (id, KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        Path<Uuid>,
        KunciIdempotensi,
        IsiBersidik<KunciRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let terbitkan = TerbitkanKunci {
        klien: id.into_inner().into(),
        hari: isi.hari,
        idempotensi: (kunci, sidik),
    };
    let baru = terbitkan.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(KunciBaruView::from(&baru)))
}

/// Take a key back
///
/// At once: the next call with it is refused. Taking it back twice is fine.
#[utoipa::path(
    tag = "klien",
    operation_id = "cabutKunciKlien",
    params(
        ("id" = Uuid, Path, description = "The machine caller"),
        ("kunci" = Uuid, Path, description = "The key"),
    ),
    responses((status = OK, description = "The machine caller", body = KlienView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("klien.kelola"))),
)]
#[post("/v1/klien/{id}/kunci/{kunci}/cabut")]
pub(super) async fn cabut(
    state: Data<AppState>,
    Caller(pelaku, jalur): Caller<Path<(Uuid, Uuid)>>,
) -> Result<Json<KlienView>, Problem> {
    let (klien, kunci) = jalur.into_inner();
    let cabut = CabutKunci { klien: klien.into(), kunci: kunci.into() };
    let klien = cabut.execute(&state.ports, &pelaku).await?;
    Ok(Json(KlienView::new(klien, &state.ports)))
}
