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

/// The words on a button: by WhatsApp.
pub const PILIH_WHATSAPP: Teks =
    Teks::baru("pilih_whatsapp", "Tombol cara menerima: WhatsApp.", "WhatsApp", &[]).paling(20);
/// By email.
pub const PILIH_EMAIL: Teks =
    Teks::baru("pilih_email", "Tombol cara menerima: surel.", "Surel (email)", &[]).paling(20);
/// By link.
pub const PILIH_TAUTAN: Teks =
    Teks::baru("pilih_tautan", "Tombol cara menerima: tautan.", "Tautan unduh", &[]).paling(20);
/// At the counter.
pub const PILIH_LOKET: Teks =
    Teks::baru("pilih_loket", "Tombol cara menerima: loket.", "Ambil di loket", &[]).paling(20);
/// By courier.
pub const PILIH_KURIR: Teks =
    Teks::baru("pilih_kurir", "Tombol cara menerima: kurir.", "Diantar kurir", &[]).paling(20);
/// By visit.
pub const PILIH_KUNJUNGAN: Teks =
    Teks::baru("pilih_kunjungan", "Tombol cara menerima: kunjungan.", "Diantar petugas", &[])
        .paling(20);
/// By the village.
pub const PILIH_DESA: Teks =
    Teks::baru("pilih_desa", "Tombol cara menerima: desa.", "Di desa/kecamatan", &[]).paling(20);
/// Which product.
pub const TANYA_PRODUK: Teks = Teks::baru(
    "tanya_produk_serah",
    "Ketika warga mengetik AMBIL dan punya lebih dari satu dokumen.",
    "Dokumen mana yang ingin Anda atur cara menerimanya?",
    &[],
);
/// Which channel.
pub const TANYA_CARA: Teks = Teks::baru(
    "tanya_cara_serah",
    "Pertanyaan cara menerima satu dokumen.",
    "Bagaimana Anda ingin menerima *{dokumen}* (permohonan {nomor})?",
    &["dokumen", "nomor"],
);
/// What was chosen before.
pub const PILIHAN_KINI: Teks = Teks::baru(
    "pilihan_serah_kini",
    "Di bawah pertanyaan cara menerima, bila sudah pernah dipilih.",
    "Pilihan sekarang: {cara}.",
    &["cara"],
);
/// The email address.
pub const TULIS_SUREL: Teks = Teks::baru(
    "tulis_surel_serah",
    "Ketika warga memilih surel.",
    "Tulis alamat surel (email) Anda. Contoh: nama@contoh.id. Ketik BATAL bila tidak jadi.",
    &[],
);
/// The street address.
pub const TULIS_ALAMAT: Teks = Teks::baru(
    "tulis_alamat_serah",
    "Ketika warga memilih diantar.",
    "Tulis alamat lengkap tujuan: jalan atau dusun, RT/RW, desa atau kelurahan. Ketik BATAL bila tidak jadi.",
    &[],
);
/// The village.
pub const TULIS_UNIT: Teks = Teks::baru(
    "tulis_unit_serah",
    "Ketika warga memilih mengambil di desa atau kecamatan.",
    "Di kantor desa, kelurahan, atau kecamatan mana? Tulis namanya. Ketik BATAL bila tidak jadi.",
    &[],
);
/// No such village.
pub const UNIT_TIDAK_DIKENAL: Teks = Teks::baru(
    "unit_serah_tidak_dikenal",
    "Ketika nama desa tidak ditemukan, atau ada lebih dari satu.",
    "Nama itu tidak kami temukan, atau ada lebih dari satu. Tulis nama lengkapnya.",
    &[],
);
/// Chosen.
pub const CARA_DICATAT: Teks = Teks::baru(
    "cara_serah_dicatat",
    "Setelah warga memilih cara menerima dokumen.",
    "Baik. *{dokumen}* (permohonan {nomor}): {cara}. Ingin mengubahnya? Ketik AMBIL.",
    &["dokumen", "nomor", "cara"],
);
/// Not possible.
pub const CARA_BELUM_BISA: Teks = Teks::baru(
    "cara_serah_belum_bisa",
    "Ketika cara yang dipilih warga tidak dapat dipakai.",
    "Cara itu belum dapat dipakai. {sebab}",
    &["sebab"],
);
/// Nothing to choose.
pub const TANPA_PILIHAN: Teks = Teks::baru(
    "tanpa_pilihan_serah",
    "Ketika warga mengetik AMBIL, tetapi tidak ada yang dapat dipilih.",
    "Saat ini tidak ada dokumen Anda yang cara menerimanya dapat dipilih. Ketik STATUS untuk melihat permohonan Anda.",
    &[],
);
/// Too late.
pub const PILIHAN_LEWAT: Teks = Teks::baru(
    "pilihan_serah_lewat",
    "Ketika warga memilih cara untuk dokumen yang sudah dikirim atau diterima.",
    "Dokumen itu sudah dikirim atau diterima, sehingga caranya tidak dapat diubah lagi.",
    &[],
);
/// Called off.
pub const PILIHAN_DIBATALKAN: Teks = Teks::baru(
    "pilihan_serah_dibatalkan",
    "Ketika warga mengetik BATAL saat memilih cara menerima.",
    "Baik, cara menerima dokumen tidak diubah.",
    &[],
);
/// How to choose.
pub const AJAKAN_PILIH: Teks = Teks::baru(
    "ajakan_pilih_serah",
    "Di bawah status, nomor pendaftaran, dan kabar dokumen siap, bila ada lebih dari satu cara menerima.",
    "Ketik AMBIL untuk memilih cara menerima dokumen.",
    &[],
);
/// The choice in the summary before sending.
pub const RINGKASAN_CARA: Teks = Teks::baru(
    "ringkasan_cara_serah",
    "Di dalam ringkasan sebelum permohonan dikirim.",
    "{dokumen}: {cara}",
    &["dokumen", "cara"],
);

/// The subject of the email that asks whether the address is right.
pub const SUREL_SUBJEK_KONFIRMASI: Teks = Teks::baru(
    "surel_subjek_konfirmasi",
    "Judul surel yang menanyakan apakah alamatnya benar.",
    "Konfirmasi alamat surel permohonan {nomor}",
    &["nomor"],
)
.paling(120);
/// The email that asks whether the address is right.
pub const SUREL_KONFIRMASI: Teks = Teks::baru(
    "surel_konfirmasi",
    "Isi surel yang menanyakan apakah alamatnya benar.",
    "Yth. Pemohon,\n\n{dokumen} untuk permohonan {nomor} sudah jadi. Sebelum dokumennya kami kirim ke surel ini, pastikan dahulu bahwa alamat ini benar milik Anda.\n\nBuka tautan ini dan ikuti petunjuknya:\n{alamat_tautan}\n\nTautan berlaku sampai {batas} dan hanya untuk Anda; jangan diteruskan. Bila Anda tidak mengajukan permohonan ini, abaikan surel ini.\n\n{kantor}\n",
    &["dokumen", "nomor", "alamat_tautan", "batas", "kantor"],
)
.paling(2000);
/// The subject of the email that brings the one-time link.
pub const SUREL_SUBJEK_TAUTAN: Teks = Teks::baru(
    "surel_subjek_tautan",
    "Judul surel yang membawa tautan pengambilan.",
    "Tautan pengambilan dokumen permohonan {nomor}",
    &["nomor"],
)
.paling(120);
/// The email that brings the one-time link.
pub const SUREL_TAUTAN: Teks = Teks::baru(
    "surel_tautan",
    "Isi surel yang membawa tautan pengambilan.",
    "Yth. Pemohon,\n\n{dokumen} untuk permohonan {nomor} sudah jadi. Dokumennya dapat Anda unduh satu kali dari tautan ini.\n\nBuka tautan ini dan ikuti petunjuknya:\n{alamat_tautan}\n\nTautan berlaku sampai {batas} dan hanya untuk Anda; jangan diteruskan. Bila Anda tidak mengajukan permohonan ini, abaikan surel ini.\n\n{kantor}\n",
    &["dokumen", "nomor", "alamat_tautan", "batas", "kantor"],
)
.paling(2000);
/// The subject of the email that carries the PDF.
pub const SUREL_SUBJEK_DOKUMEN: Teks = Teks::baru(
    "surel_subjek_dokumen",
    "Judul surel yang membawa PDF.",
    "Dokumen permohonan {nomor}",
    &["nomor"],
)
.paling(120);
/// The email that carries the PDF.
pub const SUREL_DOKUMEN: Teks = Teks::baru(
    "surel_dokumen",
    "Isi surel yang membawa PDF.",
    "Yth. Pemohon,\n\n{dokumen} untuk permohonan {nomor} terlampir dalam bentuk PDF bertanda tangan elektronik.\n\nSimpan berkasnya dan cetak sendiri di kertas A4 80 gram bila perlu. Keasliannya dapat diperiksa dari tanda tangan elektroniknya.\n\nBila surel ini bukan untuk Anda, jangan buka lampirannya dan beri tahu kami.\n\n{kantor}\n",
    &["dokumen", "nomor", "kantor"],
)
.paling(2000);
/// The subject of the reminder.
pub const SUREL_SUBJEK_INGAT: Teks = Teks::baru(
    "surel_subjek_ingat",
    "Judul surel pengingat.",
    "Dokumen permohonan {nomor} menunggu jawaban Anda",
    &["nomor"],
)
.paling(120);
/// The reminder by email.
pub const SUREL_INGAT: Teks = Teks::baru(
    "surel_ingat",
    "Isi surel pengingat sebelum tautan berakhir.",
    "Yth. Pemohon,\n\n{dokumen} untuk permohonan {nomor} masih menunggu. Buka tautan di surel kami sebelumnya dan jawab pertanyaannya sebelum {batas}. Sesudah itu dokumen diserahkan dengan cara lain.\n\n{kantor}\n",
    &["dokumen", "nomor", "batas", "kantor"],
)
.paling(2000);
/// The reminder in the chat.
pub const INGAT_PENERIMA: Teks = Teks::baru(
    "ingat_penerima",
    "Pengingat sebelum tautan pengambilan berakhir.",
    "*{dokumen}* (permohonan {nomor}) masih menunggu. Ketuk tombol Ambil dokumen di pesan kami sebelumnya dan jawab pertanyaannya sebelum {batas}. Sesudah itu dokumen diserahkan dengan cara lain. Ada kendala? Ketik PETUGAS.",
    &["dokumen", "nomor", "batas"],
)
.paling(1000);

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
    PILIH_WHATSAPP,
    PILIH_EMAIL,
    PILIH_TAUTAN,
    PILIH_LOKET,
    PILIH_KURIR,
    PILIH_KUNJUNGAN,
    PILIH_DESA,
    TANYA_PRODUK,
    TANYA_CARA,
    PILIHAN_KINI,
    TULIS_SUREL,
    TULIS_ALAMAT,
    TULIS_UNIT,
    UNIT_TIDAK_DIKENAL,
    CARA_DICATAT,
    CARA_BELUM_BISA,
    TANPA_PILIHAN,
    PILIHAN_LEWAT,
    PILIHAN_DIBATALKAN,
    AJAKAN_PILIH,
    RINGKASAN_CARA,
    SUREL_SUBJEK_KONFIRMASI,
    SUREL_KONFIRMASI,
    SUREL_SUBJEK_TAUTAN,
    SUREL_TAUTAN,
    SUREL_SUBJEK_DOKUMEN,
    SUREL_DOKUMEN,
    SUREL_SUBJEK_INGAT,
    SUREL_INGAT,
    INGAT_PENERIMA,
];
