//! Sessions: listed, ended one by one or all, refreshed by many at once.

use loket_tests::{
    app::{SANDI, TestApp},
    klien::Klien,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{id, publik, slug, ubah};

/// Security bar 13.
#[tokio::test]
async fn officers_see_and_end_their_own_sessions_and_administrators_those_of_others() {
    let app = TestApp::start("sinjai").await;
    let nama = app.kantor.pemegang("kadis").nama_pengguna.clone();
    let (satu, dua, tiga) =
        (app.sebagai("kadis").await, app.sebagai("kadis").await, app.sebagai("kadis").await);
    let semua = satu.get("/v1/sesi").await.ok();
    let semua = semua["data"].as_array().unwrap();
    assert_eq!(semua.len(), 3);
    assert_eq!(semua.iter().filter(|sesi| sesi["ini"] == true).count(), 1);
    assert_eq!(semua[2]["ini"], true, "the newest first: {semua:?}");
    for sesi in semua {
        assert_eq!((&sesi["alamat"], &sesi["faktor"]), (&json!("127.0.0.x"), &json!("dua")));
    }
    let jalur = |sesi: &Value| format!("/v1/sesi/{}", sesi["id"].as_str().unwrap());
    let siak = app.sebagai("operator_siak").await;
    assert_eq!(siak.delete(&jalur(&semua[0])).await.masalah(404), "tidak_ditemukan");
    assert_eq!(satu.delete(&jalur(&semua[0])).await.status, 204);
    tiga.get("/v1/saya").await.masalah(401);
    assert_eq!(satu.delete(&jalur(&semua[0])).await.status, 404);
    let akhir = satu.panggil(Method::POST, "/v1/sesi/akhiri-lainnya", &[], None).await.ok();
    assert_eq!(akhir["jumlah"], 1);
    dua.get("/v1/saya").await.masalah(401);
    satu.get("/v1/saya").await.ok();

    let admin = app.sebagai("admin").await;
    let milik = format!("/v1/pengguna/{}/sesi", id(&admin, &nama).await);
    let ada = admin.get(&milik).await.ok();
    assert_eq!((ada["data"].as_array().unwrap().len(), &ada["data"][0]["ini"]), (1, &json!(false)));
    siak.get(&milik).await.masalah(403);
    siak.delete(&milik).await.masalah(403);
    let satu_saja = format!("{milik}/{}", ada["data"][0]["id"].as_str().unwrap());
    assert_eq!(admin.delete(&satu_saja).await.status, 204);
    satu.get("/v1/saya").await.masalah(401);
    let lagi = app.sebagai("kadis").await;
    assert_eq!(admin.delete(&milik).await.ok()["jumlah"], 1);
    lagi.get("/v1/saya").await.masalah(401);
}

/// Security bar 12.
#[tokio::test]
async fn fifty_refreshes_at_once_leave_one_live_chain() {
    let app = TestApp::start("sinjai").await;
    let nama = app.kantor.pemegang("kadis").nama_pengguna.clone();
    let awal = Klien::tiket(&app.basis, slug(&app), &nama, SANDI).await;
    assert_eq!(awal["token_segar"].as_str().unwrap().len(), 64, "256 bits, hex");
    let segarkan =
        async |token: Value| publik(&app, "sesi/segarkan", json!({ "token_segar": token })).await;
    let semua =
        futures_util::future::join_all((0..50).map(|_| segarkan(awal["token_segar"].clone())))
            .await;
    // Answered, or told to come back while the machine is busy: never taken for a thief.
    let status: Vec<u16> = semua.iter().map(|satu| satu.status.as_u16()).collect();
    assert!(
        status.iter().all(|satu| [200, 503].contains(satu)) && status.contains(&200),
        "{status:?}"
    );
    let mut hidup = 0;
    for satu in semua.iter().filter(|satu| satu.status == 200) {
        if segarkan(satu.json["token_segar"].clone()).await.status == 200 {
            hidup += 1;
        }
    }
    if hidup == 0 {
        // The last answer was lost: the first token is served once more.
        assert_eq!(segarkan(awal["token_segar"].clone()).await.status, 200);
        hidup = 1;
    }
    assert_eq!(hidup, 1, "every answer but the last is void");
}

/// Security bar 13.
#[tokio::test]
async fn a_role_that_is_taken_away_is_gone_at_the_next_request_and_letting_go_ends_everything() {
    let app = TestApp::start("sinjai").await;
    let nama = app.kantor.pemegang("operator").nama_pengguna.clone();
    let (admin, dia) =
        (app.sebagai("admin").await, Klien::masuk(&app.basis, slug(&app), &nama, SANDI).await);
    dia.get("/v1/permohonan").await.ok();
    ubah(&admin, &nama, json!({ "peran": [] })).await.ok();
    dia.get("/v1/permohonan").await.masalah(403);
    ubah(&admin, &nama, json!({ "aktif": false })).await.ok();
    dia.get("/v1/saya").await.masalah(401);
    let masuk = super::langkah_satu(&app, &nama, SANDI).await;
    assert_eq!(masuk.masalah(401), "kredensial_salah");
}

/// Security bar 15.
#[tokio::test]
async fn no_token_is_taken_from_a_url_and_no_cookie_is_set() {
    let app = TestApp::start("sinjai").await;
    let kadis = app.sebagai("kadis").await;
    let token = kadis.token.clone().unwrap();
    for nama in ["access_token", "token", "token_akses", "authorization"] {
        assert_eq!(
            app.anonim().get(&format!("/v1/saya?{nama}={token}")).await.status,
            401,
            "{nama}"
        );
    }
    let kepala = [("cookie", format!("token={token}"))];
    let kepala: Vec<(&str, &str)> = kepala.iter().map(|(a, b)| (*a, b.as_str())).collect();
    assert_eq!(app.anonim().panggil(Method::GET, "/v1/saya", &kepala, None).await.status, 401);
    let masuk = super::langkah_satu(&app, &app.kantor.petugas[0].nama_pengguna, SANDI).await;
    assert!(!masuk.header.contains_key("set-cookie"));
    let dokumen: Value = app.anonim().get("/openapi.json").await.ok();
    // The handshake of the webhook is as Meta makes it.
    let paths = dokumen["paths"].as_object().unwrap().iter();
    for (jalur, operasi) in paths.filter(|(jalur, _)| *jalur != "/v1/wa/webhook") {
        for satu in operasi.as_object().unwrap().values() {
            for parameter in satu["parameters"].as_array().into_iter().flatten() {
                let nama = parameter["name"].as_str().unwrap().to_lowercase();
                let rahasia = ["token", "sandi", "kode_pulih", "passphrase"]
                    .iter()
                    .any(|kata| nama.contains(kata));
                assert!(!rahasia, "{jalur}: {nama}");
            }
        }
    }
}
