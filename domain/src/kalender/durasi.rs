//! Durations as offices promise them, and the deadlines that come of them.

use std::str::FromStr;

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
    pub(crate) fn urai(self) -> (Option<u32>, u32, Satuan) {
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

/// A text that is not a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BukanDurasi {
    /// Not a number, or two with a dash, and a unit.
    #[error("tulis seperti `3 hari_kerja` atau `1-7 hari_kerja`")]
    Bentuk,
    /// The first number of a range is the larger one.
    #[error(transparent)]
    Terbalik(#[from] RentangTerbalik),
}

impl FromStr for Durasi {
    type Err = BukanDurasi;

    /// Reads `3 hari_kerja`, `90 menit`, `1-7 hari kerja`.
    fn from_str(teks: &str) -> Result<Self, Self::Err> {
        let (jumlah, satuan) = teks.trim().split_once(' ').ok_or(BukanDurasi::Bentuk)?;
        let satuan = match satuan.trim().replace(' ', "_").as_str() {
            "menit" | "menit_kerja" => Satuan::Menit,
            "jam" | "jam_kerja" => Satuan::Jam,
            "hari_kerja" => Satuan::HariKerja,
            "hari_kalender" => Satuan::HariKalender,
            "minggu" => Satuan::Minggu,
            _ => return Err(BukanDurasi::Bentuk),
        };
        let angka = |teks: &str| {
            let sah = (1..=9).contains(&teks.len()) && teks.bytes().all(|b| b.is_ascii_digit());
            if sah {
                teks.parse().map_err(|_| BukanDurasi::Bentuk)
            } else {
                Err(BukanDurasi::Bentuk)
            }
        };
        if let Some((dari, sampai)) = jumlah.split_once('-') {
            return Ok(Self::Rentang(RentangWaktu::baru(angka(dari)?, angka(sampai)?, satuan)?));
        }
        let n: u32 = angka(jumlah)?;
        Ok(match satuan {
            Satuan::Menit => Self::Menit(n),
            Satuan::Jam => Self::Jam(n),
            Satuan::HariKerja => Self::HariKerja(n),
            Satuan::HariKalender => Self::HariKalender(n),
            Satuan::Minggu => Self::Minggu(n),
        })
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
            Waktu::Minggu(n) => Self::Minggu(n),
            Waktu::Rentang(rentang) => Self::Rentang(rentang),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        assert_eq!("3 hari_kerja".parse(), Ok(Durasi::HariKerja(3)));
        assert_eq!(" 90 menit ".parse(), Ok(Durasi::Menit(90)));
        let rentang: Durasi = "1-7 hari kerja".parse().unwrap();
        assert_eq!(rentang.kalimat(), "1 sampai 7 hari kerja");
        assert_eq!(
            "7-1 minggu".parse::<Durasi>(),
            Err(BukanDurasi::Terbalik(RentangTerbalik { dari: 7, sampai: 1 }))
        );
        for salah in [
            "",
            "3",
            "hari_kerja",
            "x hari_kerja",
            "-1 jam",
            "+1 jam",
            "1- jam",
            "3 tahun",
            "9999999999 jam",
            "1-2-3 jam",
        ] {
            assert_eq!(salah.parse::<Durasi>(), Err(BukanDurasi::Bentuk), "{salah}");
        }
    }
}
