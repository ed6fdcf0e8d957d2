//! Sending over WhatsApp: the ledger, what did not leave, service numbers, templates, cost.

mod pesan;
mod saluran;
mod templat;
mod view;
mod view_pesan;
mod view_templat;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(pesan::daftar)
        .service(pesan::satu)
        .service(pesan::ulang)
        .service(pesan::abaikan)
        .service(pesan::masuk_gagal)
        .service(pesan::ulang_masuk)
        .service(saluran::daftar)
        .service(saluran::lanjut)
        .service(saluran::laju)
        .service(saluran::biaya)
        .service(templat::daftar)
        .service(templat::buat)
        .service(templat::selaraskan)
        .service(templat::satu)
        .service(templat::ganti)
        .service(templat::ajukan);
}
