//! SOP versions from the draft to the retired one, with cases that run on them.

use std::sync::{Arc, Mutex};

use loket::setup;
use loket_domain::{
    galat::Galat,
    kalender::Clock,
    tenant::{MuatPaket, Paket},
};
use loket_infra::crypto::SystemClock;
use loket_tests::{
    app::{Kantor, TestApp},
    klien::{Jawaban, Klien},
    sampai,
};
use reqwest::Method;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

/// A clock that stands where the test puts it.
struct JamUji(Mutex<OffsetDateTime>);

impl Clock for JamUji {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap()
    }
}

fn tahap(kode: &str, tujuan: &Value) -> Value {
    json!({
        "kode": kode, "nama": kode, "jenis": "verifikasi", "pelaksana": { "salah_satu": ["fo"] },
        "keputusan": [{ "kode": "ya", "label": "Ya", "tujuan": tujuan }],
    })
}

/// Two steps by the front office; a role that nobody holds, and one that only an officer holds.
fn sederhana(paket: &mut Paket) {
    let mut nilai = serde_json::to_value(&*paket).unwrap();
    // This flow signs nothing, so its service promises nothing signed.
    nilai["layanan"][0]["produk"] = json!([]);
    nilai["sop"][0]["mulai"] = json!("cek");
    nilai["sop"][0]["tahap"] =
        json!([tahap("cek", &json!([{ "tahap": "siak" }])), tahap("siak", &json!(["selesai"]))]);
    let tamu = json!({ "kode": "tamu", "nama": "Tamu", "izin": [] });
    nilai["peran"].as_array_mut().unwrap().push(tamu);
    *paket = serde_json::from_value(nilai).unwrap();
}

async fn kantor() -> (TestApp, Arc<JamUji>) {
    let mut kantor = Kantor::siapkan_dengan("pekanbaru", sederhana).await;
    let jam = Arc::new(JamUji(Mutex::new(SystemClock.now())));
    kantor.parts.ports.clock = jam.clone();
    (TestApp::layani(kantor), jam)
}

async fn ajukan(fo: &Klien, kunci: &str) -> String {
    let isi = json!({
        "layanan": "kirim_pdf", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471" },
    });
    let baru = fo.post_dengan("/v1/permohonan", &[("idempotency-key", kunci)], isi).await.ok();
    baru["id"].as_str().unwrap().to_owned()
}

async fn draf(admin: &Klien, kunci: &str) -> Jawaban {
    admin.panggil(Method::POST, "/v1/sop/menwa/versi", &[("idempotency-key", kunci)], None).await
}

async fn ganti(admin: &Klien, nomor: u64, etag: Option<&str>, isi: &Value) -> Jawaban {
    let mut kepala = vec![("content-type", "application/json")];
    kepala.extend(etag.map(|etag| ("if-match", etag)));
    let jalur = format!("/v1/sop/menwa/versi/{nomor}");
    admin.panggil(Method::PUT, &jalur, &kepala, Some(isi.to_string().into_bytes())).await
}

/// Number, state and running cases of every version that matters.
async fn versi(admin: &Klien) -> Vec<(u64, String, u64)> {
    let semua = admin.get("/v1/sop").await.ok();
    let versi = semua["data"][0]["versi"].as_array().unwrap().iter();
    versi
        .map(|satu| {
            let keadaan = satu["keadaan"].as_str().unwrap().to_owned();
            (satu["versi"].as_u64().unwrap(), keadaan, satu["kasus_berjalan"].as_u64().unwrap())
        })
        .collect()
}

fn letak(semua: &Value) -> Vec<(&str, &str)> {
    let semua = semua.as_array().unwrap().iter();
    semua.map(|s| (s["kode"].as_str().unwrap(), s["pointer"].as_str().unwrap())).collect()
}

/// Orders a move and waits for its end.
async fn pindah(admin: &Klien, kunci: &str, isi: Value) -> Value {
    let pesan =
        admin.post_dengan("/v1/sop/menwa/versi/2/pindah", &[("idempotency-key", kunci)], isi).await;
    assert_eq!(pesan.status, 202, "{}", pesan.teks);
    let letak = pesan.header["location"].to_str().unwrap().to_owned();
    sampai("pemindahan selesai", || async {
        let laporan = admin.get(&letak).await.ok();
        (laporan["pindah"]["keadaan"] == "selesai").then_some(laporan)
    })
    .await
}

#[tokio::test]
async fn a_draft_is_checked_published_and_never_changed_again() {
    let (app, _) = kantor().await;
    let (admin, fo) = (app.sebagai("admin").await, app.sebagai("fo").await);
    assert_eq!(fo.get("/v1/sop").await.masalah(403), "tidak_berizin");

    let salinan = draf(&admin, "a").await;
    assert_eq!(salinan.status, 201, "{}", salinan.teks);
    assert_eq!(salinan.header["etag"], "\"v1\"");
    assert_eq!(salinan.header["location"], "/v1/sop/menwa/versi/2");
    assert_eq!(
        draf(&admin, "a").await.json["id"],
        salinan.json["id"],
        "the same key, the same draft"
    );
    let mut definisi = salinan.json["definisi"].clone();

    assert_eq!(ganti(&admin, 2, None, &definisi).await.masalah(428), "if_match_wajib");
    assert_eq!(ganti(&admin, 2, Some("\"v7\""), &definisi).await.masalah(412), "draf_usang");
    let mut tak_terbaca = definisi.clone();
    tak_terbaca["tahap"][1]["jenis"] = json!("terbang");
    tak_terbaca["warna"] = json!("biru");
    let ditolak = ganti(&admin, 2, Some("\"v1\""), &tak_terbaca).await;
    assert_eq!(ditolak.masalah(422), "isian_tidak_sah");
    let bentuk = letak(&ditolak.json["errors"]);
    assert_eq!(
        bentuk,
        [("isian_tidak_dikenal", "/warna"), ("pilihan_tidak_dikenal", "/tahap/1/jenis")]
    );
    let periksa = admin.post("/v1/sop/periksa", tak_terbaca).await.ok();
    assert_eq!(letak(&periksa["cacat"]), bentuk, "the check tells the same");

    definisi["tahap"][0]["keputusan"][0]["tujuan"] = json!([{ "tahap": "siaak" }]);
    definisi["tahap"][1]["pelaksana"]["salah_satu"] = json!(["fo", "lurah"]);
    definisi["tahap"][1]["jika"] = json!("isian.jumlah_anak == '2'");
    definisi["tahap"][1]["lewat"] = json!("selesai");
    let diganti = ganti(&admin, 2, Some("\"v1\""), &definisi).await;
    assert_eq!(diganti.header["etag"], "\"v2\"", "{}", diganti.teks);
    let periksa =
        admin.panggil(Method::POST, "/v1/sop/menwa/versi/2/periksa", &[], None).await.ok();
    assert_eq!(periksa["layak"], false);
    let cacat = letak(&periksa["cacat"]);
    for satu in [
        ("tujuan_tidak_ada", "/tahap/0/keputusan/0/tujuan/0/tahap"),
        ("peran_tidak_ada", "/tahap/1/pelaksana/salah_satu/1"),
    ] {
        assert!(cacat.contains(&satu), "{satu:?} in {cacat:?}");
    }
    assert!(
        cacat.iter().any(|(_, pointer)| *pointer == "/tahap/1/jika"),
        "a field that no service has: {cacat:?}"
    );
    assert_eq!(periksa["cacat"][0]["nilai"], "siaak");
    let terbit = admin.post("/v1/sop/menwa/versi/2/terbit", json!({ "paksa": true })).await;
    assert_eq!(terbit.masalah(422), "isian_tidak_sah");
    assert_eq!(letak(&terbit.json["errors"]), cacat, "publishing checks the same");
    assert_eq!(
        admin.post("/v1/sop/simulasi", definisi.clone()).await.masalah(422),
        "isian_tidak_sah"
    );

    definisi = salinan.json["definisi"].clone();
    definisi["tahap"][1]["pelaksana"]["salah_satu"] = json!(["tamu"]);
    let jalur = admin.post("/v1/sop/simulasi", definisi.clone()).await.ok();
    assert_eq!(jalur["jumlah_jalur"], 1, "{jalur}");
    ganti(&admin, 2, Some("\"v2\""), &definisi).await.ok();
    let kosong = admin.post("/v1/sop/menwa/versi/2/terbit", json!({})).await;
    assert_eq!(kosong.masalah(422), "isian_tidak_sah");
    assert_eq!(
        letak(&kosong.json["errors"]),
        [("peran_tanpa_pemegang", "/tahap/1/pelaksana/salah_satu/0")]
    );
    let terbit = admin.post("/v1/sop/menwa/versi/2/terbit", json!({ "paksa": true })).await.ok();
    assert_eq!(terbit["keadaan"], "berlaku");

    assert_eq!(ganti(&admin, 2, Some("\"v3\""), &definisi).await.masalah(409), "versi_bukan_draf");
    assert_eq!(admin.delete("/v1/sop/menwa/versi/2").await.masalah(409), "versi_bukan_draf");
    draf(&admin, "b").await.ok();
    assert_eq!(admin.delete("/v1/sop/menwa/versi/3").await.status, 204);
    assert_eq!(admin.get("/v1/sop/menwa/versi/3").await.masalah(404), "tidak_ditemukan");
    let daftar = admin.get("/v1/sop/menwa/versi?batas=1").await.ok();
    assert_eq!(daftar["data"][0]["versi"], 2);
    let berikut = format!("/v1/sop/menwa/versi?sesudah={}", daftar["berikut"].as_str().unwrap());
    assert_eq!(admin.get(&berikut).await.ok()["data"][0]["versi"], 1);
}

#[tokio::test]
async fn older_cases_keep_their_version_until_they_are_moved_with_a_report() {
    let (app, _) = kantor().await;
    let (admin, fo) = (app.sebagai("admin").await, app.sebagai("fo").await);
    let awal = ajukan(&fo, "awal").await;
    let di_siak = ajukan(&fo, "siak").await;
    fo.putuskan(&di_siak, "cek", "ya", None).await.ok();

    let salinan = draf(&admin, "a").await.ok();
    let teks = salinan["definisi"].to_string().replace("\"siak\"", "\"periksa_siak\"");
    let definisi: Value = serde_json::from_str(&teks).unwrap();
    ganti(&admin, 2, Some("\"v1\""), &definisi).await.ok();
    admin.post("/v1/sop/menwa/versi/2/terbit", json!({})).await.ok();
    let baru = ajukan(&fo, "baru").await;
    assert_eq!(
        versi(&admin).await,
        [(1, "digantikan".to_owned(), 2), (2, "berlaku".to_owned(), 1)]
    );

    let ditolak = admin.panggil(Method::POST, "/v1/sop/menwa/versi/1/pensiun", &[], None).await;
    assert_eq!(ditolak.masalah(409), "sop_dipakai_kasus");
    assert!(ditolak.json["detail"].as_str().unwrap().contains("2 permohonan"), "{}", ditolak.teks);

    let salah = json!({ "dari_versi": 1, "peta": { "siak": "entah", "lain": "cek" } });
    let salah =
        admin.post_dengan("/v1/sop/menwa/versi/2/pindah", &[("idempotency-key", "x")], salah).await;
    assert_eq!(salah.masalah(422), "isian_tidak_sah");
    assert_eq!(
        letak(&salah.json["errors"]),
        [("tahap_lama_tidak_ada", "/peta/lain"), ("tahap_baru_tidak_ada", "/peta/siak")]
    );

    // A rehearsal changes nothing.
    let coba = pindah(&admin, "coba", json!({ "dari_versi": 1, "uji_coba": true })).await;
    let jumlah = |laporan: &Value| {
        let satu = |nama: &str| laporan["pindah"][nama].as_u64().unwrap();
        (satu("jumlah"), satu("dipindah"), satu("dapat"), satu("tetap"))
    };
    assert_eq!(jumlah(&coba), (2, 0, 1, 1));
    let tetap = coba["data"].as_array().unwrap().iter().find(|s| s["hasil"] == "tetap").unwrap();
    assert_eq!(tetap["permohonan_id"], di_siak.as_str());
    assert_eq!(
        (&tetap["alasan"]["kode"], &tetap["alasan"]["tahap"]),
        (&json!("tahap_tidak_ada"), &json!("siak"))
    );
    assert_eq!(versi(&admin).await[0].2, 2);

    let peta = json!({ "dari_versi": 1, "peta": { "siak": "periksa_siak" } });
    let sungguh = pindah(&admin, "sungguh", peta).await;
    assert_eq!(jumlah(&sungguh), (2, 2, 0, 0));
    let letak = format!("/v1/sop/pindah/{}?batas=1", sungguh["pindah"]["id"].as_str().unwrap());
    let lembar = admin.get(&letak).await.ok();
    let berikut = format!("{letak}&sesudah={}", lembar["berikut"].as_str().unwrap());
    let kedua = admin.get(&berikut).await.ok();
    assert_eq!((kedua["data"].as_array().unwrap().len(), &kedua["berikut"]), (1, &Value::Null));
    assert_eq!(admin.get(&format!("{letak}&hasil=tetap")).await.ok()["data"], json!([]));

    let linimasa = fo.get(&format!("/v1/permohonan/{di_siak}/linimasa")).await.ok();
    let akhir = linimasa["data"].as_array().unwrap().last().unwrap();
    assert_eq!(
        akhir["peristiwa"],
        json!({ "jenis": "sop_dipindahkan", "dari": 1, "ke": 2, "peta": { "siak": "periksa_siak" } })
    );
    assert_eq!(akhir["pelaku"]["jenis"], "petugas");
    // The open work is found under its new code, and every case can be finished.
    fo.putuskan(&di_siak, "periksa_siak", "ya", None).await.ok();
    for id in [&awal, &baru] {
        fo.putuskan(id, "cek", "ya", None).await.ok();
        fo.putuskan(id, "periksa_siak", "ya", None).await.ok();
    }
    for id in [&awal, &baru, &di_siak] {
        assert_eq!(fo.get(&format!("/v1/permohonan/{id}")).await.ok()["status"], "selesai");
    }

    let pensiun = admin.panggil(Method::POST, "/v1/sop/menwa/versi/1/pensiun", &[], None).await;
    assert_eq!(pensiun.ok()["keadaan"], "pensiun");
    let berlaku = admin.panggil(Method::POST, "/v1/sop/menwa/versi/2/pensiun", &[], None).await;
    assert_eq!(berlaku.masalah(409), "sop_dipakai_layanan");
    assert_eq!(versi(&admin).await, [(2, "berlaku".to_owned(), 0)]);
}

#[tokio::test]
async fn an_announced_version_takes_new_cases_from_its_moment_on() {
    let (app, jam) = kantor().await;
    let (admin, fo) = (app.sebagai("admin").await, app.sebagai("fo").await);
    for kunci in ["a", "b"] {
        draf(&admin, kunci).await.ok();
    }
    let besok = jam.now() + Duration::days(1);
    let pada = |waktu: OffsetDateTime| json!({ "berlaku_pada": waktu.format(&Rfc3339).unwrap() });
    let lampau = pada(jam.now() - Duration::hours(1));
    let lampau = admin.post("/v1/sop/menwa/versi/2/terbit", lampau).await;
    assert_eq!(lampau.json["errors"][0]["pointer"], "/berlaku_pada", "{}", lampau.teks);
    let umum = admin.post("/v1/sop/menwa/versi/2/terbit", pada(besok)).await.ok();
    assert_eq!(umum["keadaan"], "diumumkan");
    let dua = admin.post("/v1/sop/menwa/versi/3/terbit", json!({})).await;
    assert_eq!(dua.masalah(409), "sop_sudah_diumumkan");

    // Withdrawn, the one in force goes on; announced again, it waits again.
    let tarik = admin.panggil(Method::POST, "/v1/sop/menwa/versi/2/pensiun", &[], None).await;
    assert_eq!(tarik.ok()["keadaan"], "pensiun");
    admin.post("/v1/sop/menwa/versi/3/terbit", pada(besok)).await.ok();
    ajukan(&fo, "hari_ini").await;
    assert_eq!(versi(&admin).await, [(1, "berlaku".to_owned(), 1), (3, "diumumkan".to_owned(), 0)]);
    let belum = json!({ "dari_versi": 1 });
    let belum =
        admin.post_dengan("/v1/sop/menwa/versi/3/pindah", &[("idempotency-key", "p")], belum).await;
    assert_eq!(belum.masalah(409), "versi_tidak_berlaku");

    *jam.0.lock().unwrap() = besok;
    let (admin, fo) = (app.sebagai("admin").await, app.sebagai("fo").await);
    ajukan(&fo, "besok").await;
    assert_eq!(
        versi(&admin).await,
        [(1, "digantikan".to_owned(), 1), (3, "berlaku".to_owned(), 1)]
    );
}

#[tokio::test]
async fn a_pack_that_drops_what_running_cases_need_is_refused_with_the_count() {
    let (app, _) = kantor().await;
    let fo = app.sebagai("fo").await;
    ajukan(&fo, "a").await;
    let muat = async |ubah: &dyn Fn(&mut Value)| {
        let mut paket = loket_tests::app::paket("pekanbaru", app.kantor.tenant.slug.as_str());
        sederhana(&mut paket);
        let mut nilai = serde_json::to_value(&paket).unwrap();
        ubah(&mut nilai);
        let paket = serde_json::from_value(nilai).unwrap();
        let pelaku = setup::sistem(&app.kantor.tenant);
        MuatPaket { paket }.execute(&app.kantor.parts.ports, &pelaku).await
    };
    // The front office is called otherwise now; a running case and an officer still know the old name.
    let ganti_peran = |nilai: &mut Value| {
        let teks = nilai.to_string().replace("\"fo\"", "\"garda_depan\"");
        *nilai = serde_json::from_str(&teks).unwrap();
    };
    let Err(Galat::TidakSah(salah)) = muat(&ganti_peran).await else {
        panic!("a role that is needed was dropped")
    };
    assert_eq!(salah.iter().map(|s| s.kode).collect::<Vec<_>>(), ["peran_dipakai_kasus"]);
    assert!(salah[0].pesan.contains("1 permohonan"), "{}", salah[0].pesan);
    assert_eq!((salah[0].pointer.as_str(), salah[0].nilai.as_deref()), ("/peran", Some("fo")));
    fo.get("/v1/tugas").await.ok();

    // A role that nobody needs goes with the pack.
    let tanpa_tamu = |nilai: &mut Value| {
        nilai["peran"].as_array_mut().unwrap().retain(|peran| peran["kode"] != "tamu");
    };
    let hasil = muat(&tanpa_tamu).await.unwrap();
    assert_eq!(
        hasil.sop,
        [("menwa".to_owned(), 1)],
        "the SOP reads the same and keeps its version"
    );
    let admin = app.sebagai("admin").await;
    let mut definisi = admin.get("/v1/sop/menwa/versi/1").await.ok()["definisi"].clone();
    definisi["tahap"][0]["pelaksana"]["salah_satu"] = json!(["tamu"]);
    let periksa = admin.post("/v1/sop/periksa", definisi).await.ok();
    assert_eq!(
        letak(&periksa["cacat"]),
        [("peran_tidak_ada", "/tahap/0/pelaksana/salah_satu/0")],
        "the role is gone"
    );
}
