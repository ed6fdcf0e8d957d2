//! Packs as files: bombs, places of faults, the base, and the examples of the language's description.

use std::{
    fmt::Write,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use loket_domain::tenant::{Paket, baca::baca_paket};

use serde_json::json;

use super::*;

fn tolak(teks: &str) -> DokumenRusak {
    let mulai = Instant::now();
    let rusak = urai_yaml(teks).unwrap_err();
    // Milliseconds when optimised. Generous for a busy machine without: unfolded, the bombs below would take hours.
    assert!(mulai.elapsed() < Duration::from_secs(10), "{rusak} took {:?}", mulai.elapsed());
    rusak
}

#[test]
fn a_thousand_million_laughs_are_refused_at_once() {
    let mut teks = String::from("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for i in 1..10 {
        let isi = vec![format!("*a{}", i - 1); 10].join(", ");
        writeln!(teks, "a{i}: &a{i} [{isi}]").unwrap();
    }
    let rusak = tolak(&teks);
    assert!(rusak.letak.is_some(), "{rusak}");
    assert!(rusak.pesan.contains("dijabarkan"), "{rusak}");
}

#[test]
fn an_alias_of_itself_is_refused() {
    let rusak = tolak("a: &a [*a]\n");
    assert!(rusak.pesan.contains("jangkar") || rusak.pesan.contains("bertingkat"), "{rusak}");
    tolak("a: &a\n  b: *a\n");
}

#[test]
fn deep_nesting_is_refused_at_once() {
    let rusak = tolak(&"[".repeat(UKURAN_MAKS));
    assert_eq!(rusak.letak, Some((1, KURUNG_MAKS + 1)));
    assert!(tolak(&"- ".repeat(UKURAN_MAKS / 2)).pesan.contains("bertingkat"));
    let mut teks = String::new();
    for i in 0..1000 {
        writeln!(teks, "{}a:", " ".repeat(i)).unwrap();
    }
    assert!(tolak(&teks).pesan.contains("bertingkat"));
    tolak(&"? ".repeat(UKURAN_MAKS / 2));
    tolak(&format!("{{{}", "a: {".repeat(150)));
}

#[test]
fn ten_megabytes_are_not_looked_at() {
    let rusak = tolak(&"a: 1\n".repeat(2 * UKURAN_MAKS));
    assert_eq!(rusak.to_string(), "paket paling besar 1024 KiB");
}

#[test]
fn one_megabyte_of_anchors_or_fields_is_refused_or_read_at_once() {
    let mut jangkar = String::new();
    for i in 0..60_000 {
        writeln!(jangkar, "- &a{i} x").unwrap();
    }
    assert!(urai_yaml(&jangkar).is_ok());
    assert!(tolak(&"- x\n".repeat(200_000)).pesan.contains("lebih dari"));
}

#[test]
fn a_fault_names_its_line_and_column() {
    for (teks, letak, kata) in [
        ("a: 1\nb: 2\na: 3\n", (3, 1), "`a` ditulis dua kali"),
        ("a: 1\n---\nb: 2\n", (0, 0), "satu dokumen"),
        ("a: [1\nb: 2\n", (2, 2), "did not find"),
        ("a: !rahasia x\n", (1, 4), "tag YAML"),
        ("1: x\n", (1, 1), "tanda kutip"),
        ("a: .nan\n", (1, 4), "berhingga"),
        ("a: *b\n", (1, 4), "jangkar"),
    ] {
        let rusak = tolak(teks);
        assert!(rusak.pesan.contains(kata), "{teks:?}: {rusak}");
        assert_eq!(rusak.letak.unwrap_or_default(), letak, "{teks:?}: {rusak}");
        assert!(!rusak.pesan.contains("at line"), "{rusak}");
    }
}

#[test]
fn aliases_within_the_bounds_are_read() {
    let nilai = urai_yaml("a: &a { b: 1 }\nc: *a\n").unwrap();
    assert_eq!(nilai, json!({ "a": { "b": 1 }, "c": { "b": 1 } }));
}

#[test]
fn json_is_read_the_same_way() {
    assert_eq!(urai_json(br#"{ "a": [1, "x"] }"#).unwrap(), json!({ "a": [1, "x"] }));
    let rusak = urai_json(b"{ \"a\": 1,\n \"a\": 2 }").unwrap_err();
    assert_eq!(
        (rusak.letak.map(|letak| letak.0), rusak.pesan.contains("dua kali")),
        (Some(2), true)
    );
    assert!(urai_json(b"{} x").is_err());
    assert!(urai_json(&vec![b'['; UKURAN_MAKS]).is_err());
}

#[test]
fn the_bases_can_be_read() {
    assert_eq!(dasar().unwrap().len(), 1);
}

/// The block over the national base, for an office that exists only here; a block with `tenant` stands for itself.
fn muat(blok: &str) -> Result<Paket, Vec<(&'static str, String)>> {
    let mut paket = urai_yaml(blok).unwrap_or_else(|rusak| panic!("{rusak}\n{blok}"));
    let isi = paket.as_object_mut().unwrap();
    if !isi.contains_key("tenant") {
        isi.insert(
            "tenant".to_owned(),
            json!({
                "slug": "contoh", "nama": "Disdukcapil Contoh", "kode_wilayah": "63.11", "provinsi": "Contoh",
                "zona": "WIB", "inovasi": "Contoh",
            }),
        );
        isi.entry("dasar").or_insert(json!({ "paket": "nasional", "layanan": "semua" }));
    }
    baca_paket(paket, &dasar().unwrap())
        .map_err(|cacat| cacat.into_iter().map(|satu| (satu.kode, satu.letak)).collect())
}

#[test]
fn the_national_base_is_sound_for_an_office_that_takes_all_of_it() {
    let paket = muat("dasar: { paket: nasional, layanan: semua }").unwrap();
    assert!(paket.layanan.len() >= 32);
    for layanan in &paket.layanan {
        let satu =
            muat(&format!("dasar: {{ paket: nasional, layanan: [{}] }}", layanan.kode)).unwrap();
        assert_eq!(satu.layanan.len(), 1, "{}", layanan.kode);
        assert_eq!(satu.sop.len(), 1, "{}", layanan.kode);
    }
}

#[test]
fn every_example_of_the_description_is_what_it_says() {
    let letak = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/bahasa-sop.md");
    let teks = fs::read_to_string(letak).unwrap();
    let (mut baik, mut buruk) = (0, 0);
    for bagian in teks.split("```yaml\n").skip(1) {
        let blok = bagian.split("```").next().unwrap();
        if let Some(sisa) = blok.strip_prefix("# ditolak: ") {
            let kode: Vec<&str> = muat(blok).unwrap_err().iter().map(|satu| satu.0).collect();
            assert_eq!(kode.join(", "), sisa.lines().next().unwrap(), "{blok}");
            buruk += 1;
        } else {
            if let Err(cacat) = muat(blok) {
                panic!("{cacat:?}\n{blok}");
            }
            baik += 1;
        }
    }
    assert!(baik >= 12 && buruk >= 2, "{baik} {buruk}: are the blocks still marked as yaml?");
}

#[test]
fn the_committed_schema_is_the_one_that_reads() {
    let letak = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/paket.schema.json");
    assert!(
        fs::read_to_string(letak).unwrap_or_default() == skema_json(),
        "openapi/paket.schema.json is out of date; run: cargo run -- skema > openapi/paket.schema.json"
    );
}
