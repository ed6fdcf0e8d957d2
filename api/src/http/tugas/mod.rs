//! The work of officers: queue, penerimaan, decisions, electronic signature, and what failed.

mod baca;
mod tulis;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(baca::antrean)
        .service(baca::satu)
        .service(tulis::terima)
        .service(tulis::putuskan)
        .service(tulis::tanda_tangani)
        .service(tulis::tuntaskan)
        .service(baca::masalah);
}
