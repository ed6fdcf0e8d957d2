//! What residents read in the chat about the page behind a one-time link.

use super::{
    Diminta,
    kamus::{Kamus, kabar, permohonan as kata, tautan},
    teks::{isi_pola, potong},
};

/// Longest text above a button that opens a page.
const BATAS: usize = 1_024;
/// Room for the moment at which the link ends, as it is written out.
const RUANG_BATAS: usize = 60;
/// Longest text before an invitation.
pub const PEMBUKA_MAKS: usize = 450;
/// Longest line for one thing that is asked for.
const BARIS_MAKS: usize = 90;

fn di_atas(pembuka: &str, isi: &str) -> String {
    if pembuka.is_empty() { isi.to_owned() } else { format!("{pembuka}\n\n{isi}") }
}

/// The invitation to the page: what to have at hand, whose page it is, until when, and where to find help.
pub fn ajakan(kamus: &Kamus, pembuka: &str, kantor: &str, diminta: &[Diminta<'_>]) -> String {
    let ajakan = kamus.isi(&tautan::AJAKAN, &[("kantor", kantor)]);
    let mut isi = di_atas(&potong(pembuka, PEMBUKA_MAKS), &ajakan);
    let akhir = akhir(kamus);
    for (letak, satu) in diminta.iter().enumerate() {
        let baris = format!("\n• {}", butir(kamus, satu));
        let sisa = diminta.len() - letak;
        let panjang = [&isi, &baris, &akhir].map(|teks| teks.chars().count()).iter().sum::<usize>();
        // Room for the line that says how many are left.
        if panjang + RUANG_BATAS + 30 > BATAS {
            let lainnya = kamus.isi(&tautan::DAN_LAINNYA, &[("jumlah", &sisa.to_string())]);
            return format!("{isi}\n• {lainnya}{akhir}");
        }
        isi.push_str(&baris);
    }
    format!("{isi}{akhir}")
}

/// The invitation to the page for what a case lacks.
pub fn ajakan_melengkapi(kamus: &Kamus, pembuka: &str, kantor: &str) -> String {
    let ajakan = kamus.isi(&tautan::AJAKAN_MELENGKAPI, &[("kantor", kantor)]);
    format!("{}{}", di_atas(pembuka, &ajakan), akhir(kamus))
}

/// The end of an invitation; when the link ends is known only when it is made.
fn akhir(kamus: &Kamus) -> String {
    let tombol = kamus.pola(&tautan::TOMBOL_HALAMAN);
    format!("\n{}", kamus.isi(&tautan::CARA_HALAMAN, &[("tombol", tombol), ("batas", "{batas}")]))
}

/// Whether an invitation to complete fits under one button with that text before it.
pub fn muat(kamus: &Kamus, pembuka: &str, kantor: &str) -> bool {
    ajakan_melengkapi(kamus, pembuka, kantor).chars().count() + RUANG_BATAS <= BATAS
}

/// The message with the end of the link's life.
pub fn dengan_batas(isi: &str, batas: &str) -> String {
    potong(&isi_pola(isi, &[("batas", batas)]), BATAS)
}

/// A case that waits, with what for.
pub fn tentang(kamus: &Kamus, nomor: &str, kalimat: &str) -> String {
    kamus.isi(&kabar::MULAI_MELENGKAPI, &[("nomor", nomor), ("status", kalimat)])
}

fn butir(kamus: &Kamus, diminta: &Diminta<'_>) -> String {
    let (nama, wajib) = match diminta {
        Diminta::Isian(isian) => (isian.label.clone(), isian.wajib),
        Diminta::Serah(produk) => {
            (kamus.isi(&tautan::CARA_MENERIMA, &[("dokumen", &produk.nama)]), false)
        }
        // A portrait is a photo by its name already.
        Diminta::Syarat(syarat) if syarat.nama.to_lowercase().contains("foto") => {
            (syarat.nama.clone(), syarat.wajib)
        }
        Diminta::Syarat(syarat) => {
            (kamus.isi(&tautan::FOTO_SYARAT, &[("syarat", &syarat.nama)]), syarat.wajib)
        }
    };
    let nama = potong(&nama, BARIS_MAKS);
    if wajib { nama } else { format!("{nama} {}", kamus.pola(&kata::BILA_ADA)) }
}
