//! What residents read when the office is not sure who they are, or whether a number is the office's own.

use super::identitas::PERCOBAAN_MAKS;

/// Asks for a proof. It names no case and no person.
pub const MINTA_BUKTI: &str = "Nomor atau HP ini baru berganti, jadi kami perlu memastikan bahwa ini benar Anda.\n\nBalas dengan *4 angka terakhir NIK*, atau *nomor registrasi dan nama pemohon*.\n\nJangan kirim NIK lengkap. Ketik PETUGAS untuk dibantu petugas.";

/// The last try failed.
pub const BUKTI_HABIS: &str = "Jawaban belum cocok. Petugas akan memeriksa lebih dahulu. Anda juga dapat datang ke loket dengan membawa KTP-el.";

/// They asked for an officer.
pub const BUKTI_PETUGAS: &str = "Petugas akan membantu Anda di sini. Permohonan baru dapat dibahas setelah petugas memastikan bahwa ini benar Anda.";

/// They wait for an officer.
pub const TUNGGU_PETUGAS: &str =
    "Petugas sedang memeriksa nomor ini. Mohon tunggu, atau datang ke loket dengan membawa KTP-el.";

/// It is them.
pub const TERBUKTI: &str = "Terima kasih, sudah cocok. Ketik STATUS untuk melihat permohonan Anda, atau MENU untuk memulai.";

/// An officer vouched for them.
pub const DIPERIKSA_PETUGAS: &str = "Petugas sudah memastikan nomor ini. Ketik STATUS untuk melihat permohonan Anda, atau MENU untuk memulai.";

/// How to report.
pub const CARA_LAPOR: &str = "Untuk melaporkan penipuan, ketik LAPOR lalu nomor dan ceritanya. Contoh:\nLAPOR 0812 3456 7890 mengaku petugas dan minta uang";

/// A report was filed.
pub const LAPORAN_DITERIMA: &str = "Laporan Anda sudah kami catat. Jangan kirim uang, kode OTP atau foto KTP-el kepada nomor itu. Layanan kami tidak pernah meminta transfer ke rekening pribadi.";

/// They reported very often today.
pub const LAPORAN_CUKUP: &str =
    "Laporan Anda hari ini sudah banyak dan sedang kami periksa. Silakan lapor lagi besok.";

/// A wrong proof, with what is left.
pub fn bukti_salah(sisa: u8) -> String {
    let ke = PERCOBAAN_MAKS.saturating_sub(sisa);
    format!(
        "Belum cocok ({ke} dari {PERCOBAAN_MAKS} kesempatan). Balas dengan 4 angka terakhir NIK, atau nomor registrasi dan nama pemohon. Ketik PETUGAS untuk dibantu petugas."
    )
}

/// Whether the number that was asked about is official.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keresmian<'a> {
    /// None was named.
    TidakDisebut,
    /// It is this office's.
    Kami(&'a str),
    /// It is another office's.
    KantorLain(&'a str, &'a str),
    /// It is nobody's.
    Bukan(&'a str),
}

/// The answer to "is this number official?".
pub fn nomor_resmi(kantor: &str, nomor: &[String], halaman: &str, tanya: Keresmian<'_>) -> String {
    let awal = match tanya {
        Keresmian::TidakDisebut => format!("Ya, Anda sedang menulis ke nomor resmi {kantor}."),
        Keresmian::Kami(satu) => format!("Ya, {satu} adalah nomor resmi {kantor}."),
        Keresmian::KantorLain(satu, lain) => {
            format!("{satu} bukan nomor {kantor}, tetapi nomor resmi {lain}.")
        }
        Keresmian::Bukan(satu) => format!(
            "*{satu} bukan nomor resmi kami.* Jangan kirim uang, OTP atau foto KTP-el ke nomor itu. Laporkan: ketik LAPOR {satu}"
        ),
    };
    let daftar = nomor.join("\n• ");
    format!("{awal}\n\nNomor resmi kami:\n• {daftar}\n\nPeriksa nomor lain: {halaman}")
}
