//! What residents read in the chat about the page behind a one-time link.

use super::{
    Diminta,
    teks::{isi_pola, potong},
};

/// The title of the button.
pub const JUDUL: &str = "Isi dengan aman";
/// Longest text above a button that opens a page.
const BATAS: usize = 1_024;
/// Room for the moment at which the link ends, as it is written out.
const RUANG_BATAS: usize = 60;
/// Longest text before an invitation.
pub const PEMBUKA_MAKS: usize = 500;
/// Longest line for one thing that is asked for.
const BARIS_MAKS: usize = 90;
/// Before the next question, after the page was sent.
pub const HALAMAN_DITERIMA: &str = "Isian dari halaman sudah kami terima.\n\n";
/// Before the same question, after a photo came by chat although the page was offered.
pub const FOTO_DI_CHAT: &str = "Foto sudah kami terima. Lain kali lebih aman lewat tautan.\n\n";
/// Before the same question, after a number was typed although the page was offered.
pub const DITERIMA_DI_CHAT: &str = "Sudah kami catat. Lain kali lebih aman lewat tautan.\n\n";

/// The invitation to the page: what to have at hand, whose page it is, until when, and where to find help.
pub fn ajakan(pembuka: &str, kantor: &str, diminta: &[Diminta<'_>]) -> String {
    let pembuka = potong(pembuka, PEMBUKA_MAKS);
    let awal = format!("{pembuka}Agar data Anda aman, lanjutkan di halaman {kantor}. Siapkan:");
    let akhir = akhir();
    let mut isi = awal;
    for (letak, satu) in diminta.iter().enumerate() {
        let baris = format!("\n• {}", butir(satu));
        let sisa = diminta.len() - letak;
        let panjang = [&isi, &baris, &akhir].map(|teks| teks.chars().count()).iter().sum::<usize>();
        // Room for the line that says how many are left.
        if panjang + RUANG_BATAS + 30 > BATAS {
            return format!("{isi}\n• dan {sisa} lainnya{akhir}");
        }
        isi.push_str(&baris);
    }
    format!("{isi}{akhir}")
}

/// The invitation to the page for what a case lacks.
pub fn ajakan_melengkapi(pembuka: &str, kantor: &str) -> String {
    format!("{pembuka}Kirim foto atau PDF yang diminta lewat halaman {kantor}.{}", akhir())
}

fn akhir() -> String {
    format!(
        "\nKetuk tombol *{JUDUL}*. Tautan hanya untuk Anda dan berlaku sampai {{batas}}. Ada kendala? Ketik PETUGAS."
    )
}

/// Whether an invitation to complete fits under one button with that text before it.
pub fn muat(pembuka: &str, kantor: &str) -> bool {
    ajakan_melengkapi(pembuka, kantor).chars().count() + RUANG_BATAS <= BATAS
}

/// The message with the end of the link's life.
pub fn dengan_batas(isi: &str, batas: &str) -> String {
    potong(&isi_pola(isi, &[("batas", batas)]), BATAS)
}

/// A case that waits, with what for.
pub fn tentang(nomor: &str, kalimat: &str) -> String {
    format!("Permohonan *{nomor}* {kalimat}.\n\n")
}

fn butir(diminta: &Diminta<'_>) -> String {
    let (nama, wajib) = match diminta {
        Diminta::Isian(isian) => (isian.label.clone(), isian.wajib),
        Diminta::Syarat(syarat) => (format!("Foto {}", syarat.nama), syarat.wajib),
    };
    format!("{}{}", potong(&nama, BARIS_MAKS), if wajib { "" } else { " (bila ada)" })
}
