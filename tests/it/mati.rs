//! kill -9 of server and worker in the middle of ten running cases: nothing acknowledged is lost, nothing is sent twice.

use std::{
    collections::BTreeMap,
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use loket_simulators::{contoh_pdf, whatsapp::InboundMedia};
use loket_tests::{
    app::{Kantor, SANDI},
    faktor,
    klien::HTTP,
    sampai,
    server::SERVER,
    warga::{FOTO, Warga, isi, nomor},
};
use serde_json::{Value, json};

use crate::proses::Proses;

/// An officer whose application tries again when the connection breaks, and keeps a ledger of what was acknowledged.
#[derive(Clone)]
struct Gigih {
    basis: String,
    token: BTreeMap<String, String>,
    diakui: Arc<Mutex<Vec<(String, String, String)>>>,
}

impl Gigih {
    async fn panggil(
        &self,
        peran: &str,
        post: bool,
        jalur: &str,
        isi: &Value,
    ) -> Option<(u16, Value)> {
        let url = format!("{}{jalur}", self.basis);
        let permintaan = if post { HTTP.post(url).json(isi) } else { HTTP.get(url) };
        let permintaan =
            permintaan.bearer_auth(&self.token[peran]).timeout(Duration::from_secs(10));
        let jawaban = permintaan.send().await.ok()?;
        let status = jawaban.status().as_u16();
        let teks = jawaban.text().await.ok()?;
        // Whatever was answered with a 5xx was not acknowledged.
        (status < 500).then(|| (status, serde_json::from_str(&teks).unwrap_or(Value::Null)))
    }

    async fn baca(&self, peran: &str, jalur: &str) -> Value {
        sampai(jalur, || async {
            match self.panggil(peran, false, jalur, &Value::Null).await {
                Some((200, isi)) => Some(isi),
                _ => None,
            }
        })
        .await
    }

    /// Takes the tugas of the case's step, does the work, decides it; until the case has moved on.
    async fn kerjakan(&self, peran: &str, id: &str, ke: usize, keputusan: Keputusan<'_>) {
        sampai(&format!("langkah {ke} oleh {peran} pada {id}"), || async {
            let kartu = self.baca(peran, &format!("/v1/permohonan/{id}/kartu-kendali")).await;
            // One line per step: a decision whose answer was lost shows as a line that is finished.
            let baris = kartu["data"].as_array()?.get(ke)?;
            if baris["selesai_pada"].is_string() {
                return Some(());
            }
            let tugas = baris["tugas_id"].as_str()?.to_owned();
            let jalur = format!("/v1/tugas/{tugas}");
            self.panggil(peran, true, &format!("{jalur}/penerimaan"), &json!({})).await?;
            if let Keputusan::Unggah(produk, _) = keputusan {
                self.unggah(peran, id, produk).await?;
            }
            let versi = self.panggil(peran, false, &jalur, &Value::Null).await?.1["versi"].clone();
            let (ekor, isi, kode) = match keputusan {
                Keputusan::Kode(kode) | Keputusan::Unggah(_, kode) => {
                    ("keputusan", json!({ "keputusan": kode, "versi": versi }), kode)
                }
                Keputusan::Tte(passphrase) => {
                    ("tanda-tangan", json!({ "passphrase": passphrase, "versi": versi }), "setuju")
                }
            };
            let (status, jawaban) =
                self.panggil(peran, true, &format!("{jalur}/{ekor}"), &isi).await?;
            if status < 300 {
                let catatan = (id.to_owned(), tugas, kode.to_owned());
                self.diakui.lock().unwrap().push(catatan);
                return Some(());
            }
            self.tuntaskan(peran, &jawaban).await;
            None
        })
        .await;
    }

    async fn unggah(&self, peran: &str, id: &str, produk: &str) -> Option<()> {
        let pdf = contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["CONTOH", id]);
        let isi = json!({ "produk": produk, "ukuran": pdf.len(), "bertanda_tangan": false });
        let jalur = format!("/v1/permohonan/{id}/dokumen");
        let (201, umum) = self.panggil(peran, true, &jalur, &isi).await? else { return None };
        loket_tests::klien::taruh(&umum["unggah"], &pdf).await;
        let jalur = format!("/v1/dokumen/{}/selesai", umum["id"].as_str()?);
        let (200, _) = self.panggil(peran, true, &jalur, &json!({})).await? else { return None };
        Some(())
    }

    /// The signer looked at the host: an attempt that was cut off is declared unsigned only if the host agrees.
    async fn tuntaskan(&self, peran: &str, jawaban: &Value) {
        for pilihan in jawaban["pilihan"].as_array().into_iter().flatten() {
            if let Some(id) = pilihan.as_str().and_then(|teks| teks.strip_prefix("tuntaskan:")) {
                let jalur = format!("/v1/tte/percobaan/{id}/penuntasan");
                let isi = json!({ "alasan": "Proses mati.", "bukti": "Jurnal simulator." });
                self.panggil(peran, true, &jalur, &isi).await;
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Keputusan<'a> {
    Kode(&'a str),
    Unggah(&'a str, &'a str),
    Tte(&'a str),
}

/// Writes without waiting for the webhook's fate; the phone does not know that the office is down.
async fn bercerita(warga: &Warga<'_>, kantor: &Kantor) -> String {
    for teks in ["halo", "akta kelahiran", "Ahmad Fauzi", "Zahra Fauzi", "Paringin", "tidak"] {
        warga.tulis(teks).await;
    }
    for _ in 0..4 {
        let sebelum = warga.masuk().len();
        let media = InboundMedia {
            mime_type: "image/jpeg".to_owned(),
            bytes: FOTO.to_vec(),
            caption: None,
            filename: None,
        };
        kantor.wa.send_media(warga.wa_id, &kantor.phone_number_id, media).unwrap();
        sampai("jawaban atas foto", || async { warga.masuk().into_iter().nth(sebelum) }).await;
    }
    nomor(&warga.tulis("kirim").await)
}

/// Every officer of the flow, logged in.
async fn masuk(kantor: &Kantor, basis: &str) -> BTreeMap<String, String> {
    let mut token = BTreeMap::new();
    for peran in ["operator_layanan", "operator_siak", "kasi", "kabid", "kadis"] {
        let orang = kantor.pemegang(peran);
        let (nama, slug) = (&orang.nama_pengguna, kantor.tenant.slug.as_str());
        let isi = json!({ "nama_pengguna": nama, "sandi": SANDI });
        let url = format!("{basis}/v1/tenant/{slug}/sesi");
        let tiket: Value = sampai("masuk", || async {
            let jawaban = HTTP.post(&url).json(&isi).send().await.ok()?;
            jawaban.status().is_success().then_some(())?;
            let satu: Value = jawaban.json().await.ok()?;
            let mut isi = faktor::bukti(slug, nama);
            isi["tiket"] = satu["tiket"].clone();
            let jawaban = HTTP.post(format!("{url}/faktor")).json(&isi).send().await.ok()?;
            jawaban.status().is_success().then_some(())?;
            None.or(jawaban.json().await.ok())
        })
        .await;
        token.insert(peran.to_owned(), tiket["token_akses"].as_str().unwrap().to_owned());
    }
    token
}

/// From the first word to the PDF, by a resident and officers who try again.
async fn satu_kasus(kantor: Arc<Kantor>, petugas: Gigih, n: u32) -> (String, String, String) {
    let wa_id = format!("62815000004{n:02}");
    let warga = kantor.warga(&wa_id);
    let nomor = bercerita(&warga, &kantor).await;
    let id = sampai("permohonan di daftar", || async {
        let daftar = petugas.baca("operator_layanan", "/v1/permohonan?batas=100").await;
        let satu = daftar["data"].as_array()?.iter().find(|s| s["nomor"] == nomor.as_str())?;
        Some(satu["id"].as_str()?.to_owned())
    })
    .await;
    let passphrase = kantor.pemegang("kadis").passphrase_simulator.clone().unwrap();
    let langkah = [
        ("operator_layanan", Keputusan::Kode("lengkap")),
        ("operator_siak", Keputusan::Kode("lolos")),
        ("operator_siak", Keputusan::Unggah("akta", "ajukan")),
        ("kasi", Keputusan::Kode("setuju")),
        ("kabid", Keputusan::Kode("setuju")),
        ("kadis", Keputusan::Tte(&passphrase)),
        ("operator_layanan", Keputusan::Kode("terkirim")),
    ];
    for (ke, (peran, keputusan)) in langkah.into_iter().enumerate() {
        petugas.kerjakan(peran, &id, ke, keputusan).await;
    }
    warga.dokumen("akta-").await;
    (id, nomor, wa_id)
}

/// Nothing acknowledged is lost, nothing is sent twice; tells how many decisions were acknowledged.
async fn periksa(kantor: &Kantor, petugas: &Gigih, hasil: &[(String, String, String)]) -> usize {
    // The oracle is the simulator's ledger, not our tables.
    assert!(kantor.wa.duplicates().is_empty(), "{:#?}", kantor.wa.duplicates());
    for (id, nomor, wa_id) in hasil {
        let warga = kantor.warga(wa_id);
        let masuk = warga.masuk();
        let dokumen = masuk.iter().filter(|pesan| pesan.media.is_some()).count();
        assert_eq!(dokumen, 1, "{wa_id} menerima {dokumen} dokumen");
        let terdaftar = masuk.iter().filter(|pesan| isi(pesan).contains("sudah terdaftar")).count();
        assert_eq!(terdaftar, 1, "{wa_id} terdaftar {terdaftar} kali");
        let rinci = petugas.baca("operator_layanan", &format!("/v1/permohonan/{id}")).await;
        assert_eq!(
            (rinci["status"].as_str(), rinci["nomor"].as_str()),
            (Some("selesai"), Some(nomor.as_str()))
        );
        assert_eq!(
            rinci["berkas"].as_array().unwrap().len(),
            4,
            "setiap foto yang diakui tersimpan"
        );
    }
    let diakui = petugas.diakui.lock().unwrap().clone();
    for (id, tugas, kode) in &diakui {
        let kartu =
            petugas.baca("operator_layanan", &format!("/v1/permohonan/{id}/kartu-kendali")).await;
        let ada = kartu["data"]
            .as_array()
            .unwrap()
            .iter()
            .any(|b| b["tugas_id"] == tugas.as_str() && b["keputusan"] == kode.as_str());
        assert!(ada, "keputusan {kode} atas {tugas} diakui tetapi hilang");
    }
    diakui.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_and_nothing_is_sent_twice_under_kill_nine() {
    let kantor = Arc::new(Kantor::siapkan("balangan").await);
    let alamat = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let mut config = SERVER.config();
    config.bind = alamat;
    config.pekerja_tenant = kantor.tenant.slug.to_string();
    let lingkungan = SERVER.lingkungan(&config);
    let basis = format!("http://{alamat}");
    kantor.arahkan_webhook(&basis);
    let mut server = Proses::mulai("serve --tanpa-pekerja", &lingkungan);
    let mut pekerja = Proses::mulai("worker", &lingkungan);

    let token = masuk(&kantor, &basis).await;
    let petugas = Gigih { basis, token, diakui: Arc::default() };

    let selesai = Arc::new(AtomicBool::new(false));
    let algojo = {
        let selesai = selesai.clone();
        tokio::spawn(async move {
            let mut jumlah = 0_u32;
            // A fixed rhythm that never meets the cases at the same place: 700 ms and 1,100 ms against their own pace.
            while !selesai.load(Ordering::Relaxed) && jumlah < 24 {
                tokio::time::sleep(Duration::from_millis(if jumlah.is_multiple_of(2) {
                    700
                } else {
                    1_100
                }))
                .await;
                if jumlah.is_multiple_of(2) {
                    server.bunuh();
                } else {
                    pekerja.bunuh();
                }
                jumlah += 1;
            }
            (server, pekerja, jumlah)
        })
    };

    let kasus: Vec<_> =
        (0..10).map(|n| tokio::spawn(satu_kasus(kantor.clone(), petugas.clone(), n))).collect();
    let mut hasil = Vec::new();
    for satu in kasus {
        hasil.push(satu.await.unwrap());
    }
    selesai.store(true, Ordering::Relaxed);
    let (_server, _pekerja, kematian) = algojo.await.unwrap();
    assert!(
        kematian >= 6,
        "hanya {kematian} kali dibunuh: kasusnya terlalu cepat untuk membuktikan apa pun"
    );
    let diakui = periksa(&kantor, &petugas, &hasil).await;
    eprintln!("{kematian} kali kill -9; {diakui} keputusan diakui, semuanya ada");
}
