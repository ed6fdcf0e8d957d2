//! A storm: hundreds of residents of four offices at once, while webhooks come twice and out of order, half of all sends
//! fail, and server and worker are killed. The oracle is the simulators' ledger: every resident saw what the model says they
//! should have seen, nothing twice, nothing lost, nobody else's data.
//!
//! `LOKET_BADAI=125,2` sets residents per office and cases per resident; `LOKET_BADAI_SEED` repeats a storm.

use std::{
    collections::BTreeMap,
    env,
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use loket_domain::tenant::Paket;
use loket_simulators::whatsapp::{
    Direction, FailMix, LedgerEntry,
    driver::{Action, Driver, Persona, Script},
};
use loket_tests::{
    app::{Kantor, SANDI},
    klien::{HTTP, Klien},
    sampai_dalam,
    server::SERVER,
    warga::{isi, nomor},
};
use serde_json::{Value, json};

use crate::proses::Proses;

/// Photos that the service asks for.
const FOTO: usize = 3;
/// How long a resident waits for an answer while half of all sends fail and processes die.
const SABAR: Duration = Duration::from_mins(4);

/// How large the storm is.
#[derive(Clone, Copy)]
struct Ukuran {
    warga: usize,
    kasus: usize,
}

impl Ukuran {
    fn dari_lingkungan() -> Self {
        let teks = env::var("LOKET_BADAI").unwrap_or_default();
        let mut angka = teks.split(',').filter_map(|satu| satu.trim().parse().ok());
        Self { warga: angka.next().unwrap_or(4), kasus: angka.next().unwrap_or(1) }
    }
}

/// Pekanbaru, whose service asks for three photos.
fn bertiga(paket: &mut Paket) {
    let mut nilai = serde_json::to_value(&*paket).unwrap();
    let dasar = nilai["layanan"][0]["syarat"][0].clone();
    let syarat: Vec<Value> = ["ktp", "kk", "surat"]
        .into_iter()
        .map(|kode| {
            let mut satu = dasar.clone();
            satu["kode"] = json!(kode);
            satu["nama"] = json!(format!("Foto {kode}"));
            satu
        })
        .collect();
    nilai["layanan"][0]["syarat"] = json!(syarat);
    *paket = serde_json::from_value(nilai).unwrap();
}

/// A word that no other resident uses, in letters only: a name may not hold digits.
fn tanda(kantor: usize, warga: usize) -> String {
    let huruf = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap_or(0));
    let kode = [kantor, warga / 676, warga / 26, warga].map(huruf);
    format!("Qz{}", String::from_iter(kode))
}

/// Where in the conversation a message of the office stands, by its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Babak {
    Menu,
    Nama,
    Jenis,
    Nomor,
    Foto(usize),
    Ringkasan,
    Terdaftar,
    Lain,
}

fn babak(pesan: &LedgerEntry) -> Babak {
    let teks = isi(pesan);
    let foto = (1..=FOTO).find(|ke| teks.contains(&format!("({ke}/{FOTO}) Kirim foto")));
    if teks.contains("sudah terdaftar") {
        Babak::Terdaftar
    } else if teks.contains("Sudah benar?") {
        Babak::Ringkasan
    } else if let Some(ke) = foto {
        Babak::Foto(ke)
    } else if teks.contains("Berapa nomor dokumennya?") {
        Babak::Nomor
    } else if teks.contains("Dokumen apa yang Anda perlukan?") {
        Babak::Jenis
    } else if teks.contains("Siapa nama lengkap pemohon?") {
        Babak::Nama
    } else if pesan.choice_ids().contains(&"v1:layanan:kirim_pdf") {
        Babak::Menu
    } else {
        Babak::Lain
    }
}

/// A resident who wants so many documents, one after another.
fn naskah(tanda: &str, kasus: usize) -> Script {
    let tanda = tanda.to_owned();
    let mut terdaftar = 0;
    Script::answering("halo", move |pesan| match babak(pesan) {
        Babak::Menu => Action::Tap("v1:layanan:kirim_pdf".to_owned()),
        Babak::Nama => Action::text(format!("Warga {tanda}")),
        Babak::Jenis => Action::text(format!("kartu keluarga {tanda}")),
        Babak::Nomor => Action::text(format!("nomor {tanda}")),
        Babak::Foto(_) => Action::Photo,
        Babak::Ringkasan => Action::text("kirim"),
        Babak::Terdaftar => {
            terdaftar += 1;
            if terdaftar == kasus { Action::Done } else { Action::text("menu") }
        }
        Babak::Lain => Action::text("lanjutkan"),
    })
    .persona(Persona { album: 0.3, repeats: 0.1, sticker: 0.05, voice: 0.05, ..Persona::calm() })
    .most(400)
}

/// What the model says of what one resident saw: every case leads from the menu to its number, no step is skipped but by an
/// album or by typing ahead, and no number is given twice.
fn periksa_layar(wa_id: &str, layar: &[LedgerEntry], kasus: usize) -> Vec<String> {
    let mut nomor_kasus = Vec::new();
    let mut dilihat: Vec<Babak> = Vec::new();
    for pesan in layar {
        let kini = babak(pesan);
        if kini == Babak::Lain {
            continue;
        }
        if kini == Babak::Terdaftar {
            assert!(
                dilihat.contains(&Babak::Ringkasan),
                "{wa_id}: terdaftar tanpa ringkasan: {dilihat:?}"
            );
            nomor_kasus.push(nomor(pesan));
            dilihat.clear();
            continue;
        }
        // Within one case the questions go forward or are asked again.
        let mundur = dilihat.last().is_some_and(|lama| kini < *lama && kini != Babak::Menu);
        assert!(!mundur, "{wa_id}: {kini:?} sesudah {dilihat:?}");
        if kini == Babak::Menu {
            dilihat.clear();
        }
        dilihat.push(kini);
    }
    assert_eq!(nomor_kasus.len(), kasus, "{wa_id}: {nomor_kasus:?}");
    let unik: std::collections::BTreeSet<_> = nomor_kasus.iter().collect();
    assert_eq!(unik.len(), kasus, "{wa_id}: {nomor_kasus:?}");
    nomor_kasus
}

/// Every case of the office: number, the applicant, and how many papers.
async fn kasus_kantor(petugas: &Klien) -> BTreeMap<String, (String, usize)> {
    let mut semua = BTreeMap::new();
    let mut sesudah = String::new();
    loop {
        let daftar = petugas.get(&format!("/v1/permohonan?batas=100{sesudah}")).await.ok();
        for satu in daftar["data"].as_array().unwrap() {
            let id = satu["id"].as_str().unwrap();
            let rinci = petugas.get(&format!("/v1/permohonan/{id}")).await.ok();
            let nama = rinci["pemohon"]["nama"].as_str().unwrap().to_owned();
            let berkas = rinci["berkas"].as_array().unwrap().len();
            semua.insert(rinci["nomor"].as_str().unwrap().to_owned(), (nama, berkas));
        }
        match daftar["berikut"].as_str() {
            Some(berikut) => sesudah = format!("&sesudah={berikut}"),
            None => return semua,
        }
    }
}

fn kacaukan(kantor: &Kantor) {
    kantor.wa.faults(|salah| {
        salah.fail_probability = 0.5;
        // The two that slow a number or a pair down for half a minute have tests of their own.
        salah.fail_mix = FailMix { throughput: 0, pair: 0, ..FailMix::default() };
        salah.duplicate_inbound = 0.3;
        salah.duplicate_statuses = 0.3;
        salah.duplicate_later = 0.05;
        salah.duplicate_later_ms = 5_000;
        salah.statuses_out_of_order = true;
        salah.status_before_answer = true;
        salah.webhook_latency_min_ms = 0;
        salah.webhook_latency_max_ms = 250;
        salah.batch_max = 20;
    });
}

/// Kills server and worker in turn until told to stop; tells how often.
async fn algojo(
    mut server: Proses,
    mut pekerja: Proses,
    selesai: Arc<AtomicBool>,
) -> (Proses, Proses, u32) {
    let mut kali = 0_u32;
    while !selesai.load(Ordering::Relaxed) {
        tokio::time::sleep(Duration::from_secs(5)).await;
        if kali.is_multiple_of(2) {
            server.bunuh();
        } else {
            pekerja.bunuh();
        }
        kali += 1;
    }
    (server, pekerja, kali)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_resident_of_a_storm_sees_what_the_model_says() {
    let ukuran = Ukuran::dari_lingkungan();
    let seed: u64 =
        env::var("LOKET_BADAI_SEED").ok().and_then(|teks| teks.parse().ok()).unwrap_or(20_261_121);
    let mulai = Instant::now();
    let alamat = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let mut config = SERVER.config();
    config.bind = alamat;
    let basis = format!("http://{alamat}");
    let mut kantor = Vec::new();
    for _ in 0..4 {
        let satu = Kantor::siapkan_dengan("pekanbaru", bertiga).await;
        satu.arahkan_webhook(&basis);
        kacaukan(&satu);
        kantor.push(satu);
    }
    let milik: Vec<_> = kantor.iter().map(|satu| satu.tenant.slug.to_string()).collect();
    config.pekerja_tenant = milik.join(",");
    let lingkungan = SERVER.lingkungan(&config);
    let server = Proses::mulai("serve --tanpa-pekerja", &lingkungan);
    let pekerja = Proses::mulai("worker", &lingkungan);
    let selesai = Arc::new(AtomicBool::new(false));
    let algojo = tokio::spawn(algojo(server, pekerja, selesai.clone()));

    let nama = |k: usize, w: usize| format!("62816{k}{w:06}");
    let laporan = kantor.iter().enumerate().map(|(k, satu)| {
        let mut pemeran = Driver::new(&satu.wa, seed.wrapping_add(k as u64)).patience(SABAR);
        for w in 0..ukuran.warga {
            let (wa_id, tanda) = (nama(k, w), tanda(k, w));
            satu.wa.mark(&wa_id, &tanda);
            let naskah = naskah(&tanda, ukuran.kasus);
            pemeran = pemeran.resident(&wa_id, &satu.phone_number_id, naskah);
        }
        pemeran.run()
    });
    let laporan = futures_util::future::join_all(laporan).await;
    selesai.store(true, Ordering::Relaxed);
    let (_server, _pekerja, kematian) = algojo.await.unwrap();
    let pesan: usize =
        laporan.iter().map(loket_simulators::whatsapp::driver::Report::messages).sum();
    for satu in &laporan {
        assert!(satu.stuck().is_empty(), "seed {seed}: {:#?}", satu.stuck());
    }
    sampai_dalam(SABAR, "server hidup lagi", || async {
        HTTP.get(format!("{basis}/readyz"))
            .send()
            .await
            .ok()
            .filter(|jawaban| jawaban.status() == 200)
    })
    .await;
    // The last duplicates and statuses come in while nobody dies any more.
    for satu in &kantor {
        sampai_dalam(SABAR, "semua webhook terkirim", || async {
            (satu.wa.pending() == 0).then_some(())
        })
        .await;
    }

    let (mut layar, mut foto) = (0, 0);
    let (mut ditolak, mut putus, mut kabur, mut diterima) = (0, 0, 0, 0);
    for (k, satu) in kantor.iter().enumerate() {
        let dua_kali = satu.wa.sent_twice();
        assert!(dua_kali.is_empty(), "seed {seed}: dikirim dua kali: {dua_kali:#?}");
        let asing = satu.wa.foreign();
        assert!(asing.is_empty(), "seed {seed}: milik orang lain: {asing:#?}");
        let penyaji = satu.pemegang("fo");
        let petugas =
            Klien::masuk(&basis, satu.tenant.slug.as_str(), &penyaji.nama_pengguna, SANDI).await;
        let tercatat = kasus_kantor(&petugas).await;
        assert_eq!(tercatat.len(), ukuran.warga * ukuran.kasus, "seed {seed}: kasus kantor {k}");
        for w in 0..ukuran.warga {
            let (wa_id, tanda) = (nama(k, w), tanda(k, w));
            let dilihat = satu.wa.seen_by(&wa_id);
            layar += dilihat.len();
            let mut papan = 0;
            for nomor in periksa_layar(&wa_id, &dilihat, ukuran.kasus) {
                let (nama, berkas) = &tercatat[&nomor];
                assert_eq!(nama, &format!("Warga {tanda}"), "seed {seed}: {nomor}");
                papan += berkas;
            }
            let dikirim = satu
                .wa
                .ledger()
                .iter()
                .filter(|e| e.wa_id == wa_id && e.direction == Direction::Inbound)
                .filter(|e| e.kind == "image")
                .count();
            assert_eq!(papan, dikirim, "seed {seed}: foto {wa_id}");
            foto += dikirim;
        }
        let hitungan = satu.wa.counters();
        ditolak += hitungan.sends_refused;
        putus += hitungan.sends_cut;
        kabur += hitungan.sends_ambiguous;
        diterima += hitungan.sends_accepted;
    }
    eprintln!(
        "badai seed {seed}: {} warga, {pesan} pesan, {foto} foto, {layar} pesan di layar; kirim: {diterima} diterima \
         ({kabur} di antaranya tanpa jawaban), {ditolak} ditolak, {putus} putus; {kematian} kali kill -9; {:?}",
        ukuran.warga * kantor.len(),
        mulai.elapsed()
    );
}
