//! What happens because time passes, and what officers and applicants are told of it.

use std::sync::Arc;

use loket_domain::{kalender::Clock, permohonan::JalankanPengingat, tenant::Paket};
use loket_infra::crypto::SystemClock;
use loket_tests::{
    app::{Kantor, SANDI, TestApp},
    jam::Jam,
    klien::Klien,
    sampai,
    warga::isi,
};
use serde_json::{Value, json};
use time::{OffsetDateTime, macros::datetime};

/// Monday morning in Pekanbaru.
const SENIN: OffsetDateTime = datetime!(2027-02-01 8:00 +07);

/// Checking for an hour with warnings, a return with a deadline of two working days, and an announcement of three.
fn berwaktu(paket: &mut Paket) {
    let mut nilai = serde_json::to_value(&*paket).unwrap();
    nilai["layanan"][0]["produk"] = json!([]);
    nilai["layanan"][0]["janji"] = json!({ "hari_kerja": 5 });
    nilai["sop"][0]["mulai"] = json!("periksa");
    nilai["sop"][0]["eskalasi"] = json!([]);
    nilai["sop"][0]["tahap"] = json!([
        {
            "kode": "periksa", "nama": "Pemeriksaan", "jenis": "verifikasi",
            "pelaksana": { "salah_satu": ["fo"] },
            "mutu_baku": { "waktu": { "jam": 1 } },
            "eskalasi": [
                { "saat": { "persen": 80 }, "peran": "kasi" },
                { "saat": { "persen": 100 }, "peran": "kabid" },
                { "saat": { "lewat": { "jam": 2 } }, "pengguna": "kadis" },
            ],
            "pemberitahuan": [
                { "saat": "dibuka", "kepada": { "peran": "fo" }, "pesan": "Permintaan baru {nomor}: {layanan}, {tahap}." },
            ],
            "keputusan": [
                { "kode": "lengkap", "label": "Lengkap", "tujuan": [{ "tahap": "umum" }] },
                { "kode": "kurang", "label": "Kurang", "alasan": "wajib",
                  "tujuan": [{ "pemohon": { "lanjut": "periksa", "batas": { "hari_kerja": 2 }, "habis": "dibatalkan" } }] },
            ],
        },
        {
            "kode": "umum", "nama": "Pengumuman", "jenis": "jadwal",
            "pelaksana": { "salah_satu": ["kasi"] },
            "jadwal": { "tunggu": { "hari_kerja": 3 } },
            "keputusan": [
                { "kode": "lewat", "label": "Tidak ada sanggahan", "otomatis": true,
                  "beritahu_pemohon": "Pengumuman permohonan {nomor} selesai tanpa sanggahan.",
                  "tujuan": ["selesai"] },
                { "kode": "sanggah", "label": "Ada sanggahan", "alasan": "wajib", "tujuan": ["ditolak"] },
            ],
        },
    ]);
    *paket = serde_json::from_value(nilai).unwrap();
}

async fn kantor() -> (TestApp, Arc<Jam>) {
    let jam = Arc::new(Jam::di(SENIN));
    let kantor = Kantor::siapkan_pada("pekanbaru", Some(jam.clone()), berwaktu).await;
    // Residents write at the office's time: the 24-hour window is counted from there.
    majukan(&kantor, SENIN - SystemClock.now());
    (TestApp::layani(kantor), jam)
}

fn majukan(kantor: &Kantor, selama: time::Duration) {
    kantor.wa.advance(selama.try_into().unwrap_or_default());
}

/// Leaps, and the channel with the office.
fn pindah(app: &TestApp, jam: &Jam, saat: OffsetDateTime) {
    majukan(&app.kantor, saat - jam.now());
    jam.pindah(saat);
}

async fn masuk(app: &TestApp, nama: &str) -> Klien {
    Klien::masuk(&app.basis, app.kantor.tenant.slug.as_str(), nama, SANDI).await
}

/// A case of a resident with that number; its id and number.
async fn ajukan(app: &TestApp, nomor_wa: &str) -> (String, String) {
    let isi = json!({
        "layanan": "kirim_pdf", "kanal": "loket",
        "pemohon": { "nama": "Budi Contoh", "nomor_wa": nomor_wa },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471" },
    });
    let fo = masuk(app, "fo1").await;
    let baru = fo.post_dengan("/v1/permohonan", &[("idempotency-key", nomor_wa)], isi).await.ok();
    (baru["id"].as_str().unwrap().to_owned(), baru["nomor"].as_str().unwrap().to_owned())
}

async fn notifikasi(app: &TestApp, nama: &str) -> Vec<Value> {
    let semua = masuk(app, nama).await.get("/v1/notifikasi?belum_dibaca=true").await.ok();
    semua["data"].as_array().unwrap().clone()
}

async fn sebanyak(app: &TestApp, nama: &str, jumlah: usize) -> Vec<Value> {
    sampai(&format!("{jumlah} notifikasi untuk {nama}"), || async {
        let semua = notifikasi(app, nama).await;
        (semua.len() == jumlah).then_some(semua)
    })
    .await
}

/// Everything due has been acted upon.
async fn tuntas(app: &TestApp) {
    let ports = &app.kantor.parts.ports;
    while JalankanPengingat.execute(ports, &app.kantor.tenant).await.unwrap() > 0 {}
}

#[tokio::test]
async fn a_step_that_runs_late_warns_a_role_then_another_then_a_person_each_once() {
    let (app, jam) = kantor().await;
    let (id, nomor) = ajukan(&app, "6281200000701").await;
    let baru = sebanyak(&app, "fo1", 1).await;
    assert_eq!(baru[0]["jenis"], "pemberitahuan");
    assert!(baru[0]["isi"].as_str().unwrap().contains(&nomor), "{}", baru[0]);
    assert!(!baru[0].to_string().contains("Budi"), "a notice names nobody");

    jam.pindah(datetime!(2027-02-01 8:47 +07));
    tuntas(&app).await;
    assert_eq!(notifikasi(&app, "kasi").await.len(), 0, "80 persen belum tiba");
    jam.pindah(datetime!(2027-02-01 8:48 +07));
    // Two workers at once: the server's own and this one.
    tokio::join!(tuntas(&app), tuntas(&app));
    let kasi = sebanyak(&app, "kasi", 1).await;
    assert!(kasi[0]["isi"].as_str().unwrap().contains("80 persen"), "{}", kasi[0]);
    assert_eq!(notifikasi(&app, "kabid").await.len(), 0);

    jam.pindah(datetime!(2027-02-01 11:30 +07));
    tokio::join!(tuntas(&app), tuntas(&app));
    sebanyak(&app, "kabid", 1).await;
    let kadis = sebanyak(&app, "kadis", 1).await;
    assert!(kadis[0]["isi"].as_str().unwrap().contains("lewat 2 jam kerja"), "{}", kadis[0]);
    let fo = masuk(&app, "fo1").await;
    let linimasa = fo.get(&format!("/v1/permohonan/{id}/linimasa")).await.ok();
    let warisan = linimasa["data"].as_array().unwrap().iter();
    let eskalasi = warisan.filter(|satu| satu["peristiwa"]["jenis"] == "tugas_dieskalasi").count();
    assert_eq!(eskalasi, 3, "{linimasa}");

    // Read by one, it stays new for the others who hold the role.
    let baca = format!("/v1/notifikasi/{}/dibaca", baru[0]["id"].as_str().unwrap());
    assert_eq!(fo.post(&baca, json!(null)).await.status, 204);
    assert_eq!(notifikasi(&app, "fo1").await.len(), 0);
    assert_eq!(notifikasi(&app, "fo2").await.len(), 1);
    assert_eq!(
        masuk(&app, "kasi").await.post(&baca, json!(null)).await.masalah(404),
        "tidak_ditemukan"
    );
}

#[tokio::test]
async fn a_warning_waits_while_the_office_is_interrupted() {
    let (app, jam) = kantor().await;
    ajukan(&app, "6281200000702").await;
    let kadis = masuk(&app, "kadis").await;
    let gangguan = json!({ "sebab": "siak", "catatan": "SIAK pusat tidak dapat diakses" });
    let gangguan = kadis.post("/v1/gangguan", gangguan).await.ok();
    jam.pindah(datetime!(2027-02-01 9:00 +07));
    tuntas(&app).await;
    assert_eq!(notifikasi(&app, "kasi").await.len(), 0);
    let kadis = masuk(&app, "kadis").await;
    let selesai = format!("/v1/gangguan/{}/selesai", gangguan["id"].as_str().unwrap());
    kadis.post(&selesai, json!(null)).await.ok();
    jam.pindah(datetime!(2027-02-01 9:47 +07));
    tuntas(&app).await;
    assert_eq!(notifikasi(&app, "kasi").await.len(), 0, "the hour that was lost is given back");
    jam.pindah(datetime!(2027-02-01 9:48 +07));
    tuntas(&app).await;
    sebanyak(&app, "kasi", 1).await;
}

#[tokio::test]
async fn an_applicant_who_lets_the_deadline_pass_is_told_and_the_case_is_called_off() {
    let (app, jam) = kantor().await;
    let warga = app.kantor.warga("6281200000703");
    warga.tulis("halo").await;
    let (id, nomor) = ajukan(&app, "6281200000703").await;
    let fo = masuk(&app, "fo1").await;
    fo.putuskan(&id, "periksa", "kurang", Some("foto KK buram")).await.ok();
    pindah(&app, &jam, datetime!(2027-02-03 16:00 +07));
    tuntas(&app).await;
    let fo = masuk(&app, "fo1").await;
    let kasus = fo.get(&format!("/v1/permohonan/{id}")).await.ok();
    assert_eq!(kasus["status"], "dibatalkan", "{kasus}");
    // More than a day of silence: the news waits until the resident writes.
    warga.tulis("status").await;
    let pesan = warga.pesan("sudah lewat").await;
    assert!(isi(&pesan).contains(&nomor), "{}", isi(&pesan));
}

#[tokio::test]
async fn who_completes_in_time_hears_the_new_estimate_and_a_waiting_period_passes_by_itself() {
    let (app, jam) = kantor().await;
    let warga = app.kantor.warga("6281200000704");
    warga.tulis("halo").await;
    let (id, _) = ajukan(&app, "6281200000704").await;
    let fo = masuk(&app, "fo1").await;
    fo.putuskan(&id, "periksa", "kurang", Some("foto KK buram")).await.ok();
    pindah(&app, &jam, datetime!(2027-02-02 8:00 +07));
    warga.tulis("status").await;
    let fo = masuk(&app, "fo1").await;
    fo.post(&format!("/v1/permohonan/{id}/kelengkapan"), json!(null)).await;
    let perkiraan = warga.pesan("Perkiraan selesai").await;
    assert!(isi(&perkiraan).contains("tidak dihitung"), "{}", isi(&perkiraan));
    // The deadline that was met does not end the case later.
    fo.putuskan(&id, "periksa", "lengkap", None).await.ok();
    pindah(&app, &jam, datetime!(2027-02-04 8:00 +07));
    tuntas(&app).await;
    let fo = masuk(&app, "fo1").await;
    assert_eq!(fo.get(&format!("/v1/permohonan/{id}")).await.ok()["status"], "berjalan");
    pindah(&app, &jam, datetime!(2027-02-09 17:00 +07));
    tokio::join!(tuntas(&app), tuntas(&app));
    let fo = masuk(&app, "fo1").await;
    assert_eq!(fo.get(&format!("/v1/permohonan/{id}")).await.ok()["status"], "selesai");
    warga.tulis("status").await;
    warga.pesan("selesai tanpa sanggahan").await;
}
