//! Cases: registering, reading, completing, calling off.

mod baca;
mod catatan;
mod formulir;
mod isian;
mod kendali;
mod peristiwa;
mod tenggat;
mod tulis;
mod view;
mod view_kasus;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) use self::{
    catatan::CatatanView, isian::PermohonanDariRequest, view::PermohonanBaruView,
};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(tulis::ajukan)
        .service(baca::daftar)
        .service(baca::satu)
        .service(baca::linimasa)
        .service(baca::kartu_kendali)
        .service(baca::tenggat)
        .service(formulir::baca)
        .service(tulis::lengkapi)
        .service(tulis::batalkan);
}
