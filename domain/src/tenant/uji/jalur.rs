//! Every path that the simulation finds, walked step by step by officers of the office, and every way back.

use std::collections::BTreeSet;

use super::{
    baca, deploy,
    meja::{Meja, Orang},
    semua, semua_petugas,
};
use crate::{
    nilai::Kode,
    sop::{
        Akhir, DefinisiSop, Jalur, KeadaanKasus, Keputusan, Langkah, Penolakan, Peristiwa,
        StatusKasus, Tujuan, simulasikan,
    },
    tenant::Peran,
};

/// An SOP with the people of its office.
struct Bahan {
    letak: String,
    definisi: DefinisiSop,
    orang: Vec<Orang>,
}

/// The SOPs of every pack with the officers of the demo, and of the national base with two officers of every role.
fn bahan() -> Vec<Bahan> {
    #[derive(serde::Deserialize)]
    struct Katalog {
        peran: Vec<Peran>,
        sop: Vec<DefinisiSop>,
    }
    let petugas = semua_petugas();
    let mut keluar = Vec::new();
    for paket in semua() {
        let orang: Vec<Orang> = petugas[&paket.tenant.slug]
            .iter()
            .zip(1..)
            .map(|(satu, nomor)| Orang { nomor, peran: satu.peran.clone(), tim: satu.tim.clone() })
            .collect();
        for definisi in paket.sop {
            let letak = format!("{}/{}", paket.tenant.slug, definisi.kode);
            keluar.push(Bahan { letak, definisi, orang: orang.clone() });
        }
    }
    let katalog: Katalog = baca(&deploy().join("katalog/nasional.yaml"));
    for definisi in katalog.sop {
        let tim: Vec<Kode> =
            definisi.tahap.iter().filter_map(|tahap| tahap.pelaksana.tim.clone()).collect();
        let orang = katalog.peran.iter().chain(&katalog.peran).zip(1..);
        let orang = orang.map(|(peran, nomor)| Orang {
            nomor,
            peran: vec![peran.kode.clone()],
            tim: tim.clone(),
        });
        let letak = format!("nasional/{}", definisi.kode);
        keluar.push(Bahan { letak, orang: orang.collect(), definisi });
    }
    keluar
}

/// Every set of guards that may hold, the fewest first.
fn penjaga(definisi: &DefinisiSop) -> Vec<BTreeSet<String>> {
    let semua: BTreeSet<&str> = definisi.penjaga().map(|(_, u)| u.as_str()).collect();
    let mut keluar: Vec<BTreeSet<String>> = (0..1_u32 << semua.len())
        .map(|bit| {
            let benar = semua.iter().enumerate().filter(|(i, _)| bit >> i & 1 == 1);
            benar.map(|(_, satu)| (*satu).to_owned()).collect()
        })
        .collect();
    keluar.sort_by_key(BTreeSet::len);
    keluar
}

impl Bahan {
    /// Walks a path in some case in which it can be walked; how the case ended, and what was decided on the way.
    fn tempuh(&self, langkah: &[Langkah]) -> Option<(Akhir, Vec<(Kode, Kode)>)> {
        penjaga(&self.definisi).into_iter().find_map(|benar| {
            let meja = Meja::buka(&self.definisi, benar);
            let mulai = meja.mesin().mulai().ok()?;
            let keadaan = KeadaanKasus::awal().setelah(&mulai);
            self.lanjut(&meja, &keadaan, &mulai, langkah)
        })
    }

    fn lanjut(
        &self,
        meja: &Meja<'_>,
        keadaan: &KeadaanKasus,
        riwayat: &[Peristiwa],
        sisa: &[Langkah],
    ) -> Option<(Akhir, Vec<(Kode, Kode)>)> {
        let Some((satu, sisa)) = sisa.split_first() else {
            let StatusKasus::Berakhir { akhir, .. } = keadaan.status else { return None };
            return Some((akhir, diputuskan(riwayat)));
        };
        self.cara(meja, keadaan, satu).into_iter().find_map(|peristiwa| {
            let baru = keadaan.clone().setelah(&peristiwa);
            let mut riwayat = riwayat.to_vec();
            riwayat.extend(peristiwa);
            self.lanjut(meja, &baru, &riwayat, sisa)
        })
    }

    /// The ways in which a step of a path can be done here.
    fn cara(&self, meja: &Meja<'_>, keadaan: &KeadaanKasus, satu: &Langkah) -> Vec<Vec<Peristiwa>> {
        let (Some(tahap), Some(keputusan)) = (&satu.tahap, &satu.keputusan) else {
            let cara = [meja.mesin().lengkapi(keadaan), meja.batas_habis(keadaan)];
            return cara.into_iter().flatten().collect();
        };
        let cocok = |tugas: &&crate::sop::TugasTerbuka| {
            &tugas.tahap == tahap
                && tugas.level == satu.level
                && tugas.untuk.peran.first() == satu.peran.as_ref()
        };
        let Some(tugas) = keadaan.tugas.iter().find(cocok) else { return Vec::new() };
        if tugas.untuk.pemohon {
            let pilihan = meja.pilihan(tugas, keputusan);
            return meja.mesin().putuskan_pemohon(keadaan, pilihan).into_iter().collect();
        }
        // The first officer who may; only rules on persons send the work on to the next one.
        for oleh in &self.orang {
            match meja.kerjakan(keadaan, tugas, keputusan, oleh) {
                Ok(peristiwa) => return vec![peristiwa],
                Err(
                    Penolakan::BukanPelaksana
                    | Penolakan::UntukTimLain
                    | Penolakan::PembuatBukanPenyetuju,
                ) => {}
                Err(_) => return Vec::new(),
            }
        }
        Vec::new()
    }
}

/// The path with a way back in it: up to the step, back, and on from where it leads.
fn memutar(jalur: &Jalur, tahap: &Kode, keputusan: &Keputusan) -> Vec<Vec<Langkah>> {
    let mut keluar = Vec::new();
    for (i, di) in jalur.langkah.iter().enumerate() {
        if di.tahap.as_ref() != Some(tahap) {
            continue;
        }
        let pemohon = matches!(keputusan.tujuan.as_slice(), [Tujuan::Pemohon { .. }]);
        let turun = matches!(keputusan.tujuan.as_slice(), [Tujuan::Turun { .. }]);
        let kembali = keputusan.tujuan.iter().flat_map(Tujuan::tahap);
        let kembali: Vec<&Kode> = kembali.chain(turun.then_some(tahap)).collect();
        for (j, ke) in jalur.langkah.iter().enumerate().take(i + 1) {
            if !ke.tahap.as_ref().is_some_and(|kode| kembali.contains(&kode)) {
                continue;
            }
            let mut langkah = jalur.langkah[..i].to_vec();
            langkah.push(Langkah { keputusan: Some(keputusan.kode.clone()), ..di.clone() });
            if pemohon {
                langkah.push(Langkah { tahap: None, level: None, peran: None, keputusan: None });
            }
            langkah.extend_from_slice(&jalur.langkah[j..]);
            keluar.push(langkah);
        }
    }
    keluar
}

/// What was decided, in order, as the events tell it.
fn diputuskan(riwayat: &[Peristiwa]) -> Vec<(Kode, Kode)> {
    let tahap = |id| {
        riwayat.iter().find_map(|satu| match satu {
            Peristiwa::TugasDibuka(dibuka) if dibuka.tugas == id => Some(dibuka.tahap.clone()),
            _ => None,
        })
    };
    riwayat
        .iter()
        .filter_map(|satu| match satu {
            Peristiwa::TugasDiputuskan { tugas, keputusan, .. }
            | Peristiwa::TugasDiselesaikan { tugas, keputusan, .. } => {
                Some((tahap(*tugas)?, keputusan.clone()))
            }
            _ => None,
        })
        .collect()
}

/// What a path says was decided.
fn menurut(langkah: &[Langkah]) -> Vec<(Kode, Kode)> {
    langkah.iter().filter_map(|satu| Some((satu.tahap.clone()?, satu.keputusan.clone()?))).collect()
}

#[test]
fn every_simulated_path_is_walked_by_the_people_of_the_office() {
    for bahan in bahan() {
        let hasil = simulasikan(&bahan.definisi);
        assert!(!hasil.terpotong && !hasil.jalur.is_empty(), "{}", bahan.letak);
        for jalur in &hasil.jalur {
            let (akhir, putusan) = bahan
                .tempuh(&jalur.langkah)
                .unwrap_or_else(|| panic!("{}: nobody can walk {}", bahan.letak, jalur.kalimat()));
            assert_eq!(akhir, jalur.akhir, "{}: {}", bahan.letak, jalur.kalimat());
            assert_eq!(putusan, menurut(&jalur.langkah), "{}", bahan.letak);
        }
    }
}

#[test]
fn the_paths_and_the_ways_back_take_every_outcome() {
    for bahan in bahan() {
        let jalur = simulasikan(&bahan.definisi).jalur;
        let diambil: BTreeSet<_> = jalur.iter().flat_map(|satu| menurut(&satu.langkah)).collect();
        for tahap in &bahan.definisi.tahap {
            for keputusan in &tahap.keputusan {
                let satu = (tahap.kode.clone(), keputusan.kode.clone());
                // What is on no path closes a loop; it is put into a path that comes by.
                let ditempuh = diambil.contains(&satu)
                    || jalur.iter().any(|jalur| {
                        memutar(jalur, &tahap.kode, keputusan).iter().any(|langkah| {
                            let hasil = bahan.tempuh(langkah);
                            hasil.is_some_and(|(akhir, putusan)| {
                                akhir == jalur.akhir && putusan == menurut(langkah)
                            })
                        })
                    });
                assert!(ditempuh, "{}: no walk takes {} at {}", bahan.letak, satu.1, satu.0);
            }
        }
    }
}
