//! The first generation: multipart in; the PDF itself out, with a document id that it can be fetched with once more.

use loket_domain::{
    dokumen::{HasilTte, KoneksiTte, StatusPenandaTangan, TteGagal, VerifikasiHost},
    galat::PortError,
    nilai::{Nik, Rahasia},
};
use reqwest::{Method, Response, StatusCode};
use zeroize::Zeroizing;

use super::{
    badan::Formulir,
    jawaban,
    kirim::{Kurir, Surat, baca},
    letak::Letak,
};

/// What a sign call says.
pub(super) struct Isian<'a> {
    pub(super) pdf: &'a [u8],
    pub(super) nik: &'a Nik,
    pub(super) passphrase: &'a Rahasia,
    pub(super) letak: Option<&'a Letak>,
    pub(super) alasan: &'a str,
    pub(super) lokasi: &'a str,
}

impl Isian<'_> {
    fn formulir(&self) -> Result<Formulir, TteGagal> {
        let gambar = self.letak.map_or(0, |letak| letak.gambar.len());
        let formulir = Formulir::new(self.pdf.len() + gambar)?
            .teks("nik", self.nik.lengkap())
            .teks("passphrase", self.passphrase.buka())
            .teks("reason", self.alasan)
            .teks("location", self.lokasi)
            .berkas("file", "dokumen.pdf", "application/pdf", self.pdf);
        Ok(match self.letak {
            None => formulir.teks("tampilan", "invisible"),
            Some(letak) => formulir
                .teks("tampilan", "visible")
                .teks("image", "true")
                .teks("page", &letak.halaman.to_string())
                .teks("xAxis", &letak.x.to_string())
                .teks("yAxis", &letak.y.to_string())
                .teks("width", &letak.lebar.to_string())
                .teks("height", &letak.tinggi.to_string())
                .berkas("imageTTD", "stempel.png", "image/png", &letak.gambar),
        })
    }
}

/// Signs; a file that did not arrive, of which the host says that it signed it, is fetched once.
pub(super) async fn tanda_tangani(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    isian: &Isian<'_>,
) -> Result<HasilTte, TteGagal> {
    let (jenis, badan) = isian.formulir()?.selesai();
    let tenggat = kurir.tenggat_tanda_tangan;
    let surat = Surat { cara: Method::POST, jalur: "/api/sign/pdf", jenis: &jenis, badan, tenggat };
    let jawaban = kurir.kirim(koneksi, surat).await?;
    let (http, nomor) = (jawaban.status(), nomor_dokumen(&jawaban));
    let badan = baca(jawaban).await;
    let Some(nomor) = nomor.filter(|_| http == StatusCode::OK) else {
        return Ok(HasilTte { pdf: jawaban::pdf(http, badan?)?, nomor_host: None });
    };
    let pdf = match badan {
        Ok(badan) if badan.starts_with(b"%PDF-") => badan,
        _ => match unduh(kurir, koneksi, &nomor).await {
            Ok(pdf) => pdf,
            Err(sumber) => return Err(TteGagal::TidakTerunduh { nomor_host: nomor, sumber }),
        },
    };
    Ok(HasilTte { pdf, nomor_host: Some(nomor) })
}

/// The document id in the header, when it is one.
fn nomor_dokumen(jawaban: &Response) -> Option<String> {
    let nomor = jawaban.headers().get("id_dokumen")?.to_str().ok()?.trim();
    let wajar = (8..=64).contains(&nomor.len())
        && nomor.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    wajar.then(|| nomor.to_owned())
}

/// Fetches a signed file. The host gives it out once; this signs nothing.
async fn unduh(kurir: &Kurir, koneksi: &KoneksiTte, nomor: &str) -> Result<Vec<u8>, PortError> {
    let jalur = format!("/api/sign/download/{nomor}");
    let hilang = || PortError::tak_terduga("berkas yang ditandatangani tidak dapat diunduh");
    let surat = Surat {
        cara: Method::GET,
        jalur: &jalur,
        jenis: "",
        badan: Zeroizing::default(),
        tenggat: kurir.tenggat_tanda_tangan,
    };
    match kurir.tanya(koneksi, surat).await {
        Ok((StatusCode::OK, badan)) if badan.starts_with(b"%PDF-") => Ok(badan),
        _ => Err(hilang()),
    }
}

/// The state of a signer.
pub(super) async fn status(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    nik: &Nik,
) -> Result<StatusPenandaTangan, TteGagal> {
    let jalur = format!("/api/user/status/{}", nik.lengkap());
    let surat = Surat {
        cara: Method::GET,
        jalur: &jalur,
        jenis: "",
        badan: Zeroizing::default(),
        tenggat: kurir.tenggat_status,
    };
    let (http, badan) = kurir.tanya(koneksi, surat).await?;
    jawaban::status(http, &badan)
}

/// What the host thinks of a signed file.
pub(super) async fn verifikasi(
    kurir: &Kurir,
    koneksi: &KoneksiTte,
    pdf: &[u8],
) -> Result<VerifikasiHost, TteGagal> {
    let (jenis, badan) = Formulir::new(pdf.len())?
        .berkas("signed_file", "dokumen.pdf", "application/pdf", pdf)
        .selesai();
    let tenggat = kurir.tenggat_verifikasi;
    let surat =
        Surat { cara: Method::POST, jalur: "/api/sign/verify", jenis: &jenis, badan, tenggat };
    let (http, badan) = kurir.tanya(koneksi, surat).await?;
    jawaban::verifikasi(http, &badan)
}
