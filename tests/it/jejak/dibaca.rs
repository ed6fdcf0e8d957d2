//! Who read personal data.

use loket_tests::{app::TestApp, klien::Klien};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

use super::periksa;

async fn daftarkan(app: &TestApp) -> String {
    let isi = json!({
        "layanan": "kirim_pdf", "kanal": "loket", "pemohon": { "nama": "Budi Contoh" },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471" },
    });
    let fo = app.sebagai("fo").await;
    let baru = fo.post_dengan("/v1/permohonan", &[("idempotency-key", "baca")], isi).await.ok();
    baru["id"].as_str().unwrap().to_owned()
}

async fn baris(admin: &Klien, kueri: &str) -> Vec<Value> {
    admin.get(&format!("/v1/audit?{kueri}")).await.ok()["data"].as_array().unwrap().clone()
}

/// Security bar 57.
#[tokio::test]
async fn looking_at_a_case_is_one_row_for_an_officer_however_often_they_look() {
    let app = TestApp::start("pekanbaru").await;
    let id = daftarkan(&app).await;
    let fo = app.sebagai("fo").await;
    for _ in 0..3 {
        fo.get(&format!("/v1/permohonan/{id}")).await.ok();
    }
    let admin = app.sebagai("admin").await;
    let dibaca = format!("aksi=permohonan.dibaca&objek_id={id}");
    let semua = baris(&admin, &dibaca).await;
    assert_eq!(semua.len(), 1, "{semua:?}");
    assert_eq!(semua[0]["pelaku"]["jenis"], "petugas");
    // Another officer is another row; a list is none.
    let kadis = app.sebagai("kadis").await;
    kadis.get("/v1/permohonan").await.ok();
    assert_eq!(baris(&admin, &dibaca).await.len(), 1);
    kadis.get(&format!("/v1/permohonan/{id}")).await.ok();
    assert_eq!(baris(&admin, &dibaca).await.len(), 2);
    assert_eq!(
        baris(&admin, &format!("{dibaca}&petugas={}", semua[0]["pelaku"]["id"].as_str().unwrap()))
            .await
            .len(),
        1
    );
    let acak = fo.get("/v1/permohonan/0197a000-0000-7000-8000-000000000000").await;
    assert_eq!(acak.masalah(404), "tidak_ditemukan");
    assert!(periksa(&app.kantor).await.utuh());
}

#[tokio::test]
async fn a_conversation_is_read_by_somebody_and_the_trail_is_itself_read_by_somebody() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281300008001");
    warga.tulis("Halo").await;
    let fo = app.sebagai("fo").await;
    let semua = fo.get("/v1/percakapan?pilih=semua").await.ok();
    let id = semua["data"][0]["id"].as_str().unwrap().to_owned();
    for _ in 0..2 {
        fo.get(&format!("/v1/percakapan/{id}/pesan")).await.ok();
    }
    let admin = app.sebagai("admin").await;
    assert_eq!(baris(&admin, &format!("aksi=percakapan.dibaca&objek_id={id}")).await.len(), 1);
    let lagi = baris(&admin, "aksi=audit.dibaca").await;
    assert!(!lagi.is_empty(), "reading the trail is in the trail");
    assert_eq!(fo.get("/v1/audit").await.masalah(403), "tidak_berizin");
    assert_eq!(admin.get("/v1/audit?aksi=DROP%20TABLE").await.masalah(422), "isian_tidak_sah");
    assert_eq!(admin.get("/v1/audit?dari=kemarin").await.masalah(422), "isian_tidak_sah");
}

#[tokio::test]
async fn the_trail_is_paged_and_chosen_from_and_the_trail_of_a_case_holds_its_rows_only() {
    let app = TestApp::start("pekanbaru").await;
    let id = daftarkan(&app).await;
    let admin = app.sebagai("admin").await;
    let mut sesudah = String::new();
    let mut terlihat = std::collections::BTreeSet::new();
    let mut halaman = 0;
    loop {
        let lembar = admin.get(&format!("/v1/audit?batas=5&objek=pengguna{sesudah}")).await.ok();
        for satu in lembar["data"].as_array().unwrap() {
            assert_eq!(satu["objek"], "pengguna");
            assert!(terlihat.insert(satu["id"].as_str().unwrap().to_owned()), "twice");
        }
        halaman += 1;
        let Some(berikut) = lembar["berikut"].as_str() else { break };
        sesudah = format!("&sesudah={berikut}");
    }
    assert!(halaman > 0 && !terlihat.is_empty());
    let kasus = admin.get(&format!("/v1/permohonan/{id}/audit")).await.ok();
    let kasus = kasus["data"].as_array().unwrap();
    assert!(!kasus.is_empty() && kasus.iter().all(|satu| satu["objek_id"] == *id));
    let lain = admin.get("/v1/permohonan/0197a000-0000-7000-8000-000000000000/audit").await;
    assert_eq!(lain.masalah(404), "tidak_ditemukan");
    let saat = |pada: OffsetDateTime| pada.format(&Rfc3339).unwrap().replace('+', "%2B");
    let kini = app.kantor.parts.ports.clock.now();
    assert!(baris(&admin, &format!("dari={}", saat(kini + Duration::HOUR))).await.is_empty());
    assert!(!baris(&admin, &format!("dari={}", saat(kini - Duration::HOUR))).await.is_empty());
    assert!(baris(&admin, &format!("sampai={}", saat(kini - Duration::HOUR))).await.is_empty());
}
