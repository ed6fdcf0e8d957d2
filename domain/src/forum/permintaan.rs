//! A request that somebody dropped in the Forum: open, taken, done.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::PermintaanId;
use crate::{akses::PenggunaId, galat::Bentrok, permohonan::PermohonanId};

/// What was dropped; sealed where it is stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IsiPermintaan {
    /// What is asked for.
    pub teks: String,
    /// The resident's number, digits only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nomor_wa: Option<String>,
}

impl std::fmt::Debug for IsiPermintaan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IsiPermintaan([rahasia])")
    }
}

/// Who took it, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pengambil {
    /// Who.
    pub oleh: PenggunaId,
    /// When.
    pub pada: OffsetDateTime,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanPermintaan {
    /// Nobody took it yet.
    Terbuka,
    /// An operator works on it.
    Diambil(Pengambil),
    /// It became a case, or was settled otherwise.
    Selesai {
        /// Who had taken it.
        pengambil: Pengambil,
        /// When.
        pada: OffsetDateTime,
        /// The case.
        permohonan: Option<PermohonanId>,
    },
}

/// A request in the Forum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permintaan {
    /// Its id.
    pub id: PermintaanId,
    /// Who dropped it.
    pub oleh: PenggunaId,
    /// What.
    pub isi: IsiPermintaan,
    /// Where it stands.
    pub keadaan: KeadaanPermintaan,
    /// When it was dropped.
    pub pada: OffsetDateTime,
}

impl KeadaanPermintaan {
    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Terbuka => "terbuka",
            Self::Diambil(_) => "diambil",
            Self::Selesai { .. } => "selesai",
        }
    }

    /// An operator takes it; taking one's own again changes nothing.
    ///
    /// # Errors
    /// It is done, or somebody else works on it.
    pub fn diambil(self, oleh: PenggunaId, pada: OffsetDateTime) -> Result<Self, Bentrok> {
        match self {
            Self::Terbuka => Ok(Self::Diambil(Pengambil { oleh, pada })),
            Self::Diambil(ada) if ada.oleh == oleh => Ok(self),
            Self::Diambil(_) => Err(Bentrok::baru(
                "permintaan_diambil_lain",
                "Permintaan ini sedang dikerjakan petugas lain.",
            )),
            Self::Selesai { .. } => Err(selesai()),
        }
    }

    /// Who works on it settles it; one that nobody took is taken in the same step.
    ///
    /// # Errors
    /// It is done, or somebody else works on it.
    pub fn diselesaikan(
        self,
        oleh: PenggunaId,
        permohonan: Option<PermohonanId>,
        pada: OffsetDateTime,
    ) -> Result<Self, Bentrok> {
        match self.diambil(oleh, pada)? {
            Self::Diambil(pengambil) => Ok(Self::Selesai { pengambil, pada, permohonan }),
            Self::Terbuka | Self::Selesai { .. } => Err(selesai()),
        }
    }
}

fn selesai() -> Bentrok {
    Bentrok::baru("permintaan_sudah_selesai", "Permintaan ini sudah selesai.")
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn one_operator_takes_a_request_and_settles_it_once() {
        let pada = datetime!(2026-04-06 8:00 +8);
        let (a, b) = (PenggunaId::new(Uuid::from_u128(1)), PenggunaId::new(Uuid::from_u128(2)));
        let diambil = KeadaanPermintaan::Terbuka.diambil(a, pada).unwrap();
        assert_eq!(diambil.diambil(a, pada).unwrap(), diambil);
        assert_eq!(diambil.diambil(b, pada).unwrap_err().kode, "permintaan_diambil_lain");
        assert_eq!(
            diambil.diselesaikan(b, None, pada).unwrap_err().kode,
            "permintaan_diambil_lain"
        );
        let selesai = diambil.diselesaikan(a, None, pada).unwrap();
        assert_eq!(selesai.kata(), "selesai");
        assert_eq!(selesai.diambil(a, pada).unwrap_err().kode, "permintaan_sudah_selesai");
        assert!(KeadaanPermintaan::Terbuka.diselesaikan(b, None, pada).is_ok());
    }
}
