//! A case on the engine with people of flesh: roles, teams, a clock that moves, and guards answered as the test says.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicI64, Ordering},
};

use time::{Date, Duration, OffsetDateTime};

use crate::{
    akses::JenisUnit,
    nilai::Kode,
    sop::{
        AturanJadwal, Catatan, DefinisiSop, KeadaanKasus, Mesin, Penilai, Penolakan, Peristiwa,
        Petindak, Pilihan, TugasTerbuka, Waktu,
        uji::{Urut, kode, orang},
    },
    ungkapan::Ungkapan,
};

/// The facts: guards that hold, by their text, and what time it is.
pub(super) struct Dunia {
    benar: BTreeSet<String>,
    detik: AtomicI64,
}

impl Dunia {
    fn maju_ke(&self, saat: OffsetDateTime) {
        self.detik.fetch_max(saat.unix_timestamp(), Ordering::Relaxed);
    }
}

impl Penilai for Dunia {
    fn benar(&self, ungkapan: &Ungkapan, _putaran: u32) -> bool {
        self.benar.contains(ungkapan.as_str())
    }

    fn sekarang(&self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.detik.load(Ordering::Relaxed)).unwrap()
    }

    fn hari_ini(&self) -> Date {
        self.sekarang().date()
    }

    /// An hour, whatever the time: the walk is about the order of the steps.
    fn tenggat(&self, _waktu: Waktu) -> Option<OffsetDateTime> {
        Some(self.sekarang() + Duration::hours(1))
    }

    fn unit(&self, _jenis: JenisUnit) -> Option<Kode> {
        None
    }
}

/// An officer.
#[derive(Clone)]
pub(super) struct Orang {
    pub nomor: u128,
    pub peran: Vec<Kode>,
    pub tim: Vec<Kode>,
}

impl Orang {
    pub(super) fn petindak(&self) -> Petindak<'_> {
        Petindak { tim: &self.tim, ..Petindak::dengan_peran(orang(self.nomor), &self.peran) }
    }
}

/// A definition and the world in which its cases run.
pub(super) struct Meja<'d> {
    pub definisi: &'d DefinisiSop,
    ids: Urut,
    pub dunia: Dunia,
}

impl<'d> Meja<'d> {
    pub(super) fn buka(definisi: &'d DefinisiSop, benar: BTreeSet<String>) -> Self {
        let dunia = Dunia { benar, detik: AtomicI64::new(0) };
        Self { definisi, ids: Urut::default(), dunia }
    }

    pub(super) fn mesin(&self) -> Mesin<'_> {
        Mesin { definisi: self.definisi, ids: &self.ids, penilai: &self.dunia }
    }

    /// Takes a tugas, records what its step asks for, waits for what has to be waited for, and decides.
    pub(super) fn kerjakan(
        &self,
        keadaan: &KeadaanKasus,
        tugas: &TugasTerbuka,
        keputusan: &Kode,
        oleh: &Orang,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let mesin = self.mesin();
        let mut semua = mesin.terima(keadaan, tugas.id, oleh.petindak())?;
        let mut kini = keadaan.clone().setelah(&semua);
        for isi in self.diminta(&kini, tugas) {
            let catat = mesin.catat(&kini, tugas.id, isi, oleh.petindak())?;
            kini = kini.setelah(&catat);
            semua.extend(catat);
        }
        if let Some(jadwal) = kini.tugas(tugas.id).and_then(|terbuka| terbuka.jadwal) {
            self.dunia.maju_ke(jadwal);
        }
        let pilihan = self.pilihan(tugas, keputusan);
        semua.extend(mesin.putuskan(&kini, pilihan, oleh.petindak())?);
        Ok(semua)
    }

    pub(super) fn pilihan<'a>(&'a self, tugas: &TugasTerbuka, keputusan: &'a Kode) -> Pilihan<'a> {
        let tahap = self.definisi.tahap(&tugas.tahap);
        let dipilih = tahap.and_then(|tahap| tahap.keputusan(keputusan));
        let kode_alasan = dipilih.and_then(|satu| satu.kode_alasan.first());
        Pilihan { tugas: tugas.id, keputusan, alasan: Some("karena itu"), kode_alasan }
    }

    fn diminta(&self, keadaan: &KeadaanKasus, tugas: &TugasTerbuka) -> Vec<Catatan> {
        let Some(tahap) = self.definisi.tahap(&tugas.tahap) else { return Vec::new() };
        let mut semua = Vec::new();
        if let Some(formulir) = &tahap.formulir {
            semua.push(Catatan::Formulir { kode: formulir.kode.clone() });
        }
        if let Some(AturanJadwal::Janji | AturanJadwal::Kunjungan) = tahap.jadwal {
            let pada = self.dunia.sekarang() + Duration::hours(1);
            semua.push(Catatan::Jadwal { pada, alasan: None });
        }
        if tahap.pelaksana.pihak_luar.is_some() {
            semua.push(Catatan::Rujukan { nomor: "470/1".to_owned() });
        }
        if let Some(register) = &tahap.register {
            let nomor = "1/2026".to_owned();
            semua.push(Catatan::NomorRegister { register: register.clone(), nomor });
        }
        let utang = keadaan.tagihan.iter().filter(|satu| !satu.lunas);
        semua.extend(utang.map(|satu| Catatan::Pembayaran {
            tarif: satu.tarif.clone(),
            jumlah: satu.jumlah,
            bukti: "STS-1".to_owned(),
        }));
        semua
    }

    /// The applicant lets the time to complete pass.
    pub(super) fn batas_habis(&self, keadaan: &KeadaanKasus) -> Result<Vec<Peristiwa>, Penolakan> {
        if let crate::sop::StatusKasus::MenungguPemohon { batas: Some(batas), .. } = &keadaan.status
        {
            self.dunia.maju_ke(*batas);
        }
        self.mesin().batas_habis(keadaan)
    }
}

/// One case from its start, step by step by people named by their role; a role's second officer is `role#2`.
pub(super) struct Kasus<'d> {
    pub meja: Meja<'d>,
    pub keadaan: KeadaanKasus,
    pub riwayat: Vec<Peristiwa>,
    orang: BTreeMap<String, u128>,
}

impl<'d> Kasus<'d> {
    /// Starts a case in which these guards hold and no others.
    pub(super) fn mulai(definisi: &'d DefinisiSop, benar: &[&str]) -> Self {
        let dikenal: BTreeSet<&str> = definisi.penjaga().map(|(_, u)| u.as_str()).collect();
        for satu in benar {
            assert!(dikenal.contains(satu), "{} has no guard {satu}", definisi.kode);
        }
        let meja = Meja::buka(definisi, benar.iter().map(|satu| (*satu).to_owned()).collect());
        let riwayat = meja.mesin().mulai().unwrap();
        let keadaan = KeadaanKasus::awal().setelah(&riwayat);
        Self { meja, keadaan, riwayat, orang: BTreeMap::new() }
    }

    /// Who that is: always the same person for the same name, a member of every team.
    pub(super) fn siapa(&mut self, nama: &str) -> Orang {
        let jumlah = self.orang.len() as u128;
        let nomor = *self.orang.entry(nama.to_owned()).or_insert(jumlah + 1);
        let peran = kode(nama.split('#').next().unwrap());
        let tim = self.meja.definisi.tahap.iter().filter_map(|tahap| tahap.pelaksana.tim.clone());
        Orang { nomor, peran: vec![peran], tim: tim.collect() }
    }

    /// Decides an open tugas that offers that outcome to that role.
    pub(super) fn putuskan(&mut self, nama: &str, keputusan: &str) -> Result<(), Penolakan> {
        let oleh = self.siapa(nama);
        let keputusan = kode(keputusan);
        let cocok = |tugas: &&TugasTerbuka| {
            let tahap = self.meja.definisi.tahap(&tugas.tahap).unwrap();
            tugas.untuk.peran.iter().any(|peran| oleh.peran.contains(peran))
                && tahap.keputusan(&keputusan).is_some()
        };
        let tugas = self.keadaan.tugas.iter().find(cocok).cloned();
        let tugas = tugas.ok_or(Penolakan::BukanPelaksana)?;
        let peristiwa = self.meja.kerjakan(&self.keadaan, &tugas, &keputusan, &oleh)?;
        self.catat(peristiwa);
        Ok(())
    }

    /// Walks; whenever the case waits for its applicant, they complete it.
    pub(super) fn jalan(&mut self, langkah: &[(&str, &str)]) {
        for (nama, keputusan) in langkah {
            self.putuskan(nama, keputusan)
                .unwrap_or_else(|e| panic!("{nama} could not decide {keputusan}: {e:?}"));
            if self.keadaan.status.kata() == "menunggu_pemohon" {
                let lengkap = self.meja.mesin().lengkapi(&self.keadaan).unwrap();
                self.catat(lengkap);
            }
        }
    }

    pub(super) fn catat(&mut self, peristiwa: Vec<Peristiwa>) {
        self.keadaan = self.keadaan.clone().setelah(&peristiwa);
        self.riwayat.extend(peristiwa);
    }

    /// The steps that were opened, in order; a chain's levels as `step/level`.
    pub(super) fn jejak(&self) -> Vec<String> {
        let dibuka = self.riwayat.iter().filter_map(|peristiwa| match peristiwa {
            Peristiwa::TugasDibuka(dibuka) => Some(dibuka),
            _ => None,
        });
        dibuka
            .map(|satu| {
                satu.level.map_or_else(|| satu.tahap.to_string(), |n| format!("{}/{n}", satu.tahap))
            })
            .collect()
    }
}
