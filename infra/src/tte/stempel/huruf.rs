//! Letters: the two faces that stamps are written in, and lines that fit.

use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};
use loket_domain::dokumen::StempelGagal;

use super::raster::{Raster, gagal};

/// DejaVu Sans, reduced to Latin letters; see `huruf/LICENSE.txt`.
const BIASA: &[u8] = include_bytes!("huruf/DejaVuSans.ttf");
const TEBAL: &[u8] = include_bytes!("huruf/DejaVuSans-Bold.ttf");

/// Both faces.
pub(super) struct Huruf {
    biasa: FontRef<'static>,
    tebal: FontRef<'static>,
}

impl Huruf {
    /// Reads the embedded faces.
    pub(super) fn muat() -> Result<Self, StempelGagal> {
        let baca = |isi| FontRef::try_from_slice(isi).map_err(gagal);
        Ok(Self { biasa: baca(BIASA)?, tebal: baca(TEBAL)? })
    }

    fn muka(&self, tebal: bool) -> &FontRef<'static> {
        if tebal { &self.tebal } else { &self.biasa }
    }

    fn panjang(&self, teks: &str, tebal: bool, ukuran: f32) -> f32 {
        let muka = self.muka(tebal).as_scaled(PxScale::from(ukuran));
        teks.chars().map(|satu| muka.h_advance(muka.glyph_id(satu))).sum()
    }

    /// Breaks a text at its spaces, so that no line is wider than `lebar`; a word that is wider is cut.
    pub(super) fn bungkus(
        &self,
        teks: &str,
        tebal: bool,
        ukuran: f32,
        lebar: usize,
    ) -> Vec<String> {
        let muat = |teks: &str| self.panjang(teks, tebal, ukuran) <= angka(lebar);
        let mut hasil = Vec::new();
        let mut baris = String::new();
        for kata in teks.split_whitespace() {
            let sambung =
                if baris.is_empty() { kata.to_owned() } else { format!("{baris} {kata}") };
            if muat(&sambung) {
                baris = sambung;
                continue;
            }
            if !baris.is_empty() {
                hasil.push(std::mem::take(&mut baris));
            }
            for satu in kata.chars() {
                baris.push(satu);
                if !muat(&baris) {
                    baris.pop();
                    hasil.push(std::mem::replace(&mut baris, satu.to_string()));
                }
            }
        }
        hasil.push(baris);
        hasil.retain(|satu| !satu.is_empty());
        hasil
    }

    /// Draws one line with its upper left corner at `sudut`.
    pub(super) fn gambar(
        &self,
        raster: &mut Raster,
        teks: &str,
        tebal: bool,
        ukuran: f32,
        sudut: (usize, usize),
    ) {
        let muka = self.muka(tebal).as_scaled(PxScale::from(ukuran));
        let mut pena = point(angka(sudut.0), angka(sudut.1) + muka.ascent());
        for satu in teks.chars() {
            let mut glif = muka.scaled_glyph(satu);
            glif.position = pena;
            pena.x += muka.h_advance(glif.id);
            let Some(garis) = self.muka(tebal).outline_glyph(glif) else { continue };
            let batas = garis.px_bounds();
            garis.draw(|x, y, tinta| raster.tinta(batas.min.x, batas.min.y, x, y, tinta));
        }
    }
}

/// A count of pixels of a stamp: small, so nothing is lost.
fn angka(piksel: usize) -> f32 {
    f32::from(u16::try_from(piksel).unwrap_or(u16::MAX))
}
