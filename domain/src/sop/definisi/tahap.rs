//! A step: who does it, what it asks for, and which outcomes it has.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AturanJadwal, Eskalasi, Formulir, Keputusan, Pemberitahuan, Tujuan, Waktu};
use crate::{akses::JenisUnit, kalender::SebabJeda, nilai::Kode, ungkapan::Ungkapan};

/// What kind of work a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JenisTahap {
    /// Taking in and numbering.
    Registrasi,
    /// Instructing those below, from the top down.
    Disposisi,
    /// Checking papers.
    Verifikasi,
    /// Making the draft.
    Proses,
    /// Initialling.
    Paraf,
    /// Approving.
    Persetujuan,
    /// Validating.
    Validasi,
    /// Signing electronically.
    Tte,
    /// Signing on paper.
    TandaTanganBasah,
    /// Printing.
    Cetak,
    /// Sending a softcopy.
    Kirim,
    /// Handing over at the counter.
    Serah,
    /// Asking another officer.
    Konsultasi,
    /// Paying a fee or fine.
    Pembayaran,
    /// An appointment, visit or waiting period.
    Jadwal,
    /// Waiting for a party outside the office.
    PihakLuar,
    /// Filing.
    Arsip,
    /// Asking for satisfaction.
    Survei,
    /// Anything else.
    Umum,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tahap {
    /// Unique within the SOP.
    pub kode: Kode,
    /// The activity as the sheet words it.
    pub nama: String,
    /// Kind of work.
    pub jenis: JenisTahap,
    /// Who does it; empty when `rantai` says who.
    #[serde(default, skip_serializing_if = "Pelaksana::kosong")]
    pub pelaksana: Pelaksana,
    /// The approval chain that this step walks through, level by level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rantai: Option<Kode>,
    /// Other chains for other cases, by service, variant or channel; the first whose `jika` holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pilih_rantai: Vec<PilihRantai>,
    /// When the step is done at all; otherwise the case goes on at `lewat`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jika: Option<Ungkapan>,
    /// Where the case goes when `jika` does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lewat: Option<Tujuan>,
    /// How many of the parallel branches that lead here it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gabung: Option<Gabung>,
    /// Completeness, time and output.
    #[serde(default)]
    pub mutu_baku: MutuBaku,
    /// The form that is filled in here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formulir: Option<Formulir>,
    /// The appointment, visit or waiting period of the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jadwal: Option<AturanJadwal>,
    /// The fee table by which the step bills.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tarif: Option<Kode>,
    /// The register in which the step gives a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<Kode>,
    /// Roles that may be asked for advice while the step stays open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub konsultasi: Vec<Kode>,
    /// Who is told what, and when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pemberitahuan: Vec<Pemberitahuan>,
    /// Who is warned as the step's time runs out; without any, the SOP's own rule holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub eskalasi: Vec<Eskalasi>,
    /// Why the clock of the case stands still while the step is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jeda: Option<SebabJeda>,
    /// The outcomes an officer may choose.
    pub keputusan: Vec<Keputusan>,
    /// The remark column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keterangan: Option<String>,
}

impl Tahap {
    /// The outcome of that code.
    pub fn keputusan(&self, kode: &Kode) -> Option<&Keputusan> {
        self.keputusan.iter().find(|keputusan| &keputusan.kode == kode)
    }
}

/// A chain for some cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PilihRantai {
    /// For which cases.
    pub jika: Ungkapan,
    /// The chain.
    pub rantai: Kode,
}

/// How a step joins parallel branches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gabung {
    /// It waits for every branch of the split.
    Semua,
    /// The first branch opens it; the others are called off.
    SalahSatu,
}

/// Who does a step. Exactly one of `salah_satu`, `semua` and `pemohon` is given; the others narrow it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pelaksana {
    /// Any holder of any of these roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub salah_satu: Vec<Kode>,
    /// One holder of each of these roles; see [`Keputusan::sepakat`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub semua: Vec<Kode>,
    /// The applicant; an officer may record the answer for them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pemohon: bool,
    /// Only officers of a unit of this level, the unit of the case where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<JenisUnit>,
    /// Only members of this team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tim: Option<Kode>,
    /// A named party outside the office; the officers of `salah_satu` record its reference number and its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pihak_luar: Option<String>,
}

impl Pelaksana {
    /// Whether nobody is named.
    pub fn kosong(&self) -> bool {
        self == &Self::default()
    }

    /// Every role that is named.
    pub fn peran(&self) -> impl Iterator<Item = &Kode> {
        self.salah_satu.iter().chain(&self.semua)
    }
}

/// Mutu baku of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MutuBaku {
    /// What must be at hand.
    pub kelengkapan: Vec<String>,
    /// How long it takes.
    pub waktu: Option<Waktu>,
    /// What comes out.
    pub keluaran: Vec<String>,
}
