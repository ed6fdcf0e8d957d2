//! The applicant chooses how a product reaches them: in the chat and on the intake page.

use loket_domain::{
    layanan::{JenisIsian, SaluranPenyerahan},
    penyerahan::PeriksaPenerima,
    tenant::Paket,
};
use loket_simulators::whatsapp::{LedgerEntry, Tap, TapKind};
use loket_tests::{
    app::{Kantor, TestApp, lewat_tautan},
    klien::{HTTP, Klien},
    sampai,
    warga::{FOTO, isi, nomor, tautan},
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};

use crate::{
    kembaran::ajukan,
    pekanbaru::{ajukan_pdf, cari},
    penyerahan::{di_loket, jawab, kantor, menjadi, serahkan, undangan_surel},
};

/// Pekanbaru with these channels; an email is confirmed without a question.
async fn kantor_bersurel(saluran: &[SaluranPenyerahan], ubah: impl FnOnce(&mut Paket)) -> TestApp {
    let saluran = saluran.to_vec();
    let kantor = Kantor::siapkan_dengan("pekanbaru", |paket| {
        for produk in paket.layanan.iter_mut().flat_map(|layanan| &mut layanan.produk) {
            produk.penyerahan.clone_from(&saluran);
        }
        paket.penyerahan.periksa_saluran.insert(SaluranPenyerahan::Email, PeriksaPenerima::Tidak);
        ubah(paket);
    })
    .await;
    TestApp::layani(kantor)
}

/// The ways behind the buttons or rows of a message.
fn cara(pesan: &LedgerEntry) -> Vec<String> {
    let semua = pesan.choice_ids();
    semua.iter().map(|id| id.rsplit(':').next().unwrap().to_owned()).collect()
}

fn pilihan<'p>(pesan: &'p LedgerEntry, cara: &str) -> &'p str {
    let semua = pesan.choice_ids();
    semua.into_iter().find(|id| id.ends_with(&format!(":{cara}"))).unwrap_or_else(|| {
        panic!("{cara}: {}", pesan.payload);
    })
}

async fn dipilih(petugas: &Klien, id: &str) -> Value {
    let tawaran = petugas.get(&format!("/v1/permohonan/{id}/penyerahan/pilihan")).await.ok();
    tawaran["data"][0]["pilihan"].clone()
}

#[tokio::test]
async fn a_resident_asks_for_the_email_in_the_chat_and_gets_the_pdf_there_and_nowhere_else() {
    use SaluranPenyerahan::{Email, Loket, Whatsapp};
    let app = kantor_bersurel(&[Whatsapp, Email, Loket], |_| {}).await;
    let warga = app.kantor.warga("6281200000901");
    let nomor = ajukan_pdf(&warga).await;
    warga.pesan("Ketik AMBIL").await;
    let fo = app.sebagai("fo").await;
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    let status = warga.tulis("status").await;
    assert!(isi(&status).contains("Ketik AMBIL"), "{}", isi(&status));
    let tanya = warga.tulis("Ambil").await;
    assert_eq!(cara(&tanya), ["whatsapp", "email", "loket"], "{}", tanya.payload);
    let alamat = warga.ketuk(&tanya, pilihan(&tanya, "email")).await;
    assert!(isi(&alamat).contains("Tulis alamat surel"), "{}", isi(&alamat));
    let salah = warga.tulis("bukan surel").await;
    assert!(isi(&salah).contains("Alamat surel tidak benar"), "{}", isi(&salah));
    assert_eq!(dipilih(&fo, &id).await, Value::Null, "nothing was written down");
    let baik = warga.tulis("siti@contoh.id").await;
    assert!(isi(&baik).contains("dikirim ke surel"), "{}", isi(&baik));
    let kini = dipilih(&fo, &id).await;
    assert_eq!((&kini["saluran"], &kini["tujuan"]), (&json!("email"), &json!("s***@contoh.id")));

    let pdf = serahkan(&app, &fo, &id).await;
    let halaman = undangan_surel(&app, "siti@contoh.id").await;
    assert_eq!(jawab(&app, &halaman, "").await.status, 200);
    let surat = sampai("surel dengan PDF", || async {
        let semua = app.kantor.smtp.mailbox("siti@contoh.id");
        semua.into_iter().find(|satu| !satu.attachments().is_empty())
    })
    .await;
    assert_eq!(surat.attachment(&surat.attachments()[0]).unwrap(), pdf);
    menjadi(&fo, &id, &[("email", "diserahkan")]).await;
    assert!(warga.masuk().iter().all(|pesan| pesan.media.is_none()), "not in the chat as well");
    // It arrived: there is nothing to choose any more, by word or by an old button.
    let usai = warga.ketuk(&tanya, pilihan(&tanya, "whatsapp")).await;
    assert!(isi(&usai).contains("tidak ada dokumen"), "{}", isi(&usai));
    menjadi(&fo, &id, &[("email", "diserahkan")]).await;
}

/// Security bar: a card is never offered as a file, by nobody and in no way (B-24).
#[tokio::test]
async fn for_a_card_only_the_ways_of_a_card_are_offered_and_a_forged_tap_changes_nothing() {
    let app = TestApp::start("sinjai").await;
    let warga = app.kantor.warga("6281900000902");
    let jawaban = [
        ("nama lengkap anak", "Zahra Fauzi"),
        ("anak lahir", "5-5-2024"),
        ("punya akta", "ya"),
        ("disabilitas", "tidak"),
    ];
    let terdaftar = ajukan(&warga, "kartu identitas anak", "Andi Fauzi", &jawaban).await;
    let operator = app.sebagai("operator").await;
    let id = cari(&operator, &nomor(&terdaftar)).await["id"].as_str().unwrap().to_owned();
    // Idle, the word KIRIM means the same.
    let tanya = warga.tulis("kirim").await;
    assert_eq!(cara(&tanya), ["desa", "loket"], "{}", tanya.payload);
    let ketuk = |nomor: &str, cara: &str| {
        let id = format!("v1:serah:{id}:kia:{cara}");
        let tap = Tap { id, title: cara.to_owned(), kind: TapKind::List, description: None };
        app.kantor.wa.tap(nomor, &app.kantor.phone_number_id, &tap).unwrap();
    };
    ketuk(warga.wa_id, "whatsapp");
    sampai("pertanyaan ulang", || async { (warga.masuk().last()?.seq != tanya.seq).then_some(()) })
        .await;
    assert_eq!(dipilih(&operator, &id).await, Value::Null);
    // Somebody else's case does not exist for them.
    let lain = app.kantor.warga("6281900000903");
    ketuk(lain.wa_id, "loket");
    let jawaban = lain.pesan("tidak ada dokumen Anda").await;
    assert!(!isi(&jawaban).contains("KIA"));
    assert_eq!(dipilih(&operator, &id).await, Value::Null);

    // S-8: at the village, by its name; the words of the resident count.
    let di_mana = warga.tulis("1").await;
    assert!(isi(&di_mana).contains("Tulis namanya"), "{}", isi(&di_mana));
    let mana = warga.tulis("Desa Entah").await;
    assert!(isi(&mana).contains("tidak kami temukan"), "{}", isi(&mana));
    let baik = warga.tulis("bonto katute").await;
    assert!(isi(&baik).contains("desa"), "{}", isi(&baik));
    let kini = dipilih(&operator, &id).await;
    assert_eq!((&kini["saluran"], &kini["unit"]), (&json!("desa"), &json!("desa_bonto_katute")));
}

#[tokio::test]
async fn what_waits_at_the_counter_comes_to_the_chat_when_its_applicant_says_so() {
    use SaluranPenyerahan::{Loket, Whatsapp};
    let app = kantor_bersurel(&[Loket, Whatsapp], |_| {}).await;
    let warga = app.kantor.warga("6281200000904");
    let nomor = ajukan_pdf(&warga).await;
    let fo = app.sebagai("fo").await;
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    let pdf = serahkan(&app, &fo, &id).await;
    menjadi(&fo, &id, &[("loket", "siap")]).await;
    let siap = warga.pesan("kode ambil").await;
    assert!(isi(&siap).contains("Ketik AMBIL"), "{}", isi(&siap));
    let tanya = warga.tulis("AMBIL").await;
    warga.ketuk(&tanya, pilihan(&tanya, "whatsapp")).await;
    let (_, diterima) = warga.dokumen("kk-").await;
    assert_eq!(diterima, pdf);
    let semua = menjadi(&fo, &id, &[("loket", "dibatalkan"), ("whatsapp", "diserahkan")]).await;
    assert_eq!(semua[0]["galat"], "pilihan_berubah");
    assert_eq!(semua[0]["oleh"], Value::Null, "nobody of the office did it");
    crate::laporan::cocok(&app).await;
}

#[tokio::test]
async fn a_slot_of_the_shelf_is_free_the_moment_its_attempt_ends() {
    use SaluranPenyerahan::{Loket, Whatsapp};
    let mut app = kantor(&[Loket, Whatsapp]).await;
    let fo = app.sebagai("fo").await;
    let pemohon =
        json!({ "nama": "Budi Contoh", "nik": "1471012502100003", "nomor_wa": "0812 0000 0905" });
    let id = di_loket(&fo, pemohon).await;
    serahkan(&app, &fo, &id).await;
    menjadi(&fo, &id, &[("loket", "siap")]).await;
    let di_rak = async |app: &TestApp| -> i64 {
        let tx =
            app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
        let sql = "SELECT count(*) AS n FROM loket_rak WHERE keadaan = 'di_rak'";
        let baris = Statement::from_string(DbBackend::Postgres, sql);
        tx.query_one_raw(baris).await.unwrap().unwrap().try_get("", "n").unwrap()
    };
    sampai("di rak", || async { (di_rak(&app).await == 1).then_some(()) }).await;
    // Without a worker there is no sweep.
    app.hentikan_pekerja().await;
    let pilih = format!("/v1/permohonan/{id}/penyerahan/pilihan");
    let isi = json!({ "produk": "kk", "saluran": "whatsapp" }).to_string().into_bytes();
    let kepala = [("content-type", "application/json")];
    fo.panggil(Method::PUT, &pilih, &kepala, Some(isi)).await.ok();
    assert_eq!(di_rak(&app).await, 0);
}

async fn buka(url: &str) -> String {
    HTTP.get(url).send().await.unwrap().text().await.unwrap()
}

async fn kirim(url: &str, formulir: Form) -> (u16, String) {
    let jawaban = HTTP.post(url).multipart(formulir).send().await.unwrap();
    (jawaban.status().as_u16(), jawaban.text().await.unwrap())
}

#[tokio::test]
async fn the_intake_page_asks_how_the_product_should_come_and_for_an_address_that_can_be_one() {
    use SaluranPenyerahan::{Email, Loket, Whatsapp};
    let app = kantor_bersurel(&[Whatsapp, Email, Loket], |paket| {
        lewat_tautan(paket);
        paket.layanan[0].isian[1].jenis = JenisIsian::Nik;
        "Berapa NIK pemohon?".clone_into(&mut paket.layanan[0].isian[1].label);
    })
    .await;
    let warga = app.kantor.warga("6281200000906");
    for kata in ["Halo", "1", "Siti Aminah"] {
        warga.tulis(kata).await;
    }
    let tombol = warga.tulis("kartu keluarga").await;
    assert!(isi(&tombol).contains("Cara menerima"), "{}", isi(&tombol));
    let url = tautan(&tombol).unwrap();
    let halaman = buka(&url).await;
    for kata in ["name=\"serah.kk\"", "Surel (email)", "Ambil di loket", "name=\"tujuan.kk\""] {
        assert!(halaman.contains(kata), "{kata}: {halaman}");
    }
    let foto = Part::bytes(FOTO.to_vec()).file_name("a.jpg").mime_str("image/jpeg").unwrap();
    let isian = Form::new()
        .text("isian.nomor_dokumen", "1471010101900001")
        .part("syarat.ktp", foto)
        .text("serah.kk", "2");
    let (status, lagi) = kirim(&url, isian).await;
    assert_eq!(status, 422, "{lagi}");
    assert!(lagi.contains("Alamat surel tidak benar"), "{lagi}");
    assert!(!lagi.contains("syarat.ktp"), "what was sound is not asked for again: {lagi}");
    let lengkap = Form::new().text("serah.kk", "2").text("tujuan.kk", "siti@contoh.id");
    let (status, usai) = kirim(&url, lengkap).await;
    assert_eq!(status, 200, "{usai}");
    let ringkasan = warga.pesan("Balas KIRIM").await;
    assert!(isi(&ringkasan).contains("dikirim ke surel"), "{}", isi(&ringkasan));
    let terdaftar = warga.tulis("KIRIM").await;
    let fo = app.sebagai("fo").await;
    let id = cari(&fo, &nomor(&terdaftar)).await["id"].as_str().unwrap().to_owned();
    let kini = dipilih(&fo, &id).await;
    assert_eq!((&kini["saluran"], &kini["tujuan"]), (&json!("email"), &json!("s***@contoh.id")));
}
