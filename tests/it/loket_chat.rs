//! The counter by chat: ANTRE for a ticket and its place, TANDA TERIMA for the receipt once more.

use std::sync::Arc;

use loket_domain::kalender::Clock;
use loket_infra::crypto::SystemClock;
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
    klien::Klien,
    sampai,
    warga::{Warga, isi},
};
use serde_json::{Value, json};
use time::{Duration, Weekday, macros::offset};

use crate::{
    kalender::buka_terus,
    loket::{ambil, ktp_tercetak},
};

async fn tiket(loket: &Klien) -> Vec<Value> {
    loket.get("/v1/loket/tiket?batas=100").await.ok()["data"].as_array().unwrap().clone()
}

async fn panggil(loket: &Klien) -> Value {
    loket.post("/v1/loket/panggilan", json!({ "loket": "loket_1" })).await.ok()["tiket"].clone()
}

/// Writes, and waits for what contains these words: other news may come in between.
async fn jawaban(warga: &Warga<'_>, teks: &str, kata: &str) -> String {
    let sebelum = warga.masuk().len();
    warga.kirim(teks);
    sampai(&format!("{kata} atas {teks}"), || async {
        warga.masuk().iter().skip(sebelum).map(isi).find(|isi| isi.contains(kata))
    })
    .await
}

#[tokio::test]
async fn a_resident_takes_a_ticket_by_writing_hears_their_place_and_is_told_when_it_is_called() {
    let app = TestApp::start("balangan").await;
    buka_terus(&app).await;
    let loket = app.sebagai("loket").await;
    loket.post("/v1/loket/tiket", json!({ "jenis": "umum" })).await.ok();
    let (warga, lain) = (app.kantor.warga("6281300009801"), app.kantor.warga("6281300009802"));

    // Two kinds of service: which one is asked first, and nothing is taken by asking.
    let tanya = warga.tulis("Antre").await;
    assert!(isi(&tanya).contains("Pengambilan dokumen"), "{}", isi(&tanya));
    assert_eq!(tiket(&loket).await.len(), 1);
    let diambil = isi(&warga.ketuk(&tanya, "v1:antre:umum").await);
    assert!(diambil.contains("*A002*") && diambil.contains("1 orang di depan"), "{diambil}");
    // However often they ask, it stays one.
    let letak = isi(&warga.tulis("antrean").await);
    assert!(letak.contains("*A002*") && letak.contains("1 orang di depan"), "{letak}");
    assert!(isi(&lain.tulis("ANTRE 2").await).contains("*B001*"), "the other kind, by its number");
    assert_eq!(tiket(&loket).await.len(), 3);

    assert_eq!(panggil(&loket).await["kode"], "A001");
    jawaban(&warga, "antre", "Anda yang berikutnya").await;
    let dipanggil = panggil(&loket).await;
    assert_eq!(dipanggil["kode"], "A002");
    let kabar = warga.pesan("*A002* dipanggil").await;
    assert!(isi(&kabar).contains("*A002* dipanggil. Silakan ke Loket 1"), "{}", isi(&kabar));
    let langkah = |apa: &str| {
        let (loket, apa) = (loket.clone(), json!({ "langkah": apa }));
        let jalur = format!("/v1/loket/tiket/{}/langkah", dipanggil["id"].as_str().unwrap());
        async move { loket.post(&jalur, apa).await.ok() }
    };
    langkah("mulai").await;
    jawaban(&warga, "antre", "*A002* sedang dilayani di Loket 1").await;
    langkah("selesai").await;
    // Nothing of it reaches anybody else.
    assert!(lain.masuk().iter().all(|pesan| !isi(pesan).contains("A002")));
    assert_eq!(panggil(&loket).await["kode"], "B001", "who came before goes first");
    lain.pesan("*B001* dipanggil").await;
    // Three a day: then an officer gives the next one.
    for nomor in ["A003", "A004"] {
        jawaban(&warga, "antre pelayanan", &format!("*{nomor}* (Pelayanan)")).await;
        let dipanggil = panggil(&loket).await;
        assert_eq!(dipanggil["kode"], nomor);
        let jalur = format!("/v1/loket/tiket/{}/langkah", dipanggil["id"].as_str().unwrap());
        loket.post(&jalur, json!({ "langkah": "selesai" })).await.ok();
    }
    jawaban(&warga, "antre umum", "sudah mengambil 3 nomor").await;
    assert_eq!(tiket(&loket).await.len(), 5);
}

#[tokio::test]
async fn outside_of_hours_and_where_the_office_has_it_off_no_ticket_is_given() {
    // Sunday.
    let mut saat = SystemClock.now().to_offset(offset!(+8));
    while saat.weekday() != Weekday::Sunday {
        saat += Duration::days(1);
    }
    let jam: Arc<dyn Clock> = Arc::new(Jam::di(saat));
    let app = TestApp::layani(Kantor::siapkan_pada("balangan", Some(jam), |_| {}).await);
    app.kantor.samakan_jam(saat);
    let warga = app.kantor.warga("6281300009811");
    let tutup = isi(&warga.tulis("antre pelayanan").await);
    assert!(tutup.contains("sedang tutup") && tutup.contains("Senin"), "{tutup}");

    let app = TestApp::start("kembaran").await;
    buka_terus(&app).await;
    let warga = app.kantor.warga("6281300009812");
    for kata in ["antre", "tanda terima"] {
        let jawaban = isi(&warga.tulis(kata).await);
        assert!(jawaban.contains("1. "), "the menu, as for any other word: {jawaban}");
    }
    assert_eq!(tiket(&app.sebagai("petugas_administrator").await).await, Vec::<Value>::new());
}

#[tokio::test]
async fn the_receipt_comes_once_more_to_the_number_whose_case_it_was_and_to_no_other() {
    let app = TestApp::start("balangan").await;
    let (warga, lain) = (app.kantor.warga("6281300009821"), app.kantor.warga("6281300009822"));
    warga.tulis("halo").await;
    let loket = app.sebagai("loket").await;
    jawaban(&warga, "tanda terima", "Belum ada dokumen yang diambil").await;
    let mut terima = Vec::new();
    for (kunci, sebab) in [("a", "hilang"), ("b", "rusak")] {
        let id = ktp_tercetak(&app, kunci, Some("0813 0000 9821"), sebab).await;
        let nomor = loket.get(&format!("/v1/permohonan/{id}")).await.ok()["nomor"].clone();
        let tarik = if sebab == "rusak" { json!(["ktp_lama"]) } else { json!([]) };
        let ini =
            json!({ "kode": nomor, "pengambil": "pemohon", "identitas": "kk", "ditarik": tarik });
        terima.push(ambil(&loket, kunci, &ini).await.ok());
        if kunci == "a" {
            // One receipt: it comes at once.
            let tt = terima[0]["nomor"].as_str().unwrap();
            jawaban(&warga, "Tanda Terima", &format!("Tanda terima {tt}")).await;
            let (_, pdf) = warga.dokumen(&format!("tanda-terima-{tt}")).await;
            assert!(pdf.starts_with(b"%PDF-"));
        }
    }
    // Two: which one is asked; a number that was typed counts as well.
    let kedua = terima[1]["nomor"].as_str().unwrap();
    let tanya = jawaban(&warga, "tanda terima", "Tanda terima yang mana?").await;
    assert!(tanya.contains(&format!("1. {kedua}")), "the newest first: {tanya}");
    jawaban(&warga, "tanda terima 1", "kirim sebentar lagi").await;
    let (_, pdf) = warga.dokumen(&format!("tanda-terima-{kedua}")).await;
    let teks = lopdf::Document::load_mem(&pdf).unwrap().extract_text(&[1]).unwrap();
    assert!(teks.contains(kedua) && teks.contains("KTP-el lama"), "{teks}");

    // Not by the number of somebody else's receipt, nor by a forged tap on it.
    let asing = isi(&lain.tulis(&format!("tanda terima {kedua}")).await);
    assert!(asing.contains("Belum ada dokumen yang diambil"), "{asing}");
    assert!(!asing.contains("KTP-el"), "{asing}");
    assert!(lain.masuk().iter().all(|pesan| pesan.media.is_none()));

    // What was called off is no receipt any more.
    let batal = format!("/v1/loket/pengambilan/{}/pembatalan", terima[1]["id"].as_str().unwrap());
    loket.post(&batal, json!({ "alasan": "salah orang" })).await.ok();
    let satu = jawaban(&warga, "tanda terima", "kirim sebentar lagi").await;
    assert!(satu.contains(terima[0]["nomor"].as_str().unwrap()), "{satu}");
    let dikirim = |awal: &str| {
        let semua = warga.masuk();
        let nama = semua.iter().filter_map(|pesan| pesan.media.as_ref()?.filename.clone());
        nama.filter(|nama| nama.starts_with(awal)).count()
    };
    let pertama = format!("tanda-terima-{}", terima[0]["nomor"].as_str().unwrap());
    sampai("tanda terima kedua kalinya", || async { (dikirim(&pertama) == 2).then_some(()) }).await;
    assert_eq!(dikirim(&format!("tanda-terima-{kedua}")), 1);

    // Five a day.
    for kali in 4..=5 {
        jawaban(&warga, "tanda terima", "kirim sebentar lagi").await;
        let berkas = kali - 1;
        sampai("terkirim", || async { (dikirim(&pertama) == berkas).then_some(()) }).await;
    }
    jawaban(&warga, "tanda terima", "diminta 5 kali").await;
}
