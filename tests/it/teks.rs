//! The office's own words: edited over REST, read by residents in the language they chose.

use loket_tests::{
    app::TestApp,
    klien::{Jawaban, Klien},
    warga::isi,
};
use reqwest::Method;
use serde_json::json;

fn etag(jawaban: &Jawaban) -> String {
    jawaban.header["etag"].to_str().unwrap().to_owned()
}

async fn tulis(admin: &Klien, jalur: &str, etag: &str, pola: &str) -> Jawaban {
    let header = [("content-type", "application/json"), ("if-match", etag)];
    let isi = json!({ "pola": pola }).to_string().into_bytes();
    admin.panggil(Method::PUT, jalur, &header, Some(isi)).await
}

#[actix_web::test]
async fn an_office_words_a_text_anew_and_residents_read_it_in_the_next_message() {
    let app = TestApp::start("kembaran").await;
    let admin = app.sebagai("admin").await;
    let warga = app.kantor.warga("6281200020001");
    let kini = admin.get("/v1/teks").await;
    let awal = etag(&kini);
    let daftar = kini.ok();
    let titipan = daftar["teks"].as_array().unwrap().iter().find(|t| t["kode"] == "titipan");
    assert_eq!(
        titipan.unwrap()["pratinjau"],
        "2 berkas sudah kami simpan. Untuk layanan yang mana?"
    );

    let jalur = "/v1/teks/id/pilihan_tidak_dikenali";
    let salah = tulis(&admin, jalur, &awal, "{nik}").await;
    assert_eq!(salah.masalah(422), "isian_tidak_sah");
    assert_eq!(salah.json["errors"][0]["kode"], "isian_tidak_dikenal");
    assert_eq!(salah.json["errors"][0]["pointer"], "/pola");
    let panjang = tulis(&admin, "/v1/teks/id/buka_menu", &awal, &"x".repeat(21)).await;
    assert_eq!(panjang.json["errors"][0]["kode"], "teks_terlalu_panjang");
    assert_eq!(tulis(&admin, "/v1/teks/xx/buka_menu", &awal, "Buka").await.status, 404);

    let baru = tulis(&admin, jalur, &awal, "Nyuwun pangapunten, kami belum paham.").await;
    let sesudah = etag(&baru);
    baru.ok();
    assert_eq!(tulis(&admin, jalur, &awal, "Lain").await.masalah(412), "teks_usang");
    warga.tulis("halo").await;
    let jawaban = warga.tulis("xyzzy").await;
    assert!(isi(&jawaban).starts_with("Nyuwun pangapunten"), "{}", isi(&jawaban));

    let hapus = [("if-match", sesudah.as_str())];
    assert_eq!(admin.panggil(Method::DELETE, jalur, &hapus, None).await.status, 204);
    let jawaban = warga.tulis("xyzzy").await;
    assert!(isi(&jawaban).starts_with("Maaf, pilihan itu"), "{}", isi(&jawaban));
    let fo = app.sebagai("petugas_pelayanan").await;
    assert_eq!(fo.get("/v1/teks").await.masalah(403), "tidak_berizin");
}

#[actix_web::test]
async fn a_resident_who_chose_a_language_is_answered_in_it_where_there_are_words() {
    let app = TestApp::start("kembaran").await;
    let warga = app.kantor.warga("6281200020002");
    warga.tulis("halo").await;
    let pilihan = warga.tulis("bahasa").await;
    assert!(isi(&pilihan).contains("1. Bahasa Indonesia\n2. Basa Jawa"), "{}", isi(&pilihan));
    let baik = warga.ketuk(&pilihan, "v1:bahasa:jv").await;
    assert!(isi(&baik).contains("Basa Jawa"), "{}", isi(&baik));
    let salam = warga.tulis("menu").await;
    assert!(isi(&salam).starts_with("Sugeng rawuh"), "{}", isi(&salam));
    assert!(isi(&salam).contains("Pilih, "), "what has no words is said in Indonesian");
    let kembali = warga.tulis("Bahasa Indonesia").await;
    assert!(isi(&kembali).contains("bahasa Indonesia"), "{}", isi(&kembali));
    let salam = warga.tulis("menu").await;
    assert!(!isi(&salam).starts_with("Sugeng"), "{}", isi(&salam));
}

#[actix_web::test]
async fn a_resident_who_opted_out_and_an_album_are_each_answered_once() {
    let app = TestApp::start("pekanbaru").await;
    let warga = app.kantor.warga("6281200020003");
    warga.tulis("halo").await;
    let berhenti = warga.tulis("BERHENTI").await;
    assert!(isi(&berhenti).contains("MULAI"), "{}", isi(&berhenti));
    warga.tulis("mulai").await;
    let sebelum = warga.masuk().len();
    let album = warga.kirim_album(3).await;
    assert!(isi(&album).contains("3 berkas sudah kami simpan"), "{}", isi(&album));
    let tanya = warga.tulis("1").await;
    assert!(isi(&tanya).contains("Siapa nama lengkap pemohon?"), "{}", isi(&tanya));
    assert_eq!(warga.masuk().len(), sebelum + 2, "one answer to the album, one to the choice");
}
