//! Client of the Cloud API, or of a provider that proxies it.
//!
//! There is no idempotency key: a message is sent once, and an answer that is lost leaves the outcome unknown until a
//! status settles it.

use std::{net::IpAddr, sync::Arc, time::Duration};

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    percakapan::{
        Alamat, ElemenTerbaca, IsiSiapKirim, KirimGagal, MediaGagal, MediaMasuk, NomorLayanan,
        SaluranWa,
    },
    templat::{KeadaanDiSaluran, Templat},
};
use reqwest::{
    Client, RequestBuilder, StatusCode, Url,
    multipart::{Form, Part},
    redirect, retry,
};
use serde_json::Value;
use uuid::Uuid;

use super::{baca, galat, jawaban, susun};
use crate::jaringan::Pagar;

/// Answers are a few hundred bytes.
const JAWABAN_TERBESAR: usize = 1024 * 1024;

/// Sends through the API of each service number.
#[derive(Clone, Debug)]
pub struct CloudApi {
    pub(super) http: Client,
    pub(super) tenggat_media: Duration,
    pub(super) tenggat_kirim: Duration,
    http_polos: bool,
    pub(super) pagar: Pagar,
}

/// Why there is no answer.
pub(super) enum Putus {
    /// Nothing left this machine.
    BelumBerangkat(&'static str),
    /// The request left, or part of it.
    TidakDiketahui,
}

impl From<Putus> for KirimGagal {
    fn from(putus: Putus) -> Self {
        match putus {
            Putus::BelumBerangkat(galat) => {
                Self::Sementara { galat: galat.to_owned(), tunggu: None }
            }
            Putus::TidakDiketahui => Self::TidakDiketahui,
        }
    }
}

impl CloudApi {
    /// A client that speaks TLS, and plain HTTP only to this machine.
    ///
    /// # Errors
    /// The TLS configuration of this machine cannot be used.
    pub fn new() -> Result<Self, PortError> {
        // Somebody may have installed a provider before; either will do.
        drop(rustls::crypto::ring::default_provider().install_default());
        // A name that suddenly leads to an inner network is not followed with a token in hand.
        let pagar = Pagar::ketat_atau_mesin_ini();
        let http = Client::builder()
            .dns_resolver(Arc::new(pagar.clone()))
            .connect_timeout(Duration::from_secs(5))
            // Shorter than the other side keeps an idle connection: one that is being closed makes an outcome unknown.
            .pool_idle_timeout(Duration::from_secs(15))
            .http1_only()
            .retry(retry::never())
            // The token goes nowhere but where it was meant to.
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(PortError::tak_terduga)?;
        Ok(Self {
            http,
            tenggat_media: Duration::from_mins(1),
            tenggat_kirim: Duration::from_secs(30),
            http_polos: false,
            pagar,
        })
    }

    /// Also speaks plain HTTP to other machines, for a simulator in another container.
    #[must_use]
    pub fn izinkan_http(mut self) -> Self {
        self.http_polos = true;
        self.pagar.longgarkan();
        self
    }

    /// Waits this long for a send instead of 30 seconds, and for media instead of 60.
    #[must_use]
    pub fn dengan_tenggat(mut self, kirim: Duration, media: Duration) -> Self {
        (self.tenggat_kirim, self.tenggat_media) = (kirim, media);
        self
    }

    /// The address of a resource of the API; `None` when the settings or the names make none that is safe.
    pub(super) fn alamat(&self, nomor: &NomorLayanan, jalur: &[&str]) -> Option<Url> {
        let mut url = Url::parse(&nomor.base_url).ok().filter(|url| self.aman(url))?;
        let bagian = || Some(nomor.versi.as_str()).filter(|v| !v.is_empty()).into_iter();
        if !bagian().chain(jalur.iter().copied()).all(nama_sah) {
            return None;
        }
        url.path_segments_mut().ok()?.pop_if_empty().extend(bagian()).extend(jalur);
        Some(url)
    }

    /// Whether the token may travel on this address: TLS, or this machine, and no credentials of its own.
    pub(super) fn aman(&self, url: &Url) -> bool {
        let tertutup = match url.scheme() {
            "https" => true,
            "http" => self.http_polos || mesin_ini(url),
            _ => false,
        };
        tertutup && url.username().is_empty() && url.password().is_none()
    }

    /// Status and body. A body that breaks off is returned as far as it came; it will not read as JSON.
    pub(super) async fn panggil(
        permintaan: RequestBuilder,
        tenggat: Duration,
    ) -> Result<(StatusCode, Vec<u8>), Putus> {
        let hasil = permintaan.timeout(tenggat).send().await;
        let mut jawaban = hasil.map_err(|galat| match galat {
            _ if galat.is_connect() => Putus::BelumBerangkat("wa_koneksi"),
            _ if galat.is_builder() => Putus::BelumBerangkat("wa_permintaan"),
            _ => Putus::TidakDiketahui,
        })?;
        let mut badan = Vec::new();
        while let Ok(Some(potongan)) = jawaban.chunk().await {
            if badan.len() + potongan.len() > JAWABAN_TERBESAR {
                break;
            }
            badan.extend_from_slice(&potongan);
        }
        Ok((jawaban.status(), badan))
    }

    fn post(&self, nomor: &NomorLayanan, sumber: &str) -> Result<RequestBuilder, KirimGagal> {
        let url = self
            .alamat(nomor, &[&nomor.phone_number_id, sumber])
            .ok_or_else(|| galat::perlu_perbaikan("wa_alamat"))?;
        Ok(self.http.post(url).bearer_auth(nomor.token.buka()))
    }
}

/// Whether the text is one segment of a path and nothing else.
fn nama_sah(teks: &str) -> bool {
    let boleh = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    !teks.is_empty() && teks.bytes().all(boleh) && !teks.bytes().all(|b| b == b'.')
}

/// Whether the address is this machine, where plain HTTP cannot be overheard.
pub(super) fn mesin_ini(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

#[async_trait]
impl SaluranWa for CloudApi {
    async fn kirim(
        &self,
        nomor: &NomorLayanan,
        kepada: &Alamat,
        isi: &IsiSiapKirim,
        rujukan: Uuid,
    ) -> Result<String, KirimGagal> {
        let badan = susun::badan(kepada, isi, rujukan)?;
        let permintaan = self.post(nomor, "messages")?.json(&badan);
        let (status, badan) = Self::panggil(permintaan, self.tenggat_kirim).await?;
        jawaban::wamid(status, &badan)
    }

    async fn unggah(
        &self,
        nomor: &NomorLayanan,
        nama: &str,
        tipe: &str,
        isi: Vec<u8>,
    ) -> Result<String, KirimGagal> {
        let berkas = Part::bytes(isi)
            .file_name(nama.to_owned())
            .mime_str(tipe)
            .map_err(|_| KirimGagal::Tetap { galat: "wa_tipe_berkas".to_owned() })?;
        let formulir = Form::new()
            .text("messaging_product", "whatsapp")
            .text("type", tipe.to_owned())
            .part("file", berkas);
        let permintaan = self.post(nomor, "media")?.multipart(formulir);
        let (status, badan) = Self::panggil(permintaan, self.tenggat_media).await?;
        jawaban::media(status, &badan)
    }

    async fn ambil_media(
        &self,
        nomor: &NomorLayanan,
        media: &str,
        sha256: Option<&[u8]>,
        batas: u64,
    ) -> Result<MediaMasuk, MediaGagal> {
        tokio::time::timeout(self.tenggat_media, self.unduh(nomor, media, sha256, batas))
            .await
            .unwrap_or_else(|_| Err(MediaGagal::Sementara("wa_batas_waktu".to_owned())))
    }

    async fn ajukan_templat(
        &self,
        nomor: &NomorLayanan,
        templat: &Templat,
    ) -> Result<KeadaanDiSaluran, KirimGagal> {
        self.kirim_templat(nomor, templat).await
    }

    async fn baca_templat(
        &self,
        nomor: &NomorLayanan,
    ) -> Result<Vec<KeadaanDiSaluran>, KirimGagal> {
        self.semua_templat(nomor).await
    }

    fn baca(&self, elemen: &Value) -> ElemenTerbaca {
        baca::elemen(elemen)
    }
}
