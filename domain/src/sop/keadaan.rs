//! The state of a case on its SOP: what its events add up to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Catatan, Jejak, Peristiwa, Tagihan, Tiba, TugasDibuka, TugasId, TugasTerbuka, Tujuan};
use crate::nilai::Kode;

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Akhir {
    /// Done.
    Selesai,
    /// Refused.
    Ditolak,
    /// Called off.
    Dibatalkan,
}

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum StatusKasus {
    /// At least one tugas is open.
    Berjalan,
    /// The applicant has to complete something.
    MenungguPemohon {
        /// The step that follows.
        lanjut: Kode,
        /// What is missing, in an officer's words.
        alasan: Option<String>,
        /// The tugas whose decision sent it back.
        dari: TugasId,
        /// Until when.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            with = "time::serde::rfc3339::option"
        )]
        batas: Option<OffsetDateTime>,
        /// Where the case goes after that.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        habis: Option<Tujuan>,
    },
    /// Over.
    Berakhir {
        /// How.
        akhir: Akhir,
        /// Why.
        alasan: Option<String>,
        /// Why, by code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kode_alasan: Option<Kode>,
    },
}

impl StatusKasus {
    /// The stable word that lists and filters use.
    pub fn kata(&self) -> &'static str {
        match self {
            Self::Berjalan => "berjalan",
            Self::MenungguPemohon { .. } => "menunggu_pemohon",
            Self::Berakhir { akhir: Akhir::Selesai, .. } => "selesai",
            Self::Berakhir { akhir: Akhir::Ditolak, .. } => "ditolak",
            Self::Berakhir { akhir: Akhir::Dibatalkan, .. } => "dibatalkan",
        }
    }

    /// Until when the applicant has to complete something, when there is a limit.
    pub fn batas(&self) -> Option<OffsetDateTime> {
        match self {
            Self::MenungguPemohon { batas, .. } => *batas,
            Self::Berjalan | Self::Berakhir { .. } => None,
        }
    }
}

/// The state of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeadaanKasus {
    /// Where it stands.
    pub status: StatusKasus,
    /// Open work; several when steps run in parallel.
    pub tugas: Vec<TugasTerbuka>,
    /// How often each step was entered.
    pub kunjungan: BTreeMap<Kode, u32>,
    /// Past decisions.
    pub jejak: Vec<Jejak>,
    /// Branches that wait at a join.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiba: Vec<Tiba>,
    /// What was billed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tagihan: Vec<Tagihan>,
    /// How many events made this state; grows with every change.
    pub versi: u64,
}

impl KeadaanKasus {
    /// The state before the first event.
    pub fn awal() -> Self {
        Self {
            status: StatusKasus::Berjalan,
            tugas: Vec::new(),
            kunjungan: BTreeMap::new(),
            jejak: Vec::new(),
            tiba: Vec::new(),
            tagihan: Vec::new(),
            versi: 0,
        }
    }

    /// The open tugas of that id.
    pub fn tugas(&self, id: TugasId) -> Option<&TugasTerbuka> {
        self.tugas.iter().find(|tugas| tugas.id == id)
    }

    /// How often a step was entered so far.
    pub fn kunjungan(&self, tahap: &Kode) -> u32 {
        self.kunjungan.get(tahap).copied().unwrap_or(0)
    }

    /// At which visit of its step a tugas stands. Parallel branches may be at different visits of one step.
    pub fn putaran(&self, terbuka: &TugasTerbuka) -> u32 {
        match terbuka.kunjungan {
            0 => self.kunjungan(&terbuka.tahap).max(1),
            kunjungan => kunjungan,
        }
    }

    /// What was paid by a fee table so far, in rupiah.
    pub fn terbayar(&self, tarif: &Kode) -> u64 {
        let lunas = self.tagihan.iter().filter(|satu| satu.lunas && &satu.tarif == tarif);
        lunas.map(|satu| satu.jumlah).sum()
    }

    /// What is billed and not paid, in rupiah.
    pub fn belum_lunas(&self) -> u64 {
        self.tagihan.iter().filter(|satu| !satu.lunas).map(|satu| satu.jumlah).sum()
    }

    /// The state after `peristiwa`.
    #[must_use]
    pub fn setelah<'a>(mut self, peristiwa: impl IntoIterator<Item = &'a Peristiwa>) -> Self {
        for satu in peristiwa {
            self.terapkan(satu);
        }
        self
    }

    fn terapkan(&mut self, peristiwa: &Peristiwa) {
        self.versi += 1;
        match peristiwa {
            Peristiwa::KasusDimulai { .. }
            | Peristiwa::DilengkapiPemohon
            | Peristiwa::BatasPemohonHabis => self.status = StatusKasus::Berjalan,
            Peristiwa::TugasDibuka(dibuka) => self.buka(dibuka),
            Peristiwa::CabangTiba { asal, tahap } => {
                self.tiba.push(Tiba { asal: *asal, tahap: tahap.clone() });
            }
            Peristiwa::TugasDibatalkan { tugas } => self.tugas.retain(|t| t.id != *tugas),
            Peristiwa::TugasDiterima { tugas, oleh, .. } => {
                self.ubah(*tugas, |terbuka| terbuka.diterima_oleh = Some(*oleh));
            }
            Peristiwa::TugasDialihkan { tugas, kepada, .. } => self.ubah(*tugas, |terbuka| {
                terbuka.diterima_oleh = None;
                terbuka.untuk.pengguna = *kepada;
            }),
            Peristiwa::TugasDicatat { tugas, isi, .. } => self.catat(*tugas, isi),
            Peristiwa::TugasDiputuskan { tugas, oleh, .. } => {
                if let Some(selesai) = self.tutup(*tugas) {
                    let kunjungan = self.putaran(&selesai);
                    self.jejak.push(Jejak {
                        tahap: selesai.tahap,
                        kunjungan,
                        jenis: selesai.jenis,
                        oleh: *oleh,
                    });
                }
            }
            Peristiwa::TugasDiselesaikan { tugas, .. } => {
                self.tutup(*tugas);
            }
            Peristiwa::TugasDieskalasi { .. } => {}
            Peristiwa::DikembalikanKePemohon { dari, lanjut, alasan, batas, habis } => {
                self.tiba.clear();
                self.status = StatusKasus::MenungguPemohon {
                    lanjut: lanjut.clone(),
                    alasan: alasan.clone(),
                    dari: *dari,
                    batas: *batas,
                    habis: habis.clone(),
                };
            }
            Peristiwa::SopDipindahkan { peta, .. } => self.ganti_nama(peta),
            Peristiwa::KasusBerakhir { akhir, alasan, kode_alasan } => {
                self.tugas.clear();
                self.tiba.clear();
                self.status = StatusKasus::Berakhir {
                    akhir: *akhir,
                    alasan: alasan.clone(),
                    kode_alasan: kode_alasan.clone(),
                };
            }
        }
    }

    fn buka(&mut self, dibuka: &TugasDibuka) {
        let kali = self.kunjungan.entry(dibuka.tahap.clone()).or_insert(0);
        *kali = dibuka.kunjungan.max(*kali);
        if let Some(tagihan) = &dibuka.tagihan {
            // The step bills again: what it billed before and nobody paid is owed no more.
            self.tagihan.retain(|lama| lama.lunas || lama.tarif != tagihan.tarif);
            self.tagihan.push(tagihan.clone());
        }
        self.tugas.push(TugasTerbuka {
            id: dibuka.tugas,
            tahap: dibuka.tahap.clone(),
            rantai: dibuka.rantai.clone(),
            level: dibuka.level,
            jenis: dibuka.jenis_tahap,
            kunjungan: dibuka.kunjungan,
            untuk: dibuka.untuk.clone(),
            diterima_oleh: None,
            cabang: dibuka.cabang.clone(),
            bagian: dibuka.bagian,
            catatan: Vec::new(),
            jadwal: dibuka.jadwal,
        });
        // A split with no open branch has joined: nothing of it waits anywhere, at this join or another.
        self.tiba.retain(|tiba| {
            dibuka.cabang.iter().any(|cabang| cabang.asal == tiba.asal)
                || self.tugas.iter().any(|t| t.cabang.iter().any(|c| c.asal == tiba.asal))
        });
    }

    fn catat(&mut self, tugas: TugasId, isi: &Catatan) {
        if let Catatan::Pembayaran { tarif, .. } = isi {
            let terutang = self.tagihan.iter_mut().find(|satu| !satu.lunas && &satu.tarif == tarif);
            if let Some(tagihan) = terutang {
                tagihan.lunas = true;
            }
        }
        self.ubah(tugas, |terbuka| {
            if let Catatan::Jadwal { pada, .. } = isi {
                terbuka.jadwal = Some(*pada);
            }
            terbuka.catatan.push(isi.clone());
        });
    }

    fn tutup(&mut self, id: TugasId) -> Option<TugasTerbuka> {
        let letak = self.tugas.iter().position(|satu| satu.id == id)?;
        Some(self.tugas.remove(letak))
    }

    fn ubah(&mut self, id: TugasId, ubah: impl FnOnce(&mut TugasTerbuka)) {
        if let Some(terbuka) = self.tugas.iter_mut().find(|satu| satu.id == id) {
            ubah(terbuka);
        }
    }
}
