//! Sessions and one's own account: logging in in two steps, refreshing, who am I, what guards the account.

mod akun;
mod faktor;
mod kunci_sandi;
mod masuk;
mod view;
mod view_akun;
mod view_kunci_sandi;

use std::net::IpAddr;

use actix_web::{HttpRequest, http::header};
use loket_domain::{akses::Asal, nilai::Rahasia};
use utoipa_actix_web::service_config::ServiceConfig;

use super::AppState;

pub(in crate::http) use self::view_akun::{DaftarSesiView, SesiBerakhirView};

/// The longest name of a device that is kept.
const PANJANG_LABEL: usize = 60;

pub(super) fn rute(config: &mut ServiceConfig<'_>) {
    config
        .service(masuk::masuk)
        .service(masuk::tuntaskan)
        .service(masuk::segarkan)
        .service(masuk::lupa)
        .service(masuk::pakai)
        .service(masuk::saya)
        .service(akun::daftar)
        .service(akun::konfirmasi)
        .service(akun::akhiri_lainnya)
        .service(akun::akhiri_satu)
        .service(masuk::keluar)
        .service(akun::ganti_sandi)
        .service(faktor::baca)
        .service(faktor::mulai_totp)
        .service(faktor::sahkan_totp)
        .service(faktor::kode_pulih)
        .service(kunci_sandi::mulai_masuk)
        .service(kunci_sandi::tuntaskan)
        .service(kunci_sandi::mulai_konfirmasi)
        .service(kunci_sandi::daftar)
        .service(kunci_sandi::mulai)
        .service(kunci_sandi::sahkan)
        .service(kunci_sandi::hapus);
}

/// Where a request comes from, as far as the business is told.
fn asal(state: &AppState, req: &HttpRequest, perangkat: Option<String>) -> Asal {
    let alamat = state.penjaga.asal(req);
    let label = req.headers().get(header::USER_AGENT).and_then(|nilai| nilai.to_str().ok());
    Asal {
        alamat: alamat.map(|alamat| alamat.to_string()),
        alamat_samar: alamat.map(samar),
        label: label.map(nama_perangkat),
        perangkat: perangkat.map(Rahasia::new),
    }
}

/// An address without its end.
fn samar(alamat: IpAddr) -> String {
    match alamat {
        IpAddr::V4(empat) => {
            let [a, b, c, _] = empat.octets();
            format!("{a}.{b}.{c}.x")
        }
        IpAddr::V6(enam) => {
            let [a, b, c, ..] = enam.segments();
            format!("{a:x}:{b:x}:{c:x}:x")
        }
    }
}

/// What a person calls the device that a browser describes.
fn nama_perangkat(agen: &str) -> String {
    let cari = |semua: &[(&str, &'static str)]| {
        semua.iter().find(|(tanda, _)| agen.contains(tanda)).map(|(_, nama)| *nama)
    };
    let peramban = cari(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let sistem = cari(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (peramban, sistem) {
        (Some(peramban), Some(sistem)) => format!("{peramban} di {sistem}"),
        (Some(satu), None) | (None, Some(satu)) => satu.to_owned(),
        (None, None) => {
            let kata = agen.split_whitespace().next().unwrap_or_default();
            kata.chars().filter(|c| !c.is_control()).take(PANJANG_LABEL).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_briefly_and_an_address_loses_its_end() {
        let chrome = "Mozilla/5.0 (Linux; Android 14; SM-A057F) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36";
        assert_eq!(nama_perangkat(chrome), "Chrome di Android");
        assert_eq!(nama_perangkat("LoketMobile/2.1 build 7"), "LoketMobile/2.1");
        assert_eq!(nama_perangkat(&"a".repeat(500)).len(), PANJANG_LABEL);
        assert_eq!(nama_perangkat(""), "");
        assert_eq!(samar("203.0.113.77".parse().unwrap()), "203.0.113.x");
        assert_eq!(samar("2001:db8:7:9::1".parse().unwrap()), "2001:db8:7:x");
    }
}
