//! A configuration pack: all that makes an office this office, as one file.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TenantSlug;
use crate::{
    akses::Izin,
    kalender::{DaftarBawaanRusak, DaftarLibur, JamKerja, Kalender, Libur, ZonaWaktu},
    layanan::{Kanal, Layanan, Medium, SaluranPenyerahan, periksa_saluran},
    nilai::{Kode, KodeWilayah},
    sop::{Aksi, Cacat, DefinisiSop, periksa as periksa_sop, periksa_ungkapan},
    ungkapan::Lingkup,
};

/// The whole pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paket {
    /// Who this is.
    pub tenant: PaketTenant,
    /// Roles and what each may do.
    pub peran: Vec<Peran>,
    /// When the office works.
    pub jam_kerja: JamKerja,
    /// Holidays of the region, besides the national ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub libur: Vec<Libur>,
    /// What the conversation says in the office's own words.
    pub percakapan: TeksKantor,
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
}

impl Paket {
    /// The office's calendar: its zone and hours, national holidays and its own.
    ///
    /// # Errors
    /// The built-in list of national holidays cannot be read.
    pub fn kalender(&self) -> Result<Kalender, DaftarBawaanRusak> {
        let mut libur = DaftarLibur::nasional()?;
        libur.extend(self.libur.iter().cloned());
        Ok(Kalender { zona: self.tenant.zona, jam: self.jam_kerja.clone(), libur })
    }

    /// Every fault of the pack; an empty list means it may be loaded.
    pub fn periksa(&self) -> Vec<Cacat> {
        let mut cacat = Vec::new();
        let peran: BTreeSet<Kode> = self.peran.iter().map(|peran| peran.kode.clone()).collect();
        if peran.len() != self.peran.len() {
            cacat.push(Cacat::baru("peran_ganda", "peran", "Kode peran dipakai dua kali."));
        }
        let sop: BTreeMap<&Kode, &DefinisiSop> =
            self.sop.iter().map(|sop| (&sop.kode, sop)).collect();
        if sop.len() != self.sop.len() {
            cacat.push(Cacat::baru("sop_ganda", "sop", "Kode SOP dipakai dua kali."));
        }
        for definisi in &self.sop {
            cacat.extend(periksa_sop(definisi, &peran));
        }
        let lewat_wa =
            self.layanan.iter().filter(|layanan| layanan.kanal.contains(&Kanal::Whatsapp)).count();
        if lewat_wa > 9 {
            cacat.push(Cacat::baru(
                "layanan_terlalu_banyak",
                "layanan",
                "Menu WhatsApp memuat paling banyak 9 layanan dan satu baris petugas.",
            ));
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
            periksa_layanan(layanan, &peran, sop.get(&layanan.sop).copied(), &mut cacat);
        }
        cacat
    }
}

fn periksa_layanan(
    layanan: &Layanan,
    peran: &BTreeSet<Kode>,
    sop: Option<&DefinisiSop>,
    cacat: &mut Vec<Cacat>,
) {
    let letak = format!("layanan/{}", layanan.kode);
    if layanan.nama_pendek.chars().count() > 24 {
        cacat.push(Cacat::baru(
            "nama_pendek_panjang",
            &letak,
            "Nama pendek paling banyak 24 huruf, batas baris daftar WhatsApp.",
        ));
    }
    for (jenis, kode) in [
        ("isian", layanan.isian.iter().map(|x| &x.kode).collect::<Vec<_>>()),
        ("syarat", layanan.syarat.iter().map(|x| &x.kode).collect()),
        ("produk", layanan.produk.iter().map(|x| &x.kode).collect()),
    ] {
        if kode.iter().collect::<BTreeSet<_>>().len() != kode.len() {
            cacat.push(Cacat::baru(
                "kode_ganda",
                format!("{letak}/{jenis}"),
                "Kode dipakai dua kali.",
            ));
        }
    }
    for produk in &layanan.produk {
        let letak = format!("{letak}/produk/{}", produk.kode);
        for saluran in &produk.penyerahan {
            if let Err(larangan) = periksa_saluran(produk.jenis, produk.medium, *saluran) {
                cacat.push(Cacat::baru("kartu_softcopy", &letak, format!("{larangan}.")));
            }
        }
        if produk.penyerahan.contains(&SaluranPenyerahan::Email) {
            cacat.push(Cacat::baru(
                "saluran_belum_ada",
                &letak,
                "Penyerahan lewat email belum didukung.",
            ));
        }
        if let Some(kode) = &produk.penanda_tangan
            && !peran.contains(kode)
        {
            cacat.push(Cacat::baru(
                "peran_tidak_ada",
                &letak,
                format!("Peran penanda tangan `{kode}` belum didefinisikan."),
            ));
        }
        if produk.medium == Medium::PdfTte && produk.penanda_tangan.is_none() {
            cacat.push(Cacat::baru(
                "penanda_tangan_kosong",
                &letak,
                "Produk PDF bertanda tangan elektronik harus menyebut peran penanda tangan.",
            ));
        }
    }
    let Some(sop) = sop else {
        cacat.push(Cacat::baru(
            "sop_tidak_ada",
            &letak,
            format!("SOP `{}` tidak ada.", layanan.sop),
        ));
        return;
    };
    let isian: Vec<Kode> = layanan.isian.iter().map(|isian| isian.kode.clone()).collect();
    let syarat: Vec<Kode> = layanan.syarat.iter().map(|syarat| syarat.kode.clone()).collect();
    let lingkup = Lingkup { isian: Some(&isian), syarat: Some(&syarat) };
    periksa_ungkapan(sop, lingkup, &format!("{letak}/sop/{}", sop.kode), cacat);
    let mengirim = sop
        .tahap
        .iter()
        .flat_map(|tahap| &tahap.keputusan)
        .any(|keputusan| keputusan.aksi.contains(&Aksi::KirimDokumen));
    let ada_softcopy = layanan
        .produk
        .iter()
        .any(|produk| produk.penyerahan.iter().any(|saluran| saluran.softcopy()));
    if mengirim && !ada_softcopy {
        cacat.push(Cacat::baru(
            "kirim_tanpa_softcopy",
            &letak,
            "SOP layanan ini mengirim dokumen, tetapi tidak ada produk yang boleh dikirim sebagai softcopy.",
        ));
    }
}
