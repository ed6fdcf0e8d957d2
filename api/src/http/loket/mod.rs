//! The counter: shelf, collections, withdrawn things, queue and board.

mod ambil;
mod kata;
mod papan;
mod pengaturan;
mod rak;
mod tiket;
mod view;
mod view_ambil;
mod view_tiket;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) use self::papan::HALAMAN;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(pengaturan::baca)
        .service(pengaturan::atur)
        .service(rak::umur)
        .service(rak::daftar)
        .service(rak::taruh)
        .service(rak::arsipkan)
        .service(rak::daftar_ditarik)
        .service(rak::musnahkan)
        .service(ambil::lihat)
        .service(ambil::umumkan_bukti)
        .service(ambil::selesaikan_bukti)
        .service(ambil::serahkan)
        .service(ambil::baca)
        .service(ambil::batalkan)
        .service(ambil::tanda_terima)
        .service(ambil::kirim_tanda_terima)
        .service(tiket::ambil)
        .service(tiket::daftar)
        .service(tiket::panggil)
        .service(tiket::ubah)
        .service(tiket::statistik)
        .service(papan::baca)
        .service(papan::halaman);
}
