//! Error codes of the Cloud API, and what can be done about each.

use std::time::Duration;

use loket_domain::percakapan::KirimGagal;
use reqwest::StatusCode;

/// A rate limit of the number, the account or the app.
const JEDA_NOMOR: Duration = Duration::from_secs(30);
/// One recipient may get one message per six seconds.
const JEDA_PASANGAN: Duration = Duration::from_secs(6);
/// Somebody has to repair a token, a right or a registration.
const JEDA_PERBAIKAN: Duration = Duration::from_mins(5);

/// What can be done about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kelas {
    /// Try again, waiting longer each time.
    CobaLagi,
    /// The whole number is too fast.
    Perlambat,
    /// This recipient gets too much at once.
    PerlambatPasangan,
    /// Nothing leaves until the office repairs its access; messages are kept.
    Perbaiki,
    /// The 24-hour window is closed.
    TungguMasuk,
    /// Trying again will not help.
    Tetap,
}

/// The class of a code; `None` for one nobody listed.
pub(super) fn kelas(kode: i64) -> Option<Kelas> {
    Some(match kode {
        1 | 2 | 131_000 | 131_016 | 131_053 | 131_057 | 133_004 => Kelas::CobaLagi,
        4 | 80_007 | 130_429 => Kelas::Perlambat,
        131_056 => Kelas::PerlambatPasangan,
        0 | 3 | 10 | 190 | 200..=299 | 131_005 | 131_045 | 133_010 => Kelas::Perbaiki,
        131_047 => Kelas::TungguMasuk,
        // The sender is stopped.
        368 | 130_497 | 131_031 | 131_042 | 131_048 | 131_064
        // This recipient, or this message to this recipient.
        | 130_403 | 130_472 | 131_021 | 131_026 | 131_049 | 131_050 | 131_062
        // Ours to correct.
        | 100 | 131_008 | 131_009 | 131_051 | 135_000
        | 132_000 | 132_001 | 132_005 | 132_007 | 132_012 | 132_015 | 132_016 | 132_018
        | 132_068 | 132_069 => Kelas::Tetap,
        _ => return None,
    })
}

/// The failure of a send that was answered with this code. An error in the API's own shape means that the message was
/// not accepted; a code nobody listed may also come from a proxy on the way, so a 5xx with one proves nothing.
pub(super) fn gagal(kode: i64, status: StatusCode) -> KirimGagal {
    let galat = format!("wa_{kode}");
    let sementara = |tunggu| KirimGagal::Sementara { galat: galat.clone(), tunggu };
    match kelas(kode) {
        // A 5xx can come after the message was accepted, and on the wire nothing tells the two apart.
        Some(Kelas::CobaLagi) | None if status.is_server_error() => KirimGagal::TidakDiketahui,
        Some(Kelas::CobaLagi) => sementara(None),
        Some(Kelas::Perlambat) => sementara(Some(JEDA_NOMOR)),
        Some(Kelas::PerlambatPasangan) => sementara(Some(JEDA_PASANGAN)),
        Some(Kelas::Perbaiki) => sementara(Some(JEDA_PERBAIKAN)),
        Some(Kelas::TungguMasuk) => KirimGagal::TungguMasuk { galat },
        None if status == StatusCode::TOO_MANY_REQUESTS => sementara(Some(JEDA_NOMOR)),
        Some(Kelas::Tetap) | None => KirimGagal::Tetap { galat },
    }
}

/// The failure of a send that was answered without a code, perhaps by a proxy.
pub(super) fn gagal_tanpa_kode(status: StatusCode) -> KirimGagal {
    let galat = format!("wa_http_{}", status.as_u16());
    match status {
        _ if status.is_success() || status.is_server_error() => KirimGagal::TidakDiketahui,
        StatusCode::REQUEST_TIMEOUT => KirimGagal::TidakDiketahui,
        StatusCode::PAYLOAD_TOO_LARGE => KirimGagal::Tetap { galat },
        StatusCode::TOO_MANY_REQUESTS => KirimGagal::Sementara { galat, tunggu: Some(JEDA_NOMOR) },
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

    const TABEL: &[(Kelas, &[i64])] = &[
        (Kelas::CobaLagi, &[1, 2, 131_000, 131_016, 133_004, 131_057, 131_053]),
        (Kelas::Perlambat, &[130_429, 80_007, 4]),
        (Kelas::PerlambatPasangan, &[131_056]),
        (Kelas::Perbaiki, &[0, 190, 3, 10, 200, 201, 250, 299, 131_005, 133_010, 131_045]),
        (Kelas::TungguMasuk, &[131_047]),
        (Kelas::Tetap, &[131_048, 131_064, 368, 131_031, 130_497, 131_042]),
        (Kelas::Tetap, &[131_026, 130_403, 131_021, 131_049, 131_050, 130_472, 131_062]),
        (Kelas::Tetap, &[100, 131_008, 131_009, 131_051, 135_000]),
        (Kelas::Tetap, &[132_000, 132_001, 132_005, 132_007, 132_012, 132_018]),
        (Kelas::Tetap, &[132_015, 132_016, 132_068, 132_069]),
    ];

    #[test]
    fn every_code_of_the_contract_has_its_class_whatever_the_status() {
        for (kelas_nya, kode) in TABEL {
            for kode in *kode {
                assert_eq!(kelas(*kode), Some(*kelas_nya), "{kode}");
                let galat = format!("wa_{kode}");
                let sementara = |detik: Option<u64>| KirimGagal::Sementara {
                    galat: galat.clone(),
                    tunggu: detik.map(Duration::from_secs),
                };
                let harapan = match kelas_nya {
                    Kelas::CobaLagi => sementara(None),
                    Kelas::Perlambat => sementara(Some(30)),
                    Kelas::PerlambatPasangan => sementara(Some(6)),
                    Kelas::Perbaiki => sementara(Some(300)),
                    Kelas::TungguMasuk => KirimGagal::TungguMasuk { galat: galat.clone() },
                    Kelas::Tetap => KirimGagal::Tetap { galat: galat.clone() },
                };
                for status in [StatusCode::OK, StatusCode::BAD_REQUEST, StatusCode::BAD_GATEWAY] {
                    let harapan = match (kelas_nya, status.is_server_error()) {
                        (Kelas::CobaLagi, true) => KirimGagal::TidakDiketahui,
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
            assert_eq!(kelas(kode), None, "{kode}");
        }
        assert_eq!(gagal(503, StatusCode::SERVICE_UNAVAILABLE), KirimGagal::TidakDiketahui);
        assert!(
            matches!(gagal(7, StatusCode::BAD_REQUEST), KirimGagal::Tetap { galat } if galat == "wa_7")
        );
        let cepat = gagal(7, StatusCode::TOO_MANY_REQUESTS);
        assert!(matches!(cepat, KirimGagal::Sementara { tunggu: Some(JEDA_NOMOR), .. }));
    }

    #[test]
    fn without_a_code_only_a_refusal_proves_that_nothing_was_sent() {
        for status in [200, 202, 408, 500, 502, 503, 504] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(gagal_tanpa_kode(status), KirimGagal::TidakDiketahui, "{status}");
        }
        for status in [301, 400, 401, 403, 404, 429] {
            let status = StatusCode::from_u16(status).unwrap();
            assert!(matches!(gagal_tanpa_kode(status), KirimGagal::Sementara { .. }), "{status}");
        }
    }
}
