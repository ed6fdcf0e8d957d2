//! What becomes of a hand-over when nobody answers: parked documents, reminders, emails that come back or stay unknown.

use loket_domain::layanan::SaluranPenyerahan;
use loket_tests::{
    app::TestApp,
    klien::{Jawaban, Klien},
    sampai,
    warga::isi,
};
use reqwest::Method;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};

use crate::{
    laporan::cocok,
    pekanbaru::{ajukan_pdf, cari},
    pengiriman::{paksa, tutup_jendela},
    penyerahan::{NIK, di_loket, jawab, kantor, menjadi, serahkan, undangan, undangan_surel},
};

/// Whether a statement about the tables of the office holds.
async fn benar(app: &TestApp, sql: &str) -> bool {
    let tx = app.kantor.parts.postgres.begin_tenant_read(&app.kantor.tenant.slug).await.unwrap();
    let baris = Statement::from_string(DbBackend::Postgres, format!("SELECT ({sql}) AS ya"));
    let ya: Option<bool> =
        tx.query_one_raw(baris).await.unwrap().unwrap().try_get("", "ya").unwrap();
    ya == Some(true)
}

#[tokio::test]
async fn a_document_nobody_opens_the_window_for_goes_to_the_counter_and_never_leaves_later() {
    use SaluranPenyerahan::{Loket, Whatsapp};
    let app = kantor(&[Whatsapp, Loket]).await;
    let warga = app.kantor.warga("6281200000911");
    let nomor = ajukan_pdf(&warga).await;
    let fo = app.sebagai("fo").await;
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    tutup_jendela(&app).await;
    serahkan(&app, &fo, &id).await;
    sampai("dokumen parkir", || async {
        let parkir = "SELECT count(*) = 1 FROM pesan_keluar WHERE jenis = 'dokumen' AND keadaan = 'tertahan'";
        benar(&app, parkir).await.then_some(())
    })
    .await;
    menjadi(&fo, &id, &[("whatsapp", "berjalan")]).await;
    // Three working days: not before the third day from now.
    let tenggat = "SELECT tenggat_pada > diubah_pada + interval '2 days' FROM penyerahan";
    assert!(benar(&app, tenggat).await);
    paksa(&app, "UPDATE penyerahan SET tenggat_pada = diubah_pada - interval '1 day'").await;
    let semua = menjadi(&fo, &id, &[("whatsapp", "gagal"), ("loket", "siap")]).await;
    assert_eq!(semua[0]["galat"], "penerima_tidak_menulis");
    // The resident is back: told where it is, and the parked file is not sent after all.
    warga.tulis("halo").await;
    warga.pesan("diambil di loket kantor").await;
    sampai("tidak ada yang tertahan", || async {
        let kosong = "SELECT count(*) = 0 FROM pesan_keluar WHERE keadaan IN ('antre', 'mengirim', 'tertahan')";
        benar(&app, kosong).await.then_some(())
    })
    .await;
    assert!(warga.masuk().iter().all(|pesan| pesan.media.is_none()));
    menjadi(&fo, &id, &[("whatsapp", "gagal"), ("loket", "siap")]).await;
    cocok(&app).await;
}

#[tokio::test]
async fn a_resident_who_writes_in_time_gets_the_parked_document_once() {
    use SaluranPenyerahan::{Loket, Whatsapp};
    let app = kantor(&[Whatsapp, Loket]).await;
    let warga = app.kantor.warga("6281200000912");
    let nomor = ajukan_pdf(&warga).await;
    let fo = app.sebagai("fo").await;
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    tutup_jendela(&app).await;
    serahkan(&app, &fo, &id).await;
    menjadi(&fo, &id, &[("whatsapp", "berjalan")]).await;
    warga.tulis("halo").await;
    warga.dokumen("kk-").await;
    menjadi(&fo, &id, &[("whatsapp", "diserahkan")]).await;
    // The limit passes after it arrived, and means nothing any more.
    paksa(&app, "UPDATE penyerahan SET tenggat_pada = diubah_pada - interval '1 day'").await;
    warga.tulis("status").await;
    menjadi(&fo, &id, &[("whatsapp", "diserahkan")]).await;
    assert_eq!(warga.masuk().iter().filter(|pesan| pesan.media.is_some()).count(), 1);
}

#[tokio::test]
async fn a_recipient_is_reminded_once_and_then_the_counter_takes_over() {
    use SaluranPenyerahan::{Loket, Whatsapp};
    let app = kantor(&[Whatsapp, Loket]).await;
    let fo = app.sebagai("fo").await;
    let pemohon = json!({ "nama": "Budi Contoh", "nik": NIK, "nomor_wa": "0812 0000 0913" });
    let id = di_loket(&fo, pemohon).await;
    let warga = app.kantor.warga("6281200000913");
    warga.tulis("halo").await;
    serahkan(&app, &fo, &id).await;
    let halaman = undangan(&app, "6281200000913").await;
    menjadi(&fo, &id, &[("whatsapp", "menunggu_penerima")]).await;
    let jarak =
        "SELECT ingat_pada < berlaku_sampai AND ingat_pada > dibuat_pada FROM penyerahan_tautan";
    assert!(benar(&app, jarak).await, "between the question and its end");
    paksa(&app, "UPDATE penyerahan_tautan SET ingat_pada = dibuat_pada - interval '1 minute'")
        .await;
    let ingat = warga.pesan("masih menunggu").await;
    assert!(!isi(&ingat).contains("Budi") && !isi(&ingat).contains(NIK));
    assert_eq!(app.anonim().get(&halaman).await.status, 200, "the link is still good");
    paksa(&app, "UPDATE penyerahan_tautan SET berlaku_sampai = dibuat_pada - interval '1 minute'")
        .await;
    let semua = menjadi(&fo, &id, &[("whatsapp", "gagal"), ("loket", "siap")]).await;
    assert_eq!(semua[0]["galat"], "penerima_tidak_menjawab");
    assert_eq!(jawab(&app, &halaman, "0003").await.status, 410);
    warga.pesan("diambil di loket kantor").await;
    let kali = warga.masuk().iter().filter(|p| isi(p).contains("masih menunggu")).count();
    assert_eq!(kali, 1);
    cocok(&app).await;
}

/// Up to the email with the document, which is confirmed.
async fn sampai_surel(app: &TestApp, fo: &Klien, alamat: &str, salah: impl FnOnce()) -> String {
    let id = di_loket(fo, json!({ "nama": "Budi Contoh", "nik": NIK })).await;
    let pilih = format!("/v1/permohonan/{id}/penyerahan/pilihan");
    let isi = json!({ "produk": "kk", "saluran": "email", "surel": alamat });
    let kepala = [("content-type", "application/json")];
    fo.panggil(Method::PUT, &pilih, &kepala, Some(isi.to_string().into_bytes())).await.ok();
    serahkan(app, fo, &id).await;
    let halaman = undangan_surel(app, alamat).await;
    menjadi(fo, &id, &[("email", "menunggu_penerima")]).await;
    salah();
    assert_eq!(jawab(app, &halaman, "0003").await.status, 200);
    id
}

fn dokumen(app: &TestApp, alamat: &str) -> usize {
    let semua = app.kantor.smtp.mailbox(alamat);
    semua.iter().filter(|satu| !satu.attachments().is_empty()).count()
}

async fn hasil(petugas: &Klien, id: &Value, isi: Value) -> Jawaban {
    let jalur = format!("/v1/penyerahan/{}/hasil-surel", id.as_str().unwrap());
    petugas.post(&jalur, isi).await
}

#[tokio::test]
async fn an_email_with_a_document_that_nobody_knows_the_end_of_is_shown_and_not_sent_twice() {
    use SaluranPenyerahan::{Email, Loket};
    let app = kantor(&[Email, Loket]).await;
    let fo = app.sebagai("fo").await;
    let id = sampai_surel(&app, &fo, "ragu@contoh.id", || {
        app.kantor.smtp.faults(|f| f.drop_after_data = 1);
    })
    .await;
    let surel = sampai("surel yang tidak diketahui", || async {
        let lembar = fo.get("/v1/surel?keadaan=tidak_diketahui").await.ok();
        Some(lembar["data"][0].clone()).filter(Value::is_object)
    })
    .await;
    assert_eq!((&surel["jenis"], &surel["permohonan_id"]), (&json!("dokumen"), &json!(id)));
    let semua = menjadi(&fo, &id, &[("email", "berjalan")]).await;
    assert_eq!(semua[0]["galat"], "kirim_tidak_diketahui");
    let masalah = app.sebagai("admin").await.get("/v1/operasi/masalah").await.ok();
    assert_eq!(
        (&masalah["data"][0]["jenis"], &masalah["data"][0]["keadaan"]),
        (&json!("surel_keluar"), &json!("tidak_diketahui")),
        "{masalah}"
    );
    let kabar = fo.get("/v1/notifikasi").await.ok();
    assert!(kabar.to_string().contains("tidak diketahui apakah surel"), "{kabar}");
    assert_eq!(dokumen(&app, "ragu@contoh.id"), 1);
    hasil(&fo, &semua[0]["id"], json!({ "hasil": "sampai" })).await.ok();
    menjadi(&fo, &id, &[("email", "diserahkan")]).await;
    assert_eq!(
        hasil(&fo, &semua[0]["id"], json!({ "hasil": "sampai" })).await.masalah(409),
        "keadaan_penyerahan"
    );
    assert_eq!(dokumen(&app, "ragu@contoh.id"), 1, "never twice");
    cocok(&app).await;
}

#[tokio::test]
async fn a_busy_mail_server_is_asked_again_and_mail_that_comes_back_takes_the_next_channel() {
    use SaluranPenyerahan::{Email, Loket};
    let app = kantor(&[Email, Loket]).await;
    let fo = app.sebagai("fo").await;
    let id = sampai_surel(&app, &fo, "penuh@contoh.id", || {
        app.kantor.smtp.faults(|f| f.rcpt_4xx = 1);
    })
    .await;
    let semua = menjadi(&fo, &id, &[("email", "diserahkan")]).await;
    assert_eq!(dokumen(&app, "penuh@contoh.id"), 1);
    let tanpa = hasil(&fo, &semua[0]["id"], json!({ "hasil": "terpantul" })).await;
    assert_eq!(
        (tanpa.status.as_u16(), &tanpa.json["errors"][0]["pointer"]),
        (422, &json!("/sebab"))
    );
    let pantul = json!({ "hasil": "terpantul", "sebab": "kotak_penuh" });
    hasil(&fo, &semua[0]["id"], pantul.clone()).await.ok();
    let semua = menjadi(&fo, &id, &[("email", "gagal"), ("loket", "siap")]).await;
    assert_eq!(semua[0]["galat"], "surel_kotak_penuh");
    assert_eq!(
        hasil(&fo, &semua[0]["id"], pantul.clone()).await.masalah(409),
        "keadaan_penyerahan"
    );
    assert_eq!(hasil(&fo, &semua[1]["id"], pantul.clone()).await.masalah(409), "bukan_surel");
    let gagal = fo.get("/v1/surel?keadaan=gagal").await.ok();
    assert_eq!(gagal["data"][0]["galat"], "surel_kotak_penuh");
    assert!(!gagal.to_string().contains("penuh@contoh.id"), "never to whom");
    let admin = app.sebagai("admin").await;
    assert!(admin.get("/v1/operasi/masalah").await.ok().to_string().contains("surel_kotak_penuh"));
    let jalur = format!("/v1/penyerahan/{}/hasil-surel", semua[0]["id"].as_str().unwrap());
    assert_eq!(admin.post(&jalur, pantul).await.masalah(403), "tidak_berizin");
    cocok(&app).await;
}

#[tokio::test]
async fn a_document_that_is_withdrawn_before_it_left_stays_here() {
    use SaluranPenyerahan::{Loket, Whatsapp};
    let app = kantor(&[Whatsapp, Loket]).await;
    let (fo, kasi) = (app.sebagai("fo").await, app.sebagai("kasi").await);
    // One is parked outside the window, one waits for an answer.
    let warga = app.kantor.warga("6281200000914");
    let nomor = ajukan_pdf(&warga).await;
    let parkir = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    let pemohon = json!({ "nama": "Budi Contoh", "nik": NIK, "nomor_wa": "0812 0000 0915" });
    let tanya = di_loket(&fo, pemohon).await;
    let lain = app.kantor.warga("6281200000915");
    lain.tulis("halo").await;
    serahkan(&app, &fo, &tanya).await;
    let halaman = undangan(&app, "6281200000915").await;
    tutup_jendela(&app).await;
    serahkan(&app, &fo, &parkir).await;
    menjadi(&fo, &parkir, &[("whatsapp", "berjalan")]).await;
    for id in [&parkir, &tanya] {
        let rinci = fo.get(&format!("/v1/permohonan/{id}")).await.ok();
        let dokumen = rinci["dokumen"][0]["id"].as_str().unwrap();
        let cabut = json!({ "kode": "data_salah", "alasan": "Nama ayah salah tulis." });
        kasi.post(&format!("/v1/dokumen/{dokumen}/pencabutan"), cabut).await.ok();
        let semua = sampai("dibatalkan", || async {
            let semua = crate::penyerahan::buku(&fo, id).await;
            (semua[0]["keadaan"] == "dibatalkan").then_some(semua)
        })
        .await;
        assert_eq!(semua.len(), 1, "nothing follows a document that counts no more");
    }
    assert_eq!(jawab(&app, &halaman, "0003").await.status, 410);
    warga.tulis("halo").await;
    sampai("antrean kosong", || async {
        let kosong = "SELECT count(*) = 0 FROM pesan_keluar WHERE keadaan IN ('antre', 'mengirim')";
        benar(&app, kosong).await.then_some(())
    })
    .await;
    for satu in [&warga, &lain] {
        assert!(satu.masuk().iter().all(|pesan| pesan.media.is_none()));
    }
}
