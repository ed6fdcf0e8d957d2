//! Properties: no text brings the check down, and what passes it has a value.

use proptest::prelude::*;
use time::{Date, Month};

use super::{uji::kode, *};
use crate::layanan::Kanal;

/// Pieces that expressions are made of, so that random sequences come close to the grammar.
const KEPING: &[&str] = &[
    "&&",
    "||",
    "!",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "%",
    " in ",
    "?",
    ":",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    " ",
    "1",
    "0",
    "-1",
    "1.5",
    "1u",
    "0x",
    "1e9",
    "\"a\"",
    "'a'",
    "\"",
    "'",
    "b\"",
    "r'",
    "true",
    "false",
    "null",
    "layanan",
    "varian",
    "kanal",
    "isian",
    "isian.a",
    "isian[\"a\"]",
    "pemohon.umur",
    "pemohon.",
    "berkas",
    "putaran",
    "kuasa",
    "size(",
    ".size()",
    ".startsWith(",
    ".all(x, ",
    "has(",
    "int(",
    "{",
    "}",
    "\\",
    "=",
    "&",
    "\n",
    "//",
    "`",
    "é",
    "😀",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999",
    "as",
    "package",
];

fn teks() -> BoxedStrategy<String> {
    prop_oneof![
        prop::sample::select(vec![
            "layanan",
            "varian",
            "kanal",
            "isian.alasan",
            "isian[\"nik\"]",
            "isian.belum",
            "\"\"",
            "\"a\"",
            "'hilang'",
            "\"é😀\"",
        ])
        .prop_map(str::to_owned),
        "\"[^\"\\\\\\p{C}]{1,8}\"",
    ]
    .boxed()
}

fn int() -> BoxedStrategy<String> {
    prop_oneof![
        prop::sample::select(vec![
            "pemohon.umur",
            "putaran",
            "peristiwa.hari",
            "sekarang.tahun",
            "sekarang.bulan",
            "sekarang.hari",
            "0",
            "1",
            "-1",
            "9223372036854775807",
            "-9223372036854775808",
            "size(berkas)",
        ])
        .prop_map(str::to_owned),
        any::<i64>().prop_map(|n| n.to_string()),
    ]
    .boxed()
}

/// Good expressions of each type: bool, int, text.
fn baik(dalam: u32) -> (BoxedStrategy<String>, BoxedStrategy<String>, BoxedStrategy<String>) {
    if dalam == 0 {
        let bool =
            prop::sample::select(vec!["true", "false", "kuasa", "pemohon.wni", "pemohon.rentan"]);
        return (bool.prop_map(str::to_owned).boxed(), int(), teks());
    }
    let (b, i, t) = baik(dalam - 1);
    let banding = prop::sample::select(vec!["==", "!=", "<", "<=", ">", ">="]);
    let hitung = prop::sample::select(vec!["+", "-", "*", "/", "%"]);
    let fungsi = prop::sample::select(vec!["startsWith", "endsWith", "contains"]);
    let bool = prop_oneof![
        b.clone(),
        b.clone().prop_map(|b| format!("!({b})")),
        (b.clone(), prop::sample::select(vec!["&&", "||", "==", "!="]), b.clone())
            .prop_map(|(x, o, y)| format!("({x}) {o} ({y})")),
        (i.clone(), banding.clone(), i.clone()).prop_map(|(x, o, y)| format!("({x}) {o} ({y})")),
        // Compared with a name, a text might be one that the name never is.
        (t.clone(), banding, t.clone())
            .prop_map(|(x, o, y)| format!("({x} + \"\") {o} ({y} + \"\")")),
        (t.clone(), fungsi, t.clone()).prop_map(|(x, f, y)| format!("({x}).{f}({y})")),
        t.clone().prop_map(|t| format!("({t} + \"\") in berkas")),
        (i.clone(), prop::collection::vec(i.clone(), 1..3))
            .prop_map(|(x, isi)| format!("({x}) in [{}]", isi.join(", "))),
        (b.clone(), b.clone(), b.clone()).prop_map(|(s, x, y)| format!("({s}) ? ({x}) : ({y})")),
    ];
    let int = prop_oneof![
        i.clone(),
        i.clone().prop_map(|i| format!("-({i})")),
        (i.clone(), hitung, i.clone()).prop_map(|(x, o, y)| format!("({x}) {o} ({y})")),
        t.clone().prop_map(|t| format!("size({t})")),
        (b.clone(), i.clone(), i).prop_map(|(s, x, y)| format!("({s}) ? ({x}) : ({y})")),
    ];
    let teks = prop_oneof![
        t.clone(),
        (t.clone(), t.clone()).prop_map(|(x, y)| format!("({x}) + ({y})")),
        (b, t.clone(), t).prop_map(|(s, x, y)| format!("({s}) ? ({x}) : ({y})")),
    ];
    (bool.boxed(), int.boxed(), teks.boxed())
}

fn konteks() -> impl Strategy<Value = KonteksUngkapan> {
    (
        prop::option::of(Just(kode("hilang"))),
        prop::sample::select(vec![Kanal::Whatsapp, Kanal::Loket, Kanal::Daring]),
        prop::collection::btree_map(
            prop::sample::select(vec![kode("alasan"), kode("nik")]),
            any::<String>(),
            0..3,
        ),
        (any::<Option<u16>>(), any::<bool>(), any::<bool>()),
        prop::collection::btree_set(prop::sample::select(vec![kode("kk"), kode("ktp")]), 0..3),
        (any::<u32>(), any::<bool>(), any::<Option<u32>>(), 1_i32..=9999),
    )
        .prop_map(
            |(varian, kanal, isian, (umur, wni, rentan), berkas, (putaran, kuasa, hari, tahun))| {
                KonteksUngkapan {
                    layanan: kode("kk_baru"),
                    varian,
                    kanal,
                    isian,
                    pemohon: PemohonUngkapan { umur, wni, rentan },
                    berkas,
                    putaran,
                    kuasa,
                    hari_sejak_peristiwa: hari,
                    terdaftar: Date::from_calendar_date(tahun, Month::January, 2).unwrap(),
                    hari_ini: Date::from_calendar_date(tahun, Month::August, 17).unwrap(),
                }
            },
        )
}

/// Its value, or which arithmetic failed; any other error would be a hole in the check.
fn hasil(teks: &str, tipe: Tipe, konteks: &KonteksUngkapan) -> Result<Option<cel::Value>, String> {
    let pohon = Ungkapan(teks.to_owned())
        .pohon(tipe, Lingkup::default())
        .map_err(|salah| format!("{teks}: {salah:?}"))?;
    match nilai::coba(&pohon, konteks) {
        Ok(nilai) => Ok(Some(nilai)),
        Err(
            cel::ExecutionError::DivisionByZero(_)
            | cel::ExecutionError::RemainderByZero(_)
            | cel::ExecutionError::Overflow(..),
        ) => Ok(None),
        Err(galat) => Err(format!("{teks}: {galat}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_accepted_or_refused_with_a_sentence(teks in any::<String>()) {
        if let Err(salah) = Ungkapan::parse(&teks, Tipe::Bool) {
            prop_assert!(salah.pesan.ends_with('.'), "{}", salah.pesan);
        }
    }

    #[test]
    fn any_pieces_are_accepted_or_refused_with_a_sentence(
        keping in prop::collection::vec(prop::sample::select(KEPING), 0..30),
        konteks in konteks(),
    ) {
        let teks = keping.concat();
        for tipe in [Tipe::Bool, Tipe::Int, Tipe::Teks] {
            match Ungkapan::parse(&teks, tipe) {
                Ok(_) => prop_assert!(hasil(&teks, tipe, &konteks).is_ok()),
                Err(salah) => prop_assert!(salah.pesan.ends_with('.'), "{}", salah.pesan),
            }
        }
    }

    #[test]
    fn what_passes_the_check_has_a_value(
        (bool, int, teks) in { let (b, i, t) = baik(3); (b, i, t) },
        konteks in konteks(),
    ) {
        for (sumber, tipe) in [(bool, Tipe::Bool), (int, Tipe::Int), (teks, Tipe::Teks)] {
            prop_assume!(sumber.chars().count() <= Ungkapan::PANJANG_MAKS);
            let nilai = hasil(&sumber, tipe, &konteks).map_err(TestCaseError::fail)?;
            let sejenis = matches!(
                (&nilai, tipe),
                (None, _)
                    | (Some(cel::Value::Bool(_)), Tipe::Bool)
                    | (Some(cel::Value::Int(_)), Tipe::Int)
                    | (Some(cel::Value::String(_)), Tipe::Teks)
            );
            prop_assert!(sejenis, "{sumber}: {nilai:?}");
        }
    }
}
