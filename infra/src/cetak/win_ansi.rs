//! Text in the one byte encoding that the base fonts have (WinAnsi, Windows-1252).

/// What stands for a character that cannot be printed.
const TAK_TERCETAK: u8 = b'?';
/// What WinAnsi keeps between 0x80 and 0x9F; the holes are unused codes.
const ATAS: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The text in WinAnsi: exactly, else by a common spelling, else as a question mark. Line feeds stay; every other
/// control becomes a space or nothing.
pub(super) fn sandi(teks: &str) -> Vec<u8> {
    let mut keluar = Vec::with_capacity(teks.len());
    for huruf in teks.chars() {
        match langsung(huruf) {
            Some(bita) => keluar.push(bita),
            None => match ejaan(huruf) {
                Some(ejaan) => keluar.extend_from_slice(ejaan.as_bytes()),
                None => keluar.push(TAK_TERCETAK),
            },
        }
    }
    keluar
}

fn langsung(huruf: char) -> Option<u8> {
    match huruf {
        '\n' | ' '..='~' | '\u{a0}'..='\u{ff}' if huruf != '\u{ad}' => u8::try_from(huruf).ok(),
        '\0' => None,
        _ => ATAS.iter().position(|atas| *atas == huruf).and_then(|i| u8::try_from(i + 0x80).ok()),
    }
}

/// How people write the character where it does not exist.
fn ejaan(huruf: char) -> Option<&'static str> {
    Some(match huruf {
        '\t'
        | '\r'
        | '\u{85}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => " ",
        // Soft hyphens, joiners, direction marks, accents that stand alone, variation selectors.
        '\0'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{300}'..='\u{36f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => "",
        '‐' | '‑' | '‒' | '―' | '−' | '⁃' => "-",
        '′' | 'ʼ' | 'ʻ' | 'ʹ' | '‛' => "'",
        '″' | '‟' | '＂' => "\"",
        '←' => "<-",
        '→' | '➔' | '➜' | '⇒' | '⟶' => "->",
        '↔' => "<->",
        '≤' | '⩽' => "<=",
        '≥' | '⩾' => ">=",
        '≠' => "/=",
        '≈' => "~",
        '∞' => "tak hingga",
        '✓' | '✔' | '☑' | '√' => "v",
        '✗' | '✘' | '☒' => "x",
        '☐' | '□' | '▢' => "[ ]",
        '●' | '○' | '◦' | '▪' | '■' | '▸' | '►' | '◆' | '★' | '☆' => "*",
        '∙' | '⋅' => ".",
        '⁄' | '∕' => "/",
        '⅓' => "1/3",
        '⅔' => "2/3",
        '⅛' => "1/8",
        '⁰' | '₀' => "0",
        '⁴' => "4",
        '₁' => "1",
        '₂' => "2",
        '₃' => "3",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬀ' => "ff",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        '№' => "No.",
        'ĳ' => "ij",
        'Ā' | 'Ă' | 'Ą' | 'Ạ' | 'Ả' => "A",
        'ā' | 'ă' | 'ą' | 'ạ' | 'ả' => "a",
        'Ć' | 'Č' => "C",
        'ć' | 'č' => "c",
        'Ď' | 'Đ' | 'Ḍ' => "D",
        'ď' | 'đ' | 'ḍ' => "d",
        'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' | 'Ẹ' => "E",
        'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ' | 'ə' => "e",
        'Ğ' | 'Ģ' | 'Ġ' => "G",
        'ğ' | 'ģ' | 'ġ' => "g",
        'Ḥ' | 'Ħ' => "H",
        'ḥ' | 'ħ' => "h",
        'Ī' | 'Ĭ' | 'Į' | 'İ' | 'Ị' => "I",
        'ī' | 'ĭ' | 'į' | 'ı' | 'ị' => "i",
        'Ķ' | 'Ḳ' => "K",
        'ķ' | 'ḳ' => "k",
        'Ł' | 'Ľ' | 'Ļ' => "L",
        'ł' | 'ľ' | 'ļ' => "l",
        'Ń' | 'Ň' | 'Ņ' | 'Ŋ' => "N",
        'ń' | 'ň' | 'ņ' | 'ŋ' => "n",
        'Ō' | 'Ŏ' | 'Ő' | 'Ọ' | 'Ơ' => "O",
        'ō' | 'ŏ' | 'ő' | 'ọ' | 'ơ' => "o",
        'Ŕ' | 'Ř' => "R",
        'ŕ' | 'ř' => "r",
        'Ś' | 'Ş' | 'Ș' | 'Ṣ' => "S",
        'ś' | 'ş' | 'ș' | 'ṣ' => "s",
        'Ţ' | 'Ť' | 'Ț' | 'Ṭ' => "T",
        'ţ' | 'ť' | 'ț' | 'ṭ' => "t",
        'Ū' | 'Ŭ' | 'Ů' | 'Ű' | 'Ų' | 'Ư' | 'Ụ' => "U",
        'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ' => "u",
        'Ŵ' => "W",
        'ŵ' => "w",
        'Ŷ' => "Y",
        'ŷ' => "y",
        'Ź' | 'Ż' | 'Ẓ' => "Z",
        'ź' | 'ż' | 'ẓ' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_font_has_is_printed_as_it_is() {
        assert_eq!(sandi("Abc é ½ “ya” – €5 •"), b"Abc \xe9 \xbd \x93ya\x94 \x96 \x805 \x95");
    }

    #[test]
    fn common_characters_are_spelt_and_the_rest_is_a_question_mark() {
        assert_eq!(sandi("a→b ≤5 Ḥāji ﬁle\tx\r\ny"), b"a->b <=5 Haji file x \ny");
        assert_eq!(sandi("日本 🙂"), b"?? ?");
        assert_eq!(sandi("a\u{200b}b\u{301}c\u{7}d\u{ad}e\u{0}"), b"abcde");
    }

    #[test]
    fn every_byte_has_a_glyph() {
        for huruf in '\0'..='\u{2fff}' {
            for bita in sandi(&huruf.to_string()) {
                let ada = bita == b'\n'
                    || (bita >= 32 && ![0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d].contains(&bita));
                assert!(ada, "{huruf:?} became {bita:#x}");
            }
        }
    }
}
