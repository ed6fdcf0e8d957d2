//! The schema: only keywords that reading checks, and just what serde accepts.

use proptest::{prelude::*, sample::Index};
use serde_json::json;

use super::{uji::PAKET, *};

/// What the validator knows; `x-izin` and the like would be news.
const KATA: &[&str] = &[
    "$defs",
    "$ref",
    "$schema",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "default",
    "description",
    "enum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "oneOf",
    "pattern",
    "patternProperties",
    "properties",
    "propertyNames",
    "required",
    "title",
    "type",
    "uniqueItems",
    "x-periksa",
];

fn kata(skema: &Value, tiap: &mut dyn FnMut(&str, &Value)) {
    let Value::Object(isi) = skema else { return };
    for (nama, nilai) in isi {
        tiap(nama, nilai);
        match (nama.as_str(), nilai) {
            ("properties" | "patternProperties" | "$defs", Value::Object(dalam)) => {
                for satu in dalam.values() {
                    kata(satu, tiap);
                }
            }
            ("oneOf" | "anyOf" | "allOf", Value::Array(dalam)) => {
                for satu in dalam {
                    kata(satu, tiap);
                }
            }
            ("items" | "additionalProperties" | "propertyNames", satu) => kata(satu, tiap),
            _ => {}
        }
    }
}

#[test]
fn the_schema_uses_only_what_reading_checks() {
    for skema in [&*skema::PAKET, &*skema::DASAR] {
        kata(skema, &mut |nama, nilai| {
            assert!(KATA.contains(&nama), "the validator does not know `{nama}`");
            let teks = nilai.as_str().unwrap_or_default();
            match nama {
                "format" => assert!(bentuk::bernama(teks).is_some(), "format {teks} has no check"),
                "pattern" => {
                    assert!(bentuk::berpola(teks).is_some(), "pattern {teks} has no check");
                }
                "$ref" => assert!(skema.pointer(&teks[1..]).is_some(), "{teks} leads nowhere"),
                _ => {}
            }
        });
    }
    let terbit = skema_paket();
    let mut semua = Vec::new();
    tempat(&terbit, "", &mut semua);
    for letak in semua.iter().filter(|letak| letak.ends_with("/$ref")) {
        let tujuan = terbit.pointer(letak).and_then(Value::as_str).unwrap();
        assert!(terbit.pointer(&tujuan[1..]).is_some(), "{letak}: {tujuan} leads nowhere");
    }
    assert!(terbit["$defs"]["PaketUtuh"]["properties"]["sop"].is_object());
    assert_eq!(terbit["$defs"]["PaketBerdasar"]["required"], json!(["dasar"]));
}

/// Pointers to everything in a value.
fn tempat(nilai: &Value, letak: &str, semua: &mut Vec<String>) {
    match nilai {
        Value::Object(isi) => {
            for (nama, satu) in isi {
                semua.push(tambah(letak, nama));
                tempat(satu, &tambah(letak, nama), semua);
            }
        }
        Value::Array(isi) => {
            for (i, satu) in isi.iter().enumerate() {
                semua.push(format!("{letak}/{i}"));
                tempat(satu, &format!("{letak}/{i}"), semua);
            }
        }
        _ => {}
    }
}

fn isi_acak() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_u32..50).prop_map(Value::from),
        Just(json!(1.5)),
        "[a-z_.A-Z0-9:-]{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "selesai",
            "tahap",
            "wajib",
            "whatsapp",
            "kk",
            "07:30",
            "07:30-12:00",
            "2026-02-30",
            "2026-02-28",
            "63.11",
            "permohonan.baca",
            "semua",
            "setiap_hari",
            "WIB",
            "control",
        ])
        .prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!(["selesai"])),
        Just(json!({ "tahap": "kirim" })),
        Just(json!({ "pemohon": { "lanjut": "kirim", "x": 1 } })),
        Just(json!({ "hari_kerja": 3 })),
        Just(json!([{ "kode": "a" }])),
    ]
}

/// What serde lets pass and people should still be told: a word twice in a set, an object written as a list of its
/// values, a word written as a field.
fn longgar(cacat: &Cacat) -> bool {
    cacat.kode == "ganda"
        || cacat.kode == "pilihan_tanpa_isi"
        || cacat.pesan == "Isian ini harus kumpulan isian, bukan daftar."
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Change a sound pack somewhere: what the schema accepts is read, and what it refuses is not.
    #[test]
    fn the_schema_says_what_serde_accepts(
        yang in any::<Index>(),
        ubahan in prop::collection::vec((any::<Index>(), 0_u8..4, isi_acak(), "[a-z_]{1,8}"), 1..4),
    ) {
        let mut paket = yang.get(&PAKET).clone();
        for (di_mana, cara, isi, nama) in ubahan {
            let mut semua = Vec::new();
            tempat(&paket, "", &mut semua);
            let letak = di_mana.get(&semua).clone();
            let (induk, akhir) = letak.rsplit_once('/').unwrap();
            match (cara, paket.pointer_mut(induk).unwrap()) {
                (0, Value::Object(isi)) => { isi.shift_remove(akhir); }
                (1, Value::Object(dalam)) => { dalam.insert(nama, isi); }
                (2, Value::Array(dalam)) => dalam.push(isi),
                _ => *paket.pointer_mut(&letak).unwrap() = isi,
            }
        }
        let cacat = susunan::periksa(&skema::PAKET, &paket);
        let serde = serde_json::from_value::<Paket>(paket).err();
        if cacat.is_empty() {
            prop_assert!(serde.is_none(), "only serde refuses: {serde:?}");
        } else if !cacat.iter().all(longgar) {
            prop_assert!(serde.is_some(), "only the schema refuses: {cacat:?}");
        }
    }
}
