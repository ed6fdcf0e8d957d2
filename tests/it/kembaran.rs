//! Kembaran, KERAK TELOR and WIS ORA KENCOT: a KIA by chat and from school, and disabled residents with their guardian.

use loket_domain::{
    akses::kenali,
    permohonan::{CatatTugas, CatatanBaru},
    sop::TugasId,
};
use loket_simulators::whatsapp::LedgerEntry;
use loket_tests::{
    app::TestApp,
    klien::{Klien, taruh},
    warga::{FOTO, Warga, isi, nomor},
};
use serde_json::{Value, json};
use time::Duration;

use crate::{
    kartu::{cetak_kasus, siapkan},
    loket::{ambil, bukti, rak},
    pekanbaru::cari,
    verifikasi::periksa,
};

/// Answers what the guided intake asks until the case is registered: the answer whose words stand in the question, or a
/// photo.
pub async fn ajukan(
    warga: &Warga<'_>,
    layanan: &str,
    nama: &str,
    jawaban: &[(&str, &str)],
) -> LedgerEntry {
    warga.tulis("halo").await;
    warga.tulis(layanan).await;
    let mut pesan = warga.tulis(nama).await;
    for _ in 0..30 {
        let teks = isi(&pesan);
        if teks.contains("sudah terdaftar") {
            return pesan;
        }
        let jawab = jawaban.iter().find(|(kata, _)| teks.contains(kata));
        pesan = match jawab {
            _ if teks.contains("Balas KIRIM") => warga.tulis("KIRIM").await,
            Some((_, jawab)) => warga.tulis(jawab).await,
            None if teks.contains("Kirim foto") => warga.kirim_foto().await,
            None => panic!("nobody answers: {teks}"),
        };
    }
    panic!("the intake does not end")
}

/// Registers a case for somebody at the office or outside.
pub async fn daftarkan(petugas: &Klien, kunci: &str, isi: Value) -> String {
    let baru = petugas.post_dengan("/v1/permohonan", &[("idempotency-key", kunci)], isi).await.ok();
    baru["id"].as_str().unwrap().to_owned()
}

/// Uploads a photo for every requirement.
pub async fn unggah(petugas: &Klien, id: &str, syarat: &[&str]) {
    for satu in syarat {
        let umum = json!({ "syarat": satu, "tipe": "image/jpeg", "ukuran": FOTO.len() });
        let umum = petugas.post(&format!("/v1/permohonan/{id}/berkas"), umum).await.ok();
        taruh(&umum["unggah"], FOTO).await;
        let berkas = umum["id"].as_str().unwrap();
        let sah = petugas.post(&format!("/v1/berkas/{berkas}/selesai"), json!({})).await.ok();
        assert_eq!(sah["keadaan"], "sah");
    }
}

/// Records something at a tugas that the officer took.
pub async fn catat(app: &TestApp, petugas: &Klien, tugas: &str, isi: CatatanBaru) {
    let ports = &app.kantor.parts.ports;
    let pelaku = kenali(ports, petugas.token.as_deref().unwrap()).await.unwrap();
    let versi = petugas.get(&format!("/v1/tugas/{tugas}")).await.ok()["versi"].as_u64().unwrap();
    let id = TugasId::new(tugas.parse().unwrap());
    CatatTugas { id, isi, versi }.execute(ports, &pelaku).await.unwrap();
}

pub async fn rinci(petugas: &Klien, id: &str) -> Value {
    petugas.get(&format!("/v1/permohonan/{id}")).await.ok()
}

fn kia(kanal: &str, rentan: &str) -> Value {
    json!({
        "layanan": "kia", "kanal": kanal,
        "pemohon": { "nama": "Siti Contoh" },
        "isian": { "nama_anak": "Zahra Contoh", "tanggal_lahir": "5-5-2020", "kelompok_rentan": rentan },
    })
}

#[tokio::test]
async fn a_parent_asks_for_a_kia_by_chat_and_collects_it() {
    let app = TestApp::start("kembaran").await;
    let warga = app.kantor.warga("6281900000701");
    let jawaban = [
        ("nama lengkap anak", "Zahra Fauzi"),
        ("anak lahir", "5-5-2020"),
        ("disabilitas", "tidak"),
        ("*Foto anak*", "lewati"),
    ];
    let terdaftar = ajukan(&warga, "1", "Siti Fauzi", &jawaban).await;
    let (depan, adm) =
        (app.sebagai("petugas_pelayanan").await, app.sebagai("petugas_administrator").await);
    let id = cari(&depan, &nomor(&terdaftar)).await["id"].as_str().unwrap().to_owned();
    let tenggat = depan.get(&format!("/v1/permohonan/{id}/tenggat")).await.ok();
    assert_eq!(tenggat["janji"], "1 hari kerja", "K-15");

    depan.putuskan(&id, "terima", "diterima", None).await.ok();
    // K-16: with an akta there is nothing to register first.
    let periksa = adm.terima(&id, "verifikasi").await;
    let daftar = adm.putuskan_tugas(&periksa, "belum_akta", None).await;
    assert_eq!(daftar.masalah(409), "keputusan_tidak_ada");
    adm.putuskan_tugas(&periksa, "ya", None).await.ok();
    let pencetak = siapkan(&adm, "kecamatan", &["kia"], 5).await;
    cetak_kasus(&adm, &pencetak, &id).await;
    adm.putuskan(&id, "cetak", "tercetak", None).await.ok();
    let registrasi = adm.terima(&id, "registrasi").await;
    let tanpa = adm.putuskan_tugas(&registrasi, "terdaftar", None).await;
    assert_eq!(tanpa.masalah(409), "nomor_register_belum_ada", "K-14");
    catat(&app, &adm, &registrasi, CatatanBaru::NomorRegister).await;
    let antar = adm.putuskan_tugas(&registrasi, "antar", None).await;
    assert_eq!(antar.masalah(409), "keputusan_tidak_ada", "K-21 is for the vulnerable");
    adm.putuskan_tugas(&registrasi, "terdaftar", None).await.ok();
    warga.pesan("ambil di kantor Kecamatan Kembaran").await;
    crate::loket::serahkan(&depan, &id).await;
    assert_eq!(rinci(&depan, &id).await["status"], "selesai");
    assert!(warga.masuk().iter().all(|pesan| pesan.media.is_none()), "B-24: no card as a file");
}

#[tokio::test]
async fn a_child_photographed_at_school_is_served_before_others_when_vulnerable() {
    let app = TestApp::start("kembaran").await;
    let adm = app.sebagai("petugas_administrator").await;
    let biasa = daftarkan(&adm, "a", kia("jemput_bola", "tidak")).await;
    let rentan = daftarkan(&adm, "b", kia("jemput_bola", "anak_usia_dini")).await;
    let antrean = adm.get("/v1/tugas").await.ok();
    let urutan: Vec<&Value> =
        antrean["data"].as_array().unwrap().iter().map(|satu| &satu["permohonan_id"]).collect();
    assert_eq!(urutan, [&json!(rentan), &json!(biasa)], "K-23: who came later goes first");
    // K-11: the photo session is the work of its team; K-15: a mass session takes up to seven working days.
    let (luar, antrean_saya) = (app.sebagai("petugas_pelayanan").await, "/v1/tugas");
    assert_eq!(luar.get(antrean_saya).await.ok()["data"], json!([]), "not a member of the team");
    let tenggat = adm.get(&format!("/v1/permohonan/{rentan}/tenggat")).await.ok();
    assert!(tenggat["janji"].as_str().unwrap().contains("7 hari kerja"), "{tenggat}");

    adm.putuskan(&rentan, "foto", "difoto", None).await.ok();
    luar.putuskan(&rentan, "terima", "diterima", None).await.ok();
    // K-16: without an akta the child is registered first, with a letter of birth.
    let periksa = adm.terima(&rentan, "verifikasi").await;
    let ya = adm.putuskan_tugas(&periksa, "ya", None).await;
    assert_eq!(ya.masalah(409), "keputusan_tidak_ada");
    unggah(&adm, &rentan, &["kk", "ktp_orang_tua"]).await;
    let kurang = adm.putuskan_tugas(&periksa, "belum_akta", None).await;
    assert_eq!(kurang.masalah(409), "berkas_kurang");
    unggah(&adm, &rentan, &["surat_lahir"]).await;
    adm.putuskan_tugas(&periksa, "belum_akta", None).await.ok();
    let urus = adm.terima(&rentan, "daftarkan").await;
    let nomor_akta = CatatanBaru::Rujukan { nomor: "3302-LU-01012026-0001".to_owned() };
    catat(&app, &adm, &urus, nomor_akta).await;
    adm.putuskan_tugas(&urus, "akta_terbit", None).await.ok();
    let pencetak = siapkan(&adm, "kecamatan", &["kia"], 5).await;
    cetak_kasus(&adm, &pencetak, &rentan).await;
    adm.putuskan(&rentan, "cetak", "tercetak", None).await.ok();
    let registrasi = adm.terima(&rentan, "registrasi").await;
    catat(&app, &adm, &registrasi, CatatanBaru::NomorRegister).await;
    // A photo from before the visit shows nothing of it.
    bukti(&adm, &rentan, FOTO).await.1.ok();
    adm.putuskan_tugas(&registrasi, "antar", None).await.ok();
    // K-21: Jujuk Dolanan brings it on the day that was agreed.
    let antar = adm.terima(&rentan, "antar").await;
    assert_eq!(
        adm.putuskan_tugas(&antar, "diserahkan", None).await.masalah(409),
        "jadwal_belum_ada"
    );
    let pada = app.kantor.parts.ports.clock.now() + Duration::days(1);
    catat(&app, &adm, &antar, CatatanBaru::Jadwal { pada, alasan: None }).await;
    // Who received it leaves a photo or a signature, as at the counter.
    let tanpa = adm.putuskan_tugas(&antar, "diserahkan", None).await;
    assert_eq!(tanpa.masalah(409), "bukti_penerima_belum_ada");
    let (_, palsu) = bukti(&adm, &rentan, b"bukan gambar sama sekali").await;
    assert_eq!(palsu.status, 422, "{}", palsu.teks);
    let tanpa = adm.putuskan_tugas(&antar, "diserahkan", None).await;
    assert_eq!(tanpa.masalah(409), "bukti_penerima_belum_ada");
    bukti(&adm, &rentan, FOTO).await.1.ok();
    adm.putuskan_tugas(&antar, "diserahkan", None).await.ok();
    assert_eq!(rinci(&adm, &rentan).await["status"], "selesai");
    assert_eq!(rinci(&adm, &biasa).await["status"], "berjalan");
}

#[tokio::test]
async fn a_guardian_is_served_and_a_fault_of_the_system_stops_the_clock() {
    let app = TestApp::start("kembaran").await;
    crate::kalender::buka_terus(&app).await;
    let (depan, kasi) = (app.sebagai("petugas_pelayanan").await, app.sebagai("kasi").await);
    let isi = json!({
        "layanan": "disabilitas", "kanal": "loket",
        "pemohon": { "nama": "Tono Contoh" },
        "kuasa": { "hubungan": "wali", "nama": "Sri Contoh" },
        "isian": {
            "dokumen": "kartu keluarga", "kelompok_rentan": "disabilitas", "kebutuhan": "didampingi",
        },
    });
    let id = daftarkan(&depan, "a", isi).await;
    unggah(&depan, &id, &["kk"]).await;
    let terima = depan.terima(&id, "terima").await;
    assert_eq!(depan.putuskan_tugas(&terima, "ya", None).await.masalah(409), "berkas_kurang");
    unggah(&depan, &id, &["ktp_wali"]).await;
    let tenggat = format!("/v1/permohonan/{id}/tenggat");
    assert_eq!(depan.get(&tenggat).await.ok()["janji"], "1 hari kerja");
    assert_eq!(depan.get(&tenggat).await.ok()["berhenti_karena"], Value::Null);
    let siak = json!({ "sebab": "siak", "catatan": "SIAK pusat tidak dapat diakses" });
    kasi.post("/v1/gangguan", siak).await.ok();
    assert_eq!(
        depan.get(&tenggat).await.ok()["berhenti_karena"],
        "SIAK tidak dapat diakses",
        "K-20: one day except for faults of the system"
    );
    depan.putuskan_tugas(&terima, "ya", None).await.ok();
    let adm = app.sebagai("petugas_administrator").await;
    adm.putuskan(&id, "proses", "selesai_diproses", None).await.ok();
    let registrasi = adm.terima(&id, "registrasi").await;
    catat(&app, &adm, &registrasi, CatatanBaru::NomorRegister).await;
    let belum = adm.putuskan_tugas(&registrasi, "terdaftar", None).await;
    assert_eq!(belum.masalah(409), "produk_belum_siap", "the letter is not signed yet");
    // Printed from SIAK, signed by the Camat with ink, and stamped.
    let surat = json!({ "produk": "dokumen" });
    let surat = adm.post(&format!("/v1/permohonan/{id}/surat"), surat).await.ok();
    let camat = crate::dokumen::id_petugas(&app, "camat").await;
    let basah = json!({
        "penanda_tangan": camat, "tanggal": crate::dokumen::hari_ini(&app), "distempel": true,
    });
    let jalur = format!("/v1/dokumen/{}/tanda-tangan-basah", surat["id"].as_str().unwrap());
    assert_eq!(adm.post(&jalur, basah).await.ok()["keadaan"], "siap");
    adm.putuskan_tugas(&registrasi, "terdaftar", None).await.ok();
    crate::loket::serahkan(&depan, &id).await;
    assert_eq!(rinci(&depan, &id).await["status"], "selesai");
}

/// K-16: the akta that is made on the way to a KIA is a document of its own, with its number, its check and its hand-over.
#[tokio::test]
async fn the_akta_of_a_child_is_a_document_beside_the_kia_and_is_collected_before_it() {
    let app = TestApp::start("kembaran").await;
    let (adm, depan) =
        (app.sebagai("petugas_administrator").await, app.sebagai("petugas_pelayanan").await);
    let id = daftarkan(&adm, "a", kia("loket", "tidak")).await;
    unggah(&adm, &id, &["surat_lahir", "kk", "ktp_orang_tua"]).await;
    depan.putuskan(&id, "terima", "diterima", None).await.ok();
    adm.putuskan(&id, "verifikasi", "belum_akta", None).await.ok();
    let urus = adm.terima(&id, "daftarkan").await;
    let nomor_akta = CatatanBaru::Rujukan { nomor: "3302-LU-01012026-0002".to_owned() };
    catat(&app, &adm, &urus, nomor_akta).await;
    // The register gives the akta its number; the kutipan is printed.
    let buku = json!({ "produk": "akta", "buku": "II", "halaman": "17" });
    let buku = adm.post(&format!("/v1/permohonan/{id}/register"), buku).await.ok();
    let akta = buku["dokumen_id"].as_str().unwrap();
    let siap = adm.post(&format!("/v1/dokumen/{akta}/kutipan"), json!({})).await.ok();
    let kode = siap["kode_verifikasi"].as_str().unwrap();
    adm.putuskan_tugas(&urus, "akta_terbit", None).await.ok();

    // It waits at the counter while the card is still to be printed.
    rak(&depan, &id, "akta").await;
    let nomor = rinci(&depan, &id).await["nomor"].as_str().unwrap().to_owned();
    let ini = json!({ "kode": nomor, "pengambil": "pemohon", "identitas": "ktp_el" });
    let pertama = ambil(&depan, "akta", &ini).await.ok();
    assert_eq!(
        (&pertama["permohonan_nomor"], pertama["dokumen"].as_array().unwrap().len()),
        (&json!(nomor), 1)
    );
    assert!(pertama["dokumen"][0].as_str().unwrap().contains("akta kelahiran"), "{pertama}");
    assert_eq!(rinci(&depan, &id).await["status"], "berjalan", "the KIA is still to come");

    let pencetak = siapkan(&adm, "kecamatan", &["kia"], 5).await;
    cetak_kasus(&adm, &pencetak, &id).await;
    adm.putuskan(&id, "cetak", "tercetak", None).await.ok();
    let registrasi = adm.terima(&id, "registrasi").await;
    catat(&app, &adm, &registrasi, CatatanBaru::NomorRegister).await;
    adm.putuskan_tugas(&registrasi, "terdaftar", None).await.ok();
    crate::loket::serahkan(&depan, &id).await;
    let kini = rinci(&depan, &id).await;
    assert_eq!(kini["status"], "selesai");
    let mut dokumen: Vec<(&str, &str)> = kini["dokumen"]
        .as_array()
        .unwrap()
        .iter()
        .map(|satu| (satu["produk"].as_str().unwrap(), satu["keadaan"].as_str().unwrap()))
        .collect();
    dokumen.sort_unstable();
    assert_eq!(dokumen, [("akta", "siap"), ("kia", "siap")]);
    let mut diserahkan: Vec<&Value> =
        kini["penyerahan"].as_array().unwrap().iter().map(|satu| &satu["keadaan"]).collect();
    diserahkan.dedup();
    assert_eq!(
        (kini["penyerahan"].as_array().unwrap().len(), diserahkan),
        (2, vec![&json!("diserahkan")])
    );
    assert_eq!(periksa(&app, kode).await.json["hasil"], "berlaku");
}
