//! Tools to put hostile files together.

use std::{io::Write, sync::LazyLock};

use flate2::{Compression, write::ZlibEncoder};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// A gibibyte of zeros, packed.
pub static BOM: LazyLock<Vec<u8>> = LazyLock::new(|| nol(1 << 30));

/// That many zeros, packed.
pub fn nol(banyak: usize) -> Vec<u8> {
    let mut pembuat = ZlibEncoder::new(Vec::new(), Compression::fast());
    let potongan = vec![0; 1 << 20];
    for awal in (0..banyak).step_by(potongan.len()) {
        pembuat.write_all(&potongan[..potongan.len().min(banyak - awal)]).unwrap();
    }
    pembuat.finish().unwrap()
}

/// Packed.
pub fn padat(isi: &[u8]) -> Vec<u8> {
    let mut pembuat = ZlibEncoder::new(Vec::new(), Compression::best());
    pembuat.write_all(isi).unwrap();
    pembuat.finish().unwrap()
}

/// A sound picture.
pub fn foto(lebar: u32, tinggi: u32, format: ImageFormat) -> Vec<u8> {
    let gambar = RgbImage::from_fn(lebar, tinggi, |x, y| {
        Rgb([(x % 251) as u8, (y % 241) as u8, ((x * y) % 239) as u8])
    });
    let mut keluar = std::io::Cursor::new(Vec::new());
    DynamicImage::from(gambar).write_to(&mut keluar, format).unwrap();
    keluar.into_inner()
}

/// A chunk of a PNG, with its checksum.
pub fn potong_png(jenis: [u8; 4], isi: &[u8]) -> Vec<u8> {
    let mut keluar = u32::try_from(isi.len()).unwrap().to_be_bytes().to_vec();
    let awal = keluar.len();
    keluar.extend(jenis);
    keluar.extend(isi);
    let mut crc = flate2::Crc::new();
    crc.update(&keluar[awal..]);
    keluar.extend(crc.sum().to_be_bytes());
    keluar
}

/// A PNG of these sizes, depth and colour, with that pixel data.
pub fn png(lebar: u32, tinggi: u32, dalam: u8, warna: u8, piksel: &[u8]) -> Vec<u8> {
    let mut kepala = lebar.to_be_bytes().to_vec();
    kepala.extend(tinggi.to_be_bytes());
    kepala.extend([dalam, warna, 0, 0, 0]);
    let mut keluar = b"\x89PNG\r\n\x1a\n".to_vec();
    keluar.extend(potong_png(*b"IHDR", &kepala));
    keluar.extend(potong_png(*b"IDAT", piksel));
    keluar.extend(potong_png(*b"IEND", b""));
    keluar
}

/// A JPEG segment.
pub fn segmen(penanda: u8, isi: &[u8]) -> Vec<u8> {
    let mut keluar = vec![0xff, penanda];
    keluar.extend(u16::try_from(isi.len() + 2).unwrap().to_be_bytes());
    keluar.extend(isi);
    keluar
}

/// A JPEG with something between its beginning and the rest.
pub fn sisip(jpeg: &[u8], isi: &[u8]) -> Vec<u8> {
    [&jpeg[..2], isi, &jpeg[2..]].concat()
}

/// A PDF under construction: objects by number, with a cross-reference table that is right.
#[derive(Clone)]
pub struct Pdf {
    objek: Vec<(u32, Vec<u8>)>,
    ekor: String,
}

impl Pdf {
    /// One empty page: catalogue 1, tree 2, page 3.
    pub fn baru() -> Self {
        Self::dengan_katalog("")
    }

    /// The same with more in its catalogue.
    pub fn dengan_katalog(lagi: &str) -> Self {
        Self { objek: Vec::new(), ekor: String::new() }
            .objek(1, &format!("<</Type/Catalog/Pages 2 0 R{lagi}>>"))
            .objek(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .objek(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
    }

    /// With an object, in place of one that has its number.
    pub fn objek(self, nomor: u32, isi: &str) -> Self {
        self.mentah(nomor, isi.as_bytes().to_vec())
    }

    pub fn mentah(mut self, nomor: u32, isi: Vec<u8>) -> Self {
        self.objek.retain(|(lama, _)| *lama != nomor);
        self.objek.push((nomor, isi));
        self
    }

    /// With a stream.
    pub fn aliran(self, nomor: u32, kamus: &str, isi: &[u8]) -> Self {
        let mut objek = format!("<</Length {}{kamus}>>\nstream\n", isi.len()).into_bytes();
        objek.extend(isi);
        objek.extend(b"\nendstream");
        self.mentah(nomor, objek)
    }

    /// With more in its trailer.
    pub fn ekor(mut self, lagi: &str) -> Self {
        self.ekor.push_str(lagi);
        self
    }

    pub fn jadi(&self) -> Vec<u8> {
        let mut keluar = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let mut letak = Vec::new();
        for (nomor, isi) in &self.objek {
            letak.push((*nomor, keluar.len()));
            keluar.extend(format!("{nomor} 0 obj\n").bytes());
            keluar.extend(isi);
            keluar.extend(b"\nendobj\n");
        }
        let tabel = keluar.len();
        keluar.extend(b"xref\n0 1\n0000000000 65535 f \n");
        letak.sort_unstable();
        let mut terakhir = 0;
        for (nomor, letak) in letak {
            keluar.extend(format!("{nomor} 1\n{letak:010} 00000 n \n").bytes());
            terakhir = nomor;
        }
        let ekor = &self.ekor;
        keluar.extend(
            format!(
                "trailer\n<</Size {}/Root 1 0 R{ekor}>>\nstartxref\n{tabel}\n%%EOF\n",
                terakhir + 1
            )
            .bytes(),
        );
        keluar
    }
}
