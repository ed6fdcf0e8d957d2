//! Choices and PINs.

use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Json, Path},
};
use loket_domain::{
    nilai::Rahasia,
    penyerahan::{BacaTawaran, BuatPin, PilihPenyerahan},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::{DaftarTawaran, PilihanView};
use crate::http::{
    AppState,
    auth::Caller,
    badan::Isi,
    dokumentasi::galat::{GalatBaca, GalatUbah, GalatUbahIsi},
    kata::SaluranPenyerahan,
    problem::Problem,
};

/// A choice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "produk": "akta", "saluran": "email", "surel": "budi@contoh.id" }))]
pub(super) struct PilihanRequest {
    /// The product of the service.
    produk: String,
    /// The channel.
    saluran: SaluranPenyerahan,
    /// The email address, for `email`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    surel: Option<Rahasia>,
    /// The street address, for `kurir` and `kunjungan`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    alamat: Option<Rahasia>,
    /// The desa or kecamatan, for `desa`; without it, the one that registered the case.
    #[serde(default)]
    unit: Option<String>,
}

/// A PIN, shown this once.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "pin": "402917" }))]
pub(super) struct PinView {
    /// Six digits; tell them to the applicant in person.
    pin: String,
}

/// Read the choices of a case
///
/// Product by product: the channels that may be chosen, in the order of the office, and what was chosen. Visits and couriers
/// are only offered to who needs them; a card is never offered as a file.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "bacaPilihanPenyerahan",
    params(("id" = Uuid, Path, description = "The case")),
    responses((status = OK, description = "The choices", body = DaftarTawaran), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["permohonan.baca", "penyerahan.kelola"]))),
)]
#[get("/v1/permohonan/{id}/penyerahan/pilihan")]
pub(super) async fn tawaran(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<DaftarTawaran>, Problem> {
    let baca = BacaTawaran { permohonan: id.into_inner().into() };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}

/// Choose how a product is handed over
///
/// What the applicant says. Where the product waits already, that attempt is called off and another begins on the chosen
/// channel; what is on its way goes on.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "pilihPenyerahan",
    params(("id" = Uuid, Path, description = "The case")),
    request_body = PilihanRequest,
    responses((status = OK, description = "The choice", body = PilihanView), GalatUbahIsi),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["penyerahan.kelola", "permohonan.buat"]))),
)]
#[put("/v1/permohonan/{id}/penyerahan/pilihan")]
pub(super) async fn pilih(
    state: Data<AppState>,
    Caller(pelaku, (id, Isi(isi))): Caller<(Path<Uuid>, Isi<PilihanRequest>)>,
) -> Result<Json<PilihanView>, Problem> {
    let pilih = PilihPenyerahan {
        permohonan: id.into_inner().into(),
        produk: isi.produk,
        saluran: isi.saluran.into(),
        surel: isi.surel,
        alamat: isi.alamat,
        unit: isi.unit,
    };
    let pilihan = pilih.execute(&state.ports, &pelaku).await?;
    state.tandai(&pelaku);
    Ok(Json(pilihan.into()))
}

/// Give a case a PIN
///
/// Six digits that its applicant is asked for before a file leaves. Shown this once; an earlier PIN is void.
#[utoipa::path(
    tag = "penyerahan",
    operation_id = "buatPinPenyerahan",
    params(("id" = Uuid, Path, description = "The case")),
    responses((status = CREATED, description = "The PIN", body = PinView), GalatUbah),
    security(("bearer" = [])),
    extensions(("x-izin" = json!(["penyerahan.kelola", "permohonan.buat"]))),
)]
#[post("/v1/permohonan/{id}/penyerahan/pin")]
pub(super) async fn pin(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<HttpResponse, Problem> {
    let buat = BuatPin { permohonan: id.into_inner().into() };
    let pin = buat.execute(&state.ports, &pelaku).await?;
    Ok(HttpResponse::Created().json(PinView { pin: pin.buka().to_owned() }))
}
