//! What the server serves is what the document says.

use std::{collections::BTreeSet, fs, path::Path};

use loket_tests::app::akar;

use super::tabel::semua;

/// Addresses that are pages for browsers and are not in the document, each with the file that registers it. Whoever adds
/// one says here why the document leaves it out; API routes never are.
const HALAMAN: [&str; 7] = [
    // One-time links of residents, and the collection of their documents: pages with forms, no API.
    "http/tautan/mod.rs: web::resource(JALUR)",
    "http/ambil/mod.rs: web::resource(JALUR)",
    "http/salinan/mod.rs: web::resource(JALUR)",
    // The page on which anybody asks how a case stands; the API beside it is documented.
    "http/status/halaman.rs: web::resource(JALUR)",
    // Verification pages; the API beside them is documented.
    "http/verifikasi/halaman.rs: web::resource(JALUR)",
    "http/verifikasi/halaman.rs: web::resource(JALUR_KODE)",
    // The documentation page.
    "http/sistem/mod.rs: web::redirect(\"/docs\", \"/docs/\")",
];

fn sumber(folder: &Path, semua: &mut Vec<(String, String)>) {
    let mut isi: Vec<_> = fs::read_dir(folder).unwrap().map(|satu| satu.unwrap().path()).collect();
    isi.sort();
    for jalur in isi {
        if jalur.is_dir() {
            sumber(&jalur, semua);
        } else if jalur.extension().is_some_and(|ekor| ekor == "rs") {
            let nama = jalur.strip_prefix(akar().join("api/src")).unwrap().display().to_string();
            semua.push((nama, fs::read_to_string(&jalur).unwrap()));
        }
    }
}

fn kode() -> Vec<(String, String)> {
    let mut semua = Vec::new();
    sumber(&akar().join("api/src"), &mut semua);
    // The files of unit tests register nothing that is served.
    semua.retain(|(nama, _)| !nama.contains("/uji"));
    semua
}

/// Security bar 17. Every handler that names a method and a path is an operation of the document, and the other way round.
#[test]
fn every_route_is_documented_and_every_documented_route_is_served() {
    let mut dilayani = BTreeSet::new();
    for (nama, isi) in kode() {
        for metode in ["get", "post", "put", "patch", "delete", "head", "options"] {
            let awal = format!("#[{metode}(\"");
            for potong in isi.split(&awal).skip(1) {
                let jalur = potong.split('"').next().unwrap();
                let baru = dilayani.insert(format!("{} {jalur}", metode.to_uppercase()));
                assert!(baru, "{nama}: {metode} {jalur} is registered twice");
            }
        }
        assert!(!isi.contains("#[route("), "{nama}: name one method, so that the document can");
    }
    let tercatat: BTreeSet<String> =
        semua().iter().map(|satu| format!("{} {}", satu.metode, satu.jalur)).collect();
    assert!(tercatat.len() > 200, "the document has lost its operations");
    let liar: Vec<_> = dilayani.difference(&tercatat).collect();
    assert!(liar.is_empty(), "undocumented: {liar:#?}");
    let hantu: Vec<_> = tercatat.difference(&dilayani).collect();
    assert!(hantu.is_empty(), "documented, but nobody serves it: {hantu:#?}");
}

/// Security bar 17. A route that is registered by hand escapes the document, so each is named above.
#[test]
fn nothing_is_served_beside_the_document_but_pages_that_are_named() {
    let mut ada = BTreeSet::new();
    for (nama, isi) in kode() {
        for (awal, akhir) in [
            ("web::resource(", ')'),
            ("web::scope(", ')'),
            ("web::redirect(", ')'),
            ("App::new().route(", '\n'),
        ] {
            for potong in isi.split(awal).skip(1) {
                let apa = potong.split(akhir).next().unwrap().trim();
                ada.insert(format!("{nama}: {awal}{apa}{}", if akhir == ')' { ")" } else { "" }));
            }
        }
        // `.route(` hangs on a resource; on a configuration it would register a path of its own.
        for potong in isi.split("config.route(").skip(1) {
            ada.insert(format!("{nama}: config.route({}", potong.split('\n').next().unwrap()));
        }
    }
    let boleh: BTreeSet<String> = HALAMAN.iter().map(|satu| (*satu).to_owned()).collect();
    assert_eq!(ada, boleh, "left: what the code registers by hand; right: what is allowed");
}
