//! A first look at the characters, before the grammar: bounds its work, keeps macros from it (they would be expanded
//! before the check sees their names) and catches the most frequent slips.

use std::{iter::Peekable, str::Chars};

use super::{Ungkapan, UngkapanSalah, fungsi, tolak};

/// Refuses what is too long, too deep, or uses characters that no expression needs.
pub(super) fn saring(teks: &str) -> Result<(), UngkapanSalah> {
    if teks.trim().is_empty() {
        return Err(UngkapanSalah::baru(
            "kosong",
            "",
            "Ungkapan kosong; tulis misalnya pemohon.umur >= 17, atau true.",
        ));
    }
    let panjang = teks.chars().count();
    if panjang > Ungkapan::PANJANG_MAKS {
        return Err(UngkapanSalah::baru(
            "terlalu_panjang",
            teks.chars().take(20).collect::<String>(),
            format!(
                "Ungkapan {panjang} huruf, paling panjang {}; pecah menjadi beberapa aturan.",
                Ungkapan::PANJANG_MAKS
            ),
        ));
    }
    let mut dalam = 0_usize;
    let mut kata = Kata::default();
    let mut sisa = teks.chars().peekable();
    while let Some(huruf) = sisa.next() {
        match huruf {
            '"' | '\'' => lewati_teks(huruf, &mut sisa)?,
            '(' if fungsi::pengganti(&kata.isi).is_some() => return Err(tolak::fungsi(&kata.isi)),
            '(' | '[' | '?' => dalam += 1,
            ')' | ']' => dalam = dalam.saturating_sub(1),
            _ => satu(huruf, &mut sisa)?,
        }
        if dalam > Ungkapan::KEDALAMAN_MAKS {
            return Err(terlalu_dalam(huruf.to_string()));
        }
        kata.terus(huruf);
    }
    Ok(())
}

/// The last word, as long as only spaces follow it.
#[derive(Default)]
struct Kata {
    isi: String,
    selesai: bool,
}

impl Kata {
    fn terus(&mut self, huruf: char) {
        if huruf.is_whitespace() {
            self.selesai = true;
            return;
        }
        if self.selesai || !(huruf.is_ascii_alphanumeric() || huruf == '_') {
            self.isi.clear();
        }
        self.selesai = false;
        if huruf.is_ascii_alphanumeric() || huruf == '_' {
            self.isi.push(huruf);
        }
    }
}

/// The fault of too much nesting.
pub(super) fn terlalu_dalam(bagian: impl Into<String>) -> UngkapanSalah {
    UngkapanSalah::baru(
        "terlalu_dalam",
        bagian,
        format!(
            "Ungkapan bersarang lebih dari {} tingkat; sederhanakan atau pecah menjadi beberapa aturan.",
            Ungkapan::KEDALAMAN_MAKS
        ),
    )
}

/// The rest of a quoted text.
fn lewati_teks(kutip: char, sisa: &mut Peekable<Chars>) -> Result<(), UngkapanSalah> {
    let mut isi = String::new();
    for huruf in sisa.by_ref() {
        match huruf {
            '\\' => {
                return Err(bentuk(
                    "\\",
                    "Garis miring terbalik tidak dipakai; untuk memuat tanda kutip, apit teksnya dengan jenis kutip yang lain.",
                ));
            }
            _ if huruf.is_control() => {
                return Err(bentuk(
                    isi,
                    "Teks dalam tanda kutip harus dalam satu baris dan ditutup dengan tanda kutip yang sama.",
                ));
            }
            _ if huruf == kutip => {
                return if isi.is_empty() && sisa.peek() == Some(&kutip) {
                    Err(bentuk(
                        kutip.to_string().repeat(3),
                        "Tanda kutip rangkap tiga tidak dipakai; cukup satu.",
                    ))
                } else {
                    Ok(())
                };
            }
            _ => isi.push(huruf),
        }
    }
    Err(UngkapanSalah::baru(
        "tak_terbaca",
        format!("{kutip}{isi}"),
        format!("Tanda kutip belum ditutup; akhiri teks dengan {kutip}."),
    ))
}

/// A character outside quoted text.
fn satu(huruf: char, sisa: &mut Peekable<Chars>) -> Result<(), UngkapanSalah> {
    let berikut = sisa.peek().copied();
    match (huruf, berikut) {
        ('=' | '!' | '<' | '>', Some('=')) | ('&', Some('&')) | ('|', Some('|')) => {
            sisa.next();
            Ok(())
        }
        ('=', _) => Err(operator("=", "==")),
        ('&', _) => Err(operator("&", "&&")),
        ('|', _) => Err(operator("|", "||")),
        ('<', Some('>')) => Err(operator("<>", "!=")),
        ('/', Some('/')) => Err(bentuk("//", "Catatan tidak bisa ditulis di dalam ungkapan.")),
        ('≥', _) => Err(operator("≥", ">=")),
        ('≤', _) => Err(operator("≤", "<=")),
        ('≠', _) => Err(operator("≠", "!=")),
        ('×', _) => Err(operator("×", "*")),
        ('“' | '”' | '‘' | '’' | '`', _) => Err(UngkapanSalah::baru(
            "tak_terbaca",
            huruf,
            format!("Tanda kutip {huruf} tidak dikenal; gunakan tanda kutip lurus \"."),
        )),
        ('{' | '}', _) => {
            Err(bentuk(huruf, "Kurung kurawal tidak dipakai; untuk daftar gunakan [ ]."))
        }
        ('!' | '<' | '>' | '/' | '+' | '-' | '*' | '%' | '.' | ',' | ':' | '_' | ' ' | '\n', _) => {
            Ok(())
        }
        _ if huruf.is_ascii_alphanumeric() => Ok(()),
        _ => Err(UngkapanSalah::baru(
            "tak_terbaca",
            huruf,
            format!(
                "Huruf {huruf:?} tidak dikenal di luar tanda kutip; apit teks dengan tanda kutip."
            ),
        )),
    }
}

fn operator(tulisan: &str, benar: &str) -> UngkapanSalah {
    UngkapanSalah::baru(
        "operator_salah",
        tulisan,
        format!("Operator {tulisan} tidak dikenal; gunakan {benar}."),
    )
}

fn bentuk(bagian: impl Into<String>, pesan: &str) -> UngkapanSalah {
    UngkapanSalah::baru("bentuk_ditolak", bagian, pesan)
}
