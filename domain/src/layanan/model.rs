//! A service of the catalogue.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Isian, Kuota, Produk, Susulan, Syarat};
use crate::{
    galat::Pelanggaran,
    nilai::Kode,
    sop::Waktu,
    ungkapan::{KonteksUngkapan, Ungkapan},
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
    /// Collected outside the office: jemput bola, at schools and in villages (K-11, S-10).
    JemputBola,
}

/// A variant of a service, such as a lost or a damaged card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Varian {
    /// Unique within the service.
    pub kode: Kode,
    /// As the resident reads it.
    pub nama: String,
}

/// Another SOP for some cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PilihSop {
    /// For which cases: variant, channel, answers.
    pub jika: Ungkapan,
    /// The SOP.
    pub sop: Kode,
}

/// Another promise for some cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PilihJanji {
    /// For which cases: variant, channel, answers.
    pub jika: Ungkapan,
    /// How long it takes.
    pub janji: Waktu,
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
    /// Legal basis.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dasar_hukum: Vec<String>,
    /// Variants; a case has exactly one when there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub varian: Vec<Varian>,
    /// The SOP that handles it.
    pub sop: Kode,
    /// Other SOPs for other cases; the first whose `jika` holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pilih_sop: Vec<PilihSop>,
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
    /// Other promises for other cases; the first whose `jika` holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pilih_janji: Vec<PilihJanji>,
    /// The step with whose opening the promise begins (S-9: from SIAK input); without it, with registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub janji_sejak: Option<Kode>,
    /// How many cases a day are begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kuota: Option<Kuota>,
    /// Cases of other services that follow by themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub susulan: Vec<Susulan>,
    /// Fee as the resident reads it; adminduk is free (UU 24/2013 ps. 79A).
    #[serde(default = "gratis")]
    pub biaya: String,
}

impl Layanan {
    /// Checks and normalises the answers to the fields that this case is asked for.
    ///
    /// # Errors
    /// Every violated field, with pointers under `/isian`.
    pub fn baca_isian(
        &self,
        jawaban: &BTreeMap<String, String>,
        konteks: &KonteksUngkapan,
    ) -> Result<BTreeMap<Kode, String>, Vec<Pelanggaran>> {
        let mut konteks = konteks.clone();
        let mut salah = Vec::new();
        let mut diminta = BTreeSet::new();
        for isian in &self.isian {
            if !berlaku(isian.jika.as_ref(), &konteks) {
                continue;
            }
            diminta.insert(isian.kode.as_str());
            let pointer = format!("/isian/{}", isian.kode);
            match jawaban.get(isian.kode.as_str()) {
                Some(teks) => match isian.baca(teks) {
                    Ok(nilai) => {
                        konteks.isian.insert(isian.kode.clone(), nilai);
                        self.artikan(&mut konteks);
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
            if !diminta.contains(kode.as_str()) {
                salah.push(Pelanggaran::baru(
                    format!("/isian/{}", kode.replace('~', "~0").replace('/', "~1")),
                    "isian_tidak_dikenal",
                    "Isian ini tidak diminta untuk permohonan ini.",
                ));
            }
        }
        if salah.is_empty() { Ok(konteks.isian) } else { Err(salah) }
    }

    /// The variant a case names.
    ///
    /// # Errors
    /// The service has variants and none of them is named, or it has none and one is.
    pub fn baca_varian(&self, kode: Option<&str>) -> Result<Option<Kode>, Pelanggaran> {
        let daftar = || {
            let nama: Vec<_> = self.varian.iter().map(|satu| satu.kode.as_str()).collect();
            nama.join(", ")
        };
        let salah = |kode: &'static str, pesan: String| Pelanggaran::baru("/varian", kode, pesan);
        match kode {
            None if self.varian.is_empty() => Ok(None),
            None => Err(salah("varian_wajib", format!("Pilih varian layanan: {}.", daftar()))),
            Some(kode) => self
                .varian
                .iter()
                .find(|satu| satu.kode.as_str() == kode)
                .map(|satu| Some(satu.kode.clone()))
                .ok_or_else(|| match self.varian.as_slice() {
                    [] => salah("varian_tidak_ada", "Layanan ini tidak punya varian.".to_owned()),
                    _ => salah("varian_tidak_ada", format!("Varian layanan: {}.", daftar())),
                }),
        }
    }

    /// Papers that this case is asked to upload, in order.
    pub fn syarat_berlaku(&self, konteks: &KonteksUngkapan) -> Vec<&Syarat> {
        let syarat = self.syarat.iter().filter(|satu| satu.diunggah());
        syarat.filter(|satu| berlaku(satu.jika.as_ref(), konteks)).collect()
    }

    /// Products that this case gets.
    pub fn produk_berlaku(&self, konteks: &KonteksUngkapan) -> Vec<&Produk> {
        self.produk.iter().filter(|satu| berlaku(satu.jika.as_ref(), konteks)).collect()
    }

    /// The SOP of this case.
    pub fn sop_berlaku(&self, konteks: &KonteksUngkapan) -> &Kode {
        let lain = self.pilih_sop.iter().find(|satu| satu.jika.nilai_bool(konteks));
        lain.map_or(&self.sop, |satu| &satu.sop)
    }

    /// Every SOP that the service names.
    pub fn semua_sop(&self) -> impl Iterator<Item = &Kode> {
        std::iter::once(&self.sop).chain(self.pilih_sop.iter().map(|satu| &satu.sop))
    }

    /// The promise to this case.
    pub fn janji_berlaku(&self, konteks: &KonteksUngkapan) -> Option<Waktu> {
        let lain = self.pilih_janji.iter().find(|satu| satu.jika.nilai_bool(konteks));
        lain.map(|satu| satu.janji).or(self.janji)
    }

    /// The requirement that a paper of that code answers.
    pub fn syarat(&self, kode: &Kode) -> Option<&Syarat> {
        self.syarat.iter().find(|syarat| syarat.dijawab(kode))
    }

    /// The product of that code.
    pub fn produk(&self, kode: &Kode) -> Option<&Produk> {
        self.produk.iter().find(|produk| &produk.kode == kode)
    }

    /// Codes of every paper the service knows, substitutes too.
    pub fn kode_syarat(&self) -> impl Iterator<Item = &Kode> {
        self.syarat.iter().flat_map(|satu| {
            std::iter::once(&satu.kode).chain(satu.pengganti.iter().map(|lain| &lain.kode))
        })
    }

    /// Every expression of the service with its place below `layanan/<kode>`.
    pub fn ungkapan(&self) -> Vec<(String, &Ungkapan)> {
        let isian = self.isian.iter().map(|x| ("isian", &x.kode, x.jika.as_ref()));
        let syarat = self.syarat.iter().map(|x| ("syarat", &x.kode, x.jika.as_ref()));
        let produk = self.produk.iter().map(|x| ("produk", &x.kode, x.jika.as_ref()));
        let berkode = isian
            .chain(syarat)
            .chain(produk)
            .filter_map(|(jenis, kode, jika)| Some((format!("{jenis}/{kode}/jika"), jika?)));
        let sop = self.pilih_sop.iter().map(|x| ("pilih_sop", &x.jika));
        let janji = self.pilih_janji.iter().map(|x| ("pilih_janji", &x.jika));
        let susulan =
            self.susulan.iter().filter_map(|x| Some(("susulan", x.jika.as_ref()?))).enumerate();
        let bernomor = sop.enumerate().chain(janji.enumerate()).chain(susulan);
        let bernomor =
            bernomor.map(|(nomor, (jenis, jika))| (format!("{jenis}/{nomor}/jika"), jika));
        berkode.chain(bernomor).collect()
    }
}

/// Whether a condition holds; none always does.
pub fn berlaku(jika: Option<&Ungkapan>, konteks: &KonteksUngkapan) -> bool {
    jika.is_none_or(|jika| jika.nilai_bool(konteks))
}

fn gratis() -> String {
    "Gratis".to_owned()
}
