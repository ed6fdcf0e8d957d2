//! Hand-overs as clients read them: the ledger here, its neighbours in rooms of their own.

mod penarikan;
mod pilihan;
mod surat_jalan;

use loket_domain::{
    akses::PenggunaId,
    halaman::Lembar,
    layanan::SaluranPenyerahan as Saluran,
    nilai::Rahasia,
    penyerahan::{BarisBuku, JejakPenyerahan, KeadaanPenyerahan, Penyerahan},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) use self::{
    penarikan::{LembarPenarikan, SebabView, TarikView},
    pilihan::{DaftarTawaran, PilihanView},
    surat_jalan::{LembarSurat, SuratView},
};
use crate::http::kata::SaluranPenyerahan;

/// Where a hand-over stands: chosen and not begun, waiting for the recipient to show who they are, on its way, waiting to
/// be collected, handed over (an email: taken by the mail server), failed, called off, or taken back.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KeadaanPenyerahan)]
pub(in crate::http::penyerahan) enum KeadaanView {
    Antre,
    MenungguPenerima,
    Berjalan,
    Siap,
    Diserahkan,
    Gagal,
    Dibatalkan,
    Ditarik,
}

impl From<KeadaanPenyerahan> for KeadaanView {
    fn from(keadaan: KeadaanPenyerahan) -> Self {
        match keadaan {
            KeadaanPenyerahan::Antre => Self::Antre,
            KeadaanPenyerahan::MenungguPenerima => Self::MenungguPenerima,
            KeadaanPenyerahan::Berjalan => Self::Berjalan,
            KeadaanPenyerahan::Siap => Self::Siap,
            KeadaanPenyerahan::Diserahkan => Self::Diserahkan,
            KeadaanPenyerahan::Gagal => Self::Gagal,
            KeadaanPenyerahan::Dibatalkan => Self::Dibatalkan,
            KeadaanPenyerahan::Ditarik => Self::Ditarik,
        }
    }
}

impl From<KeadaanView> for KeadaanPenyerahan {
    fn from(keadaan: KeadaanView) -> Self {
        match keadaan {
            KeadaanView::Antre => Self::Antre,
            KeadaanView::MenungguPenerima => Self::MenungguPenerima,
            KeadaanView::Berjalan => Self::Berjalan,
            KeadaanView::Siap => Self::Siap,
            KeadaanView::Diserahkan => Self::Diserahkan,
            KeadaanView::Gagal => Self::Gagal,
            KeadaanView::Dibatalkan => Self::Dibatalkan,
            KeadaanView::Ditarik => Self::Ditarik,
        }
    }
}

/// An officer.
#[derive(Serialize, ToSchema)]
#[schema(as = PetugasPenyerahan)]
pub(in crate::http::penyerahan) struct OrangView {
    /// Their id.
    id: Uuid,
    /// Full name.
    nama: String,
}

fn orang(satu: (PenggunaId, String)) -> OrangView {
    OrangView { id: satu.0.uuid(), nama: satu.1 }
}

/// An address as a list shows it: enough to recognise it, too little to use it.
fn samar(saluran: Saluran, tujuan: &Rahasia) -> String {
    let teks = tujuan.buka();
    if let (Saluran::Email, Some((nama, tuan))) = (saluran, teks.rsplit_once('@')) {
        let awal: String = nama.chars().take(1).collect();
        return format!("{awal}***@{tuan}");
    }
    let awal: String = teks.chars().take(6).collect();
    format!("{awal}***")
}

/// One attempt in the ledger.
#[derive(Serialize, ToSchema)]
#[schema(as = BarisBukuPenyerahan, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "nomor": "7307-20260105-0001",
    "dokumen_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
    "dokumen": "Kutipan akta kelahiran",
    "saluran": "email",
    "keadaan": "diserahkan",
    "urutan": 2,
    "tujuan": "b***@contoh.id",
    "oleh": null,
    "unit": null,
    "galat": null,
    "dibuat_pada": "2026-01-05T02:00:00Z",
    "diubah_pada": "2026-01-05T02:01:00Z"
}))]
pub(in crate::http::penyerahan) struct BukuView {
    /// Its id.
    id: Uuid,
    /// The case.
    permohonan_id: Uuid,
    /// The number people read out.
    nomor: String,
    /// The document.
    dokumen_id: Uuid,
    /// What it is called.
    dokumen: String,
    /// The channel.
    saluran: SaluranPenyerahan,
    /// Where it stands.
    keadaan: KeadaanView,
    /// From 1, per version of a document.
    urutan: u32,
    /// Where to, masked.
    tujuan: Option<String>,
    /// The officer who chose or did it; none when Loket itself did.
    oleh: Option<OrangView>,
    /// The desa or kecamatan it travels to.
    unit: Option<String>,
    /// Why it failed, as a stable code.
    galat: Option<String>,
    /// When it was chosen.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    diubah_pada: OffsetDateTime,
}

impl From<BarisBuku> for BukuView {
    fn from(satu: BarisBuku) -> Self {
        Self {
            id: satu.id.uuid(),
            permohonan_id: satu.permohonan.uuid(),
            nomor: satu.nomor,
            dokumen_id: satu.dokumen.uuid(),
            dokumen: satu.dokumen_nama,
            saluran: satu.saluran.into(),
            keadaan: satu.keadaan.into(),
            urutan: satu.urutan,
            tujuan: satu.tujuan.map(|tujuan| samar(satu.saluran, &tujuan)),
            oleh: satu.oleh.map(orang),
            unit: satu.unit,
            galat: satu.galat,
            dibuat_pada: satu.dibuat_pada,
            diubah_pada: satu.diubah_pada,
        }
    }
}

/// One page of the ledger.
#[derive(Serialize, ToSchema)]
pub(in crate::http::penyerahan) struct LembarBuku {
    /// The attempts, the newest first.
    data: Vec<BukuView>,
    /// Send it as `sesudah` for the next page; none on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<BarisBuku>> for LembarBuku {
    fn from(lembar: Lembar<BarisBuku>) -> Self {
        let data = lembar.baris.into_iter().map(Into::into).collect();
        Self { data, berikut: lembar.berikut }
    }
}

/// One state that an attempt went through.
#[derive(Serialize, ToSchema)]
pub(in crate::http::penyerahan) struct JejakView {
    /// Where it stood.
    keadaan: KeadaanView,
    /// Why, as a stable code.
    galat: Option<String>,
    /// The officer; none when Loket itself did.
    oleh: Option<OrangView>,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

/// One attempt with everything it went through.
#[derive(Serialize, ToSchema)]
pub(in crate::http::penyerahan) struct BukuRinciView {
    /// The attempt.
    #[serde(flatten)]
    penyerahan: BukuView,
    /// Every state, the oldest first.
    jejak: Vec<JejakView>,
}

/// The ledger of a case.
#[derive(Serialize, ToSchema)]
pub(in crate::http::penyerahan) struct BukuKasusView {
    /// Every attempt, the oldest first.
    data: Vec<BukuRinciView>,
}

impl From<Vec<(BarisBuku, Vec<JejakPenyerahan>)>> for BukuKasusView {
    fn from(semua: Vec<(BarisBuku, Vec<JejakPenyerahan>)>) -> Self {
        let jejak = |satu: JejakPenyerahan| JejakView {
            keadaan: satu.keadaan.into(),
            galat: satu.galat,
            oleh: satu.oleh.map(orang),
            pada: satu.pada,
        };
        let satu = |(baris, milik): (BarisBuku, Vec<JejakPenyerahan>)| BukuRinciView {
            penyerahan: baris.into(),
            jejak: milik.into_iter().map(jejak).collect(),
        };
        Self { data: semua.into_iter().map(satu).collect() }
    }
}

/// One attempt, as an order about it answers.
#[derive(Serialize, ToSchema)]
#[schema(as = Penyerahan, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "dokumen_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
    "saluran": "kunjungan",
    "keadaan": "berjalan",
    "urutan": 1,
    "galat": null
}))]
pub(in crate::http::penyerahan) struct PenyerahanView {
    /// Its id.
    id: Uuid,
    /// The document.
    dokumen_id: Uuid,
    /// The channel.
    saluran: SaluranPenyerahan,
    /// Where it stands.
    keadaan: KeadaanView,
    /// From 1, per version of a document.
    urutan: u32,
    /// Why it failed, as a stable code.
    galat: Option<String>,
}

impl From<Penyerahan> for PenyerahanView {
    fn from(satu: Penyerahan) -> Self {
        Self {
            id: satu.id.uuid(),
            dokumen_id: satu.dokumen.uuid(),
            saluran: satu.saluran.into(),
            keadaan: satu.keadaan.into(),
            urutan: satu.urutan,
            galat: satu.galat,
        }
    }
}
