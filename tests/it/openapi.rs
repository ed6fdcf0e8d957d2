//! The committed document is the one that is served.

use loket_tests::app::{TestApp, akar};

#[tokio::test]
async fn the_committed_document_is_the_one_that_is_served() {
    let tersimpan = std::fs::read_to_string(akar().join("openapi/openapi.json")).unwrap();
    assert!(
        tersimpan == loket::http::openapi_json(),
        "openapi/openapi.json tertinggal; jalankan: cargo run -- openapi > openapi/openapi.json"
    );
    let app = TestApp::start("balangan").await;
    let disajikan = app.anonim().get("/openapi.json").await.ok();
    let tersimpan: serde_json::Value = serde_json::from_str(&tersimpan).unwrap();
    assert_eq!(disajikan, tersimpan);
    assert_eq!(tersimpan["openapi"], "3.1.0");
}

#[test]
fn the_committed_schema_of_packs_is_the_one_they_are_read_by() {
    let tersimpan = std::fs::read_to_string(akar().join("openapi/paket.schema.json")).unwrap();
    assert!(
        tersimpan == loket::paket::skema_json(),
        "openapi/paket.schema.json tertinggal; jalankan: cargo run -- skema > openapi/paket.schema.json"
    );
}

#[tokio::test]
async fn the_documentation_page_works_without_the_internet() {
    let app = TestApp::start("balangan").await;
    let halaman = app.anonim().get("/docs/").await;
    assert_eq!(halaman.status, 200);
    assert!(!halaman.teks.contains("https://"), "halaman dokumentasi memuat alamat luar");
}
