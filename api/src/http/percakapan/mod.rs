//! The officers' inbox: reading, answering, taking, handing back, and live updates.

mod aliran;
mod baca;
mod balas;
mod cepat;
mod isian;
mod kasus;
mod tugas;
mod view;
mod view_benang;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) use self::isian::UnggahRequest;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(baca::daftar)
        // Before the routes with an id, which would take its name for one.
        .service(aliran::ikuti)
        .service(baca::satu)
        .service(baca::benang)
        .service(balas::balas)
        .service(balas::unggah)
        .service(balas::catat)
        .service(tugas::tugaskan)
        .service(tugas::lepas)
        .service(tugas::dibaca)
        .service(tugas::kembalikan)
        .service(kasus::buat)
        .service(kasus::lampirkan)
        .service(cepat::daftar)
        .service(cepat::simpan)
        .service(cepat::hapus)
        .service(cepat::pratinjau);
}
