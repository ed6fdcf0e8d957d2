//! What residents read, in plain Indonesian, and how their answers are read.

use super::{KonteksAlur, StatusKasusWarga, pilihan::BATAS_TEKS};
use crate::{
    kalender::{Kalender, ZonaWaktu, tulis_saat},
    permohonan::Permohonan,
    sop::{Akhir, Catatan, KeadaanKasus, StatusKasus},
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
/// Before the list, when one goes back or on.
pub const PILIH_LAYANAN: &str = "Layanan mana yang Anda perlukan?";
/// Before the list, when several services answer to the words.
pub const BEBERAPA_COCOK: &str = "Ada beberapa layanan yang cocok:";
/// Under the options of a question.
pub const PILIH_ATAU_KETIK: &str = "Pilih, atau ketik nomornya.";
/// Under the options of a step, when the conversation may be about something else.
pub const KETUK_ATAU_JAWAB: &str =
    "Ketuk pilihan Anda, atau balas JAWAB untuk memilih dengan angka.";
/// Under the options of a step, when the answer was not understood.
pub const PILIH_ATAU_MENU: &str = "Pilih, atau ketik nomornya. Ketik MENU untuk layanan lain.";
/// Under an optional question.
pub const BILA_TIDAK_ADA: &str = " Bila tidak ada, balas LEWATI.";
/// Before a question with options, when none of them was meant.
pub const BARIS_TIDAK_DIKENALI: &str = "Maaf, pilihan itu belum kami kenali.\n";
/// In what capacity somebody acts for the applicant.
pub const TANYA_HUBUNGAN: &str = "Anda mengurus sebagai siapa? Balas LEWATI bila tidak jadi.";
/// Who acts for the applicant.
pub const TANYA_NAMA_WAKIL: &str = "Siapa nama lengkap Anda?";
/// Answer to BATAL while a step waited for an answer.
pub const JAWABAN_DIBATALKAN: &str = "Baik, jawaban belum dikirim. Balas JAWAB bila sudah siap.";
/// Answer to JAWAB when nothing waits.
pub const TIDAK_ADA_YANG_DITANYA: &str =
    "Tidak ada permohonan yang menunggu jawaban. Ketik STATUS untuk melihat permohonan Anda.";
/// Answer to a choice at a step that is over, or of somebody else's.
pub const JAWABAN_USANG: &str =
    "Pilihan ini sudah tidak berlaku. Ketik STATUS untuk melihat permohonan Anda.";
/// The question for a reason.
pub const TANYA_ALASAN: &str = "Tuliskan alasannya, paling panjang 1.000 huruf.";
/// After an answer, when a permohonan is being collected.
pub const LANJUTKAN_ISIAN: &str = "\nSilakan lanjutkan isian yang tadi.";
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

/// When officers handed the conversation back.
pub const DIKEMBALIKAN: &str = "Terima kasih. Chat ini kembali dijawab otomatis. Ketik MENU untuk memilih layanan, atau PETUGAS bila perlu bantuan lagi.";

/// The greeting.
pub fn salam(konteks: &KonteksAlur<'_>) -> String {
    if konteks.perlu_pemberitahuan {
        format!("{}\n\n{}", konteks.kata.salam, konteks.kata.pemberitahuan_data)
    } else {
        konteks.kata.salam.clone()
    }
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

/// Where a case stands, in one sentence, with its deadline and its appointments.
pub fn kalimat_status(keadaan: &KeadaanKasus, zona: ZonaWaktu) -> String {
    match &keadaan.status {
        StatusKasus::Berjalan => {
            let berjadwal = keadaan
                .tugas
                .iter()
                .filter(|satu| satu.catatan.iter().any(|c| matches!(c, Catatan::Jadwal { .. })))
                .filter_map(|satu| satu.jadwal);
            let jadwal: Vec<String> =
                berjadwal.map(|saat| format!("\nJadwal: {}", tulis_saat(zona, saat))).collect();
            let jadwal = jadwal.concat();
            format!("sedang diproses{jadwal}")
        }
        StatusKasus::MenungguPemohon { alasan, batas, .. } => {
            let batas = batas
                .map(|saat| format!(" paling lambat {}", tulis_saat(zona, saat)))
                .unwrap_or_default();
            let alasan = alasan.as_deref().unwrap_or("lihat pesan sebelumnya");
            format!("menunggu kelengkapan dari Anda{batas}: {alasan}")
        }
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

/// The question of a step, with the number of its case.
pub fn tanya_langkah(nomor: &str, langkah: &str) -> String {
    format!("Permohonan *{nomor}* menunggu jawaban Anda:\n{langkah}")
}

/// The answer to the applicant's decision.
pub fn jawaban_dicatat(nomor: &str, label: &str) -> String {
    format!("Terima kasih. Jawaban Anda untuk permohonan *{nomor}* sudah dicatat: {label}.")
}

/// The answer to a decision that cannot be recorded yet.
pub fn jawaban_belum_bisa(pesan: &str) -> String {
    format!("Jawaban Anda belum bisa dicatat. {pesan}")
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

/// At most as long as a message may be.
pub fn potong_pesan(teks: &str) -> String {
    potong(teks, BATAS_TEKS)
}
