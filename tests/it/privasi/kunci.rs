//! Keys that change while an office works, by the commands an operator has.

use loket_domain::kalender::Clock;
use loket_infra::{crypto::SystemClock, postgres::PostgresAdmin};
use loket_tests::{app::TestApp, server::SERVER};

use super::{NIK, NOMOR, daftarkan, perubahan_kk, tanya};
use crate::proses::Proses;

/// Security bar 56.
#[tokio::test]
async fn an_office_works_on_while_its_key_is_rotated_by_command() {
    let app = TestApp::start("balangan").await;
    let petugas = app.sebagai("operator_layanan").await;
    let warga = app.kantor.warga(NOMOR);
    warga.tulis("halo").await;
    let awal = daftarkan(&petugas, "awal", perubahan_kk()).await;
    let slug = app.kantor.tenant.slug.clone();
    let config = SERVER.config();
    let mut lingkungan = SERVER.lingkungan(&config);
    lingkungan.push(("LOKET_DATABASE_ADMIN_URL", SERVER.klaster.pemilik.buka().to_owned()));
    let admin = PostgresAdmin::connect(&config.postgres_admin().unwrap()).await.unwrap();

    let mut kering = Proses::mulai(&format!("kunci putar-data {slug} --kering"), &lingkungan);
    while kering.hidup() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(admin.tenant(&slug).await.unwrap().unwrap().versi_kunci.is_empty(), "only counted");

    let perintah = format!("kunci putar-data {slug} --jeda 4 --batas 2 --pensiunkan");
    let mut putar = Proses::mulai(&perintah, &lingkungan);
    let mut semua = vec![awal];
    let mut ke = 0;
    while putar.hidup() {
        ke += 1;
        let baru = daftarkan(&petugas, &format!("k{ke}"), perubahan_kk()).await;
        semua.push(baru);
        let lama = format!("/v1/permohonan/{}", semua[semua.len() / 2]);
        petugas.get(&lama).await.ok();
        assert!(ke < 2_000, "the rotation does not end");
    }
    assert!(ke > 3, "the office worked meanwhile");
    let tenant = admin.tenant(&slug).await.unwrap().unwrap();
    let sisa = admin.hitung_sisa(&tenant).await.unwrap();
    let sisa: Vec<_> = sisa.iter().filter(|satu| satu.lama > 0).collect();
    assert!(sisa.is_empty(), "{sisa:?}");
    assert_eq!(tenant.versi_kunci.iter().map(|satu| satu.versi).collect::<Vec<_>>(), [2]);
    admin.tutup().await;
    for kasus in &semua {
        let rinci = petugas.get(&format!("/v1/permohonan/{kasus}")).await.ok();
        assert_eq!(rinci["pemohon"]["nik"], "6311********0077");
    }
    // The same resident is found by the new index.
    warga.tulis("status").await;
    assert_eq!(tanya(&app, "SELECT count(*) FROM kontak").await, "1");
    let jejak = "SELECT string_agg(aksi, ',' ORDER BY id) FROM audit WHERE aksi LIKE 'kunci.%'";
    assert_eq!(tanya(&app, jejak).await, "kunci.putar,kunci.pensiun");
}

/// Security bar 55: the same NIK has another index in another office, and none that a thief could compute.
#[tokio::test]
async fn the_same_nik_has_another_index_in_every_office() {
    let mut indeks = std::collections::BTreeSet::new();
    for nama in ["balangan", "balangan"] {
        let app = TestApp::start(nama).await;
        let petugas = app.sebagai("operator_layanan").await;
        daftarkan(&petugas, "k", perubahan_kk()).await;
        indeks.insert(tanya(&app, "SELECT encode(nik_indeks, 'hex') FROM permohonan").await);
    }
    assert_eq!(indeks.len(), 2);
    assert!(!indeks.contains(&crate::pdf::sha256(NIK.as_bytes())));
}

#[tokio::test]
async fn a_key_is_destroyed_only_when_it_is_said_twice_and_the_office_is_suspended() {
    let app = TestApp::start("balangan").await;
    let petugas = app.sebagai("operator_layanan").await;
    daftarkan(&petugas, "k", perubahan_kk()).await;
    let slug = app.kantor.tenant.slug.clone();
    let config = SERVER.config();
    let mut lingkungan = SERVER.lingkungan(&config);
    lingkungan.push(("LOKET_DATABASE_ADMIN_URL", SERVER.klaster.pemilik.buka().to_owned()));
    let admin = PostgresAdmin::connect(&config.postgres_admin().unwrap()).await.unwrap();
    let dihapus = || async { admin.tenant(&slug).await.unwrap().unwrap().kunci_dihapus_pada };
    for perintah in [
        format!("tenant hapus-kunci {slug} --konfirmasi balangan --kalimat x"),
        format!("tenant hapus-kunci {slug} --konfirmasi {slug} --kalimat x"),
    ] {
        let mut satu = Proses::mulai(&perintah, &lingkungan);
        while satu.hidup() {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(dihapus().await, None, "{perintah}");
    }
    assert!(!admin.hapus_kunci(&slug, SystemClock.now()).await.unwrap(), "it is being served");
    assert!(admin.buka_tutup(&slug, false, &crate::jejak::sebab()).await.unwrap());
    assert!(admin.hapus_kunci(&slug, SystemClock.now()).await.unwrap());
    assert!(dihapus().await.is_some());
    assert!(!admin.buka_tutup(&slug, true, &crate::jejak::sebab()).await.unwrap());
    admin.tutup().await;
}
