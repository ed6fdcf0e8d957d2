//! The kartu kendali as clients read it.

use loket_domain::{akses::PenggunaId, permohonan::BarisKendali};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// The kartu kendali of a case.
#[derive(Serialize, ToSchema)]
pub(super) struct KartuKendaliView {
    /// In order.
    data: Vec<KendaliView>,
}

impl From<Vec<BarisKendali>> for KartuKendaliView {
    fn from(baris: Vec<BarisKendali>) -> Self {
        Self { data: baris.into_iter().map(Into::into).collect() }
    }
}

/// A hand-over with both parafs.
#[derive(Serialize, ToSchema)]
struct KendaliView {
    /// Its place, from 1.
    urutan: u64,
    /// The tugas it opened.
    tugas_id: Uuid,
    /// The step.
    #[schema(example = "verifikasi")]
    tahap: String,
    /// The activity.
    #[schema(example = "Verifikasi berkas")]
    nama: String,
    /// Who handed over; null is the applicant.
    diserahkan_oleh: Option<PetugasView>,
    /// When it was handed over.
    #[serde(with = "time::serde::rfc3339")]
    diserahkan_pada: OffsetDateTime,
    /// Who took it; null while it waits.
    diterima_oleh: Option<PetugasView>,
    /// In whose place it was taken, as Plh or Plt: their name.
    #[schema(example = "Gusti Ardiansyah")]
    atas_nama: Option<String>,
    /// When it was taken.
    #[serde(with = "time::serde::rfc3339::option")]
    diterima_pada: Option<OffsetDateTime>,
    /// When it was decided.
    #[serde(with = "time::serde::rfc3339::option")]
    selesai_pada: Option<OffsetDateTime>,
    /// The outcome.
    #[schema(example = "lengkap")]
    keputusan: Option<String>,
}

impl From<BarisKendali> for KendaliView {
    fn from(satu: BarisKendali) -> Self {
        Self {
            urutan: satu.urutan,
            tugas_id: satu.tugas.uuid(),
            tahap: satu.tahap.into(),
            nama: satu.nama,
            diserahkan_oleh: satu.diserahkan_oleh.map(Into::into),
            diserahkan_pada: satu.diserahkan_pada,
            diterima_oleh: satu.diterima_oleh.map(Into::into),
            atas_nama: satu.atas_nama,
            diterima_pada: satu.diterima_pada,
            selesai_pada: satu.selesai_pada,
            keputusan: satu.keputusan.map(Into::into),
        }
    }
}

/// An officer.
#[derive(Serialize, ToSchema)]
struct PetugasView {
    /// Who.
    id: Uuid,
    /// Full name.
    #[schema(example = "Sari Rahmawati")]
    nama: String,
}

impl From<(PenggunaId, String)> for PetugasView {
    fn from((id, nama): (PenggunaId, String)) -> Self {
        Self { id: id.uuid(), nama }
    }
}
