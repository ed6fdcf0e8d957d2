//! The words of steps and requirements.

use loket_domain::{layanan, sop};
use serde::Serialize;
use utoipa::ToSchema;

/// Whether an outcome takes a reason: none, one may be given, one must be given.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum AturanAlasan {
    Tidak,
    Boleh,
    Wajib,
}

impl From<sop::AturanAlasan> for AturanAlasan {
    fn from(kata: sop::AturanAlasan) -> Self {
        match kata {
            sop::AturanAlasan::Tidak => Self::Tidak,
            sop::AturanAlasan::Boleh => Self::Boleh,
            sop::AturanAlasan::Wajib => Self::Wajib,
        }
    }
}

/// Something that an outcome needs.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum Butuh {
    BerkasLengkap,
    DrafDokumen,
    DokumenSah,
    ProdukSiap,
    Formulir,
    Jadwal,
    WaktuTiba,
    Lunas,
    Rujukan,
    NomorRegister,
    KartuTercetak,
    BuktiPenerima,
}

impl From<sop::Butuh> for Butuh {
    fn from(kata: sop::Butuh) -> Self {
        match kata {
            sop::Butuh::BerkasLengkap => Self::BerkasLengkap,
            sop::Butuh::DrafDokumen => Self::DrafDokumen,
            sop::Butuh::DokumenSah => Self::DokumenSah,
            sop::Butuh::ProdukSiap => Self::ProdukSiap,
            sop::Butuh::Formulir => Self::Formulir,
            sop::Butuh::Jadwal => Self::Jadwal,
            sop::Butuh::WaktuTiba => Self::WaktuTiba,
            sop::Butuh::Lunas => Self::Lunas,
            sop::Butuh::Rujukan => Self::Rujukan,
            sop::Butuh::NomorRegister => Self::NomorRegister,
            sop::Butuh::KartuTercetak => Self::KartuTercetak,
            sop::Butuh::BuktiPenerima => Self::BuktiPenerima,
        }
    }
}

/// What is photographed or handed in: the original, a copy, or a certified copy.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum RupaSyarat {
    Asli,
    Salinan,
    Legalisir,
}

impl From<layanan::RupaSyarat> for RupaSyarat {
    fn from(kata: layanan::RupaSyarat) -> Self {
        match kata {
            layanan::RupaSyarat::Asli => Self::Asli,
            layanan::RupaSyarat::Salinan => Self::Salinan,
            layanan::RupaSyarat::Legalisir => Self::Legalisir,
        }
    }
}

/// What becomes of a paper: its picture is kept, it is shown when the product is collected, or it is withdrawn then.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum Perlakuan {
    Simpan,
    Tunjukkan,
    Tarik,
}

impl From<layanan::Perlakuan> for Perlakuan {
    fn from(kata: layanan::Perlakuan) -> Self {
        match kata {
            layanan::Perlakuan::Simpan => Self::Simpan,
            layanan::Perlakuan::Tunjukkan => Self::Tunjukkan,
            layanan::Perlakuan::Tarik => Self::Tarik,
        }
    }
}
