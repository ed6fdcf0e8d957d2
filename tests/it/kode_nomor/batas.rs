//! How often a code may be answered, how long it lasts, and how many a number gets.

use std::sync::Arc;

use loket::setup;
use loket_domain::kalender::Clock;
use loket_infra::crypto::SystemClock;
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
};
use time::{Duration, OffsetDateTime, macros::datetime};

use super::{baca, daftarkan, kantor, ketik, kode_ke, kode_tiba, meleset, minta};
use crate::kontrak_wa::alat::hitung;

const SENIN: OffsetDateTime = datetime!(2027-02-01 8:00 +07);

/// An office whose clock stands still.
async fn berjam() -> (TestApp, Arc<Jam>) {
    let jam = Arc::new(Jam::di(SENIN));
    let kantor = Kantor::siapkan_pada("pekanbaru", Some(jam.clone()), |_| {}).await;
    kantor.wa.advance((SENIN - SystemClock.now()).try_into().unwrap());
    let app = TestApp::layani(kantor);
    setup::ajukan_templat(&app.kantor.parts, &app.kantor.tenant).await.unwrap();
    (app, jam)
}

fn lewat(app: &TestApp, jam: &Jam, selama: Duration) {
    app.kantor.wa.advance(selama.try_into().unwrap());
    jam.pindah(jam.now() + selama);
}

/// Security bar 6, for residents: few tries, and the right answer comes too late.
#[tokio::test]
async fn five_wrong_answers_end_a_code_even_side_by_side() {
    let app = kantor().await;
    let fo = app.sebagai("fo").await;
    let warga = app.kantor.warga("6281555000201");
    let kasus = daftarkan(&fo, "081555000201").await;
    minta(&fo, &kasus).await.ok();
    let kode = kode_ke(&warga, 0).await;
    for (ke, sisa) in [(1, 4), (2, 3), (3, 2), (4, 1)] {
        let salah = ketik(&fo, &kasus.kontak, &meleset(&kode, ke)).await;
        assert_eq!(salah.masalah(409), "kode_salah");
        assert!(salah.teks.contains(&format!("Sisa {sisa} percobaan")), "{}", salah.teks);
        assert!(!salah.teks.contains(&kode), "{}", salah.teks);
    }
    let habis = ketik(&fo, &kasus.kontak, &meleset(&kode, 5)).await;
    assert_eq!(habis.masalah(409), "kode_habis_percobaan");
    assert_eq!(ketik(&fo, &kasus.kontak, &kode).await.masalah(409), "kode_habis_percobaan");
    assert_eq!(baca(&fo, &kasus.kontak).await["keadaan"], "habis");
    assert_eq!(hitung(&app, "audit WHERE aksi = 'kontak.kode_salah'").await, 4);
    assert_eq!(hitung(&app, "audit WHERE aksi = 'kontak.kode_habis'").await, 1);
    // Many at once take no more answers than one after another.
    minta(&fo, &kasus).await.ok();
    let kode = kode_ke(&warga, 1).await;
    let semua: Vec<String> = (1..=12).map(|ke| meleset(&kode, ke)).collect();
    let semua = semua.iter().map(|satu| ketik(&fo, &kasus.kontak, satu));
    let hasil = futures_util::future::join_all(semua).await;
    let salah = hasil.iter().filter(|satu| satu.json["kode"] == "kode_salah").count();
    assert_eq!(salah, 4);
    assert_eq!(ketik(&fo, &kasus.kontak, &kode).await.masalah(409), "kode_habis_percobaan");
    assert_eq!(hitung(&app, "kode_nomor WHERE keadaan = 'terbukti'").await, 0);
}

#[tokio::test]
async fn a_code_ends_by_the_clock_and_by_the_next_one() {
    let (app, jam) = berjam().await;
    let fo = app.sebagai("fo").await;
    let warga = app.kantor.warga("6281555000202");
    let kasus = daftarkan(&fo, "081555000202").await;
    minta(&fo, &kasus).await.ok();
    let pertama = kode_ke(&warga, 0).await;
    lewat(&app, &jam, Duration::minutes(10));
    assert_eq!(ketik(&fo, &kasus.kontak, &pertama).await.masalah(409), "kode_kedaluwarsa");
    assert_eq!(baca(&fo, &kasus.kontak).await["keadaan"], "kedaluwarsa");
    minta(&fo, &kasus).await.ok();
    let kedua = kode_ke(&warga, 1).await;
    minta(&fo, &kasus).await.ok();
    let ketiga = kode_ke(&warga, 2).await;
    // The one before is no answer any more, not even to itself.
    if kedua != ketiga {
        assert_eq!(ketik(&fo, &kasus.kontak, &kedua).await.masalah(409), "kode_salah");
    }
    let keadaan = "kode_nomor WHERE keadaan = 'diganti' AND kode_tersegel IS NULL";
    assert_eq!(hitung(&app, keadaan).await, 2);
    lewat(&app, &jam, Duration::minutes(10) - Duration::seconds(1));
    let fo = app.sebagai("fo").await;
    ketik(&fo, &kasus.kontak, &ketiga).await.ok();
}

/// Security bar 45. Per number, in the database, by the office's clock.
#[tokio::test]
async fn a_number_gets_three_codes_in_an_hour_and_ten_in_a_day() {
    let (app, jam) = berjam().await;
    let mut fo = app.sebagai("fo").await;
    let warga = app.kantor.warga("6281555000203");
    let kasus = daftarkan(&fo, "081555000203").await;
    let mut terkirim = 0;
    for putaran in 0..3 {
        for _ in 0..3 {
            minta(&fo, &kasus).await.ok();
            kode_ke(&warga, terkirim).await;
            terkirim += 1;
            lewat(&app, &jam, Duration::minutes(2));
        }
        let penuh = minta(&fo, &kasus).await;
        assert_eq!(penuh.masalah(429), "kode_terlalu_sering", "putaran {putaran}");
        let tunggu: i64 = penuh.header["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((54 * 60..=54 * 60 + 1).contains(&tunggu), "{tunggu}");
        lewat(&app, &jam, Duration::seconds(tunggu));
        fo = app.sebagai("fo").await;
    }
    minta(&fo, &kasus).await.ok();
    kode_ke(&warga, terkirim).await;
    // Other numbers are not held up by it.
    let lain = daftarkan(&fo, "081555000204").await;
    minta(&fo, &lain).await.ok();
    let penuh = minta(&fo, &kasus).await;
    assert_eq!(penuh.masalah(429), "kode_terlalu_sering");
    let tunggu: i64 = penuh.header["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(tunggu > 20 * 3600, "the first of ten leaves the day: {tunggu}");
    lewat(&app, &jam, Duration::seconds(tunggu));
    let fo = app.sebagai("fo").await;
    minta(&fo, &kasus).await.ok();
    kode_ke(&warga, terkirim + 1).await;
    assert_eq!(kode_tiba(&warga).len(), 11, "and nothing that was refused was sent");
    // Side by side they pass no more than one after another.
    let ketiga = daftarkan(&fo, "081555000205").await;
    let semua = futures_util::future::join_all((0..8).map(|_| minta(&fo, &ketiga))).await;
    assert_eq!(semua.iter().filter(|satu| satu.status == 201).count(), 3);
    assert!(semua.iter().all(|satu| satu.status == 201 || satu.status == 429));
}
