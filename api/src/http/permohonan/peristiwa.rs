//! The timeline as clients read it.

use std::collections::BTreeMap;

use loket_domain::{
    akses::{JejakPelaku, PenggunaId},
    permohonan::Kejadian,
    sop::{Penyerah, Peristiwa, TugasId},
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::catatan::CatatanView;
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
    /// An officer, the applicant, a program of the office, or Loket itself.
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
    Bantuan,
    Klien,
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
            JejakPelaku::Bantuan { .. } => {
                Self { jenis: JenisPelaku::Bantuan, id: None, nama: None }
            }
            JejakPelaku::Klien { id } => {
                Self { jenis: JenisPelaku::Klien, id: Some(id.uuid()), nama }
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
        /// The officer who handed over; null is the applicant, or Loket when a time ran out.
        oleh: Option<Uuid>,
        /// Whether the applicant is to act.
        pemohon: bool,
        /// What is asked, in a consultation.
        pertanyaan: Option<String>,
        /// What is billed, in rupiah.
        tagihan: Option<u64>,
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
        /// In whose place, as Plh or Plt.
        atas_nama: Option<Uuid>,
    },
    /// Work was handed to another officer, or back to all who may take it.
    TugasDialihkan {
        /// Which.
        tugas_id: Uuid,
        /// To whom.
        kepada: Option<Uuid>,
        /// Why.
        alasan: Option<String>,
    },
    /// Something was recorded.
    TugasDicatat {
        /// Where.
        tugas_id: Uuid,
        /// What.
        isi: CatatanView,
    },
    /// Somebody was warned that time runs out.
    TugasDieskalasi {
        /// Where.
        tugas_id: Uuid,
        /// The rule, from 0.
        aturan: u16,
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
        /// Why, by code.
        kode_alasan: Option<String>,
        /// In whose place, as Plh or Plt.
        atas_nama: Option<Uuid>,
    },
    /// The applicant has to complete something.
    DikembalikanKePemohon {
        /// The tugas whose decision sent it back.
        dari: Uuid,
        /// The step that follows.
        lanjut: String,
        /// What is missing.
        alasan: Option<String>,
        /// Until when.
        #[serde(with = "time::serde::rfc3339::option")]
        batas: Option<OffsetDateTime>,
    },
    /// The applicant completed.
    DilengkapiPemohon,
    /// The applicant let the time pass.
    BatasPemohonHabis,
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
        /// Why, by code.
        kode_alasan: Option<String>,
    },
}

impl From<Peristiwa> for PeristiwaView {
    fn from(peristiwa: Peristiwa) -> Self {
        match peristiwa {
            Peristiwa::KasusDimulai { sop } => Self::KasusDimulai { sop: sop.into() },
            Peristiwa::TugasDibuka(dibuka) => Self::TugasDibuka {
                tugas_id: dibuka.tugas.uuid(),
                tahap: dibuka.tahap.into(),
                nama: dibuka.nama,
                jenis_tahap: dibuka.jenis_tahap.into(),
                peran: dibuka.untuk.peran.into_iter().map(Into::into).collect(),
                pemohon: dibuka.untuk.pemohon,
                level: dibuka.level,
                kunjungan: dibuka.kunjungan,
                dari: dibuka.dari.map(TugasId::uuid),
                oleh: petugas(dibuka.oleh),
                pertanyaan: dibuka.pertanyaan,
                tagihan: dibuka.tagihan.map(|satu| satu.jumlah),
            },
            Peristiwa::CabangTiba { asal, tahap } => {
                Self::CabangTiba { asal: asal.uuid(), tahap: tahap.into() }
            }
            Peristiwa::TugasDibatalkan { tugas } => {
                Self::TugasDibatalkan { tugas_id: tugas.uuid() }
            }
            Peristiwa::TugasDiterima { tugas, atas_nama, .. } => Self::TugasDiterima {
                tugas_id: tugas.uuid(),
                atas_nama: atas_nama.map(PenggunaId::uuid),
            },
            Peristiwa::TugasDialihkan { tugas, kepada, alasan, .. } => Self::TugasDialihkan {
                tugas_id: tugas.uuid(),
                kepada: kepada.map(PenggunaId::uuid),
                alasan,
            },
            Peristiwa::TugasDicatat { tugas, isi, .. } => {
                Self::TugasDicatat { tugas_id: tugas.uuid(), isi: isi.into() }
            }
            Peristiwa::TugasDiputuskan {
                tugas,
                keputusan,
                label,
                alasan,
                kode_alasan,
                atas_nama,
                ..
            } => Self::TugasDiputuskan {
                tugas_id: tugas.uuid(),
                keputusan: keputusan.into(),
                label,
                alasan,
                kode_alasan: kode_alasan.map(Into::into),
                atas_nama: atas_nama.map(PenggunaId::uuid),
            },
            Peristiwa::TugasDiselesaikan { tugas, keputusan, label, alasan, .. } => {
                Self::TugasDiputuskan {
                    tugas_id: tugas.uuid(),
                    keputusan: keputusan.into(),
                    label,
                    alasan,
                    kode_alasan: None,
                    atas_nama: None,
                }
            }
            Peristiwa::TugasDieskalasi { tugas, aturan } => {
                Self::TugasDieskalasi { tugas_id: tugas.uuid(), aturan }
            }
            Peristiwa::DikembalikanKePemohon { dari, lanjut, alasan, batas, .. } => {
                Self::DikembalikanKePemohon {
                    dari: dari.uuid(),
                    lanjut: lanjut.into(),
                    alasan,
                    batas,
                }
            }
            Peristiwa::DilengkapiPemohon => Self::DilengkapiPemohon,
            Peristiwa::BatasPemohonHabis => Self::BatasPemohonHabis,
            Peristiwa::SopDipindahkan { dari, ke, peta } => Self::SopDipindahkan {
                dari,
                ke,
                peta: peta.into_iter().map(|(a, b)| (a.into(), b.into())).collect(),
            },
            Peristiwa::KasusBerakhir { akhir, alasan, kode_alasan } => Self::KasusBerakhir {
                akhir: akhir.into(),
                alasan,
                kode_alasan: kode_alasan.map(Into::into),
            },
        }
    }
}

fn petugas(penyerah: Penyerah) -> Option<Uuid> {
    match penyerah {
        Penyerah::Petugas(id) => Some(id.uuid()),
        Penyerah::Pemohon | Penyerah::Sistem => None,
    }
}
