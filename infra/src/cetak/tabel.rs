//! Tables: ruled cells, header rows on every page, rows that split over pages where they must.

use loket_domain::cetak::{Petak, Sel, Tabel, petak};

use super::{
    baris::{Baris, Gaya, pangkas, susun},
    halaman::{Penata, TEPI, Unsur},
};

/// Between the rule of a cell and its content.
const SELA: f32 = 3.0;
/// A row is not begun where less than this is left of the page.
const SISA_MIN: f32 = 48.0;
/// Header rows take at most this part of a page, and a row moves to the next page when it takes no more than this.
const BAGIAN_KEPALA: f32 = 0.4;
const BAGIAN_UTUH: f32 = 0.5;

/// A cell with its content in lines.
struct Terisi {
    x: f32,
    lebar: f32,
    /// Whether it stands in the middle of a row that is not split.
    tengah: bool,
    baris: Vec<Baris>,
}

impl Terisi {
    fn tinggi(&self) -> f32 {
        self.baris.iter().map(|baris| baris.tinggi).sum()
    }
}

/// The header as it stands on every page.
struct Kepala {
    /// Cells with their top and height, from the top of the header.
    sel: Vec<(Terisi, f32, f32)>,
    tinggi: f32,
}

/// Sets a table.
pub(super) fn tata(penata: &mut Penata, tabel: &Tabel) {
    let tepi = tepi(penata, &tabel.kolom);
    let gaya = Gaya { ukuran: if tabel.rapat { 7.5 } else { 8.5 }, tengah: false, dalam_sel: true };
    let kepala = Kepala::susun(tabel, &tepi, gaya, penata.tinggi() * BAGIAN_KEPALA);
    let mut pertama = true;
    for baris in &tabel.baris {
        let sel = isi_baris(baris, &tepi, gaya);
        if pertama {
            let butuh = sel.iter().map(Terisi::tinggi).fold(0.0, f32::max) + 2.0 * SELA;
            if kepala.tinggi + butuh.min(SISA_MIN) > penata.sisa() {
                penata.ganti();
            }
            kepala.gambar(penata);
            pertama = false;
        }
        baris_tabel(penata, &kepala, sel);
    }
}

/// The vertical rules, one more than there are columns.
fn tepi(penata: &Penata, kolom: &[u32]) -> Vec<f32> {
    #[expect(clippy::cast_precision_loss, reason = "relative widths are small numbers")]
    let bobot: Vec<f32> = kolom.iter().map(|lebar| (*lebar).max(1) as f32).collect();
    let jumlah: f32 = bobot.iter().sum();
    let mut x = TEPI;
    let mut tepi = vec![x];
    for satu in bobot {
        x += satu / jumlah * penata.lebar();
        tepi.push(x);
    }
    tepi
}

fn isi_sel(petak: &Petak<'_>, tepi: &[f32], gaya: Gaya) -> Terisi {
    let (x, akhir) = (tepi[petak.kolom], tepi[petak.kolom + petak.lebar]);
    let gaya = Gaya { tengah: petak.sel.tengah, ..gaya };
    let baris = susun(&petak.sel.isi, akhir - x - 2.0 * SELA, gaya);
    Terisi { x, lebar: akhir - x, tengah: petak.sel.tengah, baris }
}

fn isi_baris(baris: &[Sel], tepi: &[f32], gaya: Gaya) -> Vec<Terisi> {
    let satu = [baris.to_vec()];
    petak(tepi.len() - 1, &satu).iter().map(|petak| isi_sel(petak, tepi, gaya)).collect()
}

impl Kepala {
    fn susun(tabel: &Tabel, tepi: &[f32], gaya: Gaya, paling_tinggi: f32) -> Self {
        let petak = petak(tabel.kolom.len(), &tabel.kepala);
        let mut tinggi = vec![0.0_f32; tabel.kepala.len()];
        #[expect(clippy::cast_precision_loss, reason = "a header has a handful of rows")]
        let per_baris = paling_tinggi / tinggi.len().max(1) as f32;
        let mut isi = Vec::with_capacity(petak.len());
        for satu in &petak {
            let mut sel = isi_sel(satu, tepi, gaya);
            #[expect(clippy::cast_precision_loss, reason = "a header has a handful of rows")]
            muatkan(&mut sel, per_baris * satu.tinggi as f32 - 2.0 * SELA);
            if satu.tinggi == 1 {
                tinggi[satu.baris] = tinggi[satu.baris].max(sel.tinggi() + 2.0 * SELA);
            }
            isi.push(sel);
        }
        // What spans rows stretches the last of them.
        for (satu, sel) in petak.iter().zip(&isi).filter(|(satu, _)| satu.tinggi > 1) {
            let ada: f32 = tinggi[satu.baris..satu.baris + satu.tinggi].iter().sum();
            tinggi[satu.baris + satu.tinggi - 1] += (sel.tinggi() + 2.0 * SELA - ada).max(0.0);
        }
        let sel = petak
            .iter()
            .zip(isi)
            .map(|(satu, sel)| {
                let atas: f32 = tinggi[..satu.baris].iter().sum();
                let lama: f32 = tinggi[satu.baris..satu.baris + satu.tinggi].iter().sum();
                (sel, atas, lama)
            })
            .collect();
        Self { sel, tinggi: tinggi.iter().sum() }
    }

    fn gambar(&self, penata: &mut Penata) {
        let y = penata.y;
        for (sel, atas, tinggi) in &self.sel {
            kotak(penata, sel, y + atas, *tinggi, true);
            let mut baris_y = y + atas + (tinggi - sel.tinggi()) / 2.0;
            for baris in &sel.baris {
                penata.baris(baris, sel.x + SELA, baris_y, None);
                baris_y += baris.tinggi;
            }
        }
        penata.y += self.tinggi;
    }
}

/// Cuts a header cell to a height: a heading that fills half a page helps nobody, and the rows need room.
fn muatkan(sel: &mut Terisi, tinggi: f32) {
    let mut jumlah = 0.0;
    let muat = sel.baris.iter().take_while(|baris| {
        jumlah += baris.tinggi;
        jumlah <= tinggi
    });
    let muat = muat.count().max(1);
    if muat >= sel.baris.len() {
        return;
    }
    sel.baris.truncate(muat);
    let lebar = sel.lebar - 2.0 * SELA;
    if let Some(kata) = sel.baris.last_mut().and_then(|baris| baris.kata.last_mut()) {
        let mut teks = std::mem::take(&mut kata.teks);
        teks.extend_from_slice(b"...");
        kata.teks = pangkas(teks, kata.huruf, kata.ukuran, lebar - kata.x);
    }
}

fn kotak(penata: &mut Penata, sel: &Terisi, y: f32, tinggi: f32, kepala: bool) {
    penata.gambar(Unsur::Kotak { x: sel.x, y, lebar: sel.lebar, tinggi, kepala });
}

/// Sets one row: whole where it fits, on the next page where that keeps it whole, else line by line over pages.
fn baris_tabel(penata: &mut Penata, kepala: &Kepala, mut sel: Vec<Terisi>) {
    let ruang_halaman = penata.tinggi() - kepala.tinggi;
    let (mut segar, mut terpotong) = (false, false);
    loop {
        let butuh = sel.iter().map(Terisi::tinggi).fold(0.0, f32::max) + 2.0 * SELA;
        let sisa = penata.sisa();
        if butuh <= sisa {
            potongan(penata, &mut sel, butuh, f32::INFINITY, !terpotong);
            return;
        }
        let pindah = butuh <= ruang_halaman * BAGIAN_UTUH || sisa < SISA_MIN;
        if segar || !pindah {
            let tinggi = sel.iter().map(|satu| muat(satu, sisa - 2.0 * SELA).1).fold(0.0, f32::max);
            potongan(penata, &mut sel, tinggi + 2.0 * SELA, sisa - 2.0 * SELA, false);
            terpotong = true;
        }
        penata.ganti();
        kepala.gambar(penata);
        segar = true;
    }
}

/// How many lines fit, and how high they are. The first of a fresh page always fits, as headers leave room.
fn muat(sel: &Terisi, ruang: f32) -> (usize, f32) {
    let mut jumlah = 0.0;
    let mut n = 0;
    for baris in &sel.baris {
        if jumlah + baris.tinggi > ruang {
            break;
        }
        jumlah += baris.tinggi;
        n += 1;
    }
    (n, jumlah)
}

/// Draws the lines of each cell that fit in `ruang`, in boxes of one height, and takes them out of the cells.
fn potongan(penata: &mut Penata, sel: &mut [Terisi], tinggi: f32, ruang: f32, utuh: bool) {
    let y = penata.y;
    for satu in sel {
        kotak(penata, satu, y, tinggi, false);
        let (n, _) = muat(satu, ruang);
        let turun = if utuh && satu.tengah { (tinggi - satu.tinggi()) / 2.0 } else { SELA };
        let mut baris_y = y + turun;
        for (i, baris) in satu.baris.drain(..n).enumerate() {
            let garis = (i > 0).then_some((satu.x, satu.lebar));
            penata.baris(&baris, satu.x + SELA, baris_y, garis);
            baris_y += baris.tinggi;
        }
    }
    penata.y += tinggi;
}
