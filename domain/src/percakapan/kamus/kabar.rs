//! Texts about cases: registered, returned, where they stand, answered, ended.

use super::Teks;

/// The registration number.
pub const TERDAFTAR: Teks = Teks::baru(
    "terdaftar",
    "Setelah permohonan terdaftar.",
    "Permohonan Anda sudah terdaftar.\nNomor: *{nomor}*",
    &["nomor"],
);
/// The day the quota gave.
pub const MULAI_DIKERJAKAN: Teks = Teks::baru(
    "mulai_dikerjakan",
    "Hari yang didapat dari kuota.",
    "Mulai dikerjakan: {tanggal}.",
    &["tanggal"],
);
/// When it will be done.
pub const PERKIRAAN: Teks = Teks::baru(
    "perkiraan",
    "Perkiraan selesai pada pendaftaran.",
    "Perkiraan selesai: {saat}, bila berkas sudah lengkap.",
    &["saat"],
);
/// How to ask where it stands.
pub const CARA_STATUS: Teks = Teks::baru(
    "cara_status",
    "Di bawah nomor pendaftaran.",
    "Ketik STATUS kapan saja untuk melihat perkembangan.",
    &[],
);
/// A registration that was refused.
pub const BELUM_TERDAFTAR: Teks = Teks::baru(
    "belum_terdaftar",
    "Ketika permohonan belum bisa didaftarkan.",
    "Permohonan belum bisa didaftarkan. {sebab} Isian Anda masih tersimpan; balas KIRIM untuk mencoba lagi, atau PETUGAS.",
    &["sebab"],
);
/// The answer to a completed case.
pub const DILENGKAPI: Teks = Teks::baru(
    "dilengkapi",
    "Setelah kelengkapan dikirim.",
    "Terima kasih. Kelengkapan permohonan {nomor} sudah diteruskan ke petugas.",
    &["nomor"],
);
/// It is being worked on.
pub const SEDANG_DIPROSES: Teks =
    Teks::baru("sedang_diproses", "Status permohonan yang berjalan.", "sedang diproses", &[]);
/// An appointment of a case.
pub const JADWAL: Teks =
    Teks::baru("jadwal", "Jadwal pada status permohonan.", "Jadwal: {saat}", &["saat"]);
/// It waits for its applicant.
pub const MENUNGGU_ANDA: Teks = Teks::baru(
    "menunggu_anda",
    "Status permohonan yang menunggu pemohon.",
    "menunggu kelengkapan dari Anda: {alasan}",
    &["alasan"],
);
/// The same with a deadline.
pub const MENUNGGU_ANDA_BATAS: Teks = Teks::baru(
    "menunggu_anda_batas",
    "Status permohonan yang menunggu pemohon, dengan batas waktu.",
    "menunggu kelengkapan dari Anda paling lambat {batas}: {alasan}",
    &["alasan", "batas"],
);
/// It ended well.
pub const STATUS_SELESAI: Teks =
    Teks::baru("status_selesai", "Status permohonan yang selesai.", "selesai", &[]);
/// It was refused.
pub const STATUS_DITOLAK: Teks = Teks::baru(
    "status_ditolak",
    "Status permohonan yang ditolak.",
    "ditolak: {alasan}",
    &["alasan"],
);
/// It was cancelled.
pub const STATUS_DIBATALKAN: Teks =
    Teks::baru("status_dibatalkan", "Status permohonan yang dibatalkan.", "dibatalkan", &[]);
/// The answer to STATUS without cases.
pub const TANPA_PERMOHONAN: Teks = Teks::baru(
    "tanpa_permohonan",
    "Jawaban atas STATUS ketika belum ada permohonan.",
    "Belum ada permohonan dari nomor ini. Ketik MENU untuk mulai.",
    &[],
);
/// One case in the answer to STATUS.
pub const BARIS_STATUS: Teks = Teks::baru(
    "baris_status",
    "Satu permohonan pada jawaban atas STATUS.",
    "*{nomor}* {layanan}\n{status}",
    &["nomor", "layanan", "status"],
);
/// Below STATUS, when a case waits.
pub const BALAS_LENGKAPI: Teks = Teks::baru(
    "balas_lengkapi",
    "Di bawah STATUS ketika ada yang kurang.",
    "Balas LENGKAPI untuk mengirim berkas yang kurang.",
    &[],
);
/// Answer to LENGKAPI when nothing waits.
pub const TIDAK_ADA_YANG_KURANG: Teks = Teks::baru(
    "tidak_ada_yang_kurang",
    "Jawaban atas LENGKAPI ketika tidak ada yang kurang.",
    "Tidak ada permohonan yang menunggu kelengkapan. Ketik STATUS untuk melihat permohonan Anda.",
    &[],
);
/// The request to complete.
pub const MINTA_MELENGKAPI: Teks = Teks::baru(
    "minta_melengkapi",
    "Ketika petugas meminta kelengkapan.",
    "Permohonan *{nomor}* perlu dilengkapi: {alasan}.",
    &["nomor", "alasan"],
);
/// What stands where nobody wrote a reason.
pub const LIHAT_PETUNJUK: Teks = Teks::baru(
    "lihat_petunjuk",
    "Ketika petugas tidak menulis alasan.",
    "lihat petunjuk petugas",
    &[],
);
/// The beginning of completing.
pub const MULAI_MELENGKAPI: Teks = Teks::baru(
    "mulai_melengkapi",
    "Ketika warga mulai melengkapi.",
    "Permohonan *{nomor}* {status}.",
    &["nomor", "status"],
);
/// How to complete.
pub const CARA_MELENGKAPI: Teks = Teks::baru(
    "cara_melengkapi",
    "Cara mengirim kelengkapan.",
    "Kirim foto atau PDF yang diminta ke chat ini. Bila sudah semua, balas SELESAI.",
    &[],
);
/// How to complete, when the conversation is about something else just now.
pub const LENGKAPI_NANTI: Teks = Teks::baru(
    "lengkapi_nanti",
    "Cara melengkapi ketika warga sedang mengurus hal lain.",
    "Setelah urusan yang sedang berjalan di chat ini selesai, balas LENGKAPI untuk mengirim berkasnya.",
    &[],
);
/// Answer to SELESAI without papers.
pub const BELUM_ADA_KELENGKAPAN: Teks = Teks::baru(
    "belum_ada_kelengkapan",
    "Jawaban atas SELESAI ketika belum ada berkas.",
    "Kami belum menerima berkas. Kirim foto atau PDF yang diminta, lalu balas SELESAI.",
    &[],
);
/// The answer to one more paper.
pub const KELENGKAPAN_DITERIMA: Teks = Teks::baru(
    "kelengkapan_diterima",
    "Setelah berkas kelengkapan diterima.",
    "{jumlah} berkas sudah kami terima. Kirim lagi bila masih ada, atau balas SELESAI.",
    &["jumlah"],
);
/// The question of a step.
pub const TANYA_LANGKAH: Teks = Teks::baru(
    "tanya_langkah",
    "Ketika sebuah tahap menunggu jawaban warga.",
    "Permohonan *{nomor}* menunggu jawaban Anda:\n{tahap}",
    &["nomor", "tahap"],
);
/// Under the options of a step, when the conversation may be about something else.
pub const KETUK_ATAU_JAWAB: Teks = Teks::baru(
    "ketuk_atau_jawab",
    "Di bawah pilihan sebuah tahap.",
    "Ketuk pilihan Anda, atau balas JAWAB untuk memilih dengan angka.",
    &[],
);
/// Under the options of a step, when the answer was not understood.
pub const PILIH_ATAU_MENU: Teks = Teks::baru(
    "pilih_atau_menu",
    "Di bawah pilihan sebuah tahap, ketika jawaban tidak dikenali.",
    "Pilih, atau ketik nomornya. Ketik MENU untuk layanan lain.",
    &[],
);
/// Answer to BATAL while a step waited for an answer.
pub const JAWABAN_DIBATALKAN: Teks = Teks::baru(
    "jawaban_dibatalkan",
    "Jawaban atas BATAL ketika sebuah tahap ditanyakan.",
    "Baik, jawaban belum dikirim. Balas JAWAB bila sudah siap.",
    &[],
);
/// Answer to JAWAB when nothing waits.
pub const TIDAK_ADA_YANG_DITANYA: Teks = Teks::baru(
    "tidak_ada_yang_ditanya",
    "Jawaban atas JAWAB ketika tidak ada yang ditanyakan.",
    "Tidak ada permohonan yang menunggu jawaban. Ketik STATUS untuk melihat permohonan Anda.",
    &[],
);
/// Answer to a choice at a step that is over, or of somebody else's.
pub const JAWABAN_USANG: Teks = Teks::baru(
    "jawaban_usang",
    "Ketika pilihan tahap sudah lewat.",
    "Pilihan ini sudah tidak berlaku. Ketik STATUS untuk melihat permohonan Anda.",
    &[],
);
/// The question for a reason.
pub const TANYA_ALASAN: Teks = Teks::baru(
    "tanya_alasan",
    "Pertanyaan alasan.",
    "Tuliskan alasannya, paling panjang 1.000 huruf.",
    &[],
);
/// After an answer, when a permohonan is being collected.
pub const LANJUTKAN_ISIAN: Teks = Teks::baru(
    "lanjutkan_isian",
    "Setelah menjawab tahap, ketika warga sedang mengisi permohonan lain.",
    "Silakan lanjutkan isian yang tadi.",
    &[],
);
/// The answer to the applicant's decision.
pub const JAWABAN_DICATAT: Teks = Teks::baru(
    "jawaban_dicatat",
    "Setelah jawaban warga dicatat.",
    "Terima kasih. Jawaban Anda untuk permohonan *{nomor}* sudah dicatat: {pilihan}.",
    &["nomor", "pilihan"],
);
/// The answer to a decision that cannot be recorded yet.
pub const JAWABAN_BELUM_BISA: Teks = Teks::baru(
    "jawaban_belum_bisa",
    "Ketika jawaban warga belum bisa dicatat.",
    "Jawaban Anda belum bisa dicatat. {sebab}",
    &["sebab"],
);
/// The caption of a document.
pub const KETERANGAN_DOKUMEN: Teks = Teks::baru(
    "keterangan_dokumen",
    "Keterangan dokumen yang dikirim.",
    "{dokumen}, permohonan {nomor}. Cetak di kertas A4 80 gram; keasliannya dapat diperiksa dari tanda tangan elektroniknya.",
    &["dokumen", "nomor"],
);
/// Under a document that is sent.
pub const CEK_KEASLIAN: Teks = Teks::baru(
    "cek_keaslian",
    "Di bawah dokumen yang dikirim.",
    "Cek keasliannya: {alamat}",
    &["alamat"],
);
/// An issued document that was withdrawn.
pub const DOKUMEN_DICABUT: Teks = Teks::baru(
    "dokumen_dicabut",
    "Ketika dokumen yang sudah terbit dicabut.",
    "{dokumen} dari permohonan *{nomor}* sudah dicabut dan tidak berlaku lagi. Jangan dipakai. Ketik PETUGAS bila ada pertanyaan.",
    &["dokumen", "nomor"],
);
/// An issued document whose place another took.
pub const DOKUMEN_DIGANTI: Teks = Teks::baru(
    "dokumen_diganti",
    "Ketika dokumen yang sudah terbit diganti hasil perbaikan.",
    "{dokumen} dari permohonan *{nomor}* sudah diganti dengan yang baru. Pakai yang baru; yang lama tidak berlaku lagi.",
    &["dokumen", "nomor"],
);
/// A case that waited for another began by itself.
pub const SUSULAN_DIMULAI: Teks = Teks::baru(
    "susulan_dimulai",
    "Ketika permohonan lanjutan terdaftar sendiri setelah dokumen permohonan pertama terbit.",
    "{dokumen} dari permohonan {lama} sudah terbit. {layanan} kami daftarkan dengan nomor *{nomor}*; Anda tidak perlu mengajukan lagi. Bila ada yang kurang, kami kabari.",
    &["dokumen", "lama", "layanan", "nomor"],
);
/// The correction of an issued document was opened.
pub const PERBAIKAN_DIBUKA: Teks = Teks::baru(
    "perbaikan_dibuka",
    "Ketika kantor membuka perbaikan dokumen.",
    "{dokumen} dari permohonan {lama} sedang kami perbaiki dengan permohonan *{nomor}*, tanpa biaya. Kami kabari bila sudah selesai.",
    &["dokumen", "lama", "nomor"],
);
/// The caption of a receipt or letter that Loket rendered.
pub const KETERANGAN_SEMENTARA: Teks = Teks::baru(
    "keterangan_sementara",
    "Keterangan tanda terima atau surat keterangan yang dikirim.",
    "{dokumen}, permohonan {nomor}.",
    &["dokumen", "nomor"],
);
/// A case that was refused, when the SOP has no words of its own.
pub const KABAR_DITOLAK: Teks = Teks::baru(
    "kabar_ditolak",
    "Ketika permohonan ditolak.",
    "Permohonan *{nomor}* ({layanan}) ditolak: {alasan}. Ketik PETUGAS bila ada pertanyaan.",
    &["nomor", "layanan", "alasan"],
);
/// A case that was cancelled.
pub const KABAR_DIBATALKAN: Teks = Teks::baru(
    "kabar_dibatalkan",
    "Ketika permohonan dibatalkan.",
    "Permohonan *{nomor}* ({layanan}) dibatalkan: {alasan}. Ketik MENU untuk mengajukan lagi.",
    &["nomor", "layanan", "alasan"],
);
/// A case that ended well.
pub const KABAR_SELESAI: Teks = Teks::baru(
    "kabar_selesai",
    "Ketika permohonan selesai tanpa dokumen yang dikirim.",
    "Permohonan *{nomor}* ({layanan}) sudah selesai. Terima kasih.",
    &["nomor", "layanan"],
);
/// The deadline has come, and the case waits on.
pub const BATAS_TIBA: Teks = Teks::baru(
    "batas_tiba",
    "Ketika batas waktu melengkapi tiba dan permohonan tetap menunggu.",
    "Batas waktu melengkapi permohonan {nomor} sudah tiba. Mohon segera dilengkapi: ketik LENGKAPI.",
    &["nomor"],
);
/// The deadline has passed, and the case ended.
pub const BATAS_DITUTUP: Teks = Teks::baru(
    "batas_ditutup",
    "Ketika batas waktu melengkapi lewat dan permohonan ditutup.",
    "Batas waktu melengkapi permohonan {nomor} sudah lewat, jadi permohonan ini ditutup. Anda boleh mengajukan lagi: ketik MENU.",
    &["nomor"],
);
/// The deadline has passed, and the case goes on.
pub const BATAS_DITERUSKAN: Teks = Teks::baru(
    "batas_diteruskan",
    "Ketika batas waktu melengkapi lewat dan permohonan diteruskan.",
    "Batas waktu melengkapi permohonan {nomor} sudah lewat, jadi permohonan ini diteruskan petugas tanpa kelengkapan tersebut.",
    &["nomor"],
);
/// The work begins with which the promise counts.
pub const KABAR_MULAI: Teks = Teks::baru(
    "kabar_mulai",
    "Ketika permohonan mulai dikerjakan.",
    "Permohonan {nomor} mulai dikerjakan. Perkiraan selesai: {saat}.",
    &["nomor", "saat"],
);
/// The new estimate.
pub const PERKIRAAN_BARU: Teks = Teks::baru(
    "perkiraan_baru",
    "Ketika perkiraan selesai berubah karena menunggu warga.",
    "Perkiraan selesai permohonan {nomor} diperbarui menjadi {saat}, karena waktu menunggu kelengkapan dari Anda tidak dihitung.",
    &["nomor", "saat"],
);
/// Something waits at the counter.
pub const SIAP_DIAMBIL: Teks = Teks::baru(
    "siap_diambil",
    "Ketika dokumen siap diambil di loket.",
    "{dokumen} untuk permohonan *{nomor}* siap diambil di loket {kantor}. Sebutkan kode ambil *{kode}* dan bawa identitas asli. Jangan berikan kode ini kepada orang yang tidak Anda percaya.",
    &["dokumen", "nomor", "kode", "kantor"],
);
/// Something still waits at the counter.
pub const INGAT_AMBIL: Teks = Teks::baru(
    "ingat_ambil",
    "Ketika dokumen di loket belum diambil setelah beberapa hari.",
    "Pengingat: {dokumen} untuk permohonan *{nomor}* sudah {hari} hari menunggu di loket {kantor}. Kode ambil Anda *{kode}*; bawa identitas asli.",
    &["dokumen", "nomor", "kode", "hari", "kantor"],
);

/// Every text of this file.
pub const SEMUA: &[Teks] = &[
    TERDAFTAR,
    MULAI_DIKERJAKAN,
    PERKIRAAN,
    CARA_STATUS,
    BELUM_TERDAFTAR,
    DILENGKAPI,
    SEDANG_DIPROSES,
    JADWAL,
    MENUNGGU_ANDA,
    MENUNGGU_ANDA_BATAS,
    STATUS_SELESAI,
    STATUS_DITOLAK,
    STATUS_DIBATALKAN,
    TANPA_PERMOHONAN,
    BARIS_STATUS,
    BALAS_LENGKAPI,
    TIDAK_ADA_YANG_KURANG,
    MINTA_MELENGKAPI,
    LIHAT_PETUNJUK,
    MULAI_MELENGKAPI,
    CARA_MELENGKAPI,
    LENGKAPI_NANTI,
    BELUM_ADA_KELENGKAPAN,
    KELENGKAPAN_DITERIMA,
    TANYA_LANGKAH,
    KETUK_ATAU_JAWAB,
    PILIH_ATAU_MENU,
    JAWABAN_DIBATALKAN,
    TIDAK_ADA_YANG_DITANYA,
    JAWABAN_USANG,
    TANYA_ALASAN,
    LANJUTKAN_ISIAN,
    JAWABAN_DICATAT,
    JAWABAN_BELUM_BISA,
    KETERANGAN_DOKUMEN,
    CEK_KEASLIAN,
    DOKUMEN_DICABUT,
    DOKUMEN_DIGANTI,
    SUSULAN_DIMULAI,
    PERBAIKAN_DIBUKA,
    KETERANGAN_SEMENTARA,
    KABAR_DITOLAK,
    KABAR_DIBATALKAN,
    KABAR_SELESAI,
    BATAS_TIBA,
    BATAS_DITUTUP,
    BATAS_DITERUSKAN,
    KABAR_MULAI,
    PERKIRAAN_BARU,
    SIAP_DIAMBIL,
    INGAT_AMBIL,
];
