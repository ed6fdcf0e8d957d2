//! Hand-overs: the ledger, choices, trips, letters of conveyance, recalls.

mod antar;
mod baca;
mod kelola;
mod pilih;
mod surat_jalan;
mod surel;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(baca::daftar)
        .service(baca::buku)
        .service(baca::penarikan)
        .service(pilih::tawaran)
        .service(pilih::pilih)
        .service(pilih::pin)
        .service(kelola::ulangi)
        .service(kelola::tarik)
        .service(surel::daftar)
        .service(surel::hasil)
        .service(antar::tugaskan)
        .service(antar::berangkat)
        .service(antar::bukti)
        .service(antar::hasil)
        .service(surat_jalan::daftar)
        .service(surat_jalan::buat)
        .service(surat_jalan::satu)
        .service(surat_jalan::serahkan)
        .service(surat_jalan::terima)
        .service(surat_jalan::lembar);
}
