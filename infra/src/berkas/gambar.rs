//! Pictures: decoded within limits, put upright, and written anew with nothing but their pixels.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage,
    codecs::jpeg::JpegEncoder, metadata::Orientation,
};
use loket_domain::{
    berkas::{
        HasilPeriksa, PIKSEL_GAMBAR, Penolakan, SISI_CUPLIKAN, SISI_GAMBAR, SISI_TAMPILAN,
        SifatBerkas,
    },
    permohonan::TipeBerkas,
};

use super::utuh;

/// Bytes that a decoder may take.
const MEMORI: u64 = 256 * 1024 * 1024;
const MUTU_TAMPILAN: u8 = 85;
const MUTU_CUPLIKAN: u8 = 75;

pub(super) fn periksa(tipe: TipeBerkas, isi: &[u8]) -> Result<HasilPeriksa, Penolakan> {
    // A decoder gives what it has of a picture that breaks off; whoever sent it should send it again.
    let (format, utuh) = match tipe {
        TipeBerkas::Png => (ImageFormat::Png, utuh::png(isi)),
        _ => (ImageFormat::Jpeg, utuh::jpeg(isi)),
    };
    utuh?;
    let (gambar, arah, (lebar, tinggi)) = buka(format, isi)?;
    let gambar = kecilkan(gambar, SISI_TAMPILAN);
    let mut gambar = DynamicImage::from(tanpa_tembus(gambar));
    gambar.apply_orientation(arah);
    let cuplikan = kecilkan(gambar.clone(), SISI_CUPLIKAN);
    let (lebar, tinggi) = if berbaring(arah) { (tinggi, lebar) } else { (lebar, tinggi) };
    Ok(HasilPeriksa {
        tipe,
        sifat: SifatBerkas { lebar, tinggi, halaman: 1, revisi: 0 },
        tampilan: Some(jpeg(&gambar, MUTU_TAMPILAN)?),
        cuplikan: Some(jpeg(&cuplikan, MUTU_CUPLIKAN)?),
    })
}

/// The pixels, how to put them upright, and their sizes as stored.
fn buka(
    format: ImageFormat,
    isi: &[u8],
) -> Result<(DynamicImage, Orientation, (u32, u32)), Penolakan> {
    let mut batas = Limits::default();
    batas.max_image_width = Some(SISI_GAMBAR);
    batas.max_image_height = Some(SISI_GAMBAR);
    batas.max_alloc = Some(MEMORI);
    let mut pembaca = ImageReader::with_format(Cursor::new(isi), format);
    pembaca.limits(batas);
    let mut dekoder = pembaca.into_decoder().map_err(|galat| tolak(&galat))?;
    let (lebar, tinggi) = dekoder.dimensions();
    if lebar == 0 || tinggi == 0 {
        return Err(Penolakan::GambarRusak);
    }
    let piksel = u64::from(lebar) * u64::from(tinggi);
    if piksel > PIKSEL_GAMBAR || dekoder.total_bytes() > MEMORI {
        return Err(Penolakan::PikselBerlebih);
    }
    // A broken EXIF block says nothing about the pixels.
    let arah = dekoder.orientation().unwrap_or(Orientation::NoTransforms);
    let gambar = DynamicImage::from_decoder(dekoder).map_err(|galat| tolak(&galat))?;
    Ok((gambar, arah, (lebar, tinggi)))
}

fn tolak(galat: &ImageError) -> Penolakan {
    match galat {
        ImageError::Limits(_) => Penolakan::PikselBerlebih,
        _ => Penolakan::GambarRusak,
    }
}

/// At most that many pixels in either direction; never enlarged.
fn kecilkan(gambar: DynamicImage, sisi: u32) -> DynamicImage {
    if gambar.width() <= sisi && gambar.height() <= sisi {
        return gambar;
    }
    gambar.thumbnail(sisi, sisi)
}

/// JPEG knows no transparency: what shows through is white, as paper is.
fn tanpa_tembus(gambar: DynamicImage) -> RgbImage {
    if !gambar.color().has_alpha() {
        return gambar.into_rgb8();
    }
    let gambar = gambar.into_rgba8();
    let (lebar, tinggi) = gambar.dimensions();
    RgbImage::from_fn(lebar, tinggi, |x, y| {
        let [r, g, b, alfa] = gambar.get_pixel(x, y).0;
        let alfa = u16::from(alfa);
        let campur = |warna: u8| {
            let warna = (u16::from(warna) * alfa + 255 * (255 - alfa)) / 255;
            u8::try_from(warna).unwrap_or(u8::MAX)
        };
        image::Rgb([campur(r), campur(g), campur(b)])
    })
}

/// Whether the stored width is the height of the upright picture.
fn berbaring(arah: Orientation) -> bool {
    matches!(
        arah,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

fn jpeg(gambar: &DynamicImage, mutu: u8) -> Result<Vec<u8>, Penolakan> {
    let mut keluar = Vec::new();
    let pembuat = JpegEncoder::new_with_quality(&mut keluar, mutu);
    gambar.write_with_encoder(pembuat).map_err(|_| Penolakan::GambarRusak)?;
    Ok(keluar)
}
