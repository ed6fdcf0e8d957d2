//! Listeners that fail, and processes that die: everything arrives once in the end.

use super::*;

#[tokio::test]
async fn a_listener_that_fails_is_tried_again_at_the_known_pauses_under_the_same_id() {
    let awal = datetime!(2027-03-01 09:00 +07);
    let (mut app, jam) = kantor_berjam(awal).await;
    app.hentikan_pekerja().await;
    let (admin, pendengar) = (app.sebagai("admin").await, Pendengar::mulai());
    let (id, rahasia) = langganan(&admin, &pendengar.basis).await;
    daftarkan(&app).await;
    pendengar.menjawab(&[500, 302, 404, 503, 400, 429, 500]);
    let mut saat = awal;
    for (ke, jeda) in [0_i64, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].into_iter().enumerate()
    {
        if jeda > 0 {
            jam.pindah(saat + Duration::seconds(jeda) - Duration::seconds(1));
            assert_eq!(antar(&app).await, 0, "not before its time: {ke}");
        }
        saat += Duration::seconds(jeda);
        jam.pindah(saat);
        assert_eq!(antar(&app).await, 1, "{ke}");
    }
    let admin = app.sebagai("admin").await;
    let semua = pendengar.semua();
    assert_eq!(semua.len(), 8, "the eighth arrived");
    assert!(semua.iter().all(|satu| satu.id == semua[0].id && satu.badan == semua[0].badan));
    assert!(semua.iter().all(|satu| satu.oleh(&rahasia)), "each attempt is signed anew");
    let mut saat: Vec<i64> = semua.iter().map(|satu| satu.saat).collect();
    saat.dedup();
    assert_eq!(saat.len(), 8);
    let satu = &keadaan(&admin, &id, &["terkirim"]).await[0];
    let jalur = format!("/v1/langganan/{id}/kiriman/{}/percobaan", satu["id"].as_str().unwrap());
    let percobaan = admin.get(&jalur).await.ok();
    let status: Vec<u64> = percobaan["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["status"].as_u64().unwrap())
        .collect();
    assert_eq!(status, [500, 302, 404, 503, 400, 429, 500, 200], "a redirect is not followed");
    assert_eq!(antar(&app).await, 0, "what arrived is not sent again");
}

#[tokio::test]
async fn a_listener_that_is_gone_is_stopped_with_a_notice_and_nothing_is_lost() {
    let awal = datetime!(2027-03-01 09:00 +07);
    let (mut app, jam) = kantor_berjam(awal).await;
    app.hentikan_pekerja().await;
    let (admin, pendengar) = (app.sebagai("admin").await, Pendengar::mulai());
    let (id, _) = langganan(&admin, &pendengar.basis).await;
    daftarkan(&app).await;
    pendengar.menjawab(&[500; 100]);
    for jam_ke in 0..=5_i64 * 24 {
        jam.pindah(awal + Duration::hours(jam_ke));
        if jam_ke % 24 == 0 && jam_ke > 0 {
            daftarkan(&app).await;
        }
        while antar(&app).await > 0 {}
    }
    let admin = app.sebagai("admin").await;
    let satu = admin.get(&format!("/v1/langganan/{id}")).await.ok();
    assert_eq!(satu["keadaan"], "berhenti", "{satu}");
    let notifikasi = admin.get("/v1/notifikasi").await.ok();
    assert!(notifikasi.to_string().contains("dihentikan"), "{notifikasi}");
    let sebelum = pendengar.semua().len();
    daftarkan(&app).await;
    assert_eq!(antar(&app).await, 0);
    assert_eq!(pendengar.semua().len(), sebelum);
    assert_eq!(kiriman(&admin, &id).await[0]["keadaan"], "dilewati", "kept for a replay");

    // Mended: activated again, and everything that did not arrive is asked for once more.
    pendengar.jawaban.lock().unwrap().clear();
    let isi = json!({ "nama": "Portal", "url": pendengar.basis, "jenis": SEMUA, "aktif": true });
    let cocok = format!("\"v{}\"", satu["versi"]);
    let kepala = [("content-type", "application/json"), ("if-match", cocok.as_str())];
    let jalur = format!("/v1/langganan/{id}");
    admin
        .panggil(reqwest::Method::PUT, &jalur, &kepala, Some(isi.to_string().into_bytes()))
        .await
        .ok();
    let rentang = json!({ "dari": "2027-03-01T00:00:00Z", "sampai": "2027-04-01T00:00:00Z" });
    let diulang = admin.post(&format!("{jalur}/ulangi"), rentang.clone()).await.ok();
    assert!(diulang["jumlah"].as_u64().unwrap() >= 2, "{diulang}");
    while antar(&app).await > 0 {}
    let semua = kiriman(&admin, &id).await;
    assert!(semua.iter().all(|satu| satu["keadaan"] == "terkirim"), "{semua:?}");
    assert_eq!(admin.post(&format!("{jalur}/ulangi"), rentang).await.ok()["jumlah"], 0);
}

#[tokio::test]
async fn a_process_that_died_while_sending_is_taken_over_under_the_same_id_and_what_was_confirmed_is_not_sent_again()
 {
    let awal = datetime!(2027-03-01 09:00 +07);
    let (mut app, jam) = kantor_berjam(awal).await;
    app.hentikan_pekerja().await;
    let (admin, pendengar) = (app.sebagai("admin").await, Pendengar::mulai());
    let (id, _) = langganan(&admin, &pendengar.basis).await;
    for _ in 0..2 {
        admin.post(&format!("/v1/langganan/{id}/uji"), json!({})).await.ok();
    }
    // The process claims both, delivers the first and writes that down, delivers the second and dies before it can.
    let ports = &app.kantor.parts.ports;
    let mut work = ports.store.begin(&app.kantor.tenant.slug).await.unwrap();
    let diklaim = work.langganan().klaim(awal, 10).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(diklaim.len(), 2);
    let mut work = ports.store.begin(&app.kantor.tenant.slug).await.unwrap();
    let percobaan = loket_domain::langganan::Percobaan {
        kiriman: diklaim[0].id,
        putaran: 1,
        ke: 1,
        mulai_pada: awal,
        selesai_pada: awal,
        status: Some(200),
        galat: None,
    };
    let nasib = loket_domain::langganan::nasib(&HasilKiriman::Dijawab { status: 200 }, 1, awal);
    work.langganan().selesai(&percobaan, &nasib).await.unwrap();
    work.commit().await.unwrap();

    jam.pindah(awal + Duration::seconds(89));
    assert_eq!(antar(&app).await, 0, "another process may still be at it");
    jam.pindah(awal + Duration::seconds(91));
    assert!(antar(&app).await >= 1);
    while antar(&app).await > 0 {}
    let semua = pendengar.semua();
    assert_eq!(semua.len(), 1, "the confirmed one is not sent again");
    assert_eq!(semua[0].id, format!("msg_{}", diklaim[1].id));
    let jalur = format!("/v1/langganan/{id}/kiriman/{}/percobaan", diklaim[1].id);
    let percobaan = admin.get(&jalur).await.ok();
    let galat: Vec<&Value> =
        percobaan["data"].as_array().unwrap().iter().map(|p| &p["galat"]).collect();
    assert_eq!(
        galat,
        [&json!("proses_terputus"), &Value::Null],
        "the lost attempt stands in the ledger"
    );
}

#[tokio::test]
async fn two_workers_at_once_send_each_message_once() {
    let (mut app, _) = kantor_berjam(datetime!(2027-03-01 09:00 +07)).await;
    app.hentikan_pekerja().await;
    let (admin, pendengar) = (app.sebagai("admin").await, Pendengar::mulai());
    let (id, _) = langganan(&admin, &pendengar.basis).await;
    for _ in 0..12 {
        admin.post(&format!("/v1/langganan/{id}/uji"), json!({})).await.ok();
    }
    let habiskan = async || while antar(&app).await > 0 {};
    tokio::join!(habiskan(), habiskan(), habiskan());
    let mut semua: Vec<String> = pendengar.semua().into_iter().map(|satu| satu.id).collect();
    assert_eq!(semua.len(), 12);
    semua.sort();
    semua.dedup();
    assert_eq!(semua.len(), 12);
}
