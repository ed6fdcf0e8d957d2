//! An outcome of a step: what it needs, sets in motion and leads to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Waktu;
use crate::{nilai::Kode, ungkapan::Ungkapan};

/// One outcome of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keputusan {
    /// Unique within the step. In a step with a chain, [`Keputusan::SETUJU`] climbs one level.
    pub kode: Kode,
    /// The words on the button.
    pub label: String,
    /// Whether a reason is given.
    #[serde(default)]
    pub alasan: AturanAlasan,
    /// The reason codes to choose from; without any, none is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kode_alasan: Vec<Kode>,
    /// When it is open to the officer at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jika: Option<Ungkapan>,
    /// In a step of `semua`: every role must choose it. Any other outcome decides at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sepakat: bool,
    /// Loket chooses it itself when the waiting period of the step is over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub otomatis: bool,
    /// What must be true before it counts.
    #[serde(default)]
    pub butuh: Vec<Butuh>,
    /// What it sets in motion besides the next step.
    #[serde(default)]
    pub aksi: Vec<Aksi>,
    /// What the applicant is told; `{nomor}`, `{layanan}`, `{alasan}` and `{kantor}` are filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beritahu_pemohon: Option<String>,
    /// The same words in other languages of the office, by code, for example `jv`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub terjemahan: BTreeMap<Kode, String>,
    /// Where it leads; several at once run in parallel until a step with `gabung`.
    pub tujuan: Vec<Tujuan>,
}

impl Keputusan {
    /// The code that climbs one level of a chain.
    pub const SETUJU: &'static str = "setuju";

    /// Whether this outcome climbs a chain.
    pub fn menaikkan(&self) -> bool {
        self.kode.as_str() == Self::SETUJU
    }
}

/// Whether an outcome takes a reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AturanAlasan {
    /// None is taken.
    #[default]
    Tidak,
    /// One may be given.
    Boleh,
    /// One must be given.
    Wajib,
}

/// What must be true of a case before an outcome counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Butuh {
    /// Every required paper is there and sound.
    BerkasLengkap,
    /// Every product signed as PDF has a draft.
    DrafDokumen,
    /// Every product signed as PDF is signed and verified.
    DokumenSah,
    /// Every card, kutipan and letter on paper is there: printed, registered, signed.
    ProdukSiap,
    /// The form of the step was filled in.
    Formulir,
    /// An appointment or visit was agreed.
    Jadwal,
    /// The appointment's time or the end of the waiting period has come.
    WaktuTiba,
    /// Every fee billed so far, here or at an earlier step, is paid.
    Lunas,
    /// The reference number of the outside party was recorded.
    Rujukan,
    /// The step gave its register number.
    NomorRegister,
    /// Every card of the case that entered the print queue is printed; a step of kind `cetak` asks for it by itself.
    KartuTercetak,
    /// A photo or signature of who received at a visit or hand-over: taken for this case since the step was opened, checked,
    /// and not of a collection at the counter.
    BuktiPenerima,
}

/// What an outcome sets in motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aksi {
    /// Send every signed PDF to the applicant's own number.
    KirimDokumen,
}

/// Where an outcome leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tujuan {
    /// Another step, later or earlier.
    Tahap(Kode),
    /// Back to the applicant, to complete; the case then goes on at `lanjut`.
    Pemohon {
        /// The step that follows once the applicant has completed.
        lanjut: Kode,
        /// How long the applicant has; without it, as long as they need.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        batas: Option<Waktu>,
        /// Where the case goes when they let the time pass: a step or an end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        habis: Option<Box<Tujuan>>,
    },
    /// One level down the chain; from the first level, to a step.
    Turun {
        /// Where it goes from the first level.
        dasar: Kode,
    },
    /// Done.
    Selesai,
    /// Refused.
    Ditolak,
    /// Called off.
    Dibatalkan,
}

impl Tujuan {
    /// The steps it names, with those behind a deadline.
    pub fn tahap(&self) -> Vec<&Kode> {
        match self {
            Self::Tahap(kode) | Self::Turun { dasar: kode } => vec![kode],
            Self::Pemohon { lanjut, habis, .. } => {
                let mut semua = vec![lanjut];
                semua.extend(habis.iter().flat_map(|habis| habis.tahap()));
                semua
            }
            Self::Selesai | Self::Ditolak | Self::Dibatalkan => Vec::new(),
        }
    }

    /// Whether it ends the case without what was asked for.
    pub fn gagal(&self) -> bool {
        matches!(self, Self::Ditolak | Self::Dibatalkan)
    }
}
