//! The Forum: notes at cases, and requests that employees dropped.

mod catatan;
mod permintaan;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(catatan::baca)
        .service(catatan::tulis)
        .service(permintaan::daftar)
        .service(permintaan::titip)
        .service(permintaan::satu)
        .service(permintaan::unggah)
        .service(permintaan::ambil)
        .service(permintaan::selesaikan)
        .service(permintaan::jadikan);
}
