//! Officers, roles, units and teams as administrators change them.

use loket_domain::{
    akses::{Izin, JenisUnit, PemakaianPeran, SaringPengguna, Tim, Unit},
    galat::PortError,
    halaman::Halaman,
    sop::{Penyerah, Peristiwa, TugasId},
    tenant::Peran,
};

use super::{
    kasus::{buka, mulai},
    *,
};

fn peran(kode: &str, izin: &[Izin]) -> Peran {
    Peran { kode: kode_(kode), nama: kode.to_owned(), izin: izin.iter().copied().collect() }
}

fn unit(kode: &str, jenis: JenisUnit, induk: Option<&str>) -> Unit {
    Unit { kode: kode_(kode), nama: kode.to_owned(), jenis, induk: induk.map(kode_), wilayah: None }
}

fn tim(kode: &str) -> Tim {
    Tim { kode: kode_(kode), nama: kode.to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_keeps_unit_and_teams_and_a_session_knows_where_it_sits() {
    let kantor = Kantor::satu().await;
    let semua = [
        unit("desa_a", JenisUnit::Desa, Some("kec_a")),
        unit("dinas", JenisUnit::Dinas, None),
        unit("kec_a", JenisUnit::Kecamatan, Some("dinas")),
    ];
    let (siti, sesi) = (id(), id());
    let mut work = kantor.tulis().await;
    work.kelola().simpan_unit(&semua).await.unwrap();
    work.kelola().simpan_tim(&[tim("jebol"), tim("loket")]).await.unwrap();
    work.akses().simpan_peran(&[peran("kasi", &[]), peran("loket", &[])]).await.unwrap();
    let baru = Pengguna {
        unit: Some(kode_("desa_a")),
        tim: vec![kode_("jebol"), kode_("loket")],
        ..pengguna(siti, "siti", &["kasi"])
    };
    work.akses().tambah_pengguna(&baru, KINI).await.unwrap();
    work.akses().buka_sesi(&sesi_baru(sesi, siti)).await.unwrap();
    assert_eq!(work.akses().pengguna(siti).await.unwrap(), Some(baru.clone()));
    let hidup = work.akses().sesi_hidup(sesi, KINI, HARI).await.unwrap().unwrap();
    let letak = hidup.unit.unwrap();
    assert_eq!((letak.kode, letak.jenis), (kode_("desa_a"), JenisUnit::Desa));
    assert_eq!(letak.jalur, [kode_("kec_a"), kode_("dinas")]);
    assert_eq!(hidup.tim, [kode_("jebol"), kode_("loket")]);

    // What leaves the pack is out of use, and comes back with it.
    work.kelola().simpan_unit(&semua[1..]).await.unwrap();
    work.kelola().simpan_tim(&[tim("loket")]).await.unwrap();
    assert_eq!(work.kelola().daftar_unit().await.unwrap(), semua[1..]);
    assert_eq!(work.kelola().daftar_tim().await.unwrap(), [tim("loket")]);
    let hidup = work.akses().sesi_hidup(sesi, KINI, HARI).await.unwrap().unwrap();
    assert_eq!((hidup.unit, hidup.tim), (None, vec![kode_("loket")]));
    work.kelola().simpan_unit(&semua).await.unwrap();
    assert_eq!(work.kelola().daftar_unit().await.unwrap(), semua);

    let pindah = Pengguna {
        nama: "Siti".to_owned(),
        nip: Some("199203142015042001".to_owned()),
        aktif: false,
        peran: vec![kode_("loket")],
        unit: None,
        tim: Vec::new(),
        versi: 2,
        ..baru
    };
    work.kelola().simpan_pengguna(&pindah).await.unwrap();
    assert_eq!(work.akses().pengguna(siti).await.unwrap(), Some(pindah));
}

#[tokio::test(flavor = "multi_thread")]
async fn officers_are_listed_by_role_unit_and_state_page_by_page() {
    let kantor = Kantor::satu().await;
    let mut work = kantor.tulis().await;
    work.akses()
        .simpan_peran(&[peran("kasi", &[Izin::AksesKelola]), peran("loket", &[])])
        .await
        .unwrap();
    work.kelola().simpan_unit(&[unit("dinas", JenisUnit::Dinas, None)]).await.unwrap();
    let (a, b, c) = (id(), id(), id());
    for satu in [
        Pengguna { unit: Some(kode_("dinas")), ..pengguna(a, "ani", &["kasi"]) },
        Pengguna { aktif: false, ..pengguna(b, "budi", &["kasi", "loket"]) },
        pengguna(c, "citra", &[]),
    ] {
        work.akses().tambah_pengguna(&satu, KINI).await.unwrap();
    }
    let mut daftar = async |saring: SaringPengguna, sesudah| {
        let semua = work.kelola().daftar_pengguna(&saring, Halaman::new(sesudah, Some(2))).await;
        semua.unwrap().into_iter().map(|satu| satu.id).collect::<Vec<_>>()
    };
    let semua = SaringPengguna::default;
    assert_eq!(daftar(semua(), None).await, [a, b, c], "one row more than asked");
    assert_eq!(daftar(semua(), Some(b.uuid())).await, [c]);
    let kasi = SaringPengguna { peran: Some(kode_("kasi")), ..semua() };
    assert_eq!(daftar(kasi.clone(), None).await, [a, b]);
    assert_eq!(daftar(SaringPengguna { aktif: Some(true), ..kasi }, None).await, [a]);
    assert_eq!(daftar(SaringPengguna { unit: Some(kode_("dinas")), ..semua() }, None).await, [a]);
    assert_eq!(daftar(SaringPengguna { aktif: Some(false), ..semua() }, None).await, [b]);
    assert_eq!(work.kelola().jumlah_pemegang_izin(Izin::AksesKelola).await.unwrap(), 1);
    let daftar = work.kelola().daftar_peran().await.unwrap();
    let pemegang: Vec<_> =
        daftar.iter().map(|r| (r.peran.kode.as_str(), r.versi, r.pemegang)).collect();
    assert_eq!(pemegang, [("kasi", 1, 1), ("loket", 1, 0)]);
    work.akses()
        .simpan_peran(&[
            peran("kasi", &[Izin::AksesKelola]),
            peran("loket", &[Izin::PermohonanBaca]),
        ])
        .await
        .unwrap();
    let daftar = work.kelola().daftar_peran().await.unwrap();
    assert_eq!(
        daftar.iter().map(|r| r.versi).collect::<Vec<_>>(),
        [1, 2],
        "only what changed is newer"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_session_of_an_officer_ends_at_once_and_others_live_on() {
    let kantor = Kantor::satu().await;
    let mut work = kantor.tulis().await;
    let (siti, ani, sesi) = (id(), id(), [id(), id(), id()]);
    work.akses().tambah_pengguna(&pengguna(siti, "siti", &[]), KINI).await.unwrap();
    work.akses().tambah_pengguna(&pengguna(ani, "ani", &[]), KINI).await.unwrap();
    for (sesi, milik) in sesi.into_iter().zip([siti, siti, ani]) {
        work.akses().buka_sesi(&sesi_baru(sesi, milik)).await.unwrap();
    }
    work.kelola().akhiri_sesi(siti, menit(1)).await.unwrap();
    let mut hidup = Vec::new();
    for sesi in sesi {
        hidup.push(work.akses().sesi_hidup(sesi, menit(2), HARI).await.unwrap().is_some());
    }
    assert_eq!(hidup, [false, false, true]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_is_named_anywhere_is_counted_and_one_that_is_not_can_go() {
    let (kantor, sop, siti) = Kantor::lengkap().await;
    let mut work = kantor.tulis().await;
    let semua = ["kasi", "kabid", "periksa", "bebas"].map(|kode| peran(kode, &[]));
    work.akses().simpan_peran(&semua).await.unwrap();
    let nama: DefinisiSop = serde_json::from_value(json!({
        "kode": "lain", "nama": "lain", "mulai": "periksa",
        "rantai": [{ "kode": "naik", "nama": "Naik", "level": [{ "peran": "kabid", "nama": "Kabid", "jenis": "paraf" }] }],
        "tahap": [{ "kode": "periksa", "nama": "Periksa", "jenis": "verifikasi",
            "pelaksana": { "salah_satu": ["kasi"] }, "keputusan": [] }],
    }))
    .unwrap();
    work.katalog().terbitkan_sop(id(), &nama, KINI).await.unwrap();
    let t: TugasId = id();
    let peristiwa: Vec<Peristiwa> = vec![mulai(), buka(t, None, Penyerah::Pemohon)];
    let p = permohonan(sop, 1, &peristiwa);
    work.permohonan().tambah(&p, &peristiwa, JejakPelaku::Sistem).await.unwrap();
    let memegang = Pengguna { aktif: false, ..pengguna(id(), "ani", &["kasi"]) };
    work.akses().tambah_pengguna(&memegang, KINI).await.unwrap();
    assert_ne!(siti, memegang.id);

    let mut pakai =
        async |kode: &str| work.kelola().pemakaian_peran(&kode_(kode), KINI).await.unwrap();
    let kosong = PemakaianPeran::default();
    assert_eq!(pakai("kasi").await, PemakaianPeran { pengguna: 1, tugas: 1, sop: 1, ..kosong });
    assert_eq!(pakai("kabid").await, PemakaianPeran { sop: 1, ..kosong });
    assert_eq!(pakai("periksa").await, kosong, "a step of that name is no role");
    assert!(pakai("bebas").await.kosong());

    // A version that nobody follows any more names nothing; one that a running case follows still does.
    let baru = definisi("baru");
    let lain = DefinisiSop { kode: nama.kode.clone(), ..definisi("lain") };
    work.katalog().terbitkan_sop(id(), &lain, KINI).await.unwrap();
    work.katalog().terbitkan_sop(id(), &baru, KINI).await.unwrap();
    assert_eq!(work.kelola().pemakaian_peran(&kode_("kabid"), KINI).await.unwrap(), kosong);
    work.kelola().hapus_peran(&kode_("bebas")).await.unwrap();
    let sisa = work.kelola().daftar_peran().await.unwrap();
    assert_eq!(sisa.iter().filter(|satu| satu.peran.kode == kode_("bebas")).count(), 0);
    let dipegang = work.kelola().hapus_peran(&kode_("kasi")).await;
    assert!(matches!(dipegang, Err(PortError::TakTerduga(_))), "the key guards it too");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_take_turns() {
    let kantor = Kantor::satu().await;
    let (mut kami, mut lain) = (kantor.tulis().await, kantor.tulis().await);
    kami.kelola().kunci().await.unwrap();
    let menunggu = async {
        lain.kelola().kunci().await.unwrap();
        lain.kelola().daftar_peran().await.unwrap().len()
    };
    let mengubah = async {
        kami.akses().simpan_peran(&[peran("kasi", &[])]).await.unwrap();
        kami.commit().await.unwrap();
    };
    let (terlihat, ()) = tokio::join!(menunggu, mengubah);
    assert_eq!(terlihat, 1, "the second sees what the first did");
}
