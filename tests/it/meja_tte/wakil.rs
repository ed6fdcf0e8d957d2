//! Plh: own certificate, the other's place, only on the days of the SK; an absent signer's bundle blocks nobody.

use serde_json::json;
use time::{Date, macros::offset};

use super::*;

async fn orang(admin: &Klien, nama: &str) -> Value {
    let semua = admin.get("/v1/pengguna?batas=100").await.ok();
    let semua = semua["data"].as_array().unwrap().iter();
    semua.clone().find(|satu| satu["nama_pengguna"] == nama).unwrap()["id"].clone()
}

async fn plh(admin: &Klien, hari: [Date; 2], kunci: &str) -> Value {
    let isi = json!({
        "jenis": "plh", "dari": orang(admin, "kadis").await, "kepada": orang(admin, "kabid2").await,
        "nomor_sk": "800/45/2026", "mulai": hari[0].to_string(), "sampai": hari[1].to_string(),
        "peran": ["kadis"],
    });
    admin.post_dengan("/v1/delegasi", &[("idempotency-key", kunci)], isi).await.ok()
}

#[tokio::test]
async fn a_plh_takes_over_the_bundle_of_the_absent_kadis_and_signs_with_their_own_certificate() {
    let app = app().await;
    let semua = beberapa(&app, 4).await;
    let kadis = app.sebagai("kadis").await;
    let lama = buat_bundel(&kadis, &tugas(&antrean(&kadis).await), "a").await;
    let lama = lama["id"].as_str().unwrap();
    tinjau(&kadis, lama).await;

    let admin = app.sebagai("admin").await;
    let wakil = masuk(&app.basis, &app.kantor, "kabid2").await;
    wakil.get("/v1/tte/antrean").await.masalah(403);
    let hari_ini = app.kantor.parts.ports.clock.now().to_offset(offset!(+8)).date();
    let delegasi = plh(&admin, [hari_ini, hari_ini], "k").await;
    let antre = antrean(&wakil).await;
    assert_eq!(antre.len(), 4);
    let dua: Vec<String> = tugas(&antre).into_iter().take(2).collect();
    let baru = buat_bundel(&wakil, &dua, "b").await;
    assert_eq!(baru["ditolak"], json!([]), "bundel pejabat yang tidak di tempat tidak menghalangi");
    let id = baru["id"].as_str().unwrap();
    wakil.get(&format!("/v1/tte/bundel/{lama}")).await.masalah(404);
    let milik_kadis = baca(&kadis, lama).await;
    assert_eq!(hitung(&milik_kadis, "dikeluarkan", Some("diambil_alih")), 2);
    tinjau(&wakil, id).await;

    // Another's passphrase is refused by the host, and nothing is signed.
    tanda_tangani(&wakil, id, &passphrase(&app.kantor, "kadis")).await;
    assert_eq!(tunggu(&wakil, id).await["sebab"], "kunci_salah");
    assert!(app.kantor.bsre.journal().iter().all(|satu| !satu.signed));
    tanda_tangani(&wakil, id, &passphrase(&app.kantor, "kabid2")).await;
    let akhir = tunggu(&wakil, id).await;
    assert_eq!(akhir["hitungan"]["berhasil"], 2, "{akhir}");
    let nik = |nama: &str| {
        let orang = app.kantor.petugas.iter().find(|satu| satu.nama_pengguna == nama).unwrap();
        (orang.nik.clone().unwrap(), orang.nama.clone())
    };
    let jurnal = app.kantor.bsre.journal();
    assert!(jurnal.iter().filter(|s| s.signed).all(|s| s.nik == nik("kabid2").0));
    let layanan = app.sebagai("operator_layanan").await;
    let mut sah = 0;
    for (kasus, _) in &semua {
        let dokumen = dokumen(&layanan, kasus).await;
        if dokumen["keadaan"] == "sah" {
            sah += 1;
            assert!(dokumen.to_string().contains(&nik("kabid2").1), "{dokumen}");
        }
    }
    assert_eq!(sah, 2);

    // Called off: not one more, although the bundle was made while it held.
    let sisa = tugas(&antrean(&wakil).await);
    let sisa = buat_bundel(&wakil, &sisa, "c").await;
    let sisa = sisa["id"].as_str().unwrap();
    tinjau(&wakil, sisa).await;
    let cabut = format!("/v1/delegasi/{}/cabut", delegasi["id"].as_str().unwrap());
    admin.post(&cabut, json!({})).await.ok();
    let kunci = json!({ "passphrase": passphrase(&app.kantor, "kabid2") });
    wakil.post(&format!("/v1/tte/bundel/{sisa}/tanda-tangan"), kunci).await.masalah(403);
    // The Kadis is back, and takes over in turn.
    let kembali = buat_bundel(&kadis, &tugas(&antrean(&kadis).await), "d").await;
    let kembali = kembali["id"].as_str().unwrap();
    tinjau(&kadis, kembali).await;
    tanda_tangani(&kadis, kembali, &passphrase(&app.kantor, "kadis")).await;
    assert_eq!(tunggu(&kadis, kembali).await["hitungan"]["berhasil"], 2);
    for (_, draf) in &semua {
        assert_eq!(ditandatangani(&app.kantor, draf), 1);
    }
}

#[tokio::test]
async fn a_role_that_is_taken_away_during_the_run_signs_nothing_more() {
    let app = app().await;
    let semua = beberapa(&app, 12).await;
    let admin = app.sebagai("admin").await;
    let wakil = masuk(&app.basis, &app.kantor, "kabid2").await;
    let hari_ini = app.kantor.parts.ports.clock.now().to_offset(offset!(+8)).date();
    let delegasi = plh(&admin, [hari_ini, hari_ini], "k").await;
    let bundel = buat_bundel(&wakil, &tugas(&antrean(&wakil).await), "a").await;
    let id = bundel["id"].as_str().unwrap();
    tinjau(&wakil, id).await;
    let orang = app.kantor.petugas.iter().find(|satu| satu.nama_pengguna == "kabid2").unwrap();
    let nik = orang.nik.clone().unwrap();
    app.kantor
        .bsre
        .faults(|faults| faults.for_nik(&nik, loket_simulators::bsre::Fault::SlowMs(1_000)));
    tanda_tangani(&wakil, id, &passphrase(&app.kantor, "kabid2")).await;
    let cabut = format!("/v1/delegasi/{}/cabut", delegasi["id"].as_str().unwrap());
    admin.post(&cabut, json!({})).await.ok();
    let kadis = app.sebagai("kadis").await;
    // The Plh no longer reads the desk; the queue of the Kadis tells when nothing runs any more.
    loket_tests::sampai("tidak ada percobaan berjalan", || async {
        let berjalan = kadis.get("/v1/tte/percobaan").await.ok();
        let admin_lihat = antrean(&kadis).await;
        let sisa = admin_lihat.iter().filter(|satu| satu["bundel_id"].is_string()).count();
        (berjalan["data"] == json!([]) && sisa == 0).then_some(())
    })
    .await;
    let kali: usize = semua.iter().map(|(_, draf)| ditandatangani(&app.kantor, draf)).sum();
    assert!(kali < 12, "mandat dicabut, tetapi semuanya ditandatangani");
    // Nothing unknown: what was signed is stored, the rest is back.
    let mut sah = 0;
    for (kasus, draf) in &semua {
        let sudah = dokumen(&kadis, kasus).await["keadaan"] == "sah";
        assert_eq!(usize::from(sudah), ditandatangani(&app.kantor, draf), "{kasus}");
        sah += usize::from(sudah);
    }
    assert_eq!(sah, kali);
}
