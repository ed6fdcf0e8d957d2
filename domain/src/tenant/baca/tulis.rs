//! Pointers, values and sentences, as faults show them.

use serde_json::Value;

use crate::ungkapan::terdekat;

/// Characters of a value that a fault shows.
const PANJANG: usize = 80;

/// An RFC 6901 pointer, one step longer.
pub(in crate::tenant) fn tambah(letak: &str, langkah: &str) -> String {
    format!("{letak}/{}", langkah.replace('~', "~0").replace('/', "~1"))
}

/// A value in at most 80 characters.
pub(in crate::tenant) fn ringkas(nilai: &Value) -> String {
    match nilai {
        Value::String(teks) => ringkas_teks(teks),
        Value::Array(isi) => format!("[{} butir]", isi.len()),
        Value::Object(isi) => {
            let mut teks = String::from("{");
            for (nama, _) in isi {
                if teks.chars().count() > PANJANG {
                    break;
                }
                if teks.len() > 1 {
                    teks.push_str(", ");
                }
                teks.extend(nama.chars().take(PANJANG));
            }
            teks.push('}');
            ringkas_teks(&teks)
        }
        Value::Null => "kosong".to_owned(),
        Value::Bool(_) | Value::Number(_) => nilai.to_string(),
    }
}

/// A text in at most 80 characters.
pub(in crate::tenant) fn ringkas_teks(teks: &str) -> String {
    let mut huruf = teks.chars();
    let mut hasil: String = huruf.by_ref().take(PANJANG).collect();
    if huruf.next().is_some() {
        hasil.pop();
        hasil.push('…');
    }
    hasil
}

/// The candidate that was meant: the same but for capitals, or near enough.
pub(in crate::tenant) fn dekat<'a>(tulisan: &str, calon: &[&'a str]) -> Option<&'a str> {
    let sama = calon.iter().find(|satu| satu.eq_ignore_ascii_case(tulisan));
    sama.copied().or_else(|| terdekat(tulisan, calon))
}

/// Names as a sentence lists them: `a`, `b`, `c`.
pub(super) fn daftar<'a>(nama: impl IntoIterator<Item = &'a str>) -> String {
    nama.into_iter().map(|satu| format!("`{satu}`")).collect::<Vec<_>>().join(", ")
}

/// What kind of value it is, as people say it.
pub(super) fn jenis(nilai: &Value) -> &'static str {
    match nilai {
        Value::Null => "kosong",
        Value::Bool(_) => "ya/tidak (true/false)",
        Value::Number(angka) if angka.is_f64() => "bilangan pecahan",
        Value::Number(_) => "bilangan",
        Value::String(_) => "teks",
        Value::Array(_) => "daftar",
        Value::Object(_) => "kumpulan isian",
    }
}

/// What kind of value a schema's `type` wants, as people say it.
pub(super) fn nama_jenis(tipe: &str) -> &'static str {
    match tipe {
        "string" => "teks",
        "integer" => "bilangan bulat",
        "number" => "bilangan",
        "boolean" => "ya/tidak (true/false)",
        "array" => "daftar",
        "object" => "kumpulan isian",
        _ => "kosong",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_value_is_longer_than_eighty_characters() {
        let panjang = "é".repeat(500);
        assert_eq!(ringkas_teks(&panjang).chars().count(), PANJANG);
        assert_eq!(ringkas_teks("pas"), "pas");
        for nilai in [json!(panjang), json!({ panjang.as_str(): 1, "b": 2 }), json!([panjang])] {
            assert!(ringkas(&nilai).chars().count() <= PANJANG, "{nilai}");
        }
        assert_eq!(ringkas(&json!({ "a": 1, "b": 2 })), "{a, b}");
    }

    #[test]
    fn a_step_of_a_pointer_is_escaped() {
        assert_eq!(tambah("/a", "b/c~d"), "/a/b~1c~0d");
    }
}
