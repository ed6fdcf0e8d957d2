//! The catalogue of permissions. Roles are tenant data; what a role may do is chosen from here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing an officer may be allowed to do.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("enum" = Izin::SEMUA.map(Izin::kode)))]
pub enum Izin {
    /// Read cases, their papers and their timeline.
    PermohonanBaca,
    /// Register a case for a resident.
    PermohonanBuat,
    /// Cancel a case.
    PermohonanBatal,
    /// Attach papers to a case.
    BerkasUnggah,
    /// See one's own queue, accept and decide.
    TugasKerjakan,
    /// Upload drafts and signed documents.
    DokumenUnggah,
    /// Sign electronically.
    DokumenTandaTangan,
    /// See failed messages and other operational state.
    OperasiLihat,
    /// Read, check and load the configuration of the office.
    TenantKelola,
}

impl Izin {
    /// Every permission there is.
    pub const SEMUA: [Self; 9] = [
        Self::PermohonanBaca,
        Self::PermohonanBuat,
        Self::PermohonanBatal,
        Self::BerkasUnggah,
        Self::TugasKerjakan,
        Self::DokumenUnggah,
        Self::DokumenTandaTangan,
        Self::OperasiLihat,
        Self::TenantKelola,
    ];

    /// The stable code, as roles and tokens name it.
    pub fn kode(self) -> &'static str {
        match self {
            Self::PermohonanBaca => "permohonan.baca",
            Self::PermohonanBuat => "permohonan.buat",
            Self::PermohonanBatal => "permohonan.batal",
            Self::BerkasUnggah => "berkas.unggah",
            Self::TugasKerjakan => "tugas.kerjakan",
            Self::DokumenUnggah => "dokumen.unggah",
            Self::DokumenTandaTangan => "dokumen.tanda_tangan",
            Self::OperasiLihat => "operasi.lihat",
            Self::TenantKelola => "tenant.kelola",
        }
    }
}

impl TryFrom<String> for Izin {
    type Error = String;

    fn try_from(kode: String) -> Result<Self, Self::Error> {
        Self::SEMUA
            .into_iter()
            .find(|izin| izin.kode() == kode)
            .ok_or_else(|| format!("izin `{kode}` tidak ada dalam katalog"))
    }
}

impl From<Izin> for String {
    fn from(izin: Izin) -> Self {
        izin.kode().to_owned()
    }
}
