//! Reading against the packs of `deploy/tenants`: what is sound, what is broken, and that the schema says what serde does.

use std::{collections::BTreeSet, fs, path::Path, sync::LazyLock};

use proptest::{prelude::*, sample::Index};
use serde_json::json;

use super::*;

static PAKET: LazyLock<Vec<Value>> = LazyLock::new(|| {
    ["balangan", "kembaran", "pekanbaru", "sinjai"]
        .map(|slug| {
            let letak = format!("../deploy/tenants/{slug}.yaml");
            let teks =
                fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(letak)).unwrap();
            urai(yaml_serde::Deserializer::from_str(&teks)).unwrap()
        })
        .to_vec()
});

fn pekanbaru() -> Value {
    PAKET[2].clone()
}

fn taruh(paket: &mut Value, letak: &str, nilai: Value) {
    let (induk, nama) = letak.rsplit_once('/').unwrap();
    match paket.pointer_mut(induk).unwrap() {
        Value::Object(isi) => {
            isi.insert(nama.to_owned(), nilai);
        }
        Value::Array(isi) if nama == "-" => isi.push(nilai),
        induk => *induk.pointer_mut(&format!("/{nama}")).unwrap() = nilai,
    }
}

fn hapus(paket: &mut Value, letak: &str) {
    let (induk, nama) = letak.rsplit_once('/').unwrap();
    let isi = paket.pointer_mut(induk).unwrap().as_object_mut().unwrap();
    isi.shift_remove(nama).unwrap();
}

/// Every faulty field: where, what is put there, the code, and words of the sentence.
fn salah() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    let tahap = "/sop/0/tahap/0";
    vec![
        ("/tenant/slug", json!("Pekan Baru"), "tenant_tidak_sah", "huruf kecil"),
        ("/tenant/kode_wilayah", json!(14.71), "jenis_salah", "tanda kutip"),
        ("/tenant/zona", json!("wib"), "pilihan_tidak_dikenal", "Mungkin maksudnya `WIB`"),
        ("/tenant/kontak", json!("telepon"), "jenis_salah", "harus daftar, bukan teks"),
        ("/tenant/alamat", json!("Jalan"), "isian_tidak_dikenal", "`alamat`"),
        ("/peran/0/kode", json!("Front Office"), "kode_tidak_sah", "huruf kecil"),
        ("/peran/0/izin/0", json!("permohonan.bca"), "pilihan_tidak_dikenal", "`permohonan.baca`"),
        ("/peran/1/izin", json!(["tugas.kerjakan", "tugas.kerjakan"]), "ganda", "sudah ada"),
        ("/peran/2", json!("kadis"), "jenis_salah", "kumpulan isian, bukan teks"),
        ("/jam_kerja/biasa/senin", json!(["8-16"]), "jam_tidak_sah", "bukan jam"),
        ("/jam_kerja/biasa/hari_senin", json!([]), "isian_tidak_dikenal", "`hari_senin`"),
        (
            "/jam_kerja/biasa/batas_penerimaan",
            json!({ "jumat": "11:00", "jum'at": "11:00" }),
            "pilihan_tidak_dikenal",
            "`jumat`",
        ),
        (
            "/libur",
            json!([{ "tanggal": "31-12-2026", "nama": "x", "jenis": "daerah" }]),
            "tanggal_tidak_sah",
            "2026-03-31",
        ),
        ("/percakapan/salam", json!(null), "jenis_salah", "harus teks, bukan kosong"),
        (
            "/percakapan/tautan_survey",
            json!("https://x"),
            "isian_tidak_dikenal",
            "mungkin maksudnya `tautan_survei`",
        ),
        ("/layanan/0/kelompok", json!("dafcapil"), "pilihan_tidak_dikenal", "Pilihannya: `dafduk`"),
        ("/layanan/0/kanal/0", json!("sms"), "pilihan_tidak_dikenal", "`whatsapp`"),
        (
            "/layanan/0/syarat/0/wajib",
            json!("ya"),
            "jenis_salah",
            "ya/tidak (true/false), bukan teks",
        ),
        ("/layanan/0/janji", json!({ "menit": -7 }), "terlalu_kecil", "paling kecil 0"),
        (
            "/layanan/0/isian/0/jenis",
            json!("NIK"),
            "pilihan_tidak_dikenal",
            "Mungkin maksudnya `nik`",
        ),
        (
            "/sop/0/tahap/0/jenis",
            json!("verivikasi"),
            "pilihan_tidak_dikenal",
            "Mungkin maksudnya `verifikasi`",
        ),
        (
            "/sop/0/tahap/0/keputusan/0/tujuan",
            json!(["selsai"]),
            "pilihan_tidak_dikenal",
            "Mungkin maksudnya `selesai`",
        ),
        (
            "/sop/0/tahap/0/keputusan/1/tujuan",
            json!([{ "ke_tahap": "x" }]),
            "pilihan_tidak_dikenal",
            "`tahap`",
        ),
        (
            "/sop/0/tahap/0/keputusan/2/tujuan",
            json!(["tahap"]),
            "pilihan_perlu_isi",
            "{ tahap: … }",
        ),
        (
            "/sop/0/tahap/0/mutu_baku/waktu",
            json!({ "menit": 5_000_000_000_u64 }),
            "terlalu_besar",
            "4294967295",
        ),
        (
            "/sop/0/tahap/1/mutu_baku/waktu",
            json!({ "setiap_hari": 1 }),
            "pilihan_tanpa_isi",
            "tanpa isi",
        ),
        ("/sop/0/tahap/1/jika", json!(true), "jenis_salah", "tanda kutip"),
        (tahap, json!(null), "", ""),
    ]
}

#[test]
fn every_structural_fault_is_named_at_once_where_it_is() {
    let mut paket = pekanbaru();
    let mut harap = BTreeSet::new();
    let semua = salah();
    for (letak, nilai, kode, _) in semua.iter().filter(|satu| !satu.2.is_empty()) {
        taruh(&mut paket, letak, nilai.clone());
        // Faults inside what was put there stand deeper.
        let dalam = match (*letak, *kode) {
            ("/peran/1/izin", _) => "/1",
            ("/jam_kerja/biasa/senin", _) | ("/sop/0/tahap/0/keputusan/0/tujuan", _) => "/0",
            ("/sop/0/tahap/0/keputusan/2/tujuan", _) => "/0",
            ("/jam_kerja/biasa/batas_penerimaan", _) => "/jum'at",
            ("/libur", _) => "/0/tanggal",
            ("/layanan/0/janji", _) | ("/sop/0/tahap/0/mutu_baku/waktu", _) => "/menit",
            ("/sop/0/tahap/0/keputusan/1/tujuan", _) => "/0/ke_tahap",
            _ => "",
        };
        harap.insert((format!("{letak}{dalam}"), *kode));
    }
    for letak in ["/tenant/nama", "/layanan/0/sop", "/sop/0/tahap/2/keputusan"] {
        hapus(&mut paket, letak);
        harap.insert((letak.to_owned(), "isian_wajib"));
    }
    let cacat = baca_susunan(paket, &[]).unwrap_err();
    let ada: BTreeSet<_> = cacat.iter().map(|satu| (satu.letak.clone(), satu.kode)).collect();
    assert_eq!(ada, harap);
    assert_eq!(cacat.len(), harap.len());
    assert!(cacat.len() >= 25, "{}", cacat.len());
    for satu in &cacat {
        assert!(satu.pesan.ends_with('.'), "{}", satu.pesan);
        assert!(satu.nilai.as_ref().is_none_or(|nilai| nilai.chars().count() <= 80));
        assert_eq!(satu.nilai.is_none(), satu.kode == "isian_wajib", "{satu:?}");
    }
    for (letak, _, kode, kata) in semua.iter().filter(|satu| !satu.2.is_empty()) {
        let cocok = cacat.iter().find(|satu| satu.letak.starts_with(letak) && satu.kode == *kode);
        assert!(cocok.unwrap().pesan.contains(kata), "{letak}: {:?}", cocok.unwrap().pesan);
    }
}

#[test]
fn sound_packs_are_read_whole() {
    for paket in PAKET.iter() {
        let hasil = baca_paket(paket.clone(), &[]).unwrap();
        assert_eq!(hasil, serde_json::from_value::<Paket>(paket.clone()).unwrap());
        let tulis_ulang = serde_json::to_value(&hasil).unwrap();
        assert_eq!(baca_paket(tulis_ulang, &[]).unwrap(), hasil);
    }
}

#[test]
fn what_no_schema_can_say_is_still_found_at_its_place() {
    let mut paket = pekanbaru();
    taruh(&mut paket, "/jam_kerja/biasa/senin", json!(["08:00-12:00", "11:00-16:00"]));
    let cacat = baca_susunan(paket, &[]).unwrap_err();
    assert_eq!(cacat.len(), 1);
    assert_eq!((cacat[0].kode, cacat[0].letak.as_str()), ("jam_kerja_tidak_sah", "/jam_kerja"));
    assert!(cacat[0].pesan.contains("Senin"), "{}", cacat[0].pesan);
}

#[test]
fn meaning_is_checked_once_the_shape_is_right() {
    let mut paket = pekanbaru();
    taruh(&mut paket, "/layanan/0/sop", json!("entah"));
    assert_eq!(baca_susunan(paket.clone(), &[]).unwrap().layanan[0].sop.as_str(), "entah");
    let cacat = baca_paket(paket, &[]).unwrap_err();
    assert_eq!(cacat[0].kode, "sop_tidak_ada");
}

#[test]
fn what_is_too_large_is_refused_before_anything_else() {
    let kode = |paket: Value| -> Vec<&'static str> {
        baca_susunan(paket, &[]).unwrap_err().into_iter().map(|satu| satu.kode).collect()
    };
    let mut dalam = json!(1);
    for _ in 0..100 {
        dalam = json!([dalam]);
    }
    assert_eq!(kode(dalam), ["terlalu_dalam"]);
    assert_eq!(kode(json!({ "a": "x".repeat(TEKS_MAKS + 1) })), ["teks_terlalu_panjang"]);
    assert_eq!(kode(json!({ "a": vec![0; DAFTAR_MAKS + 1] })), ["daftar_terlalu_panjang"]);
    assert_eq!(kode(json!({ "a\0": "b\0" , "x".repeat(200): 1 })), ["nama_isian_tidak_sah"; 2]);
    assert_eq!(kode(json!(["a\0b"])), ["karakter_tidak_sah"]);
    let lebar = json!(vec![vec![0; DAFTAR_MAKS]; 60]);
    assert_eq!(kode(lebar), ["paket_terlalu_besar"]);
}

#[test]
fn thousands_of_faults_are_not_all_listed() {
    let cacat = baca_susunan(json!({ "peran": vec![0; DAFTAR_MAKS] }), &[]).unwrap_err();
    assert_eq!(cacat.len(), susunan::CACAT_MAKS + 1);
    assert_eq!(cacat.last().unwrap().kode, "terlalu_banyak_cacat");
}

#[test]
fn a_document_is_bounded_while_it_is_read() {
    let tolak =
        |teks: &str| urai(&mut serde_json::Deserializer::from_str(teks)).unwrap_err().to_string();
    assert!(tolak(r#"{ "a": 1, "a": 2 }"#).contains("isian `a` ditulis dua kali"));
    assert!(tolak(&"[".repeat(100)).contains("bertingkat lebih dari"));
    assert!(tolak(&format!("[{}0]", "0,".repeat(SIMPUL_MAKS))).contains("nilai setelah"));
}

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
                dalam.values().for_each(|satu| kata(satu, tiap));
            }
            ("oneOf" | "anyOf" | "allOf", Value::Array(dalam)) => {
                dalam.iter().for_each(|satu| kata(satu, tiap));
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
                    assert!(bentuk::berpola(teks).is_some(), "pattern {teks} has no check")
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
