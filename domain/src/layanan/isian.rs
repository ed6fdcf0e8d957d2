//! Fields of a service: what is asked of the applicant besides papers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Date, macros::format_description};

use super::Tangkap;
use crate::{
    nilai::{Kode, Nik, NomorKk},
    ungkapan::Ungkapan,
};

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
    /// A day, written `31-12-2026` or `2026-12-31`; kept as the latter.
    Tanggal,
    /// A whole number from 0.
    Angka,
    /// One of the choices of the field, by code, number or words.
    Pilihan,
}

/// What an answer means to the rules of the law, whatever the office calls its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MaknaIsian {
    /// The day of the event that is reported: `peristiwa.hari` counts from it.
    TanggalPeristiwa,
    /// The birthday of whom the case is about: `pemohon.umur` counts from it.
    TanggalLahir,
    /// `ya` or `tidak`: whether the child has an akta kelahiran. Without one, no KIA is registered, and the answer names
    /// the service that brings the akta and then the KIA.
    PunyaAkta,
    /// `wni` or `oa`: `pemohon.wni`.
    Kewarganegaraan,
    /// A vulnerable group (K-23), or `tidak`: `pemohon.rentan`, and the case goes before others.
    KelompokRentan,
}

/// A choice of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PilihanIsian {
    /// Unique within the field.
    pub kode: Kode,
    /// As the resident reads it.
    pub nama: String,
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
    /// What may be chosen, for `jenis: pilihan`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pilihan: Vec<PilihanIsian>,
    /// What it means to the rules of the law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub makna: Option<MaknaIsian>,
    /// For which cases it is asked; it may look at the answers before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jika: Option<Ungkapan>,
    /// How it is captured on WhatsApp. Without it: what identifies a person, and specific personal data, as
    /// `percakapan.tangkap_bawaan` says and by link otherwise; everything else in the chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tangkap: Option<Tangkap>,
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
            JenisIsian::Tanggal => baca_tanggal(teks)
                .map(|tanggal| tanggal.to_string())
                .ok_or_else(|| "Tulis tanggal seperti 31-12-2026.".to_owned()),
            JenisIsian::Angka => teks
                .parse::<u32>()
                .map(|angka| angka.to_string())
                .map_err(|_| "Tulis dengan angka, misalnya 2.".to_owned()),
            JenisIsian::Pilihan => self.baca_pilihan(teks),
        }
    }

    fn baca_pilihan(&self, teks: &str) -> Result<String, String> {
        let nomor = teks.trim_end_matches('.').parse::<usize>().ok();
        let bernomor = nomor.and_then(|n| self.pilihan.get(n.checked_sub(1)?));
        let bernama = || {
            self.pilihan.iter().find(|satu| {
                satu.kode.as_str() == teks || satu.nama.to_lowercase() == teks.to_lowercase()
            })
        };
        bernomor.or_else(bernama).map(|satu| satu.kode.to_string()).ok_or_else(|| {
            let daftar: Vec<_> = self
                .pilihan
                .iter()
                .zip(1..)
                .map(|(satu, nomor)| format!("{nomor}. {}", satu.nama))
                .collect();
            format!("Pilih salah satu:\n{}", daftar.join("\n"))
        })
    }
}

/// A day as people type it: in figures, or with the month in letters, whole or cut to three.
fn baca_tanggal(teks: &str) -> Option<Date> {
    const BULAN: [&str; 12] = [
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
    ];
    let angka = |kata: &str| {
        let kata = kata.to_lowercase();
        let berhuruf = kata.chars().count() >= 3 && kata.chars().all(char::is_alphabetic);
        let letak = BULAN.iter().position(|bulan| berhuruf && bulan.starts_with(kata.as_str()));
        letak.map_or(kata, |letak| (letak + 1).to_string())
    };
    let pisah = |c: char| matches!(c, '/' | '.' | '-' | ',') || c.is_whitespace();
    let bagian: Vec<String> =
        teks.split(pisah).filter(|kata| !kata.is_empty()).map(angka).collect();
    let seragam = bagian.join("-");
    Date::parse(&seragam, format_description!("[day padding:none]-[month padding:none]-[year]"))
        .or_else(|_| Date::parse(&seragam, format_description!("[year]-[month]-[day]")))
        .ok()
}

fn ya() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn isian(jenis: JenisIsian) -> Isian {
        let kode = |teks| Kode::parse(teks).unwrap();
        Isian {
            kode: kode("a"),
            label: "A".to_owned(),
            jenis,
            wajib: true,
            pilihan: vec![
                PilihanIsian { kode: kode("wni"), nama: "Warga negara Indonesia".to_owned() },
                PilihanIsian { kode: kode("oa"), nama: "Orang asing".to_owned() },
            ],
            makna: None,
            jika: None,
            tangkap: None,
        }
    }

    #[test]
    fn a_day_is_read_as_people_type_it_and_kept_in_one_form() {
        let tanggal = isian(JenisIsian::Tanggal);
        for teks in ["5-1-2026", "05/01/2026", "2026-01-05", "5.1.2026", " 5 1 2026 "] {
            assert_eq!(tanggal.baca(teks).as_deref(), Ok("2026-01-05"), "{teks}");
        }
        for teks in ["5 Januari 2026", "05 jan, 2026", "5-JANUARI-2026"] {
            assert_eq!(tanggal.baca(teks).as_deref(), Ok("2026-01-05"), "{teks}");
        }
        for teks in ["", "kemarin", "31-2-2026", "5-13-2026", "5 ju 2026", "31 Februari 2026"] {
            assert!(tanggal.baca(teks).is_err(), "{teks}");
        }
    }

    #[test]
    fn a_choice_is_found_by_number_code_or_words() {
        let pilihan = isian(JenisIsian::Pilihan);
        for teks in ["2", "2.", "oa", "orang ASING"] {
            assert_eq!(pilihan.baca(teks).as_deref(), Ok("oa"), "{teks}");
        }
        for teks in ["0", "3", "siapa", ""] {
            assert!(pilihan.baca(teks).unwrap_err().contains("1. Warga negara"), "{teks}");
        }
    }
}
