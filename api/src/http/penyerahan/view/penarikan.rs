//! Recalls as clients read them.

use loket_domain::{
    halaman::Lembar,
    penyerahan::{HasilTarik, Penarikan, SebabPenarikan},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::PenyerahanView;

/// Why something is taken back.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SebabPenarikan)]
pub(in crate::http::penyerahan) enum SebabView {
    SalahNomor,
    SalahSurel,
    SalahOrang,
    SalahBerkas,
    Lainnya,
}

impl From<SebabView> for SebabPenarikan {
    fn from(sebab: SebabView) -> Self {
        match sebab {
            SebabView::SalahNomor => Self::SalahNomor,
            SebabView::SalahSurel => Self::SalahSurel,
            SebabView::SalahOrang => Self::SalahOrang,
            SebabView::SalahBerkas => Self::SalahBerkas,
            SebabView::Lainnya => Self::Lainnya,
        }
    }
}

impl From<SebabPenarikan> for SebabView {
    fn from(sebab: SebabPenarikan) -> Self {
        match sebab {
            SebabPenarikan::SalahNomor => Self::SalahNomor,
            SebabPenarikan::SalahSurel => Self::SalahSurel,
            SebabPenarikan::SalahOrang => Self::SalahOrang,
            SebabPenarikan::SalahBerkas => Self::SalahBerkas,
            SebabPenarikan::Lainnya => Self::Lainnya,
        }
    }
}

/// What a recall could do.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "penyerahan": {
        "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00", "dokumen_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
        "saluran": "whatsapp", "keadaan": "ditarik", "urutan": 1, "galat": "salah_nomor"
    },
    "sudah_sampai": true,
    "tindak_lanjut": "WhatsApp tidak dapat menghapus pesan yang sudah terkirim. Minta penerima menghapusnya, lalu laporkan sebagai insiden data pribadi."
}))]
pub(in crate::http::penyerahan) struct TarikView {
    /// The attempt.
    penyerahan: PenyerahanView,
    /// Whether somebody else may have the file.
    sudah_sampai: bool,
    /// What can be done now.
    tindak_lanjut: &'static str,
}

impl From<HasilTarik> for TarikView {
    fn from(hasil: HasilTarik) -> Self {
        Self {
            penyerahan: hasil.penyerahan.into(),
            sudah_sampai: hasil.sudah_sampai,
            tindak_lanjut: hasil.tindak_lanjut,
        }
    }
}

/// Something that was taken back.
#[derive(Serialize, ToSchema)]
pub(in crate::http::penyerahan) struct PenarikanView {
    /// Its id.
    id: Uuid,
    /// The attempt.
    penyerahan_id: Uuid,
    /// Why.
    sebab: SebabView,
    /// What the officer says.
    catatan: Option<String>,
    /// Whether somebody else may have the file.
    sudah_sampai: bool,
    /// The officer.
    oleh_id: Uuid,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

/// One page of what was taken back.
#[derive(Serialize, ToSchema)]
pub(in crate::http::penyerahan) struct LembarPenarikan {
    /// The newest first.
    data: Vec<PenarikanView>,
    /// Send it as `sesudah` for the next page; none on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<Penarikan>> for LembarPenarikan {
    fn from(lembar: Lembar<Penarikan>) -> Self {
        let satu = |satu: Penarikan| PenarikanView {
            id: satu.id,
            penyerahan_id: satu.penyerahan.uuid(),
            sebab: satu.sebab.into(),
            catatan: satu.catatan.map(|teks| teks.buka().to_owned()),
            sudah_sampai: satu.sudah_sampai,
            oleh_id: satu.oleh.uuid(),
            pada: satu.pada,
        };
        Self { data: lembar.baris.into_iter().map(satu).collect(), berikut: lembar.berikut }
    }
}
