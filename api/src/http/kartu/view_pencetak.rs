//! Printers as clients send and read them.

use std::collections::BTreeSet;

use loket_domain::{
    halaman::Lembar,
    kartu::{BahanHabis, CatatanPencetak, CetakId, Pencetak},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::kata::{JenisKartu, MacamCatatan};

/// A printer to register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "nama": "Mesin cetak KIA 1", "kartu": ["kia"], "unit": "kecamatan", "ribbon": 250, "film": 500
}))]
pub(super) struct PencetakRequest {
    /// As the office calls it, at most 60 characters.
    pub nama: String,
    /// What it prints.
    pub kartu: BTreeSet<JenisKartu>,
    /// Where it stands, by code: its blank cards come from the stock of that unit.
    pub unit: String,
    /// Serial number of the machine.
    pub nomor_seri: Option<String>,
    /// Cards that a ribbon is good for; 0 when it has none.
    #[serde(default)]
    pub ribbon: u16,
    /// Cards that a film is good for; 0 when it has none.
    #[serde(default)]
    pub film: u16,
}

/// Whether a printer is in use.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "aktif": false }))]
pub(super) struct AktifRequest {
    /// Whether it may be used.
    pub aktif: bool,
}

/// A ribbon or a film.
#[derive(Serialize, ToSchema)]
pub(super) struct BahanView {
    /// Cards that a fresh one is good for.
    kapasitas: u32,
    /// Cards it is still good for.
    sisa: u32,
}

/// A printer.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "nama": "Mesin cetak KIA 1",
    "kartu": ["kia"],
    "unit": "kecamatan",
    "nomor_seri": null,
    "aktif": true,
    "ribbon": { "kapasitas": 250, "sisa": 238 },
    "film": null,
    "tercetak": 11,
    "rusak": 1,
    "rusak_per_mil": 83
}))]
pub(super) struct PencetakView {
    /// Its id.
    id: Uuid,
    /// As the office calls it.
    nama: String,
    /// What it prints.
    kartu: Vec<JenisKartu>,
    /// Where it stands.
    unit: String,
    /// Serial number of the machine.
    nomor_seri: Option<String>,
    /// Whether it may be used.
    aktif: bool,
    /// Ribbon; null when it has none.
    ribbon: Option<BahanView>,
    /// Film; null when it has none.
    film: Option<BahanView>,
    /// Cards it printed.
    tercetak: u64,
    /// Cards it spoilt.
    rusak: u64,
    /// Spoilt cards of a thousand.
    rusak_per_mil: u64,
}

impl From<Pencetak> for PencetakView {
    fn from(satu: Pencetak) -> Self {
        let bahan = |bahan: BahanHabis| {
            (bahan.kapasitas > 0)
                .then(|| BahanView { kapasitas: bahan.kapasitas, sisa: bahan.sisa() })
        };
        Self {
            id: satu.id.uuid(),
            rusak_per_mil: satu.rusak_per_mil(),
            nama: satu.nama,
            kartu: satu.kartu.into_iter().map(Into::into).collect(),
            unit: satu.unit.into(),
            nomor_seri: satu.nomor_seri,
            aktif: satu.aktif,
            ribbon: bahan(satu.ribbon),
            film: bahan(satu.film),
            tercetak: satu.tercetak,
            rusak: satu.rusak,
        }
    }
}

/// Every printer.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarPencetakView {
    /// The oldest first.
    data: Vec<PencetakView>,
}

impl From<Vec<Pencetak>> for DaftarPencetakView {
    fn from(semua: Vec<Pencetak>) -> Self {
        Self { data: semua.into_iter().map(Into::into).collect() }
    }
}

/// What was done at a printer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "macam": "ganti_ribbon" }))]
pub(super) struct CatatanRequest {
    /// What: `macet`, `bersihkan`, `ganti_ribbon`, `ganti_film` or `servis`; cards are recorded at their print job.
    pub macam: MacamCatatan,
    /// A note for colleagues, at most 300 characters.
    pub catatan: Option<String>,
}

/// A line of a printer's log.
#[derive(Serialize, ToSchema)]
#[schema(as = CatatanPencetakView, example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "macam": "rusak",
    "cetak_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "alasan": "cetak_buram",
    "catatan": null,
    "oleh": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
    "pada": "2026-01-05T02:00:00Z"
}))]
pub(super) struct CatatanView {
    /// Its id.
    id: Uuid,
    /// What happened.
    macam: MacamCatatan,
    /// The print job, for a card.
    cetak_id: Option<Uuid>,
    /// Why, as a stable code.
    alasan: Option<String>,
    /// The note.
    catatan: Option<String>,
    /// Who recorded it.
    oleh: Uuid,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pada: OffsetDateTime,
}

impl From<CatatanPencetak> for CatatanView {
    fn from(satu: CatatanPencetak) -> Self {
        Self {
            id: satu.id,
            macam: satu.macam.into(),
            cetak_id: satu.cetak.map(CetakId::uuid),
            alasan: satu.alasan,
            catatan: satu.catatan.map(|isi| isi.buka().to_owned()),
            oleh: satu.oleh.uuid(),
            pada: satu.pada,
        }
    }
}

/// One page of a printer's log.
#[derive(Serialize, ToSchema)]
pub(super) struct LembarCatatan {
    /// The newest first.
    data: Vec<CatatanView>,
    /// Send it as `sesudah` for the next page; null on the last.
    berikut: Option<Uuid>,
}

impl From<Lembar<CatatanPencetak>> for LembarCatatan {
    fn from(lembar: Lembar<CatatanPencetak>) -> Self {
        Self { data: lembar.baris.into_iter().map(Into::into).collect(), berikut: lembar.berikut }
    }
}
