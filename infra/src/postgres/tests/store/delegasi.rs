//! Plh and Plt, as sessions and lists see them.

use std::collections::BTreeSet;

use loket_domain::{
    akses::{Delegasi, DelegasiId, Izin, JenisDelegasi, SesiId},
    halaman::Halaman,
    tenant::Peran,
};
use time::Date;

use super::*;

/// The Kadis and the Kabid with a live session of the latter.
struct Pejabat {
    kantor: Kantor,
    kadis: PenggunaId,
    kabid: PenggunaId,
    sesi: SesiId,
}

impl Pejabat {
    async fn siap() -> Self {
        let kantor = Kantor::satu().await;
        let (kadis, kabid, sesi) = (id(), id(), id());
        let mut work = kantor.tulis().await;
        let peran = |kode: &str, izin: &[Izin]| Peran {
            kode: kode_(kode),
            nama: format!("Kepala {kode}"),
            izin: izin.iter().copied().collect(),
        };
        let semua = [
            peran("kabid", &[Izin::TugasKerjakan]),
            peran("kadis", &[Izin::TugasKerjakan, Izin::DokumenTandaTangan]),
            peran("admin", &[Izin::AksesKelola]),
        ];
        work.akses().simpan_peran(&semua).await.unwrap();
        let semua =
            [pengguna(kadis, "kadis", &["kadis", "admin"]), pengguna(kabid, "kabid", &["kabid"])];
        for satu in semua {
            work.akses().tambah_pengguna(&satu, KINI).await.unwrap();
        }
        work.akses().buka_sesi(&sesi_baru(sesi, kabid)).await.unwrap();
        work.commit().await.unwrap();
        Self { kantor, kadis, kabid, sesi }
    }

    fn delegasi(&self, mulai: i64, sampai: i64) -> Delegasi {
        Delegasi {
            id: id(),
            jenis: JenisDelegasi::Plh,
            dari: self.kadis,
            kepada: self.kabid,
            nomor_sk: "800/45/2026".to_owned(),
            mulai: hari(mulai),
            sampai: hari(sampai),
            peran: vec![kode_("kadis")],
            dibuat_oleh: self.kadis,
            dibuat_pada: KINI,
            dicabut_pada: None,
        }
    }

    async fn tambah(&self, delegasi: &Delegasi) {
        let mut work = self.kantor.tulis().await;
        work.delegasi().tambah(delegasi).await.unwrap();
        work.commit().await.unwrap();
    }

    /// What the live session may do on that day: its mandates, its permissions, and whether its officer may sign.
    async fn pada(&self, ke: i64) -> (Vec<DelegasiId>, BTreeSet<Izin>, bool) {
        let mut work = self.kantor.baca().await;
        let hidup = work.akses().sesi_hidup(self.sesi, menit(1), hari(ke)).await.unwrap().unwrap();
        assert_eq!(hidup.peran, [kode_("kabid")], "a mandate is no role of one's own");
        let pemegang = work.akses().pemegang_peran(&kode_("kadis"), hari(ke)).await.unwrap();
        let penanda = pemegang.iter().any(|satu| satu.id == self.kabid);
        (hidup.mandat.into_iter().map(|satu| satu.delegasi).collect(), hidup.izin, penanda)
    }
}

fn hari(n: i64) -> Date {
    HARI + Duration::days(n)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandate_lasts_from_its_first_day_to_its_last() {
    let pejabat = Pejabat::siap().await;
    let delegasi = pejabat.delegasi(1, 3);
    pejabat.tambah(&delegasi).await;
    let sendiri = BTreeSet::from([Izin::TugasKerjakan]);
    let penuh = BTreeSet::from([Izin::TugasKerjakan, Izin::DokumenTandaTangan]);
    for ke in [0, 4] {
        assert_eq!(pejabat.pada(ke).await, (vec![], sendiri.clone(), false), "{ke}");
    }
    for ke in [1, 2, 3] {
        assert_eq!(pejabat.pada(ke).await, (vec![delegasi.id], penuh.clone(), true), "{ke}");
    }
    let mut work = pejabat.kantor.baca().await;
    let hidup = work.akses().sesi_hidup(pejabat.sesi, menit(1), hari(3)).await.unwrap().unwrap();
    let mandat = &hidup.mandat[0];
    assert_eq!(
        (&mandat.peran, mandat.dari, mandat.sampai),
        (&kode_("kadis"), pejabat.kadis, hari(3))
    );
    assert_eq!(mandat.atas_nama(), "Plh. Kepala kadis a.n. kadis, S.Sos. (SK 800/45/2026)");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandate_ends_when_it_is_called_off_or_its_giver_loses_the_role() {
    let pejabat = Pejabat::siap().await;
    let (satu, dua) = (pejabat.delegasi(0, 3), pejabat.delegasi(0, 3));
    pejabat.tambah(&satu).await;
    let mut work = pejabat.kantor.tulis().await;
    work.delegasi().cabut(satu.id, menit(1)).await.unwrap();
    assert_eq!(
        work.delegasi().satu(satu.id).await.unwrap().unwrap().delegasi.dicabut_pada,
        Some(menit(1))
    );
    work.commit().await.unwrap();
    assert_eq!(pejabat.pada(0).await.0, []);

    pejabat.tambah(&dua).await;
    assert_eq!(pejabat.pada(0).await.0, [dua.id]);
    let mut work = pejabat.kantor.tulis().await;
    let kadis = work.akses().pengguna(pejabat.kadis).await.unwrap().unwrap();
    let pensiun = Pengguna { peran: vec![kode_("admin")], aktif: false, versi: 2, ..kadis };
    work.kelola().simpan_pengguna(&pensiun).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(pejabat.pada(0).await, (vec![], BTreeSet::from([Izin::TugasKerjakan]), false));
}

#[tokio::test(flavor = "multi_thread")]
async fn delegations_are_listed_newest_first_and_by_whom_they_concern() {
    let pejabat = Pejabat::siap().await;
    let lama = pejabat.delegasi(-9, -5);
    let mut dicabut = pejabat.delegasi(0, 5);
    dicabut.dicabut_pada = Some(KINI);
    let (kini, nanti) = (pejabat.delegasi(0, 5), pejabat.delegasi(9, 12));
    for satu in [&lama, &dicabut, &kini, &nanti] {
        pejabat.tambah(satu).await;
    }
    let mut work = pejabat.kantor.baca().await;
    let mut daftar = async |hari, sesudah| {
        let baris = work.delegasi().daftar(hari, Halaman::new(sesudah, Some(2))).await.unwrap();
        baris.into_iter().map(|satu| satu.delegasi.id).collect::<Vec<_>>()
    };
    assert_eq!(daftar(Some(HARI), None).await, [nanti.id, kini.id]);
    assert_eq!(
        daftar(None, None).await,
        [nanti.id, kini.id, dicabut.id],
        "one row more than asked"
    );
    assert_eq!(daftar(None, Some(dicabut.id.uuid())).await, [lama.id]);
    for orang in [pejabat.kadis, pejabat.kabid] {
        let semua = work.delegasi().menyangkut(orang, HARI).await.unwrap();
        assert_eq!(semua, [kini.clone(), nanti.clone()]);
    }
    assert!(work.delegasi().menyangkut(id(), HARI).await.unwrap().is_empty());
    let nama = work.delegasi().satu(kini.id).await.unwrap().unwrap();
    assert_eq!(
        (nama.dari_nama.as_str(), nama.kepada_nama.as_str()),
        ("kadis, S.Sos.", "kabid, S.Sos.")
    );
}
