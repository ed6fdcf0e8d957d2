//! An SOP as offices write it (SOP-AP): an identity sheet and steps with a mutu baku.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{nilai::Kode, ungkapan::Ungkapan};

/// One version of an SOP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DefinisiSop {
    /// Unique within the tenant.
    pub kode: Kode,
    /// The title on the sheet.
    pub nama: String,
    /// The identity sheet (P-15).
    #[serde(default)]
    pub identitas: IdentitasSop,
    /// The first step.
    pub mulai: Kode,
    /// The steps, in the order of the sheet.
    pub tahap: Vec<Tahap>,
    /// Named approval chains that steps refer to.
    #[serde(default)]
    pub rantai: Vec<Rantai>,
}

/// The identity sheet of an SOP-AP (P-15).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IdentitasSop {
    /// Number of the SOP.
    pub nomor: Option<String>,
    /// Date of making, ISO 8601.
    pub tanggal_pembuatan: Option<String>,
    /// Date of revision, ISO 8601.
    pub tanggal_revisi: Option<String>,
    /// Date of effect, ISO 8601.
    pub tanggal_efektif: Option<String>,
    /// Who approved it.
    pub disahkan_oleh: Option<String>,
    /// NIP of who approved it.
    pub nip_pengesah: Option<String>,
    /// Legal basis.
    pub dasar_hukum: Vec<String>,
    /// Required qualifications.
    pub kualifikasi_pelaksana: Vec<String>,
    /// Related SOPs.
    pub keterkaitan: Vec<String>,
    /// Equipment.
    pub peralatan: Vec<String>,
    /// Warnings.
    pub peringatan: Vec<String>,
    /// Records kept.
    pub pencatatan: Vec<String>,
}

/// What kind of work a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JenisTahap {
    /// Taking in and numbering.
    Registrasi,
    /// Checking papers.
    Verifikasi,
    /// Making the draft.
    Proses,
    /// Initialling.
    Paraf,
    /// Approving.
    Persetujuan,
    /// Validating.
    Validasi,
    /// Signing electronically.
    Tte,
    /// Signing on paper.
    TandaTanganBasah,
    /// Printing.
    Cetak,
    /// Sending a softcopy.
    Kirim,
    /// Handing over at the counter.
    Serah,
    /// Asking another officer.
    Konsultasi,
    /// Paying a fee or fine.
    Pembayaran,
    /// An appointment, visit or waiting period.
    Jadwal,
    /// Waiting for a party outside the office.
    PihakLuar,
    /// Filing.
    Arsip,
    /// Asking for satisfaction.
    Survei,
    /// Anything else.
    Umum,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tahap {
    /// Unique within the SOP.
    pub kode: Kode,
    /// The activity as the sheet words it.
    pub nama: String,
    /// Kind of work.
    pub jenis: JenisTahap,
    /// Who does it; empty when `rantai` says who.
    #[serde(default)]
    pub pelaksana: Pelaksana,
    /// The approval chain that this step walks through, level by level.
    #[serde(default)]
    pub rantai: Option<Kode>,
    /// When the step is done at all; otherwise the case goes on at `lewat`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jika: Option<Ungkapan>,
    /// Where the case goes when `jika` does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lewat: Option<Tujuan>,
    /// How many of the parallel branches that lead here it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gabung: Option<Gabung>,
    /// Completeness, time and output.
    #[serde(default)]
    pub mutu_baku: MutuBaku,
    /// The outcomes an officer may choose.
    pub keputusan: Vec<Keputusan>,
    /// The remark column.
    #[serde(default)]
    pub keterangan: Option<String>,
}

impl Tahap {
    /// The outcome of that code.
    pub fn keputusan(&self, kode: &Kode) -> Option<&Keputusan> {
        self.keputusan.iter().find(|keputusan| &keputusan.kode == kode)
    }
}

/// How a step joins parallel branches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gabung {
    /// It waits for every branch of the split.
    Semua,
    /// The first branch opens it; the others are called off.
    SalahSatu,
}

/// Who does a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pelaksana {
    /// Any holder of any of these roles.
    #[serde(default)]
    pub salah_satu: Vec<Kode>,
}

/// Mutu baku of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MutuBaku {
    /// What must be at hand.
    pub kelengkapan: Vec<String>,
    /// How long it takes.
    pub waktu: Option<Waktu>,
    /// What comes out.
    pub keluaran: Vec<String>,
}

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
    /// A routine done every day.
    SetiapHari,
}

impl Waktu {
    /// As a resident reads it.
    pub fn kalimat(self) -> String {
        match self {
            Self::Menit(n) => format!("{n} menit kerja"),
            Self::Jam(n) => format!("{n} jam kerja"),
            Self::HariKerja(n) => format!("{n} hari kerja"),
            Self::HariKalender(n) => format!("{n} hari"),
            Self::SetiapHari => "setiap hari".to_owned(),
        }
    }
}

/// One outcome of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keputusan {
    /// Unique within the step. In a step with a chain, [`Keputusan::SETUJU`] climbs one level.
    pub kode: Kode,
    /// The words on the button.
    pub label: String,
    /// Whether a reason is given.
    #[serde(default)]
    pub alasan: AturanAlasan,
    /// When it is open to the officer at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jika: Option<Ungkapan>,
    /// What must be true before it counts.
    #[serde(default)]
    pub butuh: Vec<Butuh>,
    /// What it sets in motion besides the next step.
    #[serde(default)]
    pub aksi: Vec<Aksi>,
    /// What the applicant is told; `{nomor}`, `{layanan}`, `{alasan}` and `{kantor}` are filled in.
    #[serde(default)]
    pub beritahu_pemohon: Option<String>,
    /// Where it leads; several at once run in parallel until a step with `gabung`.
    pub tujuan: Vec<Tujuan>,
}

impl Keputusan {
    /// The code that climbs one level of a chain.
    pub const SETUJU: &'static str = "setuju";

    /// Whether this outcome climbs a chain.
    pub fn menaikkan(&self) -> bool {
        self.kode.as_str() == Self::SETUJU
    }
}

/// Whether an outcome takes a reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AturanAlasan {
    /// None is taken.
    #[default]
    Tidak,
    /// One may be given.
    Boleh,
    /// One must be given.
    Wajib,
}

/// What must be true of a case before an outcome counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Butuh {
    /// Every required paper is there and sound.
    BerkasLengkap,
    /// Every product signed as PDF has a draft.
    DrafDokumen,
    /// Every product signed as PDF is signed and verified.
    DokumenSah,
}

/// What an outcome sets in motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aksi {
    /// Send every signed PDF to the applicant's own number.
    KirimDokumen,
}

/// Where an outcome leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tujuan {
    /// Another step, later or earlier.
    Tahap(Kode),
    /// Back to the applicant, to complete; the case then goes on at `lanjut`.
    Pemohon {
        /// The step that follows once the applicant has completed.
        lanjut: Kode,
    },
    /// Done.
    Selesai,
    /// Refused.
    Ditolak,
    /// Called off.
    Dibatalkan,
}

/// An approval chain: levels from the first to the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rantai {
    /// Unique within the SOP.
    pub kode: Kode,
    /// Its name.
    pub nama: String,
    /// The levels, the lowest first.
    pub level: Vec<LevelRantai>,
}

/// One level of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelRantai {
    /// The role whose holder acts.
    pub peran: Kode,
    /// What the holder does: paraf, persetujuan, validasi or tte.
    pub jenis: JenisTahap,
    /// The activity as people call it.
    pub nama: String,
}

impl DefinisiSop {
    /// The step of that code.
    pub fn tahap(&self, kode: &Kode) -> Option<&Tahap> {
        self.tahap.iter().find(|tahap| &tahap.kode == kode)
    }

    /// The chain of that code.
    pub fn rantai(&self, kode: &Kode) -> Option<&Rantai> {
        self.rantai.iter().find(|rantai| &rantai.kode == kode)
    }

    /// Every expression of the definition, with its place below `sop/<kode>`.
    pub fn ungkapan(&self) -> Vec<(String, &Ungkapan)> {
        let mut semua = Vec::new();
        for tahap in &self.tahap {
            if let Some(jika) = &tahap.jika {
                semua.push((format!("tahap/{}/jika", tahap.kode), jika));
            }
            for keputusan in &tahap.keputusan {
                if let Some(jika) = &keputusan.jika {
                    let letak = format!("tahap/{}/keputusan/{}/jika", tahap.kode, keputusan.kode);
                    semua.push((letak, jika));
                }
            }
        }
        semua
    }

    /// The level that a step stands at, when it walks a chain.
    pub fn level(&self, tahap: &Tahap, level: Option<u16>) -> Option<&LevelRantai> {
        let rantai = self.rantai(tahap.rantai.as_ref()?)?;
        rantai.level.get(usize::from(level?))
    }
}
