//! What the office's own systems are told: signed, in the transaction of the change, again and again until it arrives, and
//! nowhere else.

mod batas;
mod gagal;

use std::{
    collections::{BTreeMap, VecDeque},
    net::TcpListener,
    sync::{Arc, Mutex},
};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use base64::{Engine, engine::general_purpose::STANDARD};
use loket_domain::{
    kalender::Clock,
    langganan::{AntarKiriman, HasilKiriman},
};
use loket_infra::{
    crypto::SystemClock,
    kiriman::PengantarHttp,
    postgres::{PostgresAdmin, PostgresConfig},
};
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
    klien::{Jawaban, Klien},
    sampai,
    server::SERVER,
};
use ring::hmac;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime, macros::datetime};

use crate::{
    kembaran::unggah,
    klien::{acak, satu},
};

/// A message as a listener got it.
#[derive(Clone, Debug)]
struct Diterima {
    id: String,
    saat: i64,
    tanda: String,
    badan: Vec<u8>,
}

impl Diterima {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.badan).unwrap()
    }

    /// Whether one of its signatures is by that secret, as Standard Webhooks say.
    fn oleh(&self, rahasia: &str) -> bool {
        let kunci = STANDARD.decode(rahasia.strip_prefix("whsec_").unwrap()).unwrap();
        let mut isi = format!("{}.{}.", self.id, self.saat).into_bytes();
        isi.extend_from_slice(&self.badan);
        let kunci = hmac::Key::new(hmac::HMAC_SHA256, &kunci);
        self.tanda
            .split(' ')
            .filter_map(|satu| satu.strip_prefix("v1,"))
            .any(|satu| hmac::verify(&kunci, &isi, &STANDARD.decode(satu).unwrap()).is_ok())
    }
}

/// A listener of the office: a real HTTP server that answers as it is told, and keeps what it got.
#[derive(Clone, Default)]
struct Pendengar {
    diterima: Arc<Mutex<Vec<Diterima>>>,
    jawaban: Arc<Mutex<VecDeque<u16>>>,
    basis: String,
}

async fn terima(
    pendengar: web::Data<Pendengar>,
    req: HttpRequest,
    badan: web::Bytes,
) -> HttpResponse {
    let kepala = |nama: &str| req.headers().get(nama).unwrap().to_str().unwrap().to_owned();
    assert_eq!(kepala("content-type"), "application/json");
    pendengar.diterima.lock().unwrap().push(Diterima {
        id: kepala("webhook-id"),
        saat: kepala("webhook-timestamp").parse().unwrap(),
        tanda: kepala("webhook-signature"),
        badan: badan.to_vec(),
    });
    let status = pendengar.jawaban.lock().unwrap().pop_front().unwrap_or(200);
    let mut jawaban = HttpResponse::build(status.try_into().unwrap());
    if (300..400).contains(&status) {
        jawaban.insert_header(("location", format!("{}/rahasia", pendengar.basis)));
    }
    jawaban.body("ok")
}

impl Pendengar {
    fn mulai() -> Self {
        let soket = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let basis = format!("http://{}", soket.local_addr().unwrap());
        let pendengar = Self { basis, ..Self::default() };
        let data = web::Data::new(pendengar.clone());
        let server = HttpServer::new(move || {
            App::new().app_data(data.clone()).default_service(web::to(terima))
        });
        tokio::spawn(server.workers(1).disable_signals().listen(soket).unwrap().run());
        pendengar
    }

    fn menjawab(&self, jawaban: &[u16]) {
        self.jawaban.lock().unwrap().extend(jawaban);
    }

    fn semua(&self) -> Vec<Diterima> {
        self.diterima.lock().unwrap().clone()
    }

    async fn tunggu(&self, jumlah: usize) -> Vec<Diterima> {
        sampai(&format!("{jumlah} kabar"), || async {
            Some(self.semua()).filter(|semua| semua.len() >= jumlah)
        })
        .await
    }
}

/// Suspends the office, or opens it again; waits until every process knows.
pub async fn tangguhkan(app: &TestApp, tutup: bool) {
    let config = SERVER.config();
    let pemilik = PostgresConfig::pemilik(config.database_admin_url.unwrap());
    let admin = PostgresAdmin::connect(&pemilik).await.unwrap();
    assert!(
        admin.buka_tutup(&app.kantor.tenant.slug, !tutup, &crate::jejak::sebab()).await.unwrap()
    );
    admin.tutup().await;
    app.kantor.parts.postgres.segarkan_register().await;
}

const SEMUA: [&str; 6] = [
    "permohonan.masuk",
    "permohonan.berubah",
    "permohonan.berakhir",
    "dokumen.terbit",
    "dokumen.gugur",
    "penyerahan.berubah",
];

async fn langgan(admin: &Klien, url: &str, jenis: &[&str]) -> Jawaban {
    let kunci = acak().to_string();
    let isi = json!({ "nama": "Portal", "url": url, "jenis": jenis });
    admin.post_dengan("/v1/langganan", &[("idempotency-key", &kunci)], isi).await
}

/// A subscription to everything: its id and its secret.
async fn langganan(admin: &Klien, url: &str) -> (String, String) {
    let baru = langgan(admin, url, &SEMUA).await.ok();
    let teks = |isi: &Value| isi.as_str().unwrap().to_owned();
    (teks(&baru["langganan"]["id"]), teks(&baru["rahasia"]))
}

async fn daftarkan(app: &TestApp) -> String {
    let isi = json!({
        "layanan": "kirim_pdf", "kanal": "loket",
        "pemohon": { "nama": "Budi Rahasia", "nik": "1471012502100003", "nomor_wa": "081200009911" },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471012502100003" },
    });
    let kunci = acak().to_string();
    let fo = app.sebagai("fo").await;
    let baru = fo.post_dengan("/v1/permohonan", &[("idempotency-key", &kunci)], isi).await.ok();
    baru["id"].as_str().unwrap().to_owned()
}

async fn kiriman(admin: &Klien, id: &str) -> Vec<Value> {
    let semua = admin.get(&format!("/v1/langganan/{id}/kiriman?batas=100")).await.ok();
    semua["data"].as_array().unwrap().clone()
}

async fn keadaan(admin: &Klien, id: &str, harap: &[&str]) -> Vec<Value> {
    sampai(&format!("kiriman {harap:?}"), || async {
        let semua = kiriman(admin, id).await;
        let kini: Vec<&str> = semua.iter().map(|satu| satu["keadaan"].as_str().unwrap()).collect();
        (kini == harap).then(|| semua.clone())
    })
    .await
}

/// An office by a clock of the test.
async fn kantor_berjam(saat: OffsetDateTime) -> (TestApp, Arc<Jam>) {
    let jam = Arc::new(Jam::di(saat));
    let kantor = Kantor::siapkan_pada("pekanbaru", Some(jam.clone()), |_| {}).await;
    (TestApp::layani(kantor), jam)
}

/// A round of deliveries, as a worker does it.
async fn antar(app: &TestApp) -> usize {
    let antar = AntarKiriman { tenggang: Duration::seconds(90) };
    antar.execute(&app.kantor.parts.ports, &app.kantor.tenant).await.unwrap()
}

#[tokio::test]
async fn what_happens_to_a_case_is_told_signed_and_without_a_word_about_people() {
    let app = TestApp::start("pekanbaru").await;
    let (admin, pendengar) = (app.sebagai("admin").await, Pendengar::mulai());
    let (id, rahasia) = langganan(&admin, &format!("{}/kabar", pendengar.basis)).await;
    let kasus = daftarkan(&app).await;
    let fo = app.sebagai("fo").await;
    unggah(&fo, &kasus, &["ktp"]).await;
    fo.putuskan(&kasus, "cek_daftar", "lanjut", None).await.ok();
    let semua = pendengar.tunggu(2).await;
    let mut jenis: Vec<(u64, String)> = Vec::new();
    for satu in &semua {
        assert!(satu.oleh(&rahasia), "{satu:?}");
        assert!((SystemClock.now().unix_timestamp() - satu.saat).abs() < 60);
        let isi = satu.json();
        assert_eq!(isi["data"]["permohonan_id"], kasus.as_str());
        assert_eq!(isi["data"]["tenant"], app.kantor.tenant.slug.as_str());
        jenis.push((
            isi["data"]["versi"].as_u64().unwrap(),
            isi["type"].as_str().unwrap().to_owned(),
        ));
        let teks = String::from_utf8(satu.badan.clone()).unwrap();
        for orang in ["Budi", "Rahasia", "1471012502100003", "81200009911"] {
            assert!(!teks.contains(orang), "{orang}: {teks}");
        }
    }
    jenis.sort();
    let jenis: Vec<&str> = jenis.iter().map(|(_, jenis)| jenis.as_str()).collect();
    assert_eq!(jenis, ["permohonan.masuk", "permohonan.berubah"], "versions tell the order");
    // Who only took a tugas moved nothing.
    let semua = keadaan(&admin, &id, &["terkirim", "terkirim"]).await;
    for satu in &semua {
        let jalur =
            format!("/v1/langganan/{id}/kiriman/{}/percobaan", satu["id"].as_str().unwrap());
        let percobaan = admin.get(&jalur).await.ok();
        assert_eq!(percobaan["data"][0]["status"], 200);
        assert_eq!(percobaan["data"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_document_and_its_hand_over_are_told_once_each() {
    let app = TestApp::start("pekanbaru").await;
    let (admin, pendengar) = (app.sebagai("admin").await, Pendengar::mulai());
    let baru = langgan(
        &admin,
        &pendengar.basis,
        &["dokumen.terbit", "penyerahan.berubah", "permohonan.berakhir"],
    )
    .await;
    let id = baru.ok()["langganan"]["id"].as_str().unwrap().to_owned();
    let warga = app.kantor.warga("6281200009912");
    let nomor = crate::pekanbaru::ajukan_pdf(&warga).await;
    let fo = app.sebagai("fo").await;
    let kasus = crate::pekanbaru::cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    fo.putuskan(&kasus, "cek_daftar", "lanjut", None).await.ok();
    let cek = fo.terima(&kasus, "cek_siak").await;
    let kadis = app.kantor.pemegang("kadis");
    let penanda = app.kantor.bsre.signer(kadis.nik.as_deref().unwrap()).unwrap();
    let pdf = loket_simulators::contoh_pdf("KARTU KELUARGA", &["CONTOH"]);
    let pdf = loket_simulators::bsre::sign_pdf(&pdf, &penanda).unwrap();
    fo.unggah_dokumen(&kasus, "kk", &pdf, true).await.ok();
    fo.putuskan_tugas(&cek, "sudah_tte", None).await.ok();
    warga.dokumen("kk-").await;
    let hitung = || {
        let mut jumlah: BTreeMap<String, usize> = BTreeMap::new();
        for satu in pendengar.semua() {
            let isi = satu.json();
            let mut kunci = isi["type"].as_str().unwrap().to_owned();
            if kunci == "penyerahan.berubah" {
                kunci = format!("{kunci}:{}", isi["data"]["keadaan"].as_str().unwrap());
            }
            *jumlah.entry(kunci).or_default() += 1;
        }
        jumlah
    };
    sampai("diserahkan", || async {
        hitung().contains_key("penyerahan.berubah:diserahkan").then_some(())
    })
    .await;
    sampai("berakhir", || async { hitung().contains_key("permohonan.berakhir").then_some(()) })
        .await;
    let jumlah = hitung();
    assert_eq!(jumlah["dokumen.terbit"], 1, "{jumlah:?}");
    assert!(jumlah.values().all(|satu| *satu == 1), "{jumlah:?}");
    assert!(!kiriman(&admin, &id).await.is_empty());
}

#[tokio::test]
async fn a_change_that_is_rolled_back_tells_nobody() {
    let app = TestApp::start("pekanbaru").await;
    let (admin, pendengar) = (app.sebagai("admin").await, Pendengar::mulai());
    let (id, _) = langganan(&admin, &pendengar.basis).await;
    let fo = app.sebagai("fo").await;
    let isi = json!({ "layanan": "kirim_pdf", "kanal": "loket", "pemohon": { "nama": "A B" }, "isian": {} });
    fo.post_dengan("/v1/permohonan", &[("idempotency-key", "x")], isi).await.masalah(422);
    // A decision that is refused after the engine ran.
    let kasus = daftarkan(&app).await;
    unggah(&fo, &kasus, &["ktp"]).await;
    fo.putuskan(&kasus, "cek_daftar", "lanjut", None).await.ok();
    let cek = fo.terima(&kasus, "cek_siak").await;
    fo.putuskan_tugas(&cek, "sudah_tte", None).await.masalah(409);
    keadaan(&admin, &id, &["terkirim", "terkirim"]).await;
    assert_eq!(pendengar.semua().len(), 2);
}

#[tokio::test]
async fn one_message_is_sent_once_more_on_demand_and_a_test_says_so() {
    let app = TestApp::start("pekanbaru").await;
    let (admin, pendengar) = (app.sebagai("admin").await, Pendengar::mulai());
    let (id, rahasia) = langganan(&admin, &pendengar.basis).await;
    admin.post(&format!("/v1/langganan/{id}/uji"), json!({})).await.ok();
    let uji = pendengar.tunggu(1).await.remove(0);
    assert_eq!((uji.json()["type"].as_str(), uji.oleh(&rahasia)), (Some("uji"), true));
    let satu = keadaan(&admin, &id, &["terkirim"]).await.remove(0);
    let kirim = satu["id"].as_str().unwrap();
    assert_eq!(uji.id, format!("msg_{kirim}"));
    admin.post(&format!("/v1/langganan/{id}/kiriman/{kirim}/ulangi"), json!({})).await.ok();
    let semua = pendengar.tunggu(2).await;
    assert_eq!((&semua[0].id, &semua[0].badan), (&semua[1].id, &semua[1].badan), "the same id");
    sampai("putaran kedua", || async {
        let satu = kiriman(&admin, &id).await.remove(0);
        (satu["putaran"] == 2 && satu["keadaan"] == "terkirim").then_some(())
    })
    .await;
    let asing = format!("/v1/langganan/{id}/kiriman/{}/ulangi", acak());
    admin.post(&asing, json!({})).await.masalah(404);
}

#[tokio::test]
async fn a_secret_rotates_with_two_signatures_until_the_old_one_ends() {
    let awal = datetime!(2027-03-01 09:00 +07);
    let (mut app, jam) = kantor_berjam(awal).await;
    app.hentikan_pekerja().await;
    let (admin, pendengar) = (app.sebagai("admin").await, Pendengar::mulai());
    let (id, satu) = langganan(&admin, &pendengar.basis).await;
    let putar = async |admin: &Klien| {
        let jawaban = admin.post(&format!("/v1/langganan/{id}/rahasia"), json!({})).await.ok();
        jawaban["rahasia"].as_str().unwrap().to_owned()
    };
    let uji = async |admin: &Klien| {
        admin.post(&format!("/v1/langganan/{id}/uji"), json!({})).await.ok();
        assert_eq!(antar(&app).await, 1);
        pendengar.semua().pop().unwrap()
    };
    jam.pindah(awal + Duration::seconds(1));
    let dua = putar(&admin).await;
    let kabar = uji(&admin).await;
    assert!(kabar.oleh(&satu) && kabar.oleh(&dua) && kabar.tanda.split(' ').count() == 2);
    jam.pindah(awal + Duration::seconds(2));
    let tiga = putar(&admin).await;
    let kabar = uji(&admin).await;
    assert!(!kabar.oleh(&satu) && kabar.oleh(&dua) && kabar.oleh(&tiga), "never three");
    jam.pindah(awal + Duration::hours(24) + Duration::seconds(3));
    let admin = app.sebagai("admin").await;
    let kabar = uji(&admin).await;
    assert!(!kabar.oleh(&dua) && kabar.oleh(&tiga));
    let simpanan = self::satu(
        &app,
        "SELECT to_jsonb(array_agg(encode(rahasia_tersegel, 'escape'))) FROM langganan_rahasia",
    )
    .await;
    assert!(!simpanan.to_string().contains(tiga.trim_start_matches("whsec_")), "sealed");
    let semua = admin.get("/v1/langganan").await;
    assert!(!semua.teks.contains("whsec_"));
}
