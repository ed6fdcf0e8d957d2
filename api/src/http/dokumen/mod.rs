//! Papers and documents: announced, put by a presigned link, checked, read by a presigned link.

mod berkas;
mod pdf;
mod unggahan;
mod view;
mod view_berkas;

use loket_domain::permohonan::UMUR_TAUTAN;
use utoipa_actix_web::service_config::ServiceConfig;

use self::view::UnduhanView;
pub(super) use self::{unggahan::UnggahanView, view::DokumenView, view_berkas::BerkasView};
use super::AppState;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(berkas::umumkan)
        .service(berkas::selesaikan)
        .service(berkas::rangkai)
        .service(berkas::cuplikan)
        .service(berkas::unduh)
        .service(pdf::umumkan)
        .service(pdf::selesaikan)
        .service(pdf::unduh);
}

/// A link that was just made, with its end.
fn unduhan(state: &AppState, url: String) -> UnduhanView {
    UnduhanView { url, berakhir: state.ports.clock.now() + UMUR_TAUTAN }
}
