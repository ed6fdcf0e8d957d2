//! Durations as offices state them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kalender::{Durasi, RentangWaktu};

/// A duration as offices state it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Waktu {
    /// Working minutes.
    Menit(u32),
    /// Working hours.
    Jam(u32),
    /// Working days.
    HariKerja(u32),
    /// Calendar days.
    HariKalender(u32),
    /// Weeks.
    Minggu(u32),
    /// Between two numbers of one unit, such as 1–7 working days (K-15); the upper end binds.
    Rentang(RentangWaktu),
    /// A routine done every day.
    SetiapHari,
}

impl Waktu {
    /// As a resident reads it.
    pub fn kalimat(self) -> String {
        match self {
            Self::SetiapHari => "setiap hari".to_owned(),
            lain => Durasi::from(lain).kalimat(),
        }
    }
}
