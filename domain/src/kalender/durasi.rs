//! Durations as offices promise them, and the deadlines that come of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::sop::Waktu;

/// A unit that offices count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Satuan {
    /// Working minutes.
    Menit,
    /// Working hours.
    Jam,
    /// Working days; the day of the start does not count.
    HariKerja,
    /// Calendar days; the day of the start does not count.
    HariKalender,
    /// Seven calendar days.
    Minggu,
}

impl Satuan {
    fn kalimat(self) -> &'static str {
        match self {
            Self::Menit => "menit kerja",
            Self::Jam => "jam kerja",
            Self::HariKerja => "hari kerja",
            Self::HariKalender => "hari",
            Self::Minggu => "minggu",
        }
    }

    /// Whether only working time counts.
    pub fn waktu_kerja(self) -> bool {
        matches!(self, Self::Menit | Self::Jam | Self::HariKerja)
    }
}

/// A range whose lower end lies above its upper end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("rentang {dari} sampai {sampai} terbalik")]
pub struct RentangTerbalik {
    /// The lower end given.
    pub dari: u32,
    /// The upper end given.
    pub sampai: u32,
}

/// A promise such as 3–5 working days; the upper end binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "RentangMentah")]
#[schemars(extend("x-periksa" = "rentang_waktu"))]
pub struct RentangWaktu {
    dari: u32,
    sampai: u32,
    satuan: Satuan,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RentangMentah {
    dari: u32,
    sampai: u32,
    satuan: Satuan,
}

impl RentangWaktu {
    /// From `dari` to `sampai`, which is no less.
    pub fn baru(dari: u32, sampai: u32, satuan: Satuan) -> Result<Self, RentangTerbalik> {
        if dari <= sampai {
            Ok(Self { dari, sampai, satuan })
        } else {
            Err(RentangTerbalik { dari, sampai })
        }
    }
}

impl TryFrom<RentangMentah> for RentangWaktu {
    type Error = RentangTerbalik;

    fn try_from(mentah: RentangMentah) -> Result<Self, Self::Error> {
        Self::baru(mentah.dari, mentah.sampai, mentah.satuan)
    }
}

/// How long something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Durasi {
    /// Working minutes.
    Menit(u32),
    /// Working hours.
    Jam(u32),
    /// Working days, until closing time; none means the same day.
    HariKerja(u32),
    /// Calendar days, until the end of the day.
    HariKalender(u32),
    /// Weeks, until the end of the day.
    Minggu(u32),
    /// Between two numbers of one unit.
    Rentang(RentangWaktu),
}

impl Durasi {
    /// Lower end of a range, the binding number, and the unit.
    pub(super) fn urai(self) -> (Option<u32>, u32, Satuan) {
        match self {
            Self::Menit(n) => (None, n, Satuan::Menit),
            Self::Jam(n) => (None, n, Satuan::Jam),
            Self::HariKerja(n) => (None, n, Satuan::HariKerja),
            Self::HariKalender(n) => (None, n, Satuan::HariKalender),
            Self::Minggu(n) => (None, n, Satuan::Minggu),
            Self::Rentang(r) => (Some(r.dari), r.sampai, r.satuan),
        }
    }

    /// As a resident reads it.
    pub fn kalimat(self) -> String {
        let (dari, sampai, satuan) = self.urai();
        let satuan = satuan.kalimat();
        match dari {
            Some(dari) => format!("{dari} sampai {sampai} {satuan}"),
            None => format!("{sampai} {satuan}"),
        }
    }
}

impl From<Waktu> for Durasi {
    /// A daily routine is due when the same working day closes.
    fn from(waktu: Waktu) -> Self {
        match waktu {
            Waktu::Menit(n) => Self::Menit(n),
            Waktu::Jam(n) => Self::Jam(n),
            Waktu::HariKerja(n) => Self::HariKerja(n),
            Waktu::HariKalender(n) => Self::HariKalender(n),
            Waktu::SetiapHari => Self::HariKerja(0),
        }
    }
}

/// When something is due. All moments are whole minutes on the tenant's wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenggat {
    /// Where counting began: the event itself, or the first working minute that counts for it.
    pub mulai: OffsetDateTime,
    /// The lower end of a range, when one was promised.
    pub paling_cepat: Option<OffsetDateTime>,
    /// The minute by whose end it is due.
    pub saat: OffsetDateTime,
}

impl Tenggat {
    /// Whether it is late at that moment. The minute of the deadline itself is still in time.
    pub fn lewat(&self, saat: OffsetDateTime) -> bool {
        saat.unix_timestamp().div_euclid(60) > self.saat.unix_timestamp().div_euclid(60)
    }
}
