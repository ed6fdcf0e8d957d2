//! Which web pages may call from a browser: a list of exact origins, empty unless somebody writes one.

use actix_web::{
    HttpResponse,
    http::{
        Method,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
};

/// Headers that a page may send.
const KEPALA: &str = "authorization, content-type, idempotency-key, if-match, last-event-id";
/// Headers that a page may read.
const TERBACA: &str = "etag, location, retry-after, x-request-id";
const METODE: &str = "GET, POST, PUT, PATCH, DELETE";
const PRIVATE_NETWORK: HeaderName =
    HeaderName::from_static("access-control-request-private-network");

/// Why a list of origins cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "asal {0} tidak dapat dipakai: tulis persis, misalnya https://loket.contoh.go.id, tanpa garis miring di akhir"
)]
pub struct AsalTidakSah(pub String);

/// Exact origins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AsalCors(Vec<String>);

impl AsalCors {
    /// Reads origins separated by commas. No `*`, no `null`, no path, https unless on this machine.
    pub fn baca(teks: &str) -> Result<Self, AsalTidakSah> {
        let mut semua = Vec::new();
        for satu in teks.split(',').map(str::trim).filter(|satu| !satu.is_empty()) {
            let (aman, host) = match (satu.strip_prefix("https://"), satu.strip_prefix("http://")) {
                (Some(host), _) => (true, host),
                (_, Some(host)) => (false, host),
                _ => return Err(AsalTidakSah(satu.to_owned())),
            };
            let bersih =
                |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-:[]".contains(&b);
            let di_sini = ["127.0.0.1", "localhost", "[::1]"].iter().any(|sini| {
                host == *sini || host.strip_prefix(sini).is_some_and(|s| s.starts_with(':'))
            });
            if host.is_empty() || !host.bytes().all(bersih) || !(aman || di_sini) {
                return Err(AsalTidakSah(satu.to_owned()));
            }
            semua.push(satu.to_owned());
        }
        Ok(Self(semua))
    }

    /// The origin of the request, when it is on the list.
    fn asal<'a>(&self, kepala: &'a HeaderMap) -> Option<&'a HeaderValue> {
        let mut semua = kepala.get_all(header::ORIGIN);
        let (Some(satu), None) = (semua.next(), semua.next()) else { return None };
        self.0.iter().any(|boleh| boleh.as_bytes() == satu.as_bytes()).then_some(satu)
    }

    /// The answer to a question before the real request; `None` when it is none of an origin on the list.
    pub(in crate::http) fn tanya(
        &self,
        metode: &Method,
        kepala: &HeaderMap,
    ) -> Option<HttpResponse> {
        let tanya = *metode == Method::OPTIONS
            && kepala.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
            && !kepala.contains_key(PRIVATE_NETWORK);
        if !tanya {
            return None;
        }
        self.asal(kepala)?;
        Some(
            HttpResponse::NoContent()
                .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, METODE))
                .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, KEPALA))
                .insert_header((header::ACCESS_CONTROL_MAX_AGE, "600"))
                .finish(),
        )
    }

    /// Headers of an answer to that request. Tokens travel in `Authorization`, so credentials are never allowed.
    pub(in crate::http) fn kepala(&self, permintaan: &HeaderMap) -> Vec<(HeaderName, HeaderValue)> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut semua = vec![(header::VARY, HeaderValue::from_static("Origin"))];
        if let Some(asal) = self.asal(permintaan) {
            semua.push((header::ACCESS_CONTROL_ALLOW_ORIGIN, asal.clone()));
            semua.push((header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(TERBACA)));
        }
        semua
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kepala(asal: &str) -> HeaderMap {
        let mut semua = HeaderMap::new();
        semua.insert(header::ORIGIN, HeaderValue::from_str(asal).unwrap());
        semua
    }

    /// Security bar 48.
    #[test]
    fn only_exact_origins_of_the_list_are_answered_and_none_by_default() {
        let daftar = AsalCors::baca("https://app.contoh.go.id, http://localhost:5173").unwrap();
        let boleh = |daftar: &AsalCors, asal: &str| {
            let semua = daftar.kepala(&kepala(asal));
            assert!(
                !semua.iter().any(|(nama, _)| *nama == header::ACCESS_CONTROL_ALLOW_CREDENTIALS)
            );
            let asal = semua.iter().find(|(nama, _)| *nama == header::ACCESS_CONTROL_ALLOW_ORIGIN);
            asal.map(|(_, nilai)| nilai.to_str().unwrap().to_owned())
        };
        assert_eq!(
            boleh(&daftar, "https://app.contoh.go.id").as_deref(),
            Some("https://app.contoh.go.id")
        );
        for lain in [
            "null",
            "https://jahat.example",
            "https://app.contoh.go.id.jahat.example",
            "https://xapp.contoh.go.id",
            "http://app.contoh.go.id",
            "https://app.contoh.go.id:8443",
            "https://APP.contoh.go.id",
        ] {
            assert_eq!(boleh(&daftar, lain), None, "{lain}");
        }
        assert_eq!(boleh(&AsalCors::default(), "https://app.contoh.go.id"), None);
    }

    #[test]
    fn a_list_with_a_wildcard_null_a_path_or_plain_http_is_refused() {
        for salah in [
            "*",
            "null",
            "https://*",
            "https://a.example/",
            "http://a.example",
            "a.example",
            "https://",
        ] {
            assert!(AsalCors::baca(salah).is_err(), "{salah}");
        }
        assert_eq!(AsalCors::baca(" , ").unwrap(), AsalCors::default());
    }
}
