//! The outbox: order per contact, claims, and statuses that only move forward.

use loket_domain::{
    halaman::Halaman,
    outbox::{
        Golongan, HasilKirim, IsiPesan, KeadaanPesan, KeadaanSaluran, PesanDiklaim, PesanId,
        PesanKeluar, RincianPesan, SaringPesan,
    },
    percakapan::{StatusKirim, TahapKirim},
};

use super::*;

async fn antrekan(kantor: &Kantor, kontak: KontakId, jumlah: usize) -> Vec<PesanId> {
    let mut work = kantor.tulis().await;
    let mut semua = Vec::new();
    for ke in 0..jumlah {
        let pesan = PesanKeluar {
            id: id(),
            kontak,
            permohonan: None,
            isi: IsiPesan::Teks { isi: format!("pesan {ke}") },
            golongan: Golongan::Kabar,
            urut: false,
            dibuat_pada: KINI,
        };
        work.pesan().antrekan(&pesan).await.unwrap();
        semua.push(pesan.id);
    }
    work.commit().await.unwrap();
    semua
}

async fn klaim(kantor: &Kantor, pada: OffsetDateTime) -> Vec<PesanDiklaim> {
    let mut work = kantor.tulis().await;
    let diklaim = work.pesan().klaim(pada, 10).await.unwrap();
    work.commit().await.unwrap();
    diklaim
}

async fn klaim_id(kantor: &Kantor, pada: OffsetDateTime) -> Vec<PesanId> {
    klaim(kantor, pada).await.iter().map(|satu| satu.pesan.id).collect()
}

async fn selesai(kantor: &Kantor, id: PesanId, hasil: HasilKirim) {
    let mut work = kantor.tulis().await;
    work.pesan().selesai(id, &hasil, KINI).await.unwrap();
    work.commit().await.unwrap();
}

async fn status(kantor: &Kantor, wamid: &str, rujukan: PesanId, tahap: TahapKirim) -> bool {
    let status = StatusKirim {
        wamid: wamid.to_owned(),
        rujukan: Some(rujukan.uuid()),
        tahap,
        galat: (tahap == TahapKirim::Failed).then_some(131_026),
        biaya: None,
        saat: menit(1),
    };
    let mut work = kantor.tulis().await;
    let dikenal = work.pesan().status(&status).await.unwrap();
    work.commit().await.unwrap();
    dikenal.is_some()
}

/// State, delivery status, wamid and cause of a message.
async fn tampak(kantor: &Kantor, id: PesanId) -> String {
    let sql = format!(
        "SELECT concat_ws(' ', keadaan, coalesce(status_kirim, '-'), coalesce(wamid, '-'), galat)
         FROM pesan_keluar WHERE id = '{id}'"
    );
    kantor.mentah(&sql).await.unwrap()
}

fn diterima(wamid: &str) -> HasilKirim {
    HasilKirim::Diterima { wamid: wamid.to_owned() }
}

fn galat() -> String {
    "wa_1".to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_of_a_contact_leave_one_after_another() {
    let (kantor, ..) = Kantor::lengkap().await;
    let (a, b) = (kantor.warga("081200000001").await.id, kantor.warga("081200000002").await.id);
    let pa = antrekan(&kantor, a, 3).await;
    let pb = antrekan(&kantor, b, 1).await;

    assert_eq!(klaim_id(&kantor, KINI - Duration::seconds(1)).await, [], "nothing is due yet");
    let pertama = klaim(&kantor, KINI).await;
    assert_eq!(pertama.iter().map(|s| s.pesan.id).collect::<Vec<_>>(), [pa[0], pb[0]]);
    assert_eq!(pertama[0].percobaan, 0);
    assert_eq!(pertama[0].pesan.isi, IsiPesan::Teks { isi: "pesan 0".to_owned() });
    assert_eq!(klaim_id(&kantor, KINI).await, [], "each contact has one on its way");

    // A delayed message keeps the later ones waiting; a message held for the resident does not.
    selesai(&kantor, pa[0], HasilKirim::CobaLagi { pada: menit(5), galat: galat() }).await;
    assert_eq!(klaim_id(&kantor, menit(1)).await, []);
    let kedua = klaim(&kantor, menit(5)).await;
    assert_eq!((kedua[0].pesan.id, kedua[0].percobaan), (pa[0], 1));
    selesai(&kantor, pa[0], HasilKirim::Tertahan { galat: galat() }).await;
    assert_eq!(klaim_id(&kantor, menit(5)).await, [pa[1]]);
    selesai(&kantor, pa[1], diterima("w1")).await;

    // The resident wrote: what was held goes first again, as the oldest.
    let mut work = kantor.tulis().await;
    work.pesan().lepaskan_tertahan(a, menit(6)).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(klaim_id(&kantor, menit(6)).await, [pa[0]]);
    selesai(&kantor, pa[0], HasilKirim::Gagal { galat: galat() }).await;
    assert_eq!(klaim_id(&kantor, menit(6)).await, [pa[2]]);

    let mut work = kantor.baca().await;
    let masalah = work.bacaan().masalah(Halaman::new(None, None)).await.unwrap();
    assert_eq!(masalah.iter().map(|m| m.id).collect::<Vec<_>>(), [pa[0].uuid()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_never_claim_the_same_message() {
    let (kantor, ..) = Kantor::lengkap().await;
    let mut semua = Vec::new();
    for ke in 0..6 {
        let kontak = kantor.warga(&format!("08130000000{ke}")).await.id;
        semua.extend(antrekan(&kantor, kontak, 2).await.into_iter().take(1));
    }
    // Both at once: the second waits for the first, whose bucket it shares.
    let pekerja = async || {
        let mut work = kantor.tulis().await;
        let diklaim = work.pesan().klaim(KINI, 4).await.unwrap();
        work.commit().await.unwrap();
        diklaim
    };
    let (satu, dua) = tokio::join!(pekerja(), pekerja());
    assert_eq!((satu.len() + dua.len(), satu.len().max(dua.len())), (6, 4));
    let mut id: Vec<_> = satu.iter().chain(&dua).map(|s| s.pesan.id).collect();
    id.sort_unstable();
    assert_eq!(id, semua);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_moves_forward_only_and_proves_that_a_message_left() {
    let (kantor, ..) = Kantor::lengkap().await;
    let kontak = kantor.warga(NOMOR).await.id;
    let pesan = antrekan(&kantor, kontak, 1).await[0];
    assert!(!status(&kantor, "w0", id(), TahapKirim::Sent).await, "nobody knows that message");
    klaim(&kantor, KINI).await;

    // The answer to the send was lost; the status names our id.
    assert!(status(&kantor, "w1", pesan, TahapKirim::Delivered).await);
    assert_eq!(tampak(&kantor, pesan).await, "terkirim delivered w1");
    assert!(status(&kantor, "w1", pesan, TahapKirim::Sent).await);
    assert_eq!(tampak(&kantor, pesan).await, "terkirim delivered w1");
    assert!(status(&kantor, "w1", pesan, TahapKirim::Failed).await);
    assert_eq!(tampak(&kantor, pesan).await, "terkirim delivered w1");
    assert!(status(&kantor, "w1", pesan, TahapKirim::Read).await);
    // The worker's late verdict changes nothing any more.
    for hasil in [
        HasilKirim::CobaLagi { pada: KINI, galat: galat() },
        HasilKirim::Tertahan { galat: galat() },
        HasilKirim::Gagal { galat: galat() },
        diterima("w9"),
    ] {
        selesai(&kantor, pesan, hasil).await;
        assert_eq!(tampak(&kantor, pesan).await, "terkirim read w1");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_reported_later_is_shown_with_its_code() {
    let (kantor, ..) = Kantor::lengkap().await;
    let kontak = kantor.warga(NOMOR).await.id;
    let pesan = antrekan(&kantor, kontak, 1).await[0];
    klaim(&kantor, KINI).await;
    selesai(&kantor, pesan, diterima("w1")).await;
    assert_eq!(tampak(&kantor, pesan).await, "terkirim - w1");
    assert!(status(&kantor, "w1", pesan, TahapKirim::Failed).await);
    assert_eq!(tampak(&kantor, pesan).await, "gagal failed w1 wa_131026");
    assert!(status(&kantor, "w1", pesan, TahapKirim::Sent).await);
    assert_eq!(tampak(&kantor, pesan).await, "gagal failed w1 wa_131026");
    assert!(status(&kantor, "w1", pesan, TahapKirim::Delivered).await);
    assert_eq!(tampak(&kantor, pesan).await, "terkirim delivered w1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_send_without_any_outcome_is_given_back_after_its_time() {
    let (kantor, ..) = Kantor::lengkap().await;
    let kontak = kantor.warga(NOMOR).await.id;
    let pesan = antrekan(&kantor, kontak, 1).await[0];
    klaim(&kantor, KINI).await;
    let mut work = kantor.tulis().await;
    assert_eq!(work.pesan().lepaskan_macet(KINI, menit(9)).await.unwrap(), 0);
    assert_eq!(work.pesan().lepaskan_macet(menit(1), menit(11)).await.unwrap(), 1);
    work.commit().await.unwrap();
    assert_eq!(tampak(&kantor, pesan).await, "antre - -");
    // It had arrived after all, and is not sent again.
    assert!(status(&kantor, "w1", pesan, TahapKirim::Sent).await);
    assert_eq!(tampak(&kantor, pesan).await, "terkirim sent w1");
    assert_eq!(klaim_id(&kantor, menit(12)).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_does_not_open_fails_alone() {
    let (kantor, ..) = Kantor::lengkap().await;
    let (a, b) = (kantor.warga("081200000001").await.id, kantor.warga("081200000002").await.id);
    let (rusak, sehat) = (antrekan(&kantor, a, 1).await[0], antrekan(&kantor, b, 1).await[0]);
    let tx = kantor.store.postgres().begin_tenant(&s("balangan")).await.unwrap();
    let sql = format!("UPDATE pesan_keluar SET isi_tersegel = '\\x01' WHERE id = '{rusak}'");
    jalankan(&tx, &sql).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(klaim_id(&kantor, KINI).await, [sehat]);
    assert_eq!(tampak(&kantor, rusak).await, "gagal - - isi_tidak_terbaca");
}

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

async fn rinci(kantor: &Kantor, id: PesanId) -> RincianPesan {
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
    for ke in 1..=3 {
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
