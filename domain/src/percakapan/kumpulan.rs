//! A permohonan while it is being collected, and what expressions may ask about it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::kamus::{Kamus, Teks, permohonan as kata};
use crate::{
    layanan::{Isian, Kanal, Layanan, Produk, SaluranPenyerahan, Syarat, berlaku},
    nilai::Kode,
    penyerahan::saluran_awal,
    permohonan::{BerkasId, HubunganKuasa},
    ungkapan::{KonteksUngkapan, PemohonUngkapan},
};

/// A permohonan being collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kumpulan {
    /// The service.
    pub layanan: Kode,
    /// Its variant, where it has any.
    #[serde(default)]
    pub varian: Option<Kode>,
    /// The applicant's name.
    pub nama: Option<String>,
    /// Answers so far.
    pub isian: BTreeMap<Kode, String>,
    /// Optional fields that were skipped.
    #[serde(default)]
    pub isian_lewati: Vec<Kode>,
    /// Papers so far.
    pub berkas: Vec<(Kode, BerkasId)>,
    /// Optional papers that were skipped.
    pub lewati: Vec<Kode>,
    /// Who acts for the applicant.
    #[serde(default)]
    pub wakil: Option<Wakil>,
    /// What is being asked about who acts for the applicant.
    #[serde(default)]
    pub tanya_wakil: Option<TanyaWakil>,
    /// How the applicant wants which product.
    #[serde(default)]
    pub serah: BTreeMap<Kode, SerahAwal>,
    /// Whether a choice could not be read, so that it is asked for once more.
    #[serde(default)]
    pub serah_tunda: bool,
}

/// How the applicant wants a product, before the case exists.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SerahAwal {
    /// The channel.
    pub saluran: SaluranPenyerahan,
    /// Email or street address; personal.
    #[serde(default)]
    pub tujuan: Option<String>,
}

impl std::fmt::Debug for SerahAwal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SerahAwal").field("saluran", &self.saluran).finish_non_exhaustive()
    }
}

/// Who acts for the applicant (S-8, K-20).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wakil {
    /// In what capacity.
    pub hubungan: HubunganKuasa,
    /// Full name.
    pub nama: String,
}

/// A question about who acts for the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TanyaWakil {
    /// In what capacity.
    Hubungan,
    /// The name, in this capacity.
    Nama(HubunganKuasa),
}

/// The capacities, in the order in which they are offered.
pub(super) const HUBUNGAN: [(HubunganKuasa, &str, &Teks); 4] = [
    (HubunganKuasa::Keluarga, "keluarga", &kata::KELUARGA),
    (HubunganKuasa::Wali, "wali", &kata::WALI),
    (HubunganKuasa::AparatDesa, "aparat_desa", &kata::APARAT_DESA),
    (HubunganKuasa::Kuasa, "kuasa", &kata::PENERIMA_KUASA),
];

/// A capacity as residents read it.
pub(super) fn kata_hubungan(hubungan: HubunganKuasa, kamus: &Kamus) -> &str {
    HUBUNGAN.iter().find(|(satu, ..)| *satu == hubungan).map_or("", |(_, _, nama)| kamus.pola(nama))
}

impl Kumpulan {
    /// The beginning of a collection.
    pub fn baru(layanan: Kode) -> Self {
        Self {
            layanan,
            varian: None,
            nama: None,
            isian: BTreeMap::new(),
            isian_lewati: Vec::new(),
            berkas: Vec::new(),
            lewati: Vec::new(),
            wakil: None,
            tanya_wakil: None,
            serah: BTreeMap::new(),
            serah_tunda: false,
        }
    }

    /// The products whose way may be chosen, each with its channels, two at least.
    pub(super) fn dapat_dipilih<'l>(
        layanan: &'l Layanan,
        konteks: &KonteksUngkapan,
    ) -> Vec<(&'l Produk, Vec<SaluranPenyerahan>)> {
        let produk = layanan.produk_berlaku(konteks).into_iter();
        let satu = |produk: &'l Produk| {
            let boleh = saluran_awal(produk, konteks.pemohon.rentan);
            (boleh.len() > 1).then_some((produk, boleh))
        };
        produk.filter_map(satu).collect()
    }

    /// Whether that paper is still asked for.
    pub fn kurang(&self, syarat: &Syarat) -> bool {
        let ada = self.berkas.iter().any(|(kode, _)| syarat.dijawab(kode));
        !ada && (syarat.wajib || !self.lewati.contains(&syarat.kode))
    }

    /// What expressions may ask about it on that day: only answers to fields that apply count. With it, the fields
    /// that are still open, in order.
    pub fn konteks<'l>(
        &self,
        layanan: &'l Layanan,
        hari_ini: Date,
    ) -> (KonteksUngkapan, Vec<&'l Isian>) {
        let mut konteks = KonteksUngkapan {
            layanan: self.layanan.clone(),
            varian: self.varian.clone(),
            kanal: Kanal::Whatsapp,
            isian: BTreeMap::new(),
            pemohon: PemohonUngkapan { umur: None, wni: true, rentan: false },
            berkas: self.berkas.iter().map(|(kode, _)| kode.clone()).collect(),
            putaran: 1,
            kuasa: self.wakil.is_some(),
            hari_sejak_peristiwa: None,
            terdaftar: hari_ini,
            hari_ini,
        };
        let mut terbuka = Vec::new();
        for isian in &layanan.isian {
            if !berlaku(isian.jika.as_ref(), &konteks) {
                continue;
            }
            if let Some(nilai) = self.isian.get(&isian.kode) {
                konteks.isian.insert(isian.kode.clone(), nilai.clone());
                layanan.artikan(&mut konteks);
            } else if isian.wajib || !self.isian_lewati.contains(&isian.kode) {
                terbuka.push(isian);
            }
        }
        (konteks, terbuka)
    }
}
