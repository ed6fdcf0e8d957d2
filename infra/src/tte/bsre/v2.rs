//! The second generation: JSON both ways. There is no document id to ask for later.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use loket_domain::{
    dokumen::{KoneksiTte, KunciTte, StatusPenandaTangan, TteGagal, VerifikasiHost},
    nilai::{Nik, Rahasia},
};
use reqwest::{Method, StatusCode};
use serde::Serialize;

use super::{
    badan, jawaban,
    kirim::{Badan, Kurir, Surat},
    letak::Letak,
};

/// What a sign call says besides who signs.
pub(super) struct Tanda<'a> {
    pub(super) pdf: &'a [u8],
    pub(super) letak: Option<&'a Letak>,
    pub(super) alasan: &'a str,
    pub(super) lokasi: &'a str,
}

/// Body of a sign or seal call; borrowed, so that a passphrase is copied once, into the request.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct BadanTanda<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    nik: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_subscriber: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passphrase: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    totp: Option<&'a str>,
    signature_properties: Vec<Properti<'a>>,
    file: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properti<'a> {
    tampilan: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_base64: Option<String>,
    #[serde(flatten)]
    letak: Option<Koordinat>,
    location: &'a str,
    reason: &'a str,
    contact_info: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Koordinat {
    page: u32,
    origin_x: f32,
    origin_y: f32,
    width: f32,
    height: f32,
}

#[derive(Serialize)]
struct BadanOrang<'a> {
    nik: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BadanSegel<'a> {
    id_subscriber: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    totp: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<u32>,
}

#[derive(Serialize)]
struct BadanVerifikasi {
    file: String,
}

impl<'a> Tanda<'a> {
    fn badan(&self, siapa: BadanTanda<'a>) -> Result<Badan, TteGagal> {
        let properti = Properti {
            tampilan: if self.letak.is_some() { "VISIBLE" } else { "INVISIBLE" },
            image_base64: self.letak.map(|letak| STANDARD.encode(&letak.gambar)),
            letak: self.letak.map(|letak| Koordinat {
                page: letak.halaman,
                origin_x: letak.x,
                origin_y: letak.y,
                width: letak.lebar,
                height: letak.tinggi,
            }),
            location: self.lokasi,
            reason: self.alasan,
            contact_info: "",
        };
        let file = STANDARD.encode(self.pdf);
        let besar = file.len() + properti.image_base64.as_ref().map_or(0, String::len);
        let isi = BadanTanda { signature_properties: vec![properti], file: vec![file], ..siapa };
        badan::json(&isi, besar)
    }
}

async fn tanya(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    jalur: &str,
    badan: Badan,
    tenggat: Duration,
) -> Result<(StatusCode, Vec<u8>), TteGagal> {
    let surat = Surat { cara: Method::POST, jalur, jenis: "application/json", badan, tenggat };
    kurir.tanya(koneksi, surat).await
}

/// Signs.
pub(super) async fn tanda_tangani(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    nik: &Nik,
    kunci: &KunciTte,
    tanda: &Tanda<'_>,
) -> Result<Vec<u8>, TteGagal> {
    let (passphrase, totp) = match kunci {
        KunciTte::Passphrase(passphrase) => (Some(passphrase.buka()), None),
        KunciTte::Totp(kode) => (None, Some(kode.buka())),
    };
    let siapa = BadanTanda { nik: Some(nik.lengkap()), passphrase, totp, ..BadanTanda::default() };
    let badan = tanda.badan(siapa)?;
    let tenggat = kurir.tenggat_tanda_tangan;
    let (http, badan) = tanya(kurir, koneksi, "/api/v2/sign/pdf", badan, tenggat).await?;
    jawaban::berkas(http, &badan)
}

/// Seals.
pub(super) async fn segel(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    pelanggan: &str,
    totp: &Rahasia,
    tanda: &Tanda<'_>,
) -> Result<Vec<u8>, TteGagal> {
    let siapa = BadanTanda {
        id_subscriber: Some(pelanggan),
        totp: Some(totp.buka()),
        ..BadanTanda::default()
    };
    let badan = tanda.badan(siapa)?;
    let tenggat = kurir.tenggat_tanda_tangan;
    let (http, badan) = tanya(kurir, koneksi, "/api/v2/seal/pdf", badan, tenggat).await?;
    jawaban::berkas(http, &badan)
}

/// The state of a signer.
pub(super) async fn status(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    nik: &Nik,
) -> Result<StatusPenandaTangan, TteGagal> {
    let badan = badan::json(&BadanOrang { nik: nik.lengkap(), data: None }, 0)?;
    let tenggat = kurir.tenggat_status;
    let (http, badan) = tanya(kurir, koneksi, "/api/v2/user/check/status", badan, tenggat).await?;
    jawaban::status(http, &badan)
}

/// Has a one-time code sent to the signer.
pub(super) async fn minta_totp(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    nik: &Nik,
    jumlah: u32,
) -> Result<(), TteGagal> {
    let badan = badan::json(&BadanOrang { nik: nik.lengkap(), data: Some(jumlah) }, 0)?;
    let tenggat = kurir.tenggat_status;
    let (http, badan) = tanya(kurir, koneksi, "/api/v2/sign/get/totp", badan, tenggat).await?;
    jawaban::diterima(http, &badan)
}

async fn tentang_segel(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    jalur: &str,
    isi: &BadanSegel<'_>,
) -> Result<(StatusCode, Vec<u8>), TteGagal> {
    tanya(kurir, koneksi, jalur, badan::json(isi, 0)?, kurir.tenggat_status).await
}

/// Has the activation code of the seal sent.
pub(super) async fn aktifkan_segel(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    pelanggan: &str,
) -> Result<(), TteGagal> {
    let isi = BadanSegel { id_subscriber: pelanggan, totp: None, data: None };
    let jalur = "/api/v2/seal/get/activation";
    let (http, badan) = tentang_segel(kurir, koneksi, jalur, &isi).await?;
    jawaban::diterima(http, &badan)
}

/// Ends an activation.
pub(super) async fn cabut_segel(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    pelanggan: &str,
    aktivasi: &Rahasia,
) -> Result<(), TteGagal> {
    let isi = BadanSegel { id_subscriber: pelanggan, totp: Some(aktivasi.buka()), data: None };
    let jalur = "/api/v2/seal/revoke/activation";
    let (http, badan) = tentang_segel(kurir, koneksi, jalur, &isi).await?;
    jawaban::diterima(http, &badan)
}

/// A one-time code for the seal, out of the answer.
pub(super) async fn minta_totp_segel(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    pelanggan: &str,
    aktivasi: &Rahasia,
    jumlah: u32,
) -> Result<Rahasia, TteGagal> {
    let (totp, data) = (Some(aktivasi.buka()), Some(jumlah));
    let isi = BadanSegel { id_subscriber: pelanggan, totp, data };
    let (http, badan) = tentang_segel(kurir, koneksi, "/api/v2/seal/get/totp", &isi).await?;
    jawaban::totp(http, &badan)
}

/// What the host thinks of a signed file.
pub(super) async fn verifikasi(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    pdf: &[u8],
) -> Result<VerifikasiHost, TteGagal> {
    let file = STANDARD.encode(pdf);
    let besar = file.len();
    let badan = badan::json(&BadanVerifikasi { file }, besar)?;
    let tenggat = kurir.tenggat_verifikasi;
    let (http, badan) = tanya(kurir, koneksi, "/api/v2/verify/pdf", badan, tenggat).await?;
    jawaban::verifikasi(http, &badan)
}
