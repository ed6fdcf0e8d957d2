//! A pack over HTTP: exported, checked, loaded whole or not at all.

use loket_tests::{
    app::TestApp,
    klien::{Jawaban, Klien},
};
use reqwest::Method;
use serde_json::{Value, json};

async fn muat(klien: &Klien, paket: Value) -> Jawaban {
    muat_teks(klien, paket.to_string()).await
}

async fn muat_teks(klien: &Klien, teks: String) -> Jawaban {
    let kepala = [("content-type", "application/json")];
    klien.panggil(Method::PUT, "/v1/paket", &kepala, Some(teks.into_bytes())).await
}

/// Pointers and codes of a refusal, sorted.
fn cacat(jawaban: &Jawaban) -> Vec<(String, String)> {
    let teks = |nilai: &Value| nilai.as_str().unwrap().to_owned();
    let semua = jawaban.json["errors"].as_array().unwrap().iter();
    let mut semua: Vec<_> =
        semua.map(|satu| (teks(&satu["pointer"]), teks(&satu["kode"]))).collect();
    semua.sort();
    semua
}

#[tokio::test]
async fn what_is_exported_and_loaded_again_changes_nothing() {
    for kantor in ["pekanbaru", "balangan"] {
        let app = TestApp::start(kantor).await;
        let admin = app.sebagai("admin").await;
        let paket = admin.get("/v1/paket").await.ok();
        assert_eq!(paket["tenant"]["slug"], app.kantor.tenant.slug.as_str());
        assert_eq!(
            admin.post("/v1/paket/periksa", paket.clone()).await.ok()["peran"],
            paket["peran"].as_array().unwrap().len()
        );
        let hasil = muat(&admin, paket.clone()).await.ok();
        for sop in hasil["sop"].as_array().unwrap() {
            assert_eq!(sop["versi"], 1, "SOP yang sama tidak menjadi versi baru: {hasil}");
        }
        assert_eq!(admin.get("/v1/paket").await.ok(), paket);
    }
}

#[tokio::test]
async fn an_officer_changes_the_office_by_its_pack() {
    let app = TestApp::start("pekanbaru").await;
    let admin = app.sebagai("admin").await;
    let mut paket = admin.get("/v1/paket").await.ok();
    paket["layanan"][0]["nama_pendek"] = json!("PDF Dokumen");
    paket["sop"][0]["tahap"][0]["nama"] = json!("Memeriksa daftar permohonan");
    paket["libur"] =
        json!([{ "tanggal": "2026-06-23", "nama": "Hari jadi kota", "jenis": "daerah" }]);
    paket["tenant"]["kontak"] = json!(["0761-000000"]);
    let hasil = muat(&admin, paket.clone()).await.ok();
    assert_eq!(hasil["sop"], json!([{ "kode": "menwa", "versi": 2 }]));
    assert_eq!(admin.get("/v1/paket").await.ok(), paket);
    let jalur = format!("/v1/tenant/{}/layanan/kirim_pdf", app.kantor.tenant.slug);
    assert_eq!(app.anonim().get(&jalur).await.ok()["nama_pendek"], "PDF Dokumen");
}

#[tokio::test]
async fn every_fault_comes_at_once_and_nothing_has_changed() {
    let app = TestApp::start("pekanbaru").await;
    let admin = app.sebagai("admin").await;
    let asli = admin.get("/v1/paket").await.ok();
    let mut paket = asli.clone();
    paket["tenant"]["zona"] = json!("WIT A");
    paket["peran"][0]["izin"] = json!(["permohonan.hapus"]);
    paket["layanan"][0]["kode"] = json!("Kirim PDF");
    paket["layanan"][0]["syrat"] = json!([]);
    paket["sop"][0]["tahap"][1]["keputusan"][0]["tujuan"] = json!(["slesai"]);
    paket["sop"][0].as_object_mut().unwrap().remove("mulai");
    let harap: Vec<(String, String)> = [
        ("/layanan/0/kode", "kode_tidak_sah"),
        ("/layanan/0/syrat", "isian_tidak_dikenal"),
        ("/peran/0/izin/0", "pilihan_tidak_dikenal"),
        ("/sop/0/mulai", "isian_wajib"),
        ("/sop/0/tahap/1/keputusan/0/tujuan/0", "pilihan_tidak_dikenal"),
        ("/tenant/zona", "pilihan_tidak_dikenal"),
    ]
    .map(|(letak, kode)| (letak.to_owned(), kode.to_owned()))
    .to_vec();
    for jawaban in
        [admin.post("/v1/paket/periksa", paket.clone()).await, muat(&admin, paket.clone()).await]
    {
        assert_eq!(jawaban.masalah(422), "isian_tidak_sah");
        assert_eq!(cacat(&jawaban), harap, "{}", jawaban.json);
        let semua = jawaban.json["errors"].as_array().unwrap();
        let syrat = semua.iter().find(|satu| satu["pointer"] == "/layanan/0/syrat").unwrap();
        assert!(syrat["pesan"].as_str().unwrap().contains("`syarat`"), "{syrat}");
        assert_eq!(syrat["nilai"], "[0 butir]");
    }
    // The shape is right, the meaning is not.
    let mut paket = asli.clone();
    paket["sop"][0]["mulai"] = json!("entah");
    paket["percakapan"]["salam"] = json!("Tidak boleh tersimpan");
    assert_eq!(muat(&admin, paket).await.masalah(422), "isian_tidak_sah");
    assert_eq!(admin.get("/v1/paket").await.ok(), asli);
}

#[tokio::test]
async fn an_officer_cannot_rename_the_office_or_lock_everybody_out() {
    let app = TestApp::start("sinjai").await;
    let admin = app.sebagai("admin").await;
    let asli = admin.get("/v1/paket").await.ok();
    let mut paket = asli.clone();
    paket["tenant"]["nama"] = json!("Kantor lain");
    paket["tenant"]["zona"] = json!("WIB");
    for peran in paket["peran"].as_array_mut().unwrap() {
        peran["izin"].as_array_mut().unwrap().retain(|izin| izin != "tenant.kelola");
    }
    let harap = ["identitas_tetap", "identitas_tetap", "pengelola_hilang"];
    for jawaban in
        [admin.post("/v1/paket/periksa", paket.clone()).await, muat(&admin, paket.clone()).await]
    {
        assert_eq!(jawaban.masalah(422), "isian_tidak_sah");
        let kode: Vec<_> = jawaban.json["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|satu| satu["kode"].clone())
            .collect();
        assert_eq!(kode, harap);
    }
    let mut lain = asli.clone();
    lain["tenant"]["slug"] = json!("kantor_lain");
    let jawaban = muat(&admin, lain).await;
    assert_eq!(jawaban.masalah(422), "isian_tidak_sah");
    assert_eq!(cacat(&jawaban), [("/tenant/slug".to_owned(), "tenant_lain".to_owned())]);
    assert_eq!(admin.get("/v1/paket").await.ok(), asli);
}

#[tokio::test]
async fn only_who_manages_the_office_sees_or_loads_its_pack() {
    let app = TestApp::start("pekanbaru").await;
    let fo = app.sebagai("fo").await;
    let salah = json!({ "rusak": true });
    assert_eq!(fo.get("/v1/paket").await.masalah(403), "tidak_berizin");
    assert_eq!(muat(&fo, salah.clone()).await.masalah(403), "tidak_berizin");
    assert_eq!(fo.post("/v1/paket/periksa", salah.clone()).await.masalah(403), "tidak_berizin");
    assert_eq!(muat(&app.anonim(), salah).await.masalah(401), "sesi_tidak_berlaku");
}

#[tokio::test]
async fn a_pack_over_the_national_base_is_put_together_and_loaded() {
    let app = TestApp::start("pekanbaru").await;
    let admin = app.sebagai("admin").await;
    let lama = admin.get("/v1/paket").await.ok();
    let mut paket = json!({
        "dasar": { "paket": "nasional", "layanan": ["kk_perubahan", "akta_kelahiran"] },
        "tenant": lama["tenant"],
        "peran": lama["peran"],
        "layanan": { "kk_perubahan": { "syarat": { "formulir_f106": null }, "biaya": 0 } },
    });
    let jawaban = admin.post("/v1/paket/periksa", paket.clone()).await;
    assert_eq!(jawaban.masalah(422), "isian_tidak_sah");
    let letak = "/layanan/kk_perubahan/biaya".to_owned();
    assert_eq!(cacat(&jawaban), [(letak, "jenis_salah".to_owned())]);
    paket["layanan"]["kk_perubahan"]["biaya"] = json!(null);
    let ringkasan = admin.post("/v1/paket/periksa", paket.clone()).await.ok();
    assert_eq!(ringkasan["layanan"], json!(["kk_perubahan", "akta_kelahiran"]));
    assert_eq!(muat(&admin, paket).await.ok()["layanan"], 2);
    let kini = admin.get("/v1/paket").await.ok();
    assert_eq!(kini["sop"].as_array().unwrap().len(), 2);
    assert_eq!(kini["layanan"][0]["syarat"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn what_is_too_large_or_no_json_is_refused_before_it_is_read() {
    let app = TestApp::start("pekanbaru").await;
    let admin = app.sebagai("admin").await;
    let besar = json!({ "isi": "x".repeat(1024 * 1024) });
    assert_eq!(muat(&admin, besar.clone()).await.masalah(413), "isi_terlalu_besar");
    assert_eq!(admin.post("/v1/paket/periksa", besar).await.masalah(413), "isi_terlalu_besar");
    // More than other bodies may hold is read.
    let sedang = json!({ "isi": vec!["x".repeat(7_000); 100] });
    assert_eq!(muat(&admin, sedang).await.masalah(422), "isian_tidak_sah");
    let dalam = "[".repeat(500_000);
    let ganda = r#"{ "tenant": 1, "tenant": 2 }"#.to_owned();
    for badan in [dalam, ganda] {
        assert_eq!(muat_teks(&admin, badan).await.masalah(400), "json_tidak_sah");
    }
}

#[tokio::test]
async fn the_counter_is_set_up_by_the_pack_and_a_pack_that_is_silent_about_it_changes_nothing() {
    let app = TestApp::start("balangan").await;
    let admin = app.sebagai("admin").await;
    let kini = admin.get("/v1/loket/pengaturan").await.ok();
    let nama: Vec<&Value> =
        kini["loket"].as_array().unwrap().iter().map(|satu| &satu["nama"]).collect();
    assert_eq!(nama, ["Loket 1", "Loket pengambilan"]);
    assert_eq!((&kini["chat_antre"], &kini["chat_tanda_terima"]), (&json!(true), &json!(true)));

    let mut paket = admin.get("/v1/paket").await.ok();
    assert_eq!(paket["loket"]["antrean"][1]["huruf"], "B");
    let mut salah = paket.clone();
    salah["loket"]["laporan_pukul"] = json!(24);
    salah["loket"]["loket"][1]["jenis"] = json!(["hantu"]);
    let tolak = muat(&admin, salah).await;
    tolak.masalah(422);
    let harapan = [
        ("/loket/laporan_pukul", "pukul_tidak_sah"),
        ("/loket/loket/1/jenis/0", "antrean_tidak_ada"),
    ];
    let harapan = harapan.map(|(letak, kode)| (letak.to_owned(), kode.to_owned()));
    assert_eq!(cacat(&tolak), harapan);

    // What the office sets by itself is exported, and stays when a pack says nothing of it.
    let mut baru = kini;
    baru["laporan_pukul"] = json!(17);
    let kepala = [("content-type", "application/json")];
    let isi = baru.to_string().into_bytes();
    admin.panggil(Method::PUT, "/v1/loket/pengaturan", &kepala, Some(isi)).await.ok();
    assert_eq!(admin.get("/v1/paket").await.ok()["loket"]["laporan_pukul"], 17);
    paket.as_object_mut().unwrap().remove("loket");
    muat(&admin, paket).await.ok();
    assert_eq!(admin.get("/v1/loket/pengaturan").await.ok(), baru);
}
