//! Every row of the seed documents that is a role, a step, a rule or a time, and where it is.

mod balangan;
mod kembaran;
mod pekanbaru;
mod sinjai;

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use super::deploy;

/// Where a row is.
enum Tempat {
    /// In the pack of the office: a place by codes, and what stands there.
    Paket(&'static str, Value),
    /// In a test: the file from the root of the repository, and the function.
    Uji(&'static str, &'static str),
    /// Nowhere, because it is no configuration: why.
    Bukan(&'static str),
}

/// A row and its places.
type Baris = (&'static str, Vec<Tempat>);

/// What stands at a place: fields by name, items of lists by `kode` or number.
fn di<'v>(nilai: &'v Value, letak: &str) -> Option<&'v Value> {
    letak.split('/').try_fold(nilai, |nilai, bagian| match nilai {
        Value::Array(isi) => isi
            .iter()
            .find(|satu| satu["kode"] == bagian)
            .or_else(|| isi.get(bagian.parse::<usize>().ok()?)),
        lain => lain.get(bagian),
    })
}

/// Whether `ada` holds all of `diminta`: of an object the named fields, of a list every item.
fn memuat(ada: &Value, diminta: &Value) -> bool {
    match (ada, diminta) {
        (Value::Object(ada), Value::Object(diminta)) => {
            diminta.iter().all(|(nama, isi)| ada.get(nama).is_some_and(|punya| memuat(punya, isi)))
        }
        (Value::Array(ada), Value::Array(diminta)) => {
            diminta.iter().all(|isi| ada.iter().any(|punya| memuat(punya, isi)))
        }
        _ => ada == diminta,
    }
}

/// The function of a test, and the attribute above it.
fn ada_uji(teks: &str, nama: &str) -> bool {
    let baris: Vec<&str> = teks.lines().map(str::trim).collect();
    let fungsi = format!("fn {nama}(");
    baris.iter().enumerate().any(|(i, satu)| {
        satu.contains(&fungsi)
            && i > 0
            && (baris[i - 1] == "#[test]" || baris[i - 1] == "#[tokio::test]")
    })
}

#[test]
fn every_row_of_the_four_offices_has_a_place() {
    for (slug, huruf, jumlah, semua) in [
        ("balangan", "B", 28, balangan::baris()),
        ("kembaran", "K", 24, kembaran::baris()),
        ("pekanbaru", "P", 15, pekanbaru::baris()),
        ("sinjai", "S", 11, sinjai::baris()),
    ] {
        let teks =
            fs::read_to_string(deploy().join("tenants").join(format!("{slug}.yaml"))).unwrap();
        let paket: Value = yaml_serde::from_str(&teks).unwrap();
        let menurut: BTreeMap<&str, &Vec<Tempat>> =
            semua.iter().map(|(kode, tempat)| (*kode, tempat)).collect();
        assert_eq!(menurut.len(), semua.len(), "{slug}: a row is listed twice");
        assert_eq!(menurut.len(), jumlah, "{slug}: rows that the document does not have");
        for nomor in 1..=jumlah {
            let kode = format!("{huruf}-{nomor}");
            let tempat = menurut.get(kode.as_str());
            let tempat = tempat.unwrap_or_else(|| panic!("{kode} has no place"));
            assert!(!tempat.is_empty(), "{kode} has no place");
            for satu in *tempat {
                match satu {
                    Tempat::Paket(letak, diminta) => {
                        let ada = di(&paket, letak);
                        let ada = ada.unwrap_or_else(|| panic!("{kode}: no {letak} in {slug}"));
                        assert!(memuat(ada, diminta), "{kode}: at {letak} stands {ada}");
                        assert!(disebut(&teks, &kode), "{kode} is not named in {slug}.yaml");
                    }
                    Tempat::Uji(berkas, nama) => {
                        let letak = deploy().join("..").join(berkas);
                        let isi = fs::read_to_string(&letak)
                            .unwrap_or_else(|e| panic!("{kode}: {berkas}: {e}"));
                        assert!(ada_uji(&isi, nama), "{kode}: no test {nama} in {berkas}");
                    }
                    Tempat::Bukan(sebab) => assert!(sebab.len() > 20, "{kode}: why?"),
                }
            }
        }
    }
}

/// Whether a text names the row, and not only one whose number begins so.
fn disebut(teks: &str, kode: &str) -> bool {
    teks.match_indices(kode).any(|(letak, _)| {
        !teks[letak + kode.len()..].starts_with(|satu: char| satu.is_ascii_digit())
    })
}

#[test]
fn a_row_without_its_place_is_noticed() {
    let paket = serde_json::json!({ "peran": [{ "kode": "fo", "izin": ["a", "b"] }] });
    assert!(memuat(di(&paket, "peran/fo/izin").unwrap(), &serde_json::json!(["b"])));
    assert!(!memuat(di(&paket, "peran/fo/izin").unwrap(), &serde_json::json!(["c"])));
    assert!(di(&paket, "peran/kasi").is_none());
    assert!(!disebut("K-10, K-11", "K-1") && disebut("K-11, K-1", "K-1"));
    assert!(!ada_uji("fn bantu() {}", "bantu") && ada_uji("#[test]\nfn satu() {}", "satu"));
}
