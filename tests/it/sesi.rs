//! Logging in, refreshing, logging out.

use loket_tests::{
    app::{SANDI, TestApp},
    klien::Klien,
};
use serde_json::{Value, json};

async fn segarkan(app: &TestApp, token: &Value) -> loket_tests::klien::Jawaban {
    let jalur = format!("/v1/tenant/{}/sesi/segarkan", app.kantor.tenant.slug);
    app.anonim().post(&jalur, json!({ "token_segar": token })).await
}

async fn masuk(app: &TestApp, nama: &str, sandi: &str) -> loket_tests::klien::Jawaban {
    let jalur = format!("/v1/tenant/{}/sesi", app.kantor.tenant.slug);
    app.anonim().post(&jalur, json!({ "nama_pengguna": nama, "sandi": sandi })).await
}

#[tokio::test]
async fn an_unknown_user_and_a_wrong_password_look_the_same() {
    let app = TestApp::start("sinjai").await;
    let nama = app.kantor.petugas[0].nama_pengguna.clone();
    let (salah, asing) =
        (masuk(&app, &nama, "salah sama sekali").await, masuk(&app, "hantu", SANDI).await);
    assert_eq!(salah.masalah(401), asing.masalah(401));
    assert_eq!(salah.json["detail"], asing.json["detail"]);
    Klien::masuk(&app.basis, app.kantor.tenant.slug.as_str(), &nama.to_uppercase(), SANDI).await;
}

#[tokio::test]
async fn five_failures_slow_an_account_down() {
    let app = TestApp::start("sinjai").await;
    let nama = app.kantor.petugas[0].nama_pengguna.clone();
    for _ in 0..5 {
        masuk(&app, &nama, "salah sama sekali").await.masalah(401);
    }
    let jawaban = masuk(&app, &nama, SANDI).await;
    assert_eq!(jawaban.masalah(429), "terlalu_banyak_percobaan");
    assert!(jawaban.header.contains_key("retry-after"));
    masuk(&app, &app.kantor.petugas[1].nama_pengguna, SANDI).await.ok();
}

#[tokio::test]
async fn a_refresh_token_rotates_and_its_reuse_ends_the_session() {
    let app = TestApp::start("sinjai").await;
    let (slug, nama) = (app.kantor.tenant.slug.as_str(), &app.kantor.petugas[0].nama_pengguna);
    let satu = Klien::tiket(&app.basis, slug, nama, SANDI).await;
    let dua = segarkan(&app, &satu["token_segar"]).await.ok();
    // The answer was lost: the old token is served once more, and voids the one nobody saw.
    let tiga = segarkan(&app, &satu["token_segar"]).await.ok();
    segarkan(&app, &dua["token_segar"]).await.masalah(401);
    let empat = segarkan(&app, &tiga["token_segar"]).await.ok();
    // Somebody copied it: its successor was used, so the whole session ends.
    segarkan(&app, &satu["token_segar"]).await.masalah(401);
    segarkan(&app, &empat["token_segar"]).await.masalah(401);
    let akses = Klien::dengan_token(&app.basis, empat["token_akses"].as_str().unwrap());
    assert_eq!(akses.get("/v1/saya").await.status, 401);
}

#[tokio::test]
async fn logging_out_stops_the_access_token_at_once() {
    let app = TestApp::start("sinjai").await;
    let petugas = app.sebagai("operator_siak").await;
    assert_eq!(petugas.get("/v1/saya").await.ok()["peran"], json!(["operator_siak"]));
    assert!(petugas.delete("/v1/sesi").await.status.is_success());
    petugas.get("/v1/saya").await.masalah(401);
    petugas.get("/v1/tugas").await.masalah(401);
}

#[tokio::test]
async fn a_token_of_one_office_opens_nothing_in_another_and_forged_ones_open_nothing() {
    let app = TestApp::start("sinjai").await;
    let petugas = app.sebagai("operator_siak").await;
    let token = petugas.token.clone().unwrap();
    let bagian: Vec<&str> = token.split('.').collect();
    let palsu = [
        String::new(),
        "a.b.c".to_owned(),
        format!("{}.{}.", bagian[0], bagian[1]),
        format!("{}.{}.{}", bagian[0], bagian[1], bagian[2].chars().rev().collect::<String>()),
        format!("{token}x"),
    ];
    for satu in palsu {
        let jawaban = Klien::dengan_token(&app.basis, &satu).get("/v1/saya").await;
        assert_eq!(jawaban.status, 401, "{satu}");
        assert!(jawaban.header.contains_key("www-authenticate"));
    }
    app.anonim().get("/v1/tugas").await.masalah(401);
}

#[tokio::test]
async fn a_role_without_the_permission_is_refused_by_name_of_the_permission() {
    let app = TestApp::start("balangan").await;
    let kasi = app.sebagai("kasi").await;
    let isi = json!({ "layanan": "kk_perubahan", "kanal": "loket", "pemohon": { "nama": "A B" }, "isian": {} });
    let jawaban = kasi.post_dengan("/v1/permohonan", &[("idempotency-key", "x")], isi).await;
    jawaban.masalah(403);
    assert!(jawaban.teks.contains("permohonan.buat"), "{}", jawaban.teks);
}
