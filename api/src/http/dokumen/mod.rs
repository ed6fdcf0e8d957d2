//! Papers and documents: announced, put by a presigned link, checked, read by a presigned link.

mod berkas;
mod pdf;
mod view;

use loket_domain::permohonan::UMUR_TAUTAN;
use utoipa_actix_web::service_config::ServiceConfig;

use self::view::UnduhanView;
pub(super) use self::view::{BerkasView, DokumenView, UnggahanView};
use super::AppState;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(berkas::umumkan)
        .service(berkas::selesaikan)
        .service(berkas::unduh)
        .service(pdf::umumkan)
        .service(pdf::selesaikan)
        .service(pdf::unduh);
}

/// A link that was just made, with its end.
fn unduhan(state: &AppState, url: String) -> UnduhanView {
    UnduhanView { url, berakhir: state.ports.clock.now() + UMUR_TAUTAN }
}
