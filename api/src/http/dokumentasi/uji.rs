//! What every operation must say about itself.

use std::{collections::BTreeSet, fs, path::Path};

use loket_domain::akses::Izin;
use serde_json::Value;

use super::*;

/// Operations that anyone may call. This list should only ever shrink.
const PUBLIC: &[&str] = &[
    "daftarTenant",
    "daftarLayanan",
    "bacaLayanan",
    "masuk",
    "tuntaskanMasuk",
    "mulaiMasukKunciSandi",
    "tuntaskanMasukKunciSandi",
    "segarkanSesi",
    "lupaSandi",
    "pakaiKodeSandi",
    "jabatTanganWebhook",
    "daftarNomorResmi",
    "bacaNomorResmi",
    "periksaNomorResmi",
    "halamanNomorResmi",
    "verifikasiKode",
    "verifikasiBerkas",
    "cekStatus",
    "papanAntrean",
    "halamanAntrean",
    "jwks",
    "hidup",
    "siap",
    "metrik",
    "openapi",
];

#[test]
fn every_operation_says_what_it_is_and_who_may_call_it() {
    let dokumen = dokumen();
    let mut nama = BTreeSet::new();
    for (jalur, metode, operasi) in operasi(&dokumen) {
        let tempat = format!("{metode} {jalur}");
        let id = operasi["operationId"].as_str().unwrap_or_default().to_owned();
        assert!(!id.is_empty() && !id.contains('_'), "{tempat} has no camelCase operationId");
        assert!(nama.insert(id.clone()), "{id} names two operations");
        assert!(operasi["summary"].is_string(), "{tempat} has no summary");
        assert!(
            operasi["description"].as_str().is_some_and(|d| d.contains("Permission:")),
            "{tempat}"
        );
        assert_eq!(operasi["tags"].as_array().map(Vec::len), Some(1), "{tempat} needs one tag");
        let terbuka = PUBLIC.contains(&id.as_str());
        assert_ne!(
            operasi["security"].is_array(),
            terbuka,
            "{tempat}: security, or a place in PUBLIC"
        );
        assert_eq!(operasi.get(X_IZIN).is_some(), izin(&operasi).next().is_some(), "{tempat}");
        for satu in izin(&operasi) {
            Izin::try_from(satu.to_owned()).expect(&tempat);
        }
    }
    for id in PUBLIC {
        assert!(nama.contains(*id), "{id} is public but does not exist; remove it");
    }
}

#[test]
fn every_operation_lists_refusals_as_problems() {
    let dokumen = dokumen();
    for (jalur, metode, operasi) in operasi(&dokumen) {
        let jawaban = operasi["responses"].as_object().unwrap();
        let mut galat = jawaban.iter().filter(|(status, _)| status.starts_with('4')).peekable();
        assert!(galat.peek().is_some(), "{metode} {jalur} lists no refusal");
        for (status, isi) in galat {
            let rujukan = isi["$ref"].as_str().unwrap_or_default().trim_start_matches('#');
            let isi = dokumen.pointer(rujukan).unwrap_or(isi);
            assert!(
                isi["content"]["application/problem+json"].is_object(),
                "{metode} {jalur} {status}"
            );
        }
        for (status, isi) in jawaban.iter().filter(|(status, _)| status.starts_with('2')) {
            let ada_isi = *status != "204" && isi.get("content").is_some();
            assert!(
                // Who forgot their password gets one answer, whoever they are: nothing.
                ada_isi
                    || status == "204"
                    || jalur.ends_with("webhook")
                    || jalur.ends_with("sandi/lupa"),
                "{metode} {jalur} {status}"
            );
        }
    }
}

#[test]
fn requests_take_no_unknown_fields() {
    let dokumen = dokumen();
    let skema = dokumen["components"]["schemas"].as_object().unwrap();
    for (nama, isi) in skema.iter().filter(|(nama, _)| nama.ends_with("Request")) {
        assert_eq!(isi["additionalProperties"], Value::Bool(false), "{nama}");
    }
}

/// Two types of one name are one schema in the document, and one of them lies.
#[test]
fn no_two_types_have_the_same_name_in_the_document() {
    fn sumber(folder: &Path, semua: &mut Vec<(String, String)>) {
        for isi in fs::read_dir(folder).unwrap() {
            let jalur = isi.unwrap().path();
            if jalur.is_dir() {
                sumber(&jalur, semua);
            } else if jalur.extension().is_some_and(|ekor| ekor == "rs") {
                semua.push((jalur.display().to_string(), fs::read_to_string(&jalur).unwrap()));
            }
        }
    }
    let mut semua = Vec::new();
    sumber(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut semua);
    let mut kenal = std::collections::BTreeMap::new();
    for (berkas, isi) in &semua {
        for potong in isi.split("#[derive(").skip(1) {
            let Some((turunan, sisa)) = potong.split_once(")]") else { continue };
            if !turunan.split(',').any(|satu| satu.trim() == "ToSchema") {
                continue;
            }
            let kata: Vec<&str> = sisa.split_whitespace().collect();
            let Some(ke) = kata.iter().position(|kata| ["struct", "enum"].contains(kata)) else {
                continue;
            };
            let asli = kata[ke + 1].split(['<', '(', ';']).next().unwrap();
            let nama = sisa.split("as = ").nth(1).filter(|_| kata[..ke].contains(&"="));
            let nama = nama.map_or(asli, |nama| nama.split([',', ')']).next().unwrap());
            if let Some(lain) = kenal.insert(nama.to_owned(), berkas.clone()) {
                assert!(
                    nama == "$nama",
                    "{nama} is in {lain} and in {berkas}: add #[schema(as = …)]"
                );
            }
        }
    }
    assert!(kenal.len() > 300, "{}", kenal.len());
}

#[test]
fn every_reference_leads_somewhere() {
    fn periksa(dokumen: &Value, nilai: &Value) {
        match nilai {
            Value::Object(isi) => {
                if let Some(rujukan) = isi.get("$ref").and_then(Value::as_str) {
                    let ada = dokumen.pointer(rujukan.trim_start_matches('#')).is_some();
                    assert!(ada, "{rujukan} leads nowhere");
                }
                isi.values().for_each(|dalam| periksa(dokumen, dalam));
            }
            Value::Array(isi) => isi.iter().for_each(|dalam| periksa(dokumen, dalam)),
            _ => {}
        }
    }
    let dokumen = dokumen();
    periksa(&dokumen, &dokumen);
}

#[test]
fn the_committed_document_is_the_one_that_is_served() {
    let berkas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    let tersimpan = fs::read_to_string(&berkas).unwrap_or_default();
    assert!(
        tersimpan == openapi_json(),
        "openapi/openapi.json is out of date; run: cargo run -- openapi > openapi/openapi.json"
    );
}
