//! Sending rules in the store: ledger, pauses, buckets, order, what may have arrived twice.

use loket_domain::{
    halaman::Halaman,
    outbox::{Golongan, HasilKirim, KeadaanPesan, KeadaanSaluran, RincianPesan, SaringPesan},
    percakapan::TahapKirim,
};

use super::{
    pesan::{antrekan, diterima, galat, klaim, klaim_id, selesai, status, tampak},
    *,
};

#[tokio::test(flavor = "multi_thread")]
async fn every_state_is_in_the_ledger_with_its_reason() {
    let (kantor, ..) = Kantor::lengkap().await;
    let kontak = kantor.warga(NOMOR).await.id;
    let pesan = antrekan(&kantor, kontak, 1).await[0];
    klaim(&kantor, KINI).await;
    selesai(&kantor, pesan, HasilKirim::CobaLagi { pada: menit(1), galat: galat() }).await;
    klaim(&kantor, menit(1)).await;
    selesai(&kantor, pesan, diterima("w1")).await;
    for tahap in [TahapKirim::Sent, TahapKirim::Sent, TahapKirim::Delivered, TahapKirim::Sent] {
        status(&kantor, "w1", pesan, tahap).await;
    }
    let mut work = kantor.baca().await;
    let jejak = work.pesan().jejak(pesan).await.unwrap();
    let baris = |satu: &loket_domain::outbox::JejakPesan| {
        let status = satu.status.map_or("-", TahapKirim::kata);
        format!(
            "{} {} {status} {}",
            satu.urutan,
            satu.keadaan.kata(),
            satu.galat.clone().unwrap_or_default()
        )
    };
    let jejak: Vec<String> = jejak.iter().map(baris).collect();
    let harapan = [
        "1 antre - ",
        "2 mengirim - ",
        "3 antre - wa_1",
        "4 mengirim - ",
        "5 terkirim - ",
        "6 terkirim sent ",
        "7 terkirim delivered ",
    ];
    assert_eq!(jejak, harapan, "a status that says nothing new leaves no row");
}

async fn rinci(kantor: &Kantor, id: loket_domain::outbox::PesanId) -> RincianPesan {
    kantor.baca().await.pesan().baca(id).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_number_keeps_its_messages_and_is_tried_out_by_one() {
    let (kantor, ..) = Kantor::lengkap().await;
    let (a, b) = (kantor.warga("081200000001").await.id, kantor.warga("081200000002").await.id);
    let (pa, pb) = (antrekan(&kantor, a, 1).await[0], antrekan(&kantor, b, 1).await[0]);
    let mut work = kantor.tulis().await;
    let mut saluran = work.saluran().kunci("100", KINI).await.unwrap();
    saluran.keadaan = KeadaanSaluran::Dijeda { sebab: "wa_190".to_owned(), lanjut_pada: menit(5) };
    work.saluran().simpan_keadaan(&saluran, KINI).await.unwrap();
    work.commit().await.unwrap();

    assert_eq!(klaim_id(&kantor, menit(4)).await, [], "nothing leaves before its time");
    let jajal = klaim(&kantor, menit(5)).await;
    assert_eq!(jajal.len(), 1, "one message tries the number out");
    assert!(jajal[0].fakta.menjajal && jajal[0].pesan.id == pa);
    assert_eq!(klaim_id(&kantor, menit(6)).await, [], "while it does, nobody else");
    assert_eq!(klaim_id(&kantor, menit(8)).await, [pb], "its outcome never came: another tries");

    let mut work = kantor.tulis().await;
    saluran.keadaan = KeadaanSaluran::Aktif;
    work.saluran().simpan_keadaan(&saluran, menit(9)).await.unwrap();
    work.commit().await.unwrap();
    selesai(&kantor, pa, HasilKirim::Dikembalikan { pada: menit(9), galat: galat() }).await;
    let lanjut = klaim(&kantor, menit(9)).await;
    assert_eq!(
        (lanjut[0].pesan.id, lanjut[0].percobaan),
        (pa, 0),
        "it did not count as an attempt"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_was_too_fast_waits_and_one_recipient_alone_holds_nobody_else() {
    let (kantor, ..) = Kantor::lengkap().await;
    let (a, b) = (kantor.warga("081200000001").await.id, kantor.warga("081200000002").await.id);
    let (pa, pb) = (antrekan(&kantor, a, 1).await[0], antrekan(&kantor, b, 1).await[0]);
    let mut work = kantor.tulis().await;
    work.saluran().perlambat(Some("100"), menit(1), KINI).await.unwrap();
    work.saluran().tahan_pasangan(a, Some(menit(3)), 1).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(klaim_id(&kantor, KINI).await, []);
    assert_eq!(klaim_id(&kantor, menit(1)).await, [pb]);
    let kemudian = klaim(&kantor, menit(3)).await;
    assert_eq!((kemudian[0].pesan.id, kemudian[0].fakta.gagal_pasangan), (pa, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_claimed_than_the_bucket_of_the_number_holds() {
    let (kantor, ..) = Kantor::lengkap().await;
    let mut work = kantor.tulis().await;
    assert!(work.saluran().atur_laju("100", 2, KINI).await.unwrap());
    assert!(!work.saluran().atur_laju("999", 2, KINI).await.unwrap());
    work.commit().await.unwrap();
    for ke in 0..5 {
        let kontak = kantor.warga(&format!("08130000000{ke}")).await.id;
        antrekan(&kantor, kontak, 1).await;
    }
    let pada = |ms| KINI + Duration::milliseconds(ms);
    let mut banyak = Vec::new();
    for ms in [0, 0, 500, 600, 1_500] {
        banyak.push(klaim(&kantor, pada(ms)).await.len());
    }
    assert_eq!(banyak, [2, 0, 1, 0, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recipient_gets_45_at_once_and_then_one_per_six_seconds() {
    let (kantor, ..) = Kantor::lengkap().await;
    let kontak = kantor.warga(NOMOR).await.id;
    antrekan(&kantor, kontak, 48).await;
    for ke in 0..45 {
        let satu = klaim(&kantor, KINI).await;
        assert_eq!(satu.len(), 1, "{ke}");
        selesai(&kantor, satu[0].pesan.id, diterima(&format!("w{ke}"))).await;
    }
    assert_eq!(klaim_id(&kantor, KINI + Duration::seconds(5)).await, []);
    assert_eq!(klaim_id(&kantor, KINI + Duration::seconds(6)).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_message_behind_a_file_waits_for_its_delivery_but_not_for_ever() {
    let (kantor, ..) = Kantor::lengkap().await;
    let kontak = kantor.warga(NOMOR).await.id;
    let berkas = antrekan(&kantor, kontak, 1).await[0];
    jalankan_sebagai(
        &kantor,
        &format!("UPDATE pesan_keluar SET urut = true WHERE id = '{berkas}'"),
    )
    .await;
    let lain = antrekan(&kantor, kontak, 2).await;
    klaim(&kantor, KINI).await;
    selesai(&kantor, berkas, diterima("w1")).await;
    assert_eq!(klaim_id(&kantor, KINI).await, [], "accepted is not delivered");
    assert!(status(&kantor, "w1", berkas, TahapKirim::Delivered).await);
    assert_eq!(klaim_id(&kantor, KINI).await, [lain[0]]);
    selesai(&kantor, lain[0], diterima("w2")).await;
    assert_eq!(klaim_id(&kantor, KINI).await, [lain[1]], "text does not wait for text");

    let b = kantor.warga("081200000009").await.id;
    let berkas = antrekan(&kantor, b, 1).await[0];
    jalankan_sebagai(
        &kantor,
        &format!("UPDATE pesan_keluar SET urut = true WHERE id = '{berkas}'"),
    )
    .await;
    let lain = antrekan(&kantor, b, 1).await;
    assert_eq!(klaim_id(&kantor, KINI).await, [berkas]);
    selesai(&kantor, berkas, diterima("w3")).await;
    assert_eq!(klaim_id(&kantor, KINI + Duration::seconds(14)).await, []);
    assert_eq!(klaim_id(&kantor, KINI + Duration::seconds(16)).await, lain);
}

async fn jalankan_sebagai(kantor: &Kantor, sql: &str) {
    let tx = kantor.store.postgres().begin_tenant(&s("balangan")).await.unwrap();
    jalankan(&tx, sql).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_again_after_an_unknown_outcome_may_have_arrived_twice() {
    let (kantor, ..) = Kantor::lengkap().await;
    let kontak = kantor.warga(NOMOR).await.id;
    let pesan = antrekan(&kantor, kontak, 1).await[0];
    let macet = async |batas, pada| {
        let mut work = kantor.tulis().await;
        let jumlah = work.pesan().lepaskan_macet(batas, pada).await.unwrap();
        work.commit().await.unwrap();
        jumlah
    };
    klaim(&kantor, KINI).await;
    assert_eq!(macet(menit(1), menit(10)).await, 1);
    klaim(&kantor, menit(10)).await;
    selesai(&kantor, pesan, diterima("w2")).await;
    let sebelum = rinci(&kantor, pesan).await;
    assert!(sebelum.kabur && !sebelum.mungkin_ganda);
    assert!(status(&kantor, "w1", pesan, TahapKirim::Delivered).await, "the first one, late");
    assert!(rinci(&kantor, pesan).await.mungkin_ganda);

    // Without any word the message is not sent without end.
    let lain = antrekan(&kantor, kantor.warga("081200000003").await.id, 1).await[0];
    for ke in 1..=8 {
        assert_eq!(klaim_id(&kantor, menit(20 * ke)).await, [lain]);
        assert_eq!(macet(menit(20 * ke + 1), menit(20 * ke + 2)).await, 1);
    }
    assert_eq!(tampak(&kantor, lain).await, "gagal - - kirim_tidak_diketahui");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_sent_again_starts_anew_and_the_old_failure_says_nothing_about_it() {
    let (kantor, ..) = Kantor::lengkap().await;
    let kontak = kantor.warga(NOMOR).await.id;
    let pesan = antrekan(&kantor, kontak, 1).await[0];
    klaim(&kantor, KINI).await;
    selesai(&kantor, pesan, diterima("w1")).await;
    status(&kantor, "w1", pesan, TahapKirim::Failed).await;
    let mut work = kantor.tulis().await;
    let alasan = Rahasia::new("nomor sudah diperbaiki");
    work.pesan().ulangi(pesan, Some(&alasan), menit(2)).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(tampak(&kantor, pesan).await, "antre - -");
    status(&kantor, "w1", pesan, TahapKirim::Failed).await;
    assert_eq!(tampak(&kantor, pesan).await, "antre - -");
    klaim(&kantor, menit(2)).await;
    selesai(&kantor, pesan, diterima("w2")).await;
    status(&kantor, "w1", pesan, TahapKirim::Failed).await;
    assert_eq!(tampak(&kantor, pesan).await, "terkirim - w2");
    let mut work = kantor.baca().await;
    let jejak = work.pesan().jejak(pesan).await.unwrap();
    assert!(jejak.iter().any(|satu| satu.catatan.as_ref() == Some(&alasan)));
    let mentah = kantor
        .mentah("SELECT string_agg(catatan_tersegel::text, '') FROM pesan_keluar_jejak")
        .await;
    assert!(!mentah.unwrap().contains("diperbaiki"), "what an officer writes is sealed");
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_listed_by_state_contact_purpose_and_time() {
    let (kantor, ..) = Kantor::lengkap().await;
    let (a, b) = (kantor.warga("081200000001").await.id, kantor.warga("081200000002").await.id);
    let (pa, pb) = (antrekan(&kantor, a, 2).await, antrekan(&kantor, b, 1).await);
    klaim(&kantor, KINI).await;
    selesai(&kantor, pb[0], HasilKirim::Dilewati { galat: "warga_berhenti".to_owned() }).await;
    let daftar = async |saring: SaringPesan| {
        let mut work = kantor.baca().await;
        let semua = work.pesan().daftar(&saring, Halaman::new(None, None)).await.unwrap();
        semua.iter().map(|satu| satu.id).collect::<Vec<_>>()
    };
    assert_eq!(daftar(SaringPesan::default()).await, [pb[0], pa[1], pa[0]]);
    let keadaan = Some(KeadaanPesan::Dilewati);
    assert_eq!(daftar(SaringPesan { keadaan, ..SaringPesan::default() }).await, pb);
    let kontak = Some(a);
    assert_eq!(daftar(SaringPesan { kontak, ..SaringPesan::default() }).await, [pa[1], pa[0]]);
    let golongan = Some(Golongan::Balasan);
    assert_eq!(daftar(SaringPesan { golongan, ..SaringPesan::default() }).await, []);
    // Ids of tests are small numbers, long before any moment.
    let sejak = Some(KINI);
    assert_eq!(daftar(SaringPesan { sejak, ..SaringPesan::default() }).await, []);
}
