//! Requests of data subjects, from the word in the chat to the last erasure.

use std::sync::Arc;

use loket_domain::{hak_subjek::JagaHakSubjek, kalender::Clock, retensi::JalankanRetensi};
use loket_infra::crypto::SystemClock;
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
    klien::{HTTP, Klien},
    sampai,
    warga::isi,
};
use serde_json::{Value, json};
use time::Duration;

use super::{KK, NIK, NOMOR, daftarkan, perubahan_kk, tanya};

async fn kantor() -> (TestApp, Arc<Jam>) {
    let mut kantor = Kantor::siapkan("balangan").await;
    let jam = Arc::new(Jam::di(SystemClock.now()));
    kantor.parts.ports.clock = jam.clone();
    (TestApp::layani(kantor), jam)
}

/// The open requests of the office.
async fn terbuka(kepala: &Klien) -> Vec<Value> {
    let daftar = kepala.get("/v1/hak-subjek?keadaan=diterima").await.ok();
    daftar["data"].as_array().unwrap().clone()
}

/// Security bar 60: a copy, by one-time link to the number that asked.
#[tokio::test]
async fn who_writes_data_saya_gets_a_copy_of_everything_once() {
    let (app, jam) = kantor().await;
    let petugas = app.sebagai("operator_layanan").await;
    let kasus = daftarkan(&petugas, "k", perubahan_kk()).await;
    let warga = app.kantor.warga(NOMOR);
    warga.tulis("halo").await;
    warga.kirim("Data saya");
    let jawaban = isi(&warga.pesan("3 x 24 jam").await);
    assert!(jawaban.contains("*HS-") && jawaban.contains("3 x 24 jam"), "{jawaban}");
    warga.kirim("DATA SAYA");
    warga.pesan("sudah tercatat").await;
    let kepala = app.sebagai("kadis").await;
    assert_eq!(petugas.get("/v1/hak-subjek").await.masalah(403), "tidak_berizin");
    let semua = terbuka(&kepala).await;
    assert_eq!(semua.len(), 1);
    assert_eq!(
        (&semua[0]["jenis"], &semua[0]["verifikasi"]),
        (&json!("salinan"), &json!("nomor_wa"))
    );
    let sisa = semua[0]["sisa_menit"].as_i64().unwrap();
    assert!((72 * 60 - 1..=72 * 60).contains(&sisa), "{sisa}");
    let jalur = format!("/v1/hak-subjek/{}", semua[0]["id"].as_str().unwrap());
    let pendek = json!({ "kabulkan": true, "jawaban": "ya" });
    kepala.post(&format!("{jalur}/putusan"), pendek).await.masalah(422);
    let putusan = json!({ "kabulkan": true, "jawaban": "Salinan data Anda terlampir." });
    let hasil = kepala.post(&format!("{jalur}/putusan"), putusan.clone()).await.ok();
    assert_eq!((&hasil["keadaan"], &hasil["sisa_menit"]), (&json!("dikabulkan"), &Value::Null));
    let lagi = kepala.post(&format!("{jalur}/putusan"), putusan).await;
    assert_eq!(lagi.masalah(409), "permintaan_sudah_diputuskan");

    let pesan = isi(&warga.pesan("Unduh salinan datanya").await);
    let tautan = pesan.split_whitespace().last().unwrap().to_owned();
    for _ in 0..2 {
        let halaman = HTTP.get(&tautan).send().await.unwrap();
        assert_eq!(halaman.status(), 200, "looking changes nothing");
        assert!(!halaman.text().await.unwrap().contains(NIK));
    }
    let unduh = HTTP.post(&tautan).send().await.unwrap();
    assert!(unduh.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let salinan: Value = unduh.json().await.unwrap();
    assert_eq!(salinan["kontak"]["nomor_wa"], NOMOR);
    let pemohon = &salinan["permohonan"][0]["pemohon"];
    assert_eq!((&pemohon["nik"], &pemohon["nomor_kk"]), (&json!(NIK), &json!(KK)));
    assert!(salinan["percakapan"].as_array().unwrap().len() >= 3, "{salinan}");
    assert_eq!(salinan["permohonan"].as_array().unwrap().len(), 1);
    // A phone may lose its connection, a stranger may find the link later.
    assert_eq!(HTTP.post(&tautan).send().await.unwrap().status(), 200);
    jam.pindah(SystemClock.now() + Duration::minutes(15));
    assert_eq!(HTTP.post(&tautan).send().await.unwrap().status(), 410);
    let lain = if tautan.ends_with('0') { '1' } else { '0' };
    let asing = format!("{}{lain}", &tautan[..tautan.len() - 1]);
    assert_eq!(HTTP.get(&asing).send().await.unwrap().status(), 404);

    // After its days the copy itself is gone.
    let kunci = tanya(&app, "SELECT bundel_kunci FROM hak_subjek").await;
    let ports = app.kantor.parts.ports.clone();
    assert!(ports.objek.ambil(&kunci, 1 << 26).await.unwrap().is_some());
    jam.pindah(SystemClock.now() + Duration::days(4));
    JagaHakSubjek.execute(&ports, &app.kantor.tenant).await.unwrap();
    JalankanRetensi::default().execute(&ports, &app.kantor.tenant).await.unwrap();
    assert!(ports.objek.ambil(&kunci, 1 << 26).await.unwrap().is_none());
    assert_eq!(HTTP.get(&tautan).send().await.unwrap().status(), 404);
    let jejak = "SELECT string_agg(rincian::text, '') FROM audit WHERE aksi LIKE 'hak_subjek.%'";
    let jejak = tanya(&app, jejak).await;
    assert!(!jejak.contains(NIK) && !jejak.contains(NOMOR), "{jejak} {kasus}");
}

/// Security bar 60: what no law keeps is erased, what one does is answered with it.
#[tokio::test]
async fn who_writes_hapus_data_is_forgotten_as_far_as_the_law_lets_it_be() {
    let (app, jam) = kantor().await;
    let petugas = app.sebagai("operator_layanan").await;
    let warga = app.kantor.warga(NOMOR);
    warga.tulis("halo").await;
    let kasus = daftarkan(&petugas, "k", perubahan_kk()).await;
    warga.kirim("hapus data");
    warga.pesan("wajib disimpan").await;
    let kepala = app.sebagai("kadis").await;
    let id = terbuka(&kepala).await[0]["id"].as_str().unwrap().to_owned();
    let batal = json!({ "alasan": "Pemohon membatalkan sendiri." });
    petugas.post(&format!("/v1/permohonan/{kasus}/pembatalan"), batal).await.ok();
    let putusan = json!({ "kabulkan": true, "jawaban": "Data Anda kami hapus sesuai permintaan." });
    let hasil = kepala.post(&format!("/v1/hak-subjek/{id}/putusan"), putusan).await.ok();
    assert_eq!(hasil["keadaan"], "dikabulkan_sebagian");
    let terhalang: Vec<_> = hasil["hasil"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|satu| satu["dilaksanakan"] == json!(false))
        .collect();
    assert!(terhalang.iter().any(|satu| satu["dasar"].as_str().unwrap().contains("UU 43/2009")));
    assert_eq!(tanya(&app, "SELECT count(*) FROM pesan_masuk").await, "0");
    let pesan = isi(&warga.pesan("dikabulkan sebagian").await);
    assert!(pesan.contains("✗") && pesan.contains("UU 23/2006"), "{pesan}");
    assert_eq!(
        tanya(&app, "SELECT count(*) FROM kontak WHERE nomor_indeks IS NOT NULL").await,
        "1",
        "until the answer is there"
    );

    jam.pindah(SystemClock.now() + Duration::hours(25));
    let ports = app.kantor.parts.ports.clone();
    JagaHakSubjek.execute(&ports, &app.kantor.tenant).await.unwrap();
    let lupa = "SELECT count(*) FROM kontak WHERE nomor_tersegel IS NULL AND nomor_indeks IS NULL
                AND nama_tersegel IS NULL AND bsuid IS NULL";
    assert_eq!(tanya(&app, lupa).await, "1");
    assert_eq!(tanya(&app, "SELECT count(*) FROM pesan_keluar").await, "0");
    let petugas = app.sebagai("operator_layanan").await;
    let rinci = petugas.get(&format!("/v1/permohonan/{kasus}")).await.ok();
    assert_eq!(rinci["status"], "dibatalkan", "the case is an archive");
    // Who writes again is somebody new.
    app.kantor.samakan_jam(ports.clock.now());
    warga.tulis("halo lagi").await;
    assert_eq!(tanya(&app, "SELECT count(*) FROM kontak").await, "2");
}

/// Security bar 60: what rests on consent ends at once, what the law asks for goes on, and the answer names both.
#[tokio::test]
async fn who_withdraws_consent_ends_what_rests_on_it_and_nothing_else() {
    let (app, _) = kantor().await;
    let petugas = app.sebagai("operator_layanan").await;
    let warga = app.kantor.warga(NOMOR);
    warga.tulis("halo").await;
    let kasus = daftarkan(&petugas, "k", perubahan_kk()).await;
    // An intake that was begun and not sent.
    warga.tulis("akta kelahiran").await;
    warga.tulis("Kenari Ungu").await;
    let setuju = "SELECT count(*) FROM kontak WHERE persetujuan_versi IS NOT NULL";
    assert_eq!(tanya(&app, setuju).await, "1");
    warga.kirim("Tarik persetujuan");
    let catat = isi(&warga.pesan("penarikan persetujuan").await);
    assert!(catat.contains("*HS-") && catat.contains("3 x 24 jam"), "{catat}");
    assert_eq!(tanya(&app, setuju).await, "1", "nothing is done before it is decided");

    let kepala = app.sebagai("kadis").await;
    let semua = terbuka(&kepala).await;
    assert_eq!(semua[0]["jenis"], "penarikan");
    let jalur = format!("/v1/hak-subjek/{}/putusan", semua[0]["id"].as_str().unwrap());
    let putusan = json!({ "kabulkan": true, "jawaban": "Persetujuan Anda kami hentikan." });
    let hasil = kepala.post(&jalur, putusan).await.ok();
    assert_eq!(hasil["keadaan"], "dikabulkan_sebagian", "the case goes on by law");
    let butir = |data: &str| {
        let semua = hasil["hasil"].as_array().unwrap();
        semua.iter().find(|satu| satu["data"] == data).unwrap().clone()
    };
    assert_eq!(butir("isian yang belum diajukan")["jumlah"], 1);
    assert_eq!(butir("permohonan yang sudah diajukan")["dilaksanakan"], false);
    let pesan = isi(&warga.pesan("dikabulkan sebagian").await);
    assert!(pesan.contains("Persetujuan Anda kami hentikan"), "{pesan}");
    assert_eq!(tanya(&app, setuju).await, "0");
    let henti = "SELECT count(*) FROM kontak WHERE berhenti_pada IS NOT NULL";
    assert_eq!(tanya(&app, henti).await, "1", "no news beside their case");
    let rinci = petugas.get(&format!("/v1/permohonan/{kasus}")).await.ok();
    assert_eq!(rinci["pemohon"]["nama"], "Kenari Ungu", "the case is as it was");
    // Who writes again is asked again: the notice is shown anew, and the intake of before is not gone on with.
    let sapa = isi(&warga.tulis("halo").await);
    assert!(!sapa.contains("Zahra"), "{sapa}");
    assert_eq!(tanya(&app, setuju).await, "1", "shown, and kept by its version");
}

/// Security bar 60: the clock is visible, reminds, and says when it is over.
#[tokio::test]
async fn the_office_is_reminded_before_and_when_its_time_is_over() {
    let (app, jam) = kantor().await;
    let petugas = app.sebagai("operator_layanan").await;
    let kasus = daftarkan(&petugas, "k", perubahan_kk()).await;
    let isi = json!({
        "jenis": "perbaikan", "permohonan_id": kasus, "nama": "Kenari Ungu", "identitas": "KTP-el",
        "uraian": "Nama saya salah tulis di permohonan",
    });
    let kirim = |isi: Value| {
        let petugas = petugas.clone();
        async move { petugas.post_dengan("/v1/hak-subjek", &[("idempotency-key", "h")], isi).await }
    };
    let mut salah = isi.clone();
    salah["identitas"] = json!(format!("KTP {NIK}"));
    assert_eq!(kirim(salah).await.json["errors"][0]["pointer"], "/identitas");
    let hak = kirim(isi.clone()).await.ok();
    assert_eq!(kirim(isi).await.ok()["id"], hak["id"], "the same key, the same request");
    assert_eq!((&hak["verifikasi"], &hak["nama"]), (&json!("loket"), &json!("Kenari Ungu")));

    let awal = app.kantor.parts.ports.clock.now();
    let mut jumlah = 0;
    for (jam_ke, kata) in [(49, "paling lambat"), (67, "paling lambat"), (73, "melewati batas")] {
        jam.pindah(awal + Duration::hours(jam_ke));
        let kepala = app.sebagai("kadis").await;
        let semua = sampai("pengingat", || async {
            let ada = kepala.get("/v1/notifikasi?batas=100").await.ok();
            let ada: Vec<String> = ada["data"]
                .as_array()?
                .iter()
                .filter_map(|satu| Some(satu["isi"].as_str()?.to_owned()))
                .filter(|isi| isi.contains("HS-"))
                .collect();
            (ada.len() > jumlah).then_some(ada)
        })
        .await;
        jumlah = semua.len();
        assert!(semua.iter().any(|isi| isi.contains(kata)), "{semua:?}");
    }
    let kepala = app.sebagai("kadis").await;
    let jalur = format!("/v1/hak-subjek/{}", hak["id"].as_str().unwrap());
    let lewat = kepala.get(&jalur).await.ok();
    assert!(lewat["sisa_menit"].as_i64().unwrap() < 0, "{lewat}");
    let putusan = json!({
        "kabulkan": true, "jawaban": "Nama Anda sudah kami perbaiki.",
        "perbaikan": { "nama": "Kenari Hijau", "nik": "123" },
    });
    let tolak = kepala.post(&format!("{jalur}/putusan"), putusan.clone()).await;
    assert_eq!(tolak.json["errors"][0]["pointer"], "/perbaikan/nik");
    let mut benar = putusan;
    benar["perbaikan"] = json!({ "nama": "Kenari Hijau" });
    kepala.post(&format!("{jalur}/putusan"), benar).await.ok();
    let rinci = kepala.get(&format!("/v1/permohonan/{kasus}")).await.ok();
    assert_eq!(rinci["pemohon"]["nama"], "Kenari Hijau");
    assert_eq!(rinci["pemohon"]["nik"], "6311********0077", "what was not asked for stays");
}
