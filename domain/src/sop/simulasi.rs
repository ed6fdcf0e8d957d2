//! Simulation: every path through a definition, with its time and its load per role, before anybody walks it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Akhir, DefinisiSop, KeadaanKasus, Langkah, Mesin, StatusKasus, Waktu,
    jelajah::{Urut, jawaban, maju, sidik},
};
use crate::nilai::Kode;

/// Paths that are listed at most.
const BATAS_JALUR: usize = 2_000;

/// One path from the start to an end; loops are walked once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jalur {
    /// The steps.
    pub langkah: Vec<Langkah>,
    /// How it ends.
    pub akhir: Akhir,
    /// Working minutes by mutu baku, where steps state minutes or hours.
    pub menit: u64,
    /// Working days by mutu baku, where steps state days.
    pub hari_kerja: u64,
}

/// What a simulation found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Simulasi {
    /// Paths, the shortest first.
    pub jalur: Vec<Jalur>,
    /// Whether there are more paths than are listed.
    pub terpotong: bool,
    /// Working minutes per role on the longest path that ends well.
    pub beban: BTreeMap<Kode, u64>,
}

impl Simulasi {
    /// The least and the most working minutes of the paths that end well.
    pub fn rentang_selesai(&self) -> Option<(u64, u64)> {
        let menit = || self.selesai().map(|jalur| jalur.menit);
        Some((menit().min()?, menit().max()?))
    }

    fn selesai(&self) -> impl Iterator<Item = &Jalur> {
        self.jalur.iter().filter(|jalur| jalur.akhir == Akhir::Selesai)
    }
}

/// Simulates a sound definition.
pub fn simulasikan(definisi: &DefinisiSop) -> Simulasi {
    let mut hasil = Simulasi::default();
    let mut dikenal = BTreeSet::new();
    for satu in jawaban(definisi).unwrap_or_default() {
        let ids = Urut::default();
        let mesin = Mesin { definisi, ids: &ids, penilai: &satu };
        let Ok(peristiwa) = mesin.mulai() else { continue };
        let mulai = KeadaanKasus::awal().setelah(&peristiwa);
        let mut tumpukan = vec![(mulai.clone(), Vec::new(), BTreeSet::from([sidik(&mulai)]))];
        while let Some((keadaan, langkah, dilalui)) = tumpukan.pop() {
            if hasil.jalur.len() >= BATAS_JALUR {
                hasil.terpotong = true;
                break;
            }
            if let StatusKasus::Berakhir { akhir, .. } = keadaan.status {
                let jalur = ukur(definisi, langkah, akhir);
                if dikenal.insert(format!("{:?}", jalur.langkah)) {
                    hasil.jalur.push(jalur);
                }
                continue;
            }
            for (satu, maju) in maju(&mesin, &keadaan) {
                let Some(baru) = maju else { continue };
                let kunci = sidik(&baru);
                if dilalui.contains(&kunci) {
                    continue;
                }
                let (mut langkah, mut dilalui) = (langkah.clone(), dilalui.clone());
                langkah.push(satu);
                dilalui.insert(kunci);
                tumpukan.push((baru, langkah, dilalui));
            }
        }
    }
    hasil.jalur.sort_by_key(|jalur| jalur.langkah.len());
    hasil.beban = beban(definisi, &hasil);
    hasil
}

fn waktu(definisi: &DefinisiSop, langkah: &Langkah) -> Option<Waktu> {
    // A chain states its time for the whole step, so only its first level counts.
    if langkah.level.is_some_and(|level| level > 0) {
        return None;
    }
    definisi.tahap(langkah.tahap.as_ref()?)?.mutu_baku.waktu
}

fn menit(waktu: Waktu) -> u64 {
    match waktu {
        Waktu::Menit(n) => u64::from(n),
        Waktu::Jam(n) => u64::from(n) * 60,
        Waktu::HariKerja(_) | Waktu::HariKalender(_) | Waktu::SetiapHari => 0,
    }
}

fn ukur(definisi: &DefinisiSop, langkah: Vec<Langkah>, akhir: Akhir) -> Jalur {
    let semua: Vec<Waktu> = langkah.iter().filter_map(|satu| waktu(definisi, satu)).collect();
    let hari_kerja = semua.iter().map(|waktu| match waktu {
        Waktu::HariKerja(n) => u64::from(*n),
        _ => 0,
    });
    Jalur {
        akhir,
        menit: semua.iter().map(|waktu| menit(*waktu)).sum(),
        hari_kerja: hari_kerja.sum(),
        langkah,
    }
}

fn beban(definisi: &DefinisiSop, hasil: &Simulasi) -> BTreeMap<Kode, u64> {
    let mut beban = BTreeMap::new();
    let Some(terpanjang) = hasil.selesai().max_by_key(|jalur| (jalur.menit, jalur.langkah.len()))
    else {
        return beban;
    };
    for langkah in &terpanjang.langkah {
        let Some(tahap) = langkah.tahap.as_ref().and_then(|kode| definisi.tahap(kode)) else {
            continue;
        };
        let lama = waktu(definisi, langkah).map_or(0, menit);
        let peran = definisi
            .level(tahap, langkah.level)
            .map(|level| &level.peran)
            .or_else(|| tahap.pelaksana.salah_satu.first());
        if let Some(peran) = peran {
            *beban.entry(peran.clone()).or_insert(0) += lama;
        }
    }
    beban
}
