//! Working time as an office edits it, interruptions, and daily quotas, over HTTP.

use std::collections::BTreeMap;

use loket_domain::layanan::Kuota;
use loket_tests::{
    app::{Kantor, TestApp},
    klien::{Jawaban, Klien},
    warga::isi,
};
use reqwest::Method;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};

use crate::pekanbaru::ajukan_pdf;

/// Open at every hour of every day, so that no test hangs on the day it runs.
fn selalu_buka() -> Value {
    let hari = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"];
    json!({ "biasa": hari.iter().map(|h| (*h, ["00:00-24:00"])).collect::<BTreeMap<_, _>>() })
}

fn etag(jawaban: &Jawaban) -> String {
    jawaban.header["etag"].to_str().unwrap().to_owned()
}

async fn atur_jam(admin: &Klien, etag: Option<&str>, jam: &Value) -> Jawaban {
    let mut header = vec![("content-type", "application/json")];
    header.extend(etag.map(|etag| ("if-match", etag)));
    admin
        .panggil(Method::PUT, "/v1/kalender/jam", &header, Some(jam.to_string().into_bytes()))
        .await
}

/// Sets the hours on the calendar as it is.
pub async fn buka_terus(app: &TestApp) {
    let admin = app.sebagai("admin").await;
    let kini = etag(&admin.get("/v1/kalender").await);
    atur_jam(&admin, Some(&kini), &selalu_buka()).await.ok();
}

async fn impor(admin: &Klien, kueri: &str, jenis: &str, isi: &str) -> Jawaban {
    let jalur = format!("/v1/kalender/libur/impor{kueri}");
    let isi = Some(isi.as_bytes().to_vec());
    admin.panggil(Method::POST, &jalur, &[("content-type", jenis)], isi).await
}

/// Places and codes of the violated fields.
fn kode(jawaban: &Jawaban) -> Vec<(&str, &str)> {
    let salah = jawaban.json["errors"].as_array().unwrap().iter();
    salah.map(|s| (s["pointer"].as_str().unwrap(), s["kode"].as_str().unwrap())).collect()
}

/// Rows of the audit trail on that kind of thing: action and details, the oldest first.
async fn audit(app: &TestApp, objek: &str) -> Vec<(String, Value)> {
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let tanya = Statement::from_sql_and_values(
        DbBackend::Postgres,
        "SELECT aksi, rincian FROM audit WHERE objek = $1 ORDER BY id",
        [objek.into()],
    );
    let baris = tx.query_all_raw(tanya).await.unwrap();
    baris
        .iter()
        .map(|b| (b.try_get("", "aksi").unwrap(), b.try_get("", "rincian").unwrap()))
        .collect()
}

#[tokio::test]
async fn hours_are_replaced_only_by_who_saw_the_calendar_as_it_is() {
    let app = TestApp::start("kembaran").await;
    let admin = app.sebagai("admin").await;
    let awal = admin.get("/v1/kalender?tahun=2026").await;
    let sebelum = etag(&awal);
    let awal = awal.ok();
    assert_eq!((&awal["zona"], &awal["tahun"]), (&json!("WIB"), &json!(2026)));
    assert_eq!(awal["libur_nasional"].as_array().unwrap().len(), 25);
    assert_eq!(awal["libur_kantor"], json!([]));
    assert_eq!(awal["jam"]["biasa"]["jumat"], json!(["07:30-11:30", "13:00-16:30"]));

    let jam = json!({
        "biasa": {
            "senin": ["08:00-12:00", "13:00-15:00"], "jumat": ["08:00-11:00"],
            "batas_penerimaan": { "senin": "14:00" },
        },
        "periode": [{
            "nama": "Ramadan 1448 H", "dari": "2027-02-08", "sampai": "2027-03-09",
            "jam": { "senin": ["08:00-12:00"] },
        }],
    });
    let tanpa = atur_jam(&admin, None, &jam).await;
    assert_eq!((tanpa.masalah(422), kode(&tanpa)[0].1), ("isian_tidak_sah", "if_match_wajib"));
    let salah = json!({
        "biasa": { "senin": ["08:00-12:00", "11:00-15:00"], "selasa": ["pagi"] },
        "periode": [{ "nama": "", "dari": "2027-02-30", "sampai": "2027-03-09", "jam": {} }],
    });
    let salah = atur_jam(&admin, Some(&sebelum), &salah).await;
    salah.masalah(422);
    assert_eq!(
        kode(&salah),
        [
            ("/biasa/senin", "rentang_bertumpuk"),
            ("/biasa/selasa/0", "bukan_rentang"),
            ("/periode/0/nama", "nama_tidak_sah"),
            ("/periode/0/dari", "tanggal_tidak_sah"),
        ]
    );
    let baru = atur_jam(&admin, Some(&sebelum), &jam).await;
    let sesudah = etag(&baru);
    assert_ne!(sesudah, sebelum);
    let baru = baru.ok();
    assert_eq!(baru["jam"]["periode"][0]["jam"]["senin"], json!(["08:00-12:00"]));
    assert_eq!(baru["jam"]["biasa"]["batas_penerimaan"], json!({ "senin": "14:00" }));
    assert_eq!(atur_jam(&admin, Some(&sebelum), &jam).await.masalah(409), "versi_usang");
    // The same again changes nothing and leaves no trace.
    assert_eq!(etag(&atur_jam(&admin, Some(&sesudah), &jam).await), sesudah);
    let polos = |etag: &str| json!(etag.trim_matches('"'));
    let jejak = audit(&app, "kalender").await;
    let harapan = json!({ "sebelum": polos(&sebelum), "sesudah": polos(&sesudah) });
    assert_eq!(jejak, [("kalender.jam".to_owned(), harapan)]);

    let kasi = app.sebagai("kasi").await;
    assert_eq!(kasi.get("/v1/kalender").await.masalah(403), "tidak_berizin");
    app.anonim().get("/v1/kalender").await.masalah(401);
}

#[tokio::test]
async fn days_are_declared_taken_back_and_explained() {
    let app = TestApp::start("balangan").await;
    let admin = app.sebagai("admin").await;
    let hitung = "/v1/kalender/hitung?mulai=2026-12-23T09:00:00%2B08:00&durasi=1%20hari_kerja";
    let tutup = admin.get(hitung).await.ok();
    assert_eq!(tutup["jatuh_tempo"], "2026-12-28T16:00:00+08:00");
    assert!(tutup["penjelasan"].to_string().contains("libur, Cuti bersama"), "{tutup}");

    let hari = |jenis: &str, tanggal: &str, jam: &[&str]| json!({ "tanggal": tanggal, "nama": "Piket pelayanan", "jenis": jenis, "jam": jam });
    let lepas = |tanggal: &str| format!("/v1/kalender/libur/{tanggal}");
    let nasional = admin.delete(&lepas("2026-12-24")).await;
    assert_eq!(nasional.masalah(409), "libur_nasional");
    assert_eq!(nasional.json["pilihan"], json!(["hari_kerja_khusus"]));
    let khusus = hari("hari_kerja_khusus", "2026-12-24", &["08:00-12:00"]);
    let jawaban = admin.post("/v1/kalender/libur", khusus.clone()).await;
    assert_eq!(jawaban.status, 201);
    let jawaban = jawaban.ok();
    assert_eq!(jawaban["hari_kerja_khusus"][0]["jam"], json!(["08:00-12:00"]));
    assert_eq!(
        admin.post("/v1/kalender/libur", khusus).await.masalah(409),
        "hari_kerja_khusus_ada"
    );
    let buka = admin.get(hitung).await.ok();
    assert_eq!(buka["jatuh_tempo"], "2026-12-24T12:00:00+08:00");
    assert!(
        buka["penjelasan"].to_string().contains("hari kerja khusus: Piket pelayanan"),
        "{buka}"
    );

    let daerah = hari("daerah", "2026-12-22", &[]);
    admin.post("/v1/kalender/libur", daerah.clone()).await.ok();
    assert_eq!(admin.post("/v1/kalender/libur", daerah).await.masalah(409), "libur_sudah_ada");
    for (jenis, tanggal, jam, salah) in [
        ("daerah", "2026-02-30", &[][..], ("/tanggal", "tanggal_tidak_sah")),
        ("daerah", "2026-12-21", &["08:00-12:00"], ("/jam", "libur_tanpa_jam")),
        ("hari_kerja_khusus", "2026-12-21", &[], ("/tanggal", "sudah_hari_kerja")),
        ("hari_kerja_khusus", "2026-12-20", &[], ("/jam", "jam_wajib")),
        ("hari_kerja_khusus", "2026-12-20", &["12:00-08:00"], ("/jam/0", "bukan_rentang")),
    ] {
        let jawaban = admin.post("/v1/kalender/libur", hari(jenis, tanggal, jam)).await;
        jawaban.masalah(422);
        assert_eq!(kode(&jawaban), [salah], "{jenis} {tanggal}");
    }
    let kosong = hari("daerah", "2026-12-21", &[]);
    let usang = [("if-match", &*format!("\"{}\"", "0".repeat(64)))];
    let usang = admin.post_dengan("/v1/kalender/libur", &usang, kosong).await;
    assert_eq!(usang.masalah(409), "versi_usang");

    assert_eq!(admin.delete(&lepas("2026-12-22")).await.status, 204);
    assert_eq!(admin.delete(&lepas("2026-12-22")).await.masalah(404), "tidak_ditemukan");
    assert_eq!(admin.delete(&lepas("2026-12-24")).await.status, 204);
    assert_eq!(admin.get(hitung).await.ok(), tutup, "as it was before");
    let aksi: Vec<String> = audit(&app, "kalender").await.into_iter().map(|b| b.0).collect();
    let (tambah, hapus) = ("kalender.libur_tambah", "kalender.libur_hapus");
    assert_eq!(aksi, [tambah, tambah, hapus, hapus]);
}

#[tokio::test]
async fn a_deadline_is_computed_with_its_reasons() {
    let app = TestApp::start("kembaran").await;
    let admin = app.sebagai("admin").await;
    // K-15: mass KIA, 1-7 working days.
    let massal = admin
        .get("/v1/kalender/hitung?mulai=2026-11-23T09:30:00%2B07:00&durasi=1-7+hari_kerja")
        .await
        .ok();
    assert_eq!(massal["durasi"], "1 sampai 7 hari kerja");
    assert_eq!(massal["paling_cepat"], "2026-11-24T16:00:00+07:00");
    assert_eq!(massal["jatuh_tempo"], "2026-12-02T16:00:00+07:00");
    let baris = massal["penjelasan"].to_string();
    assert!(baris.contains("Sabtu, 28 November 2026: bukan hari kerja"), "{baris}");
    for (kueri, letak, salah) in [
        ("mulai=kemarin&durasi=1 jam", "mulai", "waktu_tidak_sah"),
        ("mulai=2026-11-23T09:30:00Z&durasi=sebentar", "durasi", "durasi_tidak_sah"),
        ("mulai=2026-11-23T09:30:00Z&durasi=7-1 hari_kerja", "durasi", "durasi_tidak_sah"),
        ("mulai=2026-11-23T09:30:00Z&durasi=999999999 menit", "durasi", "terlalu_jauh"),
        ("mulai=2026-11-23T09:30:00Z", "", "isian_wajib"),
    ] {
        let jawaban = admin.get(&format!("/v1/kalender/hitung?{kueri}")).await;
        jawaban.masalah(422);
        assert_eq!(kode(&jawaban)[0].1, salah, "{kueri}");
        assert!(letak.is_empty() || kode(&jawaban)[0].0 == letak, "{}", jawaban.teks);
    }
}

#[tokio::test]
async fn an_import_says_what_it_would_change_before_it_does() {
    let app = TestApp::start("sinjai").await;
    let admin = app.sebagai("admin").await;
    let berkas = |nama: &str| {
        format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270226\r\nDTEND;VALUE=DATE:20270228\r\n\
             SUMMARY:{nama}\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20270301T080000Z\r\nSUMMARY:Rapat\r\n\
             END:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    };
    let sebelum = etag(&admin.get("/v1/kalender").await);
    let coba = impor(&admin, "?uji_coba=true", "text/calendar", &berkas("Hari Jadi")).await;
    assert_eq!(etag(&coba), sebelum);
    let coba = coba.ok();
    assert_eq!(coba["ditambah"].as_array().unwrap().len(), 2);
    assert_eq!(coba["catatan"][0]["kode"], "bukan_seharian");
    assert_eq!(etag(&admin.get("/v1/kalender").await), sebelum, "a dry run stores nothing");

    let jenis = "text/calendar; charset=utf-8";
    let nyata = impor(&admin, "", jenis, &berkas("Hari Jadi")).await.ok();
    assert_eq!((&nyata["ditambah"], &nyata["uji_coba"]), (&coba["ditambah"], &json!(false)));
    let ulang = impor(&admin, "", jenis, &berkas("Hari Jadi Sinjai")).await.ok();
    assert_eq!(ulang["diganti"].as_array().unwrap().len(), 2);
    assert_eq!(ulang["diganti"][0]["sebelum"], "Hari Jadi");
    let sama = impor(&admin, "", jenis, &berkas("Hari Jadi Sinjai")).await.ok();
    assert_eq!((&sama["sama"], &sama["ditambah"]), (&json!(2), &json!([])));
    let kini = admin.get("/v1/kalender").await.ok();
    assert_eq!(kini["libur_kantor"][1]["tanggal"], "2027-02-27");
    assert_eq!(audit(&app, "kalender").await.len(), 2, "the third changed nothing");

    let rusak = impor(&admin, "", jenis, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270231\n").await;
    rusak.masalah(422);
    assert_eq!(kode(&rusak), [("", "berkas_ical_tidak_sah")]);
    assert!(rusak.teks.contains("baris 3"), "{}", rusak.teks);
    let lain = impor(&admin, "", "application/json", "{}").await;
    assert_eq!(lain.masalah(415), "jenis_isi_tidak_didukung");
    let besar = impor(&admin, "", jenis, &"x".repeat(256 * 1024 + 1)).await;
    assert_eq!(besar.masalah(413), "isi_terlalu_besar");
    let kadis = app.sebagai("kadis").await;
    assert_eq!(impor(&kadis, "", jenis, "").await.masalah(403), "tidak_berizin");
}

/// A case from the counter of Pekanbaru.
async fn daftar(fo: &Klien, kunci: &str) -> Value {
    let isi = json!({
        "layanan": "kirim_pdf", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471" },
    });
    fo.post_dengan("/v1/permohonan", &[("idempotency-key", kunci)], isi).await.ok()
}

async fn tenggat(fo: &Klien, permohonan: &Value) -> Value {
    fo.get(&format!("/v1/permohonan/{}/tenggat", permohonan["id"].as_str().unwrap())).await.ok()
}

#[tokio::test]
async fn an_interruption_stops_the_clocks_it_concerns_until_it_is_closed() {
    let app = TestApp::start("pekanbaru").await;
    buka_terus(&app).await;
    let (fo, kadis) = (app.sebagai("fo").await, app.sebagai("kadis").await);
    let permohonan = daftar(&fo, "a").await;
    let siak = json!({ "sebab": "siak", "catatan": "SIAK pusat tidak dapat diakses" });
    assert_eq!(fo.post("/v1/gangguan", siak.clone()).await.masalah(403), "tidak_berizin");
    let kosong = json!({ "sebab": "siak", "catatan": " " });
    let kosong = kadis.post("/v1/gangguan", kosong).await;
    assert_eq!((kosong.masalah(422), kode(&kosong)[0].1), ("isian_tidak_sah", "catatan_wajib"));
    let asing = json!({ "sebab": "siak", "catatan": "x", "layanan": ["kirim_pdf", "kia"] });
    let asing = kadis.post("/v1/gangguan", asing).await;
    asing.masalah(422);
    assert_eq!(kode(&asing), [("/layanan/1", "layanan_tidak_ada")]);

    assert_eq!(tenggat(&fo, &permohonan).await["berhenti_karena"], Value::Null);
    let dibuka = kadis.post("/v1/gangguan", siak.clone()).await;
    assert_eq!(dibuka.status, 201);
    let dibuka = dibuka.ok();
    let lagi = kadis.post("/v1/gangguan", siak).await;
    assert_eq!(lagi.masalah(409), "gangguan_masih_terbuka");
    assert_eq!(lagi.json["pilihan"], json!([dibuka["id"]]));
    let berhenti = tenggat(&fo, &permohonan).await;
    assert_eq!(berhenti["berhenti_karena"], "SIAK tidak dapat diakses");
    assert!(berhenti["penjelasan"].to_string().contains("karena SIAK tidak dapat diakses"));

    // A second cause while the first lasts: time that stands still twice counts once.
    let listrik =
        json!({ "sebab": "listrik_jaringan", "catatan": "Padam", "layanan": ["kirim_pdf"] });
    let listrik = kadis.post("/v1/gangguan", listrik).await.ok();
    let selesai = |id: &Value| format!("/v1/gangguan/{}/selesai", id.as_str().unwrap());
    kadis.post(&selesai(&dibuka["id"]), json!({})).await.ok();
    assert_eq!(
        kadis.post(&selesai(&dibuka["id"]), json!({})).await.masalah(409),
        "gangguan_sudah_selesai"
    );
    assert_eq!(tenggat(&fo, &permohonan).await["berhenti_karena"], "listrik atau jaringan padam");
    let terbuka = kadis.get("/v1/gangguan?terbuka=true").await.ok();
    assert_eq!(terbuka["data"].as_array().unwrap().len(), 1);
    assert_eq!(terbuka["data"][0]["id"], listrik["id"]);
    kadis.post(&selesai(&listrik["id"]), json!({})).await.ok();
    let akhir = tenggat(&fo, &permohonan).await;
    assert_eq!(akhir["berhenti_karena"], Value::Null);
    let baris = akhir["penjelasan"].to_string();
    for sebab in
        ["karena SIAK tidak dapat diakses", "karena listrik atau jaringan padam", "bersamaan"]
    {
        assert!(baris.contains(sebab), "{sebab}: {baris}");
    }
    let satu = kadis.get("/v1/gangguan?batas=1").await.ok();
    assert_eq!((&satu["data"][0]["id"], &satu["berikut"]), (&listrik["id"], &listrik["id"]));
    let asing = format!("/v1/gangguan/{}/selesai", permohonan["id"].as_str().unwrap());
    assert_eq!(kadis.post(&asing, json!({})).await.masalah(404), "tidak_ditemukan");
    let aksi: Vec<String> = audit(&app, "gangguan").await.into_iter().map(|b| b.0).collect();
    let (buka, tutup) = ("gangguan.buka", "gangguan.selesai");
    assert_eq!(aksi, [buka, buka, tutup, tutup]);
    // What began before a case and is over concerns it no more.
    let baru = daftar(&fo, "b").await;
    assert!(!tenggat(&fo, &baru).await["penjelasan"].to_string().contains("Dijeda"));
}

#[tokio::test]
async fn a_full_day_gives_the_next_one_and_nobody_shares_the_last_slot() {
    let kantor = Kantor::siapkan_dengan("pekanbaru", |paket| {
        paket.layanan[0].kuota = Some(Kuota { per_hari: 2, kanal: None });
    })
    .await;
    let app = TestApp::layani(kantor);
    buka_terus(&app).await;
    let fo = app.sebagai("fo").await;
    let kunci = ["a", "b", "c", "d", "e"];
    let semua = futures_util::future::join_all(kunci.map(|kunci| daftar(&fo, kunci))).await;
    let mut per_hari: BTreeMap<&str, u32> = BTreeMap::new();
    for satu in &semua {
        *per_hari.entry(satu["mulai_layanan"].as_str().unwrap()).or_default() += 1;
    }
    assert_eq!(per_hari.values().copied().collect::<Vec<_>>(), [2, 2, 1], "{per_hari:?}");
    // The same key again takes no second slot.
    let ulang = daftar(&fo, "a").await;
    assert_eq!(ulang["mulai_layanan"], semua[0]["mulai_layanan"]);

    let terakhir = per_hari.keys().last().unwrap();
    let tertunda = semua.iter().find(|satu| satu["mulai_layanan"] == **terakhir).unwrap();
    let hasil = tenggat(&fo, tertunda).await;
    assert_eq!(hasil["mulai"], format!("{terakhir}T00:00:00+07:00"));
    assert_eq!(hasil["jatuh_tempo"], format!("{terakhir}T00:07:00+07:00"));
    assert_eq!(hasil["terlambat"], false);
    assert!(hasil["penjelasan"].to_string().contains("Sesuai kuota harian"), "{hasil}");
    let rinci = fo.get(&format!("/v1/permohonan/{}", tertunda["id"].as_str().unwrap())).await.ok();
    assert_eq!(rinci["mulai_layanan"], **terakhir);

    let warga = app.kantor.warga("6281800000777");
    ajukan_pdf(&warga).await;
    let pesan = warga.pesan("sudah terdaftar").await;
    assert!(isi(&pesan).contains("Mulai dikerjakan: "), "{}", isi(&pesan));
    assert!(isi(&pesan).contains("pukul 00.07 WIB"), "{}", isi(&pesan));
}
