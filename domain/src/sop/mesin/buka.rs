//! Opening the work of a step: for one role, for several together, for the applicant, or for a level of a chain.

use super::{
    super::{
        AturanJadwal, Bagian, Cabang, JenisTahap, Penolakan, Rantai, Tagihan, Tahap, Tarif,
        TugasDibuka, TugasId, Untuk,
    },
    Asal, Laju, Mesin,
};
use crate::nilai::Kode;

impl Mesin<'_> {
    /// Opens all work of a step.
    pub(super) fn buka(
        &self,
        laju: &mut Laju,
        tahap: &Tahap,
        asal: Asal<'_>,
        cabang: &[Cabang],
    ) -> Result<(), Penolakan> {
        let kunjungan = laju.keadaan.kunjungan(&tahap.kode) + 1;
        if let Some(kode) = self.rantai_untuk(tahap, kunjungan) {
            let rantai = self.definisi.rantai(kode).ok_or(Penolakan::DefinisiTidakCocok)?;
            let pertama = rantai.level.iter().position(|level| self.dijalani(level, kunjungan));
            let dibuka = pertama
                .and_then(|letak| self.buka_level(tahap, rantai, letak, kunjungan, asal, cabang))
                .ok_or(Penolakan::DefinisiTidakCocok)?;
            laju.catat(dibuka.peristiwa());
            return Ok(());
        }
        let mut pertama = None;
        for peran in kelompok(tahap) {
            let mut dibuka = self.tugas(tahap, kunjungan, asal, cabang);
            dibuka.untuk.peran = peran;
            if !tahap.pelaksana.semua.is_empty() {
                let induk: TugasId = *pertama.get_or_insert(dibuka.tugas);
                dibuka.bagian = Some(Bagian::Bersama(induk));
            }
            dibuka.jadwal = match tahap.jadwal {
                Some(AturanJadwal::Tunggu(waktu)) => Some(self.tenggat(waktu)?),
                _ => None,
            };
            if let Some(tarif) = &tahap.tarif {
                let tarif = self.definisi.tarif(tarif).ok_or(Penolakan::DefinisiTidakCocok)?;
                // What was paid at an earlier visit is not billed again.
                let terbayar = laju.keadaan.terbayar(&tarif.kode);
                let jumlah = self.jumlah(tarif, kunjungan).saturating_sub(terbayar);
                dibuka.tagihan = Some(Tagihan {
                    tugas: dibuka.tugas,
                    tarif: tarif.kode.clone(),
                    jumlah,
                    lunas: jumlah == 0,
                });
            }
            laju.catat(dibuka.peristiwa());
        }
        Ok(())
    }

    /// The chain of a step for this case.
    fn rantai_untuk<'t>(&self, tahap: &'t Tahap, putaran: u32) -> Option<&'t Kode> {
        let lain = tahap.pilih_rantai.iter();
        let lain = lain.filter(|satu| self.penilai.benar(&satu.jika, putaran));
        lain.map(|satu| &satu.rantai).next().or(tahap.rantai.as_ref())
    }

    pub(super) fn buka_level(
        &self,
        tahap: &Tahap,
        rantai: &Rantai,
        letak: usize,
        kunjungan: u32,
        asal: Asal<'_>,
        cabang: &[Cabang],
    ) -> Option<TugasDibuka> {
        let level = rantai.level.get(letak)?;
        let mut dibuka = self.tugas(tahap, kunjungan, asal, cabang);
        dibuka.nama.clone_from(&level.nama);
        dibuka.jenis_tahap = level.jenis;
        dibuka.untuk.peran = vec![level.peran.clone()];
        dibuka.rantai = Some(rantai.kode.clone());
        dibuka.level = u16::try_from(letak).ok();
        Some(dibuka)
    }

    /// A question to a role, while the tugas stays open.
    pub(super) fn tanya(
        &self,
        tahap: &Tahap,
        kunjungan: u32,
        peran: &Kode,
        pertanyaan: &str,
        asal: Asal<'_>,
        cabang: &[Cabang],
    ) -> TugasDibuka {
        let mut dibuka = self.tugas(tahap, kunjungan, asal, cabang);
        dibuka.nama = format!("Konsultasi: {}", tahap.nama);
        dibuka.jenis_tahap = JenisTahap::Konsultasi;
        dibuka.untuk = Untuk { peran: vec![peran.clone()], ..Untuk::default() };
        dibuka.bagian = asal.dari.map(Bagian::Konsultasi);
        dibuka.pertanyaan = Some(pertanyaan.to_owned());
        dibuka
    }

    fn tugas(
        &self,
        tahap: &Tahap,
        kunjungan: u32,
        asal: Asal<'_>,
        cabang: &[Cabang],
    ) -> TugasDibuka {
        let pelaksana = &tahap.pelaksana;
        TugasDibuka {
            tugas: self.ids.id(),
            tahap: tahap.kode.clone(),
            nama: tahap.nama.clone(),
            jenis_tahap: tahap.jenis,
            untuk: Untuk {
                peran: Vec::new(),
                pemohon: pelaksana.pemohon,
                unit: pelaksana.unit,
                kode_unit: pelaksana.unit.and_then(|jenis| self.penilai.unit(jenis)),
                tim: pelaksana.tim.clone(),
                pengguna: None,
            },
            rantai: None,
            level: None,
            kunjungan,
            dari: asal.dari,
            oleh: asal.oleh,
            cabang: cabang.to_vec(),
            bagian: None,
            pertanyaan: None,
            jadwal: None,
            tagihan: None,
        }
    }

    /// What a fee table bills this case today, in rupiah.
    fn jumlah(&self, tarif: &Tarif, putaran: u32) -> u64 {
        if self.penilai.bebas_biaya() {
            return 0;
        }
        let hari_ini = self.penilai.hari_ini();
        if tarif.bebas.iter().any(|masa| masa.mulai <= hari_ini && hari_ini <= masa.sampai) {
            return 0;
        }
        let baris = tarif
            .baris
            .iter()
            .find(|baris| baris.jika.as_ref().is_none_or(|jika| self.penilai.benar(jika, putaran)));
        baris.map_or(0, |baris| baris.jumlah)
    }
}

/// The roles of each tugas that a step opens.
fn kelompok(tahap: &Tahap) -> Vec<Vec<Kode>> {
    let pelaksana = &tahap.pelaksana;
    if pelaksana.semua.is_empty() {
        vec![pelaksana.salah_satu.clone()]
    } else {
        pelaksana.semua.iter().map(|peran| vec![peran.clone()]).collect()
    }
}
