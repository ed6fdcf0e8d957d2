//! The sweep: what no row names goes, and nothing else.

use std::{collections::BTreeSet, sync::Arc};

use loket_domain::{berkas::SapuBerkas, kalender::Clock};
use loket_infra::{crypto::SystemClock, postgres::KUNCI_DIPAKAI};
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
    klien::{HTTP, taruh},
    warga::FOTO,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;
use time::Duration;

use super::{kasus, objek, selesai, umumkan, unggah};

#[tokio::test]
async fn announcements_nobody_kept_end_and_what_was_begun_in_parts_is_given_up() {
    let mut kantor = Kantor::siapkan("balangan").await;
    let jam = Arc::new(Jam::di(SystemClock.now()));
    kantor.parts.ports.clock = jam.clone();
    let app = TestApp::layani(kantor);
    let petugas = app.sebagai("operator_layanan").await;
    let kasus = kasus(&petugas).await;
    let umum = umumkan(&petugas, &kasus, 6 << 20, false).await.ok();
    let satu = &umum["bagian"][0];
    let isi = vec![7; usize::try_from(satu["ukuran"].as_u64().unwrap()).unwrap()];
    let url = satu["unggah"]["url"].as_str().unwrap();
    assert!(HTTP.put(url).body(isi).send().await.unwrap().status().is_success());
    let (ports, tenant) = (app.kantor.parts.ports.clone(), app.kantor.tenant.clone());
    jam.pindah(SystemClock.now() + Duration::hours(23));
    assert_eq!(SapuBerkas::default().execute(&ports, &tenant).await.unwrap().kedaluwarsa, 0);
    jam.pindah(SystemClock.now() + Duration::hours(25));
    let uji = SapuBerkas { uji: true, sesudah: None }.execute(&ports, &tenant).await.unwrap();
    assert_eq!((uji.kedaluwarsa, uji.bagian), (1, 0), "only looked at");
    let hasil = SapuBerkas::default().execute(&ports, &tenant).await.unwrap();
    assert_eq!((hasil.kedaluwarsa, hasil.bagian), (1, 1));
    let lagi = SapuBerkas::default().execute(&ports, &tenant).await.unwrap();
    assert_eq!((lagi.kedaluwarsa, lagi.bagian), (0, 0));
    jam.pindah(SystemClock.now());
    let jawaban = petugas.post(&selesai(&umum), json!({})).await;
    assert_eq!(jawaban.masalah(409), "unggahan_kedaluwarsa");
    let url = umum["bagian"][1]["unggah"]["url"].as_str().unwrap();
    let mati = HTTP.put(url).body(vec![7; 1 << 20]).send().await.unwrap();
    assert!(!mati.status().is_success(), "the upload in parts is gone: {}", mati.status());
}

#[tokio::test]
async fn the_sweep_removes_what_no_row_names_and_nothing_else() {
    let mut kantor = Kantor::siapkan("balangan").await;
    let jam = Arc::new(Jam::di(SystemClock.now()));
    kantor.parts.ports.clock = jam.clone();
    let app = TestApp::layani(kantor);
    let petugas = app.sebagai("operator_layanan").await;
    let kasus = kasus(&petugas).await;
    unggah(&petugas, &kasus, FOTO).await.ok();
    let ditunggu = umumkan(&petugas, &kasus, FOTO.len(), false).await.ok();
    taruh(&ditunggu["unggah"], FOTO).await;
    let (ports, tenant) = (app.kantor.parts.ports.clone(), app.kantor.tenant.clone());
    let mut dipakai = objek(&app);
    assert_eq!(dipakai.len(), 4, "original, copy, thumbnail, and one that waits: {dipakai:?}");
    let slug = tenant.slug.as_str();
    for jenis in ["berkas", "tampilan", "cuplikan", "dokumen", "lain"] {
        let kunci = format!("{slug}/{jenis}/yatim");
        ports.objek.simpan(&kunci, "image/jpeg", FOTO.to_vec()).await.unwrap();
    }
    dipakai.push(format!("{slug}/lain/yatim"));
    dipakai.sort_unstable();
    let muda = SapuBerkas::default().execute(&ports, &tenant).await.unwrap();
    assert_eq!((muda.diperiksa, muda.yatim), (9, Vec::new()), "a row may still come");
    jam.pindah(SystemClock.now() + Duration::minutes(65));
    let uji = SapuBerkas { uji: true, sesudah: None }.execute(&ports, &tenant).await.unwrap();
    assert_eq!((uji.yatim.len(), objek(&app).len()), (4, 9), "only looked at");
    let hasil = SapuBerkas::default().execute(&ports, &tenant).await.unwrap();
    assert_eq!(hasil.yatim, uji.yatim);
    assert_eq!(objek(&app), dipakai, "a folder whose rows are not known is left alone");
    // The announcement still holds.
    jam.pindah(SystemClock.now());
    petugas.post(&selesai(&ditunggu), json!({})).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_sweeps_one_office_and_can_only_look() {
    let app = TestApp::start("balangan").await;
    let petugas = app.sebagai("operator_layanan").await;
    let kasus = kasus(&petugas).await;
    unggah(&petugas, &kasus, FOTO).await.ok();
    let umum = umumkan(&petugas, &kasus, FOTO.len(), false).await.ok();
    let id = umum["id"].as_str().unwrap();
    // It was announced yesterday, and nothing came.
    let kantor = &app.kantor;
    let tx = kantor.parts.postgres.begin_tenant(&kantor.tenant.slug).await.unwrap();
    let lama = format!(
        "UPDATE berkas SET dibuat_pada = dibuat_pada - interval '25 hours' WHERE id = '{id}'"
    );
    tx.execute_unprepared(&lama).await.unwrap();
    tx.commit().await.unwrap();
    let slug = kantor.tenant.slug.as_str();
    let sapu = |lagi: &str| crate::tte::loket(&format!("berkas sapu --tenant {slug} {lagi}"), &[]);
    let lihat = sapu("--uji");
    assert!(lihat.contains("3 objek diperiksa, 0 yatim akan dihapus, 1 pengumuman"), "{lihat}");
    let lagi = sapu("--uji");
    assert!(lagi.contains("1 pengumuman"), "only looked at: {lagi}");
    let nyata = sapu("");
    assert!(nyata.contains("0 yatim dihapus, 1 pengumuman kedaluwarsa"), "{nyata}");
    assert!(sapu("").contains("0 pengumuman kedaluwarsa"));
    let jawaban = petugas.post(&selesai(&umum), json!({})).await;
    assert_eq!(jawaban.masalah(409), "unggahan_kedaluwarsa");
    let asing = crate::tte::loket("berkas sapu --tenant tidak_ada", &[]);
    assert!(asing.contains("tenant tidak_ada tidak ada"), "{asing}");
}

/// Security bar 64: the store is part of what is restored.
#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_tells_which_objects_are_missing_and_which_are_others() {
    let app = TestApp::start("balangan").await;
    let petugas = app.sebagai("operator_layanan").await;
    let kasus = kasus(&petugas).await;
    let satu = unggah(&petugas, &kasus, FOTO).await.ok();
    // It was announced, and need not be there.
    umumkan(&petugas, &kasus, FOTO.len(), false).await.ok();
    let slug = app.kantor.tenant.slug.as_str();
    let periksa =
        |lagi: &str| crate::tte::loket(&format!("berkas periksa --tenant {slug} {lagi}"), &[]);
    let utuh = format!("{slug}: 3 objek dicari, 0 hilang, 0 berubah");
    for lagi in ["", "--isi"] {
        let kata = periksa(lagi);
        assert!(kata.contains(&utuh) && !kata.contains("hilang atau berubah"), "{kata}");
    }
    let kunci = |kolom: &str| {
        let sql =
            format!("SELECT {kolom} FROM berkas WHERE id = '{}'", satu["id"].as_str().unwrap());
        let app = &app;
        async move { crate::privasi::tanya(app, &sql).await }
    };
    let (asli, kecil) = (kunci("kunci_objek").await, kunci("cuplikan_kunci").await);
    let objek = &app.kantor.parts.ports.objek;
    objek.hapus(&kecil).await.unwrap();
    objek.simpan(&asli, "image/jpeg", b"gambar lain".to_vec()).await.unwrap();
    let lihat = periksa("");
    assert!(
        lihat.contains(&format!("hilang {kecil}\n{slug}: 3 objek dicari, 1 hilang, 0 berubah")),
        "{lihat}"
    );
    let baca = periksa("--isi");
    assert!(baca.contains(&format!("berubah {asli}\n")), "{baca}");
    assert!(
        baca.contains("1 hilang, 1 berubah") && baca.contains("2 objek hilang atau berubah"),
        "{baca}"
    );
}

#[tokio::test]
async fn every_column_that_names_an_object_is_known_to_the_sweep() {
    /// Columns that hold keys of other things.
    const LAIN: &[(&str, &str)] = &[
        ("audit", "objek"),
        // Anchors are kept for good.
        ("audit_jangkar", "kunci"),
        ("gagal_masuk", "kunci"),
        ("idempotensi", "kunci"),
        ("integrasi", "kunci"),
        ("pengaturan", "kunci"),
        // Objects on their way out.
        ("retensi_objek", "kunci"),
        ("wa_kanal", "kunci"),
        ("wa_masuk", "kunci"),
    ];
    let app = TestApp::start("balangan").await;
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let sql = "SELECT table_name::text, column_name::text FROM information_schema.columns
         WHERE table_schema = current_schema() AND data_type = 'text'
         AND (column_name LIKE '%kunci%' OR column_name LIKE '%unggah' OR column_name LIKE '%objek')";
    let baris = tx.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    let ada: BTreeSet<(String, String)> = baris
        .iter()
        .map(|satu| (satu.try_get_by_index(0).unwrap(), satu.try_get_by_index(1).unwrap()))
        .collect();
    let punya = |(tabel, kolom): &(String, String)| {
        KUNCI_DIPAKAI.iter().any(|(_, t, k, _)| t == tabel && k == kolom)
            || LAIN.iter().any(|(t, k)| t == tabel && k == kolom)
    };
    let asing: Vec<_> = ada.iter().filter(|satu| !punya(satu)).collect();
    assert!(
        asing.is_empty(),
        "daftarkan di KUNCI_DIPAKAI, atau sebut di sini bukan kunci objek: {asing:?}"
    );
    let dipakai = KUNCI_DIPAKAI.iter().map(|(_, tabel, kolom, _)| (tabel, kolom));
    for (tabel, kolom) in dipakai.chain(LAIN.iter().map(|(tabel, kolom)| (tabel, kolom))) {
        let satu = ((*tabel).to_owned(), (*kolom).to_owned());
        assert!(ada.contains(&satu), "{tabel}.{kolom} tidak ada lagi");
    }
}
