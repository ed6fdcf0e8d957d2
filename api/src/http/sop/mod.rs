//! SOP versions: drafts, checks, publishing, retiring, moving running cases.

mod baca;
mod draf;
mod isian;
mod periksa;
mod pindah;
mod terbit;
mod view;
mod view_pindah;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(baca::daftar_sop)
        .service(periksa::periksa)
        .service(periksa::simulasi)
        .service(baca::daftar_versi)
        .service(draf::buat)
        .service(baca::satu)
        .service(draf::ganti)
        .service(draf::hapus)
        .service(periksa::periksa_versi)
        .service(terbit::terbitkan)
        .service(terbit::pensiunkan)
        .service(pindah::pindahkan)
        .service(pindah::baca);
}
