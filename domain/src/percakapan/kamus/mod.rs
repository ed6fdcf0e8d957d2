//! What residents read: a catalogue of texts in plain Indonesian, each of which an office may word its own way and in the
//! languages its residents speak.

pub mod gangguan;
pub mod kabar;
mod kelola;
pub mod loket;
pub mod penyerahan;
pub mod percakapan;
mod periksa;
pub mod permohonan;
pub mod tautan;

use std::collections::BTreeMap;

pub use kelola::{AturTeks, BacaTeks, KataKantor, timpaan};
pub use periksa::{CacatTeks, contoh, periksa_pola, pratinjau};

use super::{KontakId, teks::isi_pola};
use crate::{
    galat::{Galat, PortError},
    nilai::Kode,
    ports::UnitOfWork,
    tenant::TeksKantor,
};

/// The language every text exists in.
pub const BAHASA_INDONESIA: &str = "id";

/// A text of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Teks {
    /// Stable name, under which offices word it anew.
    pub kode: &'static str,
    /// When residents read it, for who edits it.
    pub kapan: &'static str,
    /// The words, in Indonesian; `{name}` is filled in.
    pub bawaan: &'static str,
    /// What may be filled in.
    pub isian: &'static [&'static str],
    /// Most characters after filling in.
    pub batas: usize,
}

impl Teks {
    /// A text that is a part of a message.
    pub(super) const fn baru(
        kode: &'static str,
        kapan: &'static str,
        bawaan: &'static str,
        isian: &'static [&'static str],
    ) -> Self {
        Self { kode, kapan, bawaan, isian, batas: 1_000 }
    }

    /// A text of at most so many characters: the words on a button, for instance.
    pub(super) const fn paling(mut self, batas: usize) -> Self {
        self.batas = batas;
        self
    }
}

/// Every text there is.
pub fn semua() -> impl Iterator<Item = &'static Teks> {
    percakapan::SEMUA
        .iter()
        .chain(permohonan::SEMUA)
        .chain(kabar::SEMUA)
        .chain(gangguan::SEMUA)
        .chain(tautan::SEMUA)
        .chain(penyerahan::SEMUA)
        .chain(loket::SEMUA)
}

/// The text of that name.
pub fn teks(kode: &str) -> Option<&'static Teks> {
    semua().find(|satu| satu.kode == kode)
}

/// The words of one office in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kamus {
    timpaan: BTreeMap<String, String>,
}

impl Kamus {
    /// The words of an office in a language; what is not worded there is said in Indonesian.
    pub fn baru(kantor: &TeksKantor, bahasa: Option<&Kode>) -> Self {
        let mut timpaan = kantor.teks.clone();
        for (teks, isi) in [
            (&percakapan::SALAM, &kantor.salam),
            (&percakapan::PEMBERITAHUAN_DATA, &kantor.pemberitahuan_data),
            (&percakapan::JAM_LAYANAN, &kantor.jam_layanan),
        ] {
            timpaan.insert(teks.kode.to_owned(), isi.clone());
        }
        if let Some(satu) = kantor.bahasa.iter().find(|satu| Some(&satu.kode) == bahasa) {
            timpaan.extend(satu.teks.clone());
        }
        Self { timpaan }
    }

    /// The words of a text, as they stand.
    pub fn pola<'k>(&'k self, teks: &'static Teks) -> &'k str {
        self.timpaan.get(teks.kode).map_or(teks.bawaan, String::as_str)
    }

    /// A text, filled in.
    pub fn isi(&self, teks: &'static Teks, isian: &[(&str, &str)]) -> String {
        isi_pola(self.pola(teks), isian)
    }

    /// A text that has nothing to fill in.
    pub fn kata(&self, teks: &'static Teks) -> String {
        self.pola(teks).to_owned()
    }
}

/// The words for a contact, in its language.
pub(crate) async fn kamus_kontak(
    work: &mut dyn UnitOfWork,
    kontak: KontakId,
) -> Result<Kamus, Galat> {
    let kantor = work.katalog().teks_kantor().await?;
    let kantor =
        kantor.ok_or_else(|| PortError::tak_terduga("the tenant has no conversation texts"))?;
    let bahasa = work.kontak().bahasa(kontak).await?;
    Ok(Kamus::baru(&kantor, bahasa.as_ref()))
}
