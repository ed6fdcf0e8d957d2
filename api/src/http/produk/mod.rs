//! Products of a case: what comes out, registers, paper signatures, withdrawal and correction.

mod kertas;
mod ubah;
mod view;

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use loket_domain::dokumen::BacaProdukKasus;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use self::view::DaftarProdukView;
use super::{AppState, auth::Caller, dokumentasi::galat::GalatBaca, problem::Problem};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(daftar)
        .service(kertas::register)
        .service(kertas::mulai)
        .service(kertas::kutipan)
        .service(kertas::basah)
        .service(kertas::umumkan_pindaian)
        .service(kertas::selesaikan_pindaian)
        .service(ubah::nomor)
        .service(ubah::cabut)
        .service(ubah::perbaiki);
}

/// Read the products of a case
///
/// Each product that comes out or came out, with the version that counts, its history, approvals, register entry and
/// hand-overs, and the interim products of the case.
#[utoipa::path(
    tag = "dokumen",
    operation_id = "daftarProdukPermohonan",
    params(("id" = Uuid, Path, description = "The case")),
    responses((status = OK, description = "The products", body = DaftarProdukView), GalatBaca),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("permohonan.baca"))),
)]
#[get("/v1/permohonan/{id}/dokumen")]
async fn daftar(
    state: Data<AppState>,
    Caller(pelaku, id): Caller<Path<Uuid>>,
) -> Result<Json<DaftarProdukView>, Problem> {
    let baca = BacaProdukKasus { id: id.into_inner().into() };
    Ok(Json(baca.execute(&state.ports, &pelaku).await?.into()))
}
