//! Many offices at once over few connections, while requests are cancelled, connections are ended and the store is slow:
//! nobody ever sees another's data. `LOKET_PENYEWA=50,60` sets offices and seconds; `LOKET_PENYEWA_SEED` repeats the lots.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::{StreamExt, stream};
use loket_domain::nilai::Rahasia;
use loket_tests::{
    app::{Kantor, SANDI},
    klien::{HTTP, Klien},
    sampai_dalam,
    server::SERVER,
    warga::FOTO,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::tabel::acak;
use crate::{buruk::tanda, proses::Proses};

/// Connections that all offices share.
const KONEKSI: u32 = 4;

/// A word of letters that no other office uses: it stands in names and messages.
fn kenari(ke: usize) -> String {
    let huruf = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    format!("Qz{}{}x", huruf(ke / 26), huruf(ke))
}

/// Chance that can be repeated (splitmix64).
struct Lot(AtomicU64);

impl Lot {
    fn angka(&self, kurang_dari: u64) -> u64 {
        let mut z = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % kurang_dari
    }
}

/// What everybody wrote down.
#[derive(Default)]
struct Catatan {
    jawaban: AtomicU64,
    batal: AtomicU64,
    tolak: AtomicU64,
    bocor: Mutex<Vec<String>>,
}

/// One office and its people.
struct Penyewa {
    kantor: Kantor,
    kenari: String,
    petugas: Klien,
    /// Cases that were acknowledged.
    kasus: Mutex<BTreeSet<String>>,
    /// Messages that were acknowledged.
    pesan: Mutex<BTreeSet<String>>,
}

impl Penyewa {
    /// One call, which may be cancelled on its way; an answer is searched for the words of others.
    async fn panggil(
        &self,
        lot: &Lot,
        catatan: &Catatan,
        metode: Method,
        jalur: &str,
        isi: Option<Value>,
    ) -> Option<(StatusCode, Value)> {
        let kunci = acak().to_string();
        let kepala = [("content-type", "application/json"), ("idempotency-key", &*kunci)];
        let isi = isi.map(|isi| isi.to_string().into_bytes());
        let panggilan = self.petugas.panggil(metode, jalur, &kepala, isi);
        let jawaban = if lot.angka(10) < 3 {
            let sabar = Duration::from_millis(lot.angka(40));
            let Ok(jawaban) = tokio::time::timeout(sabar, panggilan).await else {
                catatan.batal.fetch_add(1, Ordering::Relaxed);
                return None;
            };
            jawaban
        } else {
            panggilan.await
        };
        catatan.jawaban.fetch_add(1, Ordering::Relaxed);
        if jawaban.status.is_server_error() {
            catatan.tolak.fetch_add(1, Ordering::Relaxed);
        }
        self.periksa(catatan, jalur, &jawaban.teks);
        let boleh = jawaban.status != StatusCode::INTERNAL_SERVER_ERROR;
        assert!(boleh, "{jalur}: {}", jawaban.teks);
        Some((jawaban.status, jawaban.json))
    }

    fn periksa(&self, catatan: &Catatan, apa: &str, teks: &str) {
        let asing = teks
            .match_indices("Qz")
            .find(|(letak, _)| teks.get(*letak..letak + 5).is_some_and(|kata| kata != self.kenari));
        if let Some((letak, _)) = asing {
            let kata = &teks[letak..letak + 5];
            catatan.bocor.lock().unwrap().push(format!("{} saw {kata} at {apa}", self.kenari));
        }
    }

    /// A resident writes, signed by this office's app; sometimes to another office's number, which must go nowhere.
    async fn pesan(&self, basis: &str, lot: &Lot, asing: &Self) {
        let wamid = format!("wamid.{}", acak().simple());
        let kepada_asing = lot.angka(4) == 0;
        let nomor = if kepada_asing { asing } else { self };
        let isi = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "waba", "changes": [{
            "field": "messages", "value": {
                "messaging_product": "whatsapp",
                "metadata": { "display_phone_number": "62800", "phone_number_id": nomor.kantor.phone_number_id },
                "contacts": [{ "profile": { "name": self.kenari }, "wa_id": "6281400000999" }],
                "messages": [{ "from": "6281400000999", "id": wamid, "timestamp": "1790000000",
                    "type": "text", "text": { "body": self.kenari } }],
            } }] }] })
        .to_string()
        .into_bytes();
        let tanda = tanda(&self.kantor.app_secret, &isi);
        let kirim = HTTP
            .post(format!("{basis}/v1/wa/webhook"))
            .header("x-hub-signature-256", tanda)
            .header("content-type", "application/json")
            .body(isi);
        let Ok(jawaban) = kirim.send().await else { return };
        if jawaban.status() == 200 && !kepada_asing {
            self.pesan.lock().unwrap().insert(wamid);
        }
    }

    /// Announces a paper, puts it and reads it back through the slow store.
    async fn berkas(&self, lot: &Lot, catatan: &Catatan, kasus: &str) -> Option<()> {
        let isi = json!({ "syarat": "ktp", "tipe": "image/jpeg", "ukuran": FOTO.len() });
        let jalur = format!("/v1/permohonan/{kasus}/berkas");
        let (StatusCode::CREATED, umum) =
            self.panggil(lot, catatan, Method::POST, &jalur, Some(isi)).await?
        else {
            return None;
        };
        let url = umum["unggah"]["url"].as_str()?;
        if !url.contains(&format!("/{}/", self.kantor.tenant.slug)) {
            catatan.bocor.lock().unwrap().push(format!("{}: {url}", self.kenari));
        }
        loket_tests::klien::taruh(&umum["unggah"], FOTO).await;
        let id = umum["id"].as_str()?;
        let jalur = format!("/v1/berkas/{id}/selesai");
        self.panggil(lot, catatan, Method::POST, &jalur, Some(json!({}))).await?;
        Some(())
    }

    /// Works until told to stop: registers, reads, tries the ids of the neighbour.
    async fn kerja(
        &self,
        basis: &str,
        lot: &Lot,
        catatan: &Catatan,
        asing: &Self,
        selesai: &AtomicBool,
    ) {
        while !selesai.load(Ordering::Relaxed) {
            let isi = json!({
                "layanan": "kirim_pdf", "kanal": "loket", "pemohon": { "nama": format!("Warga {}", self.kenari) },
                "isian": { "jenis_dokumen": format!("kartu {}", self.kenari), "nomor_dokumen": "1471" },
            });
            let baru = self.panggil(lot, catatan, Method::POST, "/v1/permohonan", Some(isi)).await;
            let id = baru.and_then(|(status, baru)| {
                (status == 201).then(|| baru["id"].as_str().unwrap().to_owned())
            });
            if let Some(id) = id {
                self.kasus.lock().unwrap().insert(id.clone());
                for ekor in ["", "/linimasa", "/kartu-kendali", "/formulir"] {
                    let jalur = format!("/v1/permohonan/{id}{ekor}");
                    self.panggil(lot, catatan, Method::GET, &jalur, None).await;
                }
                if lot.angka(4) == 0 {
                    self.berkas(lot, catatan, &id).await;
                }
            }
            for jalur in ["/v1/permohonan", "/v1/tugas", "/v1/percakapan", "/v1/pengguna"] {
                self.panggil(lot, catatan, Method::GET, jalur, None).await;
            }
            if let Some((StatusCode::OK, saya)) =
                self.panggil(lot, catatan, Method::GET, "/v1/saya", None).await
                && saya["tenant"]["slug"] != self.kantor.tenant.slug.as_str()
            {
                catatan.bocor.lock().unwrap().push(format!("{}: {saya}", self.kenari));
            }
            let mereka = asing.kasus.lock().unwrap().first().cloned();
            if let Some(id) = mereka {
                let jalur = format!("/v1/permohonan/{id}");
                let jawaban = self.panggil(lot, catatan, Method::GET, &jalur, None).await;
                if jawaban.is_some_and(|(status, _)| status.is_success()) {
                    catatan.bocor.lock().unwrap().push(format!("{} read {jalur}", self.kenari));
                }
            }
            self.pesan(basis, lot, asing).await;
        }
    }

    /// Everything acknowledged is there, and nothing else's.
    async fn tuntas(&self, catatan: &Catatan) -> (usize, usize) {
        let mut ada = BTreeMap::new();
        let mut sesudah = String::new();
        loop {
            let daftar = self.petugas.get(&format!("/v1/permohonan?batas=100{sesudah}")).await.ok();
            for satu in daftar["data"].as_array().unwrap() {
                let id = satu["id"].as_str().unwrap().to_owned();
                let rinci = self.petugas.get(&format!("/v1/permohonan/{id}")).await;
                self.periksa(catatan, "rincian", &rinci.teks);
                ada.insert(id, rinci.ok()["pemohon"]["nama"].as_str().unwrap().to_owned());
            }
            match daftar["berikut"].as_str() {
                Some(berikut) => sesudah = format!("&sesudah={berikut}"),
                None => break,
            }
        }
        let nama = format!("Warga {}", self.kenari);
        assert!(ada.values().all(|satu| *satu == nama), "{}: {ada:?}", self.kenari);
        let kasus = self.kasus.lock().unwrap().clone();
        let hilang: Vec<_> = kasus.iter().filter(|id| !ada.contains_key(*id)).collect();
        assert!(hilang.is_empty(), "{}: acknowledged and lost: {hilang:?}", self.kenari);
        (kasus.len(), self.pesan.lock().unwrap().len())
    }
}

/// A line to a server: it takes its time, and knows its own ports there.
struct Jalur {
    alamat: std::net::SocketAddr,
    port: Arc<Mutex<Vec<u16>>>,
}

async fn jalur(tujuan: String, jeda: Duration) -> Jalur {
    let pintu = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let (alamat, port) = (pintu.local_addr().unwrap(), Arc::<Mutex<Vec<u16>>>::default());
    let catat = port.clone();
    tokio::spawn(async move {
        while let Ok((klien, _)) = pintu.accept().await {
            let (tujuan, catat) = (tujuan.clone(), catat.clone());
            tokio::spawn(async move {
                let server = tokio::net::TcpStream::connect(tujuan).await.ok()?;
                catat.lock().unwrap().push(server.local_addr().ok()?.port());
                let ((mut baca_k, mut tulis_k), (mut baca_s, mut tulis_s)) =
                    (klien.into_split(), server.into_split());
                let naik = tokio::spawn(async move {
                    tokio::io::copy(&mut baca_k, &mut tulis_s).await.ok();
                });
                let mut isi = vec![0; 16 * 1024];
                while let Ok(n @ 1..) = baca_s.read(&mut isi).await {
                    tokio::time::sleep(jeda).await;
                    tulis_k.write_all(&isi[..n]).await.ok()?;
                }
                naik.abort();
                Some(())
            });
        }
    });
    Jalur { alamat, port }
}

/// Ends one of the server's connections every 300 ms, wherever it stands, until told to stop; tells how many.
async fn putuskan(port: Arc<Mutex<Vec<u16>>>, lot: &Lot, selesai: &AtomicBool) -> i64 {
    let mut admin =
        PgConnection::connect(&SERVER.postgres.superuser_url("loket_uji")).await.unwrap();
    let mut semua = 0;
    while !selesai.load(Ordering::Relaxed) {
        let korban = {
            let mut port = port.lock().unwrap();
            let ke = usize::try_from(lot.angka(port.len().max(1) as u64)).unwrap();
            (ke < port.len()).then(|| port.swap_remove(ke))
        };
        if let Some(korban) = korban {
            let sql = format!(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE client_port = {korban}"
            );
            let akhir = sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql));
            semua += akhir.fetch_one(&mut admin).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    semua
}

/// Security bar 18, 19, 21 and 24.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_offices_at_once_with_faults_never_see_each_other() {
    let pilihan = env::var("LOKET_PENYEWA").unwrap_or_default();
    let mut angka = pilihan.split(',').filter_map(|satu| satu.trim().parse::<u64>().ok());
    let (jumlah, detik) = (angka.next().unwrap_or(5), angka.next().unwrap_or(8));
    let seed = env::var("LOKET_PENYEWA_SEED").ok().and_then(|satu| satu.parse().ok());
    let seed: u64 = seed.unwrap_or(20_261_121);
    let alamat = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let basis = format!("http://{alamat}");
    let mut config = SERVER.config();
    config.bind = alamat;
    config.database_koneksi = KONEKSI;
    let s3 = config.s3_endpoint.trim_start_matches("http://").to_owned();
    config.s3_endpoint = format!("http://{}", jalur(s3, Duration::from_millis(150)).await.alamat);
    let mut basis_data = reqwest::Url::parse(config.database_url.buka()).unwrap();
    let pg = format!("127.0.0.1:{}", basis_data.port().unwrap());
    let pg = jalur(pg, Duration::ZERO).await;
    basis_data.set_host(Some("127.0.0.1")).unwrap();
    basis_data.set_port(Some(pg.alamat.port())).unwrap();
    // What stands behind the question mark may name the server again.
    basis_data.set_query(None);
    config.database_url = Rahasia::new(basis_data.as_str());
    let lingkungan = SERVER.lingkungan(&config);
    let kantor: Vec<Kantor> = stream::iter(0..jumlah)
        .map(|_| async {
            let kantor = Kantor::siapkan("pekanbaru").await;
            // The harness's own connections would only stand in the way of the few that are under attack.
            kantor.parts.postgres.tutup().await;
            kantor
        })
        .buffer_unordered(2)
        .collect()
        .await;
    let _server = Proses::mulai("serve --tanpa-pekerja", &lingkungan);
    sampai_dalam(Duration::from_mins(2), "server siap", || async {
        HTTP.get(format!("{basis}/readyz")).send().await.ok().filter(|j| j.status() == 200)
    })
    .await;
    let mut penyewa = Vec::new();
    for (ke, kantor) in kantor.into_iter().enumerate() {
        let orang = kantor.pemegang("fo").nama_pengguna.clone();
        let petugas = Klien::masuk(&basis, kantor.tenant.slug.as_str(), &orang, SANDI).await;
        penyewa.push(Penyewa {
            kantor,
            kenari: kenari(ke),
            petugas,
            kasus: Mutex::default(),
            pesan: Mutex::default(),
        });
    }
    let (selesai, catatan) = (Arc::new(AtomicBool::new(false)), Catatan::default());
    let lot = Lot(AtomicU64::new(seed));
    let mulai = Instant::now();
    let penghenti = {
        let selesai = selesai.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(detik)).await;
            selesai.store(true, Ordering::Relaxed);
        })
    };
    let kerja = penyewa.iter().enumerate().map(|(ke, satu)| {
        let asing = &penyewa[(ke + 1) % penyewa.len()];
        satu.kerja(&basis, &lot, &catatan, asing, &selesai)
    });
    let kerja = futures_util::future::join_all(kerja);
    let (_, putus) = tokio::join!(kerja, putuskan(pg.port.clone(), &lot, &selesai));
    penghenti.await.unwrap();
    let (mut kasus, mut pesan) = (0, 0);
    for satu in &penyewa {
        let (k, p) = satu.tuntas(&catatan).await;
        (kasus, pesan) = (kasus + k, pesan + p);
    }
    let bocor = catatan.bocor.lock().unwrap().clone();
    let hitung = |angka: &AtomicU64| angka.load(Ordering::Relaxed);
    eprintln!(
        "banyak seed {seed}: {jumlah} offices, {KONEKSI} connections, {} answers ({} of them 503), {} cancelled, {putus} \
         connections ended, {kasus} cases and {pesan} messages acknowledged and there, {} leaks; {:?}",
        hitung(&catatan.jawaban),
        hitung(&catatan.tolak),
        hitung(&catatan.batal),
        bocor.len(),
        mulai.elapsed()
    );
    assert!(bocor.is_empty(), "{bocor:#?}");
    assert!(kasus > 0 && hitung(&catatan.batal) > 0 && putus > 0, "nothing was put to the test");
}
