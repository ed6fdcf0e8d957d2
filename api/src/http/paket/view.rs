//! Packs as clients see them.

use loket_domain::tenant::{HasilMuat, Paket};
use serde::Serialize;
use utoipa::ToSchema;

/// A configuration pack: who the office is, its roles, hours, words, services and SOPs. Its form is
/// `openapi/paket.schema.json`; `openapi/bahasa-sop.md` explains it.
#[derive(Serialize, ToSchema)]
#[serde(transparent)]
#[schema(as = Paket, value_type = Object, example = json!({
    "dasar": { "paket": "nasional", "layanan": ["akta_kelahiran", "kk_perubahan"] },
    "tenant": {
        "slug": "sinjai",
        "nama": "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Sinjai",
        "kode_wilayah": "73.07",
        "provinsi": "Sulawesi Selatan",
        "zona": "WITA",
        "inovasi": "Lading Si'deppa"
    },
    "layanan": { "akta_kelahiran": { "janji": { "hari_kerja": 2 } } }
}))]
pub(super) struct PaketView(Paket);

impl From<Paket> for PaketView {
    fn from(paket: Paket) -> Self {
        Self(paket)
    }
}

/// What a sound pack holds.
#[derive(Serialize, ToSchema)]
pub(super) struct RingkasanPaketView {
    /// Slug of the office.
    #[schema(example = "balangan")]
    tenant: String,
    /// How many roles.
    peran: usize,
    /// Services by code, in menu order.
    #[schema(example = json!(["akta_kelahiran", "kk_perubahan"]))]
    layanan: Vec<String>,
    /// SOPs by code.
    #[schema(example = json!(["dokumen"]))]
    sop: Vec<String>,
}

impl From<&Paket> for RingkasanPaketView {
    fn from(paket: &Paket) -> Self {
        Self {
            tenant: paket.tenant.slug.to_string(),
            peran: paket.peran.len(),
            layanan: paket.layanan.iter().map(|satu| satu.kode.to_string()).collect(),
            sop: paket.sop.iter().map(|satu| satu.kode.to_string()).collect(),
        }
    }
}

/// What loading did.
#[derive(Serialize, ToSchema)]
pub(super) struct HasilMuatView {
    /// SOPs with the version that new cases get now.
    sop: Vec<SopTermuat>,
    /// How many services are offered.
    layanan: usize,
    /// How many roles the pack has.
    peran: usize,
}

/// An SOP and its version.
#[derive(Serialize, ToSchema)]
struct SopTermuat {
    /// Code.
    #[schema(example = "dokumen")]
    kode: String,
    /// Version; the same as before when the SOP reads the same.
    versi: u32,
}

impl From<HasilMuat> for HasilMuatView {
    fn from(hasil: HasilMuat) -> Self {
        let sop = hasil.sop.into_iter().map(|(kode, versi)| SopTermuat { kode, versi }).collect();
        Self { sop, layanan: hasil.layanan, peran: hasil.peran }
    }
}
