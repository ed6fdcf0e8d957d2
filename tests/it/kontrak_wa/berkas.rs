//! Photos that cannot be fetched at once, and residents who hide their phone.

use loket_simulators::whatsapp::Resident;
use loket_tests::{sampai, warga::isi};
use serde_json::json;

use super::{
    alat::{hitung, kantor, kirim, tanya, tuntas},
    contoh::pesan,
};
use crate::pekanbaru::ajukan_pdf;

#[tokio::test]
async fn a_photo_whose_download_failed_is_there_once_however_often_it_is_sent_again() {
    let app = kantor("pekanbaru").await;
    let warga = app.kantor.warga("6281430000001");
    for teks in ["halo", "1", "Siti Aminah", "kartu keluarga", "1471"] {
        warga.tulis(teks).await;
    }
    // A file at the provider that nobody was told of yet.
    app.kantor.warga("6281430000009").kirim_foto().await;
    let mut kiriman =
        app.kantor.wa.ledger().into_iter().filter(|satu| satu.wa_id == "6281430000009");
    let media = kiriman.find_map(|satu| satu.media).unwrap();
    let sebelum = (hitung(&app, "berkas").await, warga.masuk().len());
    app.kantor.wa.faults(|faults| faults.media_lookup_503 = 1);
    let foto =
        json!({ "type": "image", "image": { "id": media.media_id, "mime_type": "image/jpeg" } });
    let badan = pesan(&app, "6281430000001", "wamid.foto", &foto);
    kirim(&app, &badan).await;
    sampai("unduhan pertama gagal", || async {
        tanya(&app, "SELECT percobaan FROM wa_masuk WHERE kunci = 'wamid.foto' AND percobaan > 0")
            .await
    })
    .await;
    // Meta sends it again, before and after the retry.
    kirim(&app, &badan).await;
    let ringkasan =
        sampai("ringkasan", || async { warga.masuk().into_iter().nth(sebelum.1) }).await;
    assert!(isi(&ringkasan).contains("1 foto/PDF"), "{}", isi(&ringkasan));
    kirim(&app, &badan).await;
    tuntas(&app).await;
    assert_eq!(hitung(&app, "berkas").await, sebelum.0 + 1);
    assert_eq!(hitung(&app, "wa_masuk WHERE kunci = 'wamid.foto'").await, 1);
    assert_eq!(warga.masuk().len(), sebelum.1 + 1);
}

#[tokio::test]
async fn a_resident_without_a_phone_completes_an_intake_and_stays_one_contact_when_it_shows() {
    let app = kantor("pekanbaru").await;
    let wa_id = "6281430000002";
    app.kantor.wa.set_resident(
        wa_id,
        Resident {
            name: Some("Siti".to_owned()),
            username: Some("siti.aminah".to_owned()),
            hide_phone: true,
            ..Resident::default()
        },
    );
    let warga = app.kantor.warga(wa_id);
    let terdaftar = ajukan_pdf(&warga).await;
    assert_eq!(hitung(&app, "kontak WHERE nomor_indeks IS NULL AND bsuid IS NOT NULL").await, 1);
    app.kantor
        .wa
        .set_resident(wa_id, Resident { name: Some("Siti".to_owned()), ..Resident::default() });
    let status = warga.tulis("status").await;
    assert!(isi(&status).contains(&terdaftar), "{}", isi(&status));
    assert_eq!(hitung(&app, "kontak").await, 1);
    assert_eq!(
        hitung(&app, "kontak WHERE nomor_indeks IS NOT NULL AND bsuid IS NOT NULL").await,
        1
    );
    assert_eq!(hitung(&app, "kontak WHERE verifikasi_ulang IS NOT NULL").await, 0);
}

#[tokio::test]
async fn a_file_that_whatsapp_itself_refused_is_told_and_the_question_asked_again() {
    let app = kantor("pekanbaru").await;
    let warga = app.kantor.warga("6281430000003");
    for teks in ["halo", "1", "Siti Aminah", "kartu keluarga", "1471"] {
        warga.tulis(teks).await;
    }
    let galat = json!([{ "code": 131_052, "title": "Media download error" }]);
    let isi_pesan = json!({ "type": "unsupported", "errors": galat });
    kirim(&app, &pesan(&app, "6281430000003", "wamid.besar", &isi_pesan)).await;
    let jawaban = warga.pesan("Berkas terlalu besar").await;
    assert!(isi(&jawaban).contains("KTP-el"), "{}", isi(&jawaban));
}
