//! The scanner: files are held while it is down, and what it finds is refused.

use std::{sync::Arc, time::Duration};

use loket_domain::berkas::PindaiTertahan;
use loket_infra::clamd::{AlamatClamd, Clamd, TanpaPemindai};
use loket_simulators::clamd::{ClamdSim, eicar};
use loket_tests::{
    app::{Kantor, TestApp},
    sampai,
    warga::{FOTO, isi, nomor},
};
use serde_json::{Value, json};

use super::{kasus, objek, unggah};
use crate::pekanbaru::cari;

/// Balangan with a scanner.
async fn berpemindai() -> (TestApp, ClamdSim) {
    let mut kantor = Kantor::siapkan("balangan").await;
    let sim = ClamdSim::start().await.unwrap();
    let alamat = AlamatClamd::parse(&sim.address()).unwrap();
    kantor.parts.ports.pemindai = Arc::new(Clamd::new(alamat, Duration::from_secs(5)));
    (TestApp::layani(kantor), sim)
}

fn bervirus() -> Vec<u8> {
    [FOTO, &eicar()].concat()
}

/// A draft with something in it that no reader shows.
fn draf_berisi(isi: &[u8]) -> Vec<u8> {
    let mut dokumen =
        lopdf::Document::load_mem(&loket_simulators::contoh_pdf("AKTA", &["CONTOH"])).unwrap();
    dokumen.add_object(lopdf::Stream::new(lopdf::Dictionary::new(), isi.to_vec()));
    let mut hasil = Vec::new();
    dokumen.save_to(&mut hasil).unwrap();
    hasil
}

/// Security bar 34.
#[tokio::test]
async fn a_draft_is_scanned_like_any_file_and_none_is_accepted_while_the_scanner_is_down() {
    let mut kantor = Kantor::siapkan_dengan("balangan", crate::meja_tte::dua_langkah).await;
    let clamd = ClamdSim::start().await.unwrap();
    let alamat = AlamatClamd::parse(&clamd.address()).unwrap();
    kantor.parts.ports.pemindai = Arc::new(Clamd::new(alamat, Duration::from_secs(5)));
    let app = TestApp::layani(kantor);
    let (layanan, siak) =
        (app.sebagai("operator_layanan").await, app.sebagai("operator_siak").await);
    let isi = json!({
        "layanan": "akta_kelahiran", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" }, "isian": {},
    });
    let baru = layanan.post_dengan("/v1/permohonan", &[("idempotency-key", "p")], isi).await.ok();
    let id = baru["id"].as_str().unwrap();
    siak.terima(id, "proses").await;
    let virus = siak.unggah_dokumen(id, "akta", &draf_berisi(&eicar()), false).await;
    virus.masalah(422);
    assert_eq!(virus.json["errors"][0]["kode"], "berkas_bervirus");

    clamd.down();
    let tahan = siak.unggah_dokumen(id, "akta", &draf_berisi(b"bersih"), false).await;
    assert_eq!(tahan.status, 503, "{}", tahan.teks);
    let rinci = layanan.get(&format!("/v1/permohonan/{id}")).await.ok();
    let semua = rinci["dokumen"].as_array().unwrap();
    let keadaan: Vec<_> = semua.iter().map(|satu| satu["keadaan"].as_str().unwrap()).collect();
    assert_eq!(keadaan, ["ditolak", "menunggu_unggah"]);
    clamd.up();
    let jalur = format!("/v1/dokumen/{}/selesai", semua[1]["id"].as_str().unwrap());
    assert_eq!(siak.post(&jalur, json!({})).await.ok()["keadaan"], "draf");
}

#[tokio::test]
async fn a_file_is_held_while_the_scanner_is_down_and_passes_when_it_is_back() {
    let (app, clamd) = berpemindai().await;
    let petugas = app.sebagai("operator_layanan").await;
    let kasus = kasus(&petugas).await;
    let bersih = unggah(&petugas, &kasus, FOTO).await.ok();
    assert_eq!(bersih["keadaan"], "sah");
    let virus = unggah(&petugas, &kasus, &bervirus()).await;
    virus.masalah(422);
    assert_eq!(virus.json["errors"][0]["kode"], "berkas_bervirus");
    assert_eq!(clamd.scanned(), 2);

    clamd.down();
    let tahan = unggah(&petugas, &kasus, FOTO).await.ok();
    assert_eq!(
        (&tahan["keadaan"], &tahan["alasan"]),
        (&json!("ditahan"), &json!("Menunggu pemindaian virus."))
    );
    let jalur = format!("/v1/berkas/{}/unduhan", tahan["id"].as_str().unwrap());
    assert_eq!(petugas.get(&jalur).await.masalah(409), "berkas_ditahan");
    assert_eq!(petugas.get("/readyz").await.ok()["pemindai"], "sakit");
    // A process that has no scanner gives no verdict in its place.
    let mut tanpa = app.kantor.parts.ports.clone();
    tanpa.pemindai = Arc::new(TanpaPemindai);
    assert_eq!(PindaiTertahan.execute(&tanpa, &app.kantor.tenant).await.unwrap(), 0);
    assert_eq!(petugas.get(&jalur).await.masalah(409), "berkas_ditahan");
    let terinfeksi = unggah(&petugas, &kasus, &bervirus()).await.ok();
    assert_eq!(terinfeksi["keadaan"], "ditahan", "nobody said yet that it is infected");
    clamd.broken();
    let keadaan = async || {
        let rinci = petugas.get(&format!("/v1/permohonan/{kasus}")).await.ok();
        let semua = rinci["berkas"].as_array().unwrap().clone();
        semua.iter().map(|satu| satu["keadaan"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(keadaan().await, ["sah", "ditolak", "ditahan", "ditahan"]);
    clamd.up();
    sampai("putusan pemindai", || async {
        (keadaan().await == ["sah", "ditolak", "sah", "ditolak"]).then_some(())
    })
    .await;
    assert!(petugas.get(&jalur).await.status.is_success());
    // Of the infected ones nothing is left but their hash.
    sampai("objek terinfeksi dihapus", || async {
        let sisa = objek(&app).iter().filter(|kunci| kunci.contains("/berkas/")).count();
        (sisa == 2).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_resident_goes_on_while_a_paper_is_held_and_is_told_when_it_was_infected() {
    let (app, clamd) = berpemindai().await;
    clamd.down();
    let warga = app.kantor.warga("6281500007002");
    for kata in ["halo", "akta kelahiran", "Ahmad Fauzi", "Zahra Fauzi", "Paringin", "tidak"] {
        warga.tulis(kata).await;
    }
    let jawaban = warga.kirim_foto().await;
    assert!(isi(&jawaban).contains("sedang diperiksa keamanannya"), "{}", isi(&jawaban));
    for _ in 0..2 {
        warga.kirim_foto().await;
    }
    warga.kirim_berkas("image/jpeg", &bervirus()).await;
    let terdaftar = warga.tulis("kirim").await;
    let petugas = app.sebagai("operator_layanan").await;
    let id = cari(&petugas, &nomor(&terdaftar)).await["id"].as_str().unwrap().to_owned();
    let keadaan = async || {
        let rinci = petugas.get(&format!("/v1/permohonan/{id}")).await.ok();
        let semua = rinci["berkas"].as_array().unwrap().clone();
        let satu = |satu: &Value| satu["keadaan"].as_str().unwrap().to_owned();
        let mut semua: Vec<String> = semua.iter().map(satu).collect();
        semua.sort();
        semua
    };
    assert_eq!(keadaan().await, ["ditahan"; 4], "nothing is lost: {}", isi(&terdaftar));
    let tugas = petugas.terima(&id, "verifikasi_awal").await;
    let lengkap = petugas.putuskan_tugas(&tugas, "lengkap", None).await;
    assert!(!lengkap.status.is_success(), "held papers do not count: {}", lengkap.teks);
    clamd.up();
    warga.pesan("mengandung virus").await;
    sampai("putusan pemindai", || async {
        (keadaan().await == ["ditolak", "sah", "sah", "sah"]).then_some(())
    })
    .await;
}
