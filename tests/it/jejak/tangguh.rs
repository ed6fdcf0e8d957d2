//! An office that is suspended: nothing of it is served, received or sent, and nothing is lost.

use std::time::Duration;

use loket_infra::postgres::PostgresAdmin;
use loket_tests::{
    app::{SANDI, TestApp},
    klien::Klien,
    sampai_dalam,
    server::SERVER,
};
use serde_json::json;

use super::{angka, sebab, superuser};
use crate::buruk::{tanda, webhook};

async fn alih(app: &TestApp, buka: bool) {
    let admin = PostgresAdmin::connect(&SERVER.config().postgres_admin().unwrap()).await.unwrap();
    assert!(admin.buka_tutup(&app.kantor.tenant.slug, buka, &sebab()).await.unwrap());
    admin.tutup().await;
}

fn pesan(app: &TestApp, wamid: &str) -> (Vec<u8>, String) {
    let badan = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "waba", "changes": [{
        "field": "messages",
        "value": {
            "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "62800", "phone_number_id": app.kantor.phone_number_id },
            "contacts": [{ "profile": { "name": "Contoh" }, "wa_id": "6281400000871" }],
            "messages": [{ "from": "6281400000871", "id": wamid, "timestamp": "1790000000",
                           "type": "text", "text": { "body": "halo" } }],
        },
    }] }] });
    let badan = badan.to_string().into_bytes();
    let tanda = tanda(&app.kantor.app_secret, &badan);
    (badan, tanda)
}

/// Security bar 29.
#[tokio::test]
async fn a_suspended_office_stops_everywhere_within_five_seconds_and_resumes_without_loss() {
    let app = TestApp::start("pekanbaru").await;
    let tetangga = TestApp::start("pekanbaru").await;
    let slug = app.kantor.tenant.slug.as_str();
    let fo = app.sebagai("fo").await;
    let jauh = tetangga.sebagai("fo").await;
    fo.get("/v1/tugas").await.ok();
    let db = superuser(&app.kantor).await;
    let audit = "SELECT count(*) FROM audit";

    let anonim = app.anonim();
    let publik = [
        format!("/v1/tenant/{slug}/layanan"),
        format!("/v1/publik/nomor-resmi/{slug}"),
        format!("/{slug}/antrean"),
    ];
    for jalur in &publik {
        anonim.get(jalur).await.ok_teks();
    }

    alih(&app, false).await;
    let basi = Duration::from_secs(5);
    sampai_dalam(basi, "tokens stop", || async {
        (fo.get("/v1/tugas").await.status == 401).then_some(())
    })
    .await;
    let orang = &app.kantor.pemegang("fo").nama_pengguna;
    let masuk = json!({ "nama_pengguna": orang, "sandi": SANDI });
    assert_eq!(
        anonim.post(&format!("/v1/tenant/{slug}/sesi"), masuk).await.masalah(404),
        "tidak_ditemukan"
    );
    for jalur in &publik {
        assert_eq!(anonim.get(jalur).await.status, 404, "{jalur}");
    }
    // Webhooks are not acknowledged, so that the sender keeps them; nothing is written.
    let (badan, tanda) = pesan(&app, "wamid.TANGGUH");
    assert_eq!(webhook(&app, badan.clone(), Some(&tanda)).await, 503);
    assert_eq!(angka(&db, "SELECT count(*) FROM wa_masuk").await, 0);
    // The worker, use cases and the command line find no such office.
    let slug_sah = &app.kantor.tenant.slug;
    assert!(app.kantor.parts.ports.store.begin(slug_sah).await.is_err());
    assert!(app.kantor.parts.ports.store.read(slug_sah).await.is_err());
    let aktif = app.kantor.parts.ports.daftar.aktif().await.unwrap();
    assert!(aktif.iter().all(|satu| satu.slug != *slug_sah));
    let sebelum = angka(&db, audit).await;
    // The neighbour notices nothing.
    jauh.get("/v1/tugas").await.ok();
    assert_eq!(angka(&db, audit).await, sebelum, "nothing is written while it is closed");

    alih(&app, true).await;
    sampai_dalam(basi, "the session is as good as before", || async {
        fo.get("/v1/tugas").await.status.is_success().then_some(())
    })
    .await;
    for _ in 0..2 {
        assert_eq!(webhook(&app, badan.clone(), Some(&tanda)).await, 200);
    }
    assert_eq!(angka(&db, "SELECT count(*) FROM wa_masuk").await, 1);
    sampai_dalam(Duration::from_secs(30), "the worker goes on", || async {
        let belum = "SELECT count(*) FROM wa_masuk WHERE keadaan = 'antre'";
        (angka(&db, belum).await == 0).then_some(())
    })
    .await;
    Klien::masuk(&app.basis, slug, orang, SANDI).await;
}
