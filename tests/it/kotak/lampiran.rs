//! Files and texts of the thread that become papers and notes of a case.

use loket_tests::{
    app::TestApp,
    klien::taruh,
    warga::{FOTO, isi},
};
use serde_json::json;

use super::{balas, entri, id, kasus, masuk, menunggu, satu};

#[tokio::test]
async fn a_case_is_made_from_a_conversation_and_later_photos_are_attached_to_it() {
    let app = TestApp::start("pekanbaru").await;
    let fo = masuk(&app, "fo1").await;
    let warga = app.kantor.warga("6281300000911");
    warga.tulis("petugas").await;
    let percakapan = id(&menunggu(&fo, 1).await[0]);
    warga.titip_foto();
    let foto = entri(&fo, &percakapan, "foto di benang", |baris| !baris["berkas"].is_null()).await;
    assert_eq!((&foto["arah"], &foto["jenis"]), (&json!("masuk"), &json!("berkas")));
    let unduhan = foto["berkas"]["unduhan"].as_str().unwrap();
    assert!(fo.get(unduhan).await.ok()["url"].is_string());

    let berkas = foto["berkas"]["id"].clone();
    let jalur = format!("/v1/percakapan/{percakapan}/permohonan");
    let salah = kasus(&json!([{ "id": berkas, "syarat": "tak_ada" }]));
    let salah = fo.post_dengan(&jalur, &[("idempotency-key", "s")], salah).await;
    assert_eq!(salah.masalah(422), "isian_tidak_sah");
    let isi_kasus = kasus(&json!([{ "id": berkas, "syarat": "ktp" }]));
    let baru = fo.post_dengan(&jalur, &[("idempotency-key", "a")], isi_kasus.clone()).await.ok();
    let lagi = fo.post_dengan(&jalur, &[("idempotency-key", "a")], isi_kasus).await.ok();
    assert_eq!(baru["id"], lagi["id"]);
    let nomor = baru["nomor"].as_str().unwrap();
    assert!(isi(&warga.pesan("sudah terdaftar").await).contains(nomor));
    assert_eq!(satu(&fo, &percakapan).await["permohonan"], json!([nomor]));
    let rinci = fo.get(&format!("/v1/permohonan/{}", id(&baru))).await.ok();
    assert_eq!(rinci["kanal"], "whatsapp");
    assert_eq!(
        (&rinci["berkas"][0]["id"], &rinci["berkas"][0]["syarat"]),
        (&berkas, &json!("ktp"))
    );

    // One more photo, and a text that matters.
    warga.titip_foto();
    warga.kirim("nomor KK yang benar 1471 akhir 9");
    let kedua = entri(&fo, &percakapan, "foto kedua", |baris| {
        !baris["berkas"].is_null() && baris["berkas"]["id"] != berkas
    })
    .await;
    let teks = entri(&fo, &percakapan, "teks", |baris| {
        baris["teks"].as_str().is_some_and(|teks| teks.contains("akhir 9"))
    })
    .await;
    let lampirkan = |pesan: String| format!("/v1/percakapan/{percakapan}/pesan/{pesan}/lampirkan");
    let tujuan = |syarat: &str| json!({ "permohonan_id": baru["id"], "syarat": syarat });
    let asing = fo.post(&lampirkan(id(&kedua)), tujuan("tak_ada")).await;
    assert_eq!(asing.masalah(422), "isian_tidak_sah");
    let hasil = fo.post(&lampirkan(id(&kedua)), tujuan("ktp")).await.ok();
    assert_eq!(hasil["berkas_id"], kedua["berkas"]["id"]);
    let hasil = fo.post(&lampirkan(id(&teks)), json!({ "permohonan_id": baru["id"] })).await.ok();
    let forum = fo.get(&format!("/v1/permohonan/{}/forum", id(&baru))).await.ok();
    assert_eq!(forum["data"][0]["id"], hasil["catatan_id"]);
    assert!(forum["data"][0]["isi"].as_str().unwrap().starts_with("Dari warga: nomor KK"));
    let rinci = fo.get(&format!("/v1/permohonan/{}", id(&baru))).await.ok();
    assert_eq!(rinci["berkas"].as_array().unwrap().len(), 2);

    // Somebody else's case takes nothing from this conversation.
    let lain = app.kantor.warga("6281300000912");
    lain.tulis("petugas").await;
    let semua = menunggu(&fo, 2).await;
    let asing = semua.iter().map(id).find(|satu| *satu != percakapan).unwrap();
    let jalur = format!("/v1/percakapan/{asing}/pesan/{}/lampirkan", id(&kedua));
    assert_eq!(fo.post(&jalur, tujuan("ktp")).await.masalah(404), "tidak_ditemukan");
    let curi = kasus(&json!([{ "id": kedua["berkas"]["id"], "syarat": "ktp" }]));
    let jalur = format!("/v1/percakapan/{asing}/permohonan");
    let curi = fo.post_dengan(&jalur, &[("idempotency-key", "b")], curi).await;
    assert_eq!(curi.masalah(404), "tidak_ditemukan");
}

#[tokio::test]
async fn an_officer_sends_a_picture_that_was_uploaded() {
    let app = TestApp::start("pekanbaru").await;
    let fo = masuk(&app, "fo1").await;
    let warga = app.kantor.warga("6281300000913");
    warga.tulis("petugas").await;
    let percakapan = id(&menunggu(&fo, 1).await[0]);
    let umum = json!({ "tipe": "image/jpeg", "ukuran": FOTO.len() });
    let umum = fo.post(&format!("/v1/percakapan/{percakapan}/berkas"), umum).await.ok();
    let isi = json!({ "berkas_id": umum["id"], "keterangan": "Contoh foto yang benar" });
    let dini = balas(&fo, &percakapan, "a", isi.clone()).await;
    assert_eq!(dini.masalah(409), "berkas_belum_sah");
    taruh(&umum["unggah"], FOTO).await;
    fo.post(&format!("/v1/berkas/{}/selesai", id(&umum)), json!({})).await.ok();
    balas(&fo, &percakapan, "b", isi).await.ok();
    let diterima = loket_tests::sampai("gambar diterima", || async {
        warga.masuk().into_iter().find(|pesan| pesan.media.is_some())
    })
    .await;
    assert_eq!(diterima.media.unwrap().mime_type, "image/jpeg");
    let kirim =
        entri(&fo, &percakapan, "gambar di benang", |baris| baris["jenis"] == "gambar").await;
    assert_eq!(kirim["berkas"]["id"], umum["id"]);
    assert_eq!(kirim["teks"], "Contoh foto yang benar");
}
