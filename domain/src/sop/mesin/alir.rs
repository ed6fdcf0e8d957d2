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
        let kunjungan = keadaan.putaran(terbuka);
        let turun = matches!(dipilih.tujuan.as_slice(), [Tujuan::Turun { .. }]);
        let dijalani = |(_, level): &(usize, &LevelRantai)| self.dijalani(level, kunjungan);
        let semua = rantai.level.iter().enumerate();
        let (berikut, kunjungan) = if turun {
            // Coming back down begins a round in which who approved before approves again.
            let (letak, _) = semua.take(ini).rfind(dijalani)?;
            (letak, keadaan.kunjungan(&terbuka.tahap).max(kunjungan) + 1)
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

    /// Follows a target, past the steps whose guard does not hold; branches join at a step whether it is then done or
    /// passed over. Tells whether the other targets of the same decision are settled with it.
    pub(super) fn menuju(
        &self,
        laju: &mut Laju,
        tujuan: &Tujuan,
        asal: Asal<'_>,
        cabang: &[Cabang],
    ) -> Result<bool, Penolakan> {
        let (mut tujuan, mut cabang) = (tujuan, cabang);
        let mut tuntas = false;
        let mut dilewati = BTreeSet::new();
        while let Tujuan::Tahap(kode) | Tujuan::Turun { dasar: kode } = tujuan {
            let tahap = self.definisi.tahap(kode).ok_or(Penolakan::DefinisiTidakCocok)?;
            if let (Some(gabung), Some((dalam, luar))) = (tahap.gabung, cabang.split_last()) {
                if !gabungkan(laju, tahap, gabung, *dalam) {
                    return Ok(tuntas);
                }
                (cabang, tuntas) = (luar, true);
            }
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
                _ => return self.buka(laju, tahap, asal, cabang).map(|()| tuntas),
            }
        }
        self.berujung(laju, tujuan, asal, cabang)?;
        Ok(true)
    }

    /// The case ends, or waits for its applicant.
    fn berujung(
        &self,
        laju: &mut Laju,
        tujuan: &Tujuan,
        asal: Asal<'_>,
        cabang: &[Cabang],
    ) -> Result<(), Penolakan> {
        let alasan = asal.alasan.map(str::to_owned);
        let kode_alasan = asal.kode_alasan.cloned();
        let akhir = |akhir| Peristiwa::KasusBerakhir {
            akhir,
            alasan: alasan.clone(),
            kode_alasan: kode_alasan.clone(),
        };
        laju.catat(match (tujuan, asal.dari) {
            // What is refused or called off stops everywhere; what is done is done in every branch.
            (Tujuan::Selesai, _) if !cabang.is_empty() => {
                return Err(Penolakan::SelesaiDalamCabang);
            }
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
        Ok(())
    }

    pub(super) fn tenggat(&self, waktu: Waktu) -> Result<time::OffsetDateTime, Penolakan> {
        self.penilai.tenggat(waktu).ok_or(Penolakan::WaktuTakTerhitung)
    }
}

/// A branch arrives at its join. Tells whether the branches go on from there as one; those still open are then called
/// off.
fn gabungkan(laju: &mut Laju, tahap: &Tahap, gabung: Gabung, dalam: Cabang) -> bool {
    laju.catat(Peristiwa::CabangTiba { asal: dalam.asal, tahap: tahap.kode.clone() });
    let tiba = laju.keadaan.tiba.iter();
    let tiba = tiba.filter(|t| t.asal == dalam.asal && t.tahap == tahap.kode).count();
    let penuh = match gabung {
        Gabung::Semua => u32::try_from(tiba).is_ok_and(|tiba| tiba >= dalam.jumlah),
        Gabung::SalahSatu => tiba == 1,
    };
    if !penuh {
        return false;
    }
    let cabang = |t: &&TugasTerbuka| t.cabang.iter().any(|satu| satu.asal == dalam.asal);
    let saudara: Vec<TugasId> = laju.keadaan.tugas.iter().filter(cabang).map(|t| t.id).collect();
    for tugas in saudara {
        laju.catat(Peristiwa::TugasDibatalkan { tugas });
    }
    true
}
