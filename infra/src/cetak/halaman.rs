//! Pages: parts of a sheet set one below the other, and what is drawn where.

use loket_domain::cetak::{Arah, Bagian, Isi, Lambang, Lembar};

use super::{
    baris::{Baris, Gaya, pangkas, susun},
    huruf::{Huruf, SPASI},
    tabel, tanda,
    win_ansi::sandi,
};

/// A4, portrait, in points.
const A4: (f32, f32) = (595.28, 841.89);
/// Blank edge left, right and above.
pub(super) const TEPI: f32 = 36.0;
/// Blank edge below, with the footer in it.
const TEPI_BAWAH: f32 = 50.0;
/// Size of running text.
const UKURAN: f32 = 9.5;
/// Size of the footer.
const UKURAN_KAKI: f32 = 7.5;

/// A page.
#[derive(Clone, Debug, Default)]
pub(super) struct Halaman {
    /// What is drawn, in order.
    pub unsur: Vec<Unsur>,
}

/// Something drawn. Points from the top left corner of the page.
#[derive(Clone, Debug)]
pub(super) enum Unsur {
    /// Text; `y` is its baseline.
    Teks { x: f32, y: f32, huruf: Huruf, ukuran: f32, teks: Vec<u8> },
    /// The outline of a cell, filled when it heads a column.
    Kotak { x: f32, y: f32, lebar: f32, tinggi: f32, kepala: bool },
    /// A black box, a part of a QR.
    Isian { x: f32, y: f32, lebar: f32, tinggi: f32 },
    /// A level rule of that thickness.
    Garis { x: f32, y: f32, lebar: f32, tebal: f32 },
    /// A symbol.
    Lambang { x: f32, y: f32, lebar: f32, lambang: Lambang },
}

/// All pages of a sheet, with their size.
#[derive(Clone, Debug)]
pub(super) struct Tata {
    /// Width and height of every page.
    pub ukuran: (f32, f32),
    /// The pages, at least one.
    pub halaman: Vec<Halaman>,
}

/// Sets the sheet on pages.
pub(super) fn tata(lembar: &Lembar) -> Tata {
    let ukuran = match lembar.arah {
        Arah::Tegak => A4,
        Arah::Mendatar => (A4.1, A4.0),
    };
    let mut penata = Penata { ukuran, halaman: vec![Halaman::default()], y: TEPI };
    for bagian in &lembar.bagian {
        match bagian {
            Bagian::Judul { kop, judul, bawah } => penata.judul(kop, judul, bawah),
            Bagian::Isi(isi) => {
                penata.alir(susun(isi, penata.lebar(), gaya(UKURAN, false)), TEPI);
                penata.y += 6.0;
            }
            Bagian::Tabel(isi) => {
                tabel::tata(&mut penata, isi);
                penata.y += 8.0;
            }
            Bagian::Tanda { qr, kiri, kanan } => tanda::tata(&mut penata, qr, kiri, kanan),
            Bagian::HalamanBaru => penata.ganti(),
        }
    }
    let mut tata = Tata { ukuran, halaman: penata.halaman };
    kaki(&mut tata, &lembar.kaki);
    tata
}

pub(super) fn gaya(ukuran: f32, tengah: bool) -> Gaya {
    Gaya { ukuran, tengah, dalam_sel: false }
}

/// The pages as they fill.
pub(super) struct Penata {
    ukuran: (f32, f32),
    halaman: Vec<Halaman>,
    /// Where the next thing goes.
    pub y: f32,
}

impl Penata {
    /// Width between the edges.
    pub(super) fn lebar(&self) -> f32 {
        self.ukuran.0 - 2.0 * TEPI
    }

    /// Height between the edges.
    pub(super) fn tinggi(&self) -> f32 {
        self.ukuran.1 - TEPI - TEPI_BAWAH
    }

    /// What is left of this page.
    pub(super) fn sisa(&self) -> f32 {
        self.ukuran.1 - TEPI_BAWAH - self.y
    }

    /// Begins a page, unless this one is still empty.
    pub(super) fn ganti(&mut self) {
        if self.halaman.last().is_none_or(|halaman| !halaman.unsur.is_empty()) {
            self.halaman.push(Halaman::default());
        }
        self.y = TEPI;
    }

    /// Draws on this page.
    pub(super) fn gambar(&mut self, unsur: Unsur) {
        if let Some(halaman) = self.halaman.last_mut() {
            halaman.unsur.push(unsur);
        }
    }

    /// Draws a line whose left end is at `x` and whose top is at `y`. A rule on it is as long as `lebar` from `kiri`.
    pub(super) fn baris(&mut self, baris: &Baris, x: f32, y: f32, kotak: Option<(f32, f32)>) {
        if let (Some((kiri, lebar)), true) = (kotak, baris.garis) {
            self.gambar(Unsur::Garis { x: kiri, y, lebar, tebal: 0.4 });
        }
        for kata in &baris.kata {
            self.gambar(Unsur::Teks {
                x: x + kata.x,
                y: y + baris.dasar(kata),
                huruf: kata.huruf,
                ukuran: kata.ukuran,
                teks: kata.teks.clone(),
            });
        }
        for gambar in &baris.lambang {
            self.gambar(Unsur::Lambang {
                x: x + gambar.x,
                y: y + baris.atas + 1.5,
                lebar: gambar.lebar,
                lambang: gambar.lambang,
            });
        }
    }

    /// Sets lines one below the other, over as many pages as they take.
    fn alir(&mut self, semua: Vec<Baris>, x: f32) {
        for baris in semua {
            if baris.tinggi > self.sisa() {
                self.ganti();
            }
            self.baris(&baris, x, self.y, None);
            self.y += baris.tinggi;
        }
    }

    fn judul(&mut self, kop: &str, judul: &str, bawah: &[String]) {
        let lebar = self.lebar();
        let satu = |teks: &str, ukuran: f32| {
            susun(&[Isi::Subjudul(teks.to_owned())], lebar, gaya(ukuran, true))
        };
        self.alir(satu(&kop.to_uppercase(), 10.0), TEPI);
        self.y += 4.0;
        self.alir(satu(&judul.to_uppercase(), 14.0), TEPI);
        for teks in bawah {
            self.y += 2.0;
            self.alir(susun(&[Isi::Teks(teks.clone())], lebar, gaya(10.5, true)), TEPI);
        }
        self.y += 6.0;
        let y = self.y.min(self.ukuran.1 - TEPI_BAWAH);
        self.gambar(Unsur::Garis { x: TEPI, y, lebar, tebal: 1.4 });
        self.gambar(Unsur::Garis { x: TEPI, y: y + 2.4, lebar, tebal: 0.5 });
        self.y = y + 12.0;
    }
}

/// The footers, once it is known how many pages there are.
fn kaki(tata: &mut Tata, teks: &str) {
    let (lebar, tinggi) = tata.ukuran;
    let jumlah = tata.halaman.len();
    let y = tinggi - TEPI_BAWAH + 16.0;
    // The footer is one line, whatever the title.
    let teks = sandi(&teks.replace('\n', " "));
    for (i, halaman) in tata.halaman.iter_mut().enumerate() {
        let nomor = sandi(&format!("Halaman {} dari {jumlah}", i + 1));
        let lebar_nomor = Huruf::Biasa.lebar(&nomor, UKURAN_KAKI);
        let ruang = lebar - 2.0 * TEPI - lebar_nomor - 12.0;
        let teks = pangkas(teks.clone(), Huruf::Biasa, UKURAN_KAKI, ruang);
        let dasar = y + UKURAN_KAKI * SPASI;
        let tulis = |x: f32, teks: Vec<u8>| Unsur::Teks {
            x,
            y: dasar,
            huruf: Huruf::Biasa,
            ukuran: UKURAN_KAKI,
            teks,
        };
        halaman.unsur.push(Unsur::Garis { x: TEPI, y, lebar: lebar - 2.0 * TEPI, tebal: 0.4 });
        halaman.unsur.push(tulis(TEPI, teks));
        halaman.unsur.push(tulis(lebar - TEPI - lebar_nomor, nomor));
    }
}

impl Unsur {
    /// Its left, top, right and bottom ends.
    #[cfg(test)]
    pub(super) fn batas(&self) -> (f32, f32, f32, f32) {
        match self {
            Self::Teks { x, y, huruf, ukuran, teks } => {
                (*x, y - 0.72 * ukuran, x + huruf.lebar(teks, *ukuran), y + 0.21 * ukuran)
            }
            Self::Kotak { x, y, lebar, tinggi, .. } | Self::Isian { x, y, lebar, tinggi } => {
                (*x, *y, x + lebar, y + tinggi)
            }
            Self::Garis { x, y, lebar, .. } => (*x, *y, x + lebar, *y),
            Self::Lambang { x, y, lebar, .. } => (*x, *y, x + lebar, y + super::baris::LAMBANG.1),
        }
    }
}
