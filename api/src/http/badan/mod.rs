//! Reading bodies and queries: limits first, then shape, every fault with its place.

mod letak;

use std::{borrow::Cow, time::Duration};

use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::{StatusCode, header},
    web::{BytesMut, Query},
};
use futures_util::{StreamExt, future::LocalBoxFuture};
use serde::de::DeserializeOwned;
use serde_json::Value;
use zeroize::Zeroize;

use super::{auth::state, problem::Problem};
use crate::paket::urai_json;

/// A JSON body that was read into a `T`.
pub(super) struct Isi<T>(pub T);

/// A JSON body with the fingerprint of the whole request: method, path and the bytes as they came.
pub(super) struct IsiBersidik<T> {
    /// The body.
    pub isi: T,
    /// SHA-256.
    pub sidik: Vec<u8>,
}

/// An iCalendar file, as text.
pub(super) struct IsiKalender(pub String);

/// Bytes of an iCalendar file: 256 KiB.
const BATAS_KALENDER: usize = 256 * 1024;
/// A JSON body that may be left out, with the fingerprint of the whole request.
pub(super) struct IsiPilihan {
    /// The body; `None` when there is none, or `null`, or an empty object.
    pub isi: Option<Value>,
    /// SHA-256.
    pub sidik: Vec<u8>,
}
/// A configuration pack as it was written: bounded, and not yet read.
pub(super) struct IsiPaket(pub Value);

/// Query parameters that were read into a `T`.
pub(super) struct Kueri<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Isi<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, mut payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let mut badan = badan_json(&req, &mut payload, state(&req)?.batas.json).await?;
            let isi = letak::baca_json(&badan);
            // The body may hold a password or a passphrase.
            badan.as_mut().zeroize();
            Ok(Self(isi?))
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for IsiBersidik<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, mut payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let badan = badan_json(&req, &mut payload, state(&req)?.batas.json).await?;
            let isi = letak::baca_json(&badan)?;
            let mut sidik = format!("{} {}\n", req.method(), req.path()).into_bytes();
            sidik.extend_from_slice(&badan);
            Ok(Self { isi, sidik: state(&req)?.ports.sidik(&sidik) })
        })
    }
}

impl FromRequest for IsiPaket {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, mut payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let badan = badan_json(&req, &mut payload, state(&req)?.batas.paket).await?;
            let mentah = urai_json(&badan).map_err(|rusak| {
                let pesan = format!("Paket bukan JSON yang benar: {rusak}.");
                Problem::new(StatusCode::BAD_REQUEST, "json_tidak_sah", pesan)
            })?;
            Ok(Self(mentah))
        })
    }
}

impl FromRequest for IsiPilihan {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, mut payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let badan = if req.headers().contains_key(header::CONTENT_TYPE) {
                badan_json(&req, &mut payload, state(&req)?.batas.json).await?
            } else {
                let batas = state(&req)?.batas;
                let badan = badan(&req, &mut payload, batas.json, batas.waktu_badan).await?;
                if badan.is_empty() { badan } else { return Err(bukan_json().into()) }
            };
            let isi = if badan.is_empty() { Value::Null } else { letak::baca_json(&badan)? };
            let kosong = isi.is_null() || isi.as_object().is_some_and(serde_json::Map::is_empty);
            let mut sidik = format!("{} {}\n", req.method(), req.path()).into_bytes();
            sidik.extend_from_slice(&badan);
            let sidik = state(&req)?.ports.sidik(&sidik);
            Ok(Self { isi: (!kosong).then_some(isi), sidik })
        })
    }
}

impl FromRequest for IsiKalender {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, mut payload) = (req.clone(), payload.take());
        Box::pin(async move {
            if !req.content_type().eq_ignore_ascii_case("text/calendar") {
                return Err(Problem::new(
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    "jenis_isi_tidak_didukung",
                    "Kirim berkas kalender sebagai text/calendar.",
                )
                .into());
            }
            let waktu = state(&req)?.batas.waktu_badan;
            let badan = badan(&req, &mut payload, BATAS_KALENDER, waktu).await?;
            let teks = std::str::from_utf8(&badan).ok().filter(|teks| !teks.contains('\0'));
            Ok(Self(teks.map(str::to_owned).ok_or_else(|| {
                Problem::isian("", "bukan_utf8", "Simpan berkas kalender sebagai teks UTF-8.")
            })?))
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Kueri<T> {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(baca_kueri(req.query_string()).map(Self).map_err(Into::into))
    }
}

/// Reads parameters; a fault names the first one that does not fit.
fn baca_kueri<T: DeserializeOwned>(kueri: &str) -> Result<T, Problem> {
    // Every list has this parameter, and says that a page has a row at least.
    let nol = |satu: &str| {
        let angka = satu.strip_prefix("batas=");
        angka.is_some_and(|angka| !angka.is_empty() && angka.bytes().all(|b| b == b'0'))
    };
    if kueri.split('&').any(nol) {
        return Err(Problem::isian(
            "batas",
            "batas_nol",
            "Satu halaman memuat sedikitnya 1 baris.",
        ));
    }
    let salah = match Query::<T>::from_query(kueri) {
        Ok(isi) => return Ok(isi.into_inner()),
        Err(salah) => salah,
    };
    let tersangka = kueri.split('&').find(|satu| Query::<T>::from_query(satu).is_err());
    let nama = tersangka.map_or("", |satu| satu.split('=').next().unwrap_or(satu));
    let (kode, pesan) = letak::golongan(&salah.to_string());
    Err(Problem::isian(nama.chars().take(40).collect::<String>(), kode, pesan))
}

async fn badan_json(
    req: &HttpRequest,
    payload: &mut Payload,
    batas: usize,
) -> Result<BytesMut, Problem> {
    if req.content_type().eq_ignore_ascii_case("application/json") {
        badan(req, payload, batas, state(req)?.batas.waktu_badan).await
    } else {
        Err(bukan_json())
    }
}

fn bukan_json() -> Problem {
    Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "jenis_isi_tidak_didukung",
        "Kirim isi permintaan sebagai application/json.",
    )
}

/// The body, at most `batas` bytes within `waktu`.
pub(super) async fn badan(
    req: &HttpRequest,
    payload: &mut Payload,
    batas: usize,
    waktu: Duration,
) -> Result<BytesMut, Problem> {
    let diumumkan = req
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|nilai| nilai.to_str().ok()?.parse::<u64>().ok());
    if diumumkan.is_some_and(|panjang| panjang > batas as u64) {
        return Err(terlalu_besar(batas));
    }
    tokio::time::timeout(waktu, kumpulkan(payload, batas)).await.map_err(|_| {
        Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "isi_terlalu_lambat",
            "Isi permintaan tidak selesai dikirim tepat waktu.",
        )
    })?
}

async fn kumpulkan(payload: &mut Payload, batas: usize) -> Result<BytesMut, Problem> {
    let mut badan = BytesMut::new();
    while let Some(potongan) = payload.next().await {
        let potongan = potongan.map_err(|_| {
            Problem::new(StatusCode::BAD_REQUEST, "isi_terputus", "Isi permintaan terputus.")
        })?;
        if badan.len() + potongan.len() > batas {
            return Err(terlalu_besar(batas));
        }
        badan.extend_from_slice(&potongan);
    }
    Ok(badan)
}

fn terlalu_besar(batas: usize) -> Problem {
    let pesan: Cow<'static, str> =
        format!("Isi permintaan paling besar {} KiB.", batas / 1024).into();
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "isi_terlalu_besar", pesan)
}

#[cfg(test)]
mod tests {
    use actix_web::{ResponseError, test::TestRequest, web::Bytes};
    use serde::Deserialize;

    use super::*;

    async fn baca(panjang: usize, batas: usize) -> Result<usize, u16> {
        let (req, mut payload) =
            TestRequest::post().set_payload(Bytes::from(vec![b'a'; panjang])).to_http_parts();
        badan(&req, &mut payload, batas, Duration::from_secs(1))
            .await
            .map(|isi| isi.len())
            .map_err(|problem| problem.status_code().as_u16())
    }

    #[actix_web::test]
    async fn a_body_one_byte_over_the_limit_is_refused() {
        assert_eq!(baca(100, 100).await, Ok(100));
        assert_eq!(baca(101, 100).await, Err(413));
    }

    #[actix_web::test]
    async fn a_body_that_announces_too_much_is_not_read() {
        let (req, mut payload) = TestRequest::post()
            .insert_header((header::CONTENT_LENGTH, "999999999999"))
            .to_http_parts();
        let hasil = badan(&req, &mut payload, 100, Duration::from_secs(1)).await;
        assert_eq!(hasil.unwrap_err().kode(), "isi_terlalu_besar");
    }

    #[test]
    fn a_query_fault_names_its_parameter() {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Contoh {
            batas: Option<u32>,
        }
        assert_eq!(baca_kueri::<Contoh>("batas=3").unwrap().batas, Some(3));
        for (kueri, nama) in [("batas=x", "batas"), ("batas=1&asing=2", "asing")] {
            let salah = baca_kueri::<Contoh>(kueri).map(|_| ()).unwrap_err();
            assert!(format!("{salah:?}").contains(&format!("pointer: \"{nama}\"")), "{salah:?}");
        }
    }
}
