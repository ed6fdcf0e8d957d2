//! Letters of conveyance as clients read them.

use loket_domain::{
    akses::PenggunaId,
    halaman::Lembar,
    penyerahan::{IsiJalan, KeadaanSuratJalan, LangkahJalan, SuratJalan},
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{KeadaanView, OrangView, orang};

/// Where a letter of conveyance stands.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KeadaanSuratJalan)]
pub(in crate::http::penyerahan) enum KeadaanSuratView {
    Disiapkan,
    DiJalan,
    Diterima,
}

/// A product on a letter of conveyance.
#[derive(Serialize, ToSchema)]
pub(in crate::http::penyerahan) struct IsiView {
    /// The attempt.
    penyerahan_id: Uuid,
    /// The case.
    nomor: String,
    /// What it is called.
    dokumen: String,
    /// Where the attempt stands.
    keadaan: KeadaanView,
}

/// Who gave or took, and when.
#[derive(Serialize, ToSchema)]
#[schema(as = ParafSuratJalan)]
pub(in crate::http::penyerahan) struct ParafView {
    /// Who.
    oleh: OrangView,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

/// One hand-over on the way.
#[derive(Serialize, ToSchema)]
#[schema(as = LangkahPenyerahanView)]
pub(in crate::http::penyerahan) struct LangkahView {
    /// From 1.
    urutan: u32,
    /// Where to.
    ke: String,
    /// The penyerahan.
    penyerahan: ParafView,
    /// The penerimaan; none while it is on its way.
    penerimaan: Option<ParafView>,
    /// How many products of the list were missing.
    kurang: u32,
}

/// A letter of conveyance.
#[derive(Serialize, ToSchema)]
#[schema(as = SuratJalan, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "nomor": "SJ-2026-00001",
    "unit": "desa_bonto_katute",
    "keadaan": "disiapkan",
    "isi": [],
    "langkah": [],
    "dibuat_pada": "2026-01-05T02:00:00Z",
    "diubah_pada": "2026-01-05T02:00:00Z"
}))]
pub(in crate::http::penyerahan) struct SuratView {
    /// Its id.
    id: Uuid,
    /// Its number.
    nomor: String,
    /// The unit it is for.
    unit: String,
    /// Where it stands.
    keadaan: KeadaanSuratView,
    /// What is on it; empty in lists.
    isi: Vec<IsiView>,
    /// Every hand-over; empty in lists.
    langkah: Vec<LangkahView>,
    /// When it was written.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    diubah_pada: OffsetDateTime,
}

impl From<SuratJalan> for SuratView {
    fn from(surat: SuratJalan) -> Self {
        let isi = |satu: IsiJalan| IsiView {
            penyerahan_id: satu.penyerahan.uuid(),
            nomor: satu.nomor,
            dokumen: satu.dokumen,
            keadaan: satu.keadaan.into(),
        };
        let paraf = |(id, nama, pada): (PenggunaId, String, OffsetDateTime)| ParafView {
            oleh: orang((id, nama)),
            pada,
        };
        let langkah = |satu: LangkahJalan| LangkahView {
            urutan: satu.urutan,
            ke: satu.ke.into(),
            penyerahan: paraf(satu.diserahkan),
            penerimaan: satu.diterima.map(paraf),
            kurang: satu.kurang,
        };
        Self {
            id: surat.id.uuid(),
            nomor: surat.nomor,
            unit: surat.unit.into(),
            keadaan: match surat.keadaan {
                KeadaanSuratJalan::Disiapkan => KeadaanSuratView::Disiapkan,
                KeadaanSuratJalan::DiJalan => KeadaanSuratView::DiJalan,
                KeadaanSuratJalan::Diterima => KeadaanSuratView::Diterima,
            },
            isi: surat.isi.into_iter().map(isi).collect(),
            langkah: surat.langkah.into_iter().map(langkah).collect(),
            dibuat_pada: surat.dibuat_pada,
            diubah_pada: surat.diubah_pada,
        }
    }
}

/// One page of letters of conveyance.
#[derive(Serialize, ToSchema)]
pub(in crate::http::penyerahan) struct LembarSurat {
    /// The newest first.
    data: Vec<SuratView>,
    /// Send it as `sesudah` for the next page; none on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<SuratJalan>> for LembarSurat {
    fn from(lembar: Lembar<SuratJalan>) -> Self {
        let data = lembar.baris.into_iter().map(Into::into).collect();
        Self { data, berikut: lembar.berikut }
    }
}
