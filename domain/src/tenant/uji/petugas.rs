//! The people of the demo.

use std::collections::BTreeSet;

use super::{semua, semua_petugas};
use crate::{
    akses::Izin,
    nilai::{Kode, Nik},
};

#[test]
fn the_demo_fills_every_role_with_people_of_its_own() {
    let semua_petugas = semua_petugas();
    for paket in semua() {
        let slug = &paket.tenant.slug;
        let petugas = &semua_petugas[slug];
        let unik = |isi: Vec<&str>| isi.iter().collect::<BTreeSet<_>>().len() == isi.len();
        assert!(unik(petugas.iter().map(|p| p.nama_pengguna.as_str()).collect()), "{slug}");
        assert!(unik(petugas.iter().map(|p| p.nama.as_str()).collect()), "{slug}");
        let terisi: BTreeSet<&Kode> = petugas.iter().flat_map(|p| &p.peran).collect();
        let peran: BTreeSet<&Kode> = paket.peran.iter().map(|p| &p.kode).collect();
        assert_eq!(terisi, peran, "{slug}: roles held and roles defined differ");
        let menandatangani: BTreeSet<&Kode> = paket
            .peran
            .iter()
            .filter(|p| p.izin.contains(&Izin::DokumenTandaTangan))
            .map(|p| &p.kode)
            .collect();
        for satu in petugas {
            let penanda_tangan = satu.peran.iter().any(|kode| menandatangani.contains(kode));
            // Who may have to stand in for a signer has a certificate too.
            assert!(satu.nik.is_some() || !penanda_tangan, "{slug}: {}", satu.nama_pengguna);
            assert_eq!(satu.passphrase_simulator.is_some(), satu.nik.is_some(), "{slug}");
            let ada_unit = |kode: &Kode| paket.unit.iter().any(|unit| &unit.kode == kode);
            assert!(satu.unit.as_ref().is_none_or(ada_unit), "{slug}: {}", satu.nama_pengguna);
            let tim = |kode: &Kode| paket.tim.iter().any(|tim| &tim.kode == kode);
            assert!(satu.tim.iter().all(tim), "{slug}: {}", satu.nama_pengguna);
            if let Some(nik) = &satu.nik {
                Nik::parse(nik).unwrap();
            }
            if let Some(nip) = &satu.nip {
                assert!(nip.len() == 18 && nip.bytes().all(|b| b.is_ascii_digit()), "{nip}");
            }
        }
    }
}

#[test]
fn the_demo_fills_every_team_that_a_step_names() {
    let petugas = semua_petugas();
    for paket in semua() {
        for tahap in paket.sop.iter().flat_map(|sop| &sop.tahap) {
            let Some(tim) = &tahap.pelaksana.tim else { continue };
            let ada = petugas[&paket.tenant.slug].iter().any(|satu| {
                satu.tim.contains(tim) && tahap.pelaksana.peran().any(|p| satu.peran.contains(p))
            });
            assert!(ada, "{}: nobody of {tim} can do {}", paket.tenant.slug, tahap.kode);
        }
    }
}
