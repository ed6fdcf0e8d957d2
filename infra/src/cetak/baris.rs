//! Lines: content broken to a width.

use loket_domain::cetak::{Isi, Lambang};

use super::{
    huruf::{Huruf, NAIK, SPASI},
    win_ansi::sandi,
};

/// Width and height of a symbol; it is narrower where its cell is.
pub(super) const LAMBANG: (f32, f32) = (30.0, 15.0);

/// How content is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gaya {
    /// Size in points.
    pub ukuran: f32,
    /// Whether lines are centred.
    pub tengah: bool,
    /// Whether it stands in a cell, where label-value rows are ruled.
    pub dalam_sel: bool,
}

/// A line. Nothing on it reaches beyond the width it was broken to.
#[derive(Clone, Debug, Default)]
pub(super) struct Baris {
    /// Height in points, with the space above.
    pub tinggi: f32,
    /// Space above.
    pub atas: f32,
    /// How much lower than its top the text begins, beside a symbol.
    pub atas_kata: f32,
    /// Its pieces of text.
    pub kata: Vec<Kata>,
    /// Its symbols.
    pub lambang: Vec<Gambar>,
    /// Whether a rule runs along its top.
    pub garis: bool,
}

/// A symbol on a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gambar {
    /// Where it begins, from the left end of the line.
    pub x: f32,
    /// How wide it is.
    pub lebar: f32,
    /// Which.
    pub lambang: Lambang,
}

/// A piece of text on a line.
#[derive(Clone, Debug)]
pub(super) struct Kata {
    /// Where it begins, from the left end of the line.
    pub x: f32,
    /// Its font.
    pub huruf: Huruf,
    /// Its size.
    pub ukuran: f32,
    /// Its text, WinAnsi.
    pub teks: Vec<u8>,
}

impl Kata {
    /// How wide it is.
    pub(super) fn lebar(&self) -> f32 {
        self.huruf.lebar(&self.teks, self.ukuran)
    }
}

impl Baris {
    /// Where the baseline is, from the top of the line.
    pub(super) fn dasar(&self, kata: &Kata) -> f32 {
        self.atas + self.atas_kata + NAIK * kata.ukuran + (SPASI - 1.0) * kata.ukuran / 2.0
    }

    fn teks(teks: Vec<u8>, huruf: Huruf, ukuran: f32) -> Self {
        let kata = vec![Kata { x: 0.0, huruf, ukuran, teks }];
        Self { tinggi: ukuran * SPASI, kata, ..Self::default() }
    }

    /// Adds space above.
    fn turun(&mut self, jarak: f32) {
        self.atas += jarak;
        self.tinggi += jarak;
    }

    /// Moves everything to the right.
    fn geser(&mut self, jarak: f32) {
        self.kata.iter_mut().for_each(|kata| kata.x += jarak);
        self.lambang.iter_mut().for_each(|gambar| gambar.x += jarak);
    }

    /// Where its content ends.
    fn akhir(&self) -> f32 {
        let kata = self.kata.iter().map(|kata| kata.x + kata.lebar());
        let lambang = self.lambang.iter().map(|gambar| gambar.x + gambar.lebar);
        kata.chain(lambang).fold(0.0, f32::max)
    }
}

/// The content as lines no wider than `lebar`.
pub(super) fn susun(isi: &[Isi], lebar: f32, gaya: Gaya) -> Vec<Baris> {
    let mut semua = Vec::new();
    let alir = alir_butir(isi, lebar, gaya.ukuran);
    for (i, satu) in isi.iter().enumerate() {
        let mut baris = susun_satu(satu, lebar, gaya, alir);
        let ruled = gaya.dalam_sel && matches!(satu, Isi::Pasangan(..));
        if let (Some(pertama), true) = (baris.first_mut(), i > 0) {
            pertama.turun(if ruled { 2.0 } else { gaya.ukuran * 0.18 });
            pertama.garis = ruled && matches!(isi[i - 1], Isi::Pasangan(..));
        }
        if let (Some(akhir), true) = (baris.last_mut(), ruled) {
            akhir.tinggi += 2.0;
        }
        semua.append(&mut baris);
    }
    if gaya.tengah {
        for baris in &mut semua {
            baris.geser(((lebar - baris.akhir()) / 2.0).max(0.0));
        }
    }
    semua
}

/// Where the texts of list items begin: behind the widest marker, which never takes more than a third.
fn alir_butir(isi: &[Isi], lebar: f32, ukuran: f32) -> f32 {
    let tanda = isi.iter().map(|satu| match satu {
        Isi::Butir(tanda, _) => Huruf::Biasa.lebar(&sandi(tanda), ukuran) + 0.45 * ukuran,
        _ => 0.0,
    });
    tanda.fold(ukuran, f32::max).min(lebar / 3.0)
}

fn susun_satu(isi: &Isi, lebar: f32, gaya: Gaya, alir: f32) -> Vec<Baris> {
    let ukuran = gaya.ukuran;
    match isi {
        Isi::Teks(teks) => alinea(teks, Huruf::Biasa, ukuran, lebar),
        Isi::Judul(teks) => alinea(&teks.to_uppercase(), Huruf::Tebal, ukuran * 1.5, lebar),
        Isi::Subjudul(teks) => alinea(teks, Huruf::Tebal, ukuran, lebar),
        Isi::Butir(tanda, teks) => {
            let tanda = pangkas(sandi(tanda), Huruf::Biasa, ukuran, alir);
            dua_kolom(
                vec![Baris::teks(tanda, Huruf::Biasa, ukuran)],
                alinea(teks, Huruf::Biasa, ukuran, lebar - alir),
                alir,
            )
        }
        Isi::Pasangan(kunci, nilai) => {
            let alir = (lebar * 0.3).min(ukuran * 12.0);
            let titik = 0.8 * ukuran;
            let mut kanan = alinea(nilai, Huruf::Biasa, ukuran, (lebar - alir - titik).max(ukuran));
            for baris in &mut kanan {
                baris.geser(titik);
            }
            if let Some(pertama) = kanan.first_mut() {
                pertama
                    .kata
                    .insert(0, Kata { x: 0.0, huruf: Huruf::Biasa, ukuran, teks: vec![b':'] });
            }
            dua_kolom(alinea(kunci, Huruf::Biasa, ukuran, alir - 2.0), kanan, alir)
        }
        Isi::Lambang(lambang) => vec![bergambar(*lambang, lebar)],
        Isi::Legenda(semua) => legenda(semua, lebar, ukuran),
    }
}

fn bergambar(lambang: Lambang, lebar: f32) -> Baris {
    let gambar = Gambar { x: 0.0, lebar: LAMBANG.0.min(lebar), lambang };
    Baris { tinggi: LAMBANG.1 + 3.0, lambang: vec![gambar], ..Baris::default() }
}

/// Symbols with their meaning side by side, as many on a line as fit; a meaning that does not fit at all is cut.
fn legenda(semua: &[Lambang], lebar: f32, ukuran: f32) -> Vec<Baris> {
    let kosong = || Baris { tinggi: LAMBANG.1 + 3.0, ..Baris::default() };
    let mut baris: Vec<Baris> = Vec::new();
    let mut x = f32::INFINITY;
    for lambang in semua {
        let teks = pangkas(sandi(lambang.arti()), Huruf::Biasa, ukuran, lebar - LAMBANG.0 - 5.0);
        let panjang = LAMBANG.0 + 5.0 + Huruf::Biasa.lebar(&teks, ukuran);
        if x + panjang > lebar {
            baris.push(kosong());
            x = 0.0;
        }
        if let Some(ini) = baris.last_mut() {
            ini.lambang.push(Gambar { x, lebar: LAMBANG.0, lambang: *lambang });
            ini.kata.push(Kata { x: x + LAMBANG.0 + 5.0, huruf: Huruf::Biasa, ukuran, teks });
        }
        x += panjang + 18.0;
    }
    for satu in &mut baris {
        // The text stands level with the middle of its symbol.
        let turun = (LAMBANG.1 + 3.0 - ukuran * SPASI) / 2.0;
        satu.atas_kata = turun.max(0.0);
    }
    baris
}

/// Two columns of lines side by side, the right one beginning at `alir`.
fn dua_kolom(kiri: Vec<Baris>, kanan: Vec<Baris>, alir: f32) -> Vec<Baris> {
    let mut kiri = kiri.into_iter();
    let mut kanan = kanan.into_iter();
    let mut semua = Vec::new();
    loop {
        match (kiri.next(), kanan.next()) {
            (None, None) => return semua,
            (Some(a), None) => semua.push(a),
            (a, Some(mut b)) => {
                b.geser(alir);
                if let Some(a) = a {
                    // Left before right, as a screen reader says it.
                    b.kata.splice(0..0, a.kata);
                    b.lambang = a.lambang;
                    b.tinggi = b.tinggi.max(a.tinggi);
                }
                semua.push(b);
            }
        }
    }
}

fn alinea(teks: &str, huruf: Huruf, ukuran: f32, lebar: f32) -> Vec<Baris> {
    bungkus(&sandi(teks), huruf, ukuran, lebar)
        .into_iter()
        .map(|satu| Baris::teks(satu, huruf, ukuran))
        .collect()
}

/// The text in lines no wider than `lebar`: broken at blanks, in a word only where the word itself is too wide. A line
/// holds one character at least.
pub(super) fn bungkus(teks: &[u8], huruf: Huruf, ukuran: f32, lebar: f32) -> Vec<Vec<u8>> {
    let mut semua = Vec::new();
    let panjang = |teks: &[u8]| huruf.lebar(teks, ukuran);
    let spasi = huruf.lebar_satu(b' ', ukuran);
    for alinea in teks.split(|bita| *bita == b'\n') {
        let mut ini: Vec<u8> = Vec::new();
        let mut terpakai = 0.0;
        for kata in alinea.split(|bita| *bita == b' ').filter(|kata| !kata.is_empty()) {
            let mut kata = kata;
            if !ini.is_empty() && terpakai + spasi + panjang(kata) <= lebar {
                ini.push(b' ');
                ini.extend_from_slice(kata);
                terpakai += spasi + panjang(kata);
                continue;
            }
            if !ini.is_empty() {
                semua.push(std::mem::take(&mut ini));
            }
            while panjang(kata) > lebar && kata.len() > 1 {
                let (depan, sisa) = kata.split_at(potong(kata, huruf, ukuran, lebar));
                semua.push(depan.to_vec());
                kata = sisa;
            }
            ini.extend_from_slice(kata);
            terpakai = panjang(kata);
        }
        // A blank line of the text stays a blank line, but not one at its end.
        if !ini.is_empty() {
            semua.push(ini);
        }
    }
    semua
}

/// How many characters of a word fit, at least one; behind a slash, hyphen or the like where one is near.
fn potong(kata: &[u8], huruf: Huruf, ukuran: f32, lebar: f32) -> usize {
    let mut terpakai = 0.0;
    let muat = kata
        .iter()
        .take_while(|bita| {
            terpakai += huruf.lebar_satu(**bita, ukuran);
            terpakai <= lebar
        })
        .count()
        .clamp(1, kata.len() - 1);
    let sela = kata[..muat].iter().rposition(|bita| b"/-_.,;:@&".contains(bita)).map(|i| i + 1);
    sela.filter(|sela| sela * 3 >= muat).unwrap_or(muat)
}

/// The text cut to `lebar`, with an ellipsis when something is missing; empty where not even that fits.
pub(super) fn pangkas(mut teks: Vec<u8>, huruf: Huruf, ukuran: f32, lebar: f32) -> Vec<u8> {
    const ELIPSIS: u8 = 0x85;
    if huruf.lebar(&teks, ukuran) <= lebar {
        return teks;
    }
    let mut terpakai = huruf.lebar_satu(ELIPSIS, ukuran);
    if terpakai > lebar {
        return Vec::new();
    }
    let muat = teks.iter().take_while(|bita| {
        terpakai += huruf.lebar_satu(**bita, ukuran);
        terpakai <= lebar
    });
    teks.truncate(muat.count());
    teks.push(ELIPSIS);
    teks
}
