//! Request headers that mean something to the business.

use std::future::{Ready, ready};

use actix_web::{
    Error, FromRequest, HttpRequest,
    dev::Payload,
    http::{StatusCode, header},
};

use super::problem::Problem;

/// The name of the header that makes a creating call safe to repeat.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// `Idempotency-Key`, required: 1 to 200 printable characters.
pub(super) struct KunciIdempotensi(pub String);

impl FromRequest for KunciIdempotensi {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let kunci = req
            .headers()
            .get(IDEMPOTENCY_KEY)
            .and_then(|nilai| nilai.to_str().ok())
            .map(str::trim)
            .filter(|nilai| (1..=200).contains(&nilai.len()))
            .filter(|nilai| nilai.bytes().all(|b| b == b' ' || b.is_ascii_graphic()));
        ready(kunci.map(|kunci| Self(kunci.to_owned())).ok_or_else(|| {
            Problem::new(
                StatusCode::BAD_REQUEST,
                "kunci_idempotensi_wajib",
                "Kepala Idempotency-Key wajib ada: 1 sampai 200 karakter yang dapat dicetak.",
            )
            .into()
        }))
    }
}

/// `If-Match` with the version of what is changed: `"v12"`; `None` without the header.
pub(super) struct IfMatch(pub Option<u64>);

impl FromRequest for IfMatch {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(nilai) = req.headers().get(header::IF_MATCH) else {
            return ready(Ok(Self(None)));
        };
        let versi = nilai
            .to_str()
            .ok()
            .and_then(|teks| teks.trim().strip_prefix("\"v")?.strip_suffix('"'))
            .filter(|angka| angka.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|angka| angka.parse().ok());
        ready(versi.map(|versi| Self(Some(versi))).ok_or_else(|| {
            Problem::isian(
                "If-Match",
                "if_match_tidak_sah",
                "Isi If-Match dengan ETag yang Anda terima, misalnya \"v12\".",
            )
            .into()
        }))
    }
}

impl IfMatch {
    /// The version the caller looked at, from the header or the body.
    ///
    /// # Errors
    /// Neither names one, or they name different ones.
    pub(super) fn atau(self, versi: Option<u64>) -> Result<u64, Problem> {
        match (self.0, versi) {
            (Some(kepala), Some(isi)) if kepala != isi => Err(Problem::isian(
                "/versi",
                "versi_tidak_sama",
                "Versi di isi permintaan berbeda dari If-Match.",
            )),
            (Some(versi), _) | (None, Some(versi)) => Ok(versi),
            (None, None) => Err(Problem::isian(
                "/versi",
                "versi_wajib",
                "Sebutkan versi yang Anda lihat, di isi permintaan atau di If-Match.",
            )),
        }
    }
}

/// `If-Match` with the hash of what is edited: `"9f86d0…"`; `None` without the header.
pub(super) struct IfMatchSidik(pub Option<String>);

impl FromRequest for IfMatchSidik {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(nilai) = req.headers().get(header::IF_MATCH) else {
            return ready(Ok(Self(None)));
        };
        let sidik = nilai
            .to_str()
            .ok()
            .and_then(|teks| teks.trim().strip_prefix('"')?.strip_suffix('"'))
            .filter(|sidik| sidik.len() == 64 && sidik.bytes().all(|b| b.is_ascii_hexdigit()));
        ready(sidik.map(|sidik| Self(Some(sidik.to_owned()))).ok_or_else(|| {
            Problem::isian(
                "If-Match",
                "if_match_tidak_sah",
                "Isi If-Match dengan ETag yang Anda terima, dengan tanda kutipnya.",
            )
            .into()
        }))
    }
}

impl IfMatch {
    /// The revision the caller read.
    ///
    /// # Errors
    /// 428 without the header.
    pub(super) fn wajib(self) -> Result<u64, Problem> {
        self.0.ok_or_else(|| {
            Problem::new(
                StatusCode::PRECONDITION_REQUIRED,
                "if_match_wajib",
                "Sebutkan ETag yang Anda baca di If-Match, misalnya \"v3\".",
            )
        })
    }
}

impl IfMatchSidik {
    /// The hash the caller looked at.
    ///
    /// # Errors
    /// The header is missing.
    pub(super) fn wajib(self) -> Result<String, Problem> {
        self.0.ok_or_else(|| {
            Problem::isian(
                "If-Match",
                "if_match_wajib",
                "Sebutkan ETag yang Anda lihat di kepala If-Match.",
            )
        })
    }
}

/// The entity tag of what has that hash.
pub(super) fn etag_sidik(sidik: &str) -> (header::HeaderName, String) {
    (header::ETAG, format!("\"{sidik}\""))
}

/// The entity tag of a case at that version.
pub(super) fn etag(versi: u64) -> (header::HeaderName, String) {
    (header::ETAG, format!("\"v{versi}\""))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    async fn if_match(nilai: &str) -> Result<Option<u64>, Error> {
        let req = TestRequest::default().insert_header((header::IF_MATCH, nilai));
        IfMatch::extract(&req.to_http_request()).await.map(|kepala| kepala.0)
    }

    #[actix_web::test]
    async fn an_entity_tag_reads_back() {
        assert_eq!(if_match(&etag(12).1).await.unwrap(), Some(12));
        for salah in ["v12", "\"12\"", "*", "\"v\"", "\"v-1\"", "W/\"v12\"", "\"v1\", \"v2\""] {
            assert!(if_match(salah).await.is_err(), "{salah}");
        }
    }

    #[actix_web::test]
    async fn an_entity_tag_that_is_a_hash_reads_back() {
        let baca = async |nilai: &str| {
            let req = TestRequest::default().insert_header((header::IF_MATCH, nilai));
            IfMatchSidik::extract(&req.to_http_request()).await.map(|kepala| kepala.0)
        };
        let sidik = "0af1".repeat(16);
        assert_eq!(baca(&etag_sidik(&sidik).1).await.unwrap(), Some(sidik.clone()));
        for salah in [sidik.as_str(), "\"v12\"", "*", "\"\"", &format!("W/\"{sidik}\"")] {
            assert!(baca(salah).await.is_err(), "{salah}");
        }
        assert!(IfMatchSidik(None).wajib().is_err());
    }

    #[test]
    fn header_and_body_must_agree_on_the_version() {
        assert_eq!(IfMatch(Some(3)).atau(None).unwrap(), 3);
        assert_eq!(IfMatch(None).atau(Some(4)).unwrap(), 4);
        assert_eq!(IfMatch(Some(3)).atau(Some(3)).unwrap(), 3);
        assert!(IfMatch(Some(3)).atau(Some(4)).is_err());
        assert!(IfMatch(None).atau(None).is_err());
    }

    #[actix_web::test]
    async fn an_idempotency_key_is_printable_and_short() {
        let baca = async |nilai: &str| {
            let req = TestRequest::default().insert_header((IDEMPOTENCY_KEY, nilai));
            KunciIdempotensi::extract(&req.to_http_request()).await.is_ok()
        };
        assert!(baca("b2c6-1 ~").await);
        assert!(baca(&"a".repeat(200)).await);
        assert!(!baca(&"a".repeat(201)).await);
        assert!(!baca("").await);
        assert!(!baca("a\tb").await);
        assert!(
            KunciIdempotensi::extract(&TestRequest::default().to_http_request()).await.is_err()
        );
    }
}
