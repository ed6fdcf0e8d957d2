//! The engine: `(definition, state, command, context) -> events`, pure.

use std::collections::BTreeSet;

use super::{
    Akhir, AturanAlasan, Cabang, DefinisiSop, Gabung, JenisTahap, KeadaanKasus, Keputusan,
    Penolakan, Penyerah, Peristiwa, StatusKasus, Tahap, TugasId, TugasTerbuka, Tujuan,
};
use crate::{akses::PenggunaId, id::IdSource, nilai::Kode, ungkapan::Ungkapan};

/// The officer who acts, as the engine needs to know them.
#[derive(Clone, Copy, Debug)]
pub struct Petindak<'a> {
    /// Who.
    pub id: PenggunaId,
    /// The roles they hold now.
    pub peran: &'a [Kode],
}

/// Answers whether a guard holds for the case at hand.
pub trait Penilai: Sync {
    /// Whether it holds at the `putaran`-th visit of its step. Guards were checked when they were saved, so there is
    /// always an answer.
    fn benar(&self, ungkapan: &Ungkapan, putaran: u32) -> bool;
}

/// A case on its SOP: the definition, the facts its guards ask for, and where new ids come from.
#[derive(Clone, Copy)]
pub struct Mesin<'a> {
    /// The pinned version.
    pub definisi: &'a DefinisiSop,
    /// Source of the ids of new tugas.
    pub ids: &'a dyn IdSource,
    /// The facts.
    pub penilai: &'a dyn Penilai,
}

/// The state as it grows while one command is decided.
struct Laju {
    keadaan: KeadaanKasus,
    keluar: Vec<Peristiwa>,
}

impl Laju {
    fn catat(&mut self, peristiwa: Peristiwa) {
        self.keadaan = std::mem::replace(&mut self.keadaan, KeadaanKasus::awal())
            .setelah(std::iter::once(&peristiwa));
        self.keluar.push(peristiwa);
    }
}

/// Where a hand-over comes from.
#[derive(Clone, Copy)]
struct Asal {
    dari: Option<TugasId>,
    oleh: Penyerah,
}

impl<'a> Mesin<'a> {
    /// Starts a case.
    pub fn mulai(&self) -> Result<Vec<Peristiwa>, Penolakan> {
        let mut laju = Laju { keadaan: KeadaanKasus::awal(), keluar: Vec::new() };
        laju.catat(Peristiwa::KasusDimulai { sop: self.definisi.kode.clone() });
        let asal = Asal { dari: None, oleh: Penyerah::Pemohon };
        self.menuju(&mut laju, &Tujuan::Tahap(self.definisi.mulai.clone()), asal, &[], None)?;
        Ok(laju.keluar)
    }

    /// An officer takes a tugas.
    pub fn terima(
        &self,
        keadaan: &KeadaanKasus,
        tugas: TugasId,
        oleh: Petindak<'_>,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let terbuka = keadaan.tugas(tugas).ok_or(Penolakan::TugasTidakTerbuka)?;
        boleh_mengerjakan(terbuka, oleh)?;
        match terbuka.diterima_oleh {
            None => Ok(vec![Peristiwa::TugasDiterima { tugas, oleh: oleh.id }]),
            Some(lama) if lama == oleh.id => Ok(Vec::new()),
            Some(_) => Err(Penolakan::SudahDiterimaLain),
        }
    }

    /// The outcomes open to the officer at a tugas, whether taken or not.
    pub fn pilihan(&self, keadaan: &KeadaanKasus, terbuka: &TugasTerbuka) -> Vec<&'a Keputusan> {
        let putaran = kunjungan(keadaan, &terbuka.tahap);
        let Some(tahap) = self.definisi.tahap(&terbuka.tahap) else { return Vec::new() };
        tahap.keputusan.iter().filter(|keputusan| self.terbuka(keputusan, putaran)).collect()
    }

    /// An officer decides a tugas.
    pub fn putuskan(
        &self,
        keadaan: &KeadaanKasus,
        tugas: TugasId,
        keputusan: &Kode,
        alasan: Option<&str>,
        oleh: Petindak<'_>,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let terbuka = keadaan.tugas(tugas).ok_or(Penolakan::TugasTidakTerbuka)?;
        boleh_mengerjakan(terbuka, oleh)?;
        match terbuka.diterima_oleh {
            None => return Err(Penolakan::BelumDiterima),
            Some(lama) if lama != oleh.id => return Err(Penolakan::SudahDiterimaLain),
            Some(_) => {}
        }
        let tahap = self.definisi.tahap(&terbuka.tahap).ok_or(Penolakan::DefinisiTidakCocok)?;
        let putaran = kunjungan(keadaan, &terbuka.tahap);
        let dipilih = tahap.keputusan(keputusan).filter(|satu| self.terbuka(satu, putaran));
        let dipilih = dipilih.ok_or_else(|| {
            let pilihan = self.pilihan(keadaan, terbuka);
            Penolakan::KeputusanTidakAda(pilihan.iter().map(|k| k.kode.to_string()).collect())
        })?;
        let alasan = alasan.map(str::trim).filter(|teks| !teks.is_empty());
        if dipilih.alasan == AturanAlasan::Wajib && alasan.is_none() {
            return Err(Penolakan::AlasanWajib);
        }
        if dipilih.menaikkan() && tahap.rantai.is_some() {
            periksa_pemisahan(keadaan, terbuka, oleh.id)?;
        }

        let mut laju = Laju { keadaan: keadaan.clone(), keluar: Vec::new() };
        laju.catat(Peristiwa::TugasDiputuskan {
            tugas,
            keputusan: keputusan.clone(),
            label: dipilih.label.clone(),
            oleh: oleh.id,
            alasan: alasan.map(str::to_owned),
        });
        let asal = Asal { dari: Some(tugas), oleh: Penyerah::Petugas(oleh.id) };
        if let Some(naik) = self.naik(keadaan, terbuka, tahap, dipilih, asal) {
            laju.catat(naik);
            return Ok(laju.keluar);
        }
        let mut cabang = terbuka.cabang.clone();
        if let Ok(jumlah @ 2..) = u32::try_from(dipilih.tujuan.len()) {
            cabang.push(Cabang { asal: tugas, jumlah });
        }
        for tujuan in &dipilih.tujuan {
            // An end, or a branch that opened its join alone, leaves nothing for the others to do.
            if self.menuju(&mut laju, tujuan, asal, &cabang, alasan)? {
                break;
            }
        }
        Ok(laju.keluar)
    }

    /// The applicant completed what was missing.
    pub fn lengkapi(&self, keadaan: &KeadaanKasus) -> Result<Vec<Peristiwa>, Penolakan> {
        let StatusKasus::MenungguPemohon { lanjut, dari, .. } = &keadaan.status else {
            return Err(Penolakan::TidakMenungguPemohon);
        };
        let mut laju = Laju { keadaan: keadaan.clone(), keluar: Vec::new() };
        laju.catat(Peristiwa::DilengkapiPemohon);
        let asal = Asal { dari: Some(*dari), oleh: Penyerah::Pemohon };
        self.menuju(&mut laju, &Tujuan::Tahap(lanjut.clone()), asal, &[], None)?;
        Ok(laju.keluar)
    }

    /// The case is called off.
    pub fn batalkan(
        &self,
        keadaan: &KeadaanKasus,
        alasan: Option<String>,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        if matches!(keadaan.status, StatusKasus::Berakhir { .. }) {
            return Err(Penolakan::SudahBerakhir);
        }
        Ok(vec![Peristiwa::KasusBerakhir { akhir: Akhir::Dibatalkan, alasan }])
    }

    fn terbuka(&self, keputusan: &Keputusan, putaran: u32) -> bool {
        keputusan.jika.as_ref().is_none_or(|jika| self.penilai.benar(jika, putaran))
    }

    /// The next level of the chain, when the outcome climbs and there is one.
    fn naik(
        &self,
        keadaan: &KeadaanKasus,
        terbuka: &TugasTerbuka,
        tahap: &Tahap,
        dipilih: &Keputusan,
        asal: Asal,
    ) -> Option<Peristiwa> {
        if !dipilih.menaikkan() {
            return None;
        }
        let berikut = terbuka.level?.checked_add(1)?;
        let level = self.definisi.level(tahap, Some(berikut))?;
        Some(Peristiwa::TugasDibuka {
            tugas: self.ids.id(),
            tahap: tahap.kode.clone(),
            nama: level.nama.clone(),
            jenis_tahap: level.jenis,
            peran: vec![level.peran.clone()],
            level: Some(berikut),
            kunjungan: keadaan.kunjungan.get(&tahap.kode).copied().unwrap_or(1),
            dari: asal.dari,
            oleh: asal.oleh,
            cabang: terbuka.cabang.clone(),
        })
    }

    /// Follows a target, past the steps whose guard does not hold. Tells whether the other targets of the same decision
    /// are settled with it.
    fn menuju(
        &self,
        laju: &mut Laju,
        tujuan: &Tujuan,
        asal: Asal,
        cabang: &[Cabang],
        alasan: Option<&str>,
    ) -> Result<bool, Penolakan> {
        let mut tujuan = tujuan;
        let mut dilewati = BTreeSet::new();
        while let Tujuan::Tahap(kode) = tujuan {
            let tahap = self.definisi.tahap(kode).ok_or(Penolakan::DefinisiTidakCocok)?;
            match (&tahap.jika, &tahap.lewat) {
                (Some(jika), Some(lewat))
                    if !self.penilai.benar(jika, kunjungan(&laju.keadaan, kode) + 1) =>
                {
                    // Steps that are skipped round in a circle were refused when the definition was saved.
                    if !dilewati.insert(kode) {
                        return Err(Penolakan::DefinisiTidakCocok);
                    }
                    tujuan = lewat;
                }
                _ => return self.masuk(laju, tahap, asal, cabang),
            }
        }
        let alasan = alasan.map(str::to_owned);
        let akhir = |akhir| Peristiwa::KasusBerakhir { akhir, alasan: alasan.clone() };
        laju.catat(match (tujuan, asal.dari) {
            (Tujuan::Selesai, _) => akhir(Akhir::Selesai),
            (Tujuan::Ditolak, _) => akhir(Akhir::Ditolak),
            (Tujuan::Dibatalkan, _) => akhir(Akhir::Dibatalkan),
            // A case waits for its applicant as a whole, never with work still open beside it.
            (Tujuan::Pemohon { lanjut }, Some(dari)) if cabang.is_empty() => {
                Peristiwa::DikembalikanKePemohon { dari, lanjut: lanjut.clone(), alasan }
            }
            _ => return Err(Penolakan::DefinisiTidakCocok),
        });
        Ok(true)
    }

    /// Enters a step: opens its work, or waits there for the other branches.
    fn masuk(
        &self,
        laju: &mut Laju,
        tahap: &Tahap,
        asal: Asal,
        cabang: &[Cabang],
    ) -> Result<bool, Penolakan> {
        let (Some(gabung), Some((dalam, luar))) = (tahap.gabung, cabang.split_last()) else {
            let dibuka = self.buka(&laju.keadaan, tahap, asal, cabang)?;
            laju.catat(dibuka);
            return Ok(false);
        };
        laju.catat(Peristiwa::CabangTiba { asal: dalam.asal, tahap: tahap.kode.clone() });
        let tiba = laju.keadaan.tiba.iter();
        let tiba = tiba.filter(|t| t.asal == dalam.asal && t.tahap == tahap.kode).count();
        let penuh = match gabung {
            Gabung::Semua => u32::try_from(tiba).is_ok_and(|tiba| tiba >= dalam.jumlah),
            Gabung::SalahSatu => tiba == 1,
        };
        if !penuh {
            return Ok(false);
        }
        let saudara: Vec<TugasId> = laju
            .keadaan
            .tugas
            .iter()
            .filter(|t| t.cabang.iter().any(|satu| satu.asal == dalam.asal))
            .map(|t| t.id)
            .collect();
        for tugas in saudara {
            laju.catat(Peristiwa::TugasDibatalkan { tugas });
        }
        let dibuka = self.buka(&laju.keadaan, tahap, asal, luar)?;
        laju.catat(dibuka);
        Ok(true)
    }

    fn buka(
        &self,
        keadaan: &KeadaanKasus,
        tahap: &Tahap,
        asal: Asal,
        cabang: &[Cabang],
    ) -> Result<Peristiwa, Penolakan> {
        let level = tahap.rantai.as_ref().map(|_| 0);
        let dari_rantai = self.definisi.level(tahap, level);
        if level.is_some() && dari_rantai.is_none() {
            return Err(Penolakan::DefinisiTidakCocok);
        }
        Ok(Peristiwa::TugasDibuka {
            tugas: self.ids.id(),
            tahap: tahap.kode.clone(),
            nama: dari_rantai.map_or_else(|| tahap.nama.clone(), |l| l.nama.clone()),
            jenis_tahap: dari_rantai.map_or(tahap.jenis, |l| l.jenis),
            peran: dari_rantai
                .map_or_else(|| tahap.pelaksana.salah_satu.clone(), |l| vec![l.peran.clone()]),
            level,
            kunjungan: kunjungan(keadaan, &tahap.kode) + 1,
            dari: asal.dari,
            oleh: asal.oleh,
            cabang: cabang.to_vec(),
        })
    }
}

/// How often a step was entered so far.
fn kunjungan(keadaan: &KeadaanKasus, tahap: &Kode) -> u32 {
    keadaan.kunjungan.get(tahap).copied().unwrap_or(0)
}

fn boleh_mengerjakan(terbuka: &TugasTerbuka, oleh: Petindak<'_>) -> Result<(), Penolakan> {
    if terbuka.peran.iter().any(|peran| oleh.peran.contains(peran)) {
        Ok(())
    } else {
        Err(Penolakan::BukanPelaksana)
    }
}

/// Maker is not approver, and nobody approves two levels of one round.
fn periksa_pemisahan(
    keadaan: &KeadaanKasus,
    terbuka: &TugasTerbuka,
    oleh: PenggunaId,
) -> Result<(), Penolakan> {
    let kunjungan = keadaan.kunjungan.get(&terbuka.tahap).copied().unwrap_or(1);
    let terlibat = keadaan.jejak.iter().any(|jejak| {
        jejak.oleh == oleh
            && (jejak.jenis == JenisTahap::Proses
                || (jejak.tahap == terbuka.tahap && jejak.kunjungan == kunjungan))
    });
    if terlibat { Err(Penolakan::PembuatBukanPenyetuju) } else { Ok(()) }
}
