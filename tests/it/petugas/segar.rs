//! Signing, exporting and administering ask who is there.

use loket_tests::app::SANDI;
use reqwest::Method;
use serde_json::json;
use time::Duration;

use super::{SAAT, id, kantor_berjam, kode_isian, slug, tambah, ubah};

const ENTAH: &str = "0197a000-0000-7000-8000-000000000000";

/// Security bar 16.
#[tokio::test]
async fn five_minutes_after_the_proof_signing_exporting_and_administering_ask_again() {
    let (app, jam) = kantor_berjam("sinjai").await;
    let (admin, kadis) = (app.sebagai("admin").await, app.sebagai("kadis").await);
    let siak = id(&admin, &app.kantor.pemegang("operator_siak").nama_pengguna).await;
    admin.get("/v1/paket").await.ok();
    jam.pindah(SAAT + Duration::minutes(5) - Duration::seconds(1));
    admin.get("/v1/paket").await.ok();
    jam.pindah(SAAT + Duration::minutes(5));

    let kirim = async |metode: Method, jalur: &str| {
        let kepala = [
            ("content-type", "application/json"),
            ("idempotency-key", "k"),
            ("if-match", "\"v1\""),
        ];
        (metode, jalur.to_owned(), kepala)
    };
    let sandi = format!("/v1/tugas/{ENTAH}/tanda-tangan");
    let bundel = format!("/v1/tte/bundel/{ENTAH}/tanda-tangan");
    let isi = json!({ "passphrase": "#Rahasia-1", "versi": 1 });
    assert_eq!(kadis.post(&sandi, isi).await.masalah(403), "perlu_konfirmasi");
    let isi = json!({ "passphrase": "#Rahasia-1" });
    assert_eq!(kadis.post(&bundel, isi).await.masalah(403), "perlu_konfirmasi");
    for (siapa, metode, jalur, isi) in [
        (&admin, Method::GET, "/v1/paket".to_owned(), json!({})),
        (&admin, Method::PUT, "/v1/peran/baru".to_owned(), json!({ "nama": "Baru", "izin": [] })),
        (&admin, Method::DELETE, "/v1/peran/kadis".to_owned(), json!({})),
        (&admin, Method::POST, format!("/v1/pengguna/{siak}/undangan"), json!({})),
        (&admin, Method::DELETE, format!("/v1/pengguna/{siak}/faktor"), json!({})),
        (
            &admin,
            Method::PATCH,
            format!("/v1/pengguna/{siak}"),
            json!({ "aktif": false, "versi": 1 }),
        ),
        (&kadis, Method::POST, "/v1/saya/totp".to_owned(), json!({})),
        (&kadis, Method::POST, "/v1/saya/kode-pulih".to_owned(), json!({})),
    ] {
        let (metode, jalur, kepala) = kirim(metode, &jalur).await;
        let kepala = &kepala[..if jalur.contains("/peran/baru") { 2 } else { 3 }];
        let jawaban =
            siapa.panggil(metode, &jalur, kepala, Some(isi.to_string().into_bytes())).await;
        assert_eq!(jawaban.masalah(403), "perlu_konfirmasi", "{jalur}");
    }
    let isi = json!({ "nama_pengguna": "baru", "nama": "Baru", "peran": [] });
    assert_eq!(tambah(&admin, "k", isi).await.masalah(403), "perlu_konfirmasi");
    // Reading and the daily work go on.
    admin.get("/v1/pengguna").await.ok();
    kadis.get("/v1/tugas").await.ok();

    // By password, or by a code; each session for itself.
    let konfirmasi = "/v1/sesi/konfirmasi";
    let salah = admin.post(konfirmasi, json!({ "sandi": "salah sama sekali" })).await;
    assert_eq!(kode_isian(&salah), ("/sandi", "sandi_salah"));
    assert_eq!(kode_isian(&admin.post(konfirmasi, json!({})).await), ("/sandi", "bukti_wajib"));
    admin.get("/v1/paket").await.masalah(403);
    let segar = admin.post(konfirmasi, json!({ "sandi": SANDI })).await.ok();
    assert_eq!(segar["segar_sampai"], "2027-03-01T09:10:00+08:00");
    admin.get("/v1/paket").await.ok();
    let lain = app.sebagai("kadis").await;
    let kode = loket_tests::faktor::bukti(slug(&app), &app.kantor.pemegang("kadis").nama_pengguna);
    kadis.post(konfirmasi, kode.clone()).await.ok();
    assert_eq!(kode_isian(&kadis.post(konfirmasi, kode).await), ("/kode", "kode_salah"), "once");
    let isi = json!({ "passphrase": "#Rahasia-1", "versi": 1 });
    assert_eq!(kadis.post(&sandi, isi).await.status, 404, "fresh again: now it is looked for");
    drop(lain);

    // Guessing in an open session is slowed down like everywhere.
    for _ in 0..5 {
        let salah = admin.post(konfirmasi, json!({ "sandi": "salah sama sekali" })).await;
        assert_eq!(salah.status, 422);
    }
    assert_eq!(admin.post(konfirmasi, json!({ "sandi": SANDI })).await.status, 429);
    ubah(&admin, &app.kantor.pemegang("operator").nama_pengguna, json!({ "nama": "Nama Baru" }))
        .await
        .ok();
}
