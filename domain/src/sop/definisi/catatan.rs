//! What steps ask for besides an outcome: forms, appointments, fees, registers, warnings and notices.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::Waktu;
use crate::{
    nilai::{Kode, KodeWilayah},
    ungkapan::Ungkapan,
};

time::serde::format_description!(tanggal_iso, Date, "[year]-[month]-[day]");

/// A form that is filled in at a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Formulir {
    /// The official code, for example `F-2.01`, or the office's own.
    pub kode: String,
    /// Its title.
    pub nama: String,
    /// JSON Schema (draft 2020-12) of the answers, an object.
    pub skema: serde_json::Value,
}

/// What a scheduled step waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AturanJadwal {
    /// An appointment at the office, agreed with the applicant and movable.
    Janji,
    /// A visit to the applicant (jemput bola, Jujuk Dolanan: K-21), agreed and movable.
    Kunjungan,
    /// A fixed waiting period from the opening of the step, such as an announcement.
    Tunggu(Waktu),
}

/// A fee or fine by table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tarif {
    /// Unique within the SOP.
    pub kode: Kode,
    /// As the resident reads it, for example `Denda keterlambatan pelaporan kelahiran`.
    pub nama: String,
    /// The rows: the first whose `jika` holds bills; none bills nothing.
    pub baris: Vec<BarisTarif>,
    /// Days on which nothing is billed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bebas: Vec<MasaBebas>,
}

/// A row of a fee table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BarisTarif {
    /// For which cases: event, lateness, nationality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jika: Option<Ungkapan>,
    /// How much, in rupiah.
    pub jumlah: u64,
}

/// A waiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MasaBebas {
    /// First day.
    #[serde(with = "tanggal_iso")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub mulai: Date,
    /// Last day.
    #[serde(with = "tanggal_iso")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub sampai: Date,
    /// The decree that waives it.
    pub dasar: String,
}

/// A register (book) that gives numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Unique within the SOP; SOPs that name the same code share the book.
    pub kode: Kode,
    /// Its name, for example `Register kutipan akta kelahiran`.
    pub nama: String,
    /// How a number reads; `{urut}`, `{tahun}`, `{bulan}` and `{wilayah}` are filled in. Numbers start again each year.
    pub pola: String,
}

impl Register {
    /// The `urut`-th number of the year.
    pub fn nomor(&self, urut: u64, pada: OffsetDateTime, wilayah: &KodeWilayah) -> String {
        self.pola
            .replace("{urut}", &urut.to_string())
            .replace("{tahun}", &pada.year().to_string())
            .replace("{bulan}", &format!("{:02}", u8::from(pada.month())))
            .replace("{wilayah}", &wilayah.to_string())
    }
}

/// A reason for an end or a return, by code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KodeAlasan {
    /// Unique within the SOP.
    pub kode: Kode,
    /// As people read it.
    pub nama: String,
}

/// Who is warned as time runs out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Eskalasi {
    /// When.
    pub saat: SaatEskalasi,
    /// Holders of a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peran: Option<Kode>,
    /// One officer, by login name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pengguna: Option<String>,
}

/// When a warning is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SaatEskalasi {
    /// When so many per cent of the step's time are used, 1 to 100.
    Persen(u8),
    /// So long after the step's time ran out.
    Lewat(Waktu),
}

impl SaatEskalasi {
    /// As it stands behind the name of the step.
    pub fn kalimat(self) -> String {
        match self {
            Self::Persen(100..) => "sudah melewati waktu bakunya".to_owned(),
            Self::Persen(persen) => format!("sudah memakai {persen} persen waktu bakunya"),
            Self::Lewat(waktu) => {
                format!("sudah lewat {} dari waktu bakunya", waktu.kalimat())
            }
        }
    }
}

/// A notice at a point of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pemberitahuan {
    /// When.
    pub saat: SaatPemberitahuan,
    /// To whom.
    pub kepada: Penerima,
    /// The words; `{nomor}`, `{layanan}`, `{tahap}` and `{kantor}` are filled in.
    pub pesan: String,
    /// The same words in other languages of the office, by code, for example `jv`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub terjemahan: BTreeMap<Kode, String>,
}

/// When a notice is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SaatPemberitahuan {
    /// The step opens.
    Dibuka,
    /// An officer takes it.
    Diterima,
    /// An appointment is agreed or moved.
    Dijadwalkan,
    /// A fee is billed.
    Ditagih,
}

/// Who gets a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Penerima {
    /// The applicant, by WhatsApp.
    Pemohon,
    /// The holders of a role, in their list of notices.
    Peran(Kode),
}
