//! Mentions: `@nama_pengguna` in a text of the Forum.

/// How many officers one note may mention.
pub const SEBUTAN_TERBANYAK: usize = 20;

/// The login names that a text mentions, each once, in order. An address such as `a@b.go.id` mentions nobody.
pub fn sebutan(teks: &str) -> Vec<String> {
    let huruf = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let mut semua: Vec<String> = Vec::new();
    let mut sebelum: Option<char> = None;
    for (letak, c) in teks.char_indices() {
        let awal = sebelum.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-'));
        sebelum = Some(c);
        if c != '@' || !awal {
            continue;
        }
        let sisa = &teks[letak + 1..];
        let akhir = sisa.find(|c: char| !huruf(c)).unwrap_or(sisa.len());
        // A full stop or dash behind the name belongs to the sentence.
        let nama = sisa[..akhir].trim_end_matches(['.', '-']).to_lowercase();
        if (3..=64).contains(&nama.len()) && !semua.contains(&nama) {
            semua.push(nama);
        }
    }
    semua
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_read_as_people_type_them() {
        assert_eq!(
            sebutan("@siak1, tolong periksa. Sudah ya @Layanan2? (@siak1) @kadis."),
            ["siak1", "layanan2", "kadis"]
        );
        assert!(sebutan("kirim ke a@balangan.go.id atau @ab").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_reads_and_every_name_stands_in_it(teks in ".{0,200}") {
            for nama in sebutan(&teks) {
                let disebut = format!("@{nama}");
                prop_assert!(teks.to_ascii_lowercase().contains(&disebut));
            }
        }
    }
}
