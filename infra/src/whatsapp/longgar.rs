//! Reading what others write loosely: JSON, text that may be a number, moments, hashes.

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use serde_json::Value;
use time::OffsetDateTime;

const LONGGAR: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LONGGAR);
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LONGGAR);

/// JSON as it came. Halves of characters and bytes that are no text, which would spoil the whole body, become U+FFFD,
/// and so does NUL, which PostgreSQL cannot store.
pub(super) fn json(badan: &[u8]) -> Option<Value> {
    let mut nilai = serde_json::from_slice(badan)
        .or_else(|_| serde_json::from_str(&tanpa_surogat_yatim(&String::from_utf8_lossy(badan))))
        .ok()?;
    tanpa_nul(&mut nilai);
    Some(nilai)
}

/// Replaces escapes of one half of a surrogate pair without the other.
fn tanpa_surogat_yatim(teks: &str) -> String {
    let mut hasil = String::with_capacity(teks.len());
    let mut sisa = teks;
    while let Some(posisi) = sisa.find('\\') {
        let (awal, lolos) = sisa.split_at(posisi);
        hasil.push_str(awal);
        let berikut = lolos.get(6..).and_then(satuan_utf16);
        let (salin, lewat) = match satuan_utf16(lolos) {
            Some(0xD800..=0xDBFF) if matches!(berikut, Some(0xDC00..=0xDFFF)) => (&lolos[..12], 12),
            Some(0xD800..=0xDFFF) => ("\\ufffd", 6),
            // The escaped character goes along, so that `\\` does not begin another escape.
            _ => {
                let lewat = lolos.char_indices().nth(2).map_or(lolos.len(), |(di, _)| di);
                (&lolos[..lewat], lewat)
            }
        };
        hasil.push_str(salin);
        sisa = &lolos[lewat..];
    }
    hasil.push_str(sisa);
    hasil
}

/// The code unit of the `\uXXXX` that the text begins with.
fn satuan_utf16(teks: &str) -> Option<u16> {
    let angka = teks.strip_prefix("\\u")?.get(..4)?;
    angka.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(angka, 16).ok())?
}

fn tanpa_nul(nilai: &mut Value) {
    match nilai {
        Value::String(teks) if teks.contains('\0') => *teks = teks.replace('\0', "\u{fffd}"),
        Value::Array(isi) => isi.iter_mut().for_each(tanpa_nul),
        Value::Object(isi) => isi.values_mut().for_each(tanpa_nul),
        _ => {}
    }
}

/// A text that is not empty; a number counts as its digits.
pub(super) fn teks(nilai: &Value) -> Option<String> {
    match nilai {
        Value::String(teks) if !teks.is_empty() => Some(teks.clone()),
        Value::Number(angka) => Some(angka.to_string()),
        _ => None,
    }
}

/// A whole number, perhaps written as text.
pub(super) fn bulat(nilai: &Value) -> Option<i64> {
    nilai.as_i64().or_else(|| nilai.as_str()?.trim().parse().ok())
}

/// Unix seconds as text or number; milliseconds are recognised by their size.
pub(super) fn saat(nilai: &Value) -> Option<OffsetDateTime> {
    let angka = bulat(nilai)?;
    let detik = if angka.unsigned_abs() >= 100_000_000_000 { angka / 1000 } else { angka };
    OffsetDateTime::from_unix_timestamp(detik).ok()
}

/// A SHA-256 in hex or base64.
pub(super) fn sha256(nilai: &Value) -> Option<Vec<u8>> {
    let teks = nilai.as_str()?.trim();
    let terbaca = [hex::decode(teks).ok(), BASE64.decode(teks).ok(), BASE64_URL.decode(teks).ok()];
    terbaca.into_iter().flatten().find(|byte| byte.len() == 32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn half_a_character_does_not_spoil_the_body() {
        let baca = |teks: &str| json(teks.as_bytes());
        assert_eq!(baca(r#"["a\ud83d","b"]"#), Some(json!(["a\u{fffd}", "b"])));
        assert_eq!(
            baca(r#"["\ude00\ud83d\ude00\ud83d\u0041"]"#),
            Some(json!(["\u{fffd}😀\u{fffd}A"]))
        );
        assert_eq!(baca(r#"["\\ud83d\ud83d\""]"#), Some(json!(["\\ud83d\u{fffd}\""])));
        assert_eq!(baca(r#"["\ud83d\\u0041"]"#), Some(json!(["\u{fffd}\\u0041"])));
        assert_eq!(json(b"[\"\xff\"]"), Some(json!(["\u{fffd}"])));
        assert_eq!(baca(r#"{"a":["x\u0000y"]}"#), Some(json!({ "a": ["x\u{fffd}y"] })));
        assert_eq!(baca(r#"["\"#), None);
    }

    #[test]
    fn hashes_are_read_in_every_spelling() {
        let byte: Vec<u8> = (0..32).map(|n| n * 8 + 7).collect();
        let standar = BASE64.encode(&byte);
        for tulisan in [
            hex::encode(&byte),
            hex::encode_upper(&byte),
            standar.trim_end_matches('=').to_owned(),
            BASE64_URL.encode(&byte),
            standar,
        ] {
            assert_eq!(sha256(&json!(tulisan)).as_ref(), Some(&byte), "{tulisan}");
        }
        for salah in
            [json!(null), json!(7), json!(""), json!("abcd"), json!(hex::encode(&byte[1..]))]
        {
            assert_eq!(sha256(&salah), None, "{salah}");
        }
    }

    #[test]
    fn moments_are_seconds_or_milliseconds_as_text_or_number() {
        let harapan = OffsetDateTime::from_unix_timestamp(1_750_000_000).ok();
        for tulisan in [json!("1750000000"), json!(1_750_000_000), json!("1750000000123")] {
            assert_eq!(saat(&tulisan), harapan, "{tulisan}");
        }
        for salah in [json!(null), json!("kemarin"), json!(i64::MAX), json!(i64::MIN), json!(1.5)] {
            assert_eq!(saat(&salah), None, "{salah}");
        }
    }

    proptest! {
        #[test]
        fn repairing_changes_nothing_that_was_right(teks in any::<String>()) {
            let rapi = serde_json::to_string(&teks).unwrap();
            prop_assert_eq!(tanpa_surogat_yatim(&rapi), rapi);
        }

        #[test]
        fn no_bytes_make_it_panic(badan: Vec<u8>, teks in "[\\\\u0-9a-fDd\"é]{0,40}") {
            let _ = json(&badan);
            let _ = json(format!("[\"{teks}\"]").as_bytes());
            let _ = saat(&Value::from(teks));
        }
    }
}
