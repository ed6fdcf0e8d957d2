//! Machine callers: what a key opens, and above all what it does not.

use std::sync::Arc;

use loket_domain::{id::IdSource, kalender::Clock};
use loket_infra::crypto::{SystemClock, SystemIds};
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
    klien::{HTTP, Jawaban, Klien},
};
use reqwest::Method;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

/// An id nobody else has.
pub fn acak() -> Uuid {
    SystemIds.uuid()
}

/// Sets a machine caller up.
pub async fn buat(admin: &Klien, isi: Value) -> Jawaban {
    let kunci = acak().to_string();
    admin.post_dengan("/v1/klien", &[("idempotency-key", &kunci)], isi).await
}

/// Gives it a key: the answer.
async fn kunci(admin: &Klien, id: &str) -> Jawaban {
    let kunci = acak().to_string();
    let jalur = format!("/v1/klien/{id}/kunci");
    admin.post_dengan(&jalur, &[("idempotency-key", &kunci)], json!({ "hari": 30 })).await
}

/// A program with these permissions.
async fn program(app: &TestApp, izin: &[&str], unit: &[&str]) -> (String, Klien) {
    let admin = app.sebagai("admin").await;
    let isi = json!({ "nama": "Aplikasi warga", "izin": izin, "unit": unit, "laju": 3000 });
    let id = buat(&admin, isi).await.ok()["id"].as_str().unwrap().to_owned();
    let kunci = kunci(&admin, &id).await.ok()["kunci"].as_str().unwrap().to_owned();
    (id, Klien::dengan_token(&app.basis, &kunci))
}

fn permohonan() -> Value {
    json!({
        "layanan": "kirim_pdf", "kanal": "loket",
        "pemohon": { "nama": "Budi Contoh", "nik": "1471012502100003" },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471012502100003" },
    })
}

async fn daftarkan(siapa: &Klien, isi: Value) -> Jawaban {
    let kunci = acak().to_string();
    siapa.post_dengan("/v1/permohonan", &[("idempotency-key", &kunci)], isi).await
}

/// The first column of the first row, in the office's schema.
pub async fn satu(app: &TestApp, sql: &str) -> Value {
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let baris = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    baris.unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn a_program_registers_and_reads_cases_and_stands_in_the_trail_by_its_own_name() {
    let app = TestApp::start("pekanbaru").await;
    let (id, klien) = program(&app, &["permohonan.baca", "permohonan.buat"], &[]).await;
    let baru = daftarkan(&klien, permohonan()).await.ok();
    let kasus = baru["id"].as_str().unwrap();
    klien.get(&format!("/v1/permohonan/{kasus}")).await.ok();
    let daftar = klien.get("/v1/permohonan").await.ok();
    assert_eq!(daftar["data"].as_array().unwrap().len(), 1);
    let linimasa = klien.get(&format!("/v1/permohonan/{kasus}/linimasa")).await.ok();
    let pelaku = &linimasa["data"][0]["pelaku"];
    assert_eq!((&pelaku["jenis"], &pelaku["nama"]), (&json!("klien"), &json!("Aplikasi warga")));
    let jejak =
        satu(&app, "SELECT pelaku FROM audit WHERE aksi = 'permohonan.ajukan' LIMIT 1").await;
    assert_eq!(jejak, json!({ "jenis": "klien", "id": id }));
    let fo = app.sebagai("fo").await;
    fo.get(&format!("/v1/permohonan/{kasus}")).await.ok();
}

#[tokio::test]
async fn the_same_request_of_a_program_makes_one_case() {
    let app = TestApp::start("pekanbaru").await;
    let (_, klien) = program(&app, &["permohonan.buat"], &[]).await;
    let kirim = async || {
        klien.post_dengan("/v1/permohonan", &[("idempotency-key", "k")], permohonan()).await.ok()
    };
    assert_eq!(kirim().await["id"], kirim().await["id"]);
}

/// Security bar 17, 26. A program is no officer: whatever it is given, it decides, signs and administers nothing.
#[tokio::test]
async fn a_program_takes_no_tugas_and_nothing_that_decides_signs_or_administers() {
    let app = TestApp::start("pekanbaru").await;
    let semua =
        ["permohonan.baca", "permohonan.buat", "permohonan.batal", "berkas.unggah", "laporan.baca"];
    let (id, klien) = program(&app, &semua, &[]).await;
    let kasus = daftarkan(&klien, permohonan()).await.ok()["id"].as_str().unwrap().to_owned();
    let fo = app.sebagai("fo").await;
    let tugas = fo.terima(&kasus, "cek_daftar").await;
    let kepala =
        [("content-type", "application/json"), ("idempotency-key", "x"), ("if-match", "\"v1\"")];
    for (metode, jalur, isi) in [
        (Method::GET, "/v1/tugas".to_owned(), json!({})),
        (Method::POST, format!("/v1/tugas/{tugas}/penerimaan"), json!({})),
        (
            Method::POST,
            format!("/v1/tugas/{tugas}/keputusan"),
            json!({ "keputusan": "lanjut", "versi": 1 }),
        ),
        (
            Method::POST,
            format!("/v1/tugas/{tugas}/tanda-tangan"),
            json!({ "passphrase": "rahasia", "versi": 1 }),
        ),
        (Method::GET, "/v1/pengguna".to_owned(), json!({})),
        (Method::GET, "/v1/peran".to_owned(), json!({})),
        (Method::GET, "/v1/klien".to_owned(), json!({})),
        (Method::POST, "/v1/klien".to_owned(), json!({ "nama": "a", "izin": ["permohonan.baca"] })),
        (Method::POST, format!("/v1/klien/{id}/kunci"), json!({ "hari": 1 })),
        (Method::GET, "/v1/langganan".to_owned(), json!({})),
        (Method::GET, "/v1/paket".to_owned(), json!({})),
        (Method::GET, "/v1/percakapan".to_owned(), json!({})),
        (Method::GET, "/v1/notifikasi".to_owned(), json!({})),
        (Method::GET, "/v1/pengaturan/status-publik".to_owned(), json!({})),
        (Method::GET, "/v1/operasi/masalah".to_owned(), json!({})),
    ] {
        let isi = (metode != Method::GET).then(|| isi.to_string().into_bytes());
        let jawaban = klien.panggil(metode.clone(), &jalur, &kepala, isi).await;
        assert!(
            [403, 404].contains(&jawaban.status.as_u16()),
            "{metode} {jalur}: {}",
            jawaban.teks
        );
        if jawaban.status == 404 {
            // A path that is not there proves nothing.
            let admin =
                app.sebagai("admin").await.panggil(metode.clone(), &jalur, &kepala, None).await;
            assert_ne!(admin.status, 404, "{metode} {jalur} tidak ada");
        }
    }
    assert_eq!(klien.get("/v1/saya").await.status, 401, "it is nobody with a session");
}

/// Security bar 17.
#[tokio::test]
async fn a_program_is_given_nothing_that_only_officers_may() {
    let app = TestApp::start("pekanbaru").await;
    let admin = app.sebagai("admin").await;
    let izin = admin.get("/v1/izin").await.ok();
    let boleh =
        ["permohonan.baca", "permohonan.buat", "permohonan.batal", "berkas.unggah", "laporan.baca"];
    for satu in izin["data"].as_array().unwrap() {
        let kode = satu["kode"].as_str().unwrap();
        let jawaban = buat(&admin, json!({ "nama": "x", "izin": [kode] })).await;
        if boleh.contains(&kode) {
            jawaban.ok();
        } else {
            assert_eq!(jawaban.masalah(422), "isian_tidak_sah", "{kode}");
            assert_eq!(jawaban.json["errors"][0]["kode"], "izin_bukan_untuk_klien", "{kode}");
        }
    }
    for (isi, kode) in [
        (json!({ "nama": " ", "izin": ["permohonan.baca"] }), "nama_wajib"),
        (json!({ "nama": "x", "izin": [] }), "izin_wajib"),
        (json!({ "nama": "x", "izin": ["tidak.ada"] }), "izin_tidak_ada"),
        (json!({ "nama": "x", "izin": ["permohonan.baca"], "unit": ["hantu"] }), "unit_tidak_ada"),
        (json!({ "nama": "x", "izin": ["permohonan.baca"], "laju": 0 }), "laju_klien"),
    ] {
        let jawaban = buat(&admin, isi).await;
        assert_eq!(jawaban.status, 422, "{}", jawaban.teks);
        assert_eq!(jawaban.json["errors"][0]["kode"], kode);
    }
    for peran in ["fo", "kasi", "kadis"] {
        let jawaban =
            buat(&app.sebagai(peran).await, json!({ "nama": "x", "izin": ["permohonan.baca"] }))
                .await;
        jawaban.masalah(403);
    }
}

/// Security bar 14. Two keys overlap; a key that ended, was taken back, or whose program ended opens nothing at once.
#[tokio::test]
async fn keys_rotate_with_overlap_and_end_at_once() {
    let mut kantor = Kantor::siapkan("pekanbaru").await;
    let awal = SystemClock.now();
    let jam = Arc::new(Jam::di(awal));
    kantor.parts.ports.clock = jam.clone();
    let app = TestApp::layani(kantor);
    let admin = app.sebagai("admin").await;
    let isi = json!({ "nama": "Portal", "izin": ["permohonan.baca"] });
    let id = buat(&admin, isi).await.ok()["id"].as_str().unwrap().to_owned();
    let (satu, dua) = (kunci(&admin, &id).await.ok(), kunci(&admin, &id).await.ok());
    let dengan = |isi: &Value| Klien::dengan_token(&app.basis, isi["kunci"].as_str().unwrap());
    let (lama, baru) = (dengan(&satu), dengan(&dua));
    lama.get("/v1/permohonan").await.ok();
    baru.get("/v1/permohonan").await.ok();
    assert_eq!(kunci(&admin, &id).await.masalah(409), "kunci_terlalu_banyak");
    let dilihat = admin.get(&format!("/v1/klien/{id}")).await;
    assert!(!dilihat.teks.contains(satu["kunci"].as_str().unwrap()), "shown once");
    assert!(dilihat.json["terakhir_dipakai"].is_string());

    let cabut = format!("/v1/klien/{id}/kunci/{}/cabut", satu["id"].as_str().unwrap());
    admin.post(&cabut, json!({})).await.ok();
    lama.get("/v1/permohonan").await.masalah(401);
    baru.get("/v1/permohonan").await.ok();
    let tiga = dengan(&kunci(&admin, &id).await.ok());
    tiga.get("/v1/permohonan").await.ok();

    jam.pindah(awal + Duration::days(30) + Duration::seconds(1));
    let admin = app.sebagai("admin").await;
    for lewat in [&baru, &tiga] {
        lewat.get("/v1/permohonan").await.masalah(401);
    }
    let empat = dengan(&kunci(&admin, &id).await.ok());
    empat.get("/v1/permohonan").await.ok();
    admin.post(&format!("/v1/klien/{id}/cabut"), json!({})).await.ok();
    empat.get("/v1/permohonan").await.masalah(401);
    assert_eq!(kunci(&admin, &id).await.masalah(409), "klien_dicabut");
}

#[tokio::test]
async fn a_key_is_shown_once_even_when_its_answer_was_lost() {
    let app = TestApp::start("pekanbaru").await;
    let admin = app.sebagai("admin").await;
    let id =
        buat(&admin, json!({ "nama": "x", "izin": ["permohonan.baca"] })).await.ok()["id"].clone();
    let jalur = format!("/v1/klien/{}/kunci", id.as_str().unwrap());
    let kirim =
        async || admin.post_dengan(&jalur, &[("idempotency-key", "k")], json!({ "hari": 1 })).await;
    let satu = kirim().await.ok();
    assert!(satu["kunci"].as_str().unwrap().starts_with("lk_pekanbaru_"));
    assert_eq!(kirim().await.masalah(409), "kunci_sudah_diterbitkan");
    let simpanan =
        self::satu(&app, "SELECT to_jsonb(array_agg(row_to_json(k)::text)) FROM klien_kunci k")
            .await;
    let isi = satu["kunci"].as_str().unwrap().rsplit('_').next().unwrap();
    assert!(!simpanan.to_string().contains(isi), "only the hash is kept");
}

/// Security bar 18, 19. A key of one office is nothing in another, under any name.
#[tokio::test]
async fn a_key_of_one_office_never_opens_another() {
    let (satu, dua) = (TestApp::start("pekanbaru").await, TestApp::start("pekanbaru").await);
    let (_, klien) = program(&satu, &["permohonan.baca", "permohonan.buat"], &[]).await;
    let fo = dua.sebagai("fo").await;
    let kasus = daftarkan(&fo, permohonan()).await.ok()["id"].as_str().unwrap().to_owned();
    let (asing, acak) = (
        klien.get(&format!("/v1/permohonan/{kasus}")).await,
        klien.get(&format!("/v1/permohonan/{}", acak())).await,
    );
    assert_eq!((asing.status.as_u16(), acak.status.as_u16()), (404, 404));
    assert_eq!(asing.json["detail"], acak.json["detail"]);
    let token = klien.token.clone().unwrap();
    let tukar = token.replace(satu.kantor.tenant.slug.as_str(), dua.kantor.tenant.slug.as_str());
    assert_ne!(tukar, token);
    Klien::dengan_token(&dua.basis, &tukar).get("/v1/permohonan").await.masalah(401);
    // Header and body say what they like: the key alone says the office.
    let jawaban = HTTP
        .get(format!("{}/v1/permohonan?tenant={}", satu.basis, dua.kantor.tenant.slug))
        .bearer_auth(&token)
        .header("x-tenant", dua.kantor.tenant.slug.as_str());
    assert_eq!(jawaban.send().await.unwrap().status(), 422, "an unknown parameter");
}

/// Security bar 8, 17. A program that is limited to a unit sees its cases and those below, and no others.
#[tokio::test]
async fn a_program_of_a_unit_sees_that_unit_alone() {
    let app = TestApp::start("kembaran").await;
    let admin = app.sebagai("admin").await;
    let unit = admin.get("/v1/unit").await.ok();
    let unit: Vec<(String, String)> = unit["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|satu| {
            (
                satu["kode"].as_str().unwrap().to_owned(),
                satu["jenis"].as_str().unwrap_or("").to_owned(),
            )
        })
        .collect();
    let desa: Vec<&str> =
        unit.iter().filter(|(_, jenis)| jenis == "desa").map(|(kode, _)| kode.as_str()).collect();
    let (sini, sana) = (desa[0], desa[1]);
    let (_, terbatas) = program(&app, &["permohonan.baca", "permohonan.buat"], &[sini]).await;
    let (_, bebas) = program(&app, &["permohonan.baca", "permohonan.buat"], &[]).await;
    let isi = |unit: Option<&str>| {
        json!({
            "layanan": "surat_keterangan", "kanal": "loket", "unit": unit,
            "pemohon": { "nama": "Budi Contoh", "nik": "3302202502100003" },
            "isian": { "keperluan": "domisili" },
        })
    };
    let di_sana = daftarkan(&bebas, isi(Some(sana))).await.ok()["id"].as_str().unwrap().to_owned();
    let di_sini =
        daftarkan(&terbatas, isi(Some(sini))).await.ok()["id"].as_str().unwrap().to_owned();
    for luar in [Some(sana), None] {
        let jawaban = daftarkan(&terbatas, isi(luar)).await;
        assert_eq!(jawaban.status, 422, "{}", jawaban.teks);
        assert_eq!(jawaban.json["errors"][0]["kode"], "unit_di_luar_klien");
    }
    let daftar = terbatas.get("/v1/permohonan").await.ok();
    let terlihat: Vec<&str> = daftar["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|satu| satu["id"].as_str().unwrap())
        .collect();
    assert_eq!(terlihat, [di_sini.as_str()]);
    assert_eq!(bebas.get("/v1/permohonan").await.ok()["data"].as_array().unwrap().len(), 2);
    for ekor in ["", "/linimasa", "/tenggat", "/dokumen"] {
        let asing = terbatas.get(&format!("/v1/permohonan/{di_sana}{ekor}")).await;
        assert_eq!(asing.masalah(404), "tidak_ditemukan", "{ekor}");
    }
    terbatas.get(&format!("/v1/permohonan/{di_sini}")).await.ok();
}

/// Security bar 45.
#[tokio::test]
async fn a_program_that_calls_too_often_waits_and_others_do_not() {
    let app = TestApp::start("pekanbaru").await;
    let admin = app.sebagai("admin").await;
    let mut klien = Vec::new();
    for _ in 0..2 {
        let isi = json!({ "nama": "x", "izin": ["permohonan.baca"], "laju": 5 });
        let id = buat(&admin, isi).await.ok()["id"].as_str().unwrap().to_owned();
        let kunci = kunci(&admin, &id).await.ok()["kunci"].as_str().unwrap().to_owned();
        klien.push(Klien::dengan_token(&app.basis, &kunci));
    }
    for _ in 0..5 {
        klien[0].get("/v1/permohonan").await.ok();
    }
    let jawaban = klien[0].get("/v1/permohonan").await;
    assert_eq!(jawaban.masalah(429), "terlalu_banyak_percobaan");
    assert!(jawaban.header.contains_key("retry-after"));
    klien[1].get("/v1/permohonan").await.ok();
    admin.get("/v1/klien").await.ok();
}

/// Security bar 29.
#[tokio::test]
async fn keys_of_a_suspended_office_open_nothing() {
    let app = TestApp::start("pekanbaru").await;
    let (_, klien) = program(&app, &["permohonan.baca"], &[]).await;
    klien.get("/v1/permohonan").await.ok();
    crate::langganan::tangguhkan(&app, true).await;
    klien.get("/v1/permohonan").await.masalah(401);
    crate::langganan::tangguhkan(&app, false).await;
    klien.get("/v1/permohonan").await.ok();
}
