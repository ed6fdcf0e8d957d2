//! The timeline as clients read it.

use std::collections::BTreeMap;

use loket_domain::{
    akses::JejakPelaku,
    permohonan::Kejadian,
    sop::{Penyerah, Peristiwa, TugasId},
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::kata::{JenisTahap, StatusPermohonan};

/// The timeline of a case.
#[derive(Serialize, ToSchema)]
pub(super) struct LinimasaView {
    /// The oldest first.
    data: Vec<KejadianView>,
}

impl From<Vec<Kejadian>> for LinimasaView {
    fn from(baris: Vec<Kejadian>) -> Self {
        Self { data: baris.into_iter().map(Into::into).collect() }
    }
}

/// A moment of a case.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "urutan": 4,
    "peristiwa": {
        "jenis": "tugas_diputuskan",
        "tugas_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
        "keputusan": "lengkap",
        "label": "Berkas lengkap",
        "alasan": null
    },
    "pelaku": {
        "jenis": "petugas",
        "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
        "nama": "Sari Rahmawati"
    },
    "pada": "2026-01-05T03:10:00Z"
}))]
struct KejadianView {
    /// Its place, from 1.
    urutan: u64,
    /// What.
    peristiwa: PeristiwaView,
    /// Who.
    pelaku: PelakuView,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

impl From<Kejadian> for KejadianView {
    fn from(satu: Kejadian) -> Self {
        Self {
            urutan: satu.urutan,
            peristiwa: satu.peristiwa.into(),
            pelaku: PelakuView::new(satu.pelaku, satu.nama_pelaku),
            pada: satu.pada,
        }
    }
}

/// Who acted.
#[derive(Serialize, ToSchema)]
struct PelakuView {
    /// An officer, the applicant, or Loket itself.
    jenis: JenisPelaku,
    /// The officer.
    id: Option<Uuid>,
    /// The officer's name.
    nama: Option<String>,
}

/// An officer, the applicant, or Loket itself.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum JenisPelaku {
    Petugas,
    Pemohon,
    Sistem,
}

impl PelakuView {
    fn new(jejak: JejakPelaku, nama: Option<String>) -> Self {
        match jejak {
            JejakPelaku::Petugas { id } => {
                Self { jenis: JenisPelaku::Petugas, id: Some(id.uuid()), nama }
            }
            JejakPelaku::Pemohon { .. } => {
                Self { jenis: JenisPelaku::Pemohon, id: None, nama: None }
            }
            JejakPelaku::Sistem => Self { jenis: JenisPelaku::Sistem, id: None, nama: None },
        }
    }
}

/// One thing that happened to a case.
#[derive(Serialize, ToSchema)]
#[serde(tag = "jenis", rename_all = "snake_case")]
enum PeristiwaView {
    /// The case began.
    KasusDimulai {
        /// The code of the SOP.
        sop: String,
    },
    /// Work was opened: a penyerahan that waits for its penerimaan.
    TugasDibuka {
        /// Its id.
        tugas_id: Uuid,
        /// The step.
        tahap: String,
        /// The activity.
        nama: String,
        /// Kind of work.
        jenis_tahap: JenisTahap,
        /// Roles that may take it.
        peran: Vec<String>,
        /// Level of the chain, from 0.
        level: Option<u16>,
        /// Which visit of the step, from 1.
        kunjungan: u32,
        /// The tugas it came from.
        dari: Option<Uuid>,
        /// The officer who handed over; null is the applicant.
        oleh: Option<Uuid>,
    },
    /// A parallel branch reached its join.
    CabangTiba {
        /// The tugas whose decision split the case.
        asal: Uuid,
        /// The join.
        tahap: String,
    },
    /// Work was called off, as another branch made it needless.
    TugasDibatalkan {
        /// Which.
        tugas_id: Uuid,
    },
    /// Work was taken: the penerimaan.
    TugasDiterima {
        /// Which.
        tugas_id: Uuid,
    },
    /// Work was decided: the penyerahan.
    TugasDiputuskan {
        /// Which.
        tugas_id: Uuid,
        /// The outcome.
        keputusan: String,
        /// The words on the button.
        label: String,
        /// Why.
        alasan: Option<String>,
    },
    /// The applicant has to complete something.
    DikembalikanKePemohon {
        /// The tugas whose decision sent it back.
        dari: Uuid,
        /// The step that follows.
        lanjut: String,
        /// What is missing.
        alasan: Option<String>,
    },
    /// The applicant completed.
    DilengkapiPemohon,
    /// The case goes on under another version of its SOP.
    SopDipindahkan {
        /// The version it left.
        dari: u32,
        /// The version it is pinned to now.
        ke: u32,
        /// Steps that have another code there.
        peta: BTreeMap<String, String>,
    },
    /// The case is over.
    KasusBerakhir {
        /// How.
        akhir: StatusPermohonan,
        /// Why.
        alasan: Option<String>,
    },
}

impl From<Peristiwa> for PeristiwaView {
    fn from(peristiwa: Peristiwa) -> Self {
        match peristiwa {
            Peristiwa::KasusDimulai { sop } => Self::KasusDimulai { sop: sop.into() },
            Peristiwa::TugasDibuka {
                tugas,
                tahap,
                nama,
                jenis_tahap,
                peran,
                level,
                kunjungan,
                dari,
                oleh,
                cabang: _,
            } => Self::TugasDibuka {
                tugas_id: tugas.uuid(),
                tahap: tahap.into(),
                nama,
                jenis_tahap: jenis_tahap.into(),
                peran: peran.into_iter().map(Into::into).collect(),
                level,
                kunjungan,
                dari: dari.map(TugasId::uuid),
                oleh: match oleh {
                    Penyerah::Pemohon => None,
                    Penyerah::Petugas(id) => Some(id.uuid()),
                },
            },
            Peristiwa::CabangTiba { asal, tahap } => {
                Self::CabangTiba { asal: asal.uuid(), tahap: tahap.into() }
            }
            Peristiwa::TugasDibatalkan { tugas } => {
                Self::TugasDibatalkan { tugas_id: tugas.uuid() }
            }
            Peristiwa::TugasDiterima { tugas, .. } => {
                Self::TugasDiterima { tugas_id: tugas.uuid() }
            }
            Peristiwa::TugasDiputuskan { tugas, keputusan, label, alasan, .. } => {
                Self::TugasDiputuskan {
                    tugas_id: tugas.uuid(),
                    keputusan: keputusan.into(),
                    label,
                    alasan,
                }
            }
            Peristiwa::DikembalikanKePemohon { dari, lanjut, alasan } => {
                Self::DikembalikanKePemohon { dari: dari.uuid(), lanjut: lanjut.into(), alasan }
            }
            Peristiwa::DilengkapiPemohon => Self::DilengkapiPemohon,
            Peristiwa::SopDipindahkan { dari, ke, peta } => Self::SopDipindahkan {
                dari,
                ke,
                peta: peta.into_iter().map(|(a, b)| (a.into(), b.into())).collect(),
            },
            Peristiwa::KasusBerakhir { akhir, alasan } => {
                Self::KasusBerakhir { akhir: akhir.into(), alasan }
            }
        }
    }
}
