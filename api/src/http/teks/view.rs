//! The office's words as clients read and send them.

use std::collections::BTreeMap;

use loket_domain::{
    percakapan::kamus::{CacatTeks, Teks, pratinjau, timpaan},
    tenant::TeksKantor,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The catalogue of texts with the office's own words.
#[derive(Serialize, ToSchema)]
pub(super) struct DaftarTeksView {
    /// Languages besides Indonesian.
    bahasa: Vec<BahasaView>,
    /// Every text that residents read.
    teks: Vec<TeksView>,
}

/// A language of the office.
#[derive(Serialize, ToSchema)]
struct BahasaView {
    /// Its code.
    #[schema(example = "jv")]
    kode: String,
    /// Its name.
    #[schema(example = "Basa Jawa")]
    nama: String,
}

/// One text.
#[derive(Serialize, ToSchema)]
struct TeksView {
    /// Its name.
    #[schema(example = "berkas_diterima")]
    kode: &'static str,
    /// When residents read it.
    #[schema(example = "Setelah satu berkas diterima.")]
    kapan: &'static str,
    /// The words of the catalogue.
    #[schema(example = "Sudah kami terima.")]
    bawaan: &'static str,
    /// What may be filled in, in braces.
    isian: &'static [&'static str],
    /// Most characters after filling in.
    #[schema(example = 1000)]
    batas: usize,
    /// The office's own words, by language; `id` is Indonesian.
    kantor: BTreeMap<String, String>,
    /// What a resident reads in Indonesian, with sample data.
    #[schema(example = "Sudah kami terima.")]
    pratinjau: String,
}

impl DaftarTeksView {
    pub(super) fn baru(kantor: &TeksKantor) -> Self {
        let bahasa = kantor
            .bahasa
            .iter()
            .map(|satu| BahasaView { kode: satu.kode.to_string(), nama: satu.nama.clone() })
            .collect();
        let teks = loket_domain::percakapan::kamus::semua();
        Self { bahasa, teks: teks.map(|satu| TeksView::baru(satu, kantor)).collect() }
    }
}

impl TeksView {
    fn baru(teks: &'static Teks, kantor: &TeksKantor) -> Self {
        let indonesia = timpaan(kantor, None, teks.kode);
        let mut semua: BTreeMap<String, String> = kantor
            .bahasa
            .iter()
            .filter_map(|satu| {
                let pola = timpaan(kantor, Some(&satu.kode), teks.kode)?;
                Some((satu.kode.to_string(), pola.to_owned()))
            })
            .collect();
        semua.extend(indonesia.map(|pola| ("id".to_owned(), pola.to_owned())));
        Self {
            kode: teks.kode,
            kapan: teks.kapan,
            bawaan: teks.bawaan,
            isian: teks.isian,
            batas: teks.batas,
            pratinjau: pratinjau(indonesia.unwrap_or(teks.bawaan), teks.isian),
            kantor: semua,
        }
    }
}

/// Words for a text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PolaRequest {
    /// The words; `{name}` is filled in.
    #[schema(example = "Sampun kula tampi.")]
    pub pola: String,
}

/// Words to try.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PratinjauRequest {
    /// The name of the text.
    #[schema(example = "titipan")]
    pub kode: String,
    /// The words.
    #[schema(example = "{jumlah} berkas sampun kula simpen.")]
    pub pola: String,
}

/// What the words would read.
#[derive(Serialize, ToSchema)]
pub(super) struct PratinjauView {
    /// With sample data.
    #[schema(example = "2 berkas sampun kula simpen.")]
    isi: String,
    /// Its characters.
    #[schema(example = 28)]
    panjang: usize,
    /// Most characters there may be.
    #[schema(example = 1000)]
    batas: usize,
    /// What is wrong; empty when it may be stored.
    salah: Vec<SalahView>,
}

/// One fault.
#[derive(Serialize, ToSchema)]
struct SalahView {
    /// Stable code.
    #[schema(example = "isian_tidak_dikenal")]
    kode: &'static str,
    /// What to do.
    #[schema(example = "`{nik}` tidak dikenal; yang bisa: {jumlah}.")]
    pesan: String,
}

impl PratinjauView {
    pub(super) fn baru(teks: &Teks, pola: &str) -> Self {
        let isi = pratinjau(pola, teks.isian);
        let salah = teks.periksa(pola).into_iter();
        Self {
            panjang: isi.chars().count(),
            isi,
            batas: teks.batas,
            salah: salah.map(|CacatTeks { kode, pesan }| SalahView { kode, pesan }).collect(),
        }
    }
}
