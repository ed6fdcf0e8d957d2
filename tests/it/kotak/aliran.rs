//! Live updates: what an officer's screen is told, and how it resumes.

use std::{collections::BTreeMap, pin::Pin, time::Duration};

use futures_util::{Stream, StreamExt};
use loket_domain::aliran::PangkasAliran;
use loket_tests::{
    app::{Kantor, TestApp},
    klien::{HTTP, Klien},
    sampai,
};
use reqwest::Response;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{balas, benang, id, masuk, menunggu};

const JALUR: &str = "/v1/percakapan/aliran";

/// One event.
#[derive(Clone, Debug)]
struct Kabar {
    id: Option<String>,
    jenis: String,
    data: Value,
}

type Bita = Pin<Box<dyn Stream<Item = Vec<u8>> + Send>>;

/// A screen that listens.
struct Layar {
    badan: Bita,
    sisa: String,
    /// The last id that was seen.
    penanda: Option<String>,
}

async fn buka(app: &TestApp, petugas: &Klien, penanda: Option<&str>) -> Response {
    let mut permintaan = HTTP.get(format!("{}{JALUR}", app.basis));
    permintaan = permintaan.bearer_auth(petugas.token.as_deref().unwrap());
    if let Some(penanda) = penanda {
        permintaan = permintaan.header("last-event-id", penanda);
    }
    permintaan.send().await.unwrap()
}

impl Layar {
    async fn baru(app: &TestApp, petugas: &Klien, penanda: Option<&str>) -> Self {
        let jawaban = buka(app, petugas, penanda).await;
        assert_eq!(jawaban.status(), 200);
        assert_eq!(jawaban.headers()["content-type"], "text/event-stream");
        let badan = jawaban.bytes_stream().map(|bita| bita.map(|b| b.to_vec()).unwrap_or_default());
        let penanda = penanda.map(str::to_owned);
        Self { badan: Box::pin(badan), sisa: String::new(), penanda }
    }

    /// The next event; `None` when the stream ended.
    async fn kabar(&mut self) -> Option<Kabar> {
        loop {
            while let Some(akhir) = self.sisa.find("\n\n") {
                let blok: String = self.sisa.drain(..akhir + 2).collect();
                let mut kabar = Kabar { id: None, jenis: String::new(), data: Value::Null };
                for baris in blok.lines() {
                    match baris.split_once(": ") {
                        Some(("id", isi)) => kabar.id = Some(isi.to_owned()),
                        Some(("event", isi)) => isi.clone_into(&mut kabar.jenis),
                        Some(("data", isi)) => kabar.data = serde_json::from_str(isi).unwrap(),
                        _ => {}
                    }
                }
                if !kabar.jenis.is_empty() {
                    self.penanda = kabar.id.clone().or(self.penanda.take());
                    return Some(kabar);
                }
            }
            let batas = Duration::from_mins(1);
            let bita =
                tokio::time::timeout(batas, self.badan.next()).await.expect("no sign of life");
            self.sisa.push_str(std::str::from_utf8(&bita?).unwrap());
        }
    }

    /// Events up to the one that fits.
    async fn sampai(&mut self, cocok: impl Fn(&Kabar) -> bool) -> Vec<Kabar> {
        let mut semua = Vec::new();
        loop {
            let kabar = self.kabar().await.expect("the stream ended");
            let cukup = cocok(&kabar);
            semua.push(kabar);
            if cukup {
                return semua;
            }
        }
    }
}

/// How often each message was told.
fn hitung(kabar: &[Kabar]) -> BTreeMap<(String, String), usize> {
    let mut jumlah = BTreeMap::new();
    for satu in kabar.iter().filter(|satu| satu.jenis.starts_with("pesan_")) {
        let objek = satu.data["objek_id"].as_str().unwrap().to_owned();
        *jumlah.entry((satu.jenis.clone(), objek)).or_default() += 1;
    }
    jumlah
}

#[tokio::test]
async fn a_screen_is_told_of_its_own_office_only_and_resumes_without_loss_or_repetition() {
    let (kita, mereka) = (TestApp::start("pekanbaru").await, TestApp::start("pekanbaru").await);
    let fo = masuk(&kita, "fo1").await;
    let mut layar = Layar::baru(&kita, &fo, None).await;
    assert_eq!(layar.kabar().await.unwrap().jenis, "siap");
    let asing = mereka.kantor.warga("6281300000941");
    asing.tulis("petugas").await;
    let warga = kita.kantor.warga("6281300000942");
    warga.tulis("petugas").await;
    let percakapan = id(&menunggu(&fo, 1).await[0]);
    let mut semua =
        layar.sampai(|kabar| kabar.jenis == "percakapan" && kabar.data["belum_dibaca"] == 1).await;
    // Everything told so far was about our resident.
    let penanda = layar.penanda.clone().unwrap();
    drop(layar);

    // While nobody listens.
    warga.kirim("rahasia pertama");
    warga.kirim("rahasia kedua");
    sampai("tiga pesan masuk", || async {
        let masuk = benang(&fo, &percakapan).await.iter().filter(|b| b["arah"] == "masuk").count();
        (masuk == 3).then_some(())
    })
    .await;
    let mut layar = Layar::baru(&kita, &fo, Some(&penanda)).await;
    balas(&fo, &percakapan, "a", json!({ "teks": "Balasan petugas" })).await.ok();
    let balasan = benang(&fo, &percakapan).await;
    let balasan = balasan.iter().find(|b| b["kiriman"]["asal"] == "petugas").unwrap().clone();
    semua.extend(
        layar
            .sampai(|kabar| kabar.jenis == "status" && kabar.data["objek_id"] == balasan["id"])
            .await,
    );
    for kabar in &semua {
        if kabar.data["percakapan_id"].is_string() {
            assert_eq!(kabar.data["percakapan_id"], percakapan.as_str(), "{kabar:?}");
        }
        let teks = format!("{kabar:?}");
        assert!(!teks.contains("rahasia") && !teks.contains("Balasan"), "{teks}");
    }
    let jumlah = hitung(&semua);
    assert!(jumlah.values().all(|kali| *kali == 1), "twice: {jumlah:?}");
    for baris in benang(&fo, &percakapan).await {
        let jenis = if baris["arah"] == "masuk" { "pesan_masuk" } else { "pesan_keluar" };
        let kunci = (jenis.to_owned(), id(&baris));
        assert_eq!(jumlah.get(&kunci), Some(&1), "lost: {baris}");
    }

    let fo_mereka = masuk(&mereka, "fo1").await;
    for jalur in ["", "/pesan"] {
        let asing = fo_mereka.get(&format!("/v1/percakapan/{percakapan}{jalur}")).await;
        assert_eq!(asing.masalah(404), "tidak_ditemukan");
    }

    // An old mark of nobody is refused, one of long ago starts anew.
    let salah = buka(&kita, &fo, Some("bukan-penanda")).await;
    assert_eq!(salah.status(), 422);
    let lama = "0191c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00";
    let mut layar = Layar::baru(&kita, &fo, Some(lama)).await;
    assert_eq!(layar.kabar().await.unwrap().jenis, "ulang");
}

#[tokio::test]
async fn the_stream_ends_with_the_session_and_is_closed_to_who_may_not_read() {
    let app = TestApp::start("pekanbaru").await;
    let kabid = masuk(&app, "kabid").await;
    assert_eq!(buka(&app, &kabid, None).await.status(), 403);
    assert_eq!(app.anonim().get(JALUR).await.status, 401);
    let fo = masuk(&app, "fo1").await;
    let mut layar = Layar::baru(&app, &fo, None).await;
    assert_eq!(layar.kabar().await.unwrap().jenis, "siap");
    fo.delete("/v1/sesi").await;
    let akhir = layar.kabar().await.unwrap();
    assert_eq!((akhir.jenis.as_str(), &akhir.data["sebab"]), ("selesai", &json!("sesi_berakhir")));
    assert!(layar.kabar().await.is_none(), "and nothing follows");
}

#[tokio::test]
async fn an_officer_listens_on_five_screens_at_most() {
    let app = TestApp::start("pekanbaru").await;
    let fo = masuk(&app, "fo1").await;
    let mut layar = Vec::new();
    for _ in 0..5 {
        layar.push(Layar::baru(&app, &fo, None).await);
    }
    let keenam = buka(&app, &fo, None).await;
    assert_eq!(keenam.status(), 429);
    assert_eq!(keenam.json::<Value>().await.unwrap()["kode"], "terlalu_banyak_aliran");
    let lain = masuk(&app, "fo2").await;
    assert_eq!(buka(&app, &lain, None).await.status(), 200);
    layar.pop();
    // The server learns of it with the next sign of life.
    sampai("tempat kosong", || async {
        (buka(&app, &fo, None).await.status() == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn events_are_removed_after_a_day() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    let app = TestApp::layani(kantor);
    let fo = masuk(&app, "fo1").await;
    app.kantor.warga("6281300000944").tulis("petugas").await;
    menunggu(&fo, 1).await;
    let mut ports = app.kantor.parts.ports.clone();
    assert_eq!(PangkasAliran.execute(&ports, &app.kantor.tenant).await.unwrap(), 0);
    let besok: OffsetDateTime = ports.clock.now() + time::Duration::hours(25);
    ports.clock = std::sync::Arc::new(loket_tests::jam::Jam::di(besok));
    assert!(PangkasAliran.execute(&ports, &app.kantor.tenant).await.unwrap() >= 3);
}
