//! Bad input: each gets its answer, and nothing is half-done.

use loket_simulators::contoh_pdf;
use loket_tests::{app::TestApp, klien::HTTP, warga::isi};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::pekanbaru::{ajukan_pdf, cari};

pub fn tanda(rahasia: &str, badan: &[u8]) -> String {
    let kunci = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, rahasia.as_bytes());
    format!("sha256={}", hex::encode(ring::hmac::sign(&kunci, badan)))
}

pub async fn webhook(app: &TestApp, badan: Vec<u8>, tanda: Option<&str>) -> StatusCode {
    let mut permintaan = HTTP.post(format!("{}/v1/wa/webhook", app.basis)).body(badan);
    if let Some(tanda) = tanda {
        permintaan = permintaan.header("x-hub-signature-256", tanda);
    }
    permintaan.header("content-type", "application/json").send().await.unwrap().status()
}

async fn tersimpan(app: &TestApp) -> u64 {
    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let hitung = Statement::from_string(DbBackend::Postgres, "SELECT count(*) AS n FROM wa_masuk");
    let baris = tx.query_one_raw(hitung).await.unwrap().unwrap();
    u64::try_from(baris.try_get::<i64>("", "n").unwrap()).unwrap()
}

fn pesan(nomor: &str, wamid: &str, isi: &Value) -> Value {
    let mut pesan = json!({ "from": "6281400000301", "id": wamid, "timestamp": "1790000000" });
    for (kunci, nilai) in isi.as_object().unwrap() {
        pesan[kunci] = nilai.clone();
    }
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": "waba", "changes": [{
        "field": "messages",
        "value": {
            "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "62800", "phone_number_id": nomor },
            "contacts": [{ "profile": { "name": "Contoh" }, "wa_id": "6281400000301" }],
            "messages": [pesan],
        },
    }] }] })
}

#[tokio::test]
async fn a_webhook_with_a_wrong_or_missing_signature_stores_nothing() {
    let app = TestApp::start("sinjai").await;
    let badan = pesan(
        &app.kantor.phone_number_id,
        "wamid.X",
        &json!({ "type": "text", "text": { "body": "halo" } }),
    );
    let badan = badan.to_string().into_bytes();
    let benar = tanda(&app.kantor.app_secret, &badan);
    let palsu = [
        None,
        Some(tanda("rahasia lain", &badan)),
        Some(benar.trim_start_matches("sha256=").to_owned()),
        Some(benar.replace("sha256=", "sha1=")),
        Some(benar[..benar.len() - 2].to_owned()),
        Some(benar.to_uppercase()),
        Some(String::new()),
    ];
    for satu in palsu {
        assert_eq!(webhook(&app, badan.clone(), satu.as_deref()).await, 401, "{satu:?}");
    }
    let mut berubah = badan.clone();
    *berubah.last_mut().unwrap() = b' ';
    assert_eq!(webhook(&app, berubah, Some(&benar)).await, 401);
    assert_eq!(tersimpan(&app).await, 0);
    assert_eq!(webhook(&app, badan.clone(), Some(&benar)).await, 200);
    assert_eq!(webhook(&app, badan, Some(&benar)).await, 200, "kiriman ulang diterima");
    assert_eq!(tersimpan(&app).await, 1, "dan dikenali");
}

/// Security bar 41.
#[tokio::test]
async fn an_unknown_number_is_counted_and_stored_nowhere() {
    let app = TestApp::start("sinjai").await;
    let lain = TestApp::start("kembaran").await;
    // Signed with our own secret, but naming nobody's number, or another office's.
    for nomor in ["000000", lain.kantor.phone_number_id.as_str()] {
        let badan = pesan(nomor, "wamid.Y", &json!({ "type": "text", "text": { "body": "halo" } }));
        let badan = badan.to_string().into_bytes();
        let tanda = tanda(&app.kantor.app_secret, &badan);
        assert_eq!(webhook(&app, badan, Some(&tanda)).await, 200);
    }
    assert_eq!((tersimpan(&app).await, tersimpan(&lain).await), (0, 0));
    let metrik = app.anonim().get("/metrics").await.teks;
    let baris = metrik.lines().find(|b| b.contains("tak_dikenal") && !b.starts_with('#')).unwrap();
    assert!(baris.ends_with(" 2"), "{baris}");
}

#[tokio::test]
async fn a_body_over_three_megabytes_is_too_large() {
    let app = TestApp::start("sinjai").await;
    let badan = vec![b' '; 3 * 1024 * 1024 + 1];
    let tanda = tanda(&app.kantor.app_secret, &badan);
    assert_eq!(webhook(&app, badan, Some(&tanda)).await, 413);
    assert_eq!(tersimpan(&app).await, 0);
}

#[tokio::test]
async fn shapes_nobody_knows_are_kept_and_their_neighbours_are_processed() {
    let app = TestApp::start("sinjai").await;
    let nomor = &app.kantor.phone_number_id;
    let warga = app.kantor.warga("6281400000301");
    warga.tulis("halo").await;
    let mut badan =
        pesan(nomor, "wamid.A", &json!({ "type": "hologram", "hologram": { "x": [1, null] } }));
    let nilai = &mut badan["entry"][0]["changes"][0]["value"];
    nilai["messages"].as_array_mut().unwrap().extend([
        json!(42),
        json!({ "type": ["text"], "id": {} }),
        json!({ "from": "6281400000301", "id": "wamid.B", "timestamp": 1_790_000_001, "type": "text", "text": { "body": "status" } }),
    ]);
    nilai["statuses"] = json!([{ "id": "wamid.tak-ada", "status": "delivered" }, null, "x"]);
    badan["entry"][0]["changes"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "field": "masa_depan", "value": [] }));
    badan["entry"].as_array_mut().unwrap().push(json!("bukan objek"));
    let badan = badan.to_string().into_bytes();
    let tanda_tangan = tanda(&app.kantor.app_secret, &badan);
    assert_eq!(webhook(&app, badan, Some(&tanda_tangan)).await, 200);
    assert!(tersimpan(&app).await >= 3);
    warga.pesan("Belum ada permohonan dari nomor ini").await;
    for badan in ["", "{", "[]", "null", "{\"entry\":{}}", "\"\\ud800\""] {
        let tanda = tanda(&app.kantor.app_secret, badan.as_bytes());
        assert_eq!(webhook(&app, badan.into(), Some(&tanda)).await, 200, "{badan}");
    }
    assert_eq!(app.anonim().get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_file_that_is_no_photo_and_no_pdf_is_refused_with_the_reason() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281400000305");
    for teks in ["halo", "1", "Siti Aminah", "kartu keluarga", "1471"] {
        warga.tulis(teks).await;
    }
    let terpotong = &loket_tests::warga::FOTO[..200];
    for (berkas, sebab) in [
        (b"MZ bukan foto".as_slice(), "bukan foto JPEG/PNG atau PDF"),
        (terpotong, "tidak terkirim utuh"),
    ] {
        let jawaban = warga.kirim_berkas("image/jpeg", berkas).await;
        assert!(isi(&jawaban).contains(sebab), "{}", isi(&jawaban));
        assert!(isi(&jawaban).contains("KTP-el"), "pertanyaannya diulang: {}", isi(&jawaban));
    }
    let jawaban = warga.kirim_berkas("application/pdf", &contoh_pdf("KTP", &["CONTOH"])).await;
    assert!(isi(&jawaban).contains("Sudah benar?"), "{}", isi(&jawaban));
}

#[tokio::test]
async fn another_tenants_ids_are_as_unknown_as_random_ones() {
    let (kita, mereka) = (TestApp::start("pekanbaru").await, TestApp::start("pekanbaru").await);
    let warga = mereka.kantor.warga("6281400000306");
    let nomor = ajukan_pdf(&warga).await;
    let (fo_kita, fo_mereka) = (kita.sebagai("fo").await, mereka.sebagai("fo").await);
    let id = cari(&fo_mereka, &nomor).await["id"].as_str().unwrap().to_owned();
    let tugas = fo_mereka.terima(&id, "cek_daftar").await;
    let rinci = fo_mereka.get(&format!("/v1/permohonan/{id}")).await.ok();
    let berkas = rinci["berkas"][0]["id"].as_str().unwrap().to_owned();
    let acak = "0197a000-0000-7000-8000-000000000000";
    let jalur = [
        (Method::GET, "/v1/permohonan/{}", id.as_str(), None),
        (Method::GET, "/v1/permohonan/{}/linimasa", &id, None),
        (Method::GET, "/v1/permohonan/{}/kartu-kendali", &id, None),
        (Method::POST, "/v1/permohonan/{}/kelengkapan", &id, None),
        (Method::GET, "/v1/tugas/{}", &tugas, None),
        (Method::POST, "/v1/tugas/{}/penerimaan", &tugas, None),
        (
            Method::POST,
            "/v1/tugas/{}/keputusan",
            &tugas,
            Some(json!({ "keputusan": "lanjut", "versi": 3 })),
        ),
        (Method::GET, "/v1/berkas/{}/unduhan", &berkas, None),
        (Method::POST, "/v1/berkas/{}/selesai", &berkas, None),
    ];
    for (metode, pola, milik_mereka, badan) in jalur {
        let badan = badan.map(|isi| isi.to_string().into_bytes());
        let header = [("content-type", "application/json")];
        let asing = fo_kita
            .panggil(metode.clone(), &pola.replace("{}", milik_mereka), &header, badan.clone())
            .await;
        let kosong = fo_kita.panggil(metode, &pola.replace("{}", acak), &header, badan).await;
        assert_eq!(asing.masalah(404), kosong.masalah(404), "{pola}");
        let tanpa_id = |jawaban: &loket_tests::klien::Jawaban| {
            let mut isi = jawaban.json.clone();
            isi["instance"] = Value::Null;
            isi
        };
        assert_eq!(tanpa_id(&asing), tanpa_id(&kosong), "{pola}");
    }
    let tahap = fo_mereka.get(&format!("/v1/tugas/{tugas}")).await.ok();
    assert_eq!(tahap["status"], "diterima", "tidak ada yang berubah");
}

#[tokio::test]
async fn a_decision_not_open_or_on_a_stale_version_says_what_is_possible() {
    let app = TestApp::start("pekanbaru").await;
    let nomor = ajukan_pdf(&app.kantor.warga("6281400000307")).await;
    let (fo, kasi) = (app.sebagai("fo").await, app.sebagai("kasi").await);
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    let tugas = fo.terima(&id, "cek_daftar").await;
    let usang = json!({ "keputusan": "lanjut", "versi": 1 });
    let jawaban = fo.post(&format!("/v1/tugas/{tugas}/keputusan"), usang).await;
    assert_eq!(jawaban.masalah(409), "versi_usang");
    assert!(
        jawaban.json["pilihan"].as_array().unwrap().contains(&json!("lanjut")),
        "{}",
        jawaban.teks
    );
    let tak_ada = fo.putuskan_tugas(&tugas, "terbang", None).await;
    assert_eq!(tak_ada.masalah(409), "keputusan_tidak_ada");
    assert!(tak_ada.json["pilihan"].as_array().unwrap().contains(&json!("lanjut")));
    assert_eq!(fo.putuskan_tugas(&tugas, "kurang", None).await.masalah(409), "alasan_wajib");
    let bukan = kasi.post(&format!("/v1/tugas/{tugas}/penerimaan"), json!({})).await;
    assert_eq!(bukan.masalah(409), "bukan_pelaksana");
    fo.putuskan_tugas(&tugas, "lanjut", None).await.ok();
    let lagi = json!({ "keputusan": "lanjut", "versi": 99 });
    fo.post(&format!("/v1/tugas/{tugas}/keputusan"), lagi).await.masalah(409);
}

#[tokio::test]
async fn twenty_clicks_at_once_are_one_decision() {
    let app = TestApp::start("pekanbaru").await;
    let nomor = ajukan_pdf(&app.kantor.warga("6281400000308")).await;
    let fo = app.sebagai("fo").await;
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    let tugas = fo.terima(&id, "cek_daftar").await;
    let versi = fo.get(&format!("/v1/tugas/{tugas}")).await.ok()["versi"].clone();
    let isi = json!({ "keputusan": "lanjut", "versi": versi });
    let jalur = format!("/v1/tugas/{tugas}/keputusan");
    let klik: Vec<_> = (0..20)
        .map(|_| {
            let (fo, isi, jalur) = (fo.clone(), isi.clone(), jalur.clone());
            tokio::spawn(async move { fo.post(&jalur, isi).await.status })
        })
        .collect();
    let mut berhasil = 0;
    for satu in klik {
        berhasil += usize::from(satu.await.unwrap().is_success());
    }
    assert_eq!(berhasil, 1);
    let linimasa = fo.get(&format!("/v1/permohonan/{id}/linimasa")).await.ok();
    let putusan = linimasa["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|satu| {
            satu["jenis"] == "tugas_diputuskan" || satu["peristiwa"]["jenis"] == "tugas_diputuskan"
        })
        .count();
    assert_eq!(putusan, 1);
}

#[tokio::test]
async fn a_draft_announced_before_the_approval_cannot_come_in_during_it() {
    let app = TestApp::start("balangan").await;
    let nomor = crate::balangan::ajukan_akta(&app.kantor.warga("6281400000309")).await;
    let layanan = app.sebagai("operator_layanan").await;
    let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();
    layanan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
    let siak = app.sebagai("operator_siak").await;
    siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
    let proses = siak.terima(&id, "proses").await;
    let susulan = contoh_pdf("AKTA LAIN", &["CONTOH"]);
    let umum = json!({ "produk": "akta", "ukuran": susulan.len(), "bertanda_tangan": false });
    let umum = siak.post(&format!("/v1/permohonan/{id}/dokumen"), umum).await.ok();
    let draf = contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["CONTOH"]);
    siak.unggah_dokumen(&id, "akta", &draf, false).await.ok();
    siak.putuskan_tugas(&proses, "ajukan", None).await.ok();
    app.sebagai("kasi").await.putuskan(&id, "persetujuan", "setuju", None).await.ok();

    loket_tests::klien::taruh(&umum["unggah"], &susulan).await;
    let dokumen = umum["id"].as_str().unwrap();
    let terlambat = siak.post(&format!("/v1/dokumen/{dokumen}/selesai"), json!({})).await;
    terlambat.masalah(409);
    let rinci = layanan.get(&format!("/v1/permohonan/{id}")).await.ok();
    let berlaku: Vec<_> =
        rinci["dokumen"].as_array().unwrap().iter().filter(|d| d["keadaan"] == "draf").collect();
    assert_eq!(berlaku.len(), 1);
    assert_eq!(berlaku[0]["sha256"], crate::pdf::sha256(&draf));
}

#[tokio::test]
async fn bytes_put_again_after_the_check_change_nothing() {
    let app = TestApp::start("balangan").await;
    let layanan = app.sebagai("operator_layanan").await;
    let isi = json!({
        "layanan": "kk_perubahan", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" },
        "isian": { "perubahan": "pekerjaan menjadi petani" },
    });
    let baru = layanan.post_dengan("/v1/permohonan", &[("idempotency-key", "a")], isi).await.ok();
    let foto = loket_tests::warga::FOTO;
    let umum = json!({ "syarat": "kk", "tipe": "image/jpeg", "ukuran": foto.len() });
    let jalur = format!("/v1/permohonan/{}/berkas", baru["id"].as_str().unwrap());
    let umum = layanan.post(&jalur, umum).await.ok();
    loket_tests::klien::taruh(&umum["unggah"], foto).await;
    let berkas = umum["id"].as_str().unwrap();
    layanan.post(&format!("/v1/berkas/{berkas}/selesai"), json!({})).await.ok();
    loket_tests::klien::taruh(&umum["unggah"], &vec![0; foto.len()]).await;
    let unduh = layanan.get(&format!("/v1/berkas/{berkas}/unduhan?asli=true")).await.ok();
    let tersimpan = HTTP.get(unduh["url"].as_str().unwrap()).send().await.unwrap();
    assert!(tersimpan.bytes().await.unwrap() == foto, "isi berkas berubah");
}
