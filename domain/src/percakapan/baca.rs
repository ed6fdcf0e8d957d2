//! How the answers of residents are read: the way people type, not the way programs want it.

/// A number as people type it: `1`, `1.`, `no 1`, `nomor satu`, `satu`, `1️⃣`.
pub fn angka(teks: &str) -> Option<usize> {
    const KATA: [&str; 10] =
        ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"];
    let bersih = teks.trim().to_lowercase();
    let bersih = bersih
        .strip_prefix("nomor")
        .or_else(|| bersih.strip_prefix("no."))
        .or_else(|| bersih.strip_prefix("no "))
        .unwrap_or(&bersih)
        .trim()
        .trim_end_matches(['.', ')']);
    if let Some(i) = KATA.iter().position(|kata| *kata == bersih) {
        return Some(i + 1);
    }
    if bersih == "🔟" {
        return Some(10);
    }
    let angka: String = bersih.chars().filter(|c| !matches!(c, '\u{fe0f}' | '\u{20e3}')).collect();
    (1..=2).contains(&angka.len()).then(|| angka.parse().ok()).flatten()
}

/// Which of some options was meant: by number, or by its words.
pub fn dipilih(teks: &str, nama: &[&str]) -> Option<usize> {
    if let Some(nomor) = angka(teks) {
        return nomor.checked_sub(1).filter(|letak| *letak < nama.len());
    }
    let jawaban = teks.trim().to_lowercase();
    nama.iter().position(|satu| satu.to_lowercase() == jawaban)
}

/// Whether every word that was typed begins a word of the name; words of one or two letters are a whole word of it.
pub fn cocok(nama: &str, jawaban: &str) -> bool {
    let pisah = |teks: &str| -> Vec<String> {
        let kata = teks.split(|c: char| !c.is_alphanumeric());
        kata.filter(|kata| !kata.is_empty()).map(str::to_lowercase).collect()
    };
    let (nama, jawaban) = (pisah(nama), pisah(jawaban));
    let ada = |kata: &String| {
        let pendek = kata.chars().count() <= 2;
        nama.iter().any(|satu| satu == kata || (!pendek && satu.starts_with(kata.as_str())))
    };
    !jawaban.is_empty() && jawaban.iter().all(ada)
}

/// Whether the answer means "send it".
pub fn ya(teks: &str) -> bool {
    matches!(
        teks.trim().to_lowercase().as_str(),
        "kirim" | "ya" | "iya" | "benar" | "ok" | "oke" | "1" | "lanjut"
    )
}

/// Whether the answer means "that was all".
pub fn selesai(teks: &str) -> bool {
    matches!(teks.trim().to_lowercase().as_str(), "selesai" | "sudah" | "sudah semua")
}

/// Whether the answer means "there is none".
pub fn lewati(teks: &str) -> bool {
    teks.trim().eq_ignore_ascii_case("lewati")
}

/// A name, when the text can be one.
pub fn nama(teks: &str) -> Option<String> {
    let rapi = teks.split_whitespace().collect::<Vec<_>>().join(" ");
    let panjang = rapi.chars().count();
    let ada_huruf = rapi.chars().any(char::is_alphabetic);
    let ada_angka = rapi.chars().any(|c| c.is_ascii_digit());
    ((2..=120).contains(&panjang) && ada_huruf && !ada_angka).then_some(rapi)
}
