//! An SOP as offices write it (SOP-AP): an identity sheet and steps with a mutu baku.

mod catatan;
mod identitas;
mod keputusan;
mod rantai;
mod tahap;
mod waktu;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use catatan::*;
pub use identitas::*;
pub use keputusan::*;
pub use rantai::*;
pub use tahap::*;
pub use waktu::*;

use crate::{nilai::Kode, ungkapan::Ungkapan};

/// One version of an SOP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DefinisiSop {
    /// Unique within the tenant.
    pub kode: Kode,
    /// The title on the sheet.
    pub nama: String,
    /// The identity sheet (P-15).
    #[serde(default)]
    pub identitas: IdentitasSop,
    /// The first step.
    pub mulai: Kode,
    /// The steps, in the order of the sheet.
    pub tahap: Vec<Tahap>,
    /// Named approval chains that steps refer to.
    #[serde(default)]
    pub rantai: Vec<Rantai>,
    /// Reason codes that outcomes offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alasan: Vec<KodeAlasan>,
    /// Fee tables that steps bill by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tarif: Vec<Tarif>,
    /// Registers in which steps give numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub register: Vec<Register>,
    /// Who is warned as a step's time runs out, unless the step says otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub eskalasi: Vec<Eskalasi>,
}

impl DefinisiSop {
    /// The step of that code.
    pub fn tahap(&self, kode: &Kode) -> Option<&Tahap> {
        self.tahap.iter().find(|tahap| &tahap.kode == kode)
    }

    /// Whether an outcome of a step leads only to later steps or to a good end: the work of the step is done.
    pub fn maju(&self, tahap: &Kode, keputusan: &Keputusan) -> bool {
        let letak = |kode: &Kode| self.tahap.iter().position(|satu| &satu.kode == kode);
        let sini = letak(tahap);
        keputusan.tujuan.iter().all(|tujuan| match tujuan {
            Tujuan::Tahap(kode) => letak(kode) > sini,
            Tujuan::Selesai => true,
            Tujuan::Pemohon { .. }
            | Tujuan::Turun { .. }
            | Tujuan::Ditolak
            | Tujuan::Dibatalkan => false,
        })
    }

    /// The chain of that code.
    pub fn rantai(&self, kode: &Kode) -> Option<&Rantai> {
        self.rantai.iter().find(|rantai| &rantai.kode == kode)
    }

    /// The fee table of that code.
    pub fn tarif(&self, kode: &Kode) -> Option<&Tarif> {
        self.tarif.iter().find(|tarif| &tarif.kode == kode)
    }

    /// The register of that code.
    pub fn register(&self, kode: &Kode) -> Option<&Register> {
        self.register.iter().find(|register| &register.kode == kode)
    }

    /// Who is warned as the time of a step runs out.
    pub fn eskalasi<'a>(&'a self, tahap: &'a Tahap) -> &'a [Eskalasi] {
        if tahap.eskalasi.is_empty() { &self.eskalasi } else { &tahap.eskalasi }
    }

    /// Whether any step bills by a table.
    pub fn bertarif(&self) -> bool {
        self.tahap.iter().any(|tahap| tahap.tarif.is_some())
    }

    /// Whether anything in it hangs on the office's calendar.
    pub fn berwaktu(&self) -> bool {
        let menunggu = |tujuan: &Tujuan| matches!(tujuan, Tujuan::Pemohon { batas: Some(_), .. });
        !self.eskalasi.is_empty()
            || self.tahap.iter().any(|tahap| {
                !tahap.eskalasi.is_empty()
                    || matches!(tahap.jadwal, Some(AturanJadwal::Tunggu(_)))
                    || tahap.keputusan.iter().flat_map(|k| &k.tujuan).any(menunggu)
            })
    }

    /// Every expression of the definition, with its place below `sop/<kode>`.
    pub fn ungkapan(&self) -> Vec<(String, &Ungkapan)> {
        let mut semua: Vec<_> = self.penjaga().collect();
        for tarif in &self.tarif {
            for (nomor, baris) in tarif.baris.iter().enumerate() {
                let letak = || format!("tarif/{}/baris/{nomor}/jika", tarif.kode);
                semua.extend(baris.jika.as_ref().map(|jika| (letak(), jika)));
            }
        }
        semua
    }

    /// The expressions that decide which way a case goes.
    pub fn penjaga(&self) -> impl Iterator<Item = (String, &Ungkapan)> {
        let tahap = self.tahap.iter().flat_map(|tahap| {
            let letak = format!("tahap/{}", tahap.kode);
            let jika = tahap.jika.as_ref().map(|jika| (format!("{letak}/jika"), jika));
            let keputusan = tahap.keputusan.iter().filter_map({
                let letak = letak.clone();
                move |satu| {
                    let jika = satu.jika.as_ref()?;
                    Some((format!("{letak}/keputusan/{}/jika", satu.kode), jika))
                }
            });
            let rantai = tahap.pilih_rantai.iter().enumerate().map(move |(nomor, satu)| {
                (format!("{letak}/pilih_rantai/{nomor}/jika"), &satu.jika)
            });
            jika.into_iter().chain(keputusan).chain(rantai)
        });
        let level = self.rantai.iter().flat_map(|rantai| {
            rantai.level.iter().enumerate().filter_map(move |(nomor, level)| {
                let jika = level.lewati_jika.as_ref()?;
                Some((format!("rantai/{}/level/{nomor}/lewati_jika", rantai.kode), jika))
            })
        });
        tahap.chain(level)
    }

    /// The level that a tugas stands at, when its step walks a chain.
    pub fn level(&self, rantai: Option<&Kode>, level: Option<u16>) -> Option<&LevelRantai> {
        self.rantai(rantai?)?.level.get(usize::from(level?))
    }
}
