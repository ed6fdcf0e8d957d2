//! Cases: registering, reading, completing, calling off.

mod baca;
mod catatan;
mod isian;
mod kendali;
mod peristiwa;
mod tenggat;
mod tulis;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(tulis::ajukan)
        .service(baca::daftar)
        .service(baca::satu)
        .service(baca::linimasa)
        .service(baca::kartu_kendali)
        .service(baca::tenggat)
        .service(tulis::lengkapi)
        .service(tulis::batalkan);
}
