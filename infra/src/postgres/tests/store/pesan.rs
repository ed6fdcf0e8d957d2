//! The outbox: order per contact, claims, and statuses that only move forward.

use loket_domain::{
    halaman::Halaman,
    outbox::{Golongan, HasilKirim, IsiPesan, PesanDiklaim, PesanId, PesanKeluar},
    percakapan::{StatusKirim, TahapKirim},
};

use super::*;

pub(super) async fn antrekan(kantor: &Kantor, kontak: KontakId, jumlah: usize) -> Vec<PesanId> {
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

pub(super) async fn klaim(kantor: &Kantor, pada: OffsetDateTime) -> Vec<PesanDiklaim> {
    let mut work = kantor.tulis().await;
    let diklaim = work.pesan().klaim(pada, 10).await.unwrap();
    work.commit().await.unwrap();
    diklaim
}

pub(super) async fn klaim_id(kantor: &Kantor, pada: OffsetDateTime) -> Vec<PesanId> {
    klaim(kantor, pada).await.iter().map(|satu| satu.pesan.id).collect()
}

pub(super) async fn selesai(kantor: &Kantor, id: PesanId, hasil: HasilKirim) {
    let mut work = kantor.tulis().await;
    work.pesan().selesai(id, &hasil, KINI).await.unwrap();
    work.commit().await.unwrap();
}

pub(super) async fn status(
    kantor: &Kantor,
    wamid: &str,
    rujukan: PesanId,
    tahap: TahapKirim,
) -> bool {
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
pub(super) async fn tampak(kantor: &Kantor, id: PesanId) -> String {
    let sql = format!(
        "SELECT concat_ws(' ', keadaan, coalesce(status_kirim, '-'), coalesce(wamid, '-'), galat)
         FROM pesan_keluar WHERE id = '{id}'"
    );
    kantor.mentah(&sql).await.unwrap()
}

pub(super) fn diterima(wamid: &str) -> HasilKirim {
    HasilKirim::Diterima { wamid: wamid.to_owned() }
}

pub(super) fn galat() -> String {
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

/// A claim fills the bucket of the number and then looks at contacts; who queues holds a contact. Were either to wait for
/// the other, both would.
#[tokio::test(flavor = "multi_thread")]
async fn who_queues_a_message_never_waits_for_a_claim_of_the_same_number() {
    let (kantor, ..) = Kantor::lengkap().await;
    let (a, b) = (kantor.warga("081300000011").await.id, kantor.warga("081300000012").await.id);
    let pertama = antrekan(&kantor, a, 1).await;
    let mut pekerja = kantor.tulis().await;
    let diklaim = pekerja.pesan().klaim(KINI, 4).await.unwrap();
    assert_eq!(diklaim.iter().map(|satu| satu.pesan.id).collect::<Vec<_>>(), pertama);
    let kedua = antrekan(&kantor, b, 1).await;
    pekerja.commit().await.unwrap();
    assert_eq!(klaim_id(&kantor, KINI).await, kedua);
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
