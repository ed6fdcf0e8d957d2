//! Error codes of the Cloud API as failures of a send.

use std::time::Duration;

use loket_domain::{
    outbox::{KelasGalat, SebabJeda},
    percakapan::KirimGagal,
};
use reqwest::StatusCode;

/// A rate limit of the number, the account or the app.
const JEDA_NOMOR: Duration = Duration::from_secs(30);
/// Somebody has to repair a setting.
const JEDA_PERBAIKAN: Duration = Duration::from_mins(5);

/// The failure of a send that was answered with this code. An error in the API's own shape means that the message was
/// not accepted; a code nobody listed may also come from a proxy on the way, so a 5xx with one proves nothing.
pub(super) fn gagal(kode: i64, status: StatusCode) -> KirimGagal {
    let galat = format!("wa_{kode}");
    let lambat = |galat, semua| KirimGagal::Lambat { galat, tunggu: JEDA_NOMOR, semua };
    match KelasGalat::dari(kode) {
        // A 5xx can come after the message was accepted, and on the wire nothing tells the two apart.
        Some(KelasGalat::CobaLagi) | None if status.is_server_error() => KirimGagal::TidakDiketahui,
        Some(KelasGalat::CobaLagi) => KirimGagal::Sementara { galat, tunggu: None },
        Some(KelasGalat::Berkas) => KirimGagal::Berkas { galat },
        Some(KelasGalat::Perlambat) => lambat(galat, false),
        Some(KelasGalat::PerlambatSemua) => lambat(galat, true),
        Some(KelasGalat::PerlambatPasangan) => KirimGagal::LambatPasangan { galat },
        Some(KelasGalat::Perbaiki) => KirimGagal::Terhenti { galat, sebab: SebabJeda::Akses },
        Some(KelasGalat::PengirimDihentikan) => {
            KirimGagal::Terhenti { galat, sebab: SebabJeda::Pengirim }
        }
        Some(KelasGalat::TungguMasuk) => KirimGagal::TungguMasuk { galat },
        None if status == StatusCode::TOO_MANY_REQUESTS => lambat(galat, false),
        Some(KelasGalat::Tetap) | None => KirimGagal::Tetap { galat },
    }
}

/// The failure of a send that was answered without a code, perhaps by a proxy.
pub(super) fn gagal_tanpa_kode(status: StatusCode) -> KirimGagal {
    let galat = format!("wa_http_{}", status.as_u16());
    match status {
        _ if status.is_success() || status.is_server_error() => KirimGagal::TidakDiketahui,
        StatusCode::REQUEST_TIMEOUT => KirimGagal::TidakDiketahui,
        StatusCode::PAYLOAD_TOO_LARGE => KirimGagal::Tetap { galat },
        StatusCode::TOO_MANY_REQUESTS => {
            KirimGagal::Lambat { galat, tunggu: JEDA_NOMOR, semua: false }
        }
        _ => KirimGagal::Sementara { galat, tunggu: Some(JEDA_PERBAIKAN) },
    }
}

/// Nothing can be sent with these settings; messages wait for their repair.
pub(super) fn perlu_perbaikan(galat: &str) -> KirimGagal {
    KirimGagal::Sementara { galat: galat.to_owned(), tunggu: Some(JEDA_PERBAIKAN) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABEL: &[(KelasGalat, &[i64])] = &[
        (KelasGalat::CobaLagi, &[1, 2, 131_000, 131_016, 133_004, 131_057]),
        (KelasGalat::Berkas, &[131_053]),
        (KelasGalat::Perlambat, &[130_429]),
        (KelasGalat::PerlambatSemua, &[80_007, 4]),
        (KelasGalat::PerlambatPasangan, &[131_056]),
        (KelasGalat::Perbaiki, &[0, 190, 3, 10, 200, 201, 250, 299, 131_005, 133_010, 131_045]),
        (KelasGalat::TungguMasuk, &[131_047]),
        (KelasGalat::PengirimDihentikan, &[131_048, 131_064, 368, 131_031, 130_497, 131_042]),
        (KelasGalat::Tetap, &[131_026, 130_403, 131_021, 131_049, 131_050, 130_472, 131_062]),
        (KelasGalat::Tetap, &[100, 131_008, 131_009, 131_051, 135_000]),
        (KelasGalat::Tetap, &[132_000, 132_001, 132_005, 132_007, 132_012, 132_018]),
        (KelasGalat::Tetap, &[132_015, 132_016, 132_068, 132_069]),
    ];

    #[test]
    fn every_code_of_the_contract_has_its_class_whatever_the_status() {
        for (kelas, kode) in TABEL {
            for kode in *kode {
                assert_eq!(KelasGalat::dari(*kode), Some(*kelas), "{kode}");
                let galat = || format!("wa_{kode}");
                let lambat =
                    |semua| KirimGagal::Lambat { galat: galat(), tunggu: JEDA_NOMOR, semua };
                let henti = |sebab| KirimGagal::Terhenti { galat: galat(), sebab };
                let harapan = match kelas {
                    KelasGalat::CobaLagi => KirimGagal::Sementara { galat: galat(), tunggu: None },
                    KelasGalat::Berkas => KirimGagal::Berkas { galat: galat() },
                    KelasGalat::Perlambat => lambat(false),
                    KelasGalat::PerlambatSemua => lambat(true),
                    KelasGalat::PerlambatPasangan => KirimGagal::LambatPasangan { galat: galat() },
                    KelasGalat::Perbaiki => henti(SebabJeda::Akses),
                    KelasGalat::PengirimDihentikan => henti(SebabJeda::Pengirim),
                    KelasGalat::TungguMasuk => KirimGagal::TungguMasuk { galat: galat() },
                    KelasGalat::Tetap => KirimGagal::Tetap { galat: galat() },
                };
                for status in [StatusCode::OK, StatusCode::BAD_REQUEST, StatusCode::BAD_GATEWAY] {
                    let harapan = match (kelas, status.is_server_error()) {
                        (KelasGalat::CobaLagi, true) => KirimGagal::TidakDiketahui,
                        _ => harapan.clone(),
                    };
                    assert_eq!(gagal(*kode, status), harapan, "{kode} {status}");
                }
            }
        }
    }

    #[test]
    fn a_code_nobody_listed_is_judged_by_the_status() {
        for kode in [-1, 5, 199, 300, 503, 131_999, i64::MAX] {
            assert_eq!(KelasGalat::dari(kode), None, "{kode}");
        }
        assert_eq!(gagal(503, StatusCode::SERVICE_UNAVAILABLE), KirimGagal::TidakDiketahui);
        assert!(
            matches!(gagal(7, StatusCode::BAD_REQUEST), KirimGagal::Tetap { galat } if galat == "wa_7")
        );
        let cepat = gagal(7, StatusCode::TOO_MANY_REQUESTS);
        assert!(matches!(cepat, KirimGagal::Lambat { semua: false, .. }));
    }

    #[test]
    fn without_a_code_only_a_refusal_proves_that_nothing_was_sent() {
        for status in [200, 202, 408, 500, 502, 503, 504] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(gagal_tanpa_kode(status), KirimGagal::TidakDiketahui, "{status}");
        }
        for status in [301, 400, 401, 403, 404] {
            let status = StatusCode::from_u16(status).unwrap();
            assert!(matches!(gagal_tanpa_kode(status), KirimGagal::Sementara { .. }), "{status}");
        }
        let cepat = gagal_tanpa_kode(StatusCode::TOO_MANY_REQUESTS);
        assert!(matches!(cepat, KirimGagal::Lambat { .. }));
    }
}
