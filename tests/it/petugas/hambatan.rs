//! Failures slow somebody down, and nobody is locked out by somebody else's.

use loket::compose::compose;
use loket_domain::{
    akses::{Asal, Masuk},
    galat::Galat,
    nilai::Rahasia,
};
use loket_tests::{
    app::{SANDI, TestApp},
    faktor,
    server::SERVER,
};
use serde_json::json;
use time::Duration;

use super::{SAAT, kantor_berjam, langkah_satu, publik, slug, undangan::angka};

/// Security bar 4.
#[tokio::test]
async fn a_locked_out_kadis_still_enters_from_a_known_device_and_the_device_has_a_counter_of_its_own()
 {
    let (app, jam) = kantor_berjam("sinjai").await;
    let kadis = app.kantor.pemegang("kadis").nama_pengguna.clone();
    // A first login remembers the device.
    let mut isi = faktor::bukti(slug(&app), &kadis);
    isi["tiket"] = super::tiket(&app, &kadis).await;
    isi["ingat_perangkat"] = json!(true);
    let satu = publik(&app, "sesi/faktor", isi).await.ok();
    let perangkat = satu["token_perangkat"].as_str().unwrap().to_owned();
    assert_eq!(
        angka(&app, "SELECT count(*) FROM perangkat_dikenal WHERE octet_length(hash) = 32").await,
        1
    );

    // Somebody guesses.
    for _ in 0..5 {
        langkah_satu(&app, &kadis, "salah sama sekali").await.masalah(401);
    }
    let tolak = langkah_satu(&app, &kadis, SANDI).await;
    assert_eq!(tolak.masalah(429), "terlalu_banyak_percobaan");
    let tunggu: i64 = tolak.header["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=31).contains(&tunggu), "{tunggu}");
    // The known device goes on, in both steps.
    let dikenal = async |sandi: &str| {
        let isi = json!({ "nama_pengguna": kadis, "sandi": sandi, "perangkat": perangkat });
        publik(&app, "sesi", isi).await
    };
    let dua = dikenal(SANDI).await.ok();
    let mut isi = faktor::bukti(slug(&app), &kadis);
    isi["tiket"] = dua["tiket"].clone();
    isi["perangkat"] = json!(perangkat);
    let dua = publik(&app, "sesi/faktor", isi).await.ok();
    assert!(dua["token_akses"].is_string() && dua.get("token_perangkat").is_none(), "{dua}");

    // It is no key: it counts for one officer only, and by itself.
    let siak = app.kantor.pemegang("operator_siak").nama_pengguna.clone();
    for n in 0..6 {
        let isi =
            json!({ "nama_pengguna": siak, "sandi": "salah sama sekali", "perangkat": perangkat });
        assert_eq!(publik(&app, "sesi", isi).await.status, if n < 5 { 401 } else { 429 });
    }
    for n in 0..6 {
        assert_eq!(dikenal("salah sama sekali").await.status, if n < 5 { 401 } else { 429 });
    }
    assert_eq!(dikenal(SANDI).await.status, 429);

    // The wait is short at first, doubles, and ends.
    jam.pindah(SAAT + Duration::seconds(31));
    assert_eq!(dikenal("salah sama sekali").await.status, 401);
    jam.pindah(SAAT + Duration::seconds(31 + 59));
    assert_eq!(dikenal(SANDI).await.status, 429);
    jam.pindah(SAAT + Duration::seconds(31 + 60));
    assert_eq!(dikenal(SANDI).await.status, 200);
}

/// Security bar 4. Security bar 45.
#[tokio::test]
async fn fifty_failures_slow_an_address_whatever_header_it_sends_and_known_devices_go_on() {
    let app = TestApp::start("sinjai").await;
    let kadis = app.kantor.pemegang("kadis").nama_pengguna.clone();
    let mut isi = faktor::bukti(slug(&app), &kadis);
    isi["tiket"] = super::tiket(&app, &kadis).await;
    isi["ingat_perangkat"] = json!(true);
    let perangkat = publik(&app, "sesi/faktor", isi).await.ok()["token_perangkat"].clone();
    for n in 0..50 {
        langkah_satu(&app, &format!("hantu{n}"), SANDI).await.masalah(401);
    }
    let jalur = format!("/v1/tenant/{}/sesi", slug(&app));
    let isi = json!({ "nama_pengguna": kadis, "sandi": SANDI });
    assert_eq!(app.anonim().post(&jalur, isi.clone()).await.status, 429);
    // Nobody configured a proxy, so what the header says is nothing.
    let palsu = [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=203.0.113.9")];
    assert_eq!(app.anonim().post_dengan(&jalur, &palsu, isi.clone()).await.status, 429);
    let mut dikenal = isi;
    dikenal["perangkat"] = perangkat;
    assert_eq!(app.anonim().post(&jalur, dikenal).await.status, 200);
    // No name and no address is in the counters.
    let polos = "SELECT count(*) FROM gagal_masuk WHERE kunci !~ '^[0-9a-f]{64}$'";
    assert_eq!(angka(&app, polos).await, 0);
}

/// Security bar 4.
#[tokio::test]
async fn attempts_side_by_side_do_not_slip_past_the_limit_and_counters_survive_a_restart() {
    let app = TestApp::start("sinjai").await;
    let nama = app.kantor.petugas[0].nama_pengguna.clone();
    let serentak = (0..20).map(|_| langkah_satu(&app, &nama, "salah sama sekali"));
    let semua = futures_util::future::join_all(serentak).await;
    let dicoba = semua.iter().filter(|satu| satu.status == 401).count();
    assert_eq!(dicoba, 5, "{:?}", semua.iter().map(|satu| satu.status).collect::<Vec<_>>());

    // Another process over the same database.
    let lain = compose(&SERVER.config()).await.unwrap();
    let masuk = Masuk {
        tenant: app.kantor.tenant.slug.clone(),
        nama_pengguna: nama,
        sandi: Rahasia::new(SANDI),
        asal: Asal::default(),
    };
    let hasil = masuk.execute(&lain.ports).await;
    assert!(matches!(hasil, Err(Galat::TerlaluSering { .. })), "{hasil:?}");
    lain.postgres.tutup().await;
}
