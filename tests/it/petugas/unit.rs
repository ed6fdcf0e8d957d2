//! Administration that is handed down to a unit.

use loket_tests::{
    app::{SANDI, TestApp},
    klien::Klien,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{id, kode_isian, orang, slug, tambah, ubah};

/// The camat of Sinjai Borong, who administers officers of the kecamatan and its villages.
async fn pengelola_unit(app: &TestApp, admin: &Klien) -> Klien {
    let izin = json!([
        "akses.kelola_unit",
        "permohonan.buat",
        "berkas.unggah",
        "forum.tulis",
        "penyerahan.unit"
    ]);
    let isi = json!({ "nama": "Pengelola kecamatan", "izin": izin }).to_string().into_bytes();
    let kepala = [("content-type", "application/json")];
    let simpan = admin.panggil(Method::PUT, "/v1/peran/pengelola_kec", &kepala, Some(isi)).await;
    assert_eq!(simpan.status, 200, "{}", simpan.teks);
    let isi = json!({
        "nama_pengguna": "camat", "nama": "Camat Contoh", "peran": ["pengelola_kec"], "unit": "kec_sinjai_borong",
    });
    let baru = tambah(admin, "camat", isi).await.ok();
    let kode = baru["undangan"]["kode"].as_str().unwrap();
    Klien::datang(&app.basis, slug(app), "camat", (kode, SANDI)).await
}

#[tokio::test]
async fn who_administers_a_unit_reaches_its_officers_and_nobody_else() {
    let app = TestApp::start("sinjai").await;
    let admin = app.sebagai("admin").await;
    let camat = pengelola_unit(&app, &admin).await;
    let ada = camat.get("/v1/pengguna?batas=100").await.ok();
    let nama: Vec<&Value> =
        ada["data"].as_array().unwrap().iter().map(|satu| &satu["nama_pengguna"]).collect();
    assert_eq!(nama, ["desa", "camat"]);
    // The office above, and officers without a unit, are not there at all.
    for di_luar in ["pegawai", "kadis", "admin"] {
        let jalur = format!("/v1/pengguna/{}", id(&admin, di_luar).await);
        assert_eq!(camat.get(&jalur).await.status, 404, "{di_luar}");
        assert_eq!(camat.get(&format!("{jalur}/sesi")).await.status, 404, "{di_luar}");
        assert_eq!(camat.delete(&format!("{jalur}/sesi")).await.status, 404, "{di_luar}");
        assert_eq!(camat.delete(&format!("{jalur}/faktor")).await.status, 404, "{di_luar}");
        assert_eq!(
            camat.post(&format!("{jalur}/undangan"), json!({})).await.status,
            404,
            "{di_luar}"
        );
        let kepala = [("content-type", "application/json"), ("if-match", "\"v1\"")];
        let isi = Some(br#"{"aktif":false}"#.to_vec());
        assert_eq!(
            camat.panggil(Method::PATCH, &jalur, &kepala, isi).await.status,
            404,
            "{di_luar}"
        );
    }
    // Roles and delegations stay with the office.
    let kepala = [("content-type", "application/json")];
    let isi = Some(br#"{"nama":"x","izin":[]}"#.to_vec());
    camat.panggil(Method::PUT, "/v1/peran/x", &kepala, isi).await.masalah(403);
    camat.delete("/v1/peran/aparat_desa").await.masalah(403);
    camat.get("/v1/delegasi").await.masalah(403);
    camat.get("/v1/peran").await.ok();
}

#[tokio::test]
async fn who_administers_a_unit_gives_no_more_than_they_have_and_touches_nobody_above_them() {
    let app = TestApp::start("sinjai").await;
    let admin = app.sebagai("admin").await;
    let camat = pengelola_unit(&app, &admin).await;
    let baru = |nama: &str, peran: &str, unit: Option<&str>| json!({ "nama_pengguna": nama, "nama": "Aparat Contoh", "peran": [peran], "unit": unit });
    let luar = tambah(&camat, "a", baru("luar", "aparat_desa", Some("disdukcapil"))).await;
    assert_eq!(kode_isian(&luar), ("/unit", "unit_di_luar_kelola"));
    let tanpa = tambah(&camat, "b", baru("tanpa", "aparat_desa", None)).await;
    assert_eq!(kode_isian(&tanpa), ("/unit", "unit_di_luar_kelola"));
    for peran in ["kadis", "admin", "operator"] {
        let lebih = tambah(&camat, peran, baru("lebih", peran, Some("desa_bonto_katute"))).await;
        assert_eq!(kode_isian(&lebih), ("/peran", "peran_melebihi_izin"), "{peran}");
    }
    let aparat =
        tambah(&camat, "c", baru("aparat", "aparat_desa", Some("desa_bonto_katute"))).await.ok();
    assert!(aparat["undangan"]["kode"].is_string());
    ubah(&camat, "aparat", json!({ "nama": "Aparat Lain" })).await.ok();
    let naik = ubah(&camat, "aparat", json!({ "peran": ["kadis"] })).await;
    assert_eq!(kode_isian(&naik), ("/peran", "peran_melebihi_izin"));
    let pindah = ubah(&camat, "aparat", json!({ "unit": "disdukcapil" })).await;
    assert_eq!(kode_isian(&pindah), ("/unit", "unit_di_luar_kelola"));
    assert_eq!(
        ubah(&camat, "camat", json!({ "peran": ["pengelola_kec", "aparat_desa"] }))
            .await
            .masalah(409),
        "menaikkan_izin_sendiri"
    );

    // Somebody above them who happens to sit in the unit.
    ubah(&admin, "pegawai", json!({ "unit": "kec_sinjai_borong" })).await.ok();
    assert_eq!(orang(&camat, "pegawai").await["unit"], "kec_sinjai_borong");
    let atas = ubah(&camat, "pegawai", json!({ "aktif": false })).await;
    assert_eq!(atas.masalah(409), "izin_petugas_lebih_tinggi");
    let jalur = format!("/v1/pengguna/{}", id(&admin, "pegawai").await);
    assert_eq!(
        camat.delete(&format!("{jalur}/faktor")).await.masalah(409),
        "izin_petugas_lebih_tinggi"
    );
    assert_eq!(
        camat.post(&format!("{jalur}/undangan"), json!({})).await.masalah(409),
        "izin_petugas_lebih_tinggi"
    );
    assert_eq!(
        camat.delete(&format!("{jalur}/sesi")).await.masalah(409),
        "izin_petugas_lebih_tinggi"
    );

    // An administrator who was invited and never came does not count as one.
    let kedua = json!({ "nama_pengguna": "admin2", "nama": "Admin Dua", "peran": ["admin"] });
    tambah(&admin, "d", kedua).await.ok();
    assert_eq!(
        ubah(&admin, "admin", json!({ "aktif": false })).await.masalah(409),
        "pengelola_terakhir"
    );
    // Without a unit of their own they administer nobody.
    ubah(&admin, "camat", json!({ "unit": null })).await.ok();
    camat.get("/v1/pengguna").await.masalah(403);
}
