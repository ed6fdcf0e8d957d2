//! Texts about interruptions: what broke, that work stands still, that it goes on.

use super::Teks;

/// SIAK is down.
pub const SEBAB_SIAK: Teks = Teks::baru(
    "gangguan_sebab_siak",
    "Sebab gangguan: SIAK.",
    "aplikasi kependudukan nasional (SIAK) sedang tidak dapat diakses",
    &[],
);
/// Nobody signs.
pub const SEBAB_PENANDA_TANGAN: Teks = Teks::baru(
    "gangguan_sebab_penanda_tangan",
    "Sebab gangguan: penanda tangan.",
    "penandatanganan dokumen sedang terhenti",
    &[],
);
/// No blank cards.
pub const SEBAB_BLANKO: Teks = Teks::baru(
    "gangguan_sebab_blanko",
    "Sebab gangguan: blanko.",
    "persediaan blanko kartu sedang habis",
    &[],
);
/// No power, or no network.
pub const SEBAB_LISTRIK_JARINGAN: Teks = Teks::baru(
    "gangguan_sebab_listrik_jaringan",
    "Sebab gangguan: listrik atau jaringan.",
    "listrik atau jaringan kantor sedang padam",
    &[],
);
/// SIAK is back.
pub const PULIH_SIAK: Teks = Teks::baru(
    "gangguan_pulih_siak",
    "Gangguan SIAK selesai.",
    "aplikasi kependudukan nasional (SIAK) sudah dapat diakses lagi",
    &[],
);
/// Somebody signs again.
pub const PULIH_PENANDA_TANGAN: Teks = Teks::baru(
    "gangguan_pulih_penanda_tangan",
    "Gangguan penanda tangan selesai.",
    "penandatanganan dokumen sudah berjalan lagi",
    &[],
);
/// Blank cards have come.
pub const PULIH_BLANKO: Teks = Teks::baru(
    "gangguan_pulih_blanko",
    "Gangguan blanko selesai.",
    "blanko kartu sudah tersedia lagi",
    &[],
);
/// Power and network are back.
pub const PULIH_LISTRIK_JARINGAN: Teks = Teks::baru(
    "gangguan_pulih_listrik_jaringan",
    "Gangguan listrik atau jaringan selesai.",
    "listrik dan jaringan kantor sudah menyala lagi",
    &[],
);
/// Work stands still.
pub const GANGGUAN_MULAI: Teks = Teks::baru(
    "gangguan_mulai",
    "Ketika gangguan menghentikan permohonan warga.",
    "Mohon maaf, {sebab}, sehingga permohonan Anda belum dapat dilanjutkan:\n{daftar}\nWaktu layanan dihentikan sementara dan nomor antrean Anda tetap. Anda tidak perlu mengajukan ulang; kami kabari begitu pulih.",
    &["sebab", "daftar"],
);
/// A case in such a message.
pub const GANGGUAN_BARIS: Teks = Teks::baru(
    "gangguan_baris",
    "Satu permohonan pada kabar gangguan.",
    "*{nomor}* {layanan}",
    &["nomor", "layanan"],
);
/// The same with the new estimate.
pub const GANGGUAN_BARIS_PERKIRAAN: Teks = Teks::baru(
    "gangguan_baris_perkiraan",
    "Satu permohonan pada kabar gangguan selesai, dengan perkiraan baru.",
    "*{nomor}* {layanan}, perkiraan selesai {saat}",
    &["nomor", "layanan", "saat"],
);
/// Cases that no longer fit.
pub const GANGGUAN_LAINNYA: Teks = Teks::baru(
    "gangguan_lainnya",
    "Di bawah kabar gangguan yang menyebut banyak permohonan.",
    "dan {jumlah} permohonan lain",
    &["jumlah"],
);
/// Work goes on.
pub const GANGGUAN_PULIH: Teks = Teks::baru(
    "gangguan_pulih",
    "Ketika gangguan selesai.",
    "Kabar baik: {sebab}. Permohonan Anda dilanjutkan sesuai urutan semula:\n{daftar}\nTerima kasih sudah menunggu.",
    &["sebab", "daftar"],
);
/// One thing works again, another does not yet.
pub const GANGGUAN_PULIH_SEBAGIAN: Teks = Teks::baru(
    "gangguan_pulih_sebagian",
    "Ketika satu gangguan selesai dan gangguan lain masih berlangsung.",
    "Kabar permohonan Anda: {sebab}, tetapi {lain}:\n{daftar}\nWaktu layanan masih dihentikan sementara dan nomor antrean Anda tetap; kami kabari begitu pulih.",
    &["sebab", "lain", "daftar"],
);
/// Below the registration.
pub const GANGGUAN_TERDAFTAR: Teks = Teks::baru(
    "gangguan_terdaftar",
    "Di bawah pendaftaran selama gangguan.",
    "Perlu diketahui: {sebab}. Permohonan Anda tetap terdaftar; waktu layanan dihentikan sementara selama gangguan, sehingga perkiraan selesai dapat mundur. Nomor antrean Anda tetap, dan kami kabari begitu pulih.",
    &["sebab"],
);
/// In the answer to STATUS.
pub const GANGGUAN_STATUS: Teks = Teks::baru(
    "gangguan_status",
    "Status permohonan yang dihentikan gangguan.",
    "dihentikan sementara karena {sebab}; nomor antrean Anda tetap",
    &["sebab"],
);
/// The same with the new estimate.
pub const GANGGUAN_STATUS_PERKIRAAN: Teks = Teks::baru(
    "gangguan_status_perkiraan",
    "Perkiraan selesai pada status permohonan yang dihentikan gangguan.",
    "Bila pulih sekarang, perkiraan selesai {saat}; perkiraan ini mundur selama gangguan berlangsung.",
    &["saat"],
);

/// Every text of this file.
pub const SEMUA: &[Teks] = &[
    SEBAB_SIAK,
    SEBAB_PENANDA_TANGAN,
    SEBAB_BLANKO,
    SEBAB_LISTRIK_JARINGAN,
    PULIH_SIAK,
    PULIH_PENANDA_TANGAN,
    PULIH_BLANKO,
    PULIH_LISTRIK_JARINGAN,
    GANGGUAN_MULAI,
    GANGGUAN_BARIS,
    GANGGUAN_BARIS_PERKIRAAN,
    GANGGUAN_LAINNYA,
    GANGGUAN_PULIH,
    GANGGUAN_PULIH_SEBAGIAN,
    GANGGUAN_TERDAFTAR,
    GANGGUAN_STATUS,
    GANGGUAN_STATUS_PERKIRAAN,
];
