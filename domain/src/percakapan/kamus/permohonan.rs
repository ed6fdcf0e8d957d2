//! Texts of the intake: the questions, what the papers are called, the summary.

use super::Teks;

/// The first question.
pub const TANYA_NAMA: Teks =
    Teks::baru("tanya_nama", "Pertanyaan nama pemohon.", "Siapa nama lengkap pemohon?", &[]);
/// Before the question, when the name cannot be one.
pub const NAMA_TIDAK_DIKENALI: Teks = Teks::baru(
    "nama_tidak_dikenali",
    "Ketika nama tidak bisa dibaca.",
    "Tuliskan nama dengan huruf, paling panjang 120 huruf.",
    &[],
);
/// The question for the variant.
pub const TANYA_VARIAN: Teks = Teks::baru(
    "tanya_varian",
    "Pertanyaan varian layanan.",
    "*{layanan}*\nUntuk keperluan yang mana?",
    &["layanan"],
);
/// In what capacity somebody acts for the applicant.
pub const TANYA_HUBUNGAN: Teks = Teks::baru(
    "tanya_hubungan",
    "Pertanyaan sebagai siapa warga mengurus.",
    "Anda mengurus sebagai siapa? Balas LEWATI bila tidak jadi.",
    &[],
);
/// Who acts for the applicant.
pub const TANYA_NAMA_WAKIL: Teks =
    Teks::baru("tanya_nama_wakil", "Pertanyaan nama wakil.", "Siapa nama lengkap Anda?", &[]);
/// Under the options of a question.
pub const PILIH_ATAU_KETIK: Teks =
    Teks::baru("pilih_atau_ketik", "Di bawah pilihan.", "Pilih, atau ketik nomornya.", &[]);
/// Under an optional question.
pub const BILA_TIDAK_ADA: Teks = Teks::baru(
    "bila_tidak_ada",
    "Di bawah pertanyaan yang boleh dilewati.",
    "Bila tidak ada, balas LEWATI.",
    &[],
);
/// Before a question with options, when none of them was meant.
pub const BARIS_TIDAK_DIKENALI: Teks = Teks::baru(
    "baris_tidak_dikenali",
    "Ketika pilihan tidak dikenali.",
    "Maaf, pilihan itu belum kami kenali.",
    &[],
);
/// Before the next question, after a paper.
pub const BERKAS_DITERIMA: Teks =
    Teks::baru("berkas_diterima", "Setelah satu berkas diterima.", "Sudah kami terima.", &[]);
/// Before the question, after several files at once.
pub const ALBUM_DITERIMA: Teks = Teks::baru(
    "album_diterima",
    "Setelah beberapa berkas sekaligus, masih ada yang kurang.",
    "{baru} berkas baru kami terima: {ada} dari {semua} sudah ada, kurang: {kurang}.",
    &["baru", "ada", "semua", "kurang"],
);
/// The same when nothing is missing.
pub const ALBUM_LENGKAP: Teks = Teks::baru(
    "album_lengkap",
    "Setelah beberapa berkas sekaligus, semua lengkap.",
    "{baru} berkas baru kami terima. Berkas sudah lengkap.",
    &["baru"],
);
/// Before the question, after a file more than was asked for.
pub const HALAMAN_TAMBAHAN: Teks = Teks::baru(
    "halaman_tambahan",
    "Ketika berkas lebih dari yang diminta.",
    "Kami simpan sebagai halaman tambahan *{syarat}*.",
    &["syarat"],
);
/// Before the question, when a photo comes for a service that asks for none.
pub const BERKAS_TIDAK_DIMINTA: Teks = Teks::baru(
    "berkas_tidak_diminta",
    "Ketika layanan tidak memerlukan berkas.",
    "Layanan ini tidak memerlukan foto berkas.",
    &[],
);
/// Before the request for a paper, when text came instead.
pub const KIRIM_FOTO_DAHULU: Teks = Teks::baru(
    "kirim_foto_dahulu",
    "Ketika teks datang padahal berkas ditunggu.",
    "Kami menunggu foto atau PDF.",
    &[],
);
/// The request for one paper.
pub const MINTA_BERKAS: Teks = Teks::baru(
    "minta_berkas",
    "Permintaan satu berkas.",
    "({urutan}/{dari}) Kirim foto *{syarat}*.",
    &["urutan", "dari", "syarat"],
);
/// Size and background of a portrait.
pub const UKURAN_FOTO: Teks =
    Teks::baru("ukuran_foto", "Ukuran pas foto.", "Ukuran {ukuran}.", &["ukuran"]);
/// Who signs a paper.
pub const DITANDATANGANI: Teks = Teks::baru(
    "ditandatangani",
    "Siapa yang menandatangani berkas.",
    "Ditandatangani {siapa}.",
    &["siapa"],
);
/// What a service costs.
pub const BIAYA: Teks = Teks::baru("biaya", "Biaya layanan.", "Biaya: {biaya}.", &["biaya"]);
/// How long a service takes.
pub const LAMA_PROSES: Teks =
    Teks::baru("lama_proses", "Lama proses layanan.", "Lama proses: {lama}.", &["lama"]);
/// Above the papers of a service.
pub const SIAPKAN_FOTO: Teks =
    Teks::baru("siapkan_foto", "Di atas daftar persyaratan.", "Siapkan foto asli:", &[]);
/// After a paper that is optional.
pub const BILA_ADA: Teks =
    Teks::baru("bila_ada", "Di belakang persyaratan yang tidak wajib.", "(bila ada)", &[]);
/// Below the papers, when answers may ask for more.
pub const SYARAT_LAIN: Teks = Teks::baru(
    "syarat_lain",
    "Ketika persyaratan bergantung pada jawaban.",
    "Syarat lain mungkin diminta sesuai jawaban Anda.",
    &[],
);
/// What is shown or withdrawn at the counter (S-6).
pub const DIBAWA: Teks = Teks::baru(
    "dibawa",
    "Persyaratan yang dibawa ke loket.",
    "Dibawa saat pengambilan: {daftar}.",
    &["daftar"],
);
/// After a paper that is kept at the counter.
pub const DITARIK: Teks =
    Teks::baru("ditarik", "Di belakang persyaratan yang ditarik di loket.", "(ditarik)", &[]);
/// Between a paper and what counts instead.
pub const ATAU: Teks = Teks::baru("atau", "Di antara persyaratan dan penggantinya.", "atau", &[]);
/// After a paper that may be a copy.
pub const SALINAN: Teks =
    Teks::baru("salinan", "Di belakang persyaratan berupa salinan.", "(salinan)", &[]);
/// After a paper that is a legalised copy.
pub const SALINAN_LEGALISIR: Teks = Teks::baru(
    "salinan_legalisir",
    "Di belakang persyaratan berupa salinan legalisir.",
    "(salinan legalisir)",
    &[],
);
/// The summary before sending.
pub const RINGKASAN: Teks = Teks::baru(
    "ringkasan",
    "Ringkasan sebelum dikirim.",
    "*{layanan}*\nNama: {nama}\nBerkas: {jumlah} foto/PDF",
    &["layanan", "nama", "jumlah"],
);
/// Who acts for the applicant, in the summary.
pub const DIURUS_OLEH: Teks = Teks::baru(
    "diurus_oleh",
    "Wakil pada ringkasan.",
    "Diurus oleh: {nama} ({hubungan})",
    &["nama", "hubungan"],
);
/// The question below the summary.
pub const SUDAH_BENAR: Teks = Teks::baru(
    "sudah_benar",
    "Pertanyaan di bawah ringkasan.",
    "Sudah benar? Balas KIRIM atau BATAL.",
    &[],
);
/// How to say that one acts for somebody.
pub const MEWAKILI: Teks = Teks::baru(
    "mewakili",
    "Cara menyebut wakil, di bawah ringkasan.",
    "Mengurus untuk orang lain? Balas WAKIL.",
    &[],
);
/// The button that sends.
pub const TOMBOL_KIRIM: Teks =
    Teks::baru("tombol_kirim", "Tombol mengirim permohonan.", "Kirim", &[]).paling(20);
/// The button that cancels.
pub const TOMBOL_BATAL: Teks =
    Teks::baru("tombol_batal", "Tombol membatalkan pengajuan.", "Batal", &[]).paling(20);
/// Before the summary, when the answer was not understood.
pub const BELUM_DIMENGERTI: Teks = Teks::baru(
    "belum_dimengerti",
    "Ketika jawaban atas ringkasan tidak dikenali.",
    "Balas KIRIM bila sudah benar, atau BATAL.",
    &[],
);
/// Somebody of the family.
pub const KELUARGA: Teks =
    Teks::baru("hubungan_keluarga", "Sebagai siapa warga mengurus.", "Keluarga", &[]).paling(24);
/// A guardian.
pub const WALI: Teks =
    Teks::baru("hubungan_wali", "Sebagai siapa warga mengurus.", "Wali", &[]).paling(24);
/// A village official.
pub const APARAT_DESA: Teks =
    Teks::baru("hubungan_aparat_desa", "Sebagai siapa warga mengurus.", "Aparat desa", &[])
        .paling(24);
/// Somebody with a mandate.
pub const PENERIMA_KUASA: Teks =
    Teks::baru("hubungan_kuasa", "Sebagai siapa warga mengurus.", "Penerima kuasa", &[]).paling(24);

/// Every text of this file.
pub const SEMUA: &[Teks] = &[
    TANYA_NAMA,
    NAMA_TIDAK_DIKENALI,
    TANYA_VARIAN,
    TANYA_HUBUNGAN,
    TANYA_NAMA_WAKIL,
    PILIH_ATAU_KETIK,
    BILA_TIDAK_ADA,
    BARIS_TIDAK_DIKENALI,
    BERKAS_DITERIMA,
    ALBUM_DITERIMA,
    ALBUM_LENGKAP,
    HALAMAN_TAMBAHAN,
    BERKAS_TIDAK_DIMINTA,
    KIRIM_FOTO_DAHULU,
    MINTA_BERKAS,
    UKURAN_FOTO,
    DITANDATANGANI,
    BIAYA,
    LAMA_PROSES,
    SIAPKAN_FOTO,
    BILA_ADA,
    SYARAT_LAIN,
    DIBAWA,
    DITARIK,
    ATAU,
    SALINAN,
    SALINAN_LEGALISIR,
    RINGKASAN,
    DIURUS_OLEH,
    SUDAH_BENAR,
    MEWAKILI,
    TOMBOL_KIRIM,
    TOMBOL_BATAL,
    BELUM_DIMENGERTI,
    KELUARGA,
    WALI,
    APARAT_DESA,
    PENERIMA_KUASA,
];
