//! What residents read, in plain Indonesian, and how their answers are read.

use super::{KonteksAlur, Kumpulan, StatusKasusWarga};
use crate::{
    kalender::Kalender,
    layanan::{Layanan, Syarat},
    permohonan::Permohonan,
    sop::{Akhir, StatusKasus},
};

/// Answer to BATAL while something was being collected.
pub const DIBATALKAN: &str = "Pengajuan dibatalkan. Ketik MENU untuk mulai lagi.";
/// Answer to BATAL otherwise.
pub const TIDAK_ADA_YANG_DIBATALKAN: &str =
    "Tidak ada pengajuan yang sedang diisi. Ketik MENU untuk memilih layanan.";
/// Answer to LENGKAPI when nothing waits.
pub const TIDAK_ADA_YANG_KURANG: &str =
    "Tidak ada permohonan yang menunggu kelengkapan. Ketik STATUS untuk melihat permohonan Anda.";
/// Before the list, after an answer nobody understood.
pub const PILIHAN_TIDAK_DIKENALI: &str = "Maaf, pilihan itu belum kami kenali.";
/// Before the list, after three of them.
pub const TAWARKAN_PETUGAS: &str = "Perlu dibantu? Ketik PETUGAS untuk bicara dengan petugas.";
/// The first question.
pub const TANYA_NAMA: &str = "Siapa nama lengkap pemohon?";
/// Before the question, when the name cannot be one.
pub const NAMA_TIDAK_DIKENALI: &str = "Tuliskan nama dengan huruf, paling panjang 120 huruf.\n";
/// Before the next question, after a paper.
pub const BERKAS_DITERIMA: &str = "Sudah kami terima. ";
/// Before the summary, when more photos come than were asked for.
pub const BERKAS_SUDAH_CUKUP: &str = "Berkasnya sudah cukup.\n";
/// Before the current question, after a tap on an old button.
pub const PILIHAN_USANG: &str = "Pilihan ini sudah tidak berlaku.\n";
/// Before the request for a paper, when text came instead.
pub const KIRIM_FOTO_DAHULU: &str = "Kami menunggu foto atau PDF.\n";
/// Before the summary, when the answer was not understood.
pub const BELUM_DIMENGERTI: &str = "Balas KIRIM bila sudah benar, atau BATAL.\n";
/// Before the current question, after a voice note, sticker or the like.
pub const TIDAK_BISA_DIBACA: &str =
    "Maaf, pesan seperti ini belum bisa kami baca. Ketik PETUGAS bila perlu bantuan.\n";
/// How to complete.
pub const CARA_MELENGKAPI: &str =
    "Kirim foto atau PDF yang diminta ke chat ini. Bila sudah semua, balas SELESAI.";
/// How to complete, when the conversation is about something else just now.
pub const LENGKAPI_NANTI: &str = "Setelah urusan yang sedang berjalan di chat ini selesai, balas LENGKAPI untuk mengirim berkasnya.";
/// Answer to SELESAI without papers.
pub const BELUM_ADA_KELENGKAPAN: &str =
    "Kami belum menerima berkas. Kirim foto atau PDF yang diminta, lalu balas SELESAI.";

/// The greeting.
pub fn salam(konteks: &KonteksAlur<'_>) -> String {
    if konteks.perlu_pemberitahuan {
        format!("{}\n\n{}", konteks.kata.salam, konteks.kata.pemberitahuan_data)
    } else {
        konteks.kata.salam.clone()
    }
}

/// What a service asks for, with the first question.
pub fn mulai_layanan(layanan: &Layanan) -> String {
    let daftar: Vec<String> = layanan
        .syarat
        .iter()
        .map(|s| format!("• {}{}", s.nama, if s.wajib { "" } else { " (bila ada)" }))
        .collect();
    let syarat = if daftar.is_empty() {
        String::new()
    } else {
        format!("\nSiapkan foto asli:\n{}\n", daftar.join("\n"))
    };
    let janji = layanan
        .janji
        .map(|waktu| format!("\nLama proses: {}.", waktu.kalimat()))
        .unwrap_or_default();
    format!("*{}*\nBiaya: {}.{janji}{syarat}\n{TANYA_NAMA}", layanan.nama, layanan.biaya)
}

/// The request for one paper.
pub fn minta_berkas(syarat: &Syarat, urutan: usize, dari: usize) -> String {
    let petunjuk = syarat.petunjuk.as_ref().map(|p| format!("\n{p}")).unwrap_or_default();
    let lewati = if syarat.wajib { "" } else { "\nBila tidak ada, balas LEWATI." };
    format!("({urutan}/{dari}) Kirim foto *{}*.{petunjuk}{lewati}", syarat.nama)
}

/// The summary before sending.
pub fn ringkasan(kumpulan: &Kumpulan, layanan: &Layanan) -> String {
    format!(
        "*{}*\nNama: {}\nBerkas: {} foto/PDF\n\nSudah benar? Balas KIRIM atau BATAL.",
        layanan.nama,
        kumpulan.nama.as_deref().unwrap_or("-"),
        kumpulan.berkas.len(),
    )
}

/// The registration number, the day the quota gave, and when it will be done if nothing is missing.
pub fn terdaftar(permohonan: &Permohonan, perkiraan: Option<&str>) -> String {
    let janji = perkiraan
        .map(|saat| format!("\nPerkiraan selesai: {saat}, bila berkas sudah lengkap."))
        .unwrap_or_default();
    let jadwal = permohonan
        .mulai_layanan
        .map(|tanggal| format!("\nMulai dikerjakan: {}.", Kalender::tulis_tanggal(tanggal)))
        .unwrap_or_default();
    format!(
        "Permohonan Anda sudah terdaftar.\nNomor: *{}*{jadwal}{janji}\nKetik STATUS kapan saja untuk melihat perkembangan.",
        permohonan.nomor
    )
}

/// The answer to a completed case.
pub fn dilengkapi(permohonan: &Permohonan) -> String {
    format!(
        "Terima kasih. Kelengkapan permohonan {} sudah diteruskan ke petugas.",
        permohonan.nomor
    )
}

/// Where a case stands, in one sentence.
pub fn kalimat_status(status: &StatusKasus) -> String {
    match status {
        StatusKasus::Berjalan => "sedang diproses".to_owned(),
        StatusKasus::MenungguPemohon { alasan, .. } => format!(
            "menunggu kelengkapan dari Anda: {}",
            alasan.as_deref().unwrap_or("lihat pesan sebelumnya")
        ),
        StatusKasus::Berakhir { akhir: Akhir::Selesai, .. } => "selesai".to_owned(),
        StatusKasus::Berakhir { akhir: Akhir::Ditolak, alasan, .. } => {
            format!("ditolak: {}", alasan.as_deref().unwrap_or("-"))
        }
        StatusKasus::Berakhir { akhir: Akhir::Dibatalkan, .. } => "dibatalkan".to_owned(),
    }
}

/// The answer to STATUS.
pub fn status(kasus: &[StatusKasusWarga]) -> String {
    if kasus.is_empty() {
        return "Belum ada permohonan dari nomor ini. Ketik MENU untuk mulai.".to_owned();
    }
    let baris: Vec<String> = kasus
        .iter()
        .map(|satu| format!("*{}* {}\n{}", satu.nomor, satu.layanan, satu.kalimat))
        .collect();
    let cara = if kasus.iter().any(|satu| satu.menunggu) {
        "\n\nBalas LENGKAPI untuk mengirim berkas yang kurang."
    } else {
        ""
    };
    format!("{}{cara}", baris.join("\n\n"))
}

/// The beginning of completing.
pub fn mulai_melengkapi(nomor: &str, kalimat: &str) -> String {
    format!("Permohonan *{nomor}* {kalimat}.\n{CARA_MELENGKAPI}")
}

/// The request to complete, sent when an officer decides so.
pub fn minta_melengkapi(permohonan: &Permohonan, alasan: Option<&str>) -> String {
    format!(
        "Permohonan *{}* perlu dilengkapi: {}.",
        permohonan.nomor,
        alasan.unwrap_or("lihat petunjuk petugas")
    )
}

/// The answer to one more paper.
pub fn kelengkapan_diterima(jumlah: usize) -> String {
    format!("{jumlah} berkas sudah kami terima. Kirim lagi bila masih ada, atau balas SELESAI.")
}

/// The hand-over to an officer.
pub fn ke_petugas(jam: &str) -> String {
    format!(
        "Baik, petugas kami akan membalas di sini. Jam layanan: {jam}. Ketik MENU untuk kembali."
    )
}

/// The caption of a document.
pub fn keterangan_dokumen(nama: &str, permohonan: &Permohonan) -> String {
    format!(
        "{nama}, permohonan {}. Cetak di kertas A4 80 gram; keasliannya dapat diperiksa dari tanda tangan elektroniknya.",
        permohonan.nomor
    )
}

/// Fills `{name}` in an office's own text.
pub fn isi_pola(pola: &str, isian: &[(&str, &str)]) -> String {
    let mut keluar = String::with_capacity(pola.len());
    let mut sisa = pola;
    while let Some(awal) = sisa.find('{') {
        keluar.push_str(&sisa[..awal]);
        let ekor = &sisa[awal + 1..];
        let terisi = ekor.find('}').and_then(|akhir| {
            let nama = &ekor[..akhir];
            isian.iter().find(|(kunci, _)| *kunci == nama).map(|(_, nilai)| (akhir, *nilai))
        });
        if let Some((akhir, nilai)) = terisi {
            keluar.push_str(nilai);
            sisa = &ekor[akhir + 1..];
        } else {
            keluar.push('{');
            sisa = ekor;
        }
    }
    keluar.push_str(sisa);
    keluar
}

/// At most `batas` characters, with an ellipsis when cut.
pub fn potong(teks: &str, batas: usize) -> String {
    if teks.chars().count() <= batas {
        teks.to_owned()
    } else {
        teks.chars().take(batas.saturating_sub(1)).chain(['…']).collect()
    }
}

/// A number as people type it: `1`, `1.`, `no 1`, `nomor satu`, `satu`, `1️⃣`.
pub fn angka(teks: &str) -> Option<usize> {
    const KATA: [&str; 10] =
        ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"];
    let bersih = teks.trim().to_lowercase();
    let bersih = bersih
        .strip_prefix("nomor")
        .or_else(|| bersih.strip_prefix("no."))
        .or_else(|| bersih.strip_prefix("no "))
        .unwrap_or(&bersih)
        .trim()
        .trim_end_matches(['.', ')']);
    if let Some(i) = KATA.iter().position(|kata| *kata == bersih) {
        return Some(i + 1);
    }
    if bersih == "🔟" {
        return Some(10);
    }
    let angka: String = bersih.chars().filter(|c| !matches!(c, '\u{fe0f}' | '\u{20e3}')).collect();
    (1..=2).contains(&angka.len()).then(|| angka.parse().ok()).flatten()
}

/// Whether the answer means "send it".
pub fn ya(teks: &str) -> bool {
    matches!(
        teks.trim().to_lowercase().as_str(),
        "kirim" | "ya" | "iya" | "benar" | "ok" | "oke" | "1" | "lanjut"
    )
}

/// Whether the answer means "that was all".
pub fn selesai(teks: &str) -> bool {
    matches!(teks.trim().to_lowercase().as_str(), "selesai" | "sudah" | "sudah semua")
}

/// A name, when the text can be one.
pub fn nama(teks: &str) -> Option<String> {
    let rapi = teks.split_whitespace().collect::<Vec<_>>().join(" ");
    let panjang = rapi.chars().count();
    let ada_huruf = rapi.chars().any(char::is_alphabetic);
    let ada_angka = rapi.chars().any(|c| c.is_ascii_digit());
    ((2..=120).contains(&panjang) && ada_huruf && !ada_angka).then_some(rapi)
}
