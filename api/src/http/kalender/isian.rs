//! What clients send about working time; working hours read the same way as they are sent.

use std::collections::BTreeMap;

use loket_domain::kalender::{
    Hari, JamKerja, JamKerjaMentah, JenisHari, PekanKerja, PekanMentah, PeriodeMentah, TambahLibur,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Working hours.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "biasa": {
        "senin": ["07:30-12:00", "13:00-16:00"],
        "selasa": ["07:30-12:00", "13:00-16:00"],
        "rabu": ["07:30-12:00", "13:00-16:00"],
        "kamis": ["07:30-12:00", "13:00-16:00"],
        "jumat": ["07:30-11:30", "13:00-16:30"],
        "sabtu": [],
        "minggu": [],
        "batas_penerimaan": { "jumat": "11:00" }
    },
    "periode": [{
        "nama": "Ramadan 1448 H",
        "dari": "2027-02-08",
        "sampai": "2027-03-09",
        "jam": { "senin": ["08:00-15:00"] }
    }]
}))]
pub(super) struct JamKerjaIsi {
    /// The usual week.
    biasa: PekanIsi,
    /// Days with hours of their own, such as Ramadan; they never overlap.
    #[serde(default)]
    periode: Vec<PeriodeIsi>,
}

/// The hours of a week: spans `HH:MM-HH:MM` per weekday, in order; a weekday without any is closed.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct PekanIsi {
    /// Monday.
    senin: Vec<String>,
    /// Tuesday.
    selasa: Vec<String>,
    /// Wednesday.
    rabu: Vec<String>,
    /// Thursday.
    kamis: Vec<String>,
    /// Friday.
    jumat: Vec<String>,
    /// Saturday.
    sabtu: Vec<String>,
    /// Sunday.
    minggu: Vec<String>,
    /// Cut-offs `HH:MM` by weekday: what comes in later counts from the next working day.
    batas_penerimaan: BTreeMap<String, String>,
}

/// Days with hours of their own; both ends included.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PeriodeIsi {
    /// What the period is called.
    nama: String,
    /// First day, `YYYY-MM-DD`.
    dari: String,
    /// Last day.
    sampai: String,
    /// The hours meanwhile.
    jam: PekanIsi,
}

impl From<JamKerjaIsi> for JamKerjaMentah {
    fn from(isi: JamKerjaIsi) -> Self {
        let periode = |satu: PeriodeIsi| PeriodeMentah {
            nama: satu.nama,
            dari: satu.dari,
            sampai: satu.sampai,
            jam: satu.jam.into(),
        };
        Self { biasa: isi.biasa.into(), periode: isi.periode.into_iter().map(periode).collect() }
    }
}

impl From<PekanIsi> for PekanMentah {
    fn from(isi: PekanIsi) -> Self {
        let hari = [isi.senin, isi.selasa, isi.rabu, isi.kamis, isi.jumat, isi.sabtu, isi.minggu];
        Self {
            hari: Hari::SEMUA.into_iter().zip(hari).collect(),
            batas_penerimaan: isi.batas_penerimaan,
        }
    }
}

impl From<&JamKerja> for JamKerjaIsi {
    fn from(jam: &JamKerja) -> Self {
        Self {
            biasa: jam.biasa().into(),
            periode: jam
                .periode()
                .iter()
                .map(|satu| PeriodeIsi {
                    nama: satu.nama.clone(),
                    dari: satu.dari.to_string(),
                    sampai: satu.sampai.to_string(),
                    jam: (&satu.jam).into(),
                })
                .collect(),
        }
    }
}

impl From<&PekanKerja> for PekanIsi {
    fn from(pekan: &PekanKerja) -> Self {
        let hari = |hari| pekan.hari(hari).iter().map(ToString::to_string).collect();
        Self {
            senin: hari(Hari::Senin),
            selasa: hari(Hari::Selasa),
            rabu: hari(Hari::Rabu),
            kamis: hari(Hari::Kamis),
            jumat: hari(Hari::Jumat),
            sabtu: hari(Hari::Sabtu),
            minggu: hari(Hari::Minggu),
            batas_penerimaan: pekan
                .batas_penerimaan
                .iter()
                .map(|(hari, pukul)| (hari.nama().to_lowercase(), pukul.to_string()))
                .collect(),
        }
    }
}

/// What an office may say about one of its days.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum JenisHariIsi {
    Daerah,
    CutiBersama,
    HariKerjaKhusus,
}

impl From<JenisHariIsi> for JenisHari {
    fn from(jenis: JenisHariIsi) -> Self {
        match jenis {
            JenisHariIsi::Daerah => Self::Daerah,
            JenisHariIsi::CutiBersama => Self::CutiBersama,
            JenisHariIsi::HariKerjaKhusus => Self::HariKerjaKhusus,
        }
    }
}

/// A day to declare.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "tanggal": "2026-12-24",
    "nama": "Piket pelayanan cuti bersama Natal",
    "jenis": "hari_kerja_khusus",
    "jam": ["08:00-12:00"]
}))]
pub(super) struct LiburRequest {
    /// The day, `YYYY-MM-DD`.
    tanggal: String,
    /// What it is called, or why the office works then; at most 200 characters.
    nama: String,
    /// A holiday of the region, cuti bersama, or a working day whatever holidays and the week say.
    jenis: JenisHariIsi,
    /// Hours of a `hari_kerja_khusus`; without them those of its weekday hold.
    #[serde(default)]
    jam: Vec<String>,
}

impl LiburRequest {
    pub(super) fn menjadi(self, sidik: Option<String>) -> TambahLibur {
        TambahLibur {
            tanggal: self.tanggal,
            nama: self.nama,
            jenis: self.jenis.into(),
            jam: self.jam,
            sidik,
        }
    }
}

/// Which year.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TahunParams {
    /// The year whose national holidays are listed; the present one when absent.
    #[param(example = 2026)]
    pub tahun: Option<i32>,
}

/// What to compute.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HitungParams {
    /// When it would come in, RFC 3339 with its offset.
    #[param(example = "2026-11-23T09:30:00+08:00")]
    pub mulai: String,
    /// A number or a range, and a unit: `menit`, `jam`, `hari_kerja`, `hari_kalender`, `minggu`.
    #[param(example = "1-7 hari_kerja")]
    pub durasi: String,
}

/// What to take back.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HapusParams {
    /// Only what is of this kind; all that the office said about the day when absent.
    pub jenis: Option<JenisHariIsi>,
}

/// How to import.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ImporParams {
    /// Only say what would change.
    #[serde(default)]
    pub uji_coba: bool,
}
