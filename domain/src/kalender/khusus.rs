//! Days on which an office works although its week or its holidays would have it closed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::Date;

use super::{GalatJamKerja, Hari, RentangJam, jam_kerja::periksa_urut, tanggal_iso};

/// A day declared a working day, for example a cuti bersama on which the counter stays open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "KhususMentah")]
pub struct HariKerjaKhusus {
    #[serde(with = "tanggal_iso")]
    #[schemars(with = "String", extend("format" = "date"))]
    tanggal: Date,
    nama: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    jam: Vec<RentangJam>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct KhususMentah {
    #[serde(with = "tanggal_iso")]
    #[schemars(with = "String", extend("format" = "date"))]
    tanggal: Date,
    nama: String,
    #[serde(default)]
    jam: Vec<RentangJam>,
}

impl HariKerjaKhusus {
    /// A working day of that name. Without hours of its own it has those of its weekday.
    pub fn baru(
        tanggal: Date,
        nama: impl Into<String>,
        jam: Vec<RentangJam>,
    ) -> Result<Self, GalatJamKerja> {
        periksa_urut(Hari::dari(tanggal), &jam)?;
        Ok(Self { tanggal, nama: nama.into(), jam })
    }

    /// The day.
    pub fn tanggal(&self) -> Date {
        self.tanggal
    }

    /// Why the office works then.
    pub fn nama(&self) -> &str {
        &self.nama
    }

    /// Its own hours; empty when those of the weekday hold.
    pub fn jam(&self) -> &[RentangJam] {
        &self.jam
    }
}

impl TryFrom<KhususMentah> for HariKerjaKhusus {
    type Error = GalatJamKerja;

    fn try_from(mentah: KhususMentah) -> Result<Self, Self::Error> {
        Self::baru(mentah.tanggal, mentah.nama, mentah.jam)
    }
}

/// Special working days, one per date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<HariKerjaKhusus>", into = "Vec<HariKerjaKhusus>")]
pub struct DaftarKhusus(BTreeMap<Date, HariKerjaKhusus>);

impl DaftarKhusus {
    /// The special working day on a date.
    pub fn pada(&self, tanggal: Date) -> Option<&HariKerjaKhusus> {
        self.0.get(&tanggal)
    }

    /// Declares a day; returns what it replaces.
    pub fn tambah(&mut self, satu: HariKerjaKhusus) -> Option<HariKerjaKhusus> {
        self.0.insert(satu.tanggal, satu)
    }

    /// Takes a declaration back.
    pub fn hapus(&mut self, tanggal: Date) -> Option<HariKerjaKhusus> {
        self.0.remove(&tanggal)
    }

    /// All, the earliest first.
    pub fn semua(&self) -> impl Iterator<Item = &HariKerjaKhusus> {
        self.0.values()
    }

    /// Whether there is none.
    pub fn kosong(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<HariKerjaKhusus>> for DaftarKhusus {
    fn from(semua: Vec<HariKerjaKhusus>) -> Self {
        Self(semua.into_iter().map(|satu| (satu.tanggal, satu)).collect())
    }
}

impl From<DaftarKhusus> for Vec<HariKerjaKhusus> {
    fn from(daftar: DaftarKhusus) -> Self {
        daftar.0.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::kalender::{DaftarLibur, Durasi, Kalender, ZonaWaktu};

    fn kalender() -> Kalender {
        let jam =
            serde_json::json!({ "biasa": { "kamis": ["08:00-16:00"], "jumat": ["08:00-11:00"] } });
        Kalender {
            zona: ZonaWaktu::Wib,
            jam: serde_json::from_value(jam).unwrap(),
            libur: DaftarLibur::nasional().unwrap(),
            khusus: DaftarKhusus::default(),
            jam_kanal: Vec::new(),
        }
    }

    #[test]
    fn a_cuti_bersama_declared_a_working_day_counts_and_is_named() {
        let mut kalender = kalender();
        let masuk = datetime!(2026-12-17 9:00 +7);
        let tanpa = kalender.tambah(masuk, Durasi::HariKerja(2)).unwrap();
        assert_eq!(tanpa.saat, datetime!(2026-12-31 16:00 +7), "24 and 25 December are closed");
        let buka = HariKerjaKhusus::baru(date!(2026 - 12 - 24), "Piket Natal", Vec::new()).unwrap();
        assert_eq!(kalender.khusus.tambah(buka), None);
        let dengan = kalender.tambah(masuk, Durasi::HariKerja(2)).unwrap();
        assert_eq!(dengan.saat, datetime!(2026-12-24 16:00 +7));
        let baris = crate::kalender::Jam::mulai(masuk)
            .penjelasan(&kalender, Durasi::HariKerja(2), masuk)
            .unwrap();
        assert!(baris.iter().any(|b| b.contains("hari kerja khusus: Piket Natal")), "{baris:?}");
    }

    #[test]
    fn a_saturday_with_hours_of_its_own_counts_those() {
        let mut kalender = kalender();
        let sabtu = date!(2026 - 04 - 11);
        let jam = vec!["09:00-10:00".parse().unwrap(), "11:00-12:00".parse().unwrap()];
        kalender.khusus.tambah(HariKerjaKhusus::baru(sabtu, "Layanan Sabtu", jam).unwrap());
        assert!(kalender.hari_kerja(sabtu));
        let tenggat = kalender.tambah(datetime!(2026-04-10 10:30 +7), Durasi::Menit(120)).unwrap();
        assert_eq!(tenggat.saat, datetime!(2026-04-11 11:30 +7));
        let teks = serde_json::to_string(&kalender).unwrap();
        assert_eq!(serde_json::from_str::<Kalender>(&teks).unwrap(), kalender);
    }

    #[test]
    fn overlapping_hours_are_refused() {
        let jam = vec!["09:00-12:00".parse().unwrap(), "11:00-13:00".parse().unwrap()];
        assert!(HariKerjaKhusus::baru(date!(2026 - 04 - 11), "x", jam).is_err());
    }
}
