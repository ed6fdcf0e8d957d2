//! Cards: the print queue, blank cards that never go below nothing, printers, and children who may or may not have a KIA.

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
async fn when_blank_cards_run_out_the_clocks_stop_and_the_queue_goes_on_in_order_when_some_arrive()
{
    let app = TestApp::start("kembaran").await;
    crate::kalender::buka_terus(&app).await;
    let (adm, depan, kasi) = (
        app.sebagai("petugas_administrator").await,
        app.sebagai("petugas_pelayanan").await,
        app.sebagai("kasi").await,
    );
    let lahir = hari_lalu(&app, 700);
    let mut kasus = Vec::new();
    for kunci in ["a", "b", "c", "d"] {
        kasus.push(sampai_cetak(&adm, &depan, kunci, anak(&lahir, "tidak")).await);
    }
    let pencetak = siapkan(&adm, "kecamatan", &["kia"], 2).await;
    let alarm = || async {
        let kabar = kasi.get("/v1/notifikasi?batas=100").await.ok();
        let isi = kabar["data"].as_array().unwrap().clone();
        let hitung = |kata: &str| {
            isi.iter().filter(|satu| satu["isi"].as_str().unwrap().contains(kata)).count()
        };
        (hitung("Minta tambahan"), hitung("habis di semua unit"))
    };
    assert_eq!(alarm().await, (1, 0), "two cards for a queue of four");
    assert!(saldo(&kasi).await["alarm_sejak"].is_string());
    let urutan: Vec<Value> =
        antrean(&adm, "menunggu").await.iter().map(|s| s["id"].clone()).collect();
    let diambil = klaim(&adm, &pencetak, 3).await.ok();
    let id = |n: usize| diambil["data"][n]["id"].as_str().unwrap().to_owned();
    tercetak(&adm, &id(0)).await;
    let terbuka = "/v1/gangguan?terbuka=true";
    assert_eq!(kasi.get(terbuka).await.ok()["data"], json!([]));
    tercetak(&adm, &id(1)).await;

    // Nothing left: refused rather than counted below nothing, and the clocks of card services stand still.
    let jalur = format!("/v1/kartu/antrean/{}/tercetak", id(2));
    assert_eq!(adm.post(&jalur, json!({})).await.masalah(409), "blanko_habis");
    adm.post(&format!("/v1/kartu/antrean/{}/lepas", id(2)), json!({})).await.ok();
    assert_eq!(klaim(&adm, &pencetak, 1).await.masalah(409), "blanko_habis");
    let gangguan = kasi.get(terbuka).await.ok()["data"].as_array().unwrap().clone();
    assert_eq!(gangguan.len(), 1);
    assert_eq!(
        (&gangguan[0]["sebab"], &gangguan[0]["kode_asal"]),
        (&json!("blanko"), &json!("blanko_habis"))
    );
    assert_eq!(gangguan[0]["layanan"], json!(["kia"]));
    let tenggat = format!("/v1/permohonan/{}/tenggat", kasus[3]);
    let berhenti = adm.get(&tenggat).await.ok()["berhenti_karena"].clone();
    assert!(berhenti.as_str().unwrap().to_lowercase().contains("blanko"), "{berhenti}");
    assert_eq!(alarm().await, (1, 1), "told once");

    let masuk = json!({ "macam": "terima", "jumlah": 100, "berita_acara": "BA-2",
        "seri_awal": "KIA101", "seri_akhir": "KIA200" });
    gerak(&adm, "isi-ulang", "kia", "kecamatan", masuk.clone()).await.ok();
    // The same delivery, sent twice, is one.
    gerak(&adm, "isi-ulang", "kia", "kecamatan", masuk).await.ok();
    let kini = saldo(&kasi).await;
    assert_eq!((&kini["keping"], &kini["antre"]), (&json!(100), &json!(2)));
    assert_eq!(kasi.get(terbuka).await.ok()["data"], json!([]));
    assert_eq!(adm.get(&tenggat).await.ok()["berhenti_karena"], Value::Null);
    let lanjut = klaim(&adm, &pencetak, 5).await.ok();
    let lanjut: Vec<Value> =
        lanjut["data"].as_array().unwrap().iter().map(|satu| satu["id"].clone()).collect();
    assert_eq!(lanjut, urutan[2..], "in the order they had");
}

#[tokio::test]
async fn blank_cards_are_never_counted_below_nothing_however_many_take_them_at_once() {
    let app = TestApp::start("kembaran").await;
    let adm = app.sebagai("petugas_administrator").await;
    siapkan(&adm, "kecamatan", &["kia"], 5).await;
    let ambil = (0..12).map(|n| {
        let adm = adm.clone();
        async move {
            let isi = match n % 3 {
                0 => json!({ "macam": "pindah", "jumlah": 1, "ke": "desa_ledug" }),
                1 => json!({ "macam": "hilang", "jumlah": 1, "alasan": "tidak ditemukan" }),
                _ => json!({ "macam": "rusak", "jumlah": 1, "alasan": "terlipat" }),
            };
            gerak(&adm, &format!("ambil-{n}"), "kia", "kecamatan", isi).await
        }
    });
    let jawaban = join_all(ambil).await;
    let berhasil = jawaban.iter().filter(|satu| satu.status == 201).count();
    assert_eq!(berhasil, 5, "as many as there were");
    for satu in jawaban.iter().filter(|satu| satu.status != 201) {
        assert_eq!(satu.masalah(409), "blanko_tidak_cukup");
    }
    let semua = adm.get("/v1/blanko").await.ok();
    let lembar = adm.get("/v1/blanko/gerak?batas=100").await.ok();
    for unit in ["kecamatan", "desa_ledug"] {
        let milik = |baris: &&Value| baris["unit"] == unit;
        let jumlah: i64 = lembar["data"]
            .as_array()
            .unwrap()
            .iter()
            .filter(milik)
            .map(|baris| baris["jumlah"].as_i64().unwrap())
            .sum();
        let saldo = semua["data"].as_array().unwrap().iter().find(milik);
        let keping = saldo.map_or(0, |saldo| saldo["keping"].as_i64().unwrap());
        assert_eq!(keping, jumlah, "the stock is the sum of its lines: {unit}");
    }
    // What was counted is what counts, with a reason where it differs.
    let opname = |fisik: u32, alasan: Option<&str>| json!({ "macam": "opname", "fisik": fisik, "alasan": alasan });
    let tanpa = gerak(&adm, "opname-1", "kia", "kecamatan", opname(3, None)).await;
    assert_eq!(
        (tanpa.masalah(422), &tanpa.json["errors"][0]["kode"]),
        ("isian_tidak_sah", &json!("alasan_wajib"))
    );
    gerak(&adm, "opname-2", "kia", "kecamatan", opname(3, Some("ditemukan di lemari"))).await.ok();
    gerak(&adm, "opname-3", "kia", "kecamatan", opname(3, None)).await.ok();
    let asing = gerak(&adm, "x", "kia", "entah", opname(3, None)).await;
    assert_eq!(asing.json["errors"][0]["kode"], "unit_tidak_ada");
    let sama = json!({ "macam": "pindah", "jumlah": 1, "ke": "kecamatan" });
    let sama = gerak(&adm, "y", "kia", "kecamatan", sama).await;
    assert_eq!(sama.json["errors"][0]["kode"], "unit_sama");
}

#[tokio::test]
async fn a_kia_waits_for_the_akta_of_its_own_case() {
    let kantor = Kantor::siapkan_dengan("kembaran", |paket| {
        // An SOP in which the print step is reached before the akta was seen to.
        let mut mentah = serde_json::to_value(&*paket).unwrap();
        let tahap = mentah["sop"][0]["tahap"].as_array_mut().unwrap();
        let periksa = tahap.iter_mut().find(|satu| satu["kode"] == "verifikasi").unwrap();
        let belum = periksa["keputusan"].as_array_mut().unwrap();
        let belum = belum.iter_mut().find(|satu| satu["kode"] == "belum_akta").unwrap();
        belum["tujuan"] = json!([{ "tahap": "cetak" }]);
        let cetak = tahap.iter_mut().find(|satu| satu["kode"] == "cetak").unwrap();
        let urus = json!({
            "kode": "urus_akta", "label": "Urus akta dahulu", "tujuan": [{ "tahap": "daftarkan" }],
        });
        cetak["keputusan"].as_array_mut().unwrap().push(urus);
        *paket = serde_json::from_value(mentah).unwrap();
    })
    .await;
    let app = TestApp::layani(kantor);
    let (adm, depan) =
        (app.sebagai("petugas_administrator").await, app.sebagai("petugas_pelayanan").await);
    let id = daftarkan(&adm, "a", anak(&hari_lalu(&app, 500), "tidak")).await;
    unggah(&adm, &id, &["surat_lahir", "kk", "ktp_orang_tua"]).await;
    adm.putuskan(&id, "foto", "difoto", None).await.ok();
    depan.putuskan(&id, "terima", "diterima", None).await.ok();
    adm.putuskan(&id, "verifikasi", "belum_akta", None).await.ok();
    let pencetak = siapkan(&adm, "kecamatan", &["kia"], 5).await;
    assert_eq!(klaim(&adm, &pencetak, 5).await.ok()["data"], json!([]));
    let tertahan = antrean(&adm, "tertahan").await;
    assert_eq!(tertahan[0]["alasan"], "kia_belum_berakta");
    let ulang = format!("/v1/kartu/antrean/{}/ulang", tertahan[0]["id"].as_str().unwrap());
    assert_eq!(
        adm.post(&ulang, json!({})).await.ok()["keadaan"],
        "tertahan",
        "nothing has changed"
    );
    let cetak = adm.terima(&id, "cetak").await;
    let maju = adm.putuskan_tugas(&cetak, "tercetak", None).await;
    assert_eq!(maju.masalah(409), "kartu_belum_tercetak");
    adm.putuskan_tugas(&cetak, "urus_akta", None).await.ok();
    assert_eq!(antrean(&adm, "dibatalkan").await.len(), 1);
    let urus = adm.terima(&id, "daftarkan").await;
    let nomor = loket_domain::permohonan::CatatanBaru::Rujukan { nomor: "3302-LU-0001".to_owned() };
    crate::kembaran::catat(&app, &adm, &urus, nomor).await;
    adm.putuskan_tugas(&urus, "akta_terbit", None).await.ok();
    cetak_kasus(&adm, &pencetak, &id).await;
    adm.putuskan(&id, "cetak", "tercetak", None).await.ok();
}

#[tokio::test]
async fn the_counter_is_told_the_reason_and_the_way_before_anything_is_registered() {
    let app = TestApp::start("sinjai").await;
    let layanan = app.sebagai("operator").await;
    let tanya = |isi: Value| {
        let layanan = layanan.clone();
        async move { layanan.post("/v1/kartu/kelayakan-kia", isi).await.ok() }
    };
    let boleh = tanya(json!({
        "tanggal_lahir": hari_lalu(&app, 2_500), "terdaftar": true, "punya_akta": true
    }))
    .await;
    assert_eq!((&boleh["layak"], &boleh["perlu_foto"]), (&json!(true), &json!(true)));
    assert_eq!(boleh["jalan"][0]["layanan"], "kia");
    let belum = tanya(json!({ "tanggal_lahir": hari_lalu(&app, 300), "punya_akta": false })).await;
    assert_eq!(belum["halangan"][0]["kode"], "kia_belum_berakta");
    assert_eq!(belum["jalan"][0]["layanan"], "one_three", "akta and KIA from one permohonan");
    let lewat = tanya(json!({ "tanggal_lahir": hari_lalu(&app, 6_300) })).await;
    assert_eq!(lewat["halangan"][0]["kode"], "kia_umur_lewat");
    assert_eq!(lewat["jalan"][0]["layanan"], "perekaman_ktp");
    let salah =
        layanan.post("/v1/kartu/kelayakan-kia", json!({ "tanggal_lahir": "kemarin" })).await;
    assert_eq!(salah.json["errors"][0]["kode"], "tanggal_tidak_sah");
    let kadis = app.sebagai("kadis").await;
    assert_eq!(
        kadis.post("/v1/kartu/kelayakan-kia", json!({})).await.masalah(403),
        "tidak_berizin"
    );
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

#[tokio::test]
async fn a_stock_that_nobody_counts_is_reminded_of_weekly_until_it_is_counted() {
    let jam = Arc::new(Jam::di(SystemClock.now()));
    let kantor =
        Kantor::siapkan_pada("kembaran", Some(jam.clone() as Arc<dyn Clock>), |_| {}).await;
    let app = TestApp::layani(kantor);
    let adm = app.sebagai("petugas_administrator").await;
    siapkan(&adm, "kecamatan", &["kia"], 5).await;
    assert_eq!(saldo(&adm).await["opname_pada"], Value::Null);
    let ingatkan = async |hari: i64| {
        jam.pindah(jam.now() + Duration::days(hari));
        let (ports, tenant) = (&app.kantor.parts.ports, &app.kantor.tenant);
        IngatkanOpname.execute(ports, tenant).await.unwrap();
        let adm = app.sebagai("petugas_administrator").await;
        let kabar = adm.get("/v1/notifikasi?batas=100").await.ok();
        let semua = kabar["data"].as_array().unwrap().clone();
        semua.iter().filter(|satu| satu["isi"].as_str().unwrap().contains("belum dihitung")).count()
    };
    assert_eq!(ingatkan(29).await, 0);
    assert_eq!(ingatkan(2).await, 1);
    assert_eq!(ingatkan(3).await, 1, "not every day");
    assert_eq!(ingatkan(5).await, 2);
    let adm = app.sebagai("petugas_administrator").await;
    let hitung = json!({ "macam": "opname", "fisik": 5 });
    gerak(&adm, "hitung", "kia", "kecamatan", hitung).await.ok();
    assert!(saldo(&adm).await["opname_pada"].is_string());
    assert_eq!(ingatkan(29).await, 2);
    assert_eq!(ingatkan(2).await, 3);
}

/// Security bar 18.
#[tokio::test]
async fn printers_print_jobs_and_blank_cards_of_another_office_do_not_exist() {
    let (kita, mereka) = (TestApp::start("kembaran").await, TestApp::start("kembaran").await);
    let (adm, depan) =
        (kita.sebagai("petugas_administrator").await, kita.sebagai("petugas_pelayanan").await);
    let pencetak = siapkan(&adm, "kecamatan", &["kia"], 5).await;
    sampai_cetak(&adm, &depan, "k", anak(&hari_lalu(&kita, 400), "tidak")).await;
    let id = klaim(&adm, &pencetak, 1).await.ok()["data"][0]["id"].as_str().unwrap().to_owned();
    // The stranger has a token of another office and a printer of their own.
    let asing = mereka.sebagai("petugas_administrator").await;
    siapkan(&asing, "kecamatan", &["kia"], 5).await;
    let acak = "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e99";
    for (jalur, isi) in [
        ("/v1/kartu/antrean/{id}/mulai", json!({})),
        ("/v1/kartu/antrean/{id}/lepas", json!({})),
        ("/v1/kartu/antrean/{id}/tercetak", json!({})),
        ("/v1/kartu/antrean/{id}/rusak", json!({ "sebab": "cetak_buram" })),
    ] {
        let milik = asing.post(&jalur.replace("{id}", &id), isi.clone()).await;
        let entah = asing.post(&jalur.replace("{id}", acak), isi).await;
        assert_eq!(
            (milik.status, entah.status),
            (reqwest::StatusCode::NOT_FOUND, entah.status),
            "{jalur}"
        );
        assert_eq!(
            (&milik.json["code"], &milik.json["detail"]),
            (&entah.json["code"], &entah.json["detail"])
        );
    }
    assert_eq!(klaim(&asing, &pencetak, 1).await.status, reqwest::StatusCode::NOT_FOUND);
    assert_eq!(antrean(&asing, "diambil").await, Vec::<Value>::new());
    // Nothing of it happened here, and the stocks are two.
    assert_eq!(antrean(&adm, "diambil").await.len(), 1);
    gerak(
        &asing,
        "h",
        "kia",
        "kecamatan",
        json!({ "macam": "hilang", "jumlah": 2, "alasan": "terbakar" }),
    )
    .await
    .ok();
    assert_eq!(
        (saldo(&adm).await["keping"].clone(), saldo(&asing).await["keping"].clone()),
        (json!(5), json!(3))
    );
}

#[tokio::test]
async fn what_the_demo_brings_along_is_entered_once_in_the_name_of_an_officer_who_may() {
    let app = TestApp::start("balangan").await;
    let (parts, tenant) = (&app.kantor.parts, &app.kantor.tenant);
    let kasi = app.sebagai("kasi").await;
    let isi = async |oleh: &str| {
        let mesin = TambahPencetak {
            nama: "Mesin cetak kartu 1".to_owned(),
            kartu: BTreeSet::from([JenisKartu::Kia]),
            unit: "disdukcapil".to_owned(),
            nomor_seri: None,
            ribbon: 250,
            film: 500,
            idempotensi: ("demo/pencetak".to_owned(), Vec::new()),
        };
        let blanko = CatatGerakBlanko {
            jenis: JenisKartu::Kia,
            unit: "disdukcapil".to_owned(),
            gerak: GerakBaru::Terima {
                jumlah: 200,
                berita_acara: "BA-DEMO".to_owned(),
                seri: None,
            },
            idempotensi: ("demo/blanko".to_owned(), Vec::new()),
        };
        setup::kartu_contoh(parts, tenant, oleh, vec![mesin], vec![blanko]).await
    };
    assert!(isi("loket").await.is_err(), "who may not, does not");
    let kini = async || {
        let mesin = kasi.get("/v1/kartu/pencetak").await.ok()["data"].as_array().unwrap().len();
        (mesin, saldo(&kasi).await["keping"].clone())
    };
    isi("kasi").await.unwrap();
    assert_eq!(kini().await, (1, json!(200)));
    // The demo starts again, after cards were used and the machine was put away.
    let pakai = json!({ "macam": "rusak", "jumlah": 3, "alasan": "jatuh" });
    gerak(&kasi, "rusak", "kia", "disdukcapil", pakai).await.ok();
    isi("kasi").await.unwrap();
    assert_eq!(kini().await, (1, json!(197)));
}
