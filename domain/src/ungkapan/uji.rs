//! Expressions that are good, and what they are worth.

use std::collections::BTreeSet;

use time::macros::date;

use super::*;
use crate::layanan::Kanal;

pub(super) fn kode(teks: &str) -> Kode {
    Kode::parse(teks).unwrap()
}

pub(super) fn konteks() -> KonteksUngkapan {
    KonteksUngkapan {
        layanan: kode("akta_lahir"),
        varian: Some(kode("terlambat")),
        kanal: Kanal::Loket,
        isian: [("alasan", "hilang di pasar"), ("nik", "6311010101900001")]
            .map(|(k, v)| (kode(k), v.to_owned()))
            .into(),
        pemohon: PemohonUngkapan { umur: Some(34), wni: true, rentan: false },
        berkas: ["kk", "ktp"].map(kode).into(),
        putaran: 2,
        kuasa: false,
        hari_sejak_peristiwa: Some(75),
        terdaftar: time::macros::date!(2026 - 01 - 31),
        hari_ini: date!(2026 - 08 - 17),
    }
}

fn kosong() -> KonteksUngkapan {
    KonteksUngkapan {
        varian: None,
        isian: [].into(),
        pemohon: PemohonUngkapan { umur: None, ..konteks().pemohon },
        berkas: BTreeSet::new(),
        hari_sejak_peristiwa: None,
        ..konteks()
    }
}

#[test]
fn guards_have_the_value_they_say() {
    for (teks, nilai) in [
        ("true", true),
        ("false", false),
        ("kuasa", false),
        ("!kuasa", true),
        ("!!pemohon.wni", true),
        ("pemohon.umur >= 17", true),
        ("pemohon.umur < 17 || pemohon.rentan", false),
        ("pemohon.wni && !pemohon.rentan && putaran == 2", true),
        ("layanan == \"akta_lahir\"", true),
        ("layanan != 'akta_lahir'", false),
        ("layanan.startsWith(\"akta_\")", true),
        ("layanan.endsWith(\"mati\")", false),
        ("kanal == \"loket\"", true),
        ("\"whatsapp\" == kanal", false),
        ("kanal in [\"whatsapp\", \"daring\"]", false),
        ("varian in [\"hilang\", \"terlambat\"]", true),
        ("isian.alasan.contains(\"hilang\")", true),
        ("isian[\"alasan\"] == \"rusak\"", false),
        ("isian.tidak_diisi == \"\"", true),
        ("isian.tidak_diisi != \"\" && isian.alasan != \"\"", false),
        ("isian[\"in\"] == \"\"", true),
        ("isian.nik.startsWith(\"6311\")", true),
        ("isian.nik > \"6\"", true),
        ("size(isian.nik) == 16", true),
        ("isian.nik.size() == 16", true),
        ("\"kk\" in berkas", true),
        ("!(\"paspor\" in berkas)", true),
        ("isian.alasan in berkas", false),
        ("size(berkas) >= 2", true),
        ("berkas.size() > 2", false),
        ("size([1, 2, putaran]) == 3", true),
        ("putaran in [1, 2, 3]", true),
        ("putaran % 2 == 0", true),
        ("peristiwa.hari > 60", true),
        ("peristiwa.hari > 60 ? kuasa : pemohon.wni", false),
        ("sekarang.tahun == 2026 && sekarang.bulan == 8 && sekarang.hari == 17", true),
        ("kuasa == false", true),
        ("-1 < putaran", true),
        ("(pemohon.umur - 30) * 2 == 8", true),
        ("\n  pemohon.umur\n  >= 17\n", true),
        ("'\"' == '\"'", true),
        ("'Banjarbaru é 😀'.contains(\"😀\")", true),
        ("0x1F == 31", true),
        ("1 / 0 == 1", false),
        ("!(1 / 0 == 1)", false),
        ("1 % 0 == 1", false),
        ("9223372036854775807 + putaran > 0", false),
        ("peristiwa.hari == 0 || 100 / peristiwa.hari == 1", true),
    ] {
        let ungkapan =
            Ungkapan::parse(teks, Tipe::Bool).unwrap_or_else(|e| panic!("{teks}: {e:?}"));
        assert_eq!(ungkapan.nilai_bool(&konteks()), nilai, "{teks}");
    }
}

#[test]
fn amounts_have_the_value_they_say() {
    for (teks, nilai) in [
        ("0", Some(0)),
        ("-5", Some(-5)),
        ("50000", Some(50_000)),
        ("peristiwa.hari > 60 ? 50000 : 0", Some(50_000)),
        ("kuasa ? 1 : pemohon.wni ? 2 : 3", Some(2)),
        ("(peristiwa.hari - 60) * 1000", Some(15_000)),
        ("7 / 2", Some(3)),
        ("-7 / 2", Some(-3)),
        ("-7 % 2", Some(-1)),
        ("2 + 3 * 4", Some(14)),
        ("size(berkas) * 2500", Some(5_000)),
        ("1 / (putaran - 2)", None),
        ("1 % (putaran - 2)", None),
        ("9223372036854775807 + 1", None),
        ("-9223372036854775807 - putaran", None),
        ("9223372036854775807 * putaran", None),
        ("-(-9223372036854775807 - 1)", None),
        ("(-9223372036854775807 - 1) / -1", None),
        ("-9223372036854775808", Some(i64::MIN)),
    ] {
        let ungkapan = Ungkapan::parse(teks, Tipe::Int).unwrap_or_else(|e| panic!("{teks}: {e:?}"));
        assert_eq!(ungkapan.nilai_int(&konteks()), nilai, "{teks}");
    }
}

#[test]
fn texts_have_the_value_they_say() {
    for (teks, nilai) in [
        ("\"a\" + 'b'", "ab"),
        ("kuasa ? \"kuasa\" : varian", "terlambat"),
        ("layanan + \"/\" + isian.belum", "akta_lahir/"),
    ] {
        let ungkapan =
            Ungkapan::parse(teks, Tipe::Teks).unwrap_or_else(|e| panic!("{teks}: {e:?}"));
        assert_eq!(ungkapan.nilai_teks(&konteks()).as_deref(), Some(nilai), "{teks}");
    }
}

#[test]
fn what_is_unknown_has_its_documented_value() {
    for teks in [
        "pemohon.umur == -1",
        "peristiwa.hari == -1",
        "varian == \"\"",
        "isian.alasan == \"\"",
        "size(isian.alasan) == 0",
        "size(berkas) == 0",
        "!(\"kk\" in berkas)",
    ] {
        assert!(Ungkapan::parse(teks, Tipe::Bool).unwrap().nilai_bool(&kosong()), "{teks}");
    }
}

#[test]
fn an_unchecked_fault_is_false_and_no_amount() {
    for teks in ["", "pemohon.umr > 1", "1 +", "\"a\"", "berkas.all(b, b.matches(\".*\"))"] {
        let ungkapan: Ungkapan =
            serde_json::from_value(serde_json::Value::String(teks.to_owned())).unwrap();
        assert!(!ungkapan.nilai_bool(&konteks()), "{teks}");
        assert_eq!(ungkapan.nilai_int(&konteks()), None, "{teks}");
    }
}

#[test]
fn configuration_keeps_the_source() {
    let ungkapan: Ungkapan = serde_json::from_str(r#""salah &&& ""#).unwrap();
    assert_eq!(ungkapan.as_str(), "salah &&& ");
    assert_eq!(serde_json::to_string(&ungkapan).unwrap(), r#""salah &&& ""#);
    assert!(ungkapan.periksa(Tipe::Bool).is_err());
}

/// The parser in use is the library's newer one; its older one is the reference.
#[test]
fn both_parsers_of_the_library_read_alike() {
    for teks in [
        "kuasa && pemohon.wni || !kuasa && putaran + 1 * 2 - 3 > 4 / 5 % 6",
        "kuasa ? putaran : pemohon.wni ? 2 : 3",
        "isian[\"a\"].startsWith('b') == (\"kk\" in berkas)",
        "-putaran - -1 < 0x1F && varian in [\"a\", 'b', \"\"] && size(layanan) >= layanan.size()",
        "a || b || c || d || e && f && g && h && i",
        "1 < 2 < 3 == true != false",
        "-9223372036854775808 + 1",
    ] {
        let rujukan = LINGKUNGAN.parser().parse(teks).unwrap();
        let dipakai = PrattParser::new().parse(teks).unwrap();
        assert_eq!(tulis::tulis(&dipakai), tulis::tulis(&rujukan), "{teks}");
    }
}

#[test]
fn the_documentation_names_everything_and_its_examples_are_good() {
    let teks = dokumentasi();
    for variabel in variabel::VARIABEL {
        assert!(teks.contains(&format!("| `{}` |", variabel.nama)), "{}", variabel.nama);
        for contoh in variabel.contoh.split(" atau ") {
            Ungkapan::parse(contoh, Tipe::Bool).unwrap_or_else(|e| panic!("{contoh}: {e:?}"));
        }
    }
    for fungsi in fungsi::FUNGSI {
        assert!(teks.contains(fungsi.nama), "{}", fungsi.nama);
        Ungkapan::parse(fungsi.contoh, Tipe::Bool)
            .unwrap_or_else(|e| panic!("{}: {e:?}", fungsi.contoh));
    }
    assert!(teks.contains("\\|\\|"), "a bar would end the cell");
    for baris in teks.lines().filter(|baris| baris.starts_with('|')) {
        assert!(baris.ends_with('|'), "{baris}");
    }
}
