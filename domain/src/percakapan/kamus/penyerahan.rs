//! Texts about handing documents over.

use super::Teks;

/// The title of the button that opens the page.
pub const TOMBOL_AMBIL: Teks = Teks::baru(
    "tombol_ambil",
    "Tombol yang membuka halaman pengambilan dokumen.",
    "Ambil dokumen",
    &[],
)
.paling(20);
/// The invitation to the page that asks who the recipient is.
pub const AJAKAN_AMBIL: Teks = Teks::baru(
    "ajakan_ambil",
    "Ketika dokumen siap dan penerimanya perlu diperiksa dahulu.",
    "*{dokumen}* (permohonan {nomor}) sudah jadi. Demi keamanan data Anda, ketuk tombol di bawah dan jawab satu pertanyaan. Tautan hanya untuk Anda dan berlaku sampai {batas}. Ada kendala? Ketik PETUGAS.",
    &["dokumen", "nomor", "batas"],
)
.paling(900);
/// A document takes another channel.
pub const PINDAH_SALURAN: Teks = Teks::baru(
    "pindah_saluran",
    "Ketika dokumen tidak sampai lewat satu cara dan dicoba lewat cara lain.",
    "*{dokumen}* (permohonan {nomor}) belum sampai lewat {lama}. Berikutnya: {baru}.",
    &["dokumen", "nomor", "lama", "baru"],
);
/// By WhatsApp.
pub const CARA_WHATSAPP: Teks =
    Teks::baru("cara_whatsapp", "Nama cara: WhatsApp.", "dikirim ke WhatsApp Anda", &[]).paling(72);
/// By email.
pub const CARA_EMAIL: Teks =
    Teks::baru("cara_email", "Nama cara: surel.", "dikirim ke surel (email) Anda", &[]).paling(72);
/// By link.
pub const CARA_TAUTAN: Teks =
    Teks::baru("cara_tautan", "Nama cara: tautan.", "diunduh dari tautan sekali pakai", &[])
        .paling(72);
/// At the counter.
pub const CARA_LOKET: Teks =
    Teks::baru("cara_loket", "Nama cara: loket.", "diambil di loket kantor", &[]).paling(72);
/// By courier.
pub const CARA_KURIR: Teks =
    Teks::baru("cara_kurir", "Nama cara: kurir.", "diantar kurir ke rumah", &[]).paling(72);
/// By visit.
pub const CARA_KUNJUNGAN: Teks =
    Teks::baru("cara_kunjungan", "Nama cara: kunjungan.", "diantar petugas ke rumah", &[])
        .paling(72);
/// By the village.
pub const CARA_DESA: Teks = Teks::baru(
    "cara_desa",
    "Nama cara: desa.",
    "diambil di kantor desa, kelurahan, atau kecamatan",
    &[],
)
.paling(72);

/// Every text of this file.
pub const SEMUA: &[Teks] = &[
    TOMBOL_AMBIL,
    AJAKAN_AMBIL,
    PINDAH_SALURAN,
    CARA_WHATSAPP,
    CARA_EMAIL,
    CARA_TAUTAN,
    CARA_LOKET,
    CARA_KURIR,
    CARA_KUNJUNGAN,
    CARA_DESA,
];
