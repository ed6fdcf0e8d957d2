//! Uploads as officers and residents see them: copies for viewing, parts, quotas, the scanner, duplicates, the sweep.

mod pindai;
mod sapu;

use std::{fs, sync::Arc};

use image::ImageFormat;
use loket_domain::{berkas::Jatah, kalender::Clock};
use loket_infra::crypto::SystemClock;
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
    klien::{HTTP, Jawaban, Klien, taruh},
    sampai,
    server::SERVER,
    warga::{FOTO, isi},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};

use crate::musuh::rakit::{foto, segmen, sisip};

/// A fresh case that asks for a family card.
pub async fn kasus(petugas: &Klien) -> String {
    let isi = json!({
        "layanan": "kk_perubahan", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" },
        "isian": { "perubahan": "pekerjaan menjadi petani" },
    });
    let kunci = format!("k{}", loket_tests::server::urut());
    let baru = petugas.post_dengan("/v1/permohonan", &[("idempotency-key", &kunci)], isi).await;
    baru.ok()["id"].as_str().unwrap().to_owned()
}

/// Announces a paper.
async fn umumkan(petugas: &Klien, kasus: &str, ukuran: usize, bagian: bool) -> Jawaban {
    let isi = json!({ "syarat": "kk", "tipe": "image/jpeg", "ukuran": ukuran, "bagian": bagian });
    petugas.post(&format!("/v1/permohonan/{kasus}/berkas"), isi).await
}

/// Announces, puts and completes a paper.
pub async fn unggah(petugas: &Klien, kasus: &str, isi: &[u8]) -> Jawaban {
    let umum = umumkan(petugas, kasus, isi.len(), false).await.ok();
    taruh(&umum["unggah"], isi).await;
    petugas.post(&selesai(&umum), json!({})).await
}

fn selesai(umum: &Value) -> String {
    format!("/v1/berkas/{}/selesai", umum["id"].as_str().unwrap())
}

async fn unduh(petugas: &Klien, id: &Value, asli: bool) -> (String, Vec<u8>) {
    let jalur = format!("/v1/berkas/{}/unduhan?asli={asli}", id.as_str().unwrap());
    ambil(petugas.get(&jalur).await.ok()["url"].as_str().unwrap()).await
}

async fn ambil(url: &str) -> (String, Vec<u8>) {
    let jawaban = HTTP.get(url).send().await.unwrap();
    assert!(jawaban.status().is_success(), "{}", jawaban.status());
    let tipe = jawaban.headers()["content-type"].to_str().unwrap().to_owned();
    (tipe, jawaban.bytes().await.unwrap().to_vec())
}

async fn app() -> (TestApp, Klien, String) {
    let app = TestApp::start("balangan").await;
    let petugas = app.sebagai("operator_layanan").await;
    let kasus = kasus(&petugas).await;
    (app, petugas, kasus)
}

async fn hitung(app: &TestApp, sql: &str) -> i64 {
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let baris = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    baris.unwrap().try_get_by_index(0).unwrap()
}

/// A photo of more than five mebibytes, most of it remarks.
fn foto_besar() -> Vec<u8> {
    let tumpuk: Vec<u8> = (0..170).flat_map(|_| segmen(0xe5, &vec![7; 65_000])).collect();
    sisip(&foto(200, 100, ImageFormat::Jpeg), &tumpuk)
}

#[tokio::test]
async fn officers_see_the_copy_for_viewing_and_the_original_when_they_ask() {
    let (app, petugas, kasus) = app().await;
    let exif = segmen(
        0xe1,
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS -3.3",
    );
    let asli = sisip(&foto(400, 200, ImageFormat::Jpeg), &exif);
    let berkas = unggah(&petugas, &kasus, &asli).await.ok();
    assert_eq!(
        (&berkas["keadaan"], &berkas["lebar"], &berkas["tinggi"]),
        (&json!("sah"), &json!(200), &json!(400))
    );
    assert_eq!(berkas["sha256"], crate::pdf::sha256(&asli));
    let (tipe, tampilan) = unduh(&petugas, &berkas["id"], false).await;
    assert_eq!(tipe, "image/jpeg");
    assert!(!tampilan.windows(3).any(|tiga| tiga == b"GPS"), "where it was taken stays here");
    let gambar = image::load_from_memory(&tampilan).unwrap();
    assert_eq!((gambar.width(), gambar.height()), (200, 400), "upright");
    assert_eq!(unduh(&petugas, &berkas["id"], true).await.1, asli, "bit for bit");

    let cuplikan = petugas.get(&format!("/v1/permohonan/{kasus}/berkas/cuplikan")).await.ok();
    assert_eq!(cuplikan["data"][0]["berkas_id"], berkas["id"]);
    let (_, kecil) = ambil(cuplikan["data"][0]["url"].as_str().unwrap()).await;
    let kecil = image::load_from_memory(&kecil).unwrap();
    assert_eq!((kecil.width(), kecil.height()), (160, 320));
    let jejak = "SELECT count(*) FROM audit WHERE aksi IN ('berkas.unduh', 'berkas.cuplikan')";
    assert_eq!(hitung(&app, jejak).await, 3, "each look is in the trail");
    let asli =
        "SELECT count(*) FROM audit WHERE aksi = 'berkas.unduh' AND rincian ->> 'asli' = 'true'";
    assert_eq!(hitung(&app, asli).await, 1);
    let siap = petugas.get("/readyz").await.ok();
    assert_eq!(
        (&siap["kunci_objek"], &siap["pemindai"]),
        (&json!("tidak_didukung"), &json!("tidak_dipasang"))
    );
}

#[tokio::test]
async fn a_refused_file_tells_why_and_leaves_only_its_hash() {
    let (app, petugas, kasus) = app().await;
    let exe = b"MZ\x90\0 bukan foto";
    let jawaban = unggah(&petugas, &kasus, exe).await;
    jawaban.masalah(422);
    assert_eq!(jawaban.json["errors"][0]["kode"], "berkas_bukan_jpeg_png_pdf");
    let rinci = petugas.get(&format!("/v1/permohonan/{kasus}")).await.ok();
    let satu = &rinci["berkas"][0];
    assert_eq!(
        (&satu["keadaan"], &satu["alasan_kode"]),
        (&json!("ditolak"), &json!("berkas_bukan_jpeg_png_pdf"))
    );
    assert_eq!(satu["sha256"], crate::pdf::sha256(exe));
    assert_eq!(objek(&app), Vec::<String>::new(), "no object stays");
    let unduhan = format!("/v1/berkas/{}/unduhan", satu["id"].as_str().unwrap());
    assert_eq!(petugas.get(&unduhan).await.masalah(409), "berkas_belum_sah");
}

/// Keys of the tenant in the store.
fn objek(app: &TestApp) -> Vec<String> {
    let akar = SERVER.dir.join("s3/uji");
    let mut semua = Vec::new();
    let mut antre = vec![akar.join(app.kantor.tenant.slug.as_str())];
    while let Some(ini) = antre.pop() {
        for isi in fs::read_dir(&ini).into_iter().flatten().flatten() {
            let jalur = isi.path();
            if jalur.is_dir() {
                antre.push(jalur);
            } else {
                semua.push(jalur.strip_prefix(&akar).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    semua.sort_unstable();
    semua
}

#[tokio::test]
async fn a_large_file_comes_in_parts() {
    let (app, petugas, kasus) = app().await;
    let isi = foto_besar();
    assert!(isi.len() > 10 << 20 && isi.len() < 20 << 20);
    let umum = umumkan(&petugas, &kasus, isi.len(), false).await.ok();
    let bagian = umum["bagian"].as_array().unwrap();
    assert_eq!(bagian.len(), 3);
    let (mut sisa, mut etag) = (isi.as_slice(), Vec::new());
    for satu in bagian {
        let panjang = usize::try_from(satu["ukuran"].as_u64().unwrap()).unwrap();
        let (ini, lanjut) = sisa.split_at(panjang);
        sisa = lanjut;
        let url = satu["unggah"]["url"].as_str().unwrap();
        // The store may hang up while it is still being sent what it refuses; then its answer is lost, and asked for again.
        let pendek = sampai("jawaban penyimpanan", || async {
            HTTP.put(url).body(ini[1..].to_vec()).send().await.ok()
        })
        .await;
        assert_eq!(pendek.status(), 403, "exactly what was signed");
        let jawaban = HTTP.put(url).body(ini.to_vec()).send().await.unwrap();
        assert!(jawaban.status().is_success(), "{}", jawaban.status());
        let nilai = jawaban.headers()["etag"].to_str().unwrap().to_owned();
        etag.push(json!({ "nomor": satu["nomor"], "etag": nilai }));
    }
    assert!(sisa.is_empty());
    let jalur = format!("/v1/berkas/{}/bagian", umum["id"].as_str().unwrap());
    let terbalik = json!({ "bagian": [etag[1], etag[0]] });
    let jawaban = petugas.post(&jalur, terbalik).await;
    jawaban.masalah(422);
    assert_eq!(jawaban.json["errors"][0]["kode"], "bagian_tidak_urut");
    petugas.post(&jalur, json!({ "bagian": [] })).await.masalah(422);
    let berkas = petugas.post(&jalur, json!({ "bagian": etag })).await.ok();
    assert_eq!(
        (&berkas["keadaan"], &berkas["sha256"]),
        (&json!("sah"), &json!(crate::pdf::sha256(&isi)))
    );
    assert_eq!(
        petugas.post(&jalur, json!({ "bagian": etag })).await.ok()["keadaan"],
        "sah",
        "again"
    );
    assert_eq!(unduh(&petugas, &berkas["id"], true).await.1, isi);

    // The same announcement put as a whole: what was begun in parts is given up.
    let utuh = unggah(&petugas, &kasus, &isi).await.ok();
    assert_eq!(utuh["keadaan"], "sah");
    // A small one, in one part because it was asked for; nothing was put.
    let kecil = umumkan(&petugas, &kasus, FOTO.len(), true).await.ok();
    assert_eq!(kecil["bagian"].as_array().unwrap().len(), 1);
    let jalur = format!("/v1/berkas/{}/bagian", kecil["id"].as_str().unwrap());
    let karangan = json!({ "bagian": [{ "nomor": 1, "etag": "\"00\"" }] });
    let gagal = petugas.post(&jalur, karangan.clone()).await;
    assert!(["bagian_belum_lengkap"].contains(&gagal.masalah(409)), "{}", gagal.teks);
    let tanpa = umumkan(&petugas, &kasus, FOTO.len(), false).await.ok();
    assert_eq!(tanpa["bagian"], json!([]));
    let jalur = format!("/v1/berkas/{}/bagian", tanpa["id"].as_str().unwrap());
    assert_eq!(petugas.post(&jalur, karangan).await.masalah(409), "bukan_unggahan_bagian");
    drop(app);
}

#[tokio::test]
async fn the_same_content_is_noticed_in_the_case_and_across_cases() {
    let (_app, petugas, satu) = app().await;
    let dua = kasus(&petugas).await;
    let (sama, lain) = (foto(33, 44, ImageFormat::Png), foto(44, 33, ImageFormat::Png));
    let pertama = unggah(&petugas, &satu, &sama).await.ok();
    unggah(&petugas, &satu, &lain).await.ok();
    unggah(&petugas, &dua, &sama).await.ok();
    unggah(&petugas, &satu, &sama).await.ok();
    unggah(&petugas, &dua, &sama).await.ok();
    let duplikat = async |kasus: &str| {
        let rinci = petugas.get(&format!("/v1/permohonan/{kasus}")).await.ok();
        let semua = rinci["berkas"].as_array().unwrap().clone();
        semua.into_iter().map(|berkas| berkas["duplikat"].clone()).collect::<Vec<_>>()
    };
    let dari = |ini: bool| json!({ "berkas_id": pertama["id"], "permohonan_ini": ini });
    assert_eq!(duplikat(&satu).await, [Value::Null, Value::Null, dari(true)]);
    let kedua = duplikat(&dua).await;
    assert_eq!(kedua[0], dari(false));
    assert_eq!(kedua[1]["permohonan_ini"], true, "the first of the same case goes before");
}

#[tokio::test]
async fn who_sends_too_much_in_a_day_is_told_to_come_back() {
    let mut kantor = Kantor::siapkan("balangan").await;
    let jam = Arc::new(Jam::di(SystemClock.now()));
    kantor.parts.ports.clock = jam.clone();
    kantor.parts.ports.kuota.petugas = Jatah { berkas: 3, bita: 1_000_000 };
    let app = TestApp::layani(kantor);
    let petugas = app.sebagai("operator_layanan").await;
    let kasus = kasus(&petugas).await;
    assert_eq!(umumkan(&petugas, &kasus, 999_999, false).await.status, 201);
    let bita = umumkan(&petugas, &kasus, 2, false).await;
    assert_eq!(bita.masalah(429), "kuota_berkas_habis");
    assert!(bita.header.contains_key("retry-after"));
    assert_eq!(umumkan(&petugas, &kasus, 1, false).await.status, 201, "exactly what is left");
    assert_eq!(umumkan(&petugas, &kasus, 1, false).await.masalah(429), "kuota_berkas_habis");
}

#[tokio::test]
async fn a_resident_who_sends_too_much_is_told_and_loses_nothing_that_came_before() {
    let mut kantor = Kantor::siapkan("balangan").await;
    kantor.parts.ports.kuota.warga = Jatah { berkas: 2, bita: 1 << 30 };
    let app = TestApp::layani(kantor);
    let warga = app.kantor.warga("6281500007001");
    for kata in ["halo", "akta kelahiran", "Ahmad Fauzi", "Zahra Fauzi", "Paringin", "tidak"] {
        warga.tulis(kata).await;
    }
    warga.kirim_foto().await;
    // What is refused counts, too.
    let ditolak = warga.kirim_berkas("image/jpeg", b"MZ bukan foto").await;
    assert!(isi(&ditolak).contains("bukan foto JPEG/PNG atau PDF"), "{}", isi(&ditolak));
    let habis = warga.kirim_foto().await;
    assert!(isi(&habis).contains("sudah mencapai batas"), "{}", isi(&habis));
    let berkas = "SELECT count(*) FROM berkas WHERE keadaan = 'sah'";
    assert_eq!(hitung(&app, berkas).await, 1);
    assert_eq!(hitung(&app, "SELECT count(*) FROM berkas WHERE keadaan = 'ditolak'").await, 1);
}
