//! Time: the one clock, the three zones, working hours, holidays, deadlines and clocks that pause.

mod atur_libur;
mod durasi;
mod gangguan;
mod gangguan_sistem;
mod hitung;
mod hitung_tenggat;
mod ical;
mod isi_jam;
mod jam_henti;
mod jam_kerja;
mod kelola;
mod kelola_gangguan;
mod khusus;
mod libur;
mod penjelasan;
mod repositori;
mod sela;
#[cfg(test)]
mod uji;
#[cfg(test)]
mod uji_model;
#[cfg(test)]
mod uji_sela;

pub use atur_libur::{HapusLibur, HasilImporLibur, ImporLibur, JenisHari, TambahLibur};
pub use durasi::{BukanDurasi, Durasi, RentangTerbalik, RentangWaktu, Satuan, Tenggat};
pub use gangguan::{AsalGangguan, Gangguan, GangguanId, GangguanTag, SebabGangguan};
pub use gangguan_sistem::{BukaSistem, buka_gangguan_sistem, tutup_gangguan_sistem};
pub use hitung::{GalatKalender, JamKanal, Kalender};
pub use hitung_tenggat::{HitungTenggat, TenggatTerhitung};
pub use ical::{
    CatatanImpor, GalatIcal, HARI_MAKS, HasilImpor, LAMA_MAKS, SebabCatatan, SebabIcal,
    UKURAN_MAKS, impor_ical,
};
pub use isi_jam::{JamKerjaMentah, PekanMentah, PeriodeMentah};
pub use jam_henti::{GalatJam, Jam, Kejadian, Peristiwa, Ringkasan, SebabJeda};
pub use jam_kerja::{GalatJamKerja, Hari, JamKerja, PekanKerja, Periode, Pukul, RentangJam};
pub use kelola::{AturJamKerja, BacaKalender, KalenderKantor};
pub use kelola_gangguan::{BukaGangguan, DaftarGangguan, SelesaikanGangguan};
pub use khusus::{DaftarKhusus, HariKerjaKhusus};
pub use libur::{DaftarBawaanRusak, DaftarLibur, JenisLibur, Libur};
pub(crate) use penjelasan::lama;
pub use penjelasan::{kalimat_tanggal, tulis_saat};
pub use repositori::WaktuKerjaRepository;
pub use sela::Sela;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime, UtcOffset, macros::format_description};

time::serde::format_description!(pub(crate) tanggal_iso, Date, "[year]-[month]-[day]");

/// A date written `YYYY-MM-DD`.
pub fn baca_tanggal(teks: &str) -> Option<Date> {
    let bentuk = format_description!("[year]-[month]-[day]");
    if teks.len() == 10 { Date::parse(teks, bentuk).ok() } else { None }
}

/// The one clock. A parameter, so that tests can stand still or leap.
pub trait Clock: Send + Sync {
    /// The present moment, UTC.
    fn now(&self) -> OffsetDateTime;
}

/// The time zone of a tenant. Indonesia has no summer time, so an offset says all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
