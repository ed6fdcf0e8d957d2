//! Administration: officers, roles, units, teams, Plh and Plt.

mod akun;
mod delegasi;
mod pengguna;
mod peran;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(pengguna::daftar)
        .service(pengguna::tambah)
        .service(pengguna::satu)
        .service(pengguna::ubah)
        .service(akun::undang)
        .service(akun::lepas_faktor)
        .service(akun::daftar_sesi)
        .service(akun::akhiri_semua)
        .service(akun::akhiri_satu)
        .service(peran::daftar)
        .service(peran::simpan)
        .service(peran::hapus)
        .service(peran::izin)
        .service(peran::unit)
        .service(peran::tim)
        .service(delegasi::tetapkan)
        .service(delegasi::daftar)
        .service(delegasi::cabut);
}
