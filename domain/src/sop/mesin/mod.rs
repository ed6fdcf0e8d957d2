//! The engine: `(definition, state, command, context) -> events`, pure.

mod alir;
mod buka;
mod hak;
mod sampingan;

use time::{Date, OffsetDateTime};

pub use hak::Petindak;

use super::{
    Akhir, AturanAlasan, Bagian, Cabang, DefinisiSop, KeadaanKasus, Keputusan, Penolakan, Penyerah,
    Peristiwa, StatusKasus, Tahap, TugasId, TugasTerbuka, Tujuan, Waktu,
};
use crate::{akses::JenisUnit, id::IdSource, nilai::Kode, ungkapan::Ungkapan};
use hak::{boleh_mengerjakan, periksa_pemisahan};

/// Answers what the engine asks about the case at hand and the world around it.
pub trait Penilai: Sync {
    /// Whether a guard holds at the `putaran`-th visit of its step. Guards were checked when they were saved, so there
    /// is always an answer.
    fn benar(&self, ungkapan: &Ungkapan, putaran: u32) -> bool;

    /// Now.
    fn sekarang(&self) -> OffsetDateTime;

    /// Today at the office.
    fn hari_ini(&self) -> Date;

    /// When a time that starts now is over by the office's calendar; `None` beyond all calendars.
    fn tenggat(&self, waktu: Waktu) -> Option<OffsetDateTime>;

    /// Whether nothing is billed in this case, whatever the tables say.
    fn bebas_biaya(&self) -> bool {
        false
    }

    /// The unit of that level to which the case belongs, when it belongs to one.
    fn unit(&self, jenis: JenisUnit) -> Option<Kode>;
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

/// An outcome as an officer, the applicant or Loket chose it.
#[derive(Clone, Copy, Debug)]
pub struct Pilihan<'a> {
    /// At which tugas.
    pub tugas: TugasId,
    /// Which outcome.
    pub keputusan: &'a Kode,
    /// Why.
    pub alasan: Option<&'a str>,
    /// Why, by code.
    pub kode_alasan: Option<&'a Kode>,
}

/// The outcome that answers a consultation.
pub const JAWAB: &str = "jawab";

/// The state as it grows while one command is decided.
struct Laju {
    keadaan: KeadaanKasus,
    keluar: Vec<Peristiwa>,
}

impl Laju {
    fn dari(keadaan: &KeadaanKasus) -> Self {
        Self { keadaan: keadaan.clone(), keluar: Vec::new() }
    }

    fn catat(&mut self, peristiwa: Peristiwa) {
        self.keadaan = std::mem::replace(&mut self.keadaan, KeadaanKasus::awal())
            .setelah(std::iter::once(&peristiwa));
        self.keluar.push(peristiwa);
    }
}

/// Where a hand-over comes from, and the reason that travels with it.
#[derive(Clone, Copy)]
struct Asal<'a> {
    dari: Option<TugasId>,
    oleh: Penyerah,
    alasan: Option<&'a str>,
    kode_alasan: Option<&'a Kode>,
}

impl<'a> Mesin<'a> {
    /// Starts a case.
    pub fn mulai(&self) -> Result<Vec<Peristiwa>, Penolakan> {
        let mut laju = Laju::dari(&KeadaanKasus::awal());
        laju.catat(Peristiwa::KasusDimulai { sop: self.definisi.kode.clone() });
        let asal = Asal { dari: None, oleh: Penyerah::Pemohon, alasan: None, kode_alasan: None };
        self.menuju(&mut laju, &Tujuan::Tahap(self.definisi.mulai.clone()), asal, &[])?;
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
        let atas_nama = boleh_mengerjakan(terbuka, oleh)?;
        match terbuka.diterima_oleh {
            None => Ok(vec![Peristiwa::TugasDiterima { tugas, oleh: oleh.id, atas_nama }]),
            Some(lama) if lama == oleh.id => Ok(Vec::new()),
            Some(_) => Err(Penolakan::SudahDiterimaLain),
        }
    }

    /// The outcomes open at a tugas, whether taken or not; none at a consultation, which is only answered.
    pub fn pilihan(&self, keadaan: &KeadaanKasus, terbuka: &TugasTerbuka) -> Vec<&'a Keputusan> {
        if terbuka.bagian.and_then(Bagian::konsultasi).is_some() {
            return Vec::new();
        }
        let putaran = keadaan.putaran(terbuka);
        let Some(tahap) = self.definisi.tahap(&terbuka.tahap) else { return Vec::new() };
        tahap.keputusan.iter().filter(|keputusan| self.terbuka(keputusan, putaran)).collect()
    }

    /// An officer decides a tugas.
    pub fn putuskan(
        &self,
        keadaan: &KeadaanKasus,
        pilihan: Pilihan<'_>,
        oleh: Petindak<'_>,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let terbuka = milik(keadaan, pilihan.tugas, oleh)?;
        let atas_nama = boleh_mengerjakan(terbuka, oleh)?;
        let alasan = pilihan.alasan.map(str::trim).filter(|teks| !teks.is_empty());
        let putus = |label: &str| Peristiwa::TugasDiputuskan {
            tugas: terbuka.id,
            keputusan: pilihan.keputusan.clone(),
            label: label.to_owned(),
            oleh: oleh.id,
            atas_nama,
            alasan: alasan.map(str::to_owned),
            kode_alasan: pilihan.kode_alasan.cloned(),
        };
        if terbuka.bagian.and_then(Bagian::konsultasi).is_some() {
            return match (pilihan.keputusan.as_str(), alasan) {
                (JAWAB, Some(_)) => Ok(vec![putus("Jawaban konsultasi")]),
                (JAWAB, None) => Err(Penolakan::AlasanWajib),
                _ => Err(Penolakan::KeputusanTidakAda(vec![JAWAB.to_owned()])),
            };
        }
        let (tahap, dipilih) = self.dipilih(keadaan, terbuka, pilihan)?;
        let memisahkan = dipilih.menaikkan() && terbuka.rantai.is_some()
            || matches!(terbuka.bagian, Some(Bagian::Bersama(_)));
        if memisahkan {
            periksa_pemisahan(keadaan, terbuka, oleh.id)?;
        }
        let asal = Asal {
            dari: Some(terbuka.id),
            oleh: Penyerah::Petugas(oleh.id),
            alasan,
            kode_alasan: pilihan.kode_alasan,
        };
        self.lanjut(keadaan, terbuka, tahap, dipilih, asal, putus(&dipilih.label))
    }

    /// The applicant decides a tugas of theirs.
    pub fn putuskan_pemohon(
        &self,
        keadaan: &KeadaanKasus,
        pilihan: Pilihan<'_>,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let terbuka = keadaan.tugas(pilihan.tugas).ok_or(Penolakan::TugasTidakTerbuka)?;
        if !terbuka.untuk.pemohon {
            return Err(Penolakan::BukanPelaksana);
        }
        self.selesaikan(keadaan, terbuka, pilihan, Penyerah::Pemohon)
    }

    /// The waiting period of a tugas is over: Loket chooses the outcome that the step keeps for it.
    pub fn waktu_tiba(
        &self,
        keadaan: &KeadaanKasus,
        tugas: TugasId,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let terbuka = keadaan.tugas(tugas).ok_or(Penolakan::TugasTidakTerbuka)?;
        let putaran = keadaan.putaran(terbuka);
        let tahap = self.definisi.tahap(&terbuka.tahap).ok_or(Penolakan::DefinisiTidakCocok)?;
        let otomatis =
            tahap.keputusan.iter().find(|satu| satu.otomatis && self.terbuka(satu, putaran));
        let keputusan = &otomatis.ok_or(Penolakan::BelumWaktunya)?.kode;
        if terbuka.jadwal.is_none_or(|jadwal| jadwal > self.penilai.sekarang()) {
            return Err(Penolakan::BelumWaktunya);
        }
        let pilihan = Pilihan { tugas, keputusan, alasan: None, kode_alasan: None };
        self.selesaikan(keadaan, terbuka, pilihan, Penyerah::Sistem)
    }

    fn selesaikan(
        &self,
        keadaan: &KeadaanKasus,
        terbuka: &TugasTerbuka,
        pilihan: Pilihan<'_>,
        oleh: Penyerah,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let (tahap, dipilih) = self.dipilih(keadaan, terbuka, pilihan)?;
        let alasan = pilihan.alasan.map(str::trim).filter(|teks| !teks.is_empty());
        let putus = Peristiwa::TugasDiselesaikan {
            tugas: terbuka.id,
            keputusan: dipilih.kode.clone(),
            label: dipilih.label.clone(),
            oleh,
            alasan: alasan.map(str::to_owned),
            kode_alasan: pilihan.kode_alasan.cloned(),
        };
        let kode_alasan = pilihan.kode_alasan;
        let asal = Asal { dari: Some(terbuka.id), oleh, alasan, kode_alasan };
        self.lanjut(keadaan, terbuka, tahap, dipilih, asal, putus)
    }

    /// The applicant completed what was missing.
    pub fn lengkapi(&self, keadaan: &KeadaanKasus) -> Result<Vec<Peristiwa>, Penolakan> {
        let StatusKasus::MenungguPemohon { lanjut, dari, .. } = &keadaan.status else {
            return Err(Penolakan::TidakMenungguPemohon);
        };
        let mut laju = Laju::dari(keadaan);
        laju.catat(Peristiwa::DilengkapiPemohon);
        let asal =
            Asal { dari: Some(*dari), oleh: Penyerah::Pemohon, alasan: None, kode_alasan: None };
        self.menuju(&mut laju, &Tujuan::Tahap(lanjut.clone()), asal, &[])?;
        Ok(laju.keluar)
    }

    /// The applicant let the time to complete pass.
    pub fn batas_habis(&self, keadaan: &KeadaanKasus) -> Result<Vec<Peristiwa>, Penolakan> {
        let StatusKasus::MenungguPemohon { dari, batas, habis, .. } = &keadaan.status else {
            return Err(Penolakan::TidakMenungguPemohon);
        };
        let habis = habis.as_ref().ok_or(Penolakan::BelumWaktunya)?;
        if batas.is_none_or(|batas| batas > self.penilai.sekarang()) {
            return Err(Penolakan::BelumWaktunya);
        }
        let mut laju = Laju::dari(keadaan);
        laju.catat(Peristiwa::BatasPemohonHabis);
        let alasan = Some("Batas waktu melengkapi berkas sudah lewat.");
        let asal = Asal { dari: Some(*dari), oleh: Penyerah::Sistem, alasan, kode_alasan: None };
        self.menuju(&mut laju, habis, asal, &[])?;
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
        Ok(vec![Peristiwa::KasusBerakhir { akhir: Akhir::Dibatalkan, alasan, kode_alasan: None }])
    }

    fn terbuka(&self, keputusan: &Keputusan, putaran: u32) -> bool {
        keputusan.jika.as_ref().is_none_or(|jika| self.penilai.benar(jika, putaran))
    }

    /// The step and the outcome that was chosen, provided it may be chosen now.
    fn dipilih(
        &self,
        keadaan: &KeadaanKasus,
        terbuka: &TugasTerbuka,
        pilihan: Pilihan<'_>,
    ) -> Result<(&'a Tahap, &'a Keputusan), Penolakan> {
        let tahap = self.definisi.tahap(&terbuka.tahap).ok_or(Penolakan::DefinisiTidakCocok)?;
        let putaran = keadaan.putaran(terbuka);
        let dipilih = tahap.keputusan(pilihan.keputusan).filter(|k| self.terbuka(k, putaran));
        let dipilih = dipilih.ok_or_else(|| {
            let pilihan = self.pilihan(keadaan, terbuka);
            Penolakan::KeputusanTidakAda(pilihan.iter().map(|k| k.kode.to_string()).collect())
        })?;
        let ada_alasan = pilihan.alasan.is_some_and(|teks| !teks.trim().is_empty());
        if dipilih.alasan == AturanAlasan::Wajib && !ada_alasan {
            return Err(Penolakan::AlasanWajib);
        }
        let cocok = match pilihan.kode_alasan {
            None => dipilih.kode_alasan.is_empty(),
            Some(kode) => dipilih.kode_alasan.contains(kode),
        };
        if !cocok {
            let pilihan = dipilih.kode_alasan.iter().map(ToString::to_string).collect();
            return Err(Penolakan::KodeAlasan(pilihan));
        }
        self.periksa_catatan(keadaan, terbuka, dipilih)?;
        Ok((tahap, dipilih))
    }

    /// Records the decision and follows it.
    fn lanjut(
        &self,
        keadaan: &KeadaanKasus,
        terbuka: &TugasTerbuka,
        tahap: &Tahap,
        dipilih: &Keputusan,
        asal: Asal<'_>,
        putus: Peristiwa,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let mut laju = Laju::dari(keadaan);
        laju.catat(putus);
        let bersama: Vec<TugasId> = laju
            .keadaan
            .tugas
            .iter()
            .filter(|satu| satu.bagian.is_some() && satu.bagian == terbuka.bagian)
            .map(|satu| satu.id)
            .collect();
        let menunggu_sepakat = dipilih.sepakat && !bersama.is_empty();
        let konsultasi = laju.keadaan.tugas.iter();
        let konsultasi =
            konsultasi.filter(|satu| satu.bagian == Some(Bagian::Konsultasi(terbuka.id)));
        let mut batal: Vec<TugasId> = konsultasi.map(|satu| satu.id).collect();
        if !menunggu_sepakat {
            batal.extend(bersama);
        }
        for tugas in batal {
            laju.catat(Peristiwa::TugasDibatalkan { tugas });
        }
        if menunggu_sepakat {
            return Ok(laju.keluar);
        }
        if let Some(lain) = self.level_lain(keadaan, terbuka, tahap, dipilih, asal) {
            laju.catat(lain);
            return Ok(laju.keluar);
        }
        let mut cabang = terbuka.cabang.clone();
        if let Ok(jumlah @ 2..) = u32::try_from(dipilih.tujuan.len()) {
            cabang.push(Cabang { asal: terbuka.id, jumlah });
        }
        for tujuan in &dipilih.tujuan {
            // An end, or a branch that opened its join alone, leaves nothing for the others to do.
            if self.menuju(&mut laju, tujuan, asal, &cabang)? {
                break;
            }
        }
        Ok(laju.keluar)
    }
}

/// The tugas, provided this officer took it.
fn milik<'k>(
    keadaan: &'k KeadaanKasus,
    tugas: TugasId,
    oleh: Petindak<'_>,
) -> Result<&'k TugasTerbuka, Penolakan> {
    let terbuka = keadaan.tugas(tugas).ok_or(Penolakan::TugasTidakTerbuka)?;
    boleh_mengerjakan(terbuka, oleh)?;
    match terbuka.diterima_oleh {
        None => Err(Penolakan::BelumDiterima),
        Some(lama) if lama != oleh.id => Err(Penolakan::SudahDiterimaLain),
        Some(_) => Ok(terbuka),
    }
}
