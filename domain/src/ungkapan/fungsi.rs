//! The one table of functions.

use super::variabel::Jenis;

/// One function.
pub(super) struct Fungsi {
    /// Its name.
    pub(super) nama: &'static str,
    /// What it is asked of: `x` of `x.nama(…)`, or of `nama(x)` when `global`.
    pub(super) pada: &'static [Jenis],
    /// Whether `nama(x)` is allowed besides `x.nama()`.
    pub(super) global: bool,
    /// What goes in the brackets of `x.nama(…)`.
    pub(super) argumen: &'static [Jenis],
    /// What comes out.
    pub(super) hasil: Jenis,
    /// One Indonesian sentence for the documentation.
    pub(super) arti: &'static str,
    pub(super) contoh: &'static str,
}

/// Every function, in the order of the documentation.
pub(super) const FUNGSI: &[Fungsi] = &[
    Fungsi {
        nama: "size",
        pada: &[Jenis::Teks, Jenis::DaftarTeks, Jenis::DaftarInt],
        global: true,
        argumen: &[],
        hasil: Jenis::Int,
        arti: "Banyaknya huruf dalam teks, atau banyaknya unsur dalam daftar.",
        contoh: "size(berkas) >= 2",
    },
    Fungsi {
        nama: "startsWith",
        pada: &[Jenis::Teks],
        global: false,
        argumen: &[Jenis::Teks],
        hasil: Jenis::Bool,
        arti: "Apakah teks diawali teks lain.",
        contoh: r#"isian.nomor.startsWith("63")"#,
    },
    Fungsi {
        nama: "endsWith",
        pada: &[Jenis::Teks],
        global: false,
        argumen: &[Jenis::Teks],
        hasil: Jenis::Bool,
        arti: "Apakah teks diakhiri teks lain.",
        contoh: r#"layanan.endsWith("_ulang")"#,
    },
    Fungsi {
        nama: "contains",
        pada: &[Jenis::Teks],
        global: false,
        argumen: &[Jenis::Teks],
        hasil: Jenis::Bool,
        arti: "Apakah teks memuat teks lain.",
        contoh: r#"isian.alasan.contains("hilang")"#,
    },
];

/// Functions of CEL that are refused, and what to write instead.
const DITOLAK: &[(&[&str], &str)] = &[
    (&["has"], r#"Isian yang belum dijawab bernilai "", jadi tulis misalnya isian.alasan != ""."#),
    (
        &["all", "exists", "exists_one", "map", "filter"],
        r#"Perulangan tidak tersedia; sebutkan satu per satu, misalnya "kk" in berkas && "ktp" in berkas."#,
    ),
    (&["matches"], "Pola tidak tersedia; gunakan startsWith, endsWith atau contains."),
    (
        &["int", "uint", "double", "string", "bool", "bytes", "dyn", "type"],
        "Pengubahan jenis tidak tersedia; bandingkan teks dengan teks dan angka dengan angka.",
    ),
    (
        &["timestamp", "duration"],
        "Hitungan waktu tidak tersedia; gunakan peristiwa.hari, sekarang.tahun, sekarang.bulan atau sekarang.hari.",
    ),
];

/// The function of that name.
pub(super) fn cari(nama: &str) -> Option<&'static Fungsi> {
    FUNGSI.iter().find(|fungsi| fungsi.nama == nama)
}

/// What to write instead of a function of CEL that is refused.
pub(super) fn pengganti(nama: &str) -> Option<&'static str> {
    DITOLAK.iter().find(|(kelompok, _)| kelompok.contains(&nama)).map(|(_, saran)| *saran)
}
