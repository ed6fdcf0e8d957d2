//! What becomes of a code on its way: refusals told as they are, and never two.

use loket_domain::layanan::SaluranPenyerahan;
use loket_simulators::whatsapp::FailSends;
use loket_tests::{app::TestApp, klien::Klien, sampai};
use serde_json::{Value, json};

use super::{Kasus, TEMPLAT, baca, daftarkan, kantor, ketik, kode_ke, kode_tiba, minta};
use crate::{kontrak_wa::alat::hitung, serah_mati::Luar};

/// The newest code, once its message stands there.
async fn menjadi(fo: &Klien, kasus: &Kasus, keadaan: &str) -> Value {
    sampai(&format!("pesan kode {keadaan}"), || async {
        let satu = baca(fo, &kasus.kontak).await;
        (satu["pengiriman"]["keadaan"] == keadaan).then_some(satu)
    })
    .await
}

fn tolak(app: &TestApp, count: u32, code: i64) {
    app.kantor.wa.faults(|faults| {
        faults.fail_sends = Some(FailSends { count, status: 400, code });
    });
}

#[tokio::test]
async fn an_office_without_an_approved_template_sends_no_code_and_says_why() {
    let app = TestApp::start("pekanbaru").await;
    let (fo, admin) = (app.sebagai("fo").await, app.sebagai("admin").await);
    let kasus = daftarkan(&fo, "081555000301").await;
    assert_eq!(minta(&fo, &kasus).await.masalah(409), "templat_kode_belum_siap");
    assert_eq!(hitung(&app, "kode_nomor").await, 0, "and nothing counts");
    // Every office is offered one; only an approved one is used.
    let semua = admin.get("/v1/wa/templat").await.ok();
    let semua = semua["data"].as_array().unwrap();
    let templat = semua.iter().find(|satu| satu["nama"] == TEMPLAT).unwrap();
    assert_eq!(
        (&templat["kategori"], &templat["keadaan"]),
        (&json!("AUTHENTICATION"), &json!("draf"))
    );
    let jalur = format!("/v1/wa/templat/{}/pengajuan", templat["id"].as_str().unwrap());
    assert_eq!(admin.post(&jalur, json!(null)).await.ok()["keadaan"], "disetujui");
    minta(&fo, &kasus).await.ok();
    kode_ke(&app.kantor.warga("6281555000301"), 0).await;
    // WhatsApp stops it: the officer sees it at the code, and no further one is promised.
    tolak(&app, 1, 132_015);
    minta(&fo, &kasus).await.ok();
    let gagal = menjadi(&fo, &kasus, "gagal").await;
    assert_eq!(gagal["pengiriman"]["sebab"]["kode"], "wa_132015");
    assert_eq!(minta(&fo, &kasus).await.masalah(409), "templat_kode_belum_siap");
}

#[tokio::test]
async fn a_number_that_is_not_on_whatsapp_is_told_as_such() {
    let app = kantor().await;
    let fo = app.sebagai("fo").await;
    let kasus = daftarkan(&fo, "081555000302").await;
    // Accepted, and refused in a status later, as WhatsApp does it.
    app.kantor.wa.faults(|faults| faults.not_on_whatsapp = vec!["6281555000302".to_owned()]);
    minta(&fo, &kasus).await.ok();
    let gagal = menjadi(&fo, &kasus, "gagal").await;
    let sebab = &gagal["pengiriman"]["sebab"];
    assert_eq!(sebab["kode"], "wa_131026");
    assert!(sebab["kalimat"].as_str().unwrap().contains("tidak memakai WhatsApp"), "{sebab}");
    assert_eq!(
        (&gagal["keadaan"], &gagal["nomor_terbukti_pada"]),
        (&json!("menunggu"), &Value::Null)
    );
    assert_eq!(hitung(&app, "kode_nomor WHERE kode_tersegel IS NOT NULL").await, 0);
    // Nobody sends the same code again, whatever they press.
    let admin = app.sebagai("admin").await;
    let pesan = gagal["pengiriman"]["pesan_id"].as_str().unwrap();
    let ulang = json!({ "paksa": true, "alasan": "Coba lagi." });
    let ulang = admin.post(&format!("/v1/pesan-keluar/{pesan}/ulang"), ulang).await;
    assert_eq!(ulang.masalah(409), "kode_tidak_diulang");
    // Refused at once, it is the same.
    let lain = daftarkan(&fo, "081555000303").await;
    tolak(&app, 1, 131_026);
    minta(&fo, &lain).await.ok();
    assert_eq!(menjadi(&fo, &lain, "gagal").await["pengiriman"]["sebab"]["kode"], "wa_131026");
}

#[tokio::test]
async fn a_refusal_that_passes_brings_the_same_code_later_and_once() {
    let app = kantor().await;
    let fo = app.sebagai("fo").await;
    let warga = app.kantor.warga("6281555000304");
    let kasus = daftarkan(&fo, "081555000304").await;
    tolak(&app, 2, 131_016);
    minta(&fo, &kasus).await.ok();
    let kode = kode_ke(&warga, 0).await;
    menjadi(&fo, &kasus, "terkirim").await;
    assert_eq!(kode_tiba(&warga), std::slice::from_ref(&kode));
    assert_eq!(hitung(&app, "kode_nomor WHERE kode_tersegel IS NOT NULL").await, 0);
    ketik(&fo, &kasus.kontak, &kode).await.ok();
    assert!(app.kantor.wa.duplicates().is_empty());
}

#[tokio::test]
async fn who_opted_out_gets_no_code_and_proves_the_number_by_writing() {
    let app = kantor().await;
    let fo = app.sebagai("fo").await;
    let warga = app.kantor.warga("6281555000305");
    warga.tulis("halo").await;
    warga.tulis("berhenti").await;
    let kasus = daftarkan(&fo, "081555000305").await;
    assert_eq!(minta(&fo, &kasus).await.masalah(409), "kontak_berhenti");
    warga.tulis("mulai").await;
    minta(&fo, &kasus).await.ok();
    kode_ke(&warga, 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_killed_around_the_send_of_a_code_never_sends_it_twice() {
    let mut luar = Luar::start(&[SaluranPenyerahan::Whatsapp, SaluranPenyerahan::Loket]).await;
    let tenant = luar.kantor.tenant.clone();
    loket::setup::ajukan_templat(&luar.kantor.parts, &tenant).await.unwrap();
    let fo = luar.fo().await;
    let (pertama, kedua) =
        (daftarkan(&fo, "081555000306").await, daftarkan(&fo, "081555000307").await);
    // Killed after WhatsApp took it, in the middle of its saying so.
    luar.kantor.wa.faults(|f| {
        f.hold_statuses = true;
        f.slow_body = 20;
        f.slow_body_ms = 30_000;
    });
    minta(&fo, &pertama).await.ok();
    let kode = kode_ke(&luar.kantor.warga("6281555000306"), 0).await;
    luar.pekerja.bunuh();
    // Nobody knows that it arrived, and nobody sends it again: that it may have is said.
    let ragu = menjadi(&fo, &pertama, "dilewati").await;
    assert_eq!(ragu["pengiriman"]["sebab"]["kode"], "kode_tidak_pasti");
    luar.kantor.wa.faults(|f| {
        f.hold_statuses = false;
        f.slow_body = 0;
    });
    menjadi(&fo, &pertama, "terkirim").await;
    ketik(&fo, &pertama.kontak, &kode).await.ok();
    assert_eq!(kode_tiba(&luar.kantor.warga("6281555000306")), [kode]);
    // Killed before: the code is gone, which is said, and the next one comes.
    luar.kantor.wa.faults(|f| f.slow_answer_ms = 30_000);
    minta(&fo, &kedua).await.ok();
    menjadi(&fo, &kedua, "mengirim").await;
    luar.pekerja.bunuh();
    luar.kantor.wa.faults(|f| f.slow_answer_ms = 0);
    let ragu = menjadi(&fo, &kedua, "dilewati").await;
    assert_eq!(ragu["pengiriman"]["sebab"]["kode"], "kode_tidak_pasti");
    let warga = luar.kantor.warga("6281555000307");
    assert!(kode_tiba(&warga).len() <= 1);
    let sebelum = kode_tiba(&warga).len();
    minta(&fo, &kedua).await.ok();
    let baru = kode_ke(&warga, sebelum).await;
    ketik(&fo, &kedua.kontak, &baru).await.ok();
    assert!(luar.kantor.wa.duplicates().is_empty(), "{:#?}", luar.kantor.wa.duplicates());
}
