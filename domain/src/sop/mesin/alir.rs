//! Following a target: past steps whose guard does not hold, into joins, up and down chains, to an end.

use std::collections::BTreeSet;

use super::{
    super::{
        Cabang, Gabung, Keputusan, Penolakan, Peristiwa, Tahap, TugasId, TugasTerbuka, Tujuan,
    },
    Akhir, Asal, KeadaanKasus, Laju, Mesin, Waktu,
};
use crate::sop::LevelRantai;

impl Mesin<'_> {
    /// Another level of the chain, when the outcome climbs or descends and there is one.
    pub(super) fn level_lain(
        &self,
        keadaan: &KeadaanKasus,
        terbuka: &TugasTerbuka,
        tahap: &Tahap,
        dipilih: &Keputusan,
        asal: Asal<'_>,
    ) -> Option<Peristiwa> {
        let rantai = self.definisi.rantai(terbuka.rantai.as_ref()?)?;
        let ini = usize::from(terbuka.level?);
        let kunjungan = keadaan.kunjungan(&terbuka.tahap).max(1);
        let turun = matches!(dipilih.tujuan.as_slice(), [Tujuan::Turun { .. }]);
        let dijalani = |(_, level): &(usize, &LevelRantai)| self.dijalani(level, kunjungan);
        let semua = rantai.level.iter().enumerate();
        let (berikut, kunjungan) = if turun {
            // Coming back down begins a round in which who approved before approves again.
            let (letak, _) = semua.take(ini).filter(dijalani).last()?;
            (letak, kunjungan + 1)
        } else if dipilih.menaikkan() {
            let (letak, _) = { semua }.skip(ini + 1).find(dijalani)?;
            (letak, kunjungan)
        } else {
            return None;
        };
        let cabang = &terbuka.cabang;
        let dibuka = self.buka_level(tahap, rantai, berikut, kunjungan, asal, cabang)?;
        Some(dibuka.peristiwa())
    }

    pub(super) fn dijalani(&self, level: &LevelRantai, putaran: u32) -> bool {
        !level.lewati_jika.as_ref().is_some_and(|jika| self.penilai.benar(jika, putaran))
    }

    /// Follows a target, past the steps whose guard does not hold. Tells whether the other targets of the same decision
    /// are settled with it.
    pub(super) fn menuju(
        &self,
        laju: &mut Laju,
        tujuan: &Tujuan,
        asal: Asal<'_>,
        cabang: &[Cabang],
    ) -> Result<bool, Penolakan> {
        let mut tujuan = tujuan;
        let mut dilewati = BTreeSet::new();
        while let Tujuan::Tahap(kode) | Tujuan::Turun { dasar: kode } = tujuan {
            let tahap = self.definisi.tahap(kode).ok_or(Penolakan::DefinisiTidakCocok)?;
            match (&tahap.jika, &tahap.lewat) {
                (Some(jika), Some(lewat))
                    if !self.penilai.benar(jika, laju.keadaan.kunjungan(kode) + 1) =>
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
        let alasan = asal.alasan.map(str::to_owned);
        let kode_alasan = asal.kode_alasan.cloned();
        let akhir = |akhir| Peristiwa::KasusBerakhir {
            akhir,
            alasan: alasan.clone(),
            kode_alasan: kode_alasan.clone(),
        };
        laju.catat(match (tujuan, asal.dari) {
            (Tujuan::Selesai, _) => akhir(Akhir::Selesai),
            (Tujuan::Ditolak, _) => akhir(Akhir::Ditolak),
            (Tujuan::Dibatalkan, _) => akhir(Akhir::Dibatalkan),
            // A case waits for its applicant as a whole, never with work still open beside it.
            (Tujuan::Pemohon { lanjut, batas, habis }, Some(dari)) if cabang.is_empty() => {
                Peristiwa::DikembalikanKePemohon {
                    dari,
                    lanjut: lanjut.clone(),
                    alasan,
                    batas: batas.map(|waktu| self.tenggat(waktu)).transpose()?,
                    habis: habis.as_deref().cloned(),
                }
            }
            _ => return Err(Penolakan::DefinisiTidakCocok),
        });
        Ok(true)
    }

    pub(super) fn tenggat(&self, waktu: Waktu) -> Result<time::OffsetDateTime, Penolakan> {
        self.penilai.tenggat(waktu).ok_or(Penolakan::WaktuTakTerhitung)
    }

    /// Enters a step: opens its work, or waits there for the other branches.
    fn masuk(
        &self,
        laju: &mut Laju,
        tahap: &Tahap,
        asal: Asal<'_>,
        cabang: &[Cabang],
    ) -> Result<bool, Penolakan> {
        let (Some(gabung), Some((dalam, luar))) = (tahap.gabung, cabang.split_last()) else {
            self.buka(laju, tahap, asal, cabang)?;
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
        self.buka(laju, tahap, asal, luar)?;
        Ok(true)
    }
}
