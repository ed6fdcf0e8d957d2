//! Open work, and what was recorded at it.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{JenisTahap, TugasId};
use crate::{
    akses::{JenisUnit, PenggunaId},
    nilai::Kode,
};

/// An open piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TugasTerbuka {
    /// Its id.
    pub id: TugasId,
    /// The step.
    pub tahap: Kode,
    /// The chain it walks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rantai: Option<Kode>,
    /// The level of the chain, from 0, when the step walks one.
    pub level: Option<u16>,
    /// Kind of work at this step or level.
    pub jenis: JenisTahap,
    /// Which visit of the step, from 1; 0 in a state stored before visits were kept here.
    #[serde(default)]
    pub kunjungan: u32,
    /// Who may take it.
    #[serde(flatten)]
    pub untuk: Untuk,
    /// Who took it.
    pub diterima_oleh: Option<PenggunaId>,
    /// The parallel branches it runs in, the innermost last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cabang: Vec<Cabang>,
    /// What it is besides plain work of a step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bagian: Option<Bagian>,
    /// What was recorded at it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catatan: Vec<Catatan>,
    /// When its appointment is, or its waiting period ends.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "time::serde::rfc3339::option"
    )]
    pub jadwal: Option<OffsetDateTime>,
}

/// Who may take a tugas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Untuk {
    /// Any holder of any of these roles; nobody when the applicant acts.
    pub peran: Vec<Kode>,
    /// The applicant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pemohon: bool,
    /// Only officers of a unit of this level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<JenisUnit>,
    /// Only officers of this very unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kode_unit: Option<Kode>,
    /// Only members of this team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tim: Option<Kode>,
    /// Only this officer, to whom it was handed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pengguna: Option<PenggunaId>,
}

/// A tugas that is a part of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bagian {
    /// One of several roles that decide a step together; the id is that of the first of them.
    Bersama(TugasId),
    /// A question asked while that tugas stays open.
    Konsultasi(TugasId),
}

impl Bagian {
    /// The question it is, of which tugas.
    pub fn konsultasi(self) -> Option<TugasId> {
        match self {
            Self::Konsultasi(tugas) => Some(tugas),
            Self::Bersama(_) => None,
        }
    }
}

/// Something recorded at a tugas. Never personal: the answers of a form are kept apart, sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "catatan", rename_all = "snake_case")]
pub enum Catatan {
    /// The form was filled in.
    Formulir {
        /// Its code.
        kode: String,
    },
    /// An appointment or visit was agreed, or moved.
    Jadwal {
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        pada: OffsetDateTime,
        /// Why it was moved.
        alasan: Option<String>,
    },
    /// A bill was paid; any later tugas may record it.
    Pembayaran {
        /// By which table it was billed.
        tarif: Kode,
        /// Rupiah.
        jumlah: u64,
        /// Number of the receipt or deposit slip.
        bukti: String,
    },
    /// An outside party gave a reference number.
    Rujukan {
        /// The number.
        nomor: String,
    },
    /// The register gave a number.
    NomorRegister {
        /// Which register.
        register: Kode,
        /// The number.
        nomor: String,
    },
}

/// A bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tagihan {
    /// The tugas that billed.
    pub tugas: TugasId,
    /// By which table.
    pub tarif: Kode,
    /// Rupiah; nothing when waived or not due.
    pub jumlah: u64,
    /// Whether it was paid.
    pub lunas: bool,
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
