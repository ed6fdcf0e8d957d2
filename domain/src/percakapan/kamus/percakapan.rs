//! Texts of the conversation: greeting, menu, words that work everywhere, officers.

use super::Teks;

/// First line of the greeting.
pub const SALAM: Teks = Teks::baru("salam", "Baris pertama sapaan.", "Selamat datang.", &[]);
/// Notice on personal data.
pub const PEMBERITAHUAN_DATA: Teks = Teks::baru(
    "pemberitahuan_data",
    "Pemberitahuan data pribadi pada sapaan pertama.",
    "Data Anda dipakai hanya untuk layanan ini.",
    &[],
);
/// When officers answer.
pub const JAM_LAYANAN: Teks =
    Teks::baru("jam_layanan", "Kapan petugas membalas.", "pada jam kerja", &[]).paling(200);

/// Answer to BATAL while something was being collected.
pub const DIBATALKAN: Teks = Teks::baru(
    "dibatalkan",
    "Jawaban atas BATAL ketika warga sedang mengisi.",
    "Pengajuan dibatalkan. Ketik MENU untuk mulai lagi.",
    &[],
);
/// Answer to BATAL otherwise.
pub const TIDAK_ADA_YANG_DIBATALKAN: Teks = Teks::baru(
    "tidak_ada_yang_dibatalkan",
    "Jawaban atas BATAL ketika tidak ada yang diisi.",
    "Tidak ada pengajuan yang sedang diisi. Ketik MENU untuk memilih layanan.",
    &[],
);
/// Before the list, after an answer nobody understood.
pub const PILIHAN_TIDAK_DIKENALI: Teks = Teks::baru(
    "pilihan_tidak_dikenali",
    "Sebelum daftar, setelah jawaban yang tidak dikenali.",
    "Maaf, pilihan itu belum kami kenali.",
    &[],
);
/// Before the list, after three of them.
pub const TAWARKAN_PETUGAS: Teks = Teks::baru(
    "tawarkan_petugas",
    "Sebelum daftar, setelah tiga jawaban yang tidak dikenali.",
    "Perlu dibantu? Ketik PETUGAS untuk bicara dengan petugas.",
    &[],
);
/// Before the list, when one goes back or on.
pub const PILIH_LAYANAN: Teks =
    Teks::baru("pilih_layanan", "Di atas daftar layanan.", "Layanan mana yang Anda perlukan?", &[]);
/// Before the list, when several services answer to the words.
pub const BEBERAPA_COCOK: Teks = Teks::baru(
    "beberapa_cocok",
    "Ketika kata yang diketik cocok dengan beberapa layanan.",
    "Ada beberapa layanan yang cocok:",
    &[],
);
/// Under the menu.
pub const CARA_MEMILIH: Teks =
    Teks::baru("cara_memilih", "Di bawah daftar layanan.", "Pilih, atau ketik nomornya.", &[]);
/// Under a menu of families.
pub const CARA_MEMILIH_BANYAK: Teks = Teks::baru(
    "cara_memilih_banyak",
    "Di bawah daftar layanan yang dikelompokkan.",
    "Pilih, ketik nomornya, atau tulis nama layanannya.",
    &[],
);
/// The button that opens the menu.
pub const BUKA_MENU: Teks =
    Teks::baru("buka_menu", "Tombol pembuka daftar layanan.", "Pilih layanan", &[]).paling(20);
/// The button that opens a list of options.
pub const BUKA_PILIHAN: Teks =
    Teks::baru("buka_pilihan", "Tombol pembuka daftar pilihan.", "Pilih", &[]).paling(20);
/// The row of the officer.
pub const BARIS_PETUGAS: Teks =
    Teks::baru("baris_petugas", "Baris terakhir daftar layanan.", "Bicara petugas", &[]).paling(24);
/// Under the row of the officer.
pub const BARIS_PETUGAS_KETERANGAN: Teks = Teks::baru(
    "baris_petugas_keterangan",
    "Keterangan baris petugas.",
    "Petugas membalas pada jam layanan",
    &[],
)
.paling(72);
/// The row to the next page.
pub const BARIS_LAIN: Teks =
    Teks::baru("baris_lain", "Baris ke halaman berikut daftar.", "Layanan lain", &[]).paling(24);
/// The row back.
pub const BARIS_KEMBALI: Teks =
    Teks::baru("baris_kembali", "Baris kembali pada daftar.", "Kembali", &[]).paling(24);
/// The family of population registration.
pub const KELOMPOK_DAFDUK: Teks =
    Teks::baru("kelompok_dafduk", "Nama kelompok layanan.", "Pendaftaran penduduk", &[]).paling(24);
/// The family of civil registration.
pub const KELOMPOK_CAPIL: Teks =
    Teks::baru("kelompok_capil", "Nama kelompok layanan.", "Pencatatan sipil", &[]).paling(24);
/// The family of population data.
pub const KELOMPOK_DATA: Teks =
    Teks::baru("kelompok_data", "Nama kelompok layanan.", "Data kependudukan", &[]).paling(24);
/// Before the menu, when files came first.
pub const TITIPAN: Teks = Teks::baru(
    "titipan",
    "Ketika foto datang sebelum layanan dipilih.",
    "{jumlah} berkas sudah kami simpan. Untuk layanan yang mana?",
    &["jumlah"],
);
/// Before the current question, after a tap on an old button.
pub const PILIHAN_USANG: Teks = Teks::baru(
    "pilihan_usang",
    "Setelah tombol lama diketuk.",
    "Pilihan ini sudah tidak berlaku.",
    &[],
);
/// Before the current question, after a voice note, sticker or the like.
pub const TIDAK_BISA_DIBACA: Teks = Teks::baru(
    "tidak_bisa_dibaca",
    "Setelah pesan suara, stiker, lokasi dan sejenisnya.",
    "Maaf, pesan seperti ini belum bisa kami baca. Ketik PETUGAS bila perlu bantuan.",
    &[],
);

/// Answer to PETUGAS in working hours.
pub const KE_PETUGAS: Teks = Teks::baru(
    "ke_petugas",
    "Jawaban atas PETUGAS pada jam kerja.",
    "Baik, petugas kami akan membalas di sini. Jam layanan: {jam}. Ketik MENU untuk kembali.",
    &["jam"],
);
/// Answer to PETUGAS when the office is closed.
pub const KE_PETUGAS_TUTUP: Teks = Teks::baru(
    "ke_petugas_tutup",
    "Jawaban atas PETUGAS di luar jam kerja.",
    "Baik, pesan Anda kami sampaikan ke petugas. Kantor sedang tutup; petugas membalas mulai {mulai}. Jam layanan: {jam}. Ketik MENU untuk kembali.",
    &["jam", "mulai"],
);
/// When officers handed the conversation back.
pub const DIKEMBALIKAN: Teks = Teks::baru(
    "dikembalikan",
    "Ketika petugas mengembalikan percakapan.",
    "Terima kasih. Chat ini kembali dijawab otomatis. Ketik MENU untuk memilih layanan, atau PETUGAS bila perlu bantuan lagi.",
    &[],
);
/// Answer to BERHENTI.
pub const BERHENTI: Teks = Teks::baru(
    "berhenti",
    "Jawaban atas BERHENTI.",
    "Baik, kami tidak mengirim kabar lagi ke nomor ini. Permohonan Anda tetap diproses, dan dokumen yang selesai tetap dikirim. Ketik MULAI untuk menerima kabar lagi.",
    &[],
);
/// Answer to BAHASA.
pub const PILIH_BAHASA: Teks =
    Teks::baru("pilih_bahasa", "Jawaban atas BAHASA.", "Bahasa apa yang Anda inginkan?", &[]);
/// After a language was chosen.
pub const BAHASA_DIPILIH: Teks = Teks::baru(
    "bahasa_dipilih",
    "Setelah bahasa dipilih.",
    "Baik, kami akan menjawab dalam {bahasa}.",
    &["bahasa"],
);
/// Answer to BAHASA where there is one language only.
pub const SATU_BAHASA: Teks = Teks::baru(
    "satu_bahasa",
    "Jawaban atas BAHASA ketika kantor hanya memakai satu bahasa.",
    "Layanan ini memakai bahasa Indonesia.",
    &[],
);

/// Before the question that is asked again.
pub const BAIK_LANJUT: Teks =
    Teks::baru("baik_lanjut", "Ketika isian dilanjutkan.", "Baik, kita lanjutkan.", &[]);
/// The button that goes on.
pub const TOMBOL_LANJUTKAN: Teks =
    Teks::baru("tombol_lanjutkan", "Tombol melanjutkan isian.", "Lanjutkan", &[]).paling(20);
/// The button that begins anew.
pub const TOMBOL_MULAI_LAGI: Teks =
    Teks::baru("tombol_mulai_lagi", "Tombol memulai dari awal.", "Mulai lagi", &[]).paling(20);
/// The button to an officer.
pub const TOMBOL_PETUGAS: Teks =
    Teks::baru("tombol_petugas", "Tombol bicara dengan petugas.", "Petugas", &[]).paling(20);
/// Where somebody stood who was filling in.
pub const TERAKHIR_MENGISI: Teks = Teks::baru(
    "terakhir_mengisi",
    "Setelah lama diam, ketika warga sedang mengisi.",
    "Terakhir Anda mengisi permohonan *{layanan}*. Berkas yang sudah kami terima: {jumlah}. Mau dilanjutkan?",
    &["layanan", "jumlah"],
);
/// Where somebody stood who was completing a case.
pub const TERAKHIR_MELENGKAPI: Teks = Teks::baru(
    "terakhir_melengkapi",
    "Setelah lama diam, ketika warga sedang melengkapi permohonan.",
    "Terakhir Anda melengkapi permohonan *{nomor}*. Berkas yang sudah kami terima: {jumlah}. Mau dilanjutkan?",
    &["nomor", "jumlah"],
);
/// Where somebody stood who was asked something.
pub const TERAKHIR_DITANYA: Teks = Teks::baru(
    "terakhir_ditanya",
    "Setelah lama diam, ketika warga sedang ditanya.",
    "Permohonan *{nomor}* masih menunggu jawaban Anda. Mau dilanjutkan?",
    &["nomor"],
);

/// Every text of this file.
pub const SEMUA: &[Teks] = &[
    SALAM,
    PEMBERITAHUAN_DATA,
    JAM_LAYANAN,
    DIBATALKAN,
    TIDAK_ADA_YANG_DIBATALKAN,
    PILIHAN_TIDAK_DIKENALI,
    TAWARKAN_PETUGAS,
    PILIH_LAYANAN,
    BEBERAPA_COCOK,
    CARA_MEMILIH,
    CARA_MEMILIH_BANYAK,
    BUKA_MENU,
    BUKA_PILIHAN,
    BARIS_PETUGAS,
    BARIS_PETUGAS_KETERANGAN,
    BARIS_LAIN,
    BARIS_KEMBALI,
    KELOMPOK_DAFDUK,
    KELOMPOK_CAPIL,
    KELOMPOK_DATA,
    TITIPAN,
    PILIHAN_USANG,
    TIDAK_BISA_DIBACA,
    KE_PETUGAS,
    KE_PETUGAS_TUTUP,
    DIKEMBALIKAN,
    BERHENTI,
    PILIH_BAHASA,
    BAHASA_DIPILIH,
    SATU_BAHASA,
    BAIK_LANJUT,
    TOMBOL_LANJUTKAN,
    TOMBOL_MULAI_LAGI,
    TOMBOL_PETUGAS,
    TERAKHIR_MENGISI,
    TERAKHIR_MELENGKAPI,
    TERAKHIR_DITANYA,
];
