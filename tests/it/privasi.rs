//! Protection of personal data as officers, residents and operators meet it: masking and revealing, retention, requests of
//! data subjects, keys, the register, breaches.

mod hak;
mod kunci;
mod retensi;

use loket_domain::{akses::Izin, tenant::Paket};
use loket_tests::{
    app::{Kantor, TestApp},
    klien::Klien,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};

const NIK: &str = "6311015505900077";
const KK: &str = "6311012201150088";
const NOMOR: &str = "6281799990177";

/// The counter of this office may reveal, too.
fn dengan_ungkap(paket: &mut Paket) {
    for peran in paket.peran.iter_mut().filter(|satu| satu.kode.as_str() == "operator_layanan") {
        peran.izin.insert(Izin::DataUngkap);
    }
}

async fn daftarkan(petugas: &Klien, kunci: &str, isi: Value) -> String {
    let baru = petugas.post_dengan("/v1/permohonan", &[("idempotency-key", kunci)], isi).await;
    baru.ok()["id"].as_str().unwrap().to_owned()
}

fn perubahan_kk() -> Value {
    json!({
        "layanan": "kk_perubahan", "kanal": "loket",
        "pemohon": { "nama": "Kenari Ungu", "nik": NIK, "nomor_kk": KK, "nomor_wa": NOMOR },
        "isian": { "perubahan": format!("alamat, NIK ibu {NIK}") },
    })
}

/// The first column of the first row, as text.
pub async fn tanya(app: &TestApp, sql: &str) -> String {
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let sql = format!("SELECT ({sql})::text AS jawab");
    let baris = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    baris.unwrap().try_get::<Option<String>>("", "jawab").unwrap().unwrap_or_default()
}

/// Security bar 57.
#[tokio::test]
async fn numbers_are_masked_everywhere_and_open_in_one_audited_call_with_a_reason() {
    let app = TestApp::layani(Kantor::siapkan_dengan("balangan", dengan_ungkap).await);
    let petugas = app.sebagai("operator_layanan").await;
    let kasus = daftarkan(&petugas, "k", perubahan_kk()).await;
    let jalur = format!("/v1/permohonan/{kasus}");
    app.kantor.warga(NOMOR).tulis("halo").await;
    app.kantor.warga(NOMOR).tulis("menu").await;
    for baca in ["/v1/permohonan", &jalur, "/v1/percakapan", &format!("{jalur}/formulir")] {
        let teks = petugas.get(baca).await.ok().to_string();
        for nomor in [NIK, KK, NOMOR] {
            assert!(!teks.contains(nomor), "{baca} shows {nomor}");
        }
    }

    let ungkap = format!("{jalur}/ungkap");
    let isi = json!({ "alasan": "input_siak", "keterangan": "Memasukkan data kenari ke SIAK" });
    let pendek = json!({ "alasan": "input_siak", "keterangan": "   SIAK   " });
    let jawaban = petugas.post(&ungkap, pendek).await;
    jawaban.masalah(422);
    assert_eq!(jawaban.json["errors"][0]["pointer"], "/keterangan");
    let asing = json!({ "alasan": "ingin tahu", "keterangan": "Memasukkan data ke SIAK" });
    petugas.post(&ungkap, asing).await.masalah(422);
    let loket = app.sebagai("loket").await;
    assert_eq!(loket.post(&ungkap, isi.clone()).await.masalah(403), "tidak_berizin");
    assert_eq!(tanya(&app, "SELECT count(*) FROM data_ungkap").await, "0");

    let data = petugas.post(&ungkap, isi.clone()).await;
    assert!(data.header["cache-control"].to_str().unwrap().contains("no-store"));
    let data = data.ok();
    assert_eq!((&data["nik"], &data["nomor_kk"]), (&json!(NIK), &json!(KK)));
    assert_eq!(data["nomor_wa"], NOMOR);
    assert!(data["isian"]["perubahan"].as_str().unwrap().contains(NIK));
    let mut satu = isi.clone();
    satu["bidang"] = json!(["nomor_kk"]);
    let data = petugas.post(&ungkap, satu).await.ok();
    assert_eq!((&data["nik"], &data["nomor_kk"]), (&Value::Null, &json!(KK)));

    let jejak = tanya(
        &app,
        "SELECT string_agg(rincian::text || pelaku::text, '|' ORDER BY id) FROM audit WHERE aksi = 'data.ungkap'",
    )
    .await;
    assert!(jejak.contains("input_siak") && jejak.contains("nomor_kk"), "{jejak}");
    for rahasia in [NIK, KK, NOMOR, "kenari"] {
        assert!(!jejak.contains(rahasia), "{rahasia} in the trail");
    }
    assert_eq!(tanya(&app, "SELECT count(*) FROM audit WHERE aksi = 'data.ungkap'").await, "2");

    let kontak = tanya(&app, "SELECT kontak_id FROM permohonan LIMIT 1").await;
    let telepon = json!({ "alasan": "hubungi_pemohon", "keterangan": "Menelepon tentang jadwal" });
    let nomor = petugas.post(&format!("/v1/percakapan/{kontak}/ungkap"), telepon).await.ok();
    assert_eq!(nomor["nomor_wa"], NOMOR);

    // Who opens one after another copies a register.
    for _ in 3..30 {
        petugas.post(&ungkap, isi.clone()).await.ok();
    }
    let habis = petugas.post(&ungkap, isi).await;
    assert_eq!(habis.masalah(429), "terlalu_banyak_percobaan");
    assert!(habis.header.contains_key("retry-after"));
}

/// Security bar 63: a child's case is flagged, and opens only to who works on it.
#[tokio::test]
async fn the_data_of_a_child_open_only_to_who_has_taken_the_case() {
    let app = TestApp::layani(Kantor::siapkan_dengan("balangan", dengan_ungkap).await);
    let petugas = app.sebagai("operator_layanan").await;
    let anak = json!({
        "layanan": "kia", "kanal": "loket", "pemohon": { "nama": "Siti Contoh", "nik": NIK },
        "isian": {
            "nama_anak": "Budi Contoh", "tanggal_lahir": "2021-05-01", "punya_akta": "ya", "kelompok_rentan": "tidak",
        },
    });
    let anak = daftarkan(&petugas, "anak", anak).await;
    let dewasa = daftarkan(&petugas, "dewasa", perubahan_kk()).await;
    let bendera = |id: String| {
        let petugas = petugas.clone();
        async move { petugas.get(&format!("/v1/permohonan/{id}")).await.ok()["anak"].clone() }
    };
    assert_eq!((bendera(anak.clone()).await, bendera(dewasa).await), (json!(true), json!(false)));
    let ungkap = format!("/v1/permohonan/{anak}/ungkap");
    let isi = json!({ "alasan": "verifikasi_data", "keterangan": "Mencocokkan NIK orang tua" });
    assert_eq!(petugas.post(&ungkap, isi.clone()).await.masalah(409), "data_anak_tertutup");
    let antrean = petugas.get("/v1/tugas?batas=100").await.ok();
    let tugas = antrean["data"].as_array().unwrap().iter();
    let tugas = tugas.into_iter().find(|satu| satu["permohonan_id"] == json!(anak)).unwrap();
    let terima = format!("/v1/tugas/{}/penerimaan", tugas["id"].as_str().unwrap());
    petugas.post(&terima, json!({})).await.ok();
    assert_eq!(petugas.post(&ungkap, isi).await.ok()["nik"], NIK);
    let jejak = "SELECT rincian ->> 'anak' FROM audit WHERE aksi = 'data.ungkap'";
    assert_eq!(tanya(&app, jejak).await, "true");
}

/// Security bar 63: the notice a resident saw is kept by version and hash, and a new one is shown once.
#[tokio::test]
async fn the_notice_on_personal_data_is_shown_once_per_version_and_kept_by_its_hash() {
    let app = TestApp::start("balangan").await;
    let warga = app.kantor.warga(NOMOR);
    let mut work = app.kantor.parts.ports.store.read(&app.kantor.tenant.slug).await.unwrap();
    let kata = work.katalog().teks_kantor().await.unwrap().unwrap();
    drop(work);
    let isi = |pesan: &loket_simulators::whatsapp::LedgerEntry| loket_tests::warga::isi(pesan);
    assert!(isi(&warga.tulis("halo").await).contains(&kata.pemberitahuan_data));
    assert!(!isi(&warga.tulis("menu").await).contains(&kata.pemberitahuan_data), "once");
    let sidik = crate::pdf::sha256(kata.pemberitahuan_data.as_bytes());
    let simpan = "SELECT persetujuan_versi || ' ' || encode(persetujuan_sidik, 'hex') FROM kontak";
    assert_eq!(tanya(&app, simpan).await, format!("{} {sidik}", kata.versi_pemberitahuan));
    let mut baru = kata.clone();
    baru.versi_pemberitahuan = "99".to_owned();
    baru.pemberitahuan_data = "Pemberitahuan yang diperbarui.".to_owned();
    let ports = &app.kantor.parts.ports;
    let mut work = ports.store.begin(&app.kantor.tenant.slug).await.unwrap();
    work.katalog().simpan_teks_kantor(&baru, ports.clock.now()).await.unwrap();
    crate::jejak::beralasan(ports, work.as_mut()).await;
    work.commit().await.unwrap();
    assert!(
        isi(&warga.tulis("menu").await).contains("Pemberitahuan yang diperbarui."),
        "asked again"
    );
    assert!(tanya(&app, simpan).await.starts_with("99 "));
}

/// Security bar 62.
#[tokio::test]
async fn a_breach_tells_whose_data_which_kinds_by_whom_and_until_when() {
    let app = TestApp::layani(Kantor::siapkan_dengan("balangan", dengan_ungkap).await);
    let petugas = app.sebagai("operator_layanan").await;
    let kasus = daftarkan(&petugas, "k", perubahan_kk()).await;
    daftarkan(&app.sebagai("operator_layanan").await, "lain", perubahan_kk()).await;
    let isi = json!({ "alasan": "pengaduan", "keterangan": "Memeriksa pengaduan warga" });
    petugas.post(&format!("/v1/permohonan/{kasus}/ungkap"), isi).await.ok();
    let kepala = app.sebagai("kadis").await;
    let jalur = |sisa: &str| {
        format!("/v1/privasi/insiden?sejak=2020-01-01T00:00:00Z&sampai=2020-12-31T00:00:00Z{sisa}")
    };
    assert_eq!(petugas.get(&jalur("")).await.masalah(403), "tidak_berizin");
    let kosong = kepala.get(&jalur("&diketahui=2026-11-20T08:00:00Z")).await.ok();
    assert_eq!(
        (&kosong["permohonan"], &kosong["batas"]),
        (&json!([]), &json!("2026-11-23T08:00:00Z"))
    );
    let kini = app.kantor.parts.ports.clock.now();
    let tulis = |saat: time::OffsetDateTime| {
        saat.format(&time::format_description::well_known::Rfc3339).unwrap().replace('+', "%2B")
    };
    let (dari, sampai) =
        (tulis(kini - time::Duration::hours(1)), tulis(kini + time::Duration::hours(1)));
    let ada = kepala.get(&format!("/v1/privasi/insiden?sejak={dari}&sampai={sampai}")).await.ok();
    let nomor: Vec<_> =
        ada["permohonan"].as_array().unwrap().iter().map(|satu| &satu["permohonan_id"]).collect();
    assert_eq!(nomor.len(), 2, "{ada}");
    assert!(nomor.contains(&&json!(kasus)));
    assert_eq!(ada["ungkap"], 1);
    assert!(
        ada["petugas"].as_array().unwrap().iter().any(|satu| satu["jumlah"].as_u64() > Some(0))
    );
    let draf = ada["draf"].as_str().unwrap();
    assert!(draf.contains("pasal 46") && draf.contains("2 permohonan"), "{draf}");
    assert!(!ada.to_string().contains(NIK) && !ada.to_string().contains(NOMOR));
    let hitung = "SELECT count(*) FROM audit WHERE aksi = 'insiden.periksa'";
    assert_eq!(tanya(&app, hitung).await, "2", "looking is on record, too");
    let terbalik = format!("/v1/privasi/insiden?sejak={sampai}&sampai={dari}");
    kepala.get(&terbalik).await.masalah(422);
}

#[tokio::test]
async fn the_register_of_processing_follows_the_settings_and_prints() {
    let app = TestApp::start("balangan").await;
    let kepala = app.sebagai("kadis").await;
    let jadwal = json!({ "jadwal": { "pesan_wa": 77 } });
    let admin = app.sebagai("admin").await;
    let metode = reqwest::Method::PUT;
    let kepala_json = [("content-type", "application/json")];
    let badan = jadwal.to_string().into_bytes();
    admin.panggil(metode.clone(), "/v1/privasi/retensi", &kepala_json, Some(badan)).await.ok();
    let daftar = kepala.get("/v1/privasi/pemrosesan").await.ok();
    let teks = daftar.to_string();
    assert!(teks.contains("77 hari") && teks.contains("BSrE"), "{teks}");
    let khusus = daftar["layanan_khusus"].as_array().unwrap();
    assert!(khusus.iter().any(|satu| satu.as_str().unwrap().contains("KIA")), "{khusus:?}");
    let html = kepala.get("/v1/privasi/pemrosesan/lembar?format=html").await;
    assert!(html.status.is_success() && html.teks.contains("77 hari"));
    let pdf = kepala.get("/v1/privasi/pemrosesan/lembar").await;
    assert!(pdf.isi.starts_with(b"%PDF-"));
    let batas = json!({ "jadwal": { "pesan_wa": 3 } }).to_string().into_bytes();
    let salah = admin.panggil(metode, "/v1/privasi/retensi", &kepala_json, Some(batas)).await;
    salah.masalah(422);
    assert_eq!(salah.json["errors"][0]["pointer"], "/jadwal/pesan_wa");
    let ditolak = app.sebagai("operator_layanan").await.get("/v1/privasi/retensi").await;
    assert_eq!(ditolak.masalah(403), "tidak_berizin");
}
