//! The dependency rule: the business stays free of I/O, and only the composition root knows adapters.

use std::{collections::BTreeSet, fs, path::Path};

use loket_tests::app::akar;

/// What the business may depend on. A crate that opens files, sockets, clocks or threads does not belong here.
const BOLEH: &[&str] = &[
    "async-trait",
    "cel",
    "schemars",
    "serde",
    "serde_json",
    "thiserror",
    "time",
    "uuid",
    "zeroize",
];

#[test]
fn the_business_depends_on_nothing_that_does_io() {
    let teks = fs::read_to_string(akar().join("domain/Cargo.toml")).unwrap();
    let bagian = teks.split("\n[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let ada: BTreeSet<&str> = bagian
        .lines()
        .filter_map(|baris| baris.split(['.', ' ', '=']).next())
        .filter(|nama| !nama.is_empty() && !nama.starts_with('#'))
        .collect();
    let asing: Vec<_> = ada.iter().filter(|nama| !BOLEH.contains(nama)).collect();
    assert!(asing.is_empty(), "domain bergantung pada {asing:?}; taruh pemakaiannya di infra");
}

#[test]
fn the_business_names_no_io_of_the_standard_library() {
    const LARANGAN: &[&str] = &[
        "std::fs",
        "std::net",
        "std::process",
        "std::thread",
        "std::env",
        "std::io::",
        "SystemTime",
        "Instant::now",
        "now_utc",
        "now_local",
        "tokio",
        "actix",
        "sea_orm",
        "reqwest",
    ];
    periksa(&akar().join("domain/src"), &|berkas, teks| {
        let nama = berkas.file_name().and_then(|nama| nama.to_str()).unwrap_or_default();
        // Tests of packs read the packs.
        let dalam_uji = berkas.ancestors().any(|atas| atas.ends_with("tenant/uji"));
        if nama == "uji.rs" || dalam_uji {
            return;
        }
        for kata in LARANGAN {
            assert!(!teks.contains(kata), "{} menyebut {kata}", berkas.display());
        }
    });
}

#[test]
fn handlers_reach_adapters_only_through_ports() {
    periksa(&akar().join("api/src/http"), &|berkas, teks| {
        assert!(!teks.contains("loket_infra"), "{} menyebut loket_infra", berkas.display());
        assert!(!teks.contains("sea_orm"), "{} menyebut sea_orm", berkas.display());
    });
}

fn periksa(folder: &Path, tiap: &dyn Fn(&Path, &str)) {
    let mut jumlah = 0;
    let mut antre = vec![folder.to_path_buf()];
    while let Some(ini) = antre.pop() {
        for isi in fs::read_dir(&ini).unwrap() {
            let jalur = isi.unwrap().path();
            if jalur.is_dir() {
                antre.push(jalur);
            } else if jalur.extension().is_some_and(|akhiran| akhiran == "rs") {
                tiap(&jalur, &fs::read_to_string(&jalur).unwrap());
                jumlah += 1;
            }
        }
    }
    assert!(jumlah > 3, "{} kosong: jalurnya berubah?", folder.display());
}

/// The table of the security bar names tests that are there, and every statement of it.
#[test]
fn the_table_of_the_security_bar_names_tests_that_exist() {
    let tabel = fs::read_to_string(akar().join("tests/keamanan.md")).unwrap();
    let baris: Vec<Vec<&str>> = tabel
        .lines()
        .filter(|baris| baris.starts_with("| ") && !baris.starts_with("| statement"))
        .map(|baris| baris.split('|').map(str::trim).collect())
        .collect();
    let nomor: BTreeSet<u32> = baris.iter().map(|satu| satu[1].parse().unwrap()).collect();
    assert_eq!(nomor, (1..=66).collect());
    for satu in baris.iter().filter(|satu| !satu[3].is_empty()) {
        let (nama, berkas) = (satu[2].trim_matches('`'), satu[3].trim_matches('`'));
        let isi = fs::read_to_string(akar().join(berkas)).unwrap_or_default();
        assert!(isi.contains(&format!("fn {nama}(")), "{berkas} has no test {nama}");
    }
}
