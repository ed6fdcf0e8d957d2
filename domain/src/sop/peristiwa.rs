//! What can happen to a case.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Akhir, Bagian, Cabang, Catatan, JenisTahap, Tagihan, TugasId, Tujuan, Untuk};
use crate::{akses::PenggunaId, nilai::Kode};

/// Who handed a case over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Penyerah {
    /// The applicant.
    Pemohon,
    /// An officer.
    Petugas(PenggunaId),
    /// Loket itself, when a time ran out.
    Sistem,
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
    TugasDibuka(Box<TugasDibuka>),
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
        /// In whose place, as Plh or Plt.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        atas_nama: Option<PenggunaId>,
    },
    /// Work was handed to another officer, or back to all who may take it: a penyerahan that waits for its penerimaan.
    TugasDialihkan {
        /// Which.
        tugas: TugasId,
        /// To whom; to nobody in particular when it was let go.
        kepada: Option<PenggunaId>,
        /// By whom.
        oleh: PenggunaId,
        /// Why.
        alasan: Option<String>,
    },
    /// Something was recorded at a tugas.
    TugasDicatat {
        /// Which.
        tugas: TugasId,
        /// What.
        #[serde(flatten)]
        isi: Catatan,
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
        /// In whose place, as Plh or Plt.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        atas_nama: Option<PenggunaId>,
        /// Why.
        alasan: Option<String>,
        /// Why, by code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kode_alasan: Option<Kode>,
    },
    /// Work was decided by the applicant, or by Loket when its time came.
    TugasDiselesaikan {
        /// Which.
        tugas: TugasId,
        /// The outcome.
        keputusan: Kode,
        /// The words on the button.
        label: String,
        /// By whom.
        oleh: Penyerah,
        /// Why.
        alasan: Option<String>,
        /// Why, by code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kode_alasan: Option<Kode>,
    },
    /// Somebody was warned that time runs out.
    TugasDieskalasi {
        /// Which.
        tugas: TugasId,
        /// The rule, from 0.
        aturan: u16,
    },
    /// The applicant has to complete something.
    DikembalikanKePemohon {
        /// The tugas whose decision sent it back.
        dari: TugasId,
        /// The step that follows.
        lanjut: Kode,
        /// What is missing.
        alasan: Option<String>,
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
    /// The applicant completed.
    DilengkapiPemohon,
    /// The applicant let the time pass.
    BatasPemohonHabis,
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
        /// Why, by code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kode_alasan: Option<Kode>,
    },
}

/// Work that was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TugasDibuka {
    /// Its id.
    pub tugas: TugasId,
    /// The step.
    pub tahap: Kode,
    /// The activity as the sheet words it.
    pub nama: String,
    /// Kind of work.
    pub jenis_tahap: JenisTahap,
    /// Who may take it.
    #[serde(flatten)]
    pub untuk: Untuk,
    /// The chain it walks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rantai: Option<Kode>,
    /// Level of the chain, from 0.
    pub level: Option<u16>,
    /// Which visit of the step, from 1.
    pub kunjungan: u32,
    /// The tugas it came from.
    pub dari: Option<TugasId>,
    /// Who handed over.
    pub oleh: Penyerah,
    /// The parallel branches it runs in, the innermost last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cabang: Vec<Cabang>,
    /// What it is besides plain work of a step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bagian: Option<Bagian>,
    /// What is asked, in a consultation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pertanyaan: Option<String>,
    /// When its waiting period ends.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "time::serde::rfc3339::option"
    )]
    pub jadwal: Option<OffsetDateTime>,
    /// What it bills.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagihan: Option<Tagihan>,
}

impl TugasDibuka {
    /// The event.
    pub fn peristiwa(self) -> Peristiwa {
        Peristiwa::TugasDibuka(Box::new(self))
    }
}
