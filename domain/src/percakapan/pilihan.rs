//! Questions with options, in the largest form that WhatsApp takes: buttons, a list, or numbered text.

use std::collections::BTreeSet;

use super::{
    kamus::{Kamus, percakapan::BUKA_PILIHAN},
    teks::potong,
};
use crate::outbox::IsiPesan;

/// Characters of a text message or of the text above a list.
pub const BATAS_TEKS: usize = 4_096;
/// Characters of the text above buttons.
const BATAS_TEKS_TOMBOL: usize = 1_024;
/// Buttons of a message, and characters on each.
const TOMBOL: (usize, usize) = (3, 20);
/// Rows of a list, and characters in the title of each.
pub(super) const BARIS: (usize, usize) = (10, 24);
/// Characters in the description of a row.
pub(super) const BATAS_KETERANGAN: usize = 72;

/// The options as numbered lines; a resident may always type the number.
pub fn bernomor<'a>(nama: impl IntoIterator<Item = &'a str>) -> String {
    let baris: Vec<String> =
        nama.into_iter().zip(1..).map(|(satu, nomor)| format!("{nomor}. {satu}")).collect();
    baris.join("\n")
}

/// A question with options, each an id and a name. The names stand in the text as numbered lines, so what is cut on a
/// button can still be read.
pub fn tawarkan(
    kamus: &Kamus,
    pertanyaan: &str,
    opsi: &[(String, String)],
    ekor: &str,
) -> IsiPesan {
    let daftar = bernomor(opsi.iter().map(|(_, nama)| nama.as_str()));
    let bawah = format!("\n\n{daftar}\n\n{ekor}");
    let sisa = BATAS_TEKS.saturating_sub(bawah.chars().count());
    let isi = potong(&format!("{}{bawah}", potong(pertanyaan, sisa)), BATAS_TEKS);
    if opsi.is_empty() || opsi.len() > BARIS.0 {
        return IsiPesan::Teks { isi };
    }
    if opsi.len() <= TOMBOL.0 && isi.chars().count() <= BATAS_TEKS_TOMBOL {
        let judul = judul(opsi, TOMBOL.1);
        let tombol = opsi.iter().zip(judul).map(|((id, _), judul)| (id.clone(), judul)).collect();
        return IsiPesan::Tombol { isi, tombol };
    }
    let baris = opsi
        .iter()
        .zip(judul(opsi, BARIS.1))
        .map(|((id, nama), judul)| {
            let terpotong = nama != &judul;
            let keterangan = if terpotong { potong(nama, BATAS_KETERANGAN) } else { String::new() };
            (id.clone(), judul, keterangan)
        })
        .collect();
    IsiPesan::Daftar { isi, buka: kamus.kata(&BUKA_PILIHAN), baris }
}

/// The names cut to fit; with their number in front when they cannot be told apart any more.
fn judul(opsi: &[(String, String)], batas: usize) -> Vec<String> {
    let judul: Vec<String> = opsi.iter().map(|(_, nama)| potong(nama, batas)).collect();
    if judul.iter().collect::<BTreeSet<_>>().len() == judul.len() {
        return judul;
    }
    opsi.iter()
        .zip(1..)
        .map(|((_, nama), nomor)| potong(&format!("{nomor}. {nama}"), batas))
        .collect()
}
