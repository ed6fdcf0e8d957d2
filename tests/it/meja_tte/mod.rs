//! The signing desk: bundles, unknown outcomes, those who stand in, certificates.

mod bundel;
mod cara;
mod jaga;
mod mati;
mod model;
mod pintu;
mod tuntas;
mod wakil;

use loket_domain::tenant::Paket;
use loket_simulators::contoh_pdf;
use loket_tests::{
    app::{Kantor, SANDI, TestApp},
    klien::{HTTP, Klien},
    sampai_dalam,
};
use serde_json::{Value, json};
use std::time::Duration;

/// Two steps: an operator brings the draft, the Kadis signs. Nothing is sent by itself.
pub fn dua_langkah(paket: &mut Paket) {
    let mut nilai = serde_json::to_value(&*paket).unwrap();
    let layanan = nilai["layanan"].as_array_mut().unwrap();
    layanan.retain(|satu| satu["kode"] == "akta_kelahiran");
    layanan[0]["syarat"] = json!([]);
    layanan[0]["isian"] = json!([]);
    layanan[0]["susulan"] = json!([]);
    layanan[0]["produk"][0]["penyerahan"] = json!(["loket"]);
    let sop = nilai["sop"].as_array_mut().unwrap();
    sop.retain(|satu| satu["kode"] == "dokumen");
    sop[0]["mulai"] = json!("proses");
    sop[0].as_object_mut().unwrap().remove("rantai");
    sop[0]["tahap"] = json!([
        {
            "kode": "proses", "nama": "Membuat draf", "jenis": "proses",
            "pelaksana": { "salah_satu": ["operator_siak"] },
            "keputusan": [{
                "kode": "ajukan", "label": "Ajukan", "butuh": ["draf_dokumen"], "tujuan": [{ "tahap": "tte" }],
            }],
        },
        {
            "kode": "tte", "nama": "Tanda tangan elektronik", "jenis": "tte",
            "pelaksana": { "salah_satu": ["kadis"] },
            "keputusan": [
                { "kode": "setuju", "label": "Tanda tangani", "tujuan": ["selesai"] },
                { "kode": "kembalikan", "label": "Kembalikan", "alasan": "wajib", "tujuan": [{ "tahap": "proses" }] },
            ],
        },
    ]);
    *paket = serde_json::from_value(nilai).unwrap();
}

/// The office of these tests.
async fn kantor() -> Kantor {
    Kantor::siapkan_dengan("balangan", dua_langkah).await
}

async fn app() -> TestApp {
    TestApp::layani(kantor().await)
}

/// An officer of that login name.
async fn masuk(basis: &str, kantor: &Kantor, nama: &str) -> Klien {
    Klien::masuk(basis, kantor.tenant.slug.as_str(), nama, SANDI).await
}

pub fn passphrase(kantor: &Kantor, nama: &str) -> String {
    let orang = kantor.petugas.iter().find(|satu| satu.nama_pengguna == nama).unwrap();
    orang.passphrase_simulator.clone().unwrap()
}

/// A case whose draft waits for the signature; its id and the draft.
pub async fn kasus(layanan: &Klien, siak: &Klien, kunci: &str) -> (String, Vec<u8>) {
    let isi = json!({
        "layanan": "akta_kelahiran", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" }, "isian": {},
    });
    let baru = layanan.post_dengan("/v1/permohonan", &[("idempotency-key", kunci)], isi).await.ok();
    let id = baru["id"].as_str().unwrap().to_owned();
    let proses = siak.terima(&id, "proses").await;
    let draf = contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["CONTOH", kunci]);
    siak.unggah_dokumen(&id, "akta", &draf, false).await.ok();
    siak.putuskan_tugas(&proses, "ajukan", None).await.ok();
    (id, draf)
}

/// Several of them.
async fn beberapa(app: &TestApp, jumlah: usize) -> Vec<(String, Vec<u8>)> {
    let layanan = app.sebagai("operator_layanan").await;
    let siak = app.sebagai("operator_siak").await;
    let mut semua = Vec::new();
    for n in 0..jumlah {
        semua.push(kasus(&layanan, &siak, &format!("kasus-{n}")).await);
    }
    semua
}

/// Everything in the signing queue of an officer.
async fn antrean(petugas: &Klien) -> Vec<Value> {
    let (mut semua, mut sesudah) = (Vec::new(), String::new());
    loop {
        let lembar = petugas.get(&format!("/v1/tte/antrean?batas=100{sesudah}")).await.ok();
        semua.extend(lembar["data"].as_array().unwrap().iter().cloned());
        let Some(berikut) = lembar["berikut"].as_str() else { return semua };
        sesudah = format!("&sesudah={berikut}");
    }
}

fn tugas(baris: &[Value]) -> Vec<String> {
    baris.iter().map(|satu| satu["tugas_id"].as_str().unwrap().to_owned()).collect()
}

async fn buat_bundel(kadis: &Klien, tugas: &[String], kunci: &str) -> Value {
    let isi = json!({ "tugas": tugas });
    kadis.post_dengan("/v1/tte/bundel", &[("idempotency-key", kunci)], isi).await.ok()
}

async fn baca(kadis: &Klien, bundel: &str) -> Value {
    kadis.get(&format!("/v1/tte/bundel/{bundel}")).await.ok()
}

/// Opens and judges every sample that is still to be.
async fn tinjau(kadis: &Klien, bundel: &str) -> usize {
    let rincian = baca(kadis, bundel).await;
    let contoh: Vec<_> = rincian["butir"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|satu| satu["contoh"] == true && satu["layak_pada"].is_null())
        .filter(|satu| satu["keadaan"] == "menunggu")
        .map(|satu| satu["tugas_id"].as_str().unwrap().to_owned())
        .collect();
    for satu in &contoh {
        let jalur = format!("/v1/tte/bundel/{bundel}/butir/{satu}");
        let draf = kadis.post(&format!("{jalur}/pembukaan"), json!({})).await.ok();
        let url = draf["data"][0]["url"].as_str().unwrap();
        assert!(HTTP.get(url).send().await.unwrap().status().is_success());
        kadis.post(&format!("{jalur}/penilaian"), json!({ "layak": true })).await.ok();
    }
    contoh.len()
}

async fn tanda_tangani(kadis: &Klien, bundel: &str, passphrase: &str) {
    let isi = json!({ "passphrase": passphrase });
    let jawaban = kadis.post(&format!("/v1/tte/bundel/{bundel}/tanda-tangan"), isi).await;
    assert_eq!(jawaban.status, 202, "{}", jawaban.teks);
}

/// Waits until a bundle is no longer being signed.
async fn tunggu(kadis: &Klien, bundel: &str) -> Value {
    sampai_dalam(Duration::from_mins(5), "bundel berhenti", || async {
        let rincian = baca(kadis, bundel).await;
        (rincian["keadaan"] != "berjalan").then_some(rincian)
    })
    .await
}

/// The items of a bundle with that state and code.
fn hitung(rincian: &Value, keadaan: &str, kode: Option<&str>) -> usize {
    let butir = rincian["butir"].as_array().unwrap().iter();
    butir.filter(|satu| satu["keadaan"] == keadaan && satu["kode"].as_str() == kode).count()
}

/// How often the host signed a draft.
fn ditandatangani(kantor: &Kantor, draf: &[u8]) -> usize {
    let sidik = crate::pdf::sha256(draf);
    let jurnal = kantor.bsre.journal();
    jurnal.iter().filter(|satu| satu.signed && satu.sha256_input == sidik).count()
}

/// The document of a case, as officers read it.
pub async fn dokumen(petugas: &Klien, permohonan: &str) -> Value {
    let rinci = petugas.get(&format!("/v1/permohonan/{permohonan}")).await.ok();
    let semua = rinci["dokumen"].as_array().unwrap();
    semua.iter().max_by_key(|satu| satu["versi"].as_u64()).unwrap().clone()
}
