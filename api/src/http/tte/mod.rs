//! The signing desk: queue, bundles, attempts that nobody knows the end of, and those who sign.

mod bundel;
mod penanda;
mod pencabutan;
mod percobaan;
mod view;
mod view_bundel;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) use self::view::{KunciRequest, kunci_dari};

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(bundel::antrean)
        .service(bundel::buat)
        .service(bundel::daftar)
        .service(bundel::satu)
        .service(bundel::buka)
        .service(bundel::nilai)
        .service(bundel::tanda_tangani)
        .service(bundel::batalkan)
        .service(penanda::minta_totp)
        .service(penanda::daftar)
        .service(penanda::periksa)
        .service(pencabutan::baca)
        .service(pencabutan::atur)
        .service(percobaan::daftar)
        .service(percobaan::tuntaskan)
        .service(percobaan::umumkan)
        .service(percobaan::periksa);
}
