//! Sinjai, PENCET WA SAJA: One Three from one birth, and village officials who ask for who has no phone.

use loket_simulators::{bsre::sign_pdf, contoh_pdf};
use loket_tests::{app::TestApp, warga::nomor};
use serde_json::{Value, json};
use time::Duration;

use crate::{
    kartu::{cetak_kasus, siapkan},
    kembaran::{ajukan, daftarkan, rinci, unggah},
    pdf::{periksa_dengan_alat_luar, sha256},
    pekanbaru::cari,
};

/// A day so long ago, as people may type it.
pub fn hari_lalu(app: &TestApp, hari: i64) -> String {
    (app.kantor.parts.ports.clock.now() - Duration::days(hari)).date().to_string()
}

/// From the Forum to the signature of the Kadis in SIAK; the signed PDFs by product.
pub async fn sampai_tte(app: &TestApp, id: &str, produk: &[&str]) -> Vec<Vec<u8>> {
    // S-4: any employee drops it in the Forum.
    app.sebagai("pegawai").await.putuskan(id, "forum", "teruskan", None).await.ok();
    let siak = app.sebagai("operator_siak").await;
    let masukan = siak.terima(id, "input_siak").await;
    let belum = siak.putuskan_tugas(&masukan, "ajukan", None).await;
    assert_eq!(belum.masalah(409), "draf_kurang");
    for satu in produk {
        let draf = contoh_pdf("DRAF", &[satu]);
        siak.unggah_dokumen(id, satu, &draf, false).await.ok();
    }
    siak.putuskan_tugas(&masukan, "ajukan", None).await.ok();
    // S-5: the Verifikator SIAK approves, the Kadis signs inside SIAK.
    let verifikator = app.sebagai("verifikator_siak").await;
    verifikator.putuskan(id, "persetujuan", "setuju", None).await.ok();
    let kadis = app.sebagai("kadis").await;
    let tte = kadis.terima(id, "tte").await;
    assert_eq!(kadis.putuskan_tugas(&tte, "setuju", None).await.masalah(409), "dokumen_belum_sah");
    let nik = app.kantor.pemegang("kadis").nik.clone().unwrap();
    let mut semua = Vec::new();
    for satu in produk {
        let penanda = app.kantor.bsre.signer(&nik).unwrap();
        let pdf = sign_pdf(&contoh_pdf("KABUPATEN SINJAI", &[satu]), &penanda).unwrap();
        assert_eq!(kadis.unggah_dokumen(id, satu, &pdf, true).await.ok()["keadaan"], "sah");
        semua.push(pdf);
    }
    kadis.putuskan_tugas(&tte, "setuju", None).await.ok();
    semua
}

#[tokio::test]
async fn a_parent_gets_kk_akta_and_kia_from_one_birth() {
    let app = TestApp::start("sinjai").await;
    let warga = app.kantor.warga("6281900000801");
    let lahir = hari_lalu(&app, 10);
    let jawaban = [
        ("nama lengkap anak", "Andi Zahra"),
        ("Di mana anak lahir", "Puskesmas Biji Nangka"),
        ("Tanggal berapa anak lahir", lahir.as_str()),
    ];
    let terdaftar = ajukan(&warga, "one three (anak lahir)", "Andi Fauzi", &jawaban).await;
    let layanan = app.sebagai("operator").await;
    let id = cari(&layanan, &nomor(&terdaftar)).await["id"].as_str().unwrap().to_owned();
    layanan.putuskan(&id, "verifikasi", "lengkap", None).await.ok();
    let pdf = sampai_tte(&app, &id, &["kk", "akta"]).await;

    // The PDFs leave while the card is printed.
    let terbuka = rinci(&layanan, &id).await["tugas"].as_array().unwrap().len();
    assert_eq!(terbuka, 2);
    layanan.putuskan(&id, "kirim", "terkirim", None).await.ok();
    for (awal, asli) in [("kk-", &pdf[0]), ("akta-", &pdf[1])] {
        let (_, diterima) = warga.dokumen(awal).await;
        assert_eq!(sha256(&diterima), sha256(asli), "{awal}");
        periksa_dengan_alat_luar(&diterima, app.kantor.bsre.ca_pem());
    }
    let siak = app.sebagai("operator_siak").await;
    warga.pesan("KIA dicetak tersendiri").await;
    let cetak = siak.terima(&id, "cetak").await;
    let belum = siak.putuskan_tugas(&cetak, "tercetak", None).await;
    assert_eq!(belum.masalah(409), "kartu_belum_tercetak");
    let pencetak = siapkan(&siak, "disdukcapil", &["kia"], 3).await;
    cetak_kasus(&siak, &pencetak, &id).await;
    // S-10: three products of one number, each on its own way; the case waits for the last.
    let rinci_kini = rinci(&layanan, &id).await;
    let mut produk: Vec<(&str, &str)> = rinci_kini["dokumen"]
        .as_array()
        .unwrap()
        .iter()
        .map(|satu| (satu["produk"].as_str().unwrap(), satu["keadaan"].as_str().unwrap()))
        .filter(|(_, keadaan)| *keadaan != "diganti")
        .collect();
    produk.sort_unstable();
    assert_eq!(produk, [("akta", "sah"), ("kia", "siap"), ("kk", "sah")]);
    assert_eq!(rinci_kini["status"], "berjalan");
    siak.putuskan_tugas(&cetak, "tercetak", None).await.ok();
    warga.pesan("KIA permohonan").await;
    crate::loket::serahkan(&layanan, &id).await;
    warga.pesan("survei").await;
    assert_eq!(rinci(&layanan, &id).await["status"], "selesai");
    let berkas = warga.masuk().iter().filter(|pesan| pesan.media.is_some()).count();
    assert_eq!(berkas, 2, "the KIA never leaves as a file");
    let kartu = layanan.get(&format!("/v1/permohonan/{id}/kartu-kendali")).await.ok();
    let tahap: Vec<&Value> =
        kartu["data"].as_array().unwrap().iter().map(|baris| &baris["tahap"]).collect();
    assert!(!tahap.contains(&&json!("terlambat")), "S-11: reported within 60 days");
}

#[tokio::test]
async fn a_village_official_asks_for_who_has_no_phone() {
    let app = TestApp::start("sinjai").await;
    let desa = app.sebagai("aparat_desa").await;
    let isi = json!({
        "layanan": "one_three", "kanal": "loket",
        "pemohon": { "nama": "Becce Contoh", "nomor_wa": "0819 0000 0802" },
        "kuasa": { "hubungan": "aparat_desa", "nama": "Ambo Contoh" },
        "isian": {
            "nama_anak": "Andi Contoh", "tempat_lahir": "Bonto Katute",
            "tanggal_lahir": hari_lalu(&app, 61), "kelompok_rentan": "lansia",
        },
    });
    let id = daftarkan(&desa, "a", isi).await;
    unggah(&desa, &id, &["formulir_f201", "sptjm_lahir", "buku_nikah", "kk"]).await;
    assert_eq!(desa.get("/v1/permohonan").await.masalah(403), "tidak_berizin", "asks, and no more");

    // S-4: any employee takes it in; the hardcopy is shown at the counter and not asked for now (S-6).
    let pegawai = app.sebagai("pegawai").await;
    pegawai.putuskan(&id, "verifikasi", "lengkap", None).await.ok();
    // S-11: more than 60 days after the birth the Kadis decides first.
    let kadis = app.sebagai("kadis").await;
    kadis.putuskan(&id, "terlambat", "dicatat", None).await.ok();
    sampai_tte(&app, &id, &["kk", "akta"]).await;
    let layanan = app.sebagai("operator").await;
    let siak = app.sebagai("operator_siak").await;
    // The village is served by the printer of the office above it.
    let pencetak = siapkan(&siak, "disdukcapil", &["kia"], 3).await;
    cetak_kasus(&siak, &pencetak, &id).await;
    siak.putuskan(&id, "cetak", "tercetak", None).await.ok();
    // S-8: printed and collected by the official, with the papers.
    layanan.putuskan(&id, "kirim", "cetak", None).await.ok();
    layanan.putuskan(&id, "serah", "diserahkan", None).await.ok();
    assert_eq!(rinci(&layanan, &id).await["status"], "selesai");
    let warga = app.kantor.warga("6281900000802");
    assert!(warga.masuk().iter().all(|pesan| pesan.media.is_none()), "nothing was sent as a file");
}
