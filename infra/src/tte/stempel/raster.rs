//! A grey picture, and PNG in and out.

use std::io::Cursor;

use loket_domain::{dokumen::StempelGagal, galat::PortError};
use png::{BitDepth, ColorType, Decoder, Encoder, Limits, Transformations};

const PUTIH: u8 = 0xFF;
/// Memory a foreign PNG may ask for.
const PNG_TERBESAR: usize = 32 * 1024 * 1024;

/// One byte per pixel, from the upper left corner.
pub(super) struct Raster {
    lebar: usize,
    tinggi: usize,
    isi: Vec<u8>,
}

/// Wraps whatever a library says.
pub(in crate::tte) fn gagal(
    sebab: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> StempelGagal {
    StempelGagal::Gambar(PortError::tak_terduga(sebab))
}

impl Raster {
    /// An empty sheet.
    pub(super) fn putih(lebar: usize, tinggi: usize) -> Self {
        Self { lebar, tinggi, isi: vec![PUTIH; lebar * tinggi] }
    }

    /// A black rectangle; what lies outside is left out.
    pub(super) fn kotak(&mut self, x: usize, y: usize, lebar: usize, tinggi: usize) {
        for baris in y..(y + tinggi).min(self.tinggi) {
            let mulai = baris * self.lebar;
            let (dari, sampai) = (x.min(self.lebar), (x + lebar).min(self.lebar));
            self.isi[mulai + dari..mulai + sampai].fill(0);
        }
    }

    /// A frame along the edges.
    pub(super) fn bingkai(&mut self, tebal: usize) {
        let (lebar, tinggi) = (self.lebar, self.tinggi);
        self.kotak(0, 0, lebar, tebal);
        self.kotak(0, tinggi.saturating_sub(tebal), lebar, tebal);
        self.kotak(0, 0, tebal, tinggi);
        self.kotak(lebar.saturating_sub(tebal), 0, tebal, tinggi);
    }

    /// Darkens one pixel of a glyph whose corner is at `kiri`, `atas`.
    pub(super) fn tinta(&mut self, kiri: f32, atas: f32, x: u32, y: u32, tinta: f32) {
        let letak = |asal: f32, geser: u32| {
            let geser = i64::from(geser);
            #[expect(clippy::cast_possible_truncation, reason = "a glyph stands near the picture")]
            let asal = asal as i64;
            usize::try_from(asal + geser).ok()
        };
        let (Some(x), Some(y)) = (letak(kiri, x), letak(atas, y)) else { return };
        if x >= self.lebar || y >= self.tinggi {
            return;
        }
        let piksel = &mut self.isi[y * self.lebar + x];
        let terang = f32::from(*piksel) * (1.0 - tinta.clamp(0.0, 1.0));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 255"
        )]
        let terang = terang as u8;
        *piksel = terang;
    }

    /// The picture as PNG.
    pub(super) fn png(&self) -> Result<Vec<u8>, StempelGagal> {
        tulis(self.lebar, self.tinggi, ColorType::Grayscale, &self.isi)
    }
}

fn tulis(
    lebar: usize,
    tinggi: usize,
    warna: ColorType,
    isi: &[u8],
) -> Result<Vec<u8>, StempelGagal> {
    let ukuran = |sisi: usize| u32::try_from(sisi).map_err(gagal);
    let mut hasil = Vec::new();
    let mut penulis = Encoder::new(&mut hasil, ukuran(lebar)?, ukuran(tinggi)?);
    penulis.set_color(warna);
    penulis.set_depth(BitDepth::Eight);
    let mut penulis = penulis.write_header().map_err(gagal)?;
    penulis.write_image_data(isi).map_err(gagal)?;
    penulis.finish().map_err(gagal)?;
    Ok(hasil)
}

/// The same PNG turned counter-clockwise by 0, 90, 180 or 270 degrees.
pub(in crate::tte) fn putar_png(png: &[u8], derajat: u16) -> Result<Vec<u8>, StempelGagal> {
    if derajat % 360 == 0 {
        return Ok(png.to_vec());
    }
    let mut pembaca = Decoder::new_with_limits(Cursor::new(png), Limits { bytes: PNG_TERBESAR });
    pembaca.set_transformations(Transformations::normalize_to_color8());
    let mut pembaca = pembaca.read_info().map_err(gagal)?;
    let besar = pembaca.output_buffer_size().filter(|besar| *besar <= PNG_TERBESAR);
    let mut isi = vec![0; besar.ok_or_else(|| gagal("PNG terlalu besar"))?];
    let info = pembaca.next_frame(&mut isi).map_err(gagal)?;
    let (lebar, tinggi) =
        (usize::try_from(info.width).map_err(gagal)?, usize::try_from(info.height).map_err(gagal)?);
    let n = info.color_type.samples();
    let baru = if derajat % 180 == 90 { (tinggi, lebar) } else { (lebar, tinggi) };
    let mut hasil = Vec::with_capacity(isi.len());
    for y in 0..baru.1 {
        for x in 0..baru.0 {
            let (dari_x, dari_y) = match derajat % 360 {
                90 => (lebar - 1 - y, x),
                180 => (lebar - 1 - x, tinggi - 1 - y),
                _ => (y, tinggi - 1 - x),
            };
            let di = (dari_y * lebar + dari_x) * n;
            hasil.extend_from_slice(isi.get(di..di + n).ok_or_else(|| gagal("PNG rusak"))?);
        }
    }
    tulis(baru.0, baru.1, info.color_type, &hasil)
}
