//! A service of the catalogue.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Produk;
use crate::{
    galat::Pelanggaran,
    nilai::{Kode, Nik, NomorKk},
    sop::Waktu,
};

/// The three families of services (B-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kelompok {
    /// Pendaftaran penduduk.
    Dafduk,
    /// Pencatatan sipil.
    Capil,
    /// Data kependudukan.
    Data,
}

/// How a permohonan came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kanal {
    /// Written to the office's number.
    Whatsapp,
    /// Registered by an officer, for somebody at the counter or on the phone.
    Loket,
    /// A mobile or web client.
    Daring,
}

/// A paper that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Syarat {
    /// Unique within the service.
    pub kode: Kode,
    /// As the resident knows it.
    pub nama: String,
    /// One plain sentence that helps to take the right photo.
    #[serde(default)]
    pub petunjuk: Option<String>,
    /// Official form code, for example `F-2.01`.
    #[serde(default)]
    pub formulir: Option<String>,
    /// Whether intake waits for it.
    #[serde(default = "ya")]
    pub wajib: bool,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JenisIsian {
    /// Free text up to 200 characters.
    Teks,
    /// A NIK.
    Nik,
    /// A family card number.
    NomorKk,
}

/// A field that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Isian {
    /// Unique within the service.
    pub kode: Kode,
    /// The question, as the resident reads it.
    pub label: String,
    /// What it holds.
    pub jenis: JenisIsian,
    /// Whether it must be answered.
    #[serde(default = "ya")]
    pub wajib: bool,
}

impl Isian {
    /// The normalised answer.
    ///
    /// # Errors
    /// A sentence for the person who answered.
    pub fn baca(&self, jawaban: &str) -> Result<String, String> {
        let teks = jawaban.trim();
        match self.jenis {
            JenisIsian::Teks if teks.is_empty() => Err("Jawaban belum diisi.".to_owned()),
            JenisIsian::Teks if teks.chars().count() > 200 => {
                Err("Jawaban terlalu panjang, paling banyak 200 huruf.".to_owned())
            }
            JenisIsian::Teks => Ok(teks.to_owned()),
            JenisIsian::Nik => Nik::parse(teks)
                .map(|nik| nik.lengkap().to_owned())
                .map_err(|salah| salah.pesan.to_owned()),
            JenisIsian::NomorKk => NomorKk::parse(teks)
                .map(|nomor| nomor.lengkap().to_owned())
                .map_err(|salah| salah.pesan.to_owned()),
        }
    }
}

/// A service of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Layanan {
    /// Unique within the tenant.
    pub kode: Kode,
    /// As the resident knows it.
    pub nama: String,
    /// At most 24 characters, for a row of a WhatsApp list.
    pub nama_pendek: String,
    /// Family.
    pub kelompok: Kelompok,
    /// One plain sentence.
    #[serde(default)]
    pub ringkasan: String,
    /// The SOP that handles it.
    pub sop: Kode,
    /// Channels on which it is offered.
    pub kanal: Vec<Kanal>,
    /// What is asked for, in order.
    #[serde(default)]
    pub isian: Vec<Isian>,
    /// Papers that are asked for, in order.
    #[serde(default)]
    pub syarat: Vec<Syarat>,
    /// What comes out.
    pub produk: Vec<Produk>,
    /// How long it takes when nothing is missing.
    #[serde(default)]
    pub janji: Option<Waktu>,
    /// Fee as the resident reads it; adminduk is free (UU 24/2013 ps. 79A).
    #[serde(default = "gratis")]
    pub biaya: String,
}

impl Layanan {
    /// Checks and normalises the answers to the fields.
    ///
    /// # Errors
    /// Every violated field, with pointers under `/isian`.
    pub fn baca_isian(
        &self,
        jawaban: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<Kode, String>, Vec<Pelanggaran>> {
        let mut bersih = BTreeMap::new();
        let mut salah = Vec::new();
        for isian in &self.isian {
            let pointer = format!("/isian/{}", isian.kode);
            match jawaban.get(isian.kode.as_str()) {
                Some(teks) => match isian.baca(teks) {
                    Ok(nilai) => {
                        bersih.insert(isian.kode.clone(), nilai);
                    }
                    Err(pesan) => {
                        salah.push(Pelanggaran::baru(pointer, "isian_tidak_sah", pesan));
                    }
                },
                None if isian.wajib => salah.push(Pelanggaran::baru(
                    pointer,
                    "isian_wajib",
                    format!("{} wajib diisi.", isian.label),
                )),
                None => {}
            }
        }
        for kode in jawaban.keys() {
            if !self.isian.iter().any(|isian| isian.kode.as_str() == kode) {
                salah.push(Pelanggaran::baru(
                    format!("/isian/{}", kode.replace('~', "~0").replace('/', "~1")),
                    "isian_tidak_dikenal",
                    "Isian ini tidak diminta untuk layanan tersebut.",
                ));
            }
        }
        if salah.is_empty() { Ok(bersih) } else { Err(salah) }
    }

    /// The requirement of that code.
    pub fn syarat(&self, kode: &Kode) -> Option<&Syarat> {
        self.syarat.iter().find(|syarat| &syarat.kode == kode)
    }

    /// The product of that code.
    pub fn produk(&self, kode: &Kode) -> Option<&Produk> {
        self.produk.iter().find(|produk| &produk.kode == kode)
    }
}

fn ya() -> bool {
    true
}

fn gratis() -> String {
    "Gratis".to_owned()
}
