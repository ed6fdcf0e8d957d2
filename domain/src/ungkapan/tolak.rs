//! Faults of the type check.

use cel::parser::Expression;

use super::{
    UngkapanSalah,
    fungsi::{self, FUNGSI, Fungsi},
    salah::saran,
    tulis::tulis,
    variabel::Jenis,
};

/// A form of CEL that is not offered.
pub(super) fn ditolak(bagian: &Expression, pesan: &str) -> UngkapanSalah {
    UngkapanSalah::baru("bentuk_ditolak", tulis(bagian), pesan)
}

/// An operator that does not take what `pelaku` is.
pub(super) fn tipe(
    bagian: &Expression,
    pelaku: &Expression,
    ada: Jenis,
    alasan: &str,
) -> UngkapanSalah {
    let pesan = format!("{alasan}: {} adalah {}.{}", tulis(pelaku), ada.nama(), cara(ada, ada));
    UngkapanSalah::baru("tipe_salah", tulis(bagian), pesan)
}

/// What to write when there is one type and another was wanted; starts with a space, or is empty.
pub(super) fn cara(ada: Jenis, harus: Jenis) -> &'static str {
    match (ada, harus) {
        (Jenis::Teks, Jenis::Int) => " Tulis angka tanpa tanda kutip.",
        (Jenis::Int, Jenis::Teks) => " Apit dengan tanda kutip.",
        (Jenis::Int, Jenis::Bool) => " Bandingkan dengan angka, misalnya putaran > 1.",
        (Jenis::Teks, Jenis::Bool) => " Bandingkan dengan teks, misalnya varian == \"hilang\".",
        (Jenis::DaftarTeks, Jenis::Bool | Jenis::DaftarTeks) => {
            " Gunakan in, misalnya \"kk\" in berkas."
        }
        (Jenis::DaftarTeks | Jenis::DaftarInt, Jenis::Int) => {
            " Untuk banyaknya unsur gunakan size, misalnya size(berkas)."
        }
        (Jenis::Bool, Jenis::Bool | Jenis::Int | Jenis::Teks) => {
            " Nilai ya/tidak dipakai langsung, misalnya kuasa atau !kuasa."
        }
        _ => "",
    }
}

/// A function with the wrong number or types of arguments.
pub(super) fn argumen_salah(bagian: &Expression, fungsi: &Fungsi) -> UngkapanSalah {
    let pada: Vec<_> = fungsi.pada.iter().map(|jenis| jenis.nama()).collect();
    let argumen = if fungsi.argumen.is_empty() {
        String::new()
    } else {
        let argumen: Vec<_> = fungsi.argumen.iter().map(|jenis| jenis.nama()).collect();
        format!(" dengan {} di dalam kurung", argumen.join(", "))
    };
    let pesan = format!(
        "Fungsi {} dipakai pada {}{argumen}, misalnya {}.",
        fungsi.nama,
        pada.join(" atau "),
        fungsi.contoh
    );
    UngkapanSalah::baru("argumen_salah", tulis(bagian), pesan)
}

/// A function that does not exist here.
pub(super) fn fungsi(nama: &str) -> UngkapanSalah {
    match fungsi::pengganti(nama) {
        Some(ganti) => UngkapanSalah::baru(
            "fungsi_ditolak",
            nama,
            format!("Fungsi {nama} tidak boleh dipakai. {ganti}"),
        ),
        None => UngkapanSalah::baru(
            "fungsi_tidak_dikenal",
            nama,
            format!(
                "Fungsi {nama} tidak dikenal.{}",
                saran(nama, FUNGSI.iter().map(|fungsi| fungsi.nama))
            ),
        ),
    }
}
