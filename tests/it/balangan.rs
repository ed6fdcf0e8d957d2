//! Balangan, Dik Jamila me-WA (B-11..B-27): two return loops, a chain of three, and cards that never leave as a file.

use loket_simulators::contoh_pdf;
use loket_tests::{
    app::TestApp,
    klien::Klien,
    warga::{Warga, isi, nomor},
};
use serde_json::json;

use crate::{
    kartu::{cetak_kasus, siapkan},
    pdf::{periksa_dengan_alat_luar, sha256},
    pekanbaru::cari,
};

/// A resident asks for a birth certificate by chat; tells the registration number.
pub async fn ajukan_akta(warga: &Warga<'_>) -> String {
    warga.tulis("assalamualaikum").await;
    warga.tulis("akta kelahiran").await;
    warga.tulis("Ahmad Fauzi").await;
    warga.tulis("Zahra Fauzi").await;
    warga.tulis("Paringin, 5 Mei 2026").await;
    // No KIA along with it.
    warga.tulis("tidak").await;
    for _ in 0..4 {
        warga.kirim_foto().await;
    }
    let terdaftar = warga.tulis("KIRIM").await;
    assert!(isi(&terdaftar).contains("sudah terdaftar"), "{}", isi(&terdaftar));
    nomor(&terdaftar)
}

/// Draft, chain of three, signature; the case then waits at `kirim`.
pub async fn sampai_ditandatangani(app: &TestApp, id: &str) {
    let siak = app.sebagai("operator_siak").await;
    let proses = siak.terima(id, "proses").await;
    let draf = contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["CONTOH"]);
    siak.unggah_dokumen(id, "akta", &draf, false).await.ok();
    siak.putuskan_tugas(&proses, "ajukan", None).await.ok();
    app.sebagai("kasi").await.putuskan(id, "persetujuan", "setuju", None).await.ok();
    app.sebagai("kabid").await.putuskan(id, "persetujuan", "setuju", None).await.ok();
    tanda_tangani(app, id, "persetujuan").await;
}

/// The Kadis signs.
pub async fn tanda_tangani(app: &TestApp, id: &str, tahap: &str) {
    let kadis = app.sebagai("kadis").await;
    let tugas = kadis.terima(id, tahap).await;
    let versi = kadis.get(&format!("/v1/tugas/{tugas}")).await.ok()["versi"].clone();
    let passphrase = app.kantor.pemegang("kadis").passphrase_simulator.clone().unwrap();
    let isi = json!({ "passphrase": passphrase, "versi": versi });
    kadis.post(&format!("/v1/tugas/{tugas}/tanda-tangan"), isi).await.ok();
}

async fn status(petugas: &Klien, id: &str) -> String {
    let rinci = petugas.get(&format!("/v1/permohonan/{id}")).await.ok();
    rinci["status"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_birth_certificate_goes_through_both_loops_the_chain_and_home() {
    let app = TestApp::start("balangan").await;
    let warga = app.kantor.warga("6281300000201");
    let nomor = ajukan_akta(&warga).await;
    let layanan = app.sebagai("operator_layanan").await;
    let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();

    // First loop: the first check finds a blurred photo (B-11).
    layanan.putuskan(&id, "verifikasi_awal", "kurang", Some("foto KK buram")).await.ok();
    assert_eq!(status(&layanan, &id).await, "menunggu_pemohon");
    warga.pesan("foto KK buram").await;
    let terlihat = warga.tulis("status").await;
    assert!(isi(&terlihat).contains("foto KK buram"), "{}", isi(&terlihat));
    warga.kirim_foto().await;
    let lengkap = warga.tulis("selesai").await;
    assert!(isi(&lengkap).contains("diteruskan"), "{}", isi(&lengkap));
    layanan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
    warga.pesan("Perkiraan selesai").await;

    // Second loop: the data in SIAK do not match (B-16).
    let siak = app.sebagai("operator_siak").await;
    siak.putuskan(&id, "verifikasi_siak", "tidak_lolos", Some("nama ayah berbeda")).await.ok();
    layanan.putuskan(&id, "beritahu", "minta", Some("kirim buku nikah halaman depan")).await.ok();
    warga.pesan("kirim buku nikah halaman depan").await;
    warga.kirim_foto().await;
    warga.tulis("selesai").await;
    siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();

    sampai_ditandatangani(&app, &id).await;
    layanan.putuskan(&id, "kirim", "terkirim", None).await.ok();
    let (_, pdf) = warga.dokumen("akta-").await;
    warga.pesan("survei").await;
    assert_eq!(status(&layanan, &id).await, "selesai");
    let jurnal = app.kantor.bsre.journal();
    assert_eq!(jurnal.iter().filter(|satu| satu.signed).count(), 1);
    assert_eq!(jurnal.last().unwrap().sha256_output, sha256(&pdf));
    periksa_dengan_alat_luar(&pdf, app.kantor.bsre.ca_pem());
    assert!(app.kantor.wa.duplicates().is_empty());

    // The kartu kendali: every hand-over has both parafs (P-9), and six papers came in.
    let kartu = layanan.get(&format!("/v1/permohonan/{id}/kartu-kendali")).await.ok();
    for baris in kartu["data"].as_array().unwrap() {
        assert!(
            baris["diterima_pada"].is_string() && baris["diserahkan_pada"].is_string(),
            "{baris}"
        );
    }
    let rinci = layanan.get(&format!("/v1/permohonan/{id}")).await.ok();
    assert_eq!(rinci["berkas"].as_array().unwrap().len(), 6);
    assert_eq!(rinci["penyerahan"][0]["saluran"], "whatsapp");
}

#[tokio::test]
async fn a_case_can_be_registered_at_the_counter_and_papers_uploaded_by_link() {
    let app = TestApp::start("balangan").await;
    let layanan = app.sebagai("operator_layanan").await;
    let isi = json!({
        "layanan": "kk_perubahan",
        "kanal": "loket",
        "pemohon": { "nama": "Budi Contoh", "nik": "6311010101900001", "nomor_wa": "0813 0000 0202" },
        "isian": { "perubahan": "pekerjaan Budi menjadi petani" },
    });
    let header = [("idempotency-key", "loket-1")];
    let satu = layanan.post_dengan("/v1/permohonan", &header, isi.clone()).await.ok();
    let dua = layanan.post_dengan("/v1/permohonan", &header, isi.clone()).await.ok();
    assert_eq!(satu["id"], dua["id"], "kunci yang sama memberi permohonan yang sama");
    let mut lain = isi;
    lain["pemohon"]["nama"] = json!("Orang Lain");
    let bentrok = layanan.post_dengan("/v1/permohonan", &header, lain).await;
    assert_eq!(bentrok.masalah(409), "kunci_idempotensi_dipakai");

    let id = satu["id"].as_str().unwrap();
    let tugas = layanan.terima(id, "verifikasi_awal").await;
    assert_eq!(layanan.putuskan_tugas(&tugas, "lengkap", None).await.masalah(409), "berkas_kurang");
    for syarat in ["formulir_f106", "kk", "bukti_perubahan"] {
        let foto = loket_tests::warga::FOTO;
        let umum = json!({ "syarat": syarat, "tipe": "image/jpeg", "ukuran": foto.len() });
        let umum = layanan.post(&format!("/v1/permohonan/{id}/berkas"), umum).await.ok();
        loket_tests::klien::taruh(&umum["unggah"], foto).await;
        let berkas = umum["id"].as_str().unwrap();
        let sah = layanan.post(&format!("/v1/berkas/{berkas}/selesai"), json!({})).await.ok();
        assert_eq!(sah["keadaan"], "sah");
        let unduh = layanan.get(&format!("/v1/berkas/{berkas}/unduhan?asli=true")).await.ok();
        let isi =
            loket_tests::klien::HTTP.get(unduh["url"].as_str().unwrap()).send().await.unwrap();
        assert!(isi.bytes().await.unwrap() == foto, "isi berkas berubah");
    }
    layanan.putuskan_tugas(&tugas, "lengkap", None).await.ok();
    let rinci = layanan.get(&format!("/v1/permohonan/{id}")).await.ok();
    assert!(!rinci.to_string().contains("6311010101900001"), "NIK disamarkan");
    assert!(!rinci.to_string().contains("81300000202"), "nomor disamarkan");
}

#[tokio::test]
async fn a_card_is_printed_and_collected_and_never_leaves_as_a_file() {
    let app = TestApp::start("balangan").await;
    let warga = app.kantor.warga("6281300000203");
    warga.tulis("halo").await;
    warga.tulis("3").await;
    warga.tulis("Ahmad Fauzi").await;
    warga.tulis("Zahra Fauzi").await;
    // Two years old: no photo is asked for.
    let lahir = app.kantor.parts.ports.clock.now() - time::Duration::days(800);
    warga.tulis(&lahir.date().to_string()).await;
    // It has an akta.
    warga.tulis("ya").await;
    for _ in 0..3 {
        warga.kirim_foto().await;
    }
    let nomor = nomor(&warga.tulis("kirim").await);
    let layanan = app.sebagai("operator_layanan").await;
    let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();
    layanan.putuskan(&id, "verifikasi_awal", "lengkap", None).await.ok();
    let siak = app.sebagai("operator_siak").await;
    siak.putuskan(&id, "verifikasi_siak", "lolos", None).await.ok();
    let cetak = siak.terima(&id, "cetak").await;
    let pdf = contoh_pdf("KIA", &["CONTOH"]);
    let isi = json!({ "produk": "kia", "ukuran": pdf.len(), "bertanda_tangan": false });
    let tolak = siak.post(&format!("/v1/permohonan/{id}/dokumen"), isi).await;
    tolak.masalah(422);
    assert_eq!(tolak.json["errors"][0]["kode"], "kartu_tanpa_berkas");
    let belum = siak.putuskan_tugas(&cetak, "tercetak", None).await;
    assert_eq!(belum.masalah(409), "kartu_belum_tercetak", "B-21: printed, not clicked");
    let pencetak = siapkan(&app.sebagai("kasi").await, "disdukcapil", &["kia"], 5).await;
    cetak_kasus(&siak, &pencetak, &id).await;
    siak.putuskan_tugas(&cetak, "tercetak", None).await.ok();
    warga.pesan("ambil di loket").await;
    crate::loket::serahkan(&app.sebagai("loket").await, &id).await;
    assert_eq!(status(&layanan, &id).await, "selesai");
    assert!(
        warga.masuk().iter().all(|pesan| pesan.media.is_none()),
        "tidak ada berkas yang keluar"
    );
}

#[tokio::test]
async fn papers_sent_to_complete_a_case_stay_with_it_even_when_the_resident_turns_to_something_else()
 {
    let app = TestApp::start("balangan").await;
    let warga = app.kantor.warga("6281300000204");
    let nomor = ajukan_akta(&warga).await;
    let layanan = app.sebagai("operator_layanan").await;
    let id = cari(&layanan, &nomor).await["id"].as_str().unwrap().to_owned();
    // In the middle of another request the photo belongs to that one, and the resident is told what to do later.
    warga.tulis("menu").await;
    warga.tulis("2").await;
    layanan.putuskan(&id, "verifikasi_awal", "kurang", Some("foto KK buram")).await.ok();
    let diminta = warga.pesan("foto KK buram").await;
    assert!(isi(&diminta).contains("balas LENGKAPI"), "{}", isi(&diminta));
    warga.tulis("batal").await;
    warga.tulis("lengkapi").await;
    warga.kirim_foto().await;
    // Acknowledged is attached, whatever comes next.
    warga.tulis("menu").await;
    let rinci = layanan.get(&format!("/v1/permohonan/{id}")).await.ok();
    assert_eq!(rinci["berkas"].as_array().unwrap().len(), 5);
    assert_eq!(status(&layanan, &id).await, "menunggu_pemohon");
}
