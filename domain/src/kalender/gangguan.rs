//! Interruptions of an office's work: what breaks for everybody at once and stops the clocks (K-20, S-9).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::SebabJeda;
use crate::{
    akses::PenggunaId,
    id::Id,
    nilai::{Kode, Rahasia},
};

/// Marks ids of interruptions.
#[derive(Debug)]
pub enum GangguanTag {}
/// The id of an interruption.
pub type GangguanId = Id<GangguanTag>;

/// What broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SebabGangguan {
    /// SIAK cannot be reached.
    Siak,
    /// Who signs is away, or the signing host is.
    PenandaTangan,
    /// No blank cards are left.
    Blanko,
    /// No power, or no network.
    ListrikJaringan,
}

impl SebabGangguan {
    /// The stable word, as tables and clients write it.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Siak => "siak",
            Self::PenandaTangan => "penanda_tangan",
            Self::Blanko => "blanko",
            Self::ListrikJaringan => "listrik_jaringan",
        }
    }
}

impl From<SebabGangguan> for SebabJeda {
    fn from(sebab: SebabGangguan) -> Self {
        match sebab {
            SebabGangguan::Siak => Self::SiakGangguan,
            SebabGangguan::PenandaTangan => Self::PenandaTanganTidakAda,
            SebabGangguan::Blanko => Self::BlankoHabis,
            SebabGangguan::ListrikJaringan => Self::ListrikJaringan,
        }
    }
}

/// An interruption: the clocks of the cases it concerns stand still from its beginning to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gangguan {
    /// Its id.
    pub id: GangguanId,
    /// What broke.
    pub sebab: SebabGangguan,
    /// The services it stops; every service when empty.
    pub layanan: Vec<Kode>,
    /// What the officer noted; may name people.
    pub catatan: Rahasia,
    /// When it was opened.
    pub mulai_pada: OffsetDateTime,
    /// Who opened it.
    pub dibuka_oleh: PenggunaId,
    /// When it was closed, and by whom; `None` while it lasts.
    pub selesai: Option<(OffsetDateTime, PenggunaId)>,
}
