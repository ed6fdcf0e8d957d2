//! Officers, sessions and refresh tokens.

use std::collections::BTreeSet;

use loket_domain::{
    akses::{Izin, SesiId},
    tenant::Peran,
};

use super::*;

fn peran(kode: &str, izin: &[Izin]) -> Peran {
    Peran { kode: kode_(kode), nama: kode.to_owned(), izin: izin.iter().copied().collect() }
}

/// A live session with the token `b"t1"`.
async fn sesi() -> (Kantor, PenggunaId, SesiId) {
    let kantor = Kantor::satu().await;
    let (siti, sesi) = (id(), id());
    let mut work = kantor.tulis().await;
    let semua = [
        peran("kasi", &[Izin::TugasKerjakan, Izin::PermohonanBaca]),
        peran("loket", &[Izin::PermohonanBaca, Izin::PermohonanBuat]),
        peran("lain", &Izin::SEMUA),
    ];
    work.akses().simpan_peran(&semua).await.unwrap();
    work.akses().tambah_pengguna(&pengguna(siti, "siti", &["kasi", "loket"]), KINI).await.unwrap();
    work.akses().buka_sesi(&sesi_baru(sesi, siti)).await.unwrap();
    work.akses().tambah_token(b"t1", sesi, KINI).await.unwrap();
    work.commit().await.unwrap();
    (kantor, siti, sesi)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_carries_the_rights_of_all_roles_held_now() {
    let (kantor, siti, sesi) = sesi().await;
    let mut work = kantor.tulis().await;
    let hidup = work.akses().sesi_hidup(sesi, menit(1), HARI).await.unwrap().unwrap();
    assert_eq!((hidup.pengguna, hidup.peran), (siti, vec![kode_("kasi"), kode_("loket")]));
    let harapan = BTreeSet::from([Izin::TugasKerjakan, Izin::PermohonanBaca, Izin::PermohonanBuat]);
    assert_eq!(hidup.izin, harapan);
    work.akses().simpan_peran(&[peran("kasi", &[])]).await.unwrap();
    let hidup = work.akses().sesi_hidup(sesi, menit(1), HARI).await.unwrap().unwrap();
    assert_eq!(hidup.izin, BTreeSet::from([Izin::PermohonanBaca, Izin::PermohonanBuat]));

    assert!(work.akses().sesi_hidup(sesi, menit(60), HARI).await.unwrap().is_none(), "it ended");
    work.akses().cabut_sesi(sesi, menit(2)).await.unwrap();
    work.akses().cabut_sesi(sesi, menit(3)).await.unwrap();
    assert!(work.akses().sesi_hidup(sesi, menit(1), HARI).await.unwrap().is_none(), "it was ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_without_roles_has_a_session_without_rights() {
    let (kantor, ..) = Kantor::lengkap().await;
    let mut work = kantor.tulis().await;
    let petugas = work.akses().pengguna_bernama("siti").await.unwrap().unwrap();
    let sesi = id();
    work.akses().buka_sesi(&sesi_baru(sesi, petugas.id)).await.unwrap();
    let hidup = work.akses().sesi_hidup(sesi, KINI, HARI).await.unwrap().unwrap();
    assert!(hidup.peran.is_empty() && hidup.izin.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn officers_are_found_by_name_id_and_role_and_names_are_unique() {
    let (kantor, siti, _) = sesi().await;
    let ani = id();
    let mut work = kantor.tulis().await;
    work.akses().tambah_pengguna(&pengguna(ani, "ani", &["kasi"]), menit(1)).await.unwrap();
    let mut berhenti = pengguna(id(), "berhenti", &["kasi"]);
    berhenti.aktif = false;
    work.akses().tambah_pengguna(&berhenti, menit(2)).await.unwrap();
    work.akses().ganti_sandi(ani, "$baru").await.unwrap();
    let terbaca = work.akses().pengguna_bernama("ani").await.unwrap().unwrap();
    let harapan =
        Pengguna { sandi_hash: Some("$baru".to_owned()), ..pengguna(ani, "ani", &["kasi"]) };
    assert_eq!(terbaca, harapan);
    assert_eq!(work.akses().pengguna(ani).await.unwrap(), Some(harapan));
    let pemegang = work.akses().pemegang_peran(&kode_("kasi"), HARI).await.unwrap();
    assert_eq!(pemegang.iter().map(|p| p.id).collect::<Vec<_>>(), [siti, ani]);
    assert!(work.akses().pemegang_peran(&kode_("kadis"), HARI).await.unwrap().is_empty());
    let kembar = work.akses().tambah_pengguna(&pengguna(id(), "siti", &[]), KINI).await;
    assert!(matches!(kembar, Err(PortError::Konflik)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_voids_the_successor_nobody_used() {
    let (kantor, siti, sesi) = sesi().await;
    let mut work = kantor.tulis().await;
    let t1 = work.akses().kunci_token(b"t1").await.unwrap().unwrap();
    assert_eq!((t1.pengguna, t1.sesi, t1.dipakai_pada), (siti, sesi, None));
    assert!(!t1.pengganti_dipakai && !t1.sesi_dicabut);
    for pengganti in [b"t2", b"t3"] {
        work.akses().tambah_token(pengganti, sesi, menit(1)).await.unwrap();
        work.akses().pakai_token(b"t1", pengganti, menit(1)).await.unwrap();
    }
    assert!(work.akses().kunci_token(b"t2").await.unwrap().is_none(), "void");
    let t1 = work.akses().kunci_token(b"t1").await.unwrap().unwrap();
    assert_eq!((t1.dipakai_pada, t1.pengganti_dipakai), (Some(menit(1)), false));

    work.akses().tambah_token(b"t4", sesi, menit(2)).await.unwrap();
    work.akses().pakai_token(b"t3", b"t4", menit(2)).await.unwrap();
    assert!(work.akses().kunci_token(b"t1").await.unwrap().unwrap().pengganti_dipakai, "copied");
    assert!(work.akses().kunci_token(b"tidak ada").await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_refreshes_of_one_session_take_turns() {
    let (kantor, _, sesi) = sesi().await;
    let mut kami = kantor.tulis().await;
    kami.akses().kunci_token(b"t1").await.unwrap().unwrap();
    let lain = async {
        let mut lain = kantor.tulis().await;
        lain.akses().kunci_token(b"t1").await.unwrap().unwrap()
    };
    let kami = async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        kami.akses().tambah_token(b"t2", sesi, KINI).await.unwrap();
        kami.akses().pakai_token(b"t1", b"t2", KINI).await.unwrap();
        kami.commit().await.unwrap();
    };
    let (lain, ()) = tokio::join!(lain, kami);
    assert_eq!(lain.dipakai_pada, Some(KINI), "the second sees what the first did");
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_logins_are_counted_per_key_and_window() {
    let kantor = Kantor::satu().await;
    let mut work = kantor.tulis().await;
    for (kunci, ke) in [("a", 0), ("a", 5), ("a", 5), ("b", 5)] {
        work.keamanan().catat_gagal(kunci, uuid_baru(), menit(ke)).await.unwrap();
    }
    for (kunci, sejak, jumlah) in [("a", 1, 2), ("a", 0, 3), ("c", 0, 0)] {
        let gagal = work.keamanan().gagal(kunci, menit(sejak)).await.unwrap();
        assert_eq!((gagal.jumlah, gagal.terakhir), (jumlah, (jumlah > 0).then(|| menit(5))));
    }
    work.keamanan().hapus_gagal("a", None).await.unwrap();
    assert_eq!(work.keamanan().gagal("a", menit(0)).await.unwrap().jumlah, 0);
    assert_eq!(work.keamanan().gagal("b", menit(0)).await.unwrap().jumlah, 1);
}
