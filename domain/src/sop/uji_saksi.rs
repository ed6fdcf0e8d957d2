//! A witness that looks at a case from outside, by its history alone, and says what must not be.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{uji::orang, uji_alat::*, *};

/// What the witness remembers.
#[derive(Default)]
pub(super) struct Saksi {
    terlihat: usize,
    dibuka: BTreeMap<TugasId, TugasDibuka>,
    pemegang: BTreeMap<TugasId, Option<crate::akses::PenggunaId>>,
    diterima: BTreeMap<TugasId, crate::akses::PenggunaId>,
    selesai: BTreeSet<TugasId>,
    /// Who made the draft.
    pembuat: BTreeSet<crate::akses::PenggunaId>,
    /// Who decided a visit of a step.
    pemutus: BTreeSet<(String, u32, crate::akses::PenggunaId)>,
    /// Splits, by how many branches.
    pecahan: BTreeMap<TugasId, u32>,
    tiba: BTreeMap<TugasId, u32>,
    bergabung: BTreeSet<TugasId>,
    terbayar: BTreeMap<String, u64>,
}

impl Saksi {
    /// Looks at everything that happened since the last time, and at the state it led to.
    pub fn periksa(&mut self, kasus: &Kasus, kantor: &[Petugas]) -> Result<(), TestCaseError> {
        for satu in &kasus.riwayat[self.terlihat..] {
            self.peristiwa(kasus, kantor, satu)?;
        }
        self.terlihat = kasus.riwayat.len();
        let keadaan = &kasus.keadaan;
        prop_assert_eq!(keadaan, &KeadaanKasus::awal().setelah(&kasus.riwayat));
        prop_assert_eq!(keadaan.versi, kasus.riwayat.len() as u64);
        let json = serde_json::to_string(keadaan).unwrap();
        prop_assert_eq!(keadaan, &serde_json::from_str::<KeadaanKasus>(&json).unwrap());
        let json = serde_json::to_string(&kasus.riwayat).unwrap();
        prop_assert_eq!(&kasus.riwayat, &serde_json::from_str::<Vec<Peristiwa>>(&json).unwrap());
        let kerja = keadaan
            .tugas
            .iter()
            .filter(|t| t.bagian.and_then(Bagian::konsultasi).is_none())
            .count();
        if keadaan.status == StatusKasus::Berjalan {
            prop_assert!(kerja > 0, "a running case without work");
        } else {
            prop_assert!(keadaan.tugas.is_empty() && keadaan.tiba.is_empty());
        }
        for tugas in &keadaan.tugas {
            if let Some(induk) = tugas.bagian.and_then(Bagian::konsultasi) {
                prop_assert!(keadaan.tugas(induk).is_some(), "a question outlives its step");
            }
        }
        self.cabang(keadaan)
    }

    /// Every branch of a living split is open, or waits at the join.
    fn cabang(&self, keadaan: &KeadaanKasus) -> Result<(), TestCaseError> {
        let mut hidup: BTreeMap<TugasId, (u32, BTreeSet<TugasId>)> = BTreeMap::new();
        for tugas in &keadaan.tugas {
            if tugas.bagian.and_then(Bagian::konsultasi).is_some() {
                continue;
            }
            // Those who decide together are one branch, and so is whatever an inner split became.
            let sendiri = match tugas.bagian {
                Some(Bagian::Bersama(induk)) => induk,
                _ => tugas.id,
            };
            for (letak, cabang) in tugas.cabang.iter().enumerate() {
                let wakil = tugas.cabang.get(letak + 1).map_or(sendiri, |dalam| dalam.asal);
                hidup
                    .entry(cabang.asal)
                    .or_insert((cabang.jumlah, BTreeSet::new()))
                    .1
                    .insert(wakil);
            }
        }
        for (asal, (jumlah, terbuka)) in &hidup {
            let menunggu = keadaan.tiba.iter().filter(|tiba| tiba.asal == *asal).count();
            prop_assert_eq!(
                *jumlah as usize,
                menunggu + terbuka.len(),
                "a branch is lost or doubled"
            );
            prop_assert!(!self.bergabung.contains(asal), "work of a split that has joined");
        }
        Ok(())
    }

    fn peristiwa(
        &mut self,
        kasus: &Kasus,
        kantor: &[Petugas],
        peristiwa: &Peristiwa,
    ) -> Result<(), TestCaseError> {
        match peristiwa {
            Peristiwa::TugasDibuka(dibuka) => {
                for cabang in &dibuka.cabang {
                    prop_assert!(!self.bergabung.contains(&cabang.asal), "a join opened twice");
                    self.pecahan.insert(cabang.asal, cabang.jumlah);
                }
                prop_assert!(self.dibuka.insert(dibuka.tugas, (**dibuka).clone()).is_none());
            }
            Peristiwa::CabangTiba { asal, tahap } => {
                prop_assert!(!self.bergabung.contains(asal), "a branch arrives at an open join");
                let tiba = self.tiba.entry(*asal).or_insert(0);
                *tiba += 1;
                let gabung = kasus.definisi.tahap(tahap).unwrap().gabung;
                let jumlah = self.pecahan.get(asal).copied().unwrap_or(u32::MAX);
                prop_assert!(*tiba <= jumlah);
                if gabung == Some(Gabung::SalahSatu) || *tiba == jumlah {
                    self.bergabung.insert(*asal);
                }
            }
            Peristiwa::TugasDiterima { tugas, oleh, .. } => {
                self.boleh(kantor, *tugas, *oleh)?;
                prop_assert!(self.diterima.insert(*tugas, *oleh).is_none(), "taken twice");
            }
            Peristiwa::TugasDialihkan { tugas, kepada, .. } => {
                self.diterima.remove(tugas);
                self.pemegang.insert(*tugas, *kepada);
            }
            Peristiwa::TugasDicatat { tugas, isi, oleh } => {
                prop_assert_eq!(self.diterima.get(tugas), Some(oleh), "recorded by another");
                if let Catatan::Pembayaran { tarif, jumlah, .. } = isi {
                    let semua = self.terbayar.entry(tarif.to_string()).or_insert(0);
                    *semua += jumlah;
                    prop_assert!(*semua <= 50_000, "a bill was paid twice");
                }
            }
            Peristiwa::TugasDiputuskan { tugas, oleh, keputusan, .. } => {
                prop_assert_eq!(self.diterima.get(tugas), Some(oleh), "decided by another");
                self.boleh(kantor, *tugas, *oleh)?;
                prop_assert!(self.selesai.insert(*tugas), "decided twice");
                self.pemisahan(*tugas, *oleh, keputusan.as_str())?;
            }
            Peristiwa::TugasDiselesaikan { tugas, .. } | Peristiwa::TugasDibatalkan { tugas } => {
                prop_assert!(self.selesai.insert(*tugas), "closed twice");
            }
            _ => {}
        }
        Ok(())
    }

    /// Only who has a role of the tugas, in its unit and team, and to whom it was handed.
    fn boleh(
        &self,
        kantor: &[Petugas],
        tugas: TugasId,
        oleh: crate::akses::PenggunaId,
    ) -> Result<(), TestCaseError> {
        let untuk = &self.dibuka[&tugas].untuk;
        let siapa = kantor.iter().find(|satu| orang(satu.nomor) == oleh).unwrap();
        prop_assert!(untuk.peran.iter().any(|peran| siapa.peran.contains(peran)));
        prop_assert!(untuk.unit.is_none() || siapa.unit.is_some());
        prop_assert!(untuk.tim.as_ref().is_none_or(|tim| siapa.tim.contains(tim)));
        let pemegang = self.pemegang.get(&tugas).copied().flatten();
        prop_assert!(pemegang.is_none_or(|lain| lain == oleh));
        Ok(())
    }

    /// A maker approves nothing, and nobody approves twice in one visit.
    fn pemisahan(
        &mut self,
        tugas: TugasId,
        oleh: crate::akses::PenggunaId,
        keputusan: &str,
    ) -> Result<(), TestCaseError> {
        let dibuka = &self.dibuka[&tugas];
        if dibuka.bagian.and_then(Bagian::konsultasi).is_some() {
            return Ok(());
        }
        let kunci = (dibuka.tahap.to_string(), dibuka.kunjungan, oleh);
        let menyetujui = dibuka.level.is_some() && keputusan == "setuju";
        if menyetujui || dibuka.bagian.is_some() {
            let membuat = dibuka.jenis_tahap == JenisTahap::Proses;
            prop_assert!(membuat || !self.pembuat.contains(&oleh), "a maker approves");
            prop_assert!(!self.pemutus.contains(&kunci), "two levels by one person");
        }
        self.pemutus.insert(kunci);
        if dibuka.jenis_tahap == JenisTahap::Proses {
            self.pembuat.insert(oleh);
        }
        Ok(())
    }
}
