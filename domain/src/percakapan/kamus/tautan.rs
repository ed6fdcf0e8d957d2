//! Texts about the page behind a one-time link.

use super::Teks;

/// The title of the button.
pub const TOMBOL_HALAMAN: Teks =
    Teks::baru("tombol_halaman", "Tombol yang membuka halaman isian.", "Isi dengan aman", &[])
        .paling(20);
/// The invitation to the page.
pub const AJAKAN: Teks = Teks::baru(
    "ajakan_halaman",
    "Ajakan membuka halaman isian, di atas daftar yang disiapkan.",
    "Agar data Anda aman, lanjutkan di halaman {kantor}. Siapkan:",
    &["kantor"],
)
.paling(300);
/// The invitation to the page for what a case lacks.
pub const AJAKAN_MELENGKAPI: Teks = Teks::baru(
    "ajakan_melengkapi",
    "Ajakan melengkapi permohonan lewat halaman isian.",
    "Kirim foto atau PDF yang diminta lewat halaman {kantor}.",
    &["kantor"],
)
.paling(300);
/// Whose link it is, until when, and where to find help.
pub const CARA_HALAMAN: Teks = Teks::baru(
    "cara_halaman",
    "Di bawah ajakan membuka halaman isian.",
    "Ketuk tombol *{tombol}*. Tautan hanya untuk Anda dan berlaku sampai {batas}. Ada kendala? Ketik PETUGAS.",
    &["tombol", "batas"],
)
.paling(300);
/// A paper in the list.
pub const FOTO_SYARAT: Teks =
    Teks::baru("foto_syarat", "Satu persyaratan pada daftar.", "Foto {syarat}", &["syarat"]);
/// What is left out of the list.
pub const DAN_LAINNYA: Teks =
    Teks::baru("dan_lainnya", "Akhir daftar yang terpotong.", "dan {jumlah} lainnya", &["jumlah"]);
/// Before the next question, after the page was sent.
pub const HALAMAN_DITERIMA: Teks = Teks::baru(
    "halaman_diterima",
    "Setelah halaman isian dikirim.",
    "Isian dari halaman sudah kami terima.",
    &[],
);
/// After a photo came by chat although the page was offered.
pub const FOTO_DI_CHAT: Teks = Teks::baru(
    "foto_di_chat",
    "Setelah foto datang di chat, padahal diminta lewat halaman.",
    "Foto sudah kami terima. Lain kali lebih aman lewat tautan.",
    &[],
);
/// After a number was typed although the page was offered.
pub const DITERIMA_DI_CHAT: Teks = Teks::baru(
    "diterima_di_chat",
    "Setelah data diketik di chat, padahal diminta lewat halaman.",
    "Sudah kami catat. Lain kali lebih aman lewat tautan.",
    &[],
);

/// How a product should reach the applicant, as a line of the invitation and a field of the page.
pub const CARA_MENERIMA: Teks = Teks::baru(
    "cara_menerima",
    "Baris undangan dan kolom halaman: cara menerima satu dokumen.",
    "Cara menerima {dokumen}",
    &["dokumen"],
)
.paling(200);

/// Every text of this file.
pub const SEMUA: &[Teks] = &[
    TOMBOL_HALAMAN,
    AJAKAN,
    AJAKAN_MELENGKAPI,
    CARA_HALAMAN,
    FOTO_SYARAT,
    DAN_LAINNYA,
    HALAMAN_DITERIMA,
    FOTO_DI_CHAT,
    DITERIMA_DI_CHAT,
    CARA_MENERIMA,
];
