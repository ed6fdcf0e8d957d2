//! Working hours: spans per weekday, and periods such as Ramadan with hours of their own.

use std::{collections::BTreeMap, fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Date, Weekday};

use super::tanggal_iso;

/// Minutes in a day.
pub(super) const SEHARI: u16 = 24 * 60;

/// Why working hours were refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GalatJamKerja {
    /// Not `HH:MM`.
    #[error("`{0}` bukan jam; tulis seperti 07:30")]
    BukanJam(String),
    /// Not `HH:MM-HH:MM`, or the end is not after the start.
    #[error("`{0}` bukan rentang jam; tulis seperti 07:30-12:00, awal sebelum akhir")]
    BukanRentang(String),
    /// Two spans of one day are out of order or overlap.
    #[error("rentang hari {hari} harus urut dan tidak bertumpuk: {rentang}")]
    Bertumpuk {
        /// The weekday.
        hari: Hari,
        /// The span that begins too early.
        rentang: RentangJam,
    },
    /// A period ends before it begins.
    #[error("periode {0} berakhir sebelum dimulai")]
    PeriodeTerbalik(String),
    /// Two periods share a day.
    #[error("periode {0} dan {1} bertumpuk")]
    PeriodeBertumpuk(String, String),
}

/// A day of the week.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Hari {
    /// Monday.
    Senin,
    /// Tuesday.
    Selasa,
    /// Wednesday.
    Rabu,
    /// Thursday.
    Kamis,
    /// Friday.
    Jumat,
    /// Saturday.
    Sabtu,
    /// Sunday.
    Minggu,
}

impl Hari {
    /// The week, from Monday.
    pub const SEMUA: [Self; 7] = [
        Self::Senin,
        Self::Selasa,
        Self::Rabu,
        Self::Kamis,
        Self::Jumat,
        Self::Sabtu,
        Self::Minggu,
    ];

    /// The weekday of a date.
    pub fn dari(tanggal: Date) -> Self {
        match tanggal.weekday() {
            Weekday::Monday => Self::Senin,
            Weekday::Tuesday => Self::Selasa,
            Weekday::Wednesday => Self::Rabu,
            Weekday::Thursday => Self::Kamis,
            Weekday::Friday => Self::Jumat,
            Weekday::Saturday => Self::Sabtu,
            Weekday::Sunday => Self::Minggu,
        }
    }

    /// As people write it.
    pub fn nama(self) -> &'static str {
        match self {
            Self::Senin => "Senin",
            Self::Selasa => "Selasa",
            Self::Rabu => "Rabu",
            Self::Kamis => "Kamis",
            Self::Jumat => "Jumat",
            Self::Sabtu => "Sabtu",
            Self::Minggu => "Minggu",
        }
    }
}

impl fmt::Display for Hari {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.nama())
    }
}

/// A time of day to the minute, `00:00` to `24:00`; written `HH:MM`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("format" = "pukul", "pattern" = Pukul::POLA))]
pub struct Pukul(u16);

impl Pukul {
    /// Its form, as an ECMA-262 pattern.
    pub const POLA: &'static str = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$";

    /// Minutes since local midnight.
    pub fn menit(self) -> u16 {
        self.0
    }
}

impl FromStr for Pukul {
    type Err = GalatJamKerja;

    fn from_str(teks: &str) -> Result<Self, Self::Err> {
        let galat = || GalatJamKerja::BukanJam(teks.to_owned());
        let angka = |bagian: &str| {
            let sah = bagian.len() == 2 && bagian.bytes().all(|b| b.is_ascii_digit());
            if sah { bagian.parse::<u16>().map_err(|_| galat()) } else { Err(galat()) }
        };
        let (jam, menit) = teks.split_once(':').ok_or_else(galat)?;
        let (jam, menit) = (angka(jam)?, angka(menit)?);
        let jumlah = jam * 60 + menit;
        if menit < 60 && jumlah <= SEHARI { Ok(Self(jumlah)) } else { Err(galat()) }
    }
}

impl fmt::Display for Pukul {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl TryFrom<String> for Pukul {
    type Error = GalatJamKerja;

    fn try_from(teks: String) -> Result<Self, Self::Error> {
        teks.parse()
    }
}

impl From<Pukul> for String {
    fn from(pukul: Pukul) -> Self {
        pukul.to_string()
    }
}

/// A span of working time within one day, the end not included; written `HH:MM-HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("format" = "rentang-jam", "pattern" = RentangJam::POLA))]
pub struct RentangJam {
    awal: Pukul,
    akhir: Pukul,
}

impl RentangJam {
    /// Its form, as an ECMA-262 pattern.
    pub const POLA: &'static str =
        r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$";

    /// When work begins.
    pub fn awal(self) -> Pukul {
        self.awal
    }

    /// When work ends; after [`RentangJam::awal`].
    pub fn akhir(self) -> Pukul {
        self.akhir
    }
}

impl FromStr for RentangJam {
    type Err = GalatJamKerja;

    fn from_str(teks: &str) -> Result<Self, Self::Err> {
        let galat = || GalatJamKerja::BukanRentang(teks.to_owned());
        let (awal, akhir) = teks.split_once('-').ok_or_else(galat)?;
        let (awal, akhir) = (awal.parse::<Pukul>()?, akhir.parse::<Pukul>()?);
        if awal < akhir { Ok(Self { awal, akhir }) } else { Err(galat()) }
    }
}

impl fmt::Display for RentangJam {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.awal, self.akhir)
    }
}

impl TryFrom<String> for RentangJam {
    type Error = GalatJamKerja;

    fn try_from(teks: String) -> Result<Self, Self::Error> {
        teks.parse()
    }
}

impl From<RentangJam> for String {
    fn from(rentang: RentangJam) -> Self {
        rentang.to_string()
    }
}

/// The hours of one week. A day without spans is not worked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PekanKerja {
    /// Monday.
    pub senin: Vec<RentangJam>,
    /// Tuesday.
    pub selasa: Vec<RentangJam>,
    /// Wednesday.
    pub rabu: Vec<RentangJam>,
    /// Thursday.
    pub kamis: Vec<RentangJam>,
    /// Friday.
    pub jumat: Vec<RentangJam>,
    /// Saturday.
    pub sabtu: Vec<RentangJam>,
    /// Sunday.
    pub minggu: Vec<RentangJam>,
    /// Cut-off per weekday: what comes in later counts from the next working day.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("propertyNames" = serde_json::json!({ "enum": Hari::SEMUA })))]
    pub batas_penerimaan: BTreeMap<Hari, Pukul>,
}

impl PekanKerja {
    /// The spans of a weekday.
    pub fn hari(&self, hari: Hari) -> &[RentangJam] {
        match hari {
            Hari::Senin => &self.senin,
            Hari::Selasa => &self.selasa,
            Hari::Rabu => &self.rabu,
            Hari::Kamis => &self.kamis,
            Hari::Jumat => &self.jumat,
            Hari::Sabtu => &self.sabtu,
            Hari::Minggu => &self.minggu,
        }
    }

    /// The same, to be filled.
    pub(super) fn hari_mut(&mut self, hari: Hari) -> &mut Vec<RentangJam> {
        match hari {
            Hari::Senin => &mut self.senin,
            Hari::Selasa => &mut self.selasa,
            Hari::Rabu => &mut self.rabu,
            Hari::Kamis => &mut self.kamis,
            Hari::Jumat => &mut self.jumat,
            Hari::Sabtu => &mut self.sabtu,
            Hari::Minggu => &mut self.minggu,
        }
    }

    fn periksa(&self) -> Result<(), GalatJamKerja> {
        for hari in Hari::SEMUA {
            periksa_urut(hari, self.hari(hari))?;
        }
        Ok(())
    }
}

/// Whether the spans of one day are in order and apart from each other.
pub(super) fn periksa_urut(hari: Hari, rentang: &[RentangJam]) -> Result<(), GalatJamKerja> {
    for pasangan in rentang.windows(2) {
        if let [dahulu, rentang] = pasangan
            && rentang.awal < dahulu.akhir
        {
            return Err(GalatJamKerja::Bertumpuk { hari, rentang: *rentang });
        }
    }
    Ok(())
}

/// Days with hours of their own, for example Ramadan; both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Periode {
    /// What the period is called.
    pub nama: String,
    /// First day.
    #[serde(with = "tanggal_iso")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub dari: Date,
    /// Last day.
    #[serde(with = "tanggal_iso")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub sampai: Date,
    /// The hours meanwhile.
    pub jam: PekanKerja,
}

/// Checked working hours of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "JamKerjaMentah", into = "JamKerjaMentah")]
#[schemars(extend("x-periksa" = "jam_kerja"))]
pub struct JamKerja {
    biasa: PekanKerja,
    periode: Vec<Periode>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct JamKerjaMentah {
    biasa: PekanKerja,
    #[serde(default)]
    periode: Vec<Periode>,
}

impl JamKerja {
    /// The usual week and the periods that differ from it, once they are sound.
    pub fn baru(biasa: PekanKerja, mut periode: Vec<Periode>) -> Result<Self, GalatJamKerja> {
        biasa.periksa()?;
        for satu in &periode {
            satu.jam.periksa()?;
            if satu.sampai < satu.dari {
                return Err(GalatJamKerja::PeriodeTerbalik(satu.nama.clone()));
            }
        }
        periode.sort_by_key(|satu| satu.dari);
        for pasangan in periode.windows(2) {
            if let [dahulu, kemudian] = pasangan
                && kemudian.dari <= dahulu.sampai
            {
                return Err(GalatJamKerja::PeriodeBertumpuk(
                    dahulu.nama.clone(),
                    kemudian.nama.clone(),
                ));
            }
        }
        Ok(Self { biasa, periode })
    }

    /// The usual week.
    pub fn biasa(&self) -> &PekanKerja {
        &self.biasa
    }

    /// The periods, the earliest first.
    pub fn periode(&self) -> &[Periode] {
        &self.periode
    }

    /// The period that holds on a date.
    pub fn periode_pada(&self, tanggal: Date) -> Option<&Periode> {
        let i = self.periode.partition_point(|satu| satu.sampai < tanggal);
        self.periode.get(i).filter(|satu| satu.dari <= tanggal)
    }

    /// The week that holds on a date.
    pub fn pekan_pada(&self, tanggal: Date) -> &PekanKerja {
        self.periode_pada(tanggal).map_or(&self.biasa, |satu| &satu.jam)
    }

    /// The spans of a date, holidays aside.
    pub fn rentang_pada(&self, tanggal: Date) -> &[RentangJam] {
        self.pekan_pada(tanggal).hari(Hari::dari(tanggal))
    }

    /// The cut-off of a date.
    pub fn batas_pada(&self, tanggal: Date) -> Option<Pukul> {
        self.pekan_pada(tanggal).batas_penerimaan.get(&Hari::dari(tanggal)).copied()
    }
}

impl TryFrom<JamKerjaMentah> for JamKerja {
    type Error = GalatJamKerja;

    fn try_from(mentah: JamKerjaMentah) -> Result<Self, Self::Error> {
        Self::baru(mentah.biasa, mentah.periode)
    }
}

impl From<JamKerja> for JamKerjaMentah {
    fn from(jam: JamKerja) -> Self {
        Self { biasa: jam.biasa, periode: jam.periode }
    }
}
