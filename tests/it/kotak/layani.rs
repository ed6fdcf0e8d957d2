//! From the word PETUGAS to the hand-back.

use loket_domain::{
    nilai::NomorWa,
    percakapan::{Gema, IsiGema, KontakId, Pengenal, catat_gema, jeda_habis},
};
use loket_tests::{app::TestApp, sampai, warga::isi};
use serde_json::{Value, json};

use super::{ambil, balas, benang, daftar, entri, id, masuk, menunggu, post, put, satu};

#[tokio::test]
async fn a_resident_asks_for_an_officer_waits_is_answered_and_handed_back() {
    let app = TestApp::start("pekanbaru").await;
    let (fo1, fo2) = (masuk(&app, "fo1").await, masuk(&app, "fo2").await);
    let warga = app.kantor.warga("6281300000901");
    warga.tulis("halo").await;
    let semua = sampai("percakapan tercatat", || async {
        let semua = daftar(&fo1, "semua").await;
        (semua.len() == 1).then_some(semua)
    })
    .await;
    assert_eq!((&semua[0]["belum_dibaca"], &semua[0]["bot_diam"]), (&json!(0), &json!(false)));
    assert!(daftar(&fo1, "menunggu").await.is_empty(), "the bot answers");

    warga.tulis("petugas").await;
    let pertama = menunggu(&fo1, 1).await.remove(0);
    assert_eq!((&pertama["belum_dibaca"], &pertama["bot_diam"]), (&json!(1), &json!(true)));
    assert_eq!(pertama["jendela"]["terbuka"], true);
    assert!(pertama["nomor"].as_str().unwrap().contains('*'), "{pertama}");
    assert!(pertama["menit_menunggu"].is_u64(), "{pertama}");
    let percakapan = id(&pertama);

    // Another resident asks; the first writes again and keeps the place.
    let lain = app.kantor.warga("6281300000902");
    lain.tulis("operator").await;
    menunggu(&fo1, 2).await;
    warga.kirim("halo?");
    let antre = sampai("pesan kedua terhitung", || async {
        let semua = daftar(&fo1, "menunggu").await;
        (semua[0]["belum_dibaca"] == 2).then_some(semua)
    })
    .await;
    assert_eq!(id(&antre[0]), percakapan);
    assert_eq!(antre[0]["menunggu_sejak"], pertama["menunggu_sejak"]);
    let halaman = fo1.get("/v1/percakapan?pilih=menunggu&batas=1").await.ok();
    let lanjut = format!(
        "/v1/percakapan?pilih=menunggu&batas=1&sesudah={}",
        halaman["berikut"].as_str().unwrap()
    );
    assert_eq!(id(&fo1.get(&lanjut).await.ok()["data"][0]), id(&antre[1]));

    assert_eq!(ambil(&fo1, &percakapan, json!({})).await.status, 204);
    let ditolak = ambil(&fo2, &percakapan, json!({})).await;
    assert_eq!(ditolak.masalah(409), "percakapan_dipegang_lain");
    assert_eq!(ditolak.json["pilihan"], json!(["ambil_alih"]));
    let ditolak = balas(&fo2, &percakapan, "x", json!({ "teks": "halo" })).await;
    assert_eq!(ditolak.masalah(409), "percakapan_dipegang_lain");
    assert_eq!(id(&daftar(&fo1, "milik_saya").await[0]), percakapan);
    post(&fo1, &format!("/v1/percakapan/{percakapan}/dibaca")).await;
    let dibaca = satu(&fo1, &percakapan).await;
    assert_eq!(dibaca["belum_dibaca"], 0);
    assert!(dibaca["menunggu_sejak"].is_string(), "read, and still waiting");

    let rahasia = "Catatan antarpetugas: sudah ditelepon.";
    let catatan = json!({ "isi": rahasia });
    fo1.post(&format!("/v1/percakapan/{percakapan}/catatan"), catatan).await.ok();
    let teks = json!({ "teks": "Selamat pagi, ada yang bisa dibantu?" });
    let kirim = balas(&fo1, &percakapan, "a", teks.clone()).await.ok();
    assert_eq!(balas(&fo1, &percakapan, "a", teks).await.ok()["id"], kirim["id"], "once");
    let beda = balas(&fo1, &percakapan, "a", json!({ "teks": "lain" })).await;
    assert_eq!(beda.masalah(409), "kunci_idempotensi_dipakai");
    warga.pesan("Selamat pagi").await;
    let terjawab = satu(&fo1, &percakapan).await;
    assert_eq!(terjawab["menunggu_sejak"], Value::Null);
    entri(&fo1, &percakapan, "kiriman sampai", |baris| {
        baris["id"] == kirim["id"]
            && baris["kiriman"]["asal"] == "petugas"
            && baris["kiriman"]["status"] == "delivered"
    })
    .await;
    assert!(benang(&fo1, &percakapan).await.iter().any(|baris| baris["teks"] == rahasia));

    // The other officer takes over; the bot is silent to all this.
    assert_eq!(ambil(&fo2, &percakapan, json!({ "ambil_alih": true })).await.status, 204);
    warga.kirim("terima kasih pak");
    menunggu(&fo2, 2).await;
    let dua = fo1.post(&format!("/v1/percakapan/{percakapan}/kembalikan"), json!(null)).await;
    assert_eq!(dua.masalah(409), "percakapan_dipegang_lain");
    post(&fo2, &format!("/v1/percakapan/{percakapan}/kembalikan")).await;
    warga.pesan("kembali dijawab otomatis").await;
    let akhir = satu(&fo2, &percakapan).await;
    assert_eq!(
        (&akhir["bot_diam"], &akhir["petugas"], &akhir["menunggu_sejak"]),
        (&json!(false), &Value::Null, &Value::Null)
    );
    let salam = warga.tulis("menu").await;
    assert!(isi(&salam).contains("1. Kirim PDF dokumen"), "{}", isi(&salam));
    assert!(warga.masuk().iter().all(|pesan| !isi(pesan).contains("antarpetugas")), "a note left");
    let pagi = warga.masuk().iter().filter(|pesan| isi(pesan).contains("Selamat pagi")).count();
    assert_eq!(pagi, 1);
}

#[tokio::test]
async fn a_quick_reply_is_filled_in_and_who_only_reads_answers_nobody() {
    let app = TestApp::start("pekanbaru").await;
    let (fo, kasi) = (masuk(&app, "fo1").await, masuk(&app, "kasi").await);
    let warga = app.kantor.warga("6281300000903");
    warga.tulis("petugas").await;
    let percakapan = id(&menunggu(&fo, 1).await[0]);
    let baru = json!({ "judul": "Terima kasih", "isi": "Terima kasih {nama}. Salam, {kantor}." });
    let jalur = "/v1/balasan-cepat/terima_kasih";
    assert_eq!(put(&fo, jalur, None, baru.clone()).await.ok()["versi"], 1);
    assert_eq!(put(&fo, jalur, None, baru.clone()).await.masalah(409), "versi_usang");
    assert_eq!(put(&fo, jalur, Some("\"v1\""), baru.clone()).await.ok()["versi"], 2);
    let asing = json!({ "judul": "Salah", "isi": "NIK Anda {nik}" });
    assert_eq!(
        put(&fo, "/v1/balasan-cepat/salah", None, asing).await.masalah(422),
        "isian_tidak_sah"
    );
    assert_eq!(put(&kasi, jalur, Some("\"v2\""), baru).await.masalah(403), "tidak_berizin");
    let lihat = fo.get(&format!("{jalur}/pratinjau?percakapan={percakapan}")).await.ok();
    let teks = lihat["isi"].as_str().unwrap().to_owned();
    assert!(teks.contains(&app.kantor.tenant.nama) && !teks.contains('{'), "{teks}");

    balas(&fo, &percakapan, "a", json!({ "balasan_cepat": "terima_kasih" })).await.ok();
    assert_eq!(isi(&warga.pesan("Terima kasih").await), teks);
    let campur = json!({ "teks": "a", "balasan_cepat": "terima_kasih" });
    assert_eq!(balas(&fo, &percakapan, "b", campur).await.masalah(422), "isian_tidak_sah");
    let panjang = json!({ "teks": "a".repeat(4097) });
    assert_eq!(balas(&fo, &percakapan, "c", panjang).await.masalah(422), "isian_tidak_sah");
    assert_eq!(satu(&kasi, &percakapan).await["id"], percakapan.as_str());
    let baca = balas(&kasi, &percakapan, "d", json!({ "teks": "halo" })).await;
    assert_eq!(baca.masalah(403), "tidak_berizin");
    assert_eq!(fo.delete(jalur).await.status, 204);
    assert_eq!(fo.delete(jalur).await.masalah(404), "tidak_ditemukan");
}

#[tokio::test]
async fn what_the_office_writes_on_its_phone_counts_as_an_answer_and_silences_the_bot() {
    let app = TestApp::start("pekanbaru").await;
    let fo = masuk(&app, "fo1").await;
    let warga = app.kantor.warga("6281300000904");
    warga.tulis("petugas").await;
    let percakapan = id(&menunggu(&fo, 1).await[0]);
    let ports = &app.kantor.parts.ports;
    let gema = Gema {
        nomor_layanan: app.kantor.phone_number_id.clone(),
        kepada: Pengenal { nomor: Some(NomorWa::parse("6281300000904").unwrap()), bsuid: None },
        wamid: "wamid.gema".to_owned(),
        isi: IsiGema {
            teks: Some("Baik Ibu, kami bantu dari ponsel.".to_owned()),
            jenis: "text".to_owned(),
        },
        saat: ports.clock.now(),
    };
    for _ in 0..2 {
        let mut work = ports.store.begin(&app.kantor.tenant.slug).await.unwrap();
        catat_gema(ports, work.as_mut(), &app.kantor.tenant, &gema).await.unwrap();
        work.commit().await.unwrap();
    }
    let kontak = KontakId::new(percakapan.parse().unwrap());
    let mut work = ports.store.read(&app.kantor.tenant.slug).await.unwrap();
    let (sejak, terakhir) = work.kotak().jeda(kontak).await.unwrap().unwrap();
    assert!(!jeda_habis(sejak, terakhir, gema.saat + time::Duration::hours(23)));
    assert!(jeda_habis(sejak, terakhir, gema.saat + time::Duration::hours(24)));
    drop(work);
    let kini = satu(&fo, &percakapan).await;
    assert_eq!((&kini["menunggu_sejak"], &kini["bot_diam"]), (&Value::Null, &json!(true)));
    let semua = benang(&fo, &percakapan).await;
    let ponsel = semua.iter().filter(|baris| baris["kiriman"]["asal"] == "ponsel");
    assert_eq!(ponsel.count(), 1, "the same wamid again changes nothing");

    // An echo to somebody the bot was talking to silences it, too.
    let lain = app.kantor.warga("6281300000905");
    lain.tulis("halo").await;
    let gema = Gema {
        kepada: Pengenal { nomor: Some(NomorWa::parse("6281300000905").unwrap()), bsuid: None },
        wamid: "wamid.gema2".to_owned(),
        ..gema
    };
    let mut work = ports.store.begin(&app.kantor.tenant.slug).await.unwrap();
    catat_gema(ports, work.as_mut(), &app.kantor.tenant, &gema).await.unwrap();
    work.commit().await.unwrap();
    lain.kirim("baik pak");
    let antre = menunggu(&fo, 1).await;
    assert_eq!(antre[0]["bot_diam"], true);
    assert_eq!(lain.masuk().len(), 1, "the bot said nothing after the echo");
}
