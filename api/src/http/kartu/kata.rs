//! The words of cards, printers and blank cards.

use loket_domain::kartu::{self, blanko};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::problem::Problem;

/// What is printed on a blank card.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum JenisKartu {
    KtpEl,
    Kia,
}

impl From<kartu::JenisKartu> for JenisKartu {
    fn from(jenis: kartu::JenisKartu) -> Self {
        match jenis {
            kartu::JenisKartu::KtpEl => Self::KtpEl,
            kartu::JenisKartu::Kia => Self::Kia,
        }
    }
}

impl From<JenisKartu> for kartu::JenisKartu {
    fn from(jenis: JenisKartu) -> Self {
        match jenis {
            JenisKartu::KtpEl => Self::KtpEl,
            JenisKartu::Kia => Self::Kia,
        }
    }
}

/// Where a print job stands.
#[derive(Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum KeadaanCetak {
    #[default]
    Menunggu,
    Tertahan,
    Diambil,
    Dicetak,
    Selesai,
    Dikembalikan,
    Dibatalkan,
}

impl From<kartu::KeadaanCetak> for KeadaanCetak {
    fn from(keadaan: kartu::KeadaanCetak) -> Self {
        match keadaan {
            kartu::KeadaanCetak::Menunggu => Self::Menunggu,
            kartu::KeadaanCetak::Tertahan => Self::Tertahan,
            kartu::KeadaanCetak::Diambil => Self::Diambil,
            kartu::KeadaanCetak::Dicetak => Self::Dicetak,
            kartu::KeadaanCetak::Selesai => Self::Selesai,
            kartu::KeadaanCetak::Dikembalikan => Self::Dikembalikan,
            kartu::KeadaanCetak::Dibatalkan => Self::Dibatalkan,
        }
    }
}

impl From<KeadaanCetak> for kartu::KeadaanCetak {
    fn from(keadaan: KeadaanCetak) -> Self {
        match keadaan {
            KeadaanCetak::Menunggu => Self::Menunggu,
            KeadaanCetak::Tertahan => Self::Tertahan,
            KeadaanCetak::Diambil => Self::Diambil,
            KeadaanCetak::Dicetak => Self::Dicetak,
            KeadaanCetak::Selesai => Self::Selesai,
            KeadaanCetak::Dikembalikan => Self::Dikembalikan,
            KeadaanCetak::Dibatalkan => Self::Dibatalkan,
        }
    }
}

/// Why a card was spoilt.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SebabRusak {
    CetakBuram,
    KartuMacet,
    ChipGagal,
    BlankoCacat,
    SalahData,
    Lain,
}

impl From<SebabRusak> for kartu::SebabRusak {
    fn from(sebab: SebabRusak) -> Self {
        match sebab {
            SebabRusak::CetakBuram => Self::CetakBuram,
            SebabRusak::KartuMacet => Self::KartuMacet,
            SebabRusak::ChipGagal => Self::ChipGagal,
            SebabRusak::BlankoCacat => Self::BlankoCacat,
            SebabRusak::SalahData => Self::SalahData,
            SebabRusak::Lain => Self::Lain,
        }
    }
}

/// Why a card cannot be printed.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SebabKembali {
    DataBelumSesuai,
    FotoTidakLayak,
    BiometrikBelumSiap,
    Lain,
}

impl From<SebabKembali> for kartu::SebabKembali {
    fn from(sebab: SebabKembali) -> Self {
        match sebab {
            SebabKembali::DataBelumSesuai => Self::DataBelumSesuai,
            SebabKembali::FotoTidakLayak => Self::FotoTidakLayak,
            SebabKembali::BiometrikBelumSiap => Self::BiometrikBelumSiap,
            SebabKembali::Lain => Self::Lain,
        }
    }
}

/// What happened at a printer.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum MacamCatatan {
    Tercetak,
    Rusak,
    Kembali,
    Macet,
    Bersihkan,
    GantiRibbon,
    GantiFilm,
    Servis,
}

impl From<kartu::MacamCatatan> for MacamCatatan {
    fn from(macam: kartu::MacamCatatan) -> Self {
        match macam {
            kartu::MacamCatatan::Tercetak => Self::Tercetak,
            kartu::MacamCatatan::Rusak => Self::Rusak,
            kartu::MacamCatatan::Kembali => Self::Kembali,
            kartu::MacamCatatan::Macet => Self::Macet,
            kartu::MacamCatatan::Bersihkan => Self::Bersihkan,
            kartu::MacamCatatan::GantiRibbon => Self::GantiRibbon,
            kartu::MacamCatatan::GantiFilm => Self::GantiFilm,
            kartu::MacamCatatan::Servis => Self::Servis,
        }
    }
}

impl From<MacamCatatan> for kartu::MacamCatatan {
    fn from(macam: MacamCatatan) -> Self {
        match macam {
            MacamCatatan::Tercetak => Self::Tercetak,
            MacamCatatan::Rusak => Self::Rusak,
            MacamCatatan::Kembali => Self::Kembali,
            MacamCatatan::Macet => Self::Macet,
            MacamCatatan::Bersihkan => Self::Bersihkan,
            MacamCatatan::GantiRibbon => Self::GantiRibbon,
            MacamCatatan::GantiFilm => Self::GantiFilm,
            MacamCatatan::Servis => Self::Servis,
        }
    }
}

/// Why blank cards came or went.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum MacamGerak {
    Terima,
    Pakai,
    Rusak,
    Hilang,
    PindahKeluar,
    PindahMasuk,
    Opname,
}

impl From<blanko::MacamGerak> for MacamGerak {
    fn from(macam: blanko::MacamGerak) -> Self {
        match macam {
            blanko::MacamGerak::Terima => Self::Terima,
            blanko::MacamGerak::Pakai => Self::Pakai,
            blanko::MacamGerak::Rusak => Self::Rusak,
            blanko::MacamGerak::Hilang => Self::Hilang,
            blanko::MacamGerak::PindahKeluar => Self::PindahKeluar,
            blanko::MacamGerak::PindahMasuk => Self::PindahMasuk,
            blanko::MacamGerak::Opname => Self::Opname,
        }
    }
}

/// A day in a query, or in a field of a body.
pub(super) fn tanggal(nama: &str, teks: Option<&str>) -> Result<Option<time::Date>, Problem> {
    let salah = || Problem::isian(nama, "tanggal_tidak_sah", "Tulis tanggal sebagai 2026-01-31.");
    teks.map(|teks| loket_domain::kalender::baca_tanggal(teks).ok_or_else(salah)).transpose()
}
