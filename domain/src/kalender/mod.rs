//! Time: the one clock, the three zones, working hours, holidays, deadlines and clocks that pause.

mod durasi;
mod hitung;
mod ical;
mod jam_henti;
mod jam_kerja;
mod libur;
mod penjelasan;
#[cfg(test)]
mod uji;
#[cfg(test)]
mod uji_model;

pub use durasi::{Durasi, RentangTerbalik, RentangWaktu, Satuan, Tenggat};
pub use hitung::{GalatKalender, Kalender};
pub use ical::{
    CatatanImpor, GalatIcal, HARI_MAKS, HasilImpor, LAMA_MAKS, SebabCatatan, SebabIcal,
    UKURAN_MAKS, impor_ical,
};
pub use jam_henti::{GalatJam, Jam, Kejadian, Peristiwa, Ringkasan, SebabJeda};
pub use jam_kerja::{GalatJamKerja, Hari, JamKerja, PekanKerja, Periode, Pukul, RentangJam};
pub use libur::{DaftarBawaanRusak, DaftarLibur, JenisLibur, Libur};
pub use penjelasan::kalimat_tanggal;
pub(crate) use penjelasan::lama;

use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, UtcOffset};

time::serde::format_description!(tanggal_iso, Date, "[year]-[month]-[day]");

/// The one clock. A parameter, so that tests can stand still or leap.
pub trait Clock: Send + Sync {
    /// The present moment, UTC.
    fn now(&self) -> OffsetDateTime;
}

/// The time zone of a tenant. Indonesia has no summer time, so an offset says all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ZonaWaktu {
    /// Western Indonesia, UTC+7.
    Wib,
    /// Central Indonesia, UTC+8.
    Wita,
    /// Eastern Indonesia, UTC+9.
    Wit,
}

impl ZonaWaktu {
    /// The moment as the tenant's wall clock shows it.
    pub fn setempat(self, saat: OffsetDateTime) -> OffsetDateTime {
        let jam = match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        };
        UtcOffset::from_hms(jam, 0, 0).map_or(saat, |zona| saat.to_offset(zona))
    }

    /// The zone's short name, as it stands behind a time.
    pub fn nama(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }
}
