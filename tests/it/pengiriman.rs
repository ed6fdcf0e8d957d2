//! Sending as offices and residents see it: windows, pauses, opt-outs, dead letters, templates, cost.

use std::time::Duration;

use loket::setup;
use loket_domain::{
    outbox::{Golongan, IsiPesan, PesanKeluar},
    percakapan::KontakId,
};
use loket_simulators::whatsapp::{FailSends, Tap, TapKind};
use loket_tests::{
    app::TestApp,
    klien::{Jawaban, Klien},
    sampai,
    warga::{Warga, isi},
};
use reqwest::Method;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

/// Changes rows as no client could.
pub async fn paksa(app: &TestApp, sql: &str) {
    let tx = app.kantor.parts.postgres.begin_tenant(&app.kantor.tenant.slug).await.unwrap();
    tx.execute_unprepared(sql).await.unwrap();
    tx.commit().await.unwrap();
}

async fn kontak(app: &TestApp) -> KontakId {
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let sql = Statement::from_string(DbBackend::Postgres, "SELECT id FROM kontak ORDER BY id");
    let baris = tx.query_one_raw(sql).await.unwrap().unwrap();
    KontakId::new(baris.try_get::<Uuid>("", "id").unwrap())
}

/// Queues texts to a contact.
async fn antrekan(app: &TestApp, kontak: KontakId, golongan: Golongan, teks: &[&str]) {
    let ports = &app.kantor.parts.ports;
    let mut work = ports.store.begin(&app.kantor.tenant.slug).await.unwrap();
    for satu in teks {
        let isi = IsiPesan::Teks { isi: (*satu).to_owned() };
        let pesan = PesanKeluar::baru(ports, kontak, None, isi).sebagai(golongan);
        work.pesan().antrekan(&pesan).await.unwrap();
    }
    work.commit().await.unwrap();
}

/// Messages in that state, the oldest first, once there are so many.
async fn berkeadaan(petugas: &Klien, keadaan: &str, jumlah: usize) -> Vec<Value> {
    sampai(&format!("{jumlah} pesan {keadaan}"), || async {
        let lembar = petugas.get(&format!("/v1/pesan-keluar?keadaan={keadaan}")).await.ok();
        let mut data = lembar["data"].as_array().unwrap().clone();
        data.reverse();
        (data.len() == jumlah).then_some(data)
    })
    .await
}

async fn saluran(petugas: &Klien) -> Value {
    petugas.get("/v1/wa/saluran").await.ok()["data"][0].clone()
}

fn teks(warga: &Warga<'_>) -> Vec<String> {
    warga.masuk().iter().map(isi).collect()
}

/// The window is closed, for our clock and for the channel's.
pub async fn tutup_jendela(app: &TestApp) {
    let sql = "UPDATE kontak SET terakhir_masuk_pada = terakhir_masuk_pada - interval '25 hours'";
    paksa(app, sql).await;
    app.kantor.wa.advance(Duration::from_hours(25));
}

fn gagalkan(app: &TestApp, count: u32, code: i64) {
    app.kantor.wa.faults(|faults| {
        faults.fail_sends = Some(FailSends { count, status: 400, code });
    });
}

#[tokio::test]
async fn a_closed_window_gets_one_template_and_after_the_tap_everything_in_order() {
    let app = TestApp::start("pekanbaru").await;
    setup::ajukan_templat(&app.kantor.parts, &app.kantor.tenant).await.unwrap();
    let warga = app.kantor.warga("6281600000601");
    let admin = app.sebagai("admin").await;
    warga.tulis("halo").await;
    tutup_jendela(&app).await;
    let kontak = kontak(&app).await;
    antrekan(&app, kontak, Golongan::Kabar, &["kabar satu", "kabar dua"]).await;
    let tertahan = berkeadaan(&admin, "tertahan", 2).await;
    assert_eq!(tertahan[0]["sebab"]["kode"], "jendela_tutup");
    antrekan(&app, kontak, Golongan::Pengingat, &["kabar tiga"]).await;
    berkeadaan(&admin, "tertahan", 3).await;
    let templat = warga.templat("loket_kabar_umum").await;
    assert!(isi(&templat).contains(&app.kantor.tenant.nama), "{}", isi(&templat));
    let payload = templat.payload.to_string();
    assert!(payload.contains("v1:kata:lanjut"), "{payload}");

    let tap = Tap {
        id: "v1:kata:lanjut".to_owned(),
        title: "Lanjutkan".to_owned(),
        kind: TapKind::Template,
        description: None,
    };
    app.kantor.wa.tap(warga.wa_id, &app.kantor.phone_number_id, &tap).unwrap();
    warga.pesan("kabar tiga").await;
    let semua = teks(&warga);
    let letak = |kata: &str| semua.iter().position(|satu| satu.contains(kata)).unwrap();
    assert!(letak("kabar satu") < letak("kabar dua") && letak("kabar dua") < letak("kabar tiga"));
    let templat = warga.masuk().iter().filter(|satu| satu.kind == "template").count();
    assert_eq!(templat, 1, "{semua:?}");
    assert!(app.kantor.wa.duplicates().is_empty());
}

#[tokio::test]
async fn the_word_of_the_channel_closes_a_window_that_looks_open() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281600000602");
    let admin = app.sebagai("admin").await;
    warga.tulis("halo").await;
    app.kantor.wa.advance(Duration::from_hours(25));
    let kontak = kontak(&app).await;
    antrekan(&app, kontak, Golongan::Kabar, &["kabar satu"]).await;
    let tertahan = berkeadaan(&admin, "tertahan", 1).await;
    assert_eq!(tertahan[0]["sebab"]["kode"], "wa_131047");
    // Nothing else is tried, and without an approved template nothing is said.
    antrekan(&app, kontak, Golongan::Kabar, &["kabar dua"]).await;
    let tertahan = berkeadaan(&admin, "tertahan", 2).await;
    assert_eq!(tertahan[1]["sebab"]["kode"], "jendela_tutup");
    assert_eq!(warga.masuk().len(), 1);
    warga.tulis("status").await;
    warga.pesan("kabar dua").await;
}

#[tokio::test]
async fn a_number_that_lost_its_access_keeps_its_messages_until_somebody_repairs_it() {
    let app = TestApp::start("pekanbaru").await;
    let (warga, lain) = (app.kantor.warga("6281600000603"), app.kantor.warga("6281600000604"));
    let (admin, fo) = (app.sebagai("admin").await, app.sebagai("fo").await);
    let nomor = app.kantor.phone_number_id.clone();
    gagalkan(&app, 1, 190);
    app.kantor.wa.send_text(warga.wa_id, &nomor, "halo").unwrap();
    let dijeda = sampai("nomor dijeda", || async {
        let saluran = saluran(&admin).await;
        (saluran["keadaan"] == "dijeda").then_some(saluran)
    })
    .await;
    assert_eq!(dijeda["sebab"]["kode"], "wa_190");
    app.kantor.wa.send_text(lain.wa_id, &nomor, "halo").unwrap();
    berkeadaan(&admin, "antre", 2).await;
    assert!(warga.masuk().is_empty() && lain.masuk().is_empty());
    let kabar = admin.get("/v1/notifikasi").await.ok();
    assert_eq!(kabar["data"][0]["jenis"], "saluran", "{kabar}");
    assert_eq!(kabar["data"].as_array().unwrap().len(), 1, "{kabar}");

    let jalur = format!("/v1/wa/saluran/{nomor}/lanjut");
    assert_eq!(fo.post(&jalur, json!(null)).await.masalah(403), "tidak_berizin");
    assert_eq!(
        admin.post("/v1/wa/saluran/0/lanjut", json!(null)).await.masalah(404),
        "tidak_ditemukan"
    );
    assert_eq!(admin.post(&jalur, json!(null)).await.ok()["keadaan"], "aktif");
    berkeadaan(&admin, "terkirim", 2).await;
    assert_eq!(admin.post(&jalur, json!(null)).await.masalah(409), "saluran_tidak_dijeda");
    assert_eq!((warga.masuk().len(), lain.masuk().len()), (1, 1));
}

#[tokio::test]
async fn a_paused_number_that_works_again_is_found_by_one_message() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281600000605");
    let admin = app.sebagai("admin").await;
    gagalkan(&app, 1, 131_042);
    app.kantor.wa.send_text(warga.wa_id, &app.kantor.phone_number_id, "halo").unwrap();
    sampai("nomor dijeda", || async {
        (saluran(&admin).await["sebab"]["kode"] == "wa_131042").then_some(())
    })
    .await;
    paksa(&app, "UPDATE wa_saluran SET lanjut_pada = sejak").await;
    berkeadaan(&admin, "terkirim", 1).await;
    assert_eq!(saluran(&admin).await["keadaan"], "aktif");
}

#[tokio::test]
async fn the_limit_of_one_recipient_holds_nobody_else() {
    let app = TestApp::start("pekanbaru").await;
    let (warga, lain) = (app.kantor.warga("6281600000606"), app.kantor.warga("6281600000607"));
    let admin = app.sebagai("admin").await;
    gagalkan(&app, 2, 131_056);
    app.kantor.wa.send_text(warga.wa_id, &app.kantor.phone_number_id, "halo").unwrap();
    let pesan = berkeadaan(&admin, "antre", 1).await[0]["id"].as_str().unwrap().to_owned();
    let jalur = format!("/v1/pesan-keluar/{pesan}");
    // The second refusal holds this recipient for four seconds.
    sampai("ditolak dua kali", || async {
        let pesan = admin.get(&jalur).await.ok();
        (pesan["jejak"].to_string().matches("wa_131056").count() == 2).then_some(())
    })
    .await;
    lain.tulis("halo").await;
    assert!(warga.masuk().is_empty(), "the other one was answered first");
    berkeadaan(&admin, "terkirim", 2).await;
    assert_eq!(admin.get(&jalur).await.ok()["percobaan"], 1, "a limit is no attempt");
}

#[tokio::test]
async fn who_opted_out_gets_answers_but_no_news() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281600000608");
    let (admin, fo) = (app.sebagai("admin").await, app.sebagai("fo").await);
    warga.tulis("halo").await;
    paksa(&app, "UPDATE kontak SET berhenti_pada = terakhir_masuk_pada").await;
    let kontak = kontak(&app).await;
    antrekan(&app, kontak, Golongan::Kabar, &["kabar"]).await;
    antrekan(&app, kontak, Golongan::Petugas, &["dari petugas"]).await;
    warga.pesan("dari petugas").await;
    let dilewati = berkeadaan(&admin, "dilewati", 1).await;
    assert_eq!(dilewati[0]["sebab"]["kode"], "warga_berhenti");
    assert!(dilewati[0]["sebab"]["kalimat"].as_str().unwrap().contains("BERHENTI"));
    assert!(!teks(&warga).contains(&"kabar".to_owned()));

    // What it says is only for those who may read cases.
    let jalur = format!("/v1/pesan-keluar/{}", dilewati[0]["id"].as_str().unwrap());
    assert_eq!(admin.get(&jalur).await.ok()["isi"], json!(null));
    assert_eq!(fo.get(&jalur).await.ok()["isi"]["isi"], "kabar");
    let tanpa = admin.get("/v1/pesan-keluar?keadaan=hilang").await;
    assert_eq!(tanpa.status, 422, "{}", tanpa.teks);
}

#[tokio::test]
async fn a_dead_letter_is_sent_again_once_or_ended_with_a_reason() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281600000609");
    let (admin, fo) = (app.sebagai("admin").await, app.sebagai("fo").await);
    app.kantor.wa.faults(|faults| faults.not_on_whatsapp = vec![warga.wa_id.to_owned()]);
    app.kantor.wa.send_text(warga.wa_id, &app.kantor.phone_number_id, "halo").unwrap();
    let gagal = berkeadaan(&admin, "gagal", 1).await;
    assert_eq!(gagal[0]["sebab"]["kode"], "wa_131026");
    let jalur = format!("/v1/pesan-keluar/{}", gagal[0]["id"].as_str().unwrap());
    let ulang = format!("{jalur}/ulang");
    assert_eq!(fo.post(&ulang, json!({})).await.masalah(403), "tidak_berizin");
    app.kantor.wa.faults(|faults| faults.not_on_whatsapp.clear());
    assert_eq!(admin.post(&ulang, json!({})).await.ok()["keadaan"], "antre");
    let status = sampai("sampai di ponsel", || async {
        let pesan = admin.get(&jalur).await.ok();
        (pesan["status"] == "delivered").then_some(pesan)
    })
    .await;
    assert_eq!(status["mungkin_ganda"], false);
    assert_eq!(admin.post(&ulang, json!({})).await.masalah(409), "pesan_sudah_terkirim");
    let abaikan = format!("{jalur}/abaikan");
    let alasan = json!({ "alasan": "sudah diberi tahu di loket" });
    assert_eq!(admin.post(&abaikan, alasan.clone()).await.masalah(409), "pesan_tidak_bermasalah");
    assert!(app.kantor.wa.duplicates().is_empty());

    // One whose outcome nobody knows.
    let kabur = "UPDATE pesan_keluar SET keadaan = 'gagal', kabur = true, status_kirim = NULL";
    paksa(&app, kabur).await;
    let ragu = admin.post(&ulang, json!({})).await;
    assert_eq!(ragu.masalah(409), "pesan_mungkin_ganda");
    assert_eq!(ragu.json["pilihan"], json!(["paksa", "abaikan"]));
    let tanpa = admin.post(&ulang, json!({ "paksa": true })).await;
    assert_eq!(
        (tanpa.status.as_u16(), &tanpa.json["errors"][0]["pointer"]),
        (422, &json!("/alasan"))
    );
    let diakhiri = admin.post(&abaikan, alasan).await.ok();
    assert_eq!(diakhiri["sebab"]["kode"], "diabaikan_petugas");
    let jejak = admin.get(&jalur).await.ok()["jejak"].clone();
    assert_eq!(jejak.as_array().unwrap().last().unwrap()["catatan"], "sudah diberi tahu di loket");
    let paksa = json!({ "paksa": true, "alasan": "warga belum menerima" });
    assert_eq!(admin.post(&ulang, paksa).await.ok()["mungkin_ganda"], true);
}

#[tokio::test]
async fn an_element_that_was_given_up_is_processed_again() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281600000610");
    let admin = app.sebagai("admin").await;
    warga.tulis("halo").await;
    let sql = "UPDATE wa_masuk SET keadaan = 'gagal', galat = 'tak_terduga', percobaan = 10 WHERE jenis = 'pesan'";
    paksa(&app, sql).await;
    let gagal = admin.get("/v1/wa/masuk-gagal").await.ok();
    assert_eq!(gagal["data"][0]["galat"], "tak_terduga", "{gagal}");
    let jalur = format!("/v1/wa/masuk-gagal/{}/ulang", gagal["data"][0]["id"].as_str().unwrap());
    assert_eq!(admin.post(&jalur, json!(null)).await.status, 204);
    sampai("diproses lagi", || async { (warga.masuk().len() == 2).then_some(()) }).await;
    assert_eq!(admin.post(&jalur, json!(null)).await.masalah(404), "tidak_ditemukan");
}

#[tokio::test]
async fn the_cost_of_messages_is_counted_by_day_and_category() {
    let app = TestApp::start("pekanbaru").await;
    setup::ajukan_templat(&app.kantor.parts, &app.kantor.tenant).await.unwrap();
    let warga = app.kantor.warga("6281600000611");
    let admin = app.sebagai("admin").await;
    warga.tulis("halo").await;
    tutup_jendela(&app).await;
    antrekan(&app, kontak(&app).await, Golongan::Kabar, &["kabar"]).await;
    warga.templat("loket_kabar_umum").await;
    let kini = app.kantor.parts.ports.clock.now();
    let hari = |geser| (kini + time::Duration::days(geser)).date();
    let jalur = format!("/v1/laporan/wa-biaya?dari={}&sampai={}", hari(-1), hari(3));
    let laporan = sampai("biaya dua pesan", || async {
        let laporan = admin.get(&jalur).await.ok();
        (laporan["ditagih"] == 2).then_some(laporan)
    })
    .await;
    let kategori: Vec<&str> = laporan["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| b["kategori"].as_str().unwrap())
        .collect();
    assert_eq!(kategori, ["service", "utility"], "{laporan}");
    let panjang = format!("/v1/laporan/wa-biaya?dari={}&sampai={}", hari(-100), hari(0));
    assert_eq!(admin.get(&panjang).await.status, 422);
    let terbalik = format!("/v1/laporan/wa-biaya?dari={}&sampai={}", hari(0), hari(-1));
    assert_eq!(admin.get(&terbalik).await.status, 422);
}

async fn simpan(admin: &Klien, id: &str, etag: Option<&str>, isi: &Value) -> Jawaban {
    let mut kepala = vec![("content-type", "application/json")];
    kepala.extend(etag.map(|etag| ("if-match", etag)));
    let jalur = format!("/v1/wa/templat/{id}");
    admin.panggil(Method::PUT, &jalur, &kepala, Some(isi.to_string().into_bytes())).await
}

#[tokio::test]
async fn a_template_is_checked_before_it_is_saved_and_follows_the_channel_afterwards() {
    let app = TestApp::start("pekanbaru").await;
    let (admin, fo) = (app.sebagai("admin").await, app.sebagai("fo").await);
    let bawaan = fo.get("/v1/wa/templat").await.ok();
    assert_eq!(bawaan["data"].as_array().unwrap().len(), 6, "{bawaan}");
    assert!(bawaan["data"].as_array().unwrap().iter().all(|satu| satu["keadaan"] == "draf"));

    let mut isi = json!({
        "nama": "kabar_baru", "bahasa": "id", "kategori": "UTILITY", "kegunaan": "kabar",
        "badan": "Kirim foto KTP ke {{1}}",
        "isian": ["kantor"], "contoh": ["Disdukcapil"],
    });
    let buat = async |kunci: &str, isi: &Value| {
        admin.post_dengan("/v1/wa/templat", &[("idempotency-key", kunci)], isi.clone()).await
    };
    let ditolak = buat("a", &isi).await;
    assert_eq!(ditolak.masalah(422), "isian_tidak_sah");
    let kode: Vec<&str> = ditolak.json["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kode"].as_str().unwrap())
        .collect();
    assert_eq!(kode, ["meminta_data_pribadi", "variabel_di_ujung"]);
    isi["badan"] = json!("Ada kabar dari {{1}} untuk Anda.");
    let draf = buat("b", &isi).await;
    assert_eq!((draf.status.as_u16(), draf.header["etag"].to_str().unwrap()), (201, "\"v1\""));
    let id = draf.json["id"].as_str().unwrap().to_owned();
    assert_eq!(
        buat("b", &isi).await.json["id"],
        draf.json["id"],
        "the same key, the same template"
    );
    assert_eq!(buat("c", &isi).await.json["errors"][0]["kode"], "nama_templat_terpakai");
    let fo_buat = fo.post_dengan("/v1/wa/templat", &[("idempotency-key", "d")], isi.clone()).await;
    assert_eq!(fo_buat.masalah(403), "tidak_berizin");

    isi["badan"] = json!("Ada kabar baru dari {{1}} untuk Anda.");
    assert_eq!(simpan(&admin, &id, None, &isi).await.masalah(428), "if_match_wajib");
    assert_eq!(simpan(&admin, &id, Some("\"v7\""), &isi).await.masalah(412), "draf_usang");
    assert_eq!(simpan(&admin, &id, Some("\"v1\""), &isi).await.ok()["versi"], 2);
    let diajukan = admin.post(&format!("/v1/wa/templat/{id}/pengajuan"), json!(null)).await.ok();
    assert_eq!(diajukan["keadaan"], "disetujui", "{diajukan}");
    assert!(diajukan["id_saluran"].is_string());
    assert_eq!(
        simpan(&admin, &id, Some("\"v3\""), &isi).await.masalah(409),
        "templat_sudah_diajukan"
    );

    // The channel pauses it: officers are told, and no message uses it any more.
    let waba = format!("waba-{}", app.kantor.tenant.slug);
    assert!(app.kantor.wa.set_template_status(&waba, "kabar_baru", "PAUSED"));
    let semua = admin.post("/v1/wa/templat/penyelarasan", json!(null)).await.ok();
    let satu = semua["data"].as_array().unwrap().iter().find(|satu| satu["id"] == id.as_str());
    assert_eq!(satu.unwrap()["keadaan"], "dijeda");
    let kabar = admin.get("/v1/notifikasi").await.ok();
    assert!(kabar["data"][0]["isi"].as_str().unwrap().contains("kabar_baru"), "{kabar}");
}

#[tokio::test]
async fn a_template_that_the_channel_refuses_is_not_used_again() {
    let app = TestApp::start("pekanbaru").await;
    setup::ajukan_templat(&app.kantor.parts, &app.kantor.tenant).await.unwrap();
    let waba = format!("waba-{}", app.kantor.tenant.slug);
    let warga = app.kantor.warga("6281600000612");
    let admin = app.sebagai("admin").await;
    warga.tulis("halo").await;
    tutup_jendela(&app).await;
    // The event that tells of it is late.
    app.kantor.wa.faults(|salah| salah.outage = true);
    assert!(app.kantor.wa.set_template_status(&waba, "loket_kabar_umum", "PAUSED"));
    antrekan(&app, kontak(&app).await, Golongan::Kabar, &["kabar"]).await;
    let gagal = berkeadaan(&admin, "gagal", 1).await;
    assert_eq!(
        (&gagal[0]["jenis"], &gagal[0]["sebab"]["kode"]),
        (&json!("templat"), &json!("wa_132015"))
    );
    let semua = admin.get("/v1/wa/templat").await.ok();
    let umum = semua["data"].as_array().unwrap().iter().find(|s| s["nama"] == "loket_kabar_umum");
    assert_eq!(umum.unwrap()["keadaan"], "dijeda");
    berkeadaan(&admin, "tertahan", 1).await;
    assert_eq!(warga.masuk().len(), 1);
}

#[tokio::test]
async fn a_template_that_the_channel_pauses_is_known_before_anybody_sends_it() {
    let app = TestApp::start("pekanbaru").await;
    setup::ajukan_templat(&app.kantor.parts, &app.kantor.tenant).await.unwrap();
    let admin = app.sebagai("admin").await;
    let waba = format!("waba-{}", app.kantor.tenant.slug);
    assert!(app.kantor.wa.set_template_status(&waba, "loket_kabar_umum", "PAUSED"));
    sampai("templat dijeda", || async {
        let semua = admin.get("/v1/wa/templat").await.ok();
        let semua = semua["data"].as_array().unwrap().clone();
        let umum = semua.into_iter().find(|satu| satu["nama"] == "loket_kabar_umum")?;
        (umum["keadaan"] == "dijeda").then_some(())
    })
    .await;
}
