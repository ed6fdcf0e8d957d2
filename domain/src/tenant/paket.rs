//! A configuration pack: all that makes an office this office, as one file.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    TenantSlug,
    periksa_layanan::{periksa_layanan, periksa_susulan},
};
use crate::{
    akses::{AturanKeamanan, BatasDelegasi, Izin, Tim, Unit, periksa_tim, periksa_unit},
    dokumen::AturanContoh,
    kalender::{
        DaftarBawaanRusak, DaftarLibur, HariKerjaKhusus, JamKanal, JamKerja, Kalender, Libur,
        ZonaWaktu,
    },
    kartu::AturanKartu,
    layanan::{Layanan, Tangkap},
    loket::PengaturanLoket,
    nilai::{Kode, KodeWilayah},
    penyerahan::AturanPenyerahan,
    percakapan::kamus::{self, BAHASA_INDONESIA},
    sop::{Cacat, DefinisiSop, periksa as periksa_sop},
};

/// The whole pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paket {
    /// Who this is.
    pub tenant: PaketTenant,
    /// Roles and what each may do.
    pub peran: Vec<Peran>,
    /// Units of the office, from the top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unit: Vec<Unit>,
    /// Teams across units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tim: Vec<Tim>,
    /// How long a Plh or Plt may last.
    #[serde(default, skip_serializing_if = "BatasDelegasi::bawaan")]
    pub batas_delegasi: BatasDelegasi,
    /// What the office demands of the accounts of its officers.
    #[serde(default, skip_serializing_if = "AturanKeamanan::bawaan")]
    pub keamanan: AturanKeamanan,
    /// How many documents of a bundle are reviewed before it is signed.
    #[serde(default, skip_serializing_if = "AturanContoh::bawaan")]
    pub contoh_tte: AturanContoh,
    /// When the office works.
    pub jam_kerja: JamKerja,
    /// Channels that are served at hours of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jam_kanal: Vec<JamKanal>,
    /// Holidays of the region, besides the national ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub libur: Vec<Libur>,
    /// Days on which the office works all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hari_kerja_khusus: Vec<HariKerjaKhusus>,
    /// Cards: print queue, who may have a KIA, blank cards.
    #[serde(default, skip_serializing_if = "AturanKartu::bawaan")]
    pub kartu: AturanKartu,
    /// How the counter is run: the shelf, the queue, reminders. Without it, what the office set stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loket: Option<PengaturanLoket>,
    /// What the conversation says in the office's own words.
    pub percakapan: TeksKantor,
    /// How documents are handed over.
    #[serde(default, skip_serializing_if = "AturanPenyerahan::bawaan")]
    pub penyerahan: AturanPenyerahan,
    /// The catalogue, most used first.
    pub layanan: Vec<Layanan>,
    /// The SOPs that the catalogue refers to.
    pub sop: Vec<DefinisiSop>,
}

/// Identity of the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaketTenant {
    /// Short name for URLs and schemas.
    pub slug: TenantSlug,
    /// The office's name.
    pub nama: String,
    /// Region code.
    pub kode_wilayah: KodeWilayah,
    /// The province, as people write it.
    pub provinsi: String,
    /// Time zone.
    pub zona: ZonaWaktu,
    /// The name of the service innovation, for example `Dik Jamila me-WA`.
    pub inovasi: String,
    /// Published contact lines.
    #[serde(default)]
    pub kontak: Vec<String>,
}

/// A role: a name, and permissions from the catalogue. Roles have no meaning by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Peran {
    /// Unique within the tenant.
    pub kode: Kode,
    /// As the office calls it.
    pub nama: String,
    /// What its holders may do.
    pub izin: BTreeSet<Izin>,
}

/// The office's own words in the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeksKantor {
    /// First line of the greeting.
    pub salam: String,
    /// Notice on personal data, shown with the greeting.
    pub pemberitahuan_data: String,
    /// Version of that notice; stored with the contact.
    pub versi_pemberitahuan: String,
    /// When officers answer, as residents read it.
    pub jam_layanan: String,
    /// Link to the satisfaction survey (B-27).
    #[serde(default)]
    pub tautan_survei: Option<String>,
    /// Texts the office words its own way, by their names in the catalogue of texts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub teks: BTreeMap<String, String>,
    /// Languages of its residents besides Indonesian.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bahasa: Vec<Bahasa>,
    /// How papers and sensitive fields are captured on WhatsApp where they do not say so themselves; by link without it.
    /// `chat` only with the provider's written position that this office may ask for them there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tangkap_bawaan: Option<Tangkap>,
    /// Hours for which a link to the office's page is good.
    #[serde(default = "sehari", skip_serializing_if = "is_sehari")]
    pub umur_tautan_jam: u16,
}

/// A language of residents: what is not worded in it is said in Indonesian.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bahasa {
    /// Its code, for example `jv` (Jawa), `bjn` (Banjar) or `bug` (Bugis).
    pub kode: Kode,
    /// Its name as its speakers call it, at most 20 characters.
    pub nama: String,
    /// Texts by their names in the catalogue of texts.
    pub teks: BTreeMap<String, String>,
}

impl TeksKantor {
    /// Every fault of the office's words.
    pub fn periksa(&self, cacat: &mut Vec<Cacat>) {
        periksa_teks("percakapan/teks", &self.teks, cacat);
        let mut kode = BTreeSet::new();
        for (letak, bahasa) in self.bahasa.iter().enumerate() {
            let tempat = format!("percakapan/bahasa/{letak}");
            if bahasa.kode.as_str() == BAHASA_INDONESIA || !kode.insert(&bahasa.kode) {
                let pesan = format!("Bahasa `{}` dipakai dua kali.", bahasa.kode);
                cacat.push(
                    Cacat::baru("bahasa_ganda", format!("{tempat}/kode"), pesan)
                        .dengan_nilai(&bahasa.kode),
                );
            }
            if !(1..=20).contains(&bahasa.nama.chars().count()) {
                let pesan = "Nama bahasa paling banyak 20 huruf, supaya muat di tombol.";
                cacat.push(Cacat::baru("nama_bahasa", format!("{tempat}/nama"), pesan));
            }
            periksa_teks(&format!("{tempat}/teks"), &bahasa.teks, cacat);
        }
    }
}

fn periksa_teks(tempat: &str, teks: &BTreeMap<String, String>, cacat: &mut Vec<Cacat>) {
    for (kode, pola) in teks {
        let letak = format!("{tempat}/{kode}");
        match kamus::teks(kode) {
            None => {
                let pesan = format!("Teks `{kode}` tidak ada dalam katalog teks.");
                cacat.push(Cacat::baru("teks_tidak_dikenal", letak, pesan).dengan_nilai(kode));
            }
            Some(satu) => {
                let salah = satu.periksa(pola).into_iter();
                cacat.extend(salah.map(|satu| Cacat::baru(satu.kode, &letak, satu.pesan)));
            }
        }
    }
}

/// The life of a link: at least an hour, at most a week.
const UMUR_TAUTAN: RangeInclusive<u16> = 1..=168;

fn sehari() -> u16 {
    24
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes by reference")]
fn is_sehari(jam: &u16) -> bool {
    *jam == sehari()
}

impl Paket {
    /// The office's calendar: its zone and hours, national holidays and its own.
    ///
    /// # Errors
    /// The built-in list of national holidays cannot be read.
    pub fn kalender(&self) -> Result<Kalender, DaftarBawaanRusak> {
        let mut libur = DaftarLibur::nasional()?;
        libur.extend(self.libur.iter().cloned());
        let khusus = self.hari_kerja_khusus.clone().into();
        Ok(Kalender {
            zona: self.tenant.zona,
            jam: self.jam_kerja.clone(),
            libur,
            khusus,
            jam_kanal: self.jam_kanal.clone(),
        })
    }

    /// Teams and levels of units that steps name and nobody belongs to: such a step could never be taken.
    fn periksa_tempat(&self, definisi: &DefinisiSop, cacat: &mut Vec<Cacat>) {
        for tahap in &definisi.tahap {
            let letak = format!("sop/{}/tahap/{}", definisi.kode, tahap.kode);
            if let Some(tim) = &tahap.pelaksana.tim
                && !self.tim.iter().any(|satu| &satu.kode == tim)
            {
                let pesan = format!("Tim `{tim}` belum didefinisikan.");
                cacat.push(Cacat::baru("tim_tidak_ada", &letak, pesan).dengan_nilai(tim));
            }
            if let Some(jenis) = tahap.pelaksana.unit
                && !self.unit.iter().any(|satu| satu.jenis == jenis)
            {
                let pesan = "Belum ada unit kerja pada tingkat yang diminta tahap ini.";
                cacat.push(Cacat::baru("unit_tidak_ada", &letak, pesan));
            }
        }
    }

    /// Every fault of the pack; an empty list means it may be loaded.
    pub fn periksa(&self) -> Vec<Cacat> {
        let mut cacat = Vec::new();
        let peran: BTreeSet<Kode> = self.peran.iter().map(|peran| peran.kode.clone()).collect();
        if peran.len() != self.peran.len() {
            cacat.push(Cacat::baru("peran_ganda", "peran", "Kode peran dipakai dua kali."));
        }
        cacat.extend(periksa_unit(&self.unit));
        cacat.extend(periksa_tim(&self.tim));
        if self.batas_delegasi.plh_hari == 0 || self.batas_delegasi.plt_hari == 0 {
            let kalimat = "Batas hari Plh dan Plt paling sedikit 1.";
            cacat.push(Cacat::baru("batas_delegasi_nol", "batas_delegasi", kalimat));
        }
        if !self.contoh_tte.sah() {
            let kalimat = "Contoh bundel TTE 1 sampai 100 persen, paling sedikit 1 dokumen.";
            cacat.push(Cacat::baru("contoh_tte_tidak_sah", "contoh_tte", kalimat));
        }
        self.kartu.periksa(&mut cacat);
        let loket = self.loket.iter().flat_map(PengaturanLoket::cacat);
        cacat.extend(
            loket.map(|salah| {
                Cacat::baru(salah.kode, format!("/loket{}", salah.pointer), salah.pesan)
            }),
        );
        self.percakapan.periksa(&mut cacat);
        cacat.extend(self.penyerahan.cacat());
        if !UMUR_TAUTAN.contains(&self.percakapan.umur_tautan_jam) {
            let kalimat = "Umur tautan 1 sampai 168 jam (tujuh hari).";
            let letak = "percakapan/umur_tautan_jam";
            let nilai = self.percakapan.umur_tautan_jam;
            cacat.push(Cacat::baru("umur_tautan", letak, kalimat).dengan_nilai(&nilai));
        }
        let sop: BTreeMap<&Kode, &DefinisiSop> =
            self.sop.iter().map(|sop| (&sop.kode, sop)).collect();
        if sop.len() != self.sop.len() {
            cacat.push(Cacat::baru("sop_ganda", "sop", "Kode SOP dipakai dua kali."));
        }
        for definisi in &self.sop {
            cacat.extend(periksa_sop(definisi, &peran));
            self.periksa_tempat(definisi, &mut cacat);
        }
        let mut kode_layanan = BTreeSet::new();
        for layanan in &self.layanan {
            if !kode_layanan.insert(&layanan.kode) {
                cacat.push(Cacat::baru(
                    "layanan_ganda",
                    "layanan",
                    "Kode layanan dipakai dua kali.",
                ));
            }
            periksa_layanan(layanan, &peran, &sop, &mut cacat);
            periksa_susulan(layanan, &self.layanan, &mut cacat);
        }
        cacat
    }
}
