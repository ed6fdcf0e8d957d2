//! Plh and Plt.

use loket_domain::{
    akses::{BarisDelegasi, TetapkanDelegasi},
    halaman::Lembar,
    tenant::Tenant,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::kata::{JenisDelegasi, KeadaanDelegasi, tanggal};

/// A delegation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "jenis": "plh",
    "dari": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "kepada": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "nomor_sk": "800/45/BKPSDM/2026",
    "mulai": "2026-03-02",
    "sampai": "2026-03-06",
    "peran": ["kadis"]
}))]
pub(in crate::http::akses) struct DelegasiRequest {
    /// Plh: the holder is away for a while; Plt: the post is vacant.
    jenis: JenisDelegasi,
    /// The officer whose place is taken.
    dari: Uuid,
    /// The officer who takes it.
    kepada: Uuid,
    /// Number of the SK or surat perintah.
    nomor_sk: String,
    /// First day.
    #[serde(with = "tanggal")]
    mulai: Date,
    /// Last day.
    #[serde(with = "tanggal")]
    sampai: Date,
    /// Roles that go over, by code: some or all that the absent officer holds themselves.
    peran: Vec<String>,
}

impl DelegasiRequest {
    pub(in crate::http::akses) fn menjadi(self, kunci: String, sidik: Vec<u8>) -> TetapkanDelegasi {
        TetapkanDelegasi {
            jenis: self.jenis.into(),
            dari: self.dari.into(),
            kepada: self.kepada.into(),
            nomor_sk: self.nomor_sk,
            mulai: self.mulai,
            sampai: self.sampai,
            peran: self.peran,
            idempotensi: (kunci, sidik),
        }
    }
}

/// One page of delegations.
#[derive(Serialize, ToSchema)]
pub(in crate::http::akses) struct LembarDelegasi {
    /// The newest first.
    data: Vec<DelegasiView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl LembarDelegasi {
    pub(in crate::http::akses) fn new(
        lembar: Lembar<BarisDelegasi>,
        tenant: &Tenant,
        sekarang: OffsetDateTime,
    ) -> Self {
        let baris = lembar.baris.into_iter();
        Self {
            data: baris.map(|satu| DelegasiView::new(satu, tenant, sekarang)).collect(),
            berikut: lembar.berikut,
        }
    }
}

/// A delegation.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
    "jenis": "plh",
    "dari": { "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "nama": "Gusti Ardiansyah" },
    "kepada": { "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01", "nama": "Norhasanah" },
    "nomor_sk": "800/45/BKPSDM/2026",
    "mulai": "2026-03-02",
    "sampai": "2026-03-06",
    "peran": ["kadis"],
    "keadaan": "berlaku",
    "dibuat_oleh": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e03",
    "dibuat_pada": "2026-03-01T08:00:00Z",
    "dicabut_pada": null
}))]
pub(in crate::http::akses) struct DelegasiView {
    /// Its id.
    pub id: Uuid,
    /// Plh or Plt.
    jenis: JenisDelegasi,
    /// Whose place is taken.
    dari: OrangView,
    /// Who takes it.
    kepada: OrangView,
    /// Number of the SK.
    nomor_sk: String,
    /// First day.
    #[serde(with = "tanggal")]
    mulai: Date,
    /// Last day.
    #[serde(with = "tanggal")]
    sampai: Date,
    /// Roles that go over.
    peran: Vec<String>,
    /// Where it stands today.
    keadaan: KeadaanDelegasi,
    /// Who recorded it.
    dibuat_oleh: Uuid,
    /// When it was recorded.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it was called off.
    #[serde(with = "time::serde::rfc3339::option")]
    dicabut_pada: Option<OffsetDateTime>,
}

/// An officer by name.
#[derive(Serialize, ToSchema)]
struct OrangView {
    /// Who.
    id: Uuid,
    /// Full name.
    nama: String,
}

impl DelegasiView {
    pub(in crate::http::akses) fn new(
        baris: BarisDelegasi,
        tenant: &Tenant,
        sekarang: OffsetDateTime,
    ) -> Self {
        let BarisDelegasi { delegasi, dari_nama, kepada_nama } = baris;
        Self {
            keadaan: delegasi.keadaan(tenant.zona.setempat(sekarang).date()).into(),
            id: delegasi.id.uuid(),
            jenis: delegasi.jenis.into(),
            dari: OrangView { id: delegasi.dari.uuid(), nama: dari_nama },
            kepada: OrangView { id: delegasi.kepada.uuid(), nama: kepada_nama },
            nomor_sk: delegasi.nomor_sk,
            mulai: delegasi.mulai,
            sampai: delegasi.sampai,
            peran: delegasi.peran.into_iter().map(Into::into).collect(),
            dibuat_oleh: delegasi.dibuat_oleh.uuid(),
            dibuat_pada: delegasi.dibuat_pada,
            dicabut_pada: delegasi.dicabut_pada,
        }
    }
}
