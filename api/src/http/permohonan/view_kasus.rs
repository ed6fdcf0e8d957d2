//! Parts of a case as clients read them: who acts for the applicant, what is billed, open work.

use std::collections::BTreeMap;

use loket_domain::{
    akses::PenggunaId,
    nilai::Kode,
    permohonan::Kuasa,
    sop::{Tagihan, TugasTerbuka},
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::kata::{HubunganKuasa, JenisTahap};

/// Who acts for the applicant.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "hubungan": "aparat_desa", "nama": "Halimah Contoh" }))]
pub(super) struct KuasaView {
    /// In what capacity.
    hubungan: HubunganKuasa,
    /// Full name.
    nama: String,
}

impl From<Kuasa> for KuasaView {
    fn from(kuasa: Kuasa) -> Self {
        Self { hubungan: kuasa.hubungan.into(), nama: kuasa.nama.buka().to_owned() }
    }
}

/// A bill.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "tugas_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "tarif": "denda",
    "nama": "Denda keterlambatan pelaporan kelahiran",
    "jumlah": 50000,
    "lunas": false
}))]
pub(super) struct TagihanView {
    /// The tugas that billed.
    tugas_id: Uuid,
    /// The fee table.
    tarif: String,
    /// As the resident reads it.
    nama: String,
    /// Rupiah; 0 when waived or not due.
    jumlah: u64,
    /// Whether it was paid.
    lunas: bool,
}

impl TagihanView {
    pub(super) fn new(satu: Tagihan, nama: &BTreeMap<Kode, String>) -> Self {
        Self {
            tugas_id: satu.tugas.uuid(),
            nama: nama.get(&satu.tarif).cloned().unwrap_or_else(|| satu.tarif.to_string()),
            tarif: satu.tarif.into(),
            jumlah: satu.jumlah,
            lunas: satu.lunas,
        }
    }
}

/// An open piece of work.
#[derive(Serialize, ToSchema)]
pub(super) struct TugasTerbukaView {
    /// Its id.
    id: Uuid,
    /// The step.
    #[schema(example = "verifikasi")]
    tahap: String,
    /// The level of the approval chain, from 0, when the step walks one.
    level: Option<u16>,
    /// Kind of work.
    jenis: JenisTahap,
    /// Any holder of any of these roles may take it.
    peran: Vec<String>,
    /// Whether the applicant is to act.
    pemohon: bool,
    /// When its appointment is, or its waiting period ends.
    #[serde(with = "time::serde::rfc3339::option")]
    jadwal: Option<OffsetDateTime>,
    /// Who took it.
    diterima_oleh: Option<Uuid>,
}

impl From<TugasTerbuka> for TugasTerbukaView {
    fn from(tugas: TugasTerbuka) -> Self {
        Self {
            id: tugas.id.uuid(),
            tahap: tugas.tahap.into(),
            level: tugas.level,
            jenis: tugas.jenis.into(),
            peran: tugas.untuk.peran.into_iter().map(Into::into).collect(),
            pemohon: tugas.untuk.pemohon,
            jadwal: tugas.jadwal,
            diterima_oleh: tugas.diterima_oleh.map(PenggunaId::uuid),
        }
    }
}
