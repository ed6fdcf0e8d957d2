//! Client of the eSign Client Service, v2.
//!
//! A signing request is sent once. There is no document id to ask for later, so an answer that is lost leaves the
//! outcome unknown and a person resolves it.

mod jawaban;
#[cfg(test)]
mod tests;

use std::{net::IpAddr, time::Duration};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use loket_domain::{
    dokumen::{
        KoneksiTte, KunciTte, PenandaTangan, PermintaanSegel, PermintaanTte, StatusPenandaTangan,
        Tampilan, TteGagal,
    },
    galat::PortError,
    nilai::Nik,
};
use reqwest::{Client, Response, StatusCode, Url, redirect, retry};
use serde::Serialize;

const SISTEM: &str = "tte";
/// A signed file of 50 MB in base64, and what surrounds it.
const JAWABAN_TERBESAR: usize = 72 * 1024 * 1024;

/// Signs through the eSign host of each tenant.
#[derive(Clone, Debug)]
pub struct BsreV2 {
    http: Client,
    tenggat_tanda_tangan: Duration,
    tenggat_status: Duration,
    http_polos: bool,
}

/// Body of a sign call; borrowed, so that the passphrase is copied once, into the request.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BadanTandaTangan<'a> {
    nik: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    passphrase: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    totp: Option<&'a str>,
    signature_properties: [Properti<'a>; 1],
    file: [String; 1],
}

#[derive(Serialize)]
struct Properti<'a> {
    tampilan: &'static str,
    reason: &'a str,
    location: &'a str,
}

#[derive(Serialize)]
struct BadanStatus<'a> {
    nik: &'a str,
}

impl BsreV2 {
    /// A client that speaks TLS, and plain HTTP only to this machine.
    ///
    /// # Errors
    /// The TLS configuration of this machine cannot be used.
    pub fn new() -> Result<Self, PortError> {
        // Somebody may have installed a provider before; either will do.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = Client::builder()
            .connect_timeout(Duration::from_secs(10))
            // One connection per call: a reset can only belong to this request.
            .pool_max_idle_per_host(0)
            .http1_only()
            .retry(retry::never())
            .redirect(redirect::Policy::none())
            // The host stands in the office's own network; a passphrase takes no detour.
            .no_proxy()
            .build()
            .map_err(PortError::tak_terduga)?;
        Ok(Self {
            http,
            tenggat_tanda_tangan: Duration::from_mins(1),
            tenggat_status: Duration::from_secs(15),
            http_polos: false,
        })
    }

    /// Also speaks plain HTTP to other machines: an exception for hosts that offer nothing else.
    #[must_use]
    pub fn izinkan_http(mut self) -> Self {
        self.http_polos = true;
        self
    }

    /// Waits this long for a signature instead of 60 seconds.
    #[must_use]
    pub fn dengan_tenggat(mut self, tenggat: Duration) -> Self {
        self.tenggat_tanda_tangan = tenggat;
        self
    }

    fn alamat(&self, koneksi: &KoneksiTte, jalur: &str) -> Result<Url, TteGagal> {
        let tak_terkirim =
            |sebab: &'static str| TteGagal::TidakTerkirim(PortError::tak_terduga(sebab));
        let teks = format!("{}{jalur}", koneksi.base_url.trim_end_matches('/'));
        let url =
            Url::parse(&teks).map_err(|_| tak_terkirim("alamat layanan TTE tidak dapat dibaca"))?;
        match url.scheme() {
            "https" => Ok(url),
            "http" if self.http_polos || mesin_ini(&url) => Ok(url),
            _ => Err(tak_terkirim("layanan TTE harus memakai https")),
        }
    }

    /// Sends once; status and body, or why there is none.
    async fn kirim(
        &self,
        koneksi: &KoneksiTte,
        jalur: &str,
        badan: Vec<u8>,
        tenggat: Duration,
    ) -> Result<(StatusCode, Vec<u8>), TteGagal> {
        let jawaban = self
            .http
            .post(self.alamat(koneksi, jalur)?)
            .basic_auth(&koneksi.nama_pengguna, Some(koneksi.sandi.buka()))
            .header("content-type", "application/json")
            .timeout(tenggat)
            .body(badan)
            .send()
            .await
            .map_err(gagal_kirim)?;
        let status = jawaban.status();
        Ok((status, baca(jawaban).await?))
    }
}

/// What this adapter cannot ask for yet; nothing left.
fn belum() -> TteGagal {
    TteGagal::TidakTerkirim(PortError::tak_terduga("belum didukung adaptor ini"))
}

/// Whether the address is this machine, where plain HTTP cannot be overheard.
fn mesin_ini(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

/// Without a connection nothing left; in any other case the host may have signed.
fn gagal_kirim(galat: reqwest::Error) -> TteGagal {
    let terkirim = !(galat.is_connect() || galat.is_builder());
    let galat = PortError::tidak_tersedia(SISTEM, galat.without_url());
    if terkirim { TteGagal::TidakDiketahui(galat) } else { TteGagal::TidakTerkirim(galat) }
}

async fn baca(mut jawaban: Response) -> Result<Vec<u8>, TteGagal> {
    let mut badan = Vec::new();
    while let Some(potongan) = jawaban.chunk().await.map_err(|galat| {
        TteGagal::TidakDiketahui(PortError::tidak_tersedia(SISTEM, galat.without_url()))
    })? {
        if badan.len() + potongan.len() > JAWABAN_TERBESAR {
            return Err(jawaban::tidak_diketahui("jawaban terlalu besar"));
        }
        badan.extend_from_slice(&potongan);
    }
    Ok(badan)
}

#[async_trait]
impl PenandaTangan for BsreV2 {
    async fn tanda_tangani(
        &self,
        koneksi: &KoneksiTte,
        permintaan: PermintaanTte,
    ) -> Result<Vec<u8>, TteGagal> {
        if permintaan.tampilan != Tampilan::TakTerlihat {
            return Err(belum());
        }
        let (passphrase, totp) = match &permintaan.kunci {
            KunciTte::Passphrase(passphrase) => (Some(passphrase.buka()), None),
            KunciTte::Totp(kode) => (None, Some(kode.buka())),
        };
        let badan = serde_json::to_vec(&BadanTandaTangan {
            nik: permintaan.nik.lengkap(),
            passphrase,
            totp,
            signature_properties: [Properti {
                tampilan: "INVISIBLE",
                reason: &permintaan.alasan,
                location: &permintaan.lokasi,
            }],
            file: [STANDARD.encode(&permintaan.pdf)],
        })
        .map_err(|galat| TteGagal::TidakTerkirim(PortError::tak_terduga(galat)))?;
        drop(permintaan);
        let tenggat = self.tenggat_tanda_tangan;
        let (status, badan) = self.kirim(koneksi, "/api/v2/sign/pdf", badan, tenggat).await?;
        jawaban::berkas(status, &badan)
    }

    async fn status(
        &self,
        koneksi: &KoneksiTte,
        nik: &Nik,
    ) -> Result<StatusPenandaTangan, TteGagal> {
        let badan = serde_json::to_vec(&BadanStatus { nik: nik.lengkap() })
            .map_err(|galat| TteGagal::TidakTerkirim(PortError::tak_terduga(galat)))?;
        let tenggat = self.tenggat_status;
        let (status, badan) =
            self.kirim(koneksi, "/api/v2/user/check/status", badan, tenggat).await?;
        jawaban::status(status, &badan)
    }

    async fn minta_totp(&self, _: &KoneksiTte, _: &Nik, _: u32) -> Result<(), TteGagal> {
        Err(belum())
    }

    async fn minta_totp_segel(&self, _: &KoneksiTte, _: u32) -> Result<(), TteGagal> {
        Err(belum())
    }

    async fn segel(&self, _: &KoneksiTte, _: PermintaanSegel) -> Result<Vec<u8>, TteGagal> {
        Err(belum())
    }
}
