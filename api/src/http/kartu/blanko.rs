//! The stock of blank cards and its ledger.

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Json},
};
use loket_domain::{
    halaman::Halaman,
    kartu::blanko::{BacaBlanko, BacaGerakBlanko, SaringGerak},
    nilai::Kode,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    kata::JenisKartu,
    view_blanko::{DaftarBlanko, GerakRequest, GerakView, LembarGerak},
};
use crate::http::{
    AppState,
    auth::Caller,
    badan::{IsiBersidik, Kueri},
    dokumentasi::galat::{GalatBuat, GalatDaftar, GalatPetugasIzin},
    kepala::KunciIdempotensi,
    problem::Problem,
};

/// Read the stock of blank cards
///
/// Per kind and unit, with how many working days it lasts after the queue at the pace of late, and since when the alarm
/// sounds. Printers and readers of reports may read it too.
#[utoipa::path(
    tag = "kartu",
    operation_id = "bacaBlanko",
    responses((status = OK, description = "Every stock", body = DaftarBlanko), GalatPetugasIzin),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["blanko.kelola", "kartu.cetak", "laporan.baca"]))),
)]
#[get("/v1/blanko")]
pub(super) async fn baca(
    state: Data<AppState>,
    Caller(pelaku, ()): Caller,
) -> Result<Json<DaftarBlanko>, Problem> {
    Ok(Json(BacaBlanko.execute(&state.ports, &pelaku).await?.into()))
}

/// Record a movement of blank cards
///
/// Received with its berita acara, spoilt, lost, given to another unit, or counted. The stock never falls below nothing
/// (409 `blanko_tidak_cukup`). Cards that the printer takes are recorded at their print job. The same `Idempotency-Key`
/// with the same body records once.
#[utoipa::path(
    tag = "kartu",
    operation_id = "catatGerakBlanko",
    params((
        "Idempotency-Key" = String, Header,
        description = "Chosen by the client, fresh for every movement: 1 to 200 printable characters",
        example = "5f0e7a31-8d3c-4f6f-8c1b-9e00c7a20198",
    )),
    request_body = GerakRequest,
    responses(
        (
            status = CREATED, description = "The line of the ledger", body = GerakView,
            headers(("Location" = String, description = "Where the ledger is read")),
        ),
        GalatBuat,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("blanko.kelola"))),
)]
#[post("/v1/blanko/gerak")]
pub(super) async fn catat(
    state: Data<AppState>,
    Caller(pelaku, (KunciIdempotensi(kunci), IsiBersidik { isi, sidik })): Caller<(
        KunciIdempotensi,
        IsiBersidik<GerakRequest>,
    )>,
) -> Result<HttpResponse, Problem> {
    let baris = isi.menjadi((kunci, sidik))?.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, "/v1/blanko/gerak"))
        .json(GerakView::from(baris)))
}

/// Which movements, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct GerakParams {
    /// Of which card.
    jenis: Option<JenisKartu>,
    /// Of which unit, by code.
    #[param(example = "disdukcapil")]
    unit: Option<String>,
    /// Continue behind this id: `berikut` of the page before.
    sesudah: Option<Uuid>,
    /// How many rows, 1 to 100 (20 when absent; more counts as 100).
    #[param(minimum = 1, example = 20)]
    batas: Option<u32>,
}

/// Read the ledger of blank cards
///
/// The newest first; lines are never changed. Printers and readers of reports may read it too.
#[utoipa::path(
    tag = "kartu",
    operation_id = "bacaGerakBlanko",
    params(GerakParams),
    responses((status = OK, description = "One page", body = LembarGerak), GalatDaftar),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["blanko.kelola", "kartu.cetak", "laporan.baca"]))),
)]
#[get("/v1/blanko/gerak")]
pub(super) async fn gerak(
    state: Data<AppState>,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<GerakParams>>,
) -> Result<Json<LembarGerak>, Problem> {
    let unit = kueri.unit.as_deref().map(Kode::parse).transpose();
    let unit = unit.map_err(|salah| Problem::isian("unit", salah.kode, salah.pesan))?;
    let kueri = BacaGerakBlanko {
        saring: SaringGerak { jenis: kueri.jenis.map(Into::into), unit },
        halaman: Halaman::new(kueri.sesudah, kueri.batas),
    };
    Ok(Json(kueri.execute(&state.ports, &pelaku).await?.into()))
}
