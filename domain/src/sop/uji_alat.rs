//! A case on the engine with a world that tests set: guards, clock, officers.

use std::collections::BTreeSet;

use time::{Date, Duration, OffsetDateTime};

use super::{
    uji::{Urut, kode, memilih, orang},
    *,
};
use crate::{
    akses::{JenisUnit, Mandat, UnitPetugas},
    nilai::Kode,
    ungkapan::Ungkapan,
};

/// What the engine asks about the world.
pub(super) struct Dunia {
    /// Guards that hold.
    pub benar: BTreeSet<String>,
    pub sekarang: OffsetDateTime,
}

impl Penilai for Dunia {
    fn benar(&self, ungkapan: &Ungkapan, _: u32) -> bool {
        self.benar.contains(ungkapan.as_str())
    }

    fn sekarang(&self) -> OffsetDateTime {
        self.sekarang
    }

    fn hari_ini(&self) -> Date {
        self.sekarang.date()
    }

    /// Whatever the time, it is over a day from now.
    fn tenggat(&self, _: Waktu) -> Option<OffsetDateTime> {
        Some(self.sekarang + Duration::DAY)
    }

    fn unit(&self, jenis: JenisUnit) -> Option<Kode> {
        (jenis == JenisUnit::Kecamatan).then(|| kode("kec_a"))
    }
}

/// An officer of the tests.
#[derive(Clone, Debug, Default)]
pub(super) struct Petugas {
    pub nomor: u128,
    pub peran: Vec<Kode>,
    pub mandat: Vec<Mandat>,
    pub unit: Option<UnitPetugas>,
    pub tim: Vec<Kode>,
}

impl Petugas {
    pub fn petindak(&self) -> Petindak<'_> {
        Petindak {
            id: orang(self.nomor),
            peran: &self.peran,
            mandat: &self.mandat,
            unit: self.unit.as_ref(),
            tim: &self.tim,
        }
    }
}

/// An officer by number and roles.
pub(super) fn petugas(nomor: u128, peran: &[&str]) -> Petugas {
    Petugas { nomor, peran: peran.iter().map(|satu| kode(satu)).collect(), ..Petugas::default() }
}

/// Roles of the tests.
pub(super) const PERAN: [&str; 5] = ["petugas", "operator", "kasi", "kabid", "kadis"];

/// A definition as written in a pack.
pub(super) fn tulis(yaml: &str) -> DefinisiSop {
    let nilai: serde_json::Value = yaml_serde::from_str(yaml).unwrap();
    serde_json::from_value(nilai).unwrap()
}

/// The faults of a definition.
pub(super) fn cacat_dari(definisi: &DefinisiSop) -> Vec<Cacat> {
    periksa(definisi, &PERAN.iter().map(|satu| kode(satu)).collect())
}

/// A case and its history.
pub(super) struct Kasus {
    pub definisi: DefinisiSop,
    ids: Urut,
    pub dunia: Dunia,
    pub keadaan: KeadaanKasus,
    pub riwayat: Vec<Peristiwa>,
}

impl Kasus {
    /// Starts a case of a sound definition.
    pub fn mulai(yaml: &str, benar: &[&str]) -> Self {
        let definisi = tulis(yaml);
        assert_eq!(cacat_dari(&definisi), Vec::new());
        Self::dari(definisi, benar)
    }

    /// Starts a case without looking at the definition.
    pub fn dari(definisi: DefinisiSop, benar: &[&str]) -> Self {
        let dunia = Dunia {
            benar: benar.iter().map(|satu| (*satu).to_owned()).collect(),
            sekarang: OffsetDateTime::UNIX_EPOCH,
        };
        let mut kasus = Self {
            definisi,
            ids: Urut::default(),
            dunia,
            keadaan: KeadaanKasus::awal(),
            riwayat: Vec::new(),
        };
        kasus.coba(|mesin, _| mesin.mulai()).unwrap();
        kasus
    }

    /// Gives the engine a command; what it answers happens.
    pub fn coba(
        &mut self,
        perintah: impl FnOnce(Mesin<'_>, &KeadaanKasus) -> Result<Vec<Peristiwa>, Penolakan>,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let mesin = Mesin { definisi: &self.definisi, ids: &self.ids, penilai: &self.dunia };
        let peristiwa = perintah(mesin, &self.keadaan)?;
        self.keadaan = self.keadaan.clone().setelah(&peristiwa);
        self.riwayat.extend(peristiwa.iter().cloned());
        Ok(peristiwa)
    }

    /// The first open tugas of a step.
    pub fn tugas(&self, tahap: &str) -> TugasId {
        let ini = self.keadaan.tugas.iter().find(|satu| satu.tahap.as_str() == tahap);
        ini.unwrap_or_else(|| panic!("{tahap} tidak terbuka: {:?}", self.terbuka())).id
    }

    /// The steps with open work, in the order in which it was opened.
    pub fn terbuka(&self) -> Vec<&str> {
        self.keadaan.tugas.iter().map(|satu| satu.tahap.as_str()).collect()
    }

    pub fn ambil(&mut self, tugas: TugasId, oleh: &Petugas) -> Result<(), Penolakan> {
        self.coba(|mesin, keadaan| mesin.terima(keadaan, tugas, oleh.petindak())).map(|_| ())
    }

    /// Decides a tugas that was taken.
    pub fn putuskan(&mut self, tugas: TugasId, apa: &str, oleh: &Petugas) -> Result<(), Penolakan> {
        let apa = kode(apa);
        let pilihan = memilih(tugas, &apa, Some("karena itu"));
        self.coba(|mesin, keadaan| mesin.putuskan(keadaan, pilihan, oleh.petindak())).map(|_| ())
    }

    /// Takes and decides the first open tugas of a step.
    pub fn kerjakan(&mut self, tahap: &str, apa: &str, oleh: &Petugas) -> Result<(), Penolakan> {
        let tugas = self.tugas(tahap);
        self.ambil(tugas, oleh)?;
        self.putuskan(tugas, apa, oleh)
    }
}
