//! Roles, permissions, units, teams.

use loket_domain::akses::{Izin, RincianPeran, Tim, Unit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::kata::JenisUnit;

/// A role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "nama": "Kepala Seksi", "izin": ["permohonan.baca", "tugas.kerjakan"] }))]
pub(in crate::http::akses) struct PeranRequest {
    /// As the office calls it.
    pub nama: String,
    /// Permissions, by code.
    pub izin: Vec<String>,
}

/// The roles of an office.
#[derive(Serialize, ToSchema)]
pub(in crate::http::akses) struct DaftarPeran {
    /// By code.
    pub data: Vec<PeranView>,
}

/// A role.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "kode": "kasi",
    "nama": "Kepala Seksi",
    "izin": ["permohonan.baca", "tugas.kerjakan"],
    "pemegang": 2,
    "versi": 1
}))]
pub(in crate::http::akses) struct PeranView {
    /// Its code.
    kode: String,
    /// As the office calls it.
    nama: String,
    /// Permissions, by code.
    izin: Vec<&'static str>,
    /// How many active officers hold it.
    pemegang: u64,
    /// The version that a change names.
    pub versi: u64,
}

impl From<RincianPeran> for PeranView {
    fn from(rincian: RincianPeran) -> Self {
        Self {
            kode: rincian.peran.kode.into(),
            nama: rincian.peran.nama,
            izin: rincian.peran.izin.into_iter().map(Izin::kode).collect(),
            pemegang: rincian.pemegang,
            versi: rincian.versi,
        }
    }
}

/// The catalogue of permissions.
#[derive(Serialize, ToSchema)]
pub(in crate::http::akses) struct DaftarIzin {
    /// All there are.
    pub data: Vec<IzinView>,
}

/// A permission.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "kode": "akses.kelola",
    "kalimat": "Mengelola petugas, peran, serta penunjukan Plh dan Plt."
}))]
pub(in crate::http::akses) struct IzinView {
    /// Its code.
    kode: &'static str,
    /// What it allows, in Indonesian.
    kalimat: &'static str,
}

impl From<Izin> for IzinView {
    fn from(izin: Izin) -> Self {
        Self { kode: izin.kode(), kalimat: izin.kalimat() }
    }
}

/// The units of an office.
#[derive(Serialize, ToSchema)]
pub(in crate::http::akses) struct DaftarUnit {
    /// In the office's own order.
    pub data: Vec<UnitView>,
}

/// A unit.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "kode": "disdukcapil",
    "nama": "Dinas Kependudukan dan Pencatatan Sipil",
    "jenis": "dinas",
    "induk": null,
    "wilayah": "63.11"
}))]
pub(in crate::http::akses) struct UnitView {
    /// Its code.
    kode: String,
    /// As the office calls it.
    nama: String,
    /// Kind.
    jenis: JenisUnit,
    /// The unit above it.
    induk: Option<String>,
    /// The region it serves.
    wilayah: Option<String>,
}

impl From<Unit> for UnitView {
    fn from(unit: Unit) -> Self {
        Self {
            kode: unit.kode.into(),
            nama: unit.nama,
            jenis: unit.jenis.into(),
            induk: unit.induk.map(Into::into),
            wilayah: unit.wilayah.map(Into::into),
        }
    }
}

/// The teams of an office.
#[derive(Serialize, ToSchema)]
pub(in crate::http::akses) struct DaftarTim {
    /// In the office's own order.
    pub data: Vec<TimView>,
}

/// A team.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "kode": "jemput_bola", "nama": "Tim Jemput Bola" }))]
pub(in crate::http::akses) struct TimView {
    /// Its code.
    kode: String,
    /// As the office calls it.
    nama: String,
}

impl From<Tim> for TimView {
    fn from(tim: Tim) -> Self {
        Self { kode: tim.kode.into(), nama: tim.nama }
    }
}
