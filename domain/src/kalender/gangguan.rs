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

/// Who said that something broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AsalGangguan {
    /// An officer.
    Petugas(PenggunaId),
    /// Loket itself, because of what this code names: a signer's certificate that expired, for instance.
    Sistem(Kode),
}

impl AsalGangguan {
    /// The officer, when one said so.
    pub fn petugas(&self) -> Option<PenggunaId> {
        match self {
            Self::Petugas(id) => Some(*id),
            Self::Sistem(_) => None,
        }
    }

    /// Why Loket said so, when it did.
    pub fn kode(&self) -> Option<&Kode> {
        match self {
            Self::Petugas(_) => None,
            Self::Sistem(kode) => Some(kode),
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
    pub asal: AsalGangguan,
    /// When it was closed, and by which officer (`None`: by Loket itself); `None` while it lasts.
    pub selesai: Option<(OffsetDateTime, Option<PenggunaId>)>,
}

impl Gangguan {
    /// Whether it concerns that service.
    pub fn mengenai(&self, layanan: &Kode) -> bool {
        self.layanan.is_empty() || self.layanan.contains(layanan)
    }
}
