//! Cards: the print queue, blank cards that never go below nothing, printers, and children who may or may not have a KIA.

mod blanko;
mod hak;

use std::{collections::BTreeSet, sync::Arc};

use futures_util::future::join_all;
use loket::setup;
use loket_domain::{
    kalender::Clock,
    kartu::{
        JenisKartu, LepasKlaim, ModeCetak, TambahPencetak,
        blanko::{CatatGerakBlanko, GerakBaru, IngatkanOpname},
    },
};
use loket_infra::crypto::SystemClock;
use loket_tests::{
    app::{Kantor, SANDI, TestApp},
    jam::Jam,
    klien::{Jawaban, Klien},
};
use serde_json::{Value, json};
use time::Duration;

use crate::kembaran::{daftarkan, rinci, unggah};

/// A printer in that unit, and blank cards in its stock; tells the printer.
pub async fn siapkan(pengelola: &Klien, unit: &str, kartu: &[&str], keping: u32) -> String {
    let isi =
        json!({ "nama": "Mesin cetak 1", "kartu": kartu, "unit": unit, "ribbon": 100, "film": 0 });
    let kunci = [("idempotency-key", "mesin-1")];
    let mesin = pengelola.post_dengan("/v1/kartu/pencetak", &kunci, isi).await.ok();
    for satu in kartu {
        let masuk = json!({ "macam": "terima", "jumlah": keping, "berita_acara": "BA-1" });
        gerak(pengelola, &format!("awal-{satu}"), satu, unit, masuk).await.ok();
    }
    mesin["id"].as_str().unwrap().to_owned()
}

/// A movement of blank cards.
async fn gerak(pengelola: &Klien, kunci: &str, jenis: &str, unit: &str, gerak: Value) -> Jawaban {
    let isi = json!({ "jenis": jenis, "unit": unit, "gerak": gerak });
    pengelola.post_dengan("/v1/blanko/gerak", &[("idempotency-key", kunci)], isi).await
}

async fn klaim(petugas: &Klien, pencetak: &str, jumlah: u32) -> Jawaban {
    let isi = json!({ "pencetak_id": pencetak, "jumlah": jumlah });
    petugas.post("/v1/kartu/antrean/klaim", isi).await
}

/// Prints every card of that case; cards of others go back to their places.
pub async fn cetak_kasus(petugas: &Klien, pencetak: &str, permohonan: &str) {
    let diambil = klaim(petugas, pencetak, 20).await.ok();
    let mut jumlah = 0;
    for satu in diambil["data"].as_array().unwrap() {
        let id = satu["id"].as_str().unwrap();
        if satu["permohonan_id"] != permohonan {
            petugas.post(&format!("/v1/kartu/antrean/{id}/lepas"), json!({})).await.ok();
            continue;
        }
        petugas.post(&format!("/v1/kartu/antrean/{id}/mulai"), json!({})).await.ok();
        tercetak(petugas, id).await;
        jumlah += 1;
    }
    assert!(jumlah > 0, "no card of the case in the queue: {diambil}");
}

async fn tercetak(petugas: &Klien, id: &str) -> Value {
    let jawaban = petugas.post(&format!("/v1/kartu/antrean/{id}/tercetak"), json!({})).await.ok();
    assert_eq!(jawaban["keadaan"], "selesai");
    jawaban
}

async fn saldo(petugas: &Klien) -> Value {
    petugas.get("/v1/blanko").await.ok()["data"][0].clone()
}

fn anak(lahir: &str, rentan: &str) -> Value {
    json!({
        "layanan": "kia", "kanal": "jemput_bola", "unit": "unit_pendidikan",
        "pemohon": { "nama": "Siti Contoh" },
        "isian": { "nama_anak": "Anak Contoh", "tanggal_lahir": lahir, "kelompok_rentan": rentan },
    })
}

/// From registration to the printer, with an akta.
async fn sampai_cetak(adm: &Klien, depan: &Klien, kunci: &str, isi: Value) -> String {
    let id = daftarkan(adm, kunci, isi).await;
    unggah(adm, &id, &["akta_kelahiran", "kk", "ktp_orang_tua"]).await;
    adm.putuskan(&id, "foto", "difoto", None).await.ok();
    depan.putuskan(&id, "terima", "diterima", None).await.ok();
    adm.putuskan(&id, "verifikasi", "ya", None).await.ok();
    id
}

fn hari_lalu(app: &TestApp, hari: i64) -> String {
    (app.kantor.parts.ports.clock.now() - Duration::days(hari)).date().to_string()
}

/// The second officer of that role.
async fn kedua(app: &TestApp, peran: &str) -> Klien {
    let mut semua = app.kantor.petugas.iter().filter(|satu| satu.peran.iter().any(|p| p == peran));
    let orang = semua.nth(1).unwrap();
    Klien::masuk(&app.basis, app.kantor.tenant.slug.as_str(), &orang.nama_pengguna, SANDI).await
}

async fn antrean(petugas: &Klien, keadaan: &str) -> Vec<Value> {
    let jalur = format!("/v1/kartu/antrean?keadaan={keadaan}&batas=100");
    petugas.get(&jalur).await.ok()["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_ktp_el_is_printed_directly_and_a_spoilt_card_goes_to_the_head_of_the_queue() {
    let app = TestApp::start("balangan").await;
    let (depan, siak, kasi) = (
        app.sebagai("operator_layanan").await,
        app.sebagai("operator_siak").await,
        app.sebagai("kasi").await,
    );
    let isi = json!({
        "layanan": "ktp_el", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" },
        "isian": { "sebab": "rusak" },
    });
    let mut kasus = Vec::new();
    for kunci in ["a", "b"] {
        let id = daftarkan(&depan, kunci, isi.clone()).await;
        unggah(&depan, &id, &["kk"]).await;
        depan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
        siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
        kasus.push(id);
    }
    let pencetak = siapkan(&kasi, "disdukcapil", &["ktp_el"], 5).await;
    assert_eq!(depan.get("/v1/kartu/antrean").await.masalah(403), "tidak_berizin");
    // Whose case is due first comes first; the second one is spoilt and then comes before the first.
    let urutan: Vec<Value> =
        antrean(&siak, "menunggu").await.iter().map(|satu| satu["permohonan_id"].clone()).collect();
    assert_eq!(urutan, [json!(kasus[0]), json!(kasus[1])]);
    let dua = klaim(&siak, &pencetak, 2).await.ok();
    let nomor = rinci(&siak, &kasus[0]).await["nomor"].clone();
    assert_eq!(
        (&dua["data"][0]["nomor"], dua["data"][0]["layanan_nama"].is_string()),
        (&nomor, true),
        "who takes a card knows whose case it is"
    );
    let id = |n: usize| dua["data"][n]["id"].as_str().unwrap().to_owned();
    let rusak = json!({ "sebab": "cetak_buram", "nomor_seri": "KTP001" });
    siak.post(&format!("/v1/kartu/antrean/{}/lepas", id(0)), json!({})).await.ok();
    siak.post(&format!("/v1/kartu/antrean/{}/rusak", id(1)), rusak.clone()).await.ok();
    let lagi = klaim(&siak, &pencetak, 1).await.ok();
    assert_eq!(lagi["data"][0]["id"], dua["data"][1]["id"], "the spoilt one first");
    let sama = json!({ "nomor_seri": "KTP001" });
    let jalur = format!("/v1/kartu/antrean/{}/tercetak", id(1));
    assert_eq!(siak.post(&jalur, sama).await.masalah(409), "seri_sudah_dipakai");
    siak.post(&jalur, json!({ "nomor_seri": "KTP002" })).await.ok();
    // Said again, because the answer was lost: nothing is taken twice.
    siak.post(&jalur, json!({ "nomor_seri": "KTP002" })).await.ok();
    assert_eq!(saldo(&kasi).await["keping"], 3);

    siak.putuskan(&kasus[1], "cetak", "tercetak", None).await.ok();
    let rincian = rinci(&depan, &kasus[1]).await;
    assert_eq!(rincian["dokumen"][0]["keadaan"], "siap");
    assert_eq!(rincian["penyerahan"][0]["saluran"], "loket");
    crate::loket::serahkan(&app.sebagai("loket").await, &kasus[1]).await;
    assert_eq!(rinci(&depan, &kasus[1]).await["status"], "selesai");

    // The printer remembers: one of two cards spoilt, two of its ribbon gone, and what was done about it.
    let catatan = format!("/v1/kartu/pencetak/{pencetak}/catatan");
    let mesin = siak.get("/v1/kartu/pencetak").await.ok()["data"][0].clone();
    assert_eq!((&mesin["rusak_per_mil"], &mesin["ribbon"]["sisa"]), (&json!(500), &json!(98)));
    siak.post(&catatan, json!({ "macam": "ganti_ribbon", "catatan": "baru dari gudang" }))
        .await
        .ok();
    assert_eq!(siak.get("/v1/kartu/pencetak").await.ok()["data"][0]["ribbon"]["sisa"], 100);
    let palsu = siak.post(&catatan, json!({ "macam": "tercetak" })).await;
    assert_eq!(palsu.masalah(422), "isian_tidak_sah");
    let log = siak.get(&catatan).await.ok();
    let macam: Vec<&Value> =
        log["data"].as_array().unwrap().iter().map(|satu| &satu["macam"]).collect();
    assert_eq!(macam, ["ganti_ribbon", "tercetak", "rusak"]);
    assert_eq!(log["data"][0]["catatan"], "baru dari gudang");
}

#[tokio::test]
async fn a_job_that_only_spoils_cards_is_given_back_and_may_be_queued_again() {
    let app = TestApp::start("balangan").await;
    let (depan, siak, kasi) = (
        app.sebagai("operator_layanan").await,
        app.sebagai("operator_siak").await,
        app.sebagai("kasi").await,
    );
    let isi = json!({
        "layanan": "ktp_el", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" },
        "isian": { "sebab": "rusak" },
    });
    let id = daftarkan(&depan, "a", isi).await;
    unggah(&depan, &id, &["kk"]).await;
    depan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
    siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
    let pencetak = siapkan(&kasi, "disdukcapil", &["ktp_el"], 9).await;
    let tugas = siak.terima(&id, "cetak").await;
    let mut cetak = String::new();
    for ke in 1..=3 {
        let satu = klaim(&siak, &pencetak, 1).await.ok()["data"][0].clone();
        cetak = satu["id"].as_str().unwrap().to_owned();
        let rusak = json!({ "sebab": "chip_gagal" });
        let hasil = siak.post(&format!("/v1/kartu/antrean/{cetak}/rusak"), rusak).await.ok();
        assert_eq!(hasil["keadaan"], if ke < 3 { "menunggu" } else { "dikembalikan" });
    }
    assert_eq!(saldo(&kasi).await["keping"], 6, "every spoilt card is gone");
    assert_eq!(klaim(&siak, &pencetak, 1).await.ok()["data"], json!([]));
    let kabar = siak.get("/v1/notifikasi").await.ok().to_string();
    assert!(kabar.contains("gagal berulang"), "who decides the step is told: {kabar}");
    // The way back in the SOP is open without a card; the way on is not.
    assert_eq!(
        siak.putuskan_tugas(&tugas, "tercetak", None).await.masalah(409),
        "kartu_belum_tercetak"
    );
    siak.post(&format!("/v1/kartu/antrean/{cetak}/ulang"), json!({})).await.ok();
    let satu = klaim(&siak, &pencetak, 1).await.ok();
    assert_eq!(satu["data"][0]["id"], json!(cetak));
    let lain = kedua(&app, "operator_siak").await;
    let rebut = lain.post(&format!("/v1/kartu/antrean/{cetak}/tercetak"), json!({})).await;
    assert_eq!(rebut.masalah(409), "cetak_diambil_petugas_lain");
    siak.putuskan_tugas(&tugas, "perbaiki", Some("data SIAK berubah")).await.ok();
    let batal = siak.post(&format!("/v1/kartu/antrean/{cetak}/tercetak"), json!({})).await;
    assert_eq!(batal.masalah(409), "cetak_tidak_pada_keadaannya", "the step was left");
    siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
    cetak_kasus(&siak, &pencetak, &id).await;
    let dokumen = rinci(&depan, &id).await["dokumen"].as_array().unwrap().clone();
    assert_eq!(dokumen.len(), 1, "the version that was never made is made now");
    siak.putuskan(&id, "cetak", "tercetak", None).await.ok();
}

#[tokio::test]
async fn a_school_of_sixty_children_is_printed_together_and_each_child_by_its_own_right() {
    let app = TestApp::start("kembaran").await;
    let (adm, depan) =
        (app.sebagai("petugas_administrator").await, app.sebagai("petugas_pelayanan").await);
    let pencetak = siapkan(&adm, "kecamatan", &["kia"], 200).await;
    // K-16: five of seventeen years or more are told why, and where to go.
    for n in 0..5 {
        let kunci = format!("tua-{n}");
        let isi = anak(&hari_lalu(&app, 6_215 + n), "tidak");
        let tolak = adm.post_dengan("/v1/permohonan", &[("idempotency-key", &kunci)], isi).await;
        assert_eq!(tolak.masalah(422), "isian_tidak_sah");
        let salah = &tolak.json["errors"][0];
        assert_eq!(
            (&salah["pointer"], &salah["kode"]),
            (&json!("/isian/tanggal_lahir"), &json!("kia_umur_lewat"))
        );
        assert!(salah["pesan"].as_str().unwrap().contains("KTP-el"), "{salah}");
    }
    let satu = |n: i64| {
        let (adm, depan, app) = (&adm, &depan, &app);
        async move {
            let rentan = if n % 5 == 0 { "disabilitas" } else { "tidak" };
            let lahir = hari_lalu(app, 400 + 90 * n);
            sampai_cetak(adm, depan, &format!("anak-{n}"), anak(&lahir, rentan)).await
        }
    };
    let mut siap = Vec::new();
    for awal in (0..50).step_by(5) {
        siap.extend(join_all((awal..awal + 5).map(satu)).await);
    }
    // Five have no akta yet: they are registered first (K-16).
    let mut belum = Vec::new();
    for n in 0..5 {
        let id = daftarkan(&adm, &format!("belum-{n}"), anak(&hari_lalu(&app, 500), "tidak")).await;
        unggah(&adm, &id, &["surat_lahir", "kk", "ktp_orang_tua"]).await;
        adm.putuskan(&id, "foto", "difoto", None).await.ok();
        depan.putuskan(&id, "terima", "diterima", None).await.ok();
        adm.putuskan(&id, "verifikasi", "belum_akta", None).await.ok();
        belum.push(id);
    }
    let tenggat = adm.get(&format!("/v1/permohonan/{}/tenggat", siap[0])).await.ok();
    assert!(tenggat["janji"].as_str().unwrap().contains("7 hari kerja"), "K-15");

    let menunggu = antrean(&adm, "menunggu").await;
    assert_eq!(menunggu.len(), 50, "nobody without an akta, nobody too old");
    let rombongan: Vec<&str> =
        menunggu.iter().map(|satu| satu["rombongan"].as_str().unwrap()).collect();
    assert!(rombongan[..10].iter().all(|nama| nama.ends_with("rentan")), "K-23: {rombongan:?}");
    assert_eq!(rombongan.iter().collect::<BTreeSet<_>>().len(), 2, "together: {rombongan:?}");
    // A page ends where the next begins.
    let mut halaman = Vec::new();
    let mut sesudah = String::new();
    loop {
        let lembar = adm.get(&format!("/v1/kartu/antrean?jenis=kia&batas=7{sesudah}")).await.ok();
        halaman.extend(lembar["data"].as_array().unwrap().iter().map(|satu| satu["id"].clone()));
        let Some(berikut) = lembar["berikut"].as_str() else { break };
        sesudah = format!("&sesudah={berikut}");
    }
    let semua: Vec<Value> = menunggu.iter().map(|satu| satu["id"].clone()).collect();
    assert_eq!(halaman, semua);

    // Two officers take cards at the same time, and never the same one.
    let lain = kedua(&app, "petugas_administrator").await;
    let mut dicetak = BTreeSet::new();
    loop {
        let (a, b) = tokio::join!(klaim(&adm, &pencetak, 7), klaim(&lain, &pencetak, 7));
        let (a, b) = (a.ok(), b.ok());
        let mut kosong = true;
        for (siapa, diambil) in [(&adm, a), (&lain, b)] {
            let diambil = diambil["data"].as_array().unwrap().clone();
            for satu in &diambil {
                kosong = false;
                let id = satu["id"].as_str().unwrap();
                assert!(dicetak.insert(id.to_owned()), "taken twice");
                tercetak(siapa, id).await;
            }
        }
        if kosong {
            break;
        }
    }
    assert_eq!(dicetak.len(), 50);
    assert_eq!(saldo(&adm).await["keping"], 150);

    // K-25: counted by age and place, and nobody behind the numbers.
    let cakupan = adm.get("/v1/kartu/cakupan").await.ok();
    let baris = cakupan["data"].as_array().unwrap();
    let jumlah: u64 = baris.iter().map(|satu| satu["jumlah"].as_u64().unwrap()).sum();
    assert_eq!(jumlah, 50);
    assert!(baris.iter().all(|satu| satu["unit"] == "unit_pendidikan"), "{cakupan}");
    let umur: BTreeSet<u64> = baris.iter().map(|satu| satu["umur"].as_u64().unwrap()).collect();
    assert_eq!((umur.first(), umur.last()), (Some(&1), Some(&13)));
    adm.putuskan(&siap[0], "cetak", "tercetak", None).await.ok();
    assert_eq!(rinci(&adm, &belum[0]).await["status"], "berjalan");
}

#[tokio::test]
async fn an_office_without_a_queue_prints_by_the_word_of_its_officer() {
    let kantor = Kantor::siapkan_dengan("kembaran", |paket| {
        paket.kartu.cetak = ModeCetak::Langsung;
    })
    .await;
    let app = TestApp::layani(kantor);
    let (adm, depan) =
        (app.sebagai("petugas_administrator").await, app.sebagai("petugas_pelayanan").await);
    let id = sampai_cetak(&adm, &depan, "a", anak(&hari_lalu(&app, 700), "tidak")).await;
    assert!(antrean(&adm, "menunggu").await.is_empty());
    adm.putuskan(&id, "cetak", "tercetak", None).await.ok();
    let rincian = rinci(&adm, &id).await;
    assert_eq!(rincian["dokumen"][0]["keadaan"], "siap");
    assert_eq!(rincian["penyerahan"][0]["saluran"], "loket");
}

#[tokio::test]
async fn a_card_that_a_dead_printer_holds_goes_back_and_one_it_was_at_is_looked_into() {
    let jam = Arc::new(Jam::di(SystemClock.now()));
    let kantor =
        Kantor::siapkan_pada("kembaran", Some(jam.clone() as Arc<dyn Clock>), |_| {}).await;
    let app = TestApp::layani(kantor);
    let (adm, depan) =
        (app.sebagai("petugas_administrator").await, app.sebagai("petugas_pelayanan").await);
    let pencetak = siapkan(&adm, "kecamatan", &["kia"], 5).await;
    let lahir = (jam.now() - Duration::days(400)).date().to_string();
    sampai_cetak(&adm, &depan, "macet", anak(&lahir, "tidak")).await;
    let lepas = async || {
        let (ports, tenant) = (&app.kantor.parts.ports, &app.kantor.tenant);
        LepasKlaim.execute(ports, tenant).await.unwrap();
        // Tokens do not outlive the leap.
        app.sebagai("petugas_administrator").await
    };
    let diambil = klaim(&adm, &pencetak, 1).await.ok();
    let id = diambil["data"][0]["id"].as_str().unwrap().to_owned();
    jam.pindah(jam.now() + Duration::minutes(119));
    let adm = lepas().await;
    assert_eq!(antrean(&adm, "diambil").await.len(), 1, "two hours are not over");
    jam.pindah(jam.now() + Duration::minutes(2));
    let adm = lepas().await;
    let menunggu = antrean(&adm, "menunggu").await;
    assert_eq!((menunggu.len(), &menunggu[0]["id"]), (1, &json!(id)));
    assert_eq!(antrean(&adm, "diambil").await, Vec::<Value>::new());

    // The printer is at it when it dies: nobody knows whether the card lies in its tray.
    klaim(&adm, &pencetak, 1).await.ok();
    adm.post(&format!("/v1/kartu/antrean/{id}/mulai"), json!({})).await.ok();
    jam.pindah(jam.now() + Duration::minutes(121));
    let adm = lepas().await;
    let dicetak = antrean(&adm, "dicetak").await;
    assert_eq!((&dicetak[0]["id"], &dicetak[0]["alasan"]), (&json!(id), &json!("cetak_macet")));
    let kabar = async |adm: &Klien| {
        let kabar = adm.get("/v1/notifikasi?batas=100").await.ok();
        let semua = kabar["data"].as_array().unwrap().clone();
        let isi = semua.iter().map(|satu| satu["isi"].as_str().unwrap().to_owned());
        isi.filter(|isi| isi.contains("tidak selesai. Periksa pencetak")).count()
    };
    let sekali = kabar(&adm).await;
    assert!(sekali >= 1);
    jam.pindah(jam.now() + Duration::minutes(121));
    let adm = lepas().await;
    assert_eq!(kabar(&adm).await, sekali, "told once");
    // The person who looked says that it came out.
    tercetak(&adm, &id).await;
}
