//! The work of officers: queue, penerimaan, records, consultations, hand-overs, decisions, electronic signature, and what
//! failed.

mod baca;
mod banyak;
mod catatan;
mod konsultasi;
mod pengalihan;
mod rincian;
mod tulis;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(baca::antrean)
        .service(baca::satu)
        .service(tulis::terima)
        .service(banyak::putuskan)
        .service(tulis::putuskan)
        .service(tulis::jawab_pemohon)
        .service(catatan::catat)
        .service(konsultasi::minta)
        .service(konsultasi::tarik)
        .service(pengalihan::alihkan)
        .service(tulis::tanda_tangani)
        .service(baca::masalah);
}
