//! Sends signed messages to the office's own systems (Standard Webhooks).

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use loket_domain::{
    galat::PortError,
    langganan::{HasilKiriman, KirimanSiap, PengantarKiriman},
    nilai::Rahasia,
};
use reqwest::{Client, Url, redirect, retry};
use ring::hmac;

use crate::{
    crypto::acak,
    jaringan::{BukanPublik, Pagar},
};

/// What every secret begins with.
const TANDA_RAHASIA: &str = "whsec_";
/// How much of an answer is read; nothing of it is kept.
const JAWABAN_TERBESAR: usize = 64 * 1024;
/// How long a connection may take.
const TENGGAT_SAMBUNG: Duration = Duration::from_secs(5);
/// How long one attempt may take in all.
const TENGGAT: Duration = Duration::from_secs(10);

/// Sends over TLS to public addresses.
#[derive(Clone, Debug)]
pub struct PengantarHttp {
    http: Client,
    pagar: Pagar,
}

impl PengantarHttp {
    /// A client; `izinkan_lokal` lets it speak plain HTTP, and to this machine and inner networks, for demos and tests.
    ///
    /// # Errors
    /// The TLS configuration of this machine cannot be used.
    pub fn new(izinkan_lokal: bool) -> Result<Self, PortError> {
        drop(rustls::crypto::ring::default_provider().install_default());
        let pagar = Pagar::ketat();
        if izinkan_lokal {
            pagar.longgarkan();
        }
        let http = Client::builder()
            .connect_timeout(TENGGAT_SAMBUNG)
            .timeout(TENGGAT)
            .dns_resolver(Arc::new(pagar.clone()))
            .pool_max_idle_per_host(0)
            .retry(retry::never())
            .redirect(redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("loket/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(PortError::tak_terduga)?;
        Ok(Self { http, pagar })
    }

    fn alamat(&self, url: &str) -> Option<Url> {
        Url::parse(url).ok().filter(|url| self.pagar.boleh_url(url))
    }
}

/// `v1,` and the base64 of HMAC-SHA256 over id, moment and body; one for each secret, separated by spaces.
fn tanda_tangan(kiriman: &KirimanSiap) -> Option<String> {
    let mut isi = format!("{}.{}.", kiriman.id, kiriman.saat).into_bytes();
    isi.extend_from_slice(&kiriman.badan);
    let mut semua = Vec::with_capacity(kiriman.rahasia.len());
    for rahasia in &kiriman.rahasia {
        let kunci = STANDARD.decode(rahasia.buka().strip_prefix(TANDA_RAHASIA)?).ok()?;
        let tanda = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &kunci), &isi);
        semua.push(format!("v1,{}", STANDARD.encode(tanda)));
    }
    (!semua.is_empty()).then(|| semua.join(" "))
}

#[async_trait]
impl PengantarKiriman for PengantarHttp {
    fn boleh(&self, url: &str) -> bool {
        self.alamat(url).is_some()
    }

    /// # Panics
    /// When the system gives no randomness: nothing safe can be done then.
    fn rahasia_baru(&self) -> Rahasia {
        let bita = acak::<32>().unwrap_or_else(|galat| panic!("{galat}"));
        let bita = zeroize::Zeroizing::new(bita);
        Rahasia::new(format!("{TANDA_RAHASIA}{}", STANDARD.encode(*bita)))
    }

    async fn antar(&self, kiriman: KirimanSiap) -> HasilKiriman {
        let Some(url) = self.alamat(kiriman.url.buka()) else {
            return HasilKiriman::Terlarang { galat: "alamat_terlarang" };
        };
        let Some(tanda) = tanda_tangan(&kiriman) else {
            return HasilKiriman::Terlarang { galat: "rahasia_tidak_ada" };
        };
        let permintaan = self
            .http
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", &kiriman.id)
            .header("webhook-timestamp", kiriman.saat.to_string())
            .header("webhook-signature", tanda)
            .body(kiriman.badan);
        let mut jawaban = match permintaan.send().await {
            Ok(jawaban) => jawaban,
            Err(galat) => return putus(&galat),
        };
        // What is connected to was looked at before; this holds even if that is ever undone.
        if jawaban.remote_addr().is_some_and(|alamat| !self.pagar.boleh(alamat.ip())) {
            return HasilKiriman::Terlarang { galat: "alamat_terlarang" };
        }
        let status = jawaban.status().as_u16();
        let mut terbaca = 0;
        while let Ok(Some(potongan)) = jawaban.chunk().await {
            terbaca += potongan.len();
            if terbaca > JAWABAN_TERBESAR {
                break;
            }
        }
        HasilKiriman::Dijawab { status }
    }
}

/// Why no answer came; the address is in none of the words.
fn putus(galat: &reqwest::Error) -> HasilKiriman {
    let mut sumber: Option<&(dyn std::error::Error + 'static)> = Some(galat);
    while let Some(satu) = sumber {
        let dalam = satu.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if let Some(dalam) = dalam
            && dalam.is::<BukanPublik>()
        {
            return HasilKiriman::Terlarang { galat: "alamat_terlarang" };
        }
        sumber = satu.source();
    }
    HasilKiriman::Putus {
        galat: match galat {
            _ if galat.is_timeout() => "batas_waktu",
            _ if galat.is_connect() => "tidak_tersambung",
            _ => "koneksi_putus",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn siap(rahasia: &[&str]) -> KirimanSiap {
        KirimanSiap {
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek".to_owned(),
            saat: 1_614_265_330,
            url: Rahasia::new("https://contoh.go.id/kabar"),
            badan: br#"{"test": 2432232314}"#.to_vec(),
            rahasia: rahasia.iter().map(|isi| Rahasia::new(*isi)).collect(),
        }
    }

    #[test]
    fn the_example_of_the_specification_signs_as_it_says() {
        // The example of Standard Webhooks and of every library of Svix.
        let satu = tanda_tangan(&siap(&["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]));
        assert_eq!(satu.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    #[test]
    fn in_a_rotation_both_secrets_sign() {
        let lama = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let pengantar = PengantarHttp::new(false).unwrap();
        let baru = pengantar.rahasia_baru();
        let dua = tanda_tangan(&siap(&[baru.buka(), lama])).unwrap();
        let (pertama, kedua) = dua.split_once(' ').unwrap();
        assert_eq!(tanda_tangan(&siap(&[baru.buka()])).unwrap(), pertama);
        assert_eq!(tanda_tangan(&siap(&[lama])).unwrap(), kedua);
        assert_ne!(pertama, kedua);
        assert_ne!(baru, pengantar.rahasia_baru());
    }

    #[test]
    fn nothing_is_sent_unsigned() {
        assert_eq!(tanda_tangan(&siap(&[])), None);
        assert_eq!(tanda_tangan(&siap(&["whsec_!"])), None);
        assert_eq!(tanda_tangan(&siap(&["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])), None);
    }

    /// Security bar 42.
    #[tokio::test]
    async fn an_inner_address_is_refused_at_the_call_itself() {
        let pengantar = PengantarHttp::new(false).unwrap();
        for url in [
            "http://contoh.go.id/",
            "https://127.0.0.1:1/",
            "https://[::1]:1/",
            "https://localhost:1/",
        ] {
            let kiriman = KirimanSiap {
                url: Rahasia::new(url),
                ..siap(&["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
            };
            assert!(!pengantar.boleh(url), "{url}");
            let hasil = pengantar.antar(kiriman).await;
            assert_eq!(hasil, HasilKiriman::Terlarang { galat: "alamat_terlarang" }, "{url}");
        }
    }
}
