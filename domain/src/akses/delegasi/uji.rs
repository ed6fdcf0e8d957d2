//! The rules of delegation against a slow model that looks at every day and every role.

use proptest::prelude::*;
use time::{Date, Duration, macros::date};

use super::*;
use crate::{
    akses::{Pengguna, PenggunaId},
    galat::Galat,
    id::Id,
    nilai::Kode,
};

const AWAL: Date = date!(2026 - 03 - 01);
const PERAN: [&str; 4] = ["kasi", "kabid", "kadis", "loket"];

fn orang(nomor: u128) -> PenggunaId {
    Id::new(uuid::Uuid::from_u128(nomor))
}

fn kode(teks: &str) -> Kode {
    Kode::parse(teks).unwrap()
}

fn hari(n: i64) -> Date {
    AWAL + Duration::days(n)
}

fn pengguna(nomor: u128, peran: &[usize], aktif: bool) -> Pengguna {
    Pengguna {
        id: orang(nomor),
        nama_pengguna: format!("orang{nomor}"),
        nama: format!("Orang {nomor}"),
        nip: None,
        nik: None,
        surel: None,
        sandi_hash: None,
        aktif,
        peran: peran.iter().map(|n| kode(PERAN[*n])).collect(),
        unit: None,
        tim: Vec::new(),
        versi: 1,
    }
}

#[derive(Clone, Debug)]
struct Acak {
    dari: u128,
    kepada: u128,
    peran: Vec<usize>,
    mulai: i64,
    lama: i64,
    plt: bool,
    dicabut: bool,
}

impl Acak {
    fn delegasi(&self, nomor: u128) -> Delegasi {
        Delegasi {
            id: Id::new(uuid::Uuid::from_u128(nomor)),
            jenis: if self.plt { JenisDelegasi::Plt } else { JenisDelegasi::Plh },
            dari: orang(self.dari),
            kepada: orang(self.kepada),
            nomor_sk: "800/45/2026".to_owned(),
            mulai: hari(self.mulai),
            sampai: hari(self.mulai + self.lama),
            peran: self.peran.iter().map(|n| kode(PERAN[*n])).collect(),
            dibuat_oleh: orang(9),
            dibuat_pada: AWAL.midnight().assume_utc(),
            dicabut_pada: self.dicabut.then(|| AWAL.midnight().assume_utc()),
        }
    }

    /// Every day and role it gives away.
    fn sel(&self) -> Vec<(u128, i64, usize)> {
        let hari = self.mulai..=self.mulai + self.lama;
        let sel = hari.flat_map(|h| self.peran.iter().map(move |p| (self.dari, h, *p)));
        if self.dicabut { Vec::new() } else { sel.collect() }
    }
}

fn acak() -> impl Strategy<Value = Acak> {
    (
        1..4_u128,
        1..4_u128,
        prop::collection::vec(0..PERAN.len(), 0..4),
        -10..40_i64,
        prop_oneof![-2..8_i64, 25..35_i64, 88..95_i64],
        any::<bool>(),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(dari, kepada, peran, mulai, lama, plt, dicabut)| Acak {
            dari,
            kepada,
            peran,
            mulai,
            lama,
            plt,
            dicabut,
        })
}

proptest! {
    #[test]
    fn a_delegation_is_accepted_exactly_when_every_rule_holds(
        baru in acak(),
        lain in prop::collection::vec(
            acak().prop_filter("a stored one does not end before it begins", |satu| satu.lama >= 0),
            0..4,
        ),
        dipegang in prop::collection::btree_set(0..PERAN.len(), 0..4),
        aktif in prop::bool::weighted(0.8),
        plh_hari in 1..40_u16,
    ) {
        let baru = Acak { dicabut: false, ..baru };
        let dipegang: Vec<usize> = dipegang.into_iter().collect();
        let (dari, kepada) = (pengguna(baru.dari, &dipegang, true), pengguna(baru.kepada, &[], aktif));
        let batas = BatasDelegasi { plh_hari, ..BatasDelegasi::default() };
        let tersimpan: Vec<Delegasi> = lain.iter().zip(100..).map(|(satu, n)| satu.delegasi(n)).collect();
        let timbangan = Timbangan { dari: &dari, kepada: &kepada, lain: &tersimpan, hari_ini: hari(0), batas };
        let hasil = periksa_delegasi(&baru.delegasi(1), &timbangan);

        let hari_terpakai = baru.lama + 1;
        let unik = baru.peran.iter().collect::<std::collections::BTreeSet<_>>().len() == baru.peran.len();
        let isian_benar = baru.kepada != baru.dari
            && aktif
            && !baru.peran.is_empty()
            && unik
            && baru.peran.iter().all(|p| dipegang.contains(p))
            && hari_terpakai >= 1
            && baru.mulai + baru.lama >= 0
            && hari_terpakai <= i64::from(if baru.plt { 92 } else { plh_hari });
        let sel = baru.sel();
        let bentrok = lain.iter().any(|lama| lama.sel().iter().any(|satu| sel.contains(satu)));
        match hasil {
            Ok(()) => prop_assert!(isian_benar && !bentrok),
            Err(Galat::TidakSah(salah)) => {
                prop_assert!(!isian_benar);
                prop_assert!(salah.iter().all(|satu| satu.pointer.starts_with('/')));
            }
            Err(Galat::Bentrok(satu)) => {
                prop_assert!(isian_benar && bentrok);
                prop_assert_eq!(satu.kode, "delegasi_bertumpuk");
            }
            Err(lain) => prop_assert!(false, "{lain:?}"),
        }
    }

    #[test]
    fn a_delegation_is_in_force_on_its_days_and_on_no_other(satu in acak(), ke in -20..160_i64) {
        let delegasi = satu.delegasi(1);
        let di_dalam = (satu.mulai..=satu.mulai + satu.lama).contains(&ke);
        prop_assert_eq!(delegasi.berlaku(hari(ke)), di_dalam && !satu.dicabut);
        prop_assert_eq!(delegasi.lama(), satu.lama + 1);
    }

    #[test]
    fn what_was_accepted_one_after_the_other_never_gives_a_role_twice(semua in prop::collection::vec(acak(), 0..12)) {
        let mut terima: Vec<(Acak, Delegasi)> = Vec::new();
        for (satu, nomor) in semua.into_iter().zip(1..) {
            let delegasi = satu.delegasi(nomor);
            let (dari, kepada) =
                (pengguna(satu.dari, &[0, 1, 2, 3], true), pengguna(satu.kepada, &[], true));
            let lain: Vec<Delegasi> = terima.iter().map(|(_, lama)| lama.clone()).collect();
            let batas = BatasDelegasi::default();
            let timbangan = Timbangan { dari: &dari, kepada: &kepada, lain: &lain, hari_ini: hari(0), batas };
            if periksa_delegasi(&delegasi, &timbangan).is_ok() {
                terima.push((satu, delegasi));
            }
        }
        let mut sel: Vec<_> = terima.iter().flat_map(|(satu, _)| satu.sel()).collect();
        let banyak = sel.len();
        sel.sort_unstable();
        sel.dedup();
        prop_assert_eq!(sel.len(), banyak);
    }
}

fn kode_salah(baru: &Acak, dari: &Pengguna, lain: &[Delegasi]) -> Vec<(String, &'static str)> {
    let kepada = pengguna(baru.kepada, &[], true);
    let batas = BatasDelegasi::default();
    let timbangan = Timbangan { dari, kepada: &kepada, lain, hari_ini: hari(0), batas };
    match periksa_delegasi(&baru.delegasi(1), &timbangan) {
        Err(Galat::TidakSah(salah)) => {
            salah.into_iter().map(|satu| (satu.pointer, satu.kode)).collect()
        }
        lain => panic!("{lain:?}"),
    }
}

const BIASA: Acak =
    Acak { dari: 1, kepada: 2, peran: Vec::new(), mulai: 0, lama: 2, plt: false, dicabut: false };

#[test]
fn a_mandate_cannot_be_passed_on() {
    // Officer 1 stands in for officer 3 as kadis, and would hand that to officer 2.
    let titipan = Acak { dari: 3, kepada: 1, peran: vec![2], ..BIASA }.delegasi(5);
    let dari = pengguna(1, &[1], true);
    let baru = Acak { peran: vec![1, 2, 3], ..BIASA };
    assert_eq!(
        kode_salah(&baru, &dari, &[titipan]),
        [
            ("/peran/1".to_owned(), "mandat_tidak_dapat_didelegasikan"),
            ("/peran/2".to_owned(), "peran_bukan_miliknya"),
        ]
    );
}

#[test]
fn each_refusal_names_its_field() {
    let dari = pengguna(1, &[2], true);
    let satu = |baru: Acak| kode_salah(&baru, &dari, &[]).remove(0).1;
    let kadis = Acak { peran: vec![2], ..BIASA };
    assert_eq!(satu(BIASA), "peran_kosong");
    assert_eq!(satu(Acak { kepada: 1, ..kadis.clone() }), "delegasi_diri_sendiri");
    assert_eq!(satu(Acak { peran: vec![2, 2], ..BIASA }), "peran_ganda");
    assert_eq!(satu(Acak { lama: -1, ..kadis.clone() }), "tanggal_terbalik");
    assert_eq!(satu(Acak { mulai: -9, ..kadis.clone() }), "delegasi_sudah_lewat");
    assert_eq!(satu(Acak { lama: 30, ..kadis.clone() }), "delegasi_terlalu_lama");
    let aktif = pengguna(2, &[], true);
    let batas = BatasDelegasi::default();
    let timbangan = Timbangan { dari: &dari, kepada: &aktif, lain: &[], hari_ini: AWAL, batas };
    let terakhir = Acak { mulai: -2, lama: 2, ..kadis.clone() }.delegasi(1);
    assert_eq!(terakhir.sampai, AWAL);
    assert!(periksa_delegasi(&terakhir, &timbangan).is_ok(), "its last day is today");
    let mut tanpa_sk = kadis.delegasi(1);
    tanpa_sk.nomor_sk = "  ".to_owned();
    let kepada = pengguna(2, &[], false);
    let batas = BatasDelegasi::default();
    let timbangan = Timbangan { dari: &dari, kepada: &kepada, lain: &[], hari_ini: AWAL, batas };
    let Err(Galat::TidakSah(salah)) = periksa_delegasi(&tanpa_sk, &timbangan) else { panic!() };
    let kode: Vec<_> = salah.iter().map(|satu| satu.kode).collect();
    assert_eq!(kode, ["penerima_tidak_aktif", "nomor_sk_wajib"]);
}

#[test]
fn a_mandate_says_for_whom_it_acts() {
    let mandat = Mandat {
        peran: kode("kadis"),
        peran_nama: "Kepala Dinas".to_owned(),
        dari: orang(1),
        dari_nama: "Gusti Contoh".to_owned(),
        jenis: JenisDelegasi::Plh,
        nomor_sk: "800/45/2026".to_owned(),
        delegasi: Id::new(uuid::Uuid::nil()),
        sampai: AWAL,
    };
    assert_eq!(mandat.atas_nama(), "Plh. Kepala Dinas a.n. Gusti Contoh (SK 800/45/2026)");
}

#[test]
fn two_delegations_overlap_when_they_give_a_role_of_one_officer_on_one_day() {
    let dasar = Acak {
        dari: 1,
        kepada: 2,
        peran: vec![0, 1],
        mulai: 10,
        lama: 5,
        plt: false,
        dicabut: false,
    };
    let bertumpuk = |lain: &Acak| {
        let (satu, dua) = (dasar.delegasi(1), lain.delegasi(2));
        assert_eq!(satu.bertumpuk(&dua), dua.bertumpuk(&satu), "{lain:?}");
        satu.bertumpuk(&dua)
    };
    let kepada_lain = Acak { kepada: 3, ..dasar.clone() };
    assert!(bertumpuk(&kepada_lain));
    assert!(!bertumpuk(&Acak { dari: 3, ..dasar.clone() }), "of another officer");
    assert!(bertumpuk(&Acak { mulai: 15, ..kepada_lain.clone() }), "the last day is shared");
    assert!(!bertumpuk(&Acak { mulai: 16, ..kepada_lain.clone() }));
    assert!(bertumpuk(&Acak { peran: vec![1, 2], ..kepada_lain.clone() }), "one role is enough");
    assert!(!bertumpuk(&Acak { peran: vec![2, 3], ..kepada_lain.clone() }));
    assert!(!bertumpuk(&Acak { dicabut: true, ..kepada_lain }));
}
