//! Faults of expressions, and guesses at what was meant.

use cel::ParseErrors;

use crate::galat::Pelanggaran;

/// Why an expression is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{pesan}")]
pub struct UngkapanSalah {
    /// Stable code for programs, for example `variabel_tidak_dikenal`.
    pub kode: &'static str,
    /// The offending part, as an expression.
    pub bagian: String,
    /// An Indonesian sentence that says what to write instead.
    pub pesan: String,
}

impl UngkapanSalah {
    pub(super) fn baru(
        kode: &'static str,
        bagian: impl Into<String>,
        pesan: impl Into<String>,
    ) -> Self {
        Self { kode, bagian: bagian.into(), pesan: pesan.into() }
    }

    /// The violation of the field at `pointer`.
    pub fn di(self, pointer: impl Into<String>) -> Pelanggaran {
        Pelanggaran {
            nilai: Some(self.bagian),
            ..Pelanggaran::baru(pointer, self.kode, self.pesan)
        }
    }
}

/// Words that people write for operators.
const KATA_OPERATOR: &[(&[&str], &str)] = &[
    (&["and", "dan", "AND", "DAN"], "&&"),
    (&["or", "atau", "OR", "ATAU"], "||"),
    (&["not", "bukan", "tidak", "NOT"], "!"),
    (&["If", "if", "jika", "then", "maka", "else"], "syarat ? nilai : nilai_lain"),
    (&["IN", "dalam"], "in"),
];

/// The fault of a text that does not follow the grammar.
pub(super) fn tak_terbaca(teks: &str, galat: &ParseErrors) -> UngkapanSalah {
    let operator = teks.split(|c: char| !c.is_ascii_alphabetic()).find_map(|kata| {
        let (_, ganti) = KATA_OPERATOR.iter().find(|(daftar, _)| daftar.contains(&kata))?;
        Some((kata, *ganti))
    });
    if let Some((kata, ganti)) = operator {
        return UngkapanSalah::baru(
            "operator_salah",
            kata,
            format!("Kata \"{kata}\" bukan operator; gunakan {ganti}."),
        );
    }
    let (baris, kolom) = galat.errors.first().map_or((1, 1), |galat| galat.pos);
    let dekat: String = usize::try_from(baris - 1)
        .ok()
        .and_then(|baris| teks.lines().nth(baris))
        .unwrap_or(teks)
        .chars()
        .skip(usize::try_from(kolom - 1).unwrap_or(0))
        .take(20)
        .collect();
    let pesan = if dekat.is_empty() {
        "Ungkapan belum selesai; lengkapi bagian akhirnya, misalnya kurung tutup atau nilai yang dibandingkan."
            .to_owned()
    } else {
        format!(
            "Ungkapan tidak terbaca di dekat \"{dekat}\"; periksa operator, tanda kutip dan tanda kurung di situ."
        )
    };
    UngkapanSalah::baru("tak_terbaca", dekat, pesan)
}

/// " Mungkin maksudnya …" when a candidate is near, the list of all when there are few, or nothing.
pub(super) fn saran<'a>(tulisan: &str, calon: impl Iterator<Item = &'a str>) -> String {
    let calon: Vec<&str> = calon.collect();
    if let Some(dekat) = terdekat(tulisan, &calon) {
        return format!(" Mungkin maksudnya {dekat}.");
    }
    if calon.is_empty() || calon.len() > 20 {
        return String::new();
    }
    format!(" Yang ada: {}.", calon.join(", "))
}

/// The candidate, or the candidate with a last member, that is nearest; only if near enough to be meant.
pub(crate) fn terdekat<'a>(tulisan: &str, calon: &[&'a str]) -> Option<&'a str> {
    let batas = (tulisan.chars().count() / 3).clamp(1, 3);
    let tulisan = tulisan.to_lowercase();
    calon
        .iter()
        .map(|nama| {
            let ekor = nama.rsplit('.').next().unwrap_or(nama);
            (jarak(&tulisan, nama).min(jarak(&tulisan, ekor)), *nama)
        })
        .filter(|(jarak, _)| *jarak <= batas)
        .min()
        .map(|(_, nama)| nama)
}

/// Levenshtein distance.
fn jarak(kiri: &str, kanan: &str) -> usize {
    let kanan: Vec<char> = kanan.chars().collect();
    let mut baris: Vec<usize> = (0..=kanan.len()).collect();
    for (i, a) in kiri.chars().enumerate() {
        let mut serong = i;
        let mut kiri = i + 1;
        for (b, sel) in kanan.iter().zip(baris.iter_mut().skip(1)) {
            let tukar = serong + usize::from(a != *b);
            serong = *sel;
            kiri = tukar.min(serong + 1).min(kiri + 1);
            *sel = kiri;
        }
        if let Some(awal) = baris.first_mut() {
            *awal = i + 1;
        }
    }
    baris.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_edits() {
        for (a, b, n) in
            [("", "", 0), ("", "abc", 3), ("umr", "umur", 1), ("kanal", "kanla", 2), ("a", "", 1)]
        {
            assert_eq!(jarak(a, b), n, "{a} {b}");
            assert_eq!(jarak(b, a), n, "{b} {a}");
        }
    }

    #[test]
    fn only_what_is_near_is_guessed() {
        let calon = ["pemohon.umur", "kanal", "kuasa"];
        assert_eq!(terdekat("umur", &calon), Some("pemohon.umur"));
        assert_eq!(terdekat("Kanal", &calon), Some("kanal"));
        assert_eq!(terdekat("biaya", &calon), None);
    }
}
