//! Working time: hours, holidays, and when something would be due.

mod baca;
mod isian;
mod tulis;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(baca::kalender)
        .service(baca::hitung)
        .service(tulis::jam)
        .service(tulis::tambah)
        .service(tulis::impor)
        .service(tulis::hapus);
}
