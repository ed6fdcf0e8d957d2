//! Simulation: every path through a definition, with its time and its load per role, before anybody walks it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Akhir, DefinisiSop, KeadaanKasus, Langkah, Mesin, StatusKasus, Waktu,
    jelajah::{Urut, jawaban, maju, sidik},
};
use crate::{
    kalender::{Durasi, Satuan},
    nilai::Kode,
};

/// Paths that are listed at most.
const BATAS_JALUR: usize = 2_000;
/// Steps that are walked at most in search of them: where many branches run side by side, most orders are the same path.
const BATAS_LANGKAH: usize = 100_000;
/// Steps of one path. Branches that open each other again and again have no last step.
const LANGKAH_SEJALUR: usize = 100;
/// Tugas that are open at once on a path.
const TUGAS_SEJALUR: usize = 12;

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

impl Jalur {
    /// The steps as a person reads them.
    pub fn kalimat(&self) -> String {
        let langkah: Vec<_> = self.langkah.iter().map(ToString::to_string).collect();
        langkah.join(" -> ")
    }
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
    let mut sisa = BATAS_LANGKAH;
    for satu in jawaban(definisi).unwrap_or_default() {
        let ids = Urut::default();
        let mesin = Mesin { definisi, ids: &ids, penilai: &satu };
        let Ok(peristiwa) = mesin.mulai() else { continue };
        let mulai = KeadaanKasus::awal().setelah(&peristiwa);
        let mut tumpukan = vec![(mulai.clone(), Vec::new(), BTreeSet::from([sidik(&mulai)]))];
        while let Some((keadaan, langkah, dilalui)) = tumpukan.pop() {
            if hasil.jalur.len() >= BATAS_JALUR || sisa == 0 {
                hasil.terpotong = true;
                break;
            }
            sisa -= 1;
            if let StatusKasus::Berakhir { akhir, .. } = keadaan.status {
                let jalur = ukur(definisi, langkah, akhir);
                if dikenal.insert(format!("{:?}", jalur.langkah)) {
                    hasil.jalur.push(jalur);
                }
                continue;
            }
            if langkah.len() >= LANGKAH_SEJALUR || keadaan.tugas.len() > TUGAS_SEJALUR {
                hasil.terpotong = true;
                continue;
            }
            for (satu, maju) in maju(&mesin, &keadaan) {
                let Ok(baru) = maju else { continue };
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

/// The binding number of a time, when it is counted in minutes and in working days.
fn menit_dan_hari(waktu: Waktu) -> (u64, u64) {
    if waktu == Waktu::SetiapHari {
        return (0, 0);
    }
    let (_, jumlah, satuan) = Durasi::from(waktu).urai();
    let jumlah = u64::from(jumlah);
    match satuan {
        Satuan::Menit => (jumlah, 0),
        Satuan::Jam => (jumlah * 60, 0),
        Satuan::HariKerja => (0, jumlah),
        Satuan::HariKalender | Satuan::Minggu => (0, 0),
    }
}

fn ukur(definisi: &DefinisiSop, langkah: Vec<Langkah>, akhir: Akhir) -> Jalur {
    let semua: Vec<Waktu> = langkah.iter().filter_map(|satu| waktu(definisi, satu)).collect();
    let ukuran = || semua.iter().map(|waktu| menit_dan_hari(*waktu));
    Jalur {
        akhir,
        menit: ukuran().map(|(menit, _)| menit).sum(),
        hari_kerja: ukuran().map(|(_, hari)| hari).sum(),
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
        let lama = waktu(definisi, langkah).map_or(0, |waktu| menit_dan_hari(waktu).0);
        if let Some(peran) = &langkah.peran {
            *beban.entry(peran.clone()).or_insert(0) += lama;
        }
    }
    beban
}
