//! The state of a case on its SOP, and the events that make it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{JenisTahap, TugasId};
use crate::{akses::PenggunaId, nilai::Kode};

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
    },
    /// Over.
    Berakhir {
        /// How.
        akhir: Akhir,
        /// Why.
        alasan: Option<String>,
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
}

/// An open piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TugasTerbuka {
    /// Its id.
    pub id: TugasId,
    /// The step.
    pub tahap: Kode,
    /// The level of the chain, from 0, when the step walks one.
    pub level: Option<u16>,
    /// Kind of work at this step or level.
    pub jenis: JenisTahap,
    /// Any holder of any of these roles may take it.
    pub peran: Vec<Kode>,
    /// Who took it.
    pub diterima_oleh: Option<PenggunaId>,
    /// The parallel branches it runs in, the innermost last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cabang: Vec<Cabang>,
}

/// One of several branches that a decision opened at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cabang {
    /// The tugas whose decision split the case.
    pub asal: TugasId,
    /// How many branches it opened.
    pub jumlah: u32,
}

/// A branch that waits at a join for the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tiba {
    /// The split.
    pub asal: TugasId,
    /// The join.
    pub tahap: Kode,
}

/// Who decided what, for the rules on who may not decide next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jejak {
    /// The step.
    pub tahap: Kode,
    /// Which visit of the step, from 1.
    pub kunjungan: u32,
    /// Kind of work.
    pub jenis: JenisTahap,
    /// Who decided.
    pub oleh: PenggunaId,
}

/// The state of a case: what its events add up to.
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
    /// How many events made this state; grows with every change.
    pub versi: u64,
}

/// Who handed a case over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Penyerah {
    /// The applicant.
    Pemohon,
    /// An officer.
    Petugas(PenggunaId),
}

/// One thing that happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "jenis", rename_all = "snake_case")]
pub enum Peristiwa {
    /// The case began.
    KasusDimulai {
        /// The SOP.
        sop: Kode,
    },
    /// Work was opened: a penyerahan that waits for its penerimaan.
    TugasDibuka {
        /// Its id.
        tugas: TugasId,
        /// The step.
        tahap: Kode,
        /// The activity as the sheet words it.
        nama: String,
        /// Kind of work.
        jenis_tahap: JenisTahap,
        /// Roles that may take it.
        peran: Vec<Kode>,
        /// Level of the chain, from 0.
        level: Option<u16>,
        /// Which visit of the step, from 1.
        kunjungan: u32,
        /// The tugas it came from.
        dari: Option<TugasId>,
        /// Who handed over.
        oleh: Penyerah,
        /// The parallel branches it runs in, the innermost last.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        cabang: Vec<Cabang>,
    },
    /// A branch reached its join and waits for the others, or was the last.
    CabangTiba {
        /// The split.
        asal: TugasId,
        /// The join.
        tahap: Kode,
    },
    /// Work was called off, as another branch made it needless.
    TugasDibatalkan {
        /// Which.
        tugas: TugasId,
    },
    /// Work was taken: the penerimaan with its paraf.
    TugasDiterima {
        /// Which.
        tugas: TugasId,
        /// By whom.
        oleh: PenggunaId,
    },
    /// Work was decided: the penyerahan with its paraf.
    TugasDiputuskan {
        /// Which.
        tugas: TugasId,
        /// The outcome.
        keputusan: Kode,
        /// The words on the button.
        label: String,
        /// By whom.
        oleh: PenggunaId,
        /// Why.
        alasan: Option<String>,
    },
    /// The applicant has to complete something.
    DikembalikanKePemohon {
        /// The tugas whose decision sent it back.
        dari: TugasId,
        /// The step that follows.
        lanjut: Kode,
        /// What is missing.
        alasan: Option<String>,
    },
    /// The applicant completed.
    DilengkapiPemohon,
    /// The case goes on under another version of its SOP.
    SopDipindahkan {
        /// The version it left.
        dari: u32,
        /// The version it is pinned to now.
        ke: u32,
        /// Steps that have another code there; all others keep theirs.
        peta: BTreeMap<Kode, Kode>,
    },
    /// The case is over.
    KasusBerakhir {
        /// How.
        akhir: Akhir,
        /// Why.
        alasan: Option<String>,
    },
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
            versi: 0,
        }
    }

    /// The open tugas of that id.
    pub fn tugas(&self, id: TugasId) -> Option<&TugasTerbuka> {
        self.tugas.iter().find(|tugas| tugas.id == id)
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
            Peristiwa::KasusDimulai { .. } | Peristiwa::DilengkapiPemohon => {
                self.status = StatusKasus::Berjalan;
            }
            Peristiwa::TugasDibuka {
                tugas,
                tahap,
                jenis_tahap,
                peran,
                level,
                kunjungan,
                cabang,
                ..
            } => {
                self.kunjungan.insert(tahap.clone(), *kunjungan);
                self.tugas.push(TugasTerbuka {
                    id: *tugas,
                    tahap: tahap.clone(),
                    level: *level,
                    jenis: *jenis_tahap,
                    peran: peran.clone(),
                    diterima_oleh: None,
                    cabang: cabang.clone(),
                });
                // The join opened: the branches that waited there are one again.
                self.tiba.retain(|tiba| {
                    &tiba.tahap != tahap
                        || cabang.iter().any(|cabang| cabang.asal == tiba.asal)
                        || self.tugas.iter().any(|t| t.cabang.iter().any(|c| c.asal == tiba.asal))
                });
            }
            Peristiwa::CabangTiba { asal, tahap } => {
                self.tiba.push(Tiba { asal: *asal, tahap: tahap.clone() });
            }
            Peristiwa::TugasDibatalkan { tugas } => self.tugas.retain(|t| t.id != *tugas),
            Peristiwa::TugasDiterima { tugas, oleh } => {
                if let Some(terbuka) = self.tugas.iter_mut().find(|t| t.id == *tugas) {
                    terbuka.diterima_oleh = Some(*oleh);
                }
            }
            Peristiwa::TugasDiputuskan { tugas, oleh, .. } => {
                if let Some(letak) = self.tugas.iter().position(|t| t.id == *tugas) {
                    let selesai = self.tugas.remove(letak);
                    let kunjungan = self.kunjungan.get(&selesai.tahap).copied().unwrap_or(1);
                    self.jejak.push(Jejak {
                        tahap: selesai.tahap,
                        kunjungan,
                        jenis: selesai.jenis,
                        oleh: *oleh,
                    });
                }
            }
            Peristiwa::DikembalikanKePemohon { dari, lanjut, alasan } => {
                self.status = StatusKasus::MenungguPemohon {
                    lanjut: lanjut.clone(),
                    alasan: alasan.clone(),
                    dari: *dari,
                };
            }
            Peristiwa::SopDipindahkan { peta, .. } => self.ganti_nama(peta),
            Peristiwa::KasusBerakhir { akhir, alasan } => {
                self.tugas.clear();
                self.tiba.clear();
                self.status = StatusKasus::Berakhir { akhir: *akhir, alasan: alasan.clone() };
            }
        }
    }
}
