//! The `Content-Disposition` of a download (RFC 6266).

use std::fmt::Write;

const PANJANG_MAKS: usize = 120;

/// `attachment` with the name in ASCII for old clients and in UTF-8 for all others. No name can add a header or a
/// path, and an empty one becomes `berkas`.
pub(super) fn lampiran(nama: &str) -> String {
    let bersih: String = nama
        .chars()
        .filter(|c| !c.is_control() && !penyamar(*c))
        .map(|c| if "/\\:*?\"<>|".contains(c) { '_' } else { c })
        .take(PANJANG_MAKS)
        .collect();
    let bersih = bersih.trim().trim_start_matches('.');
    let bersih = if bersih.is_empty() { "berkas" } else { bersih };
    let ascii: String = bersih
        .chars()
        .map(|c| if c.is_ascii() && !matches!(c, '%' | ';' | '\'') { c } else { '_' })
        .collect();
    let mut utf8 = String::with_capacity(bersih.len());
    for byte in bersih.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            utf8.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(utf8, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{utf8}")
}

/// Characters that change the reading direction or take no room: they make `exe.pdf` of `fdp.exe`.
fn penyamar(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Security bar 35.
    #[test]
    fn names_keep_their_letters_and_lose_their_tricks() {
        assert_eq!(
            lampiran("Akta Kelahiran.pdf"),
            "attachment; filename=\"Akta Kelahiran.pdf\"; filename*=UTF-8''Akta%20Kelahiran.pdf"
        );
        assert_eq!(
            lampiran("Suraté.pdf"),
            "attachment; filename=\"Surat_.pdf\"; filename*=UTF-8''Surat%C3%A9.pdf"
        );
        assert_eq!(
            lampiran("..\\../a\"b\r\nSet-Cookie: x"),
            "attachment; filename=\"_.._a_bSet-Cookie_ x\"; filename*=UTF-8''_.._a_bSet-Cookie_%20x"
        );
        assert!(lampiran(" \u{202e} ").contains("\"berkas\""));
    }

    proptest! {
        /// Security bar 35.
        #[test]
        fn the_value_is_always_one_clean_header(nama in ".{0,300}") {
            let nilai = lampiran(&nama);
            prop_assert!(nilai.bytes().all(|b| (0x20..0x7f).contains(&b)));
            prop_assert_eq!(nilai.matches('"').count(), 2);
            prop_assert!(nilai.starts_with("attachment; filename=\""));
            prop_assert!(!nilai.contains(['/', '\\']));
        }
    }
}
