//! Fetching media: the id gives a short-lived address, the address gives the bytes. The token goes only to the API's own
//! origin and to hosts the office listed.

use loket_domain::{
    outbox::KelasGalat,
    percakapan::{MediaGagal, MediaMasuk, NomorLayanan},
};
use reqwest::{Response, StatusCode, Url};
use ring::digest;

use super::{
    jawaban,
    klien::{CloudApi, Putus, mesin_ini},
    longgar,
};

/// What a lookup tells about a file.
struct Rujukan {
    url: Url,
    sha256: Option<Vec<u8>>,
    ukuran: Option<u64>,
}

fn sementara(kode: impl Into<String>) -> MediaGagal {
    MediaGagal::Sementara(kode.into())
}

impl CloudApi {
    /// Looks the file up and downloads it; an address that ran out is asked for once more.
    pub(super) async fn unduh(
        &self,
        nomor: &NomorLayanan,
        media: &str,
        sha256: Option<&[u8]>,
        batas: u64,
    ) -> Result<MediaMasuk, MediaGagal> {
        let mut diulang = false;
        loop {
            let rujukan = self.cari(nomor, media).await?;
            if rujukan.ukuran.is_some_and(|ukuran| ukuran > batas) {
                return Err(MediaGagal::TerlaluBesar);
            }
            let unduhan = self
                .http
                .get(rujukan.url)
                .bearer_auth(nomor.token.buka())
                .send()
                .await
                .map_err(|_| sementara("wa_unduh_putus"))?;
            if unduhan.status() == StatusCode::NOT_FOUND && !diulang {
                diulang = true;
                continue;
            }
            periksa(unduhan.status())?;
            let isi = alirkan(unduhan, batas).await?;
            let sidik = digest::digest(&digest::SHA256, &isi);
            let harapan = [sha256, rujukan.sha256.as_deref()];
            if harapan.into_iter().flatten().any(|harapan| harapan != sidik.as_ref()) {
                return Err(sementara("wa_sidik_berbeda"));
            }
            if rujukan.ukuran.is_some_and(|ukuran| ukuran != isi.len() as u64) {
                return Err(sementara("wa_ukuran_berbeda"));
            }
            return Ok(MediaMasuk { isi });
        }
    }

    async fn cari(&self, nomor: &NomorLayanan, media: &str) -> Result<Rujukan, MediaGagal> {
        let mut alamat =
            self.alamat(nomor, &[media]).ok_or_else(|| sementara("wa_alamat_media"))?;
        alamat.query_pairs_mut().append_pair("phone_number_id", &nomor.phone_number_id);
        let permintaan = self.http.get(alamat).bearer_auth(nomor.token.buka());
        let (status, badan) =
            Self::panggil(permintaan, self.tenggat_media).await.map_err(|putus| match putus {
                Putus::BelumBerangkat(kode) => sementara(kode),
                Putus::TidakDiketahui => sementara("wa_koneksi"),
            })?;
        let json = longgar::json(&badan).unwrap_or_default();
        if let Some(kode) = jawaban::kode(&json) {
            let galat = format!("wa_{kode}");
            return Err(match KelasGalat::dari(kode) {
                Some(KelasGalat::Tetap | KelasGalat::PengirimDihentikan) => {
                    MediaGagal::Tetap(galat)
                }
                _ => sementara(galat),
            });
        }
        periksa(status)?;
        let url = json["url"].as_str().ok_or_else(|| sementara("wa_jawaban_media"))?;
        let url = Url::parse(url).ok().filter(|url| self.boleh(nomor, url));
        Ok(Rujukan {
            url: url.ok_or_else(|| MediaGagal::Tetap("wa_host_media".to_owned()))?,
            sha256: longgar::sha256(&json["sha256"]),
            ukuran: longgar::bulat(&json["file_size"]).and_then(|n| u64::try_from(n).ok()),
        })
    }

    /// Whether the token may be shown to this address.
    fn boleh(&self, nomor: &NomorLayanan, url: &Url) -> bool {
        let sendiri = Url::parse(&nomor.base_url).is_ok_and(|dasar| dasar.origin() == url.origin());
        let terdaftar = || nomor.host_media.iter().any(|host| cocok(host, url));
        // The API's own address is the operator's word; every other one is looked at like any address from outside.
        self.aman(url)
            && (sendiri || (terdaftar() && (mesin_ini(url) || self.pagar.boleh_url(url))))
    }
}

/// Whether the address lies on the listed host: exactly that one, on the usual port unless the list names another.
fn cocok(terdaftar: &str, url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let milik = match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    !host.is_empty() && terdaftar.eq_ignore_ascii_case(&milik)
}

/// Success, or why not.
fn periksa(status: StatusCode) -> Result<(), MediaGagal> {
    let kode = format!("wa_http_{}", status.as_u16());
    match status {
        _ if status.is_success() => Ok(()),
        StatusCode::BAD_REQUEST | StatusCode::GONE => Err(MediaGagal::Tetap(kode)),
        _ => Err(MediaGagal::Sementara(kode)),
    }
}

/// The whole body, given up as soon as it grows beyond the limit.
async fn alirkan(mut unduhan: Response, batas: u64) -> Result<Vec<u8>, MediaGagal> {
    if unduhan.content_length().is_some_and(|panjang| panjang > batas) {
        return Err(MediaGagal::TerlaluBesar);
    }
    let mut isi = Vec::new();
    while let Some(potongan) = unduhan.chunk().await.map_err(|_| sementara("wa_unduh_putus"))? {
        if (isi.len() + potongan.len()) as u64 > batas {
            return Err(MediaGagal::TerlaluBesar);
        }
        isi.extend_from_slice(&potongan);
    }
    Ok(isi)
}
