//! Support sessions: a reason, an end, no changes, and everything in the office's own trail.

use loket_domain::akses::BukaBantuan;
use loket_tests::{
    app::TestApp,
    klien::{Jawaban, Klien},
};
use reqwest::Method;
use serde_json::json;

use super::{angka, sql, superuser};

async fn buka(app: &TestApp) -> Result<(String, Klien), loket_domain::galat::Galat> {
    let buka = BukaBantuan {
        oleh: "budi".to_owned(),
        alasan: "Kantor melaporkan antrean berhenti.".to_owned(),
        lama: time::Duration::minutes(30),
    };
    let kantor = &app.kantor;
    let sistem = loket::setup::sistem(&kantor.tenant);
    let (bantuan, token) = buka.execute(&kantor.parts.ports, &sistem).await?;
    Ok((bantuan.id.to_string(), Klien::dengan_token(&app.basis, token.buka())))
}

async fn atur(admin: &Klien, dilarang: bool) -> Jawaban {
    let isi = json!({ "dilarang": dilarang }).to_string().into_bytes();
    let kepala = [("content-type", "application/json")];
    admin.panggil(Method::PUT, "/v1/bantuan/pengaturan", &kepala, Some(isi)).await
}

/// Security bar 28.
#[tokio::test]
async fn help_reads_for_a_reason_changes_nothing_and_every_request_is_in_the_offices_trail() {
    let app = TestApp::start("pekanbaru").await;
    let (id, bantu) = buka(&app).await.unwrap();
    let admin = app.sebagai("admin").await;
    bantu.get("/v1/permohonan").await.ok();
    assert_eq!(bantu.get("/v1/percakapan?pilih=semua").await.masalah(403), "tidak_berizin");
    let tulis = bantu.post("/v1/forum", json!({ "teks": "x" })).await;
    assert_eq!(tulis.masalah(403), "bantuan_hanya_baca");
    assert_eq!(atur(&bantu, false).await.masalah(403), "bantuan_hanya_baca");

    let daftar = admin.get("/v1/bantuan").await.ok();
    assert_eq!(daftar["dilarang"], false);
    let satu = &daftar["data"][0];
    assert_eq!((&satu["id"], &satu["terbuka"]), (&json!(id), &json!(true)));
    assert_eq!(satu["alasan"], "Kantor melaporkan antrean berhenti.");
    let jejak = admin.get(&format!("/v1/audit?objek_id={id}&batas=100")).await.ok();
    let jejak: Vec<(String, String)> = jejak["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|satu| {
            let rute = satu["rincian"]["rute"].as_str().unwrap_or_default();
            (satu["aksi"].as_str().unwrap().to_owned(), rute.to_owned())
        })
        .collect();
    let ada = |aksi: &str, rute: &str| jejak.contains(&(aksi.to_owned(), rute.to_owned()));
    assert!(ada("bantuan.buka", ""), "{jejak:?}");
    assert!(ada("bantuan.permintaan", "/v1/permohonan"), "{jejak:?}");
    assert!(ada("bantuan.permintaan", "/v1/percakapan"), "{jejak:?}");
    assert!(ada("bantuan.ditolak", "/v1/forum"), "{jejak:?}");

    let akhiri = format!("/v1/bantuan/{id}/akhir");
    admin.panggil(Method::POST, &akhiri, &[], None).await.ok();
    assert_eq!(bantu.get("/v1/permohonan").await.masalah(401), "sesi_tidak_berlaku");
    let lagi = admin.panggil(Method::POST, &akhiri, &[], None).await;
    assert_eq!(lagi.masalah(404), "tidak_ditemukan");
}

#[tokio::test]
async fn help_ends_by_itself_and_an_office_can_forbid_it() {
    let app = TestApp::start("pekanbaru").await;
    let (_, bantu) = buka(&app).await.unwrap();
    bantu.get("/v1/permohonan").await.ok();
    let db = superuser(&app.kantor).await;
    sql(&db, "UPDATE bantuan SET dibuka_pada = now() - interval '31 minutes', berakhir_pada = now() - interval '1 minute'").await;
    assert_eq!(bantu.get("/v1/permohonan").await.masalah(401), "sesi_tidak_berlaku");
    // No session can be written that lasts longer than an hour.
    let lama = "UPDATE bantuan SET berakhir_pada = dibuka_pada + interval '61 minutes'";
    assert!(sqlx::raw_sql(lama).execute(&db).await.is_err());

    let (_, kedua) = buka(&app).await.unwrap();
    let admin = app.sebagai("admin").await;
    atur(&admin, true).await.ok();
    assert_eq!(kedua.get("/v1/permohonan").await.masalah(401), "sesi_tidak_berlaku");
    assert!(buka(&app).await.is_err(), "forbidden");
    atur(&admin, false).await.ok();
    let (_, ketiga) = buka(&app).await.unwrap();
    ketiga.get("/v1/permohonan").await.ok();
    // A token of one office is none in another, and none when a letter of it changes.
    let token = ketiga.token.clone().unwrap();
    let lain = TestApp::start("pekanbaru").await;
    let akhir = if token.ends_with('0') { '1' } else { '0' };
    let satu_huruf = format!("{}{akhir}", &token[..token.len() - 1]);
    let tukar = token.replace(app.kantor.tenant.slug.as_str(), lain.kantor.tenant.slug.as_str());
    for salah in [tukar, satu_huruf, "bantuan..x".to_owned()] {
        let klien = Klien::dengan_token(&app.basis, &salah);
        assert_eq!(klien.get("/v1/permohonan").await.masalah(401), "sesi_tidak_berlaku");
    }
    assert_eq!(
        angka(
            &db,
            format!(
                "SELECT count(*) FROM bantuan WHERE sidik_token = convert_to('{token}', 'UTF8')"
            )
        )
        .await,
        0,
        "the token itself is kept nowhere"
    );
}
