//! The engine: `(definition, state, command) -> events`, pure.

use super::{
    Akhir, AturanAlasan, DefinisiSop, JenisTahap, KeadaanKasus, Keputusan, Penyerah, Peristiwa,
    StatusKasus, Tahap, TugasId, TugasTerbuka, Tujuan,
};
use crate::{akses::PenggunaId, galat::Bentrok, id::IdSource, nilai::Kode};

/// The officer who acts, as the engine needs to know them.
#[derive(Clone, Copy, Debug)]
pub struct Petindak<'a> {
    /// Who.
    pub id: PenggunaId,
    /// The roles they hold now.
    pub peran: &'a [Kode],
}

/// Why the engine refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Penolakan {
    /// No such open tugas: it was decided, or the case is over.
    TugasTidakTerbuka,
    /// The officer holds none of the tugas's roles.
    BukanPelaksana,
    /// Somebody else took it.
    SudahDiterimaLain,
    /// It must be taken before it is decided (P-9: every hand-over has both parafs).
    BelumDiterima,
    /// No such outcome at this step; these are open.
    KeputusanTidakAda(Vec<String>),
    /// The outcome needs a reason.
    AlasanWajib,
    /// The same person made it, or approved it at another level.
    PembuatBukanPenyetuju,
    /// The applicant has nothing to complete.
    TidakMenungguPemohon,
    /// The case is over.
    SudahBerakhir,
    /// The definition does not hold what the state refers to.
    DefinisiTidakCocok,
}

impl From<Penolakan> for Bentrok {
    fn from(penolakan: Penolakan) -> Self {
        match penolakan {
            Penolakan::TugasTidakTerbuka => Self::baru(
                "tugas_tidak_terbuka",
                "Tugas ini sudah selesai atau tidak berlaku lagi.",
            ),
            Penolakan::BukanPelaksana => Self::baru(
                "bukan_pelaksana",
                "Tugas ini untuk peran lain. Mintalah pemegang peran tersebut mengerjakannya.",
            ),
            Penolakan::SudahDiterimaLain => {
                Self::baru("sudah_diterima_lain", "Tugas ini sudah diterima petugas lain.")
            }
            Penolakan::BelumDiterima => Self::baru(
                "belum_diterima",
                "Terima tugas ini dahulu agar paraf penerimaan tercatat, lalu putuskan.",
            )
            .dengan_pilihan(vec!["terima".to_owned()]),
            Penolakan::KeputusanTidakAda(pilihan) => {
                Self::baru("keputusan_tidak_ada", "Keputusan itu tidak ada pada tahap ini.")
                    .dengan_pilihan(pilihan)
            }
            Penolakan::AlasanWajib => {
                Self::baru("alasan_wajib", "Keputusan ini harus disertai alasan.")
            }
            Penolakan::PembuatBukanPenyetuju => Self::baru(
                "pembuat_bukan_penyetuju",
                "Pembuat atau penyetuju sebelumnya tidak boleh menyetujui berkas yang sama.",
            ),
            Penolakan::TidakMenungguPemohon => Self::baru(
                "tidak_menunggu_pemohon",
                "Permohonan ini tidak sedang menunggu kelengkapan dari pemohon.",
            ),
            Penolakan::SudahBerakhir => {
                Self::baru("sudah_berakhir", "Permohonan ini sudah berakhir.")
            }
            Penolakan::DefinisiTidakCocok => Self::baru(
                "definisi_tidak_cocok",
                "SOP permohonan ini tidak memuat tahap yang dituju. Hubungi pengelola.",
            ),
        }
    }
}

/// A case on its SOP: the definition and the state it is decided against.
#[derive(Clone, Copy)]
pub struct Mesin<'a> {
    /// The pinned version.
    pub definisi: &'a DefinisiSop,
    /// Source of the ids of new tugas.
    pub ids: &'a dyn IdSource,
}

impl Mesin<'_> {
    /// Starts a case.
    pub fn mulai(&self) -> Result<Vec<Peristiwa>, Penolakan> {
        let mut keluar = vec![Peristiwa::KasusDimulai { sop: self.definisi.kode.clone() }];
        let keadaan = KeadaanKasus::awal();
        keluar.push(self.buka(&keadaan, &self.definisi.mulai, None, Penyerah::Pemohon)?);
        Ok(keluar)
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
    pub fn pilihan<'d>(&'d self, terbuka: &TugasTerbuka) -> &'d [Keputusan] {
        self.definisi.tahap(&terbuka.tahap).map_or(&[], |tahap| tahap.keputusan.as_slice())
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
        let dipilih = tahap.keputusan(keputusan).ok_or_else(|| {
            Penolakan::KeputusanTidakAda(
                tahap.keputusan.iter().map(|k| k.kode.to_string()).collect(),
            )
        })?;
        let alasan = alasan.map(str::trim).filter(|teks| !teks.is_empty());
        if dipilih.alasan == AturanAlasan::Wajib && alasan.is_none() {
            return Err(Penolakan::AlasanWajib);
        }
        if dipilih.menaikkan() && tahap.rantai.is_some() {
            periksa_pemisahan(keadaan, terbuka, oleh.id)?;
        }

        let mut keluar = vec![Peristiwa::TugasDiputuskan {
            tugas,
            keputusan: keputusan.clone(),
            label: dipilih.label.clone(),
            oleh: oleh.id,
            alasan: alasan.map(str::to_owned),
        }];
        let penyerah = Penyerah::Petugas(oleh.id);
        if let Some(naik) = self.naik(keadaan, terbuka, tahap, dipilih, penyerah) {
            keluar.push(naik);
            return Ok(keluar);
        }
        let sesudah = keadaan.clone().setelah(&keluar);
        for tujuan in &dipilih.tujuan {
            keluar.push(self.menuju(&sesudah, tujuan, tugas, penyerah, alasan)?);
        }
        Ok(keluar)
    }

    /// The applicant completed what was missing.
    pub fn lengkapi(&self, keadaan: &KeadaanKasus) -> Result<Vec<Peristiwa>, Penolakan> {
        let StatusKasus::MenungguPemohon { lanjut, dari, .. } = &keadaan.status else {
            return Err(Penolakan::TidakMenungguPemohon);
        };
        Ok(vec![
            Peristiwa::DilengkapiPemohon,
            self.buka(keadaan, lanjut, Some(*dari), Penyerah::Pemohon)?,
        ])
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

    /// The next level of the chain, when the outcome climbs and there is one.
    fn naik(
        &self,
        keadaan: &KeadaanKasus,
        terbuka: &TugasTerbuka,
        tahap: &Tahap,
        dipilih: &Keputusan,
        oleh: Penyerah,
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
            dari: Some(terbuka.id),
            oleh,
        })
    }

    fn menuju(
        &self,
        keadaan: &KeadaanKasus,
        tujuan: &Tujuan,
        dari: TugasId,
        oleh: Penyerah,
        alasan: Option<&str>,
    ) -> Result<Peristiwa, Penolakan> {
        let akhir = |akhir| Peristiwa::KasusBerakhir { akhir, alasan: alasan.map(str::to_owned) };
        Ok(match tujuan {
            Tujuan::Tahap(kode) => self.buka(keadaan, kode, Some(dari), oleh)?,
            Tujuan::Pemohon { lanjut } => Peristiwa::DikembalikanKePemohon {
                dari,
                lanjut: lanjut.clone(),
                alasan: alasan.map(str::to_owned),
            },
            Tujuan::Selesai => akhir(Akhir::Selesai),
            Tujuan::Ditolak => akhir(Akhir::Ditolak),
            Tujuan::Dibatalkan => akhir(Akhir::Dibatalkan),
        })
    }

    fn buka(
        &self,
        keadaan: &KeadaanKasus,
        kode: &Kode,
        dari: Option<TugasId>,
        oleh: Penyerah,
    ) -> Result<Peristiwa, Penolakan> {
        let tahap = self.definisi.tahap(kode).ok_or(Penolakan::DefinisiTidakCocok)?;
        let level = tahap.rantai.as_ref().map(|_| 0);
        let dari_rantai = self.definisi.level(tahap, level);
        if level.is_some() && dari_rantai.is_none() {
            return Err(Penolakan::DefinisiTidakCocok);
        }
        Ok(Peristiwa::TugasDibuka {
            tugas: self.ids.id(),
            tahap: kode.clone(),
            nama: dari_rantai.map_or_else(|| tahap.nama.clone(), |l| l.nama.clone()),
            jenis_tahap: dari_rantai.map_or(tahap.jenis, |l| l.jenis),
            peran: dari_rantai
                .map_or_else(|| tahap.pelaksana.salah_satu.clone(), |l| vec![l.peran.clone()]),
            level,
            kunjungan: keadaan.kunjungan.get(kode).copied().unwrap_or(0) + 1,
            dari,
            oleh,
        })
    }
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
