//! In and out of WhatsApp when things go wrong: nothing is lost, nothing is said twice.

use std::time::Duration;

use loket_simulators::whatsapp::FailSends;
use loket_tests::{
    app::TestApp,
    sampai,
    warga::{Warga, isi},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

async fn keadaan_pesan(app: &TestApp) -> Vec<String> {
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let pilih =
        Statement::from_string(DbBackend::Postgres, "SELECT keadaan FROM pesan_keluar ORDER BY id");
    let baris = tx.query_all_raw(pilih).await.unwrap();
    baris.iter().map(|satu| satu.try_get("", "keadaan").unwrap()).collect()
}

fn salam(warga: &Warga<'_>) -> usize {
    warga.masuk().iter().filter(|pesan| isi(pesan).contains("Pilih, atau ketik nomornya")).count()
}

#[tokio::test]
async fn the_handshake_answers_the_challenge_only_for_the_right_token() {
    let app = TestApp::start("kembaran").await;
    assert!(app.kantor.wa.handshake(&app.kantor.app_id).await.unwrap());
    let tanya = |token: &str| {
        format!(
            "/v1/wa/webhook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}"
        )
    };
    let benar = app.anonim().get(&tanya(&app.kantor.verify_token)).await;
    assert_eq!((benar.status.as_u16(), benar.teks.as_str()), (200, "1158201444"));
    let salah = app.anonim().get(&tanya("salah")).await;
    assert_eq!(salah.status, 403);
}

#[tokio::test]
async fn a_webhook_that_comes_three_times_is_answered_once() {
    let app = TestApp::start("kembaran").await;
    app.kantor.wa.faults(|faults| faults.duplicate_inbound = 1.0);
    let warga = app.kantor.warga("6281600000501");
    warga.tulis("halo").await;
    sampai("semua webhook terkirim", || async { (app.kantor.wa.pending() == 0).then_some(()) })
        .await;
    warga.tulis("status").await;
    assert_eq!(salam(&warga), 1);
    assert!(app.kantor.wa.duplicates().is_empty());
}

#[tokio::test]
async fn a_send_whose_answer_was_lost_is_settled_by_its_status_and_not_repeated() {
    let app = TestApp::start("kembaran").await;
    let warga = app.kantor.warga("6281600000502");
    app.kantor.wa.faults(|faults| faults.drop_after_accept = 1);
    warga.tulis("halo").await;
    sampai("pesan tercatat terkirim", || async {
        (keadaan_pesan(&app).await == ["terkirim"]).then_some(())
    })
    .await;
    app.kantor.wa.faults(|faults| faults.error_after_accept = 1);
    warga.tulis("status").await;
    sampai("pesan tercatat terkirim", || async {
        (keadaan_pesan(&app).await == ["terkirim", "terkirim"]).then_some(())
    })
    .await;
    assert_eq!(warga.masuk().len(), 2);
    assert!(app.kantor.wa.duplicates().is_empty());
}

#[tokio::test]
async fn a_send_that_was_refused_for_now_is_tried_again() {
    let app = TestApp::start("kembaran").await;
    let warga = app.kantor.warga("6281600000503");
    app.kantor.wa.faults(|faults| {
        faults.fail_sends = Some(FailSends { count: 2, status: 400, code: 131_016 });
    });
    warga.tulis("halo").await;
    assert_eq!(salam(&warga), 1);
}

#[tokio::test]
async fn a_photo_whose_download_failed_at_first_is_not_lost() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281600000504");
    for teks in ["halo", "1", "Siti Aminah", "kartu keluarga", "1471"] {
        warga.tulis(teks).await;
    }
    app.kantor.wa.faults(|faults| faults.media_lookup_503 = 2);
    let jawaban = warga.kirim_foto().await;
    assert!(isi(&jawaban).contains("1 foto/PDF"), "{}", isi(&jawaban));
}

#[tokio::test]
async fn a_message_outside_the_window_waits_for_the_resident_and_then_leaves() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281600000505");
    let nomor = crate::pekanbaru::ajukan_pdf(&warga).await;
    let fo = app.sebagai("fo").await;
    let id = crate::pekanbaru::cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    app.kantor.wa.advance(Duration::from_hours(25));
    fo.putuskan(&id, "cek_daftar", "kurang", Some("nomor dokumen tidak lengkap")).await.ok();
    sampai("pesan tertahan", || async {
        keadaan_pesan(&app).await.iter().any(|satu| satu == "tertahan").then_some(())
    })
    .await;
    assert!(!warga.masuk().iter().any(|pesan| isi(pesan).contains("tidak lengkap")));
    let masalah = fo.get("/v1/operasi/masalah").await;
    if masalah.status.is_success() {
        assert_eq!(masalah.json["data"][0]["galat"], "wa_131047");
    }
    warga.tulis("status").await;
    warga.pesan("nomor dokumen tidak lengkap").await;
}
