//! Visible signatures: the picture, and a place for it on a page.

mod huruf;
mod raster;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use loket_domain::dokumen::{
    HalamanStempel, IsiStempel, Kotak, PembuatStempel, Pojok, StempelGagal, TempatStempel,
};
use qrcode::{EcLevel, QrCode};

use self::{huruf::Huruf, raster::Raster};
use super::{geometri::Lembar, pades};

pub(super) use raster::{gagal, putar_png};

/// Size of a stamp in points; on a small page it shrinks, keeping its shape.
const LEBAR: f32 = 212.0;
const TINGGI: f32 = 72.0;
/// A QR on anything narrower is not read off paper any more.
const LEBAR_TERKECIL: f32 = 140.0;
/// From the edge of the page, where printers can still print.
const TEPI: f32 = 28.0;

/// Pixels of the picture: four per point, 288 dpi.
const PIKSEL: (usize, usize) = (848, 288);
const BINGKAI: usize = 3;
const SELA: usize = 14;
/// The quiet zone around a QR, in modules.
const TEPI_QR: usize = 4;
/// Sizes of letters that are tried, in pixels.
const HURUF_TERBESAR: u16 = 38;
const HURUF_TERKECIL: u16 = 18;

/// Draws stamps as PNG and places them.
#[derive(Clone, Copy, Debug, Default)]
pub struct StempelPng;

impl PembuatStempel for StempelPng {
    fn gambar(&self, isi: &IsiStempel) -> Result<Vec<u8>, StempelGagal> {
        let mut raster = Raster::putih(PIKSEL.0, PIKSEL.1);
        raster.bingkai(BINGKAI);
        let teks_dari = qr(&mut raster, &isi.url)?;
        tulis(&mut raster, isi, teks_dari)?;
        raster.png()
    }

    fn tempat(
        &self,
        pdf: &[u8],
        halaman: HalamanStempel,
        pojok: Pojok,
    ) -> Result<TempatStempel, StempelGagal> {
        // The PDF reader is not ours; should it panic on a crafted file, the file simply has no place.
        catch_unwind(AssertUnwindSafe(|| tempat(pdf, halaman, pojok)))
            .unwrap_or(Err(StempelGagal::BukanPdf))
    }
}

/// Draws the QR at the left edge; where the text begins.
fn qr(raster: &mut Raster, url: &str) -> Result<usize, StempelGagal> {
    // A stamp is photographed, creased and copied: a quarter of it may be lost when there is room for that.
    let kode = [EcLevel::Q, EcLevel::M, EcLevel::L]
        .into_iter()
        .filter_map(|tahan| QrCode::with_error_correction_level(url, tahan).ok())
        .find(|kode| modul_terkecil(kode.width()) >= 4)
        .ok_or(StempelGagal::AlamatTerlaluPanjang)?;
    let (banyak, sisi) = (kode.width(), modul_terkecil(kode.width()));
    let seluruh = (banyak + 2 * TEPI_QR) * sisi;
    let atas = (PIKSEL.1 - seluruh) / 2 + TEPI_QR * sisi;
    let kiri = BINGKAI + SELA / 2 + TEPI_QR * sisi;
    for (nomor, warna) in kode.to_colors().into_iter().enumerate() {
        if warna == qrcode::Color::Dark {
            let (x, y) = (nomor % banyak, nomor / banyak);
            raster.kotak(kiri + x * sisi, atas + y * sisi, sisi, sisi);
        }
    }
    Ok(BINGKAI + SELA / 2 + seluruh)
}

/// Pixels per module, so that the code fits between the frames.
fn modul_terkecil(banyak: usize) -> usize {
    (PIKSEL.1 - 2 * BINGKAI) / (banyak + 2 * TEPI_QR)
}

/// Writes the lines beside the QR, as large as they fit.
fn tulis(raster: &mut Raster, isi: &IsiStempel, dari: usize) -> Result<(), StempelGagal> {
    let huruf = Huruf::muat()?;
    let lebar = PIKSEL.0.saturating_sub(dari + BINGKAI + SELA);
    let tinggi = PIKSEL.1 - 2 * (BINGKAI + SELA);
    let baris = isi.baris();
    let terakhir = baris.len().saturating_sub(1);
    let susun = |ukuran: u16| -> Vec<(String, bool)> {
        let satu = |(nomor, teks): (usize, &String)| {
            let tebal = nomor == terakhir;
            let potong = huruf.bungkus(teks, tebal, f32::from(ukuran), lebar);
            potong.into_iter().map(move |satu| (satu, tebal)).collect::<Vec<_>>()
        };
        baris.iter().enumerate().flat_map(satu).collect()
    };
    let jarak = |ukuran: u16| usize::from(ukuran) * 5 / 4;
    let muat = |ukuran: u16| susun(ukuran).len() * jarak(ukuran) <= tinggi;
    let ukuran = (HURUF_TERKECIL..=HURUF_TERBESAR).rev().find(|ukuran| muat(*ukuran));
    let ukuran = ukuran.unwrap_or(HURUF_TERKECIL);
    let mut potongan = susun(ukuran);
    // What still does not fit is left out from the middle, never the name at the end.
    while potongan.len() > 2 && potongan.len() * jarak(ukuran) > tinggi {
        let nama = potongan.iter().filter(|(_, tebal)| *tebal).count();
        let tengah = potongan.len().saturating_sub(nama + 1).max(1);
        potongan.remove(tengah.min(potongan.len() - 1));
    }
    let mut atas = (PIKSEL.1.saturating_sub(potongan.len() * jarak(ukuran))) / 2;
    for (teks, tebal) in potongan {
        huruf.gambar(raster, &teks, tebal, f32::from(ukuran), (dari, atas));
        atas += jarak(ukuran);
    }
    Ok(())
}

fn tempat(
    pdf: &[u8],
    halaman: HalamanStempel,
    pojok: Pojok,
) -> Result<TempatStempel, StempelGagal> {
    let dokumen = pades::buka(pdf).ok_or(StempelGagal::BukanPdf)?;
    let semua: Vec<_> = dokumen.page_iter().collect();
    let banyak = u32::try_from(semua.len()).map_err(gagal)?;
    let nomor = match halaman {
        HalamanStempel::Pertama => 1,
        HalamanStempel::Terakhir => banyak,
        HalamanStempel::Nomor(nomor) => nomor,
    };
    let id = usize::try_from(nomor)
        .ok()
        .and_then(|nomor| semua.get(nomor.checked_sub(1)?))
        .ok_or(StempelGagal::HalamanTidakAda(nomor))?;
    let lembar = Lembar::baca(&dokumen, *id).ok_or(StempelGagal::BukanPdf)?;
    let (lebar_halaman, tinggi_halaman) = lembar.ukuran();
    let ruang = (lebar_halaman - 2.0 * TEPI, tinggi_halaman - 2.0 * TEPI);
    let skala = (ruang.0 / LEBAR).min(ruang.1 / TINGGI).min(1.0);
    let (lebar, tinggi) = (LEBAR * skala, TINGGI * skala);
    if lebar < LEBAR_TERKECIL {
        return Err(StempelGagal::HalamanTerlaluKecil);
    }
    let (kanan, atas) = (lebar_halaman - TEPI - lebar, tinggi_halaman - TEPI - tinggi);
    let (x, y) = match pojok {
        Pojok::KiriAtas => (TEPI, atas),
        Pojok::KananAtas => (kanan, atas),
        Pojok::KiriBawah => (TEPI, TEPI),
        Pojok::KananBawah => (kanan, TEPI),
    };
    Ok(TempatStempel { halaman: nomor, kotak: Kotak { x, y, lebar, tinggi } })
}
