//! A sheet of paper as the business sees it: what stands on it, not how a printer draws it.

/// A document to print: the same model becomes PDF and HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lembar {
    /// Title of the document, as a reader's window shows it.
    pub judul: String,
    /// The office that issues it.
    pub kantor: String,
    /// How the A4 page lies.
    pub arah: Arah,
    /// What stands on it, from top to bottom.
    pub bagian: Vec<Bagian>,
    /// Left side of the footer of every page; the right side counts pages.
    pub kaki: String,
}

/// How an A4 page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arah {
    /// Portrait.
    Tegak,
    /// Landscape.
    Mendatar,
}

/// A part of a sheet over its whole width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bagian {
    /// The title block, centred: a small line above, the title, lines below.
    Judul {
        /// Above the title: the office.
        kop: String,
        /// The title.
        judul: String,
        /// Below the title.
        bawah: Vec<String>,
    },
    /// Text, lists and label-value rows.
    Isi(Vec<Isi>),
    /// A ruled table.
    Tabel(Tabel),
    /// The end of a letter, kept together on one page: a QR with small print on the left, who signs on the right.
    Tanda {
        /// What the QR leads to.
        qr: String,
        /// Beside the QR.
        kiri: Vec<String>,
        /// Day, office, room for the signature (empty lines), name.
        kanan: Vec<String>,
    },
    /// What follows begins on a new page.
    HalamanBaru,
}

/// A ruled table. Header rows stand again on every page that the table reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tabel {
    /// Relative widths, one per column.
    pub kolom: Vec<u32>,
    /// Header rows; a cell may span columns and rows.
    pub kepala: Vec<Vec<Sel>>,
    /// Body rows; a cell may span columns.
    pub baris: Vec<Vec<Sel>>,
    /// Small print, for tables with many columns.
    pub rapat: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sel {
    /// What stands in it.
    pub isi: Vec<Isi>,
    /// How many columns it takes besides the first.
    pub kolom_tambahan: usize,
    /// How many header rows it takes besides the first.
    pub baris_tambahan: usize,
    /// Whether its content is centred.
    pub tengah: bool,
}

/// A piece of content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Isi {
    /// A paragraph.
    Teks(String),
    /// The title of the document, where it stands in a cell and not in a title block.
    Judul(String),
    /// A heading within a part or cell.
    Subjudul(String),
    /// An item of a list: its number or bullet, and its text.
    Butir(String, String),
    /// A label and its value.
    Pasangan(String, String),
    /// A symbol of the flow chart.
    Lambang(Lambang),
    /// Symbols and what they mean, side by side.
    Legenda(Vec<Lambang>),
}

/// The symbols of an SOP flow chart (PermenPAN 35/2012).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lambang {
    /// Capsule: the first or last activity.
    Ujung,
    /// Box: an activity.
    Proses,
    /// Diamond: an activity that decides.
    Keputusan,
}

impl Lambang {
    /// What it means.
    pub fn arti(self) -> &'static str {
        match self {
            Self::Ujung => "mulai atau berakhir",
            Self::Proses => "kegiatan",
            Self::Keputusan => "kegiatan dengan keputusan",
        }
    }
}

impl Sel {
    /// An empty cell.
    pub fn kosong() -> Self {
        Self::default()
    }

    /// A cell with one paragraph.
    pub fn teks(teks: impl Into<String>) -> Self {
        Self::isi(vec![Isi::Teks(teks.into())])
    }

    /// A cell of a header: one heading, centred.
    pub fn kepala(teks: impl Into<String>) -> Self {
        Self::isi(vec![Isi::Subjudul(teks.into())]).di_tengah()
    }

    /// A cell with that content.
    pub fn isi(isi: Vec<Isi>) -> Self {
        Self { isi, ..Self::default() }
    }

    /// The same cell, centred.
    #[must_use]
    pub fn di_tengah(mut self) -> Self {
        self.tengah = true;
        self
    }

    /// The same cell over `kolom` columns and `baris` header rows; at least one of each.
    #[must_use]
    pub fn seluas(mut self, kolom: usize, baris: usize) -> Self {
        self.kolom_tambahan = kolom.saturating_sub(1);
        self.baris_tambahan = baris.saturating_sub(1);
        self
    }
}

/// The texts as items of a list with bullets; a dash when there are none.
pub(super) fn berbutir(teks: &[String]) -> Vec<Isi> {
    terdaftar(teks, |_| "•".to_owned())
}

/// The texts as items of a numbered list; a dash when there are none.
pub(super) fn bernomor(teks: &[String]) -> Vec<Isi> {
    terdaftar(teks, |n| format!("{n}."))
}

fn terdaftar(teks: &[String], tanda: impl Fn(usize) -> String) -> Vec<Isi> {
    if teks.is_empty() {
        return vec![Isi::Teks("-".to_owned())];
    }
    teks.iter().enumerate().map(|(i, satu)| Isi::Butir(tanda(i + 1), satu.clone())).collect()
}

/// A table laid out on its grid: where each cell of its rows stands.
///
/// Cells that would leave the grid are cut to it, so that every renderer draws the same table.
pub fn petak(kolom: usize, baris: &[Vec<Sel>]) -> Vec<Petak<'_>> {
    let mut terisi = vec![vec![false; kolom]; baris.len()];
    let mut petak = Vec::new();
    for (b, isi) in baris.iter().enumerate() {
        for sel in isi {
            let Some(k) = terisi[b].iter().position(|sudah| !sudah) else { break };
            let lebar = terisi[b][k..].iter().take_while(|sudah| !**sudah).count();
            let lebar = lebar.min(sel.kolom_tambahan + 1);
            let tinggi = (sel.baris_tambahan + 1).min(baris.len() - b);
            for isi in &mut terisi[b..b + tinggi] {
                isi[k..k + lebar].fill(true);
            }
            petak.push(Petak { baris: b, kolom: k, tinggi, lebar, sel });
        }
    }
    petak
}

/// A cell at its place on the grid.
#[derive(Clone, Copy, Debug)]
pub struct Petak<'a> {
    /// First row, from 0.
    pub baris: usize,
    /// First column, from 0.
    pub kolom: usize,
    /// Rows it takes.
    pub tinggi: usize,
    /// Columns it takes.
    pub lebar: usize,
    /// The cell.
    pub sel: &'a Sel,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letak(kolom: usize, baris: &[Vec<Sel>]) -> Vec<(usize, usize, usize, usize)> {
        petak(kolom, baris).iter().map(|p| (p.baris, p.kolom, p.tinggi, p.lebar)).collect()
    }

    #[test]
    fn a_cell_that_spans_pushes_the_others_aside() {
        let baris = [
            vec![
                Sel::teks("No").seluas(1, 2),
                Sel::teks("Pelaksana").seluas(2, 1),
                Sel::teks("Ket").seluas(1, 2),
            ],
            vec![Sel::teks("FO"), Sel::teks("Kasi")],
        ];
        assert_eq!(
            letak(4, &baris),
            [(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 2, 1), (1, 1, 1, 1), (1, 2, 1, 1)]
        );
    }

    #[test]
    fn no_cell_leaves_the_grid() {
        let baris = [vec![Sel::teks("a").seluas(9, 9), Sel::teks("b")], vec![Sel::teks("c")]];
        assert_eq!(letak(2, &baris), [(0, 0, 2, 2)]);
        assert!(letak(0, &baris).is_empty());
    }
}
