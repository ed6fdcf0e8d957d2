//! Retention: what is due goes for good, and nothing else.

use std::sync::Arc;

use loket_domain::{
    kalender::Clock,
    retensi::{HasilRetensi, JalankanRetensi, JenisRetensi},
};
use loket_infra::crypto::SystemClock;
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
    klien::taruh,
    warga::FOTO,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use time::Duration;

use super::{NOMOR, daftarkan, perubahan_kk, tanya};
use crate::pengiriman::paksa;

/// Keys of the office in the store, as the store itself lists them.
async fn objek(app: &TestApp) -> Vec<String> {
    let awalan = format!("{}/", app.kantor.tenant.slug);
    let semua = app.kantor.parts.ports.objek.daftar(&awalan, None, 1_000).await.unwrap();
    semua.into_iter().map(|satu| satu.kunci).collect()
}

async fn unggah(petugas: &loket_tests::klien::Klien, kasus: &str, isi: &[u8]) {
    let umum =
        json!({ "syarat": "kk", "tipe": "image/jpeg", "ukuran": isi.len(), "bagian": false });
    let umum = petugas.post(&format!("/v1/permohonan/{kasus}/berkas"), umum).await.ok();
    taruh(&umum["unggah"], isi).await;
    let selesai = format!("/v1/berkas/{}/selesai", umum["id"].as_str().unwrap());
    petugas.post(&selesai, json!({})).await;
}

/// Security bar 61: proven by listing the store. The embedded server keeps no versions; there the objects themselves are
/// all there is, and an adapter's test covers a server that does.
#[tokio::test]
async fn what_is_due_goes_for_good_and_what_still_runs_stays() {
    let mut kantor = Kantor::siapkan("balangan").await;
    let jam = Arc::new(Jam::di(SystemClock.now()));
    kantor.parts.ports.clock = jam.clone();
    let mut app = TestApp::layani(kantor);
    let petugas = app.sebagai("operator_layanan").await;
    // One case that ends, one that runs; a refused file; a stray photo and a conversation without a case.
    let mut tanpa_wa = perubahan_kk();
    tanpa_wa["pemohon"].as_object_mut().unwrap().remove("nomor_wa");
    let selesai = daftarkan(&petugas, "selesai", tanpa_wa.clone()).await;
    let berjalan = daftarkan(&petugas, "berjalan", tanpa_wa).await;
    for kasus in [&selesai, &berjalan] {
        unggah(&petugas, kasus, FOTO).await;
    }
    unggah(&petugas, &selesai, b"MZ\x90\0 bukan foto").await;
    let warga = app.kantor.warga(NOMOR);
    warga.tulis("halo").await;
    warga.tulis("2").await;
    warga.tulis("Kenari Ungu").await;
    warga.tulis("alamat pindah rumah").await;
    warga.kirim_foto().await;
    let batal = json!({ "alasan": "Pemohon membatalkan sendiri." });
    petugas.post(&format!("/v1/permohonan/{selesai}/pembatalan"), batal).await.ok();
    app.hentikan_pekerja().await;
    let (ports, tenant) = (app.kantor.parts.ports.clone(), app.kantor.tenant.clone());
    let jalankan = |kering| JalankanRetensi { kering }.execute(&ports, &tenant);
    let sebelum = objek(&app).await;
    assert!(sebelum.len() >= 6, "two papers with copies, and a stray photo: {sebelum:?}");
    assert!(jalankan(false).await.unwrap().baris.is_empty(), "nothing is due yet");

    jam.pindah(SystemClock.now() + Duration::days(31));
    let kering = jalankan(true).await.unwrap();
    assert!(jumlah(&kering, JenisRetensi::MediaLepas) >= 1, "{kering:?}");
    assert_eq!(jumlah(&kering, JenisRetensi::BerkasDitolak), 1);
    assert!(jumlah(&kering, JenisRetensi::WebhookMentah) >= 4);
    assert_eq!(jumlah(&kering, JenisRetensi::PesanWa), 0);
    assert_eq!(objek(&app).await, sebelum, "only counted");
    let hasil = jalankan(false).await.unwrap();
    assert_eq!(jumlah(&hasil, JenisRetensi::Draf), 1, "the conversation is back at its beginning");
    assert_eq!(tanya(&app, "SELECT count(*) FROM wa_masuk WHERE keadaan = 'selesai'").await, "0");
    let lepas = "SELECT count(*) FROM berkas WHERE permohonan_id IS NULL OR keadaan = 'ditolak'";
    assert_eq!(tanya(&app, lepas).await, "0");
    assert_eq!(tanya(&app, "SELECT count(*) FROM retensi_objek").await, "0");
    let sisa = objek(&app).await;
    assert!(sisa.len() < sebelum.len() && sisa.iter().all(|kunci| sebelum.contains(kunci)));

    jam.pindah(SystemClock.now() + Duration::days(731));
    let audit = tanya(&app, "SELECT count(*) FROM audit WHERE aksi NOT LIKE 'retensi.%'").await;
    let hasil = jalankan(false).await.unwrap();
    assert_eq!(jumlah(&hasil, JenisRetensi::BerkasSelesai), 1, "{hasil:?}");
    assert!(jumlah(&hasil, JenisRetensi::PesanWa) >= 6, "{hasil:?}");
    while !jalankan(false).await.unwrap().baris.is_empty() {}
    for kosong in
        ["pesan_masuk", "pesan_keluar", "pesan_keluar_jejak", "sesi", "sesi_token", "kontak"]
    {
        assert_eq!(tanya(&app, &format!("SELECT count(*) FROM {kosong}")).await, "0", "{kosong}");
    }
    let satu = "SELECT string_agg(permohonan_id::text, ',') FROM berkas";
    assert_eq!(tanya(&app, satu).await, berjalan, "the papers of the running case");
    assert_eq!(tanya(&app, "SELECT count(*) FROM permohonan").await, "2", "cases are archives");
    assert_eq!(
        tanya(&app, "SELECT count(*) FROM audit WHERE aksi NOT LIKE 'retensi.%'").await,
        audit,
        "the trail is never touched"
    );
    let laporan =
        "SELECT sum((rincian ->> 'baris')::int) > 10 FROM audit WHERE aksi = 'retensi.hapus'";
    assert_eq!(tanya(&app, laporan).await, "true");
    // What is in the store now is named by the running case, and by nothing else.
    let sisa = objek(&app).await;
    let dinamai = tanya(
        &app,
        "SELECT string_agg(k, ',') FROM (SELECT kunci_objek AS k FROM berkas UNION SELECT tampilan_kunci FROM berkas
             UNION SELECT cuplikan_kunci FROM berkas) AS semua",
    )
    .await;
    assert!(!sisa.is_empty() && sisa.iter().all(|kunci| dinamai.contains(kunci)), "{sisa:?}");
}

/// How many rows of that kind went, or would go.
fn jumlah(hasil: &HasilRetensi, jenis: JenisRetensi) -> u64 {
    hasil.baris.iter().find(|(satu, _)| *satu == jenis).map_or(0, |(_, jumlah)| *jumlah)
}

#[tokio::test]
async fn what_other_systems_were_told_goes_once_it_is_settled_and_old() {
    let mut kantor = Kantor::siapkan("balangan").await;
    let jam = Arc::new(Jam::di(SystemClock.now()));
    kantor.parts.ports.clock = jam.clone();
    let mut app = TestApp::layani(kantor);
    app.hentikan_pekerja().await;
    let (ports, tenant) = (app.kantor.parts.ports.clone(), app.kantor.tenant.clone());
    let jalankan = |kering| JalankanRetensi { kering }.execute(&ports, &tenant);
    // What the office's own systems were told: one message that arrived, and one that is still to leave.
    paksa(
        &app,
        "INSERT INTO langganan (id, nama, url_tersegel, jenis, keadaan, versi, dibuat_oleh, dibuat_pada, diubah_pada)
         SELECT '00000000-0000-7000-8000-000000000001', 'Dasbor', '', '{}', 'aktif', 1, id, now(), now()
         FROM pengguna LIMIT 1;
         INSERT INTO langganan_kiriman
             (id, langganan_id, jenis, objek_id, urutan, isi, pada, keadaan, coba_pada, selesai_pada)
         SELECT ('00000000-0000-7000-8000-00000000000' || n)::uuid, '00000000-0000-7000-8000-000000000001', 'uji',
             gen_random_uuid(), n, '{}', now(), keadaan, now(), CASE keadaan WHEN 'terkirim' THEN now() END
         FROM (VALUES (2, 'terkirim'), (3, 'antre')) AS v (n, keadaan);
         INSERT INTO langganan_percobaan (kiriman_id, putaran, ke, mulai_pada, selesai_pada, status)
         VALUES ('00000000-0000-7000-8000-000000000002', 1, 1, now(), now(), 200)",
    )
    .await;
    let kiriman = "SELECT string_agg(keadaan, ',' ORDER BY id) FROM langganan_kiriman";
    assert_eq!(jumlah(&jalankan(false).await.unwrap(), JenisRetensi::KirimanLangganan), 0);
    jam.pindah(SystemClock.now() + Duration::days(181));
    assert_eq!(jumlah(&jalankan(false).await.unwrap(), JenisRetensi::KirimanLangganan), 1);
    assert_eq!(tanya(&app, kiriman).await, "antre", "what has yet to leave stays");
    assert_eq!(tanya(&app, "SELECT count(*) FROM langganan_percobaan").await, "0");
}

/// A case that follows another answers its requirements with the papers of the first one, and a correction of that with the
/// same.
#[tokio::test]
async fn papers_that_a_case_under_way_brought_along_stay_until_it_ends() {
    let mut kantor = Kantor::siapkan("balangan").await;
    let jam = Arc::new(Jam::di(SystemClock.now()));
    kantor.parts.ports.clock = jam.clone();
    let mut app = TestApp::layani(kantor);
    let petugas = app.sebagai("operator_layanan").await;
    let selesai = daftarkan(&petugas, "selesai", perubahan_kk()).await;
    let tengah = daftarkan(&petugas, "tengah", perubahan_kk()).await;
    let berjalan = daftarkan(&petugas, "berjalan", perubahan_kk()).await;
    unggah(&petugas, &selesai, FOTO).await;
    for kasus in [&selesai, &tengah] {
        let batal = json!({ "alasan": "Pemohon membatalkan sendiri." });
        petugas.post(&format!("/v1/permohonan/{kasus}/pembatalan"), batal).await.ok();
    }
    app.hentikan_pekerja().await;
    let (ports, tenant) = (app.kantor.parts.ports.clone(), app.kantor.tenant.clone());
    let jalankan = |kering| JalankanRetensi { kering }.execute(&ports, &tenant);
    jam.pindah(SystemClock.now() + Duration::days(731));
    paksa(
        &app,
        &format!(
            "INSERT INTO permohonan_susulan
                 (id, induk_id, layanan_kode, produk_kode, isian, keadaan, permohonan_id, dibuat_pada)
             VALUES (gen_random_uuid(), '{selesai}', 'kia', 'akta', '{{}}', 'dimulai', '{tengah}', now());
             INSERT INTO dokumen
                 (id, permohonan_id, produk_kode, produk_jenis, medium, nama, versi, keadaan, bertanda_tangan, siap_pada,
                  dibuat_pada)
             VALUES ('{tengah}', '{tengah}', 'kia', 'kia', 'kartu', 'KIA', 1, 'siap', false, now(), now());
             INSERT INTO dokumen_perbaikan (permohonan_id, dokumen_id, alasan_tersegel, oleh, dibuat_pada)
             SELECT '{berjalan}', '{tengah}', '', id, now() FROM pengguna LIMIT 1"
        ),
    )
    .await;
    assert_eq!(jumlah(&jalankan(true).await.unwrap(), JenisRetensi::BerkasSelesai), 0);
    let akhir = format!("UPDATE permohonan SET status = 'dibatalkan' WHERE id = '{berjalan}'");
    paksa(&app, &akhir).await;
    assert_eq!(jumlah(&jalankan(true).await.unwrap(), JenisRetensi::BerkasSelesai), 1);
}

/// The role of every day removes nothing of what only grows; that of retention never touches the trail.
#[tokio::test]
async fn only_retention_removes_from_tables_that_grow_and_never_from_the_trail() {
    let app = TestApp::start("balangan").await;
    app.kantor.warga(NOMOR).tulis("halo").await;
    let (db, slug) = (&app.kantor.parts.postgres, &app.kantor.tenant.slug);
    let biasa = db.begin_tenant(slug).await.unwrap();
    biasa.execute_unprepared("DELETE FROM pesan_keluar_jejak").await.unwrap_err();
    drop(biasa);
    for sql in [
        "DELETE FROM audit",
        "UPDATE audit SET aksi = 'x'",
        "UPDATE pesan_keluar_jejak SET galat = 'x'",
        "DELETE FROM data_ungkap",
        "DELETE FROM permohonan_peristiwa",
        "TRUNCATE kontak",
    ] {
        let retensi = db.begin_tenant_retensi(slug).await.unwrap();
        retensi.execute_unprepared(sql).await.expect_err(sql);
    }
    let retensi = db.begin_tenant_retensi(slug).await.unwrap();
    retensi.execute_unprepared("DELETE FROM pesan_keluar_jejak").await.unwrap();
}
