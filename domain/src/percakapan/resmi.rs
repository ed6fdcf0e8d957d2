//! "Is this number official?", and reports of scams: how residents ask, and how numbers are compared. Pure.

/// The longest question, in characters; longer texts tell something else.
const TANYA_MAKS: usize = 200;
/// The longest report, in characters; what is longer is cut.
pub const LAPORAN_MAKS: usize = 1_000;

/// What a resident means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Maksud {
    /// They ask whether a number is official; the one they write to when they name none.
    Tanya {
        /// The number they name, digits only in international form.
        nomor: Option<String>,
    },
    /// They report somebody.
    Lapor {
        /// The number they name.
        nomor: Option<String>,
        /// Their words.
        isi: String,
    },
    /// They want to report and do not say what.
    CaraLapor,
}

/// Reads it, when it is one of these.
pub fn baca(teks: &str) -> Option<Maksud> {
    let rapi = teks.trim();
    let kecil = rapi.to_lowercase();
    let kata: Vec<&str> =
        kecil.split(|c: char| !c.is_alphanumeric()).filter(|satu| !satu.is_empty()).collect();
    if matches!(kata.first(), Some(&("lapor" | "laporkan" | "laporan"))) {
        return lapor(rapi, &kata);
    }
    if rapi.chars().count() > TANYA_MAKS {
        return None;
    }
    let ada = |daftar: &[&str]| kata.iter().any(|satu| daftar.contains(satu));
    let bertanya = rapi.contains('?')
        || matches!(
            kata.first(),
            Some(
                &("apakah"
                    | "apa"
                    | "apkh"
                    | "benarkah"
                    | "benar"
                    | "ini"
                    | "cek"
                    | "nomor"
                    | "no"
                    | "nomer")
            )
        );
    let tentang_nomor =
        ada(&["nomor", "nomer", "no", "wa", "whatsapp", "akun", "chat", "ini", "kontak", "kantor"]);
    let resmi = ada(&["resmi", "asli", "official"]) && tentang_nomor;
    let curiga =
        ada(&["penipuan", "penipu", "nipu", "tipu", "scam", "hoax", "hoaks", "modus", "palsu"]);
    let nomor = nomor_dalam(rapi);
    let tanya = bertanya && (resmi || (curiga && (tentang_nomor || nomor.is_some())));
    tanya.then_some(Maksud::Tanya { nomor })
}

/// A report names a number or what is wrong: "lapor kematian" is no scam.
fn lapor(teks: &str, kata: &[&str]) -> Option<Maksud> {
    const TANDA: [&str; 14] = [
        "penipuan", "penipu", "menipu", "nipu", "ditipu", "tipu", "tipuan", "palsu", "scam",
        "pungli", "calo", "transfer", "uang", "otp",
    ];
    if kata.len() == 1 {
        return Some(Maksud::CaraLapor);
    }
    let isi = teks.split_once(|c: char| !c.is_alphanumeric()).map_or("", |(_, isi)| isi.trim());
    let nomor = nomor_dalam(isi);
    if nomor.is_none() && !kata.iter().any(|satu| TANDA.contains(satu)) {
        return None;
    }
    let isi = isi.chars().take(LAPORAN_MAKS).collect();
    Some(Maksud::Lapor { nomor, isi })
}

/// The first phone number in a text. Sixteen digits are a NIK, not a number.
pub fn nomor_dalam(teks: &str) -> Option<String> {
    let bagian = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')' | '+');
    teks.split(|c: char| !bagian(c)).find_map(|satu| {
        let satu = satu.trim_matches(|c: char| !c.is_ascii_digit() && c != '+');
        let awal = ["0", "62", "+", "8"].iter().any(|awal| satu.starts_with(awal));
        if awal { normal(satu) } else { None }
    })
}

/// A number as digits in international form: `0812…`, `812…`, `+62 812…` and `62812…` are one.
pub fn normal(teks: &str) -> Option<String> {
    let angka: String = teks.chars().filter(char::is_ascii_digit).collect();
    let luar = teks.trim_start().starts_with('+');
    let angka = match angka.as_str() {
        lokal if !luar && lokal.starts_with('0') => format!("62{}", lokal.trim_start_matches('0')),
        ganda if ganda.starts_with("620") => format!("62{}", ganda[2..].trim_start_matches('0')),
        pendek if !luar && pendek.starts_with('8') && pendek.len() <= 12 => format!("62{pendek}"),
        _ => angka,
    };
    (8..=15).contains(&angka.len()).then_some(angka)
}

/// Whether two ways of writing are one number.
pub fn sama(satu: &str, lain: &str) -> bool {
    let satu = normal(satu);
    satu.is_some() && satu == normal(lain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tanya(nomor: Option<&str>) -> Maksud {
        Maksud::Tanya { nomor: nomor.map(str::to_owned) }
    }

    #[test]
    fn the_question_is_understood_the_way_people_ask_it() {
        for teks in [
            "apakah nomor ini resmi",
            "Apakah nomor ini resmi?",
            "nomor resmi?",
            "Nomor resmi",
            "ini penipuan?",
            "ini nomor asli gak",
            "ini penipu ya?",
            "WA ini resmi?",
            "apa benar ini WA resmi disdukcapil?",
        ] {
            assert_eq!(baca(teks), Some(tanya(None)), "{teks}");
        }
        for teks in [
            "apakah 0812-3456-7890 nomor resmi?",
            "cek nomor +62 812 3456 7890 resmi",
            "62812 3456 7890 penipu?",
            "nomor 0812.3456.7890 ini resmi kah?",
        ] {
            assert_eq!(baca(teks), Some(tanya(Some("6281234567890"))), "{teks}");
        }
    }

    #[test]
    fn answers_of_an_intake_are_left_alone() {
        for teks in [
            "Siti Aminah",
            "1471010101900001",
            "surat resmi dari desa",
            "Jalan Resmi nomor 3",
            "kartu keluarga asli",
            "lapor kematian ayah saya",
            "Lapor diri",
            "menu",
            "",
        ] {
            assert_eq!(baca(teks), None, "{teks}");
        }
    }

    #[test]
    fn a_report_names_a_number_or_what_is_wrong() {
        assert_eq!(baca(" LAPOR "), Some(Maksud::CaraLapor));
        assert_eq!(
            baca("Lapor 0812 3456 7890 minta uang"),
            Some(Maksud::Lapor {
                nomor: Some("6281234567890".to_owned()),
                isi: "0812 3456 7890 minta uang".to_owned()
            })
        );
        assert_eq!(
            baca("lapor: ada calo di loket"),
            Some(Maksud::Lapor { nomor: None, isi: "ada calo di loket".to_owned() })
        );
        let panjang = format!("lapor penipu {}", "a".repeat(5_000));
        let Some(Maksud::Lapor { isi, .. }) = baca(&panjang) else { panic!("{panjang}") };
        assert_eq!(isi.chars().count(), LAPORAN_MAKS);
    }

    #[test]
    fn a_nik_is_no_number() {
        assert_eq!(nomor_dalam("6471010101900001"), None);
        assert_eq!(nomor_dalam("nomor 12 dan 0812 3456 789"), Some("628123456789".to_owned()));
    }

    proptest! {
        #[test]
        fn every_way_to_write_a_number_is_one_number(ekor in "8[0-9]{8,10}") {
            let satu = format!("62{ekor}");
            for lain in [format!("0{ekor}"), ekor.clone(), format!("+62 {ekor}"), format!("+620{ekor}")] {
                prop_assert!(sama(&satu, &lain), "{lain}");
            }
        }

        #[test]
        fn no_text_makes_it_panic(teks in any::<String>()) {
            let _ = (baca(&teks), normal(&teks), nomor_dalam(&teks), baca(&format!("lapor {teks}")));
        }
    }
}
