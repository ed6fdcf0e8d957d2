//! Texts about the counter: the queue, and receipts.

use super::Teks;

/// A ticket was taken.
pub const ANTRE_DIAMBIL: Teks = Teks::baru(
    "antre_diambil",
    "Ketika warga mengambil nomor antrean dengan mengetik ANTRE.",
    "Nomor antrean Anda *{kode}* ({jenis}). {letak} Kami kabari saat nomor Anda dipanggil; yang tidak ada di tempat dilewati. Lansia, penyandang disabilitas, ibu hamil, atau membawa anak kecil? Sampaikan kepada petugas agar didahulukan.",
    &["kode", "jenis", "letak"],
);
/// A ticket that was taken before, and waits.
pub const ANTRE_MENUNGGU: Teks = Teks::baru(
    "antre_menunggu",
    "Ketika warga yang sudah punya nomor antrean mengetik ANTRE lagi.",
    "Nomor antrean Anda *{kode}* ({jenis}). {letak}",
    &["kode", "jenis", "letak"],
);
/// How many wait before it.
pub const ANTRE_LETAK: Teks = Teks::baru(
    "antre_letak",
    "Letak dalam antrean: masih ada orang di depan.",
    "{jumlah} orang di depan Anda, kira-kira {menit} menit lagi.",
    &["jumlah", "menit"],
)
.paling(200);
/// Nobody waits before it.
pub const ANTRE_TERDEPAN: Teks = Teks::baru(
    "antre_terdepan",
    "Letak dalam antrean: paling depan.",
    "Anda yang berikutnya.",
    &[],
)
.paling(200);
/// It is called.
pub const ANTRE_DIPANGGIL: Teks = Teks::baru(
    "antre_dipanggil",
    "Ketika nomor antrean warga dipanggil.",
    "Nomor *{kode}* dipanggil. Silakan ke {loket} sekarang.",
    &["kode", "loket"],
);
/// Its holder is served.
pub const ANTRE_DILAYANI: Teks = Teks::baru(
    "antre_dilayani",
    "Ketika warga yang sedang dilayani mengetik ANTRE.",
    "Nomor *{kode}* sedang dilayani di {loket}.",
    &["kode", "loket"],
);
/// Which kind of service.
pub const ANTRE_PILIH: Teks =
    Teks::baru("antre_pilih", "Pertanyaan jenis antrean.", "Antrean untuk apa?", &[]).paling(200);
/// How to say which.
pub const ANTRE_CARA: Teks = Teks::baru(
    "antre_cara",
    "Cara memilih jenis antrean.",
    "Ketuk salah satu, atau ketik ANTRE lalu nomornya, misalnya ANTRE 1.",
    &[],
)
.paling(200);
/// The counter is closed.
pub const ANTRE_TUTUP: Teks = Teks::baru(
    "antre_tutup",
    "Ketika warga mengetik ANTRE di luar jam loket.",
    "Antrean loket sedang tutup. Ketik ANTRE lagi saat Anda di kantor, mulai {mulai}.",
    &["mulai"],
);
/// No queue here.
pub const ANTRE_TANPA: Teks = Teks::baru(
    "antre_tanpa",
    "Ketika warga mengetik ANTRE dan kantor tidak punya antrean.",
    "Kantor ini melayani tanpa nomor antrean. Silakan langsung ke loket.",
    &[],
);
/// Too many tickets in a day.
pub const ANTRE_HABIS: Teks = Teks::baru(
    "antre_habis",
    "Ketika warga sudah mengambil terlalu banyak nomor antrean dalam sehari.",
    "Anda sudah mengambil {jumlah} nomor antrean hari ini. Silakan minta nomor berikutnya kepada petugas di kantor.",
    &["jumlah"],
);
/// A receipt is on its way.
pub const TANDA_TERIMA_DIKIRIM: Teks = Teks::baru(
    "tanda_terima_dikirim",
    "Ketika warga meminta tanda terima pengambilan dengan mengetik TANDA TERIMA.",
    "Tanda terima {nomor} (permohonan {permohonan}) kami kirim sebentar lagi.",
    &["nomor", "permohonan"],
);
/// Which receipt.
pub const TANDA_TERIMA_PILIH: Teks = Teks::baru(
    "tanda_terima_pilih",
    "Pertanyaan tanda terima yang mana.",
    "Tanda terima yang mana?",
    &[],
)
.paling(200);
/// How to say which.
pub const TANDA_TERIMA_CARA: Teks = Teks::baru(
    "tanda_terima_cara",
    "Cara memilih tanda terima.",
    "Ketuk salah satu, atau ketik TANDA TERIMA lalu nomornya, misalnya TANDA TERIMA 1.",
    &[],
)
.paling(200);
/// Nothing was collected.
pub const TANDA_TERIMA_TIDAK_ADA: Teks = Teks::baru(
    "tanda_terima_tidak_ada",
    "Ketika belum ada pengambilan di loket untuk nomor WhatsApp ini.",
    "Belum ada dokumen yang diambil di loket untuk nomor WhatsApp ini. Ada kendala? Ketik PETUGAS.",
    &[],
);
/// Asked for too often.
pub const TANDA_TERIMA_HABIS: Teks = Teks::baru(
    "tanda_terima_habis",
    "Ketika tanda terima terlalu sering diminta dalam sehari.",
    "Tanda terima sudah diminta {jumlah} kali hari ini. Coba lagi besok, atau minta kepada petugas di loket.",
    &["jumlah"],
);

/// Every text of this group.
pub(super) const SEMUA: &[Teks] = &[
    ANTRE_DIAMBIL,
    ANTRE_MENUNGGU,
    ANTRE_LETAK,
    ANTRE_TERDEPAN,
    ANTRE_DIPANGGIL,
    ANTRE_DILAYANI,
    ANTRE_PILIH,
    ANTRE_CARA,
    ANTRE_TUTUP,
    ANTRE_TANPA,
    ANTRE_HABIS,
    TANDA_TERIMA_DIKIRIM,
    TANDA_TERIMA_PILIH,
    TANDA_TERIMA_CARA,
    TANDA_TERIMA_TIDAK_ADA,
    TANDA_TERIMA_HABIS,
];
