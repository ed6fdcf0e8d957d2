//! Cards: the print queue, printers, blank cards, eligibility, counts.

mod antrean;
mod blanko;
mod kata;
mod kia;
mod pencetak;
mod view;
mod view_blanko;
mod view_pencetak;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(antrean::daftar)
        .service(antrean::klaim)
        .service(antrean::mulai)
        .service(antrean::lepas)
        .service(antrean::ulang)
        .service(antrean::tercetak)
        .service(antrean::rusak)
        .service(antrean::kembali)
        .service(pencetak::daftar)
        .service(pencetak::tambah)
        .service(pencetak::aktifkan)
        .service(pencetak::baca_catatan)
        .service(pencetak::catat)
        .service(blanko::baca)
        .service(blanko::catat)
        .service(blanko::gerak)
        .service(kia::kelayakan)
        .service(kia::cakupan);
}
