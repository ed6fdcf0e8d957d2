use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::{
    akses::{JenisDelegasi, KunciKlienId},
    id::Id,
    kalender::ZonaWaktu,
    nilai::KodeWilayah,
    tenant::TenantSlug,
};

fn kode(teks: &str) -> Kode {
    Kode::parse(teks).unwrap()
}

fn mandat(peran: &str) -> Mandat {
    Mandat {
        peran: kode(peran),
        peran_nama: peran.to_owned(),
        dari: Id::new(Uuid::from_u128(9)),
        dari_nama: "Gusti Contoh".to_owned(),
        jenis: JenisDelegasi::Plh,
        nomor_sk: "800/45/2026".to_owned(),
        delegasi: Id::new(Uuid::from_u128(8)),
        sampai: date!(2026 - 12 - 01),
    }
}

fn petugas(izin: &[Izin]) -> Petugas {
    Petugas {
        id: Id::new(Uuid::from_u128(1)),
        nama: "Orang 1".to_owned(),
        sesi: Id::new(Uuid::from_u128(2)),
        peran: vec![kode("kasi"), kode("loket")],
        mandat: vec![mandat("kabid"), mandat("kadis")],
        peran_berlaku: ["kasi", "loket", "kabid", "kadis"].map(kode).to_vec(),
        izin: izin.iter().copied().collect(),
        unit: None,
        tim: Vec::new(),
        segar_pada: None,
        terbatas: false,
    }
}

fn klien(izin: &[Izin], unit: Option<&[&str]>) -> Siapa {
    Siapa::Klien(Box::new(Klien {
        id: Id::new(Uuid::from_u128(5)),
        nama: "Aplikasi".to_owned(),
        kunci: KunciKlienId::new(Uuid::from_u128(6)),
        izin: izin.iter().copied().collect(),
        unit: unit.map(|semua| semua.iter().map(|satu| kode(satu)).collect()),
        laju: 60,
    }))
}

fn pelaku(siapa: Siapa) -> Pelaku {
    let tenant = Tenant {
        id: Id::new(Uuid::from_u128(7)),
        slug: TenantSlug::parse("balangan").unwrap(),
        nama: "Balangan".to_owned(),
        wilayah: KodeWilayah::parse("63.11").unwrap(),
        zona: ZonaWaktu::Wita,
    };
    Pelaku { tenant: Arc::new(tenant), siapa }
}

fn sebagai(izin: &[Izin]) -> Pelaku {
    pelaku(Siapa::Petugas(Box::new(petugas(izin))))
}

#[test]
fn a_permission_opens_itself_and_nothing_beside_it() {
    for satu in Izin::SEMUA {
        let orang = sebagai(&[satu]);
        for lain in Izin::SEMUA {
            assert_eq!(orang.petugas(lain).is_ok(), lain == satu, "{satu:?} for {lain:?}");
            assert_eq!(orang.boleh(lain).is_ok(), lain == satu, "{satu:?} for {lain:?}");
        }
        assert!(sebagai(&[]).petugas(satu).is_err());
    }
}

#[test]
fn of_several_permissions_each_is_enough_and_none_is_not() {
    let pilihan = [Izin::PenyerahanKelola, Izin::PenyerahanUnit, Izin::LoketLayani];
    for satu in pilihan {
        assert!(sebagai(&[satu]).petugas_salah_satu(&pilihan).is_ok(), "{satu:?}");
    }
    let Err(Galat::TidakBerizin(izin)) = sebagai(&[Izin::AuditBaca]).petugas_salah_satu(&pilihan)
    else {
        panic!("another permission opened it");
    };
    assert_eq!(izin, pilihan[0]);
}

#[test]
fn only_officers_and_help_pass_for_officers() {
    let semua = Izin::SEMUA;
    assert!(pelaku(Siapa::Bantuan(Box::new(petugas(&semua)))).petugas(Izin::AuditBaca).is_ok());
    let lain = [Siapa::Pemohon(Id::new(Uuid::nil())), Siapa::Sistem, klien(&semua, None)];
    for siapa in lain {
        let orang = pelaku(siapa);
        for izin in semua {
            assert!(orang.petugas(izin).is_err(), "{:?}", orang.siapa);
            assert!(orang.petugas_salah_satu(&[izin]).is_err(), "{:?}", orang.siapa);
        }
        assert!(orang.sendiri().is_err());
        assert_eq!(orang.pengguna(), None);
    }
}

#[test]
fn a_program_does_what_it_was_given_in_its_units() {
    let program = pelaku(klien(&[Izin::PermohonanBaca], Some(&["awayan"])));
    assert_eq!(program.penanggung(Izin::PermohonanBaca).unwrap().uuid(), Uuid::from_u128(5));
    assert!(program.penanggung(Izin::PermohonanBuat).is_err());
    assert!(program.jangkau(Some(&kode("awayan"))).is_ok());
    for luar in [Some(kode("juai")), None] {
        let Err(Galat::TidakDitemukan(apa)) = program.jangkau(luar.as_ref()) else {
            panic!("{luar:?} is not its business");
        };
        assert_eq!(apa, "permohonan");
    }
    assert!(sebagai(&[]).jangkau(None).is_ok(), "officers are limited by their permissions");
}

#[test]
fn an_own_role_comes_before_a_mandate_and_a_mandate_is_for_its_role() {
    let orang = petugas(&[]);
    assert_eq!(orang.mandat_untuk(&kode("kasi")), None);
    assert_eq!(orang.mandat_untuk(&kode("kabid")), Some(&mandat("kabid")));
    assert_eq!(orang.mandat_untuk(&kode("kadis")), Some(&mandat("kadis")));
    assert_eq!(orang.mandat_untuk(&kode("operator")), None);
    let mut rangkap = petugas(&[]);
    rangkap.peran.push(kode("kadis"));
    assert_eq!(rangkap.mandat_untuk(&kode("kadis")), None, "they hold it themselves");
}

#[test]
fn a_session_without_its_second_factor_is_refused() {
    let mut orang = petugas(&[]);
    assert!(pelaku(Siapa::Petugas(Box::new(orang.clone()))).bukan_terbatas().is_ok());
    orang.terbatas = true;
    let hasil = pelaku(Siapa::Petugas(Box::new(orang))).bukan_terbatas();
    assert!(matches!(hasil, Err(Galat::PerluFaktorKedua)));
}
