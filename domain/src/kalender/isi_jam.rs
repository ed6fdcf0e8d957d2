//! Working hours as an office types them, read once, with the place of every fault.

use std::collections::BTreeMap;

use time::Date;

use super::{
    GalatJamKerja, Hari, JamKerja, PekanKerja, Periode, Pukul, RentangJam, baca_tanggal,
    jam_kerja::periksa_urut,
};
use crate::galat::Pelanggaran;

/// More spans than this in a day are a mistake.
const RENTANG_MAKS: usize = 6;
/// More periods than this are a mistake.
const PERIODE_MAKS: usize = 40;
/// The longest name of a period or a day, in characters.
pub(super) const NAMA_MAKS: usize = 200;

/// A week as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PekanMentah {
    /// Spans such as `07:30-12:00` per weekday; a weekday without any is closed.
    pub hari: BTreeMap<Hari, Vec<String>>,
    /// Cut-offs such as `14:00` by the name of the weekday.
    pub batas_penerimaan: BTreeMap<String, String>,
}

/// A period with hours of its own, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodeMentah {
    /// What it is called.
    pub nama: String,
    /// First day, `YYYY-MM-DD`.
    pub dari: String,
    /// Last day.
    pub sampai: String,
    /// Its week.
    pub jam: PekanMentah,
}

/// Working hours as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JamKerjaMentah {
    /// The usual week.
    pub biasa: PekanMentah,
    /// Periods such as Ramadan.
    pub periode: Vec<PeriodeMentah>,
}

impl GalatJamKerja {
    /// The stable code.
    pub fn kode(&self) -> &'static str {
        match self {
            Self::BukanJam(_) => "bukan_jam",
            Self::BukanRentang(_) => "bukan_rentang",
            Self::Bertumpuk { .. } => "rentang_bertumpuk",
            Self::PeriodeTerbalik(_) => "periode_terbalik",
            Self::PeriodeBertumpuk(..) => "periode_bertumpuk",
        }
    }

    /// As a violation at that place.
    pub(super) fn di(&self, pointer: impl Into<String>) -> Pelanggaran {
        salah(pointer, self.kode(), kalimat(&self.to_string()))
    }
}

impl JamKerjaMentah {
    /// The hours, once they are sound.
    ///
    /// # Errors
    /// Every fault with its place.
    pub fn baca(&self) -> Result<JamKerja, Vec<Pelanggaran>> {
        let mut cacat = Vec::new();
        let biasa = self.biasa.baca("/biasa", &mut cacat);
        if cacat.is_empty() && Hari::SEMUA.iter().all(|hari| biasa.hari(*hari).is_empty()) {
            cacat.push(salah(
                "/biasa",
                "tanpa_jam_kerja",
                "Isi jam kerja paling sedikit satu hari dalam sepekan.",
            ));
        }
        if self.periode.len() > PERIODE_MAKS {
            cacat.push(salah(
                "/periode",
                "periode_terlalu_banyak",
                format!("Paling banyak {PERIODE_MAKS} periode."),
            ));
        }
        let periode: Vec<Periode> = self
            .periode
            .iter()
            .take(PERIODE_MAKS)
            .enumerate()
            .filter_map(|(ke, satu)| satu.baca(&format!("/periode/{ke}"), &mut cacat))
            .collect();
        if !cacat.is_empty() {
            return Err(cacat);
        }
        JamKerja::baru(biasa, periode).map_err(|galat| vec![galat.di("/periode")])
    }
}

impl PekanMentah {
    fn baca(&self, letak: &str, cacat: &mut Vec<Pelanggaran>) -> PekanKerja {
        let mut pekan = PekanKerja::default();
        for (hari, teks) in &self.hari {
            let letak = format!("{letak}/{}", kata(*hari));
            let rentang = baca_rentang(*hari, teks, &letak, cacat);
            *pekan.hari_mut(*hari) = rentang;
        }
        for (nama, pukul) in &self.batas_penerimaan {
            let letak = format!("{letak}/batas_penerimaan");
            let Some(hari) = Hari::SEMUA.into_iter().find(|hari| kata(*hari) == *nama) else {
                cacat.push(salah(
                    letak,
                    "hari_tidak_dikenal",
                    "Batas penerimaan memakai nama hari: senin sampai minggu.",
                ));
                continue;
            };
            let letak = format!("{letak}/{nama}");
            match pukul.parse::<Pukul>() {
                Ok(pukul) if pekan.hari(hari).first().is_none_or(|buka| pukul < buka.awal()) => {
                    cacat.push(salah(
                        letak,
                        "batas_sebelum_buka",
                        "Batas penerimaan harus di dalam jam kerja hari itu.",
                    ));
                }
                Ok(pukul) => {
                    pekan.batas_penerimaan.insert(hari, pukul);
                }
                Err(galat) => cacat.push(galat.di(letak)),
            }
        }
        pekan
    }
}

impl PeriodeMentah {
    fn baca(&self, letak: &str, cacat: &mut Vec<Pelanggaran>) -> Option<Periode> {
        let nama = baca_nama(&self.nama, format!("{letak}/nama"), cacat);
        let dari = baca_hari(&self.dari, format!("{letak}/dari"), cacat);
        let sampai = baca_hari(&self.sampai, format!("{letak}/sampai"), cacat);
        let jam = self.jam.baca(&format!("{letak}/jam"), cacat);
        let satu = Periode { nama: nama?, dari: dari?, sampai: sampai?, jam };
        if satu.sampai < satu.dari {
            cacat.push(GalatJamKerja::PeriodeTerbalik(satu.nama).di(format!("{letak}/sampai")));
            return None;
        }
        Some(satu)
    }
}

/// The spans of one day, in order and apart from each other.
pub(super) fn baca_rentang(
    hari: Hari,
    teks: &[String],
    letak: &str,
    cacat: &mut Vec<Pelanggaran>,
) -> Vec<RentangJam> {
    if teks.len() > RENTANG_MAKS {
        cacat.push(salah(
            letak,
            "rentang_terlalu_banyak",
            format!("Paling banyak {RENTANG_MAKS} rentang jam sehari."),
        ));
        return Vec::new();
    }
    let mut rentang = Vec::with_capacity(teks.len());
    for (ke, satu) in teks.iter().enumerate() {
        match satu.parse::<RentangJam>() {
            Ok(satu) => rentang.push(satu),
            Err(galat) => cacat.push(galat.di(format!("{letak}/{ke}"))),
        }
    }
    if let Err(galat) = periksa_urut(hari, &rentang) {
        cacat.push(galat.di(letak));
    }
    rentang
}

/// A name that people read: not empty, on one line, of bounded length.
pub(super) fn baca_nama(
    teks: &str,
    letak: impl Into<String>,
    cacat: &mut Vec<Pelanggaran>,
) -> Option<String> {
    let nama = teks.trim();
    let layak = (1..=NAMA_MAKS).contains(&nama.chars().count()) && !nama.contains(char::is_control);
    if layak {
        return Some(nama.to_owned());
    }
    let pesan = format!("Nama wajib diisi dalam satu baris, paling panjang {NAMA_MAKS} huruf.");
    cacat.push(salah(letak, "nama_tidak_sah", pesan));
    None
}

/// A date.
pub(super) fn baca_hari(
    teks: &str,
    letak: impl Into<String>,
    cacat: &mut Vec<Pelanggaran>,
) -> Option<Date> {
    let tanggal = baca_tanggal(teks);
    if tanggal.is_none() {
        cacat.push(salah(letak, "tanggal_tidak_sah", "Tulis tanggal seperti 2026-08-17."));
    }
    tanggal
}

fn salah(pointer: impl Into<String>, kode: &'static str, pesan: impl Into<String>) -> Pelanggaran {
    Pelanggaran::baru(pointer, kode, pesan)
}

/// The weekday as JSON writes it.
fn kata(hari: Hari) -> String {
    hari.nama().to_lowercase()
}

/// The same words as a sentence.
fn kalimat(teks: &str) -> String {
    let mut huruf = teks.chars();
    match huruf.next() {
        Some(awal) => format!("{}{}.", awal.to_uppercase(), huruf.as_str()),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pekan(hari: &[(Hari, &[&str])]) -> PekanMentah {
        let satu = |(hari, teks): &(Hari, &[&str])| {
            (*hari, teks.iter().map(|t| (*t).to_owned()).collect())
        };
        PekanMentah { hari: hari.iter().map(satu).collect(), ..PekanMentah::default() }
    }

    fn ramadan(dari: &str, sampai: &str) -> PeriodeMentah {
        PeriodeMentah {
            nama: "Ramadan".to_owned(),
            dari: dari.to_owned(),
            sampai: sampai.to_owned(),
            jam: pekan(&[(Hari::Senin, &["08:00-15:00"])]),
        }
    }

    fn kode(mentah: &JamKerjaMentah) -> Vec<(String, &'static str)> {
        let cacat = mentah.baca().unwrap_err();
        cacat.into_iter().map(|satu| (satu.pointer, satu.kode)).collect()
    }

    #[test]
    fn sound_hours_are_read() {
        let mut biasa = pekan(&[(Hari::Jumat, &["07:30-11:30", "13:00-16:30"])]);
        biasa.batas_penerimaan.insert("jumat".to_owned(), "11:00".to_owned());
        let mentah = JamKerjaMentah { biasa, periode: vec![ramadan("2026-02-19", "2026-03-20")] };
        let jam = mentah.baca().unwrap();
        assert_eq!(jam.biasa().jumat.len(), 2);
        assert_eq!(jam.periode().len(), 1);
        assert_eq!(jam.biasa().batas_penerimaan[&Hari::Jumat].to_string(), "11:00");
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        let mut biasa = pekan(&[
            (Hari::Senin, &["07:30-12:00", "11:00-16:00"]),
            (Hari::Selasa, &["16:00-07:30"]),
            (Hari::Rabu, &["08:00-12:00"]),
        ]);
        biasa.batas_penerimaan.insert("rabu".to_owned(), "07:00".to_owned());
        biasa.batas_penerimaan.insert("kamis".to_owned(), "14:00".to_owned());
        biasa.batas_penerimaan.insert("sunday".to_owned(), "14:00".to_owned());
        let mentah = JamKerjaMentah {
            biasa,
            periode: vec![ramadan("2026-02-30", "2026-03-20"), ramadan("2026-04-02", "2026-04-01")],
        };
        let sah = |pointer: &str, kode| (pointer.to_owned(), kode);
        assert_eq!(
            kode(&mentah),
            [
                sah("/biasa/senin", "rentang_bertumpuk"),
                sah("/biasa/selasa/0", "bukan_rentang"),
                sah("/biasa/batas_penerimaan/kamis", "batas_sebelum_buka"),
                sah("/biasa/batas_penerimaan/rabu", "batas_sebelum_buka"),
                sah("/biasa/batas_penerimaan", "hari_tidak_dikenal"),
                sah("/periode/0/dari", "tanggal_tidak_sah"),
                sah("/periode/1/sampai", "periode_terbalik"),
            ]
        );
        assert_eq!(kode(&JamKerjaMentah::default()), [sah("/biasa", "tanpa_jam_kerja")]);
        let bertumpuk = JamKerjaMentah {
            biasa: pekan(&[(Hari::Senin, &["08:00-16:00"])]),
            periode: vec![ramadan("2026-02-19", "2026-03-20"), ramadan("2026-03-20", "2026-03-21")],
        };
        assert_eq!(kode(&bertumpuk), [sah("/periode", "periode_bertumpuk")]);
    }
}
