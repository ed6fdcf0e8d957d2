//! One request, once.

use std::{net::IpAddr, time::Duration};

use bytes::Bytes;
use loket_domain::{
    dokumen::{KoneksiTte, TteGagal},
    galat::PortError,
};
use reqwest::{Client, Method, Response, StatusCode, Url, redirect, retry};
use zeroize::Zeroizing;

use super::jawaban;

const SISTEM: &str = "tte";
/// A signed file of 50 MB in base64, and what surrounds it.
const JAWABAN_TERBESAR: usize = 72 * 1024 * 1024;

/// A request body. Overwritten when the last part of it was sent, since it holds a passphrase.
pub(super) type Badan = Zeroizing<Vec<u8>>;

/// Carries requests to hosts.
#[derive(Clone, Debug)]
pub(super) struct Kurir {
    http: Client,
    pub(super) tenggat_tanda_tangan: Duration,
    pub(super) tenggat_verifikasi: Duration,
    pub(super) tenggat_status: Duration,
}

/// A request on its way.
pub(super) struct Surat<'a> {
    pub(super) cara: Method,
    /// Below the base URL.
    pub(super) jalur: &'a str,
    pub(super) jenis: &'a str,
    pub(super) badan: Badan,
    pub(super) tenggat: Duration,
}

impl Kurir {
    /// A client that follows nothing, reuses nothing and repeats nothing.
    pub(super) fn new() -> Result<Self, PortError> {
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
            tenggat_verifikasi: Duration::from_mins(2),
            tenggat_status: Duration::from_secs(15),
        })
    }

    /// Sends once; the answer with its body still to come.
    pub(super) async fn kirim(
        &self,
        koneksi: &KoneksiTte,
        surat: Surat<'_>,
    ) -> Result<Response, TteGagal> {
        let url = alamat(koneksi, surat.jalur)?;
        if url.scheme() == "http" && !mesin_ini(&url) {
            tracing::warn!(
                host = url.host_str().unwrap_or_default(),
                "layanan TTE dihubungi tanpa TLS, sesuai pengecualian kantor ini"
            );
        }
        let permintaan = self
            .http
            .request(surat.cara, url)
            .basic_auth(&koneksi.nama_pengguna, Some(koneksi.sandi.buka()))
            .timeout(surat.tenggat);
        let permintaan = if surat.badan.is_empty() {
            permintaan
        } else {
            permintaan
                .header("content-type", surat.jenis)
                .body(Bytes::from_owner(BadanTerhapus(surat.badan)))
        };
        permintaan.send().await.map_err(gagal_kirim)
    }

    /// Sends once; status and body, or why there is none.
    pub(super) async fn tanya(
        &self,
        koneksi: &KoneksiTte,
        surat: Surat<'_>,
    ) -> Result<(StatusCode, Vec<u8>), TteGagal> {
        let jawaban = self.kirim(koneksi, surat).await?;
        let status = jawaban.status();
        Ok((status, baca(jawaban).await?))
    }
}

/// Lets a body be shared until the last part of it was sent.
struct BadanTerhapus(Badan);

impl AsRef<[u8]> for BadanTerhapus {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The address of a call, when it may be called at all.
pub(super) fn alamat(koneksi: &KoneksiTte, jalur: &str) -> Result<Url, TteGagal> {
    let tak_terkirim = |sebab: &'static str| TteGagal::TidakTerkirim(PortError::tak_terduga(sebab));
    let teks = format!("{}{jalur}", koneksi.base_url.trim_end_matches('/'));
    let url =
        Url::parse(&teks).map_err(|_| tak_terkirim("alamat layanan TTE tidak dapat dibaca"))?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if koneksi.http_polos || mesin_ini(&url) => Ok(url),
        _ => Err(tak_terkirim("layanan TTE harus memakai https")),
    }
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

/// The whole body, within limits.
pub(super) async fn baca(mut jawaban: Response) -> Result<Vec<u8>, TteGagal> {
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
