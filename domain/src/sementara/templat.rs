//! What a template says, and the check of it.

use serde::{Deserialize, Serialize};

use crate::{
    galat::{Galat, Pelanggaran},
    nilai::Kode,
};

/// Parts of one template.
const BAGIAN_MAKS: usize = 60;
/// Characters of one part.
const TEKS_MAKS: usize = 2_000;
/// Characters of a title or label.
const JUDUL_MAKS: usize = 120;
/// Days for which a letter is good, at most.
const HARI_MAKS: u16 = 366;

/// What a template may be filled with, and an example of each.
pub const ISIAN: [(&str, &str); 14] = [
    ("nomor_surat", "12/TT/63.11/2026"),
    ("nomor", "6311-2026-000123"),
    ("layanan", "Kutipan akta kelahiran"),
    ("pemohon", "Siti Contoh"),
    ("kuasa", "-"),
    ("nik", "6311************01"),
    ("kantor", "Disdukcapil Kabupaten Contoh"),
    ("tanggal", "Senin, 23 November 2026"),
    ("waktu", "Senin, 23 November 2026 pukul 09.15 WITA"),
    ("terdaftar", "Senin, 23 November 2026 pukul 09.00 WITA"),
    ("perkiraan", "Selasa, 24 November 2026 pukul 16.00 WITA"),
    ("produk", "Kutipan akta kelahiran"),
    ("berlaku_sampai", "Selasa, 22 Desember 2026"),
    ("petugas", "Petugas Contoh"),
];

/// A part of a letter, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BagianTemplat {
    /// A paragraph.
    Teks(String),
    /// A heading.
    Subjudul(String),
    /// An item with a bullet.
    Butir(String),
    /// A label and its value.
    Pasangan {
        /// The label.
        label: String,
        /// The value.
        nilai: String,
    },
    /// The papers that were received, numbered.
    Berkas,
    /// The code for checking, and who signs on paper: the holder of a role, or the officer who issues the letter.
    Tanda {
        /// What stands above the signature, for example `Petugas pelayanan`.
        jabatan: String,
        /// The role whose holder signs; without it, the officer who issues the letter.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        peran: Option<Kode>,
    },
}

/// What a template says. Every text may hold `{name}` for what is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IsiTemplat {
    /// The title.
    pub judul: String,
    /// For how many days a letter is good; a receipt has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berlaku_hari: Option<u16>,
    /// What stands on it.
    pub bagian: Vec<BagianTemplat>,
}

impl IsiTemplat {
    /// Checks it.
    ///
    /// # Errors
    /// Every fault with its place: too long, empty, or a name that is not filled in.
    pub fn periksa(&self) -> Result<(), Galat> {
        let mut salah = Vec::new();
        teks(&mut salah, "/isi/judul", &self.judul, JUDUL_MAKS);
        if self.berlaku_hari.is_some_and(|hari| hari == 0 || hari > HARI_MAKS) {
            salah.push(Pelanggaran::baru(
                "/isi/berlaku_hari",
                "hari_tidak_sah",
                "Masa berlaku 1 sampai 366 hari.",
            ));
        }
        if self.bagian.is_empty() || self.bagian.len() > BAGIAN_MAKS {
            salah.push(Pelanggaran::baru(
                "/isi/bagian",
                "bagian_tidak_sah",
                format!("Templat berisi 1 sampai {BAGIAN_MAKS} bagian."),
            ));
        }
        for (i, bagian) in self.bagian.iter().take(BAGIAN_MAKS).enumerate() {
            let di = |nama: &str| format!("/isi/bagian/{i}/{nama}");
            match bagian {
                BagianTemplat::Teks(isi) => teks(&mut salah, &di("teks"), isi, TEKS_MAKS),
                BagianTemplat::Subjudul(isi) => {
                    teks(&mut salah, &di("subjudul"), isi, JUDUL_MAKS);
                }
                BagianTemplat::Butir(isi) => teks(&mut salah, &di("butir"), isi, TEKS_MAKS),
                BagianTemplat::Pasangan { label, nilai } => {
                    teks(&mut salah, &di("pasangan/label"), label, JUDUL_MAKS);
                    teks(&mut salah, &di("pasangan/nilai"), nilai, TEKS_MAKS);
                }
                BagianTemplat::Tanda { jabatan, .. } => {
                    teks(&mut salah, &di("tanda/jabatan"), jabatan, JUDUL_MAKS);
                }
                BagianTemplat::Berkas => {}
            }
        }
        // Anybody must be able to check what the office hands out.
        if !self.bagian.iter().any(|satu| matches!(satu, BagianTemplat::Tanda { .. })) {
            salah.push(Pelanggaran::baru(
                "/isi/bagian",
                "tanda_wajib",
                "Templat harus memuat bagian `tanda`, yang mencetak kode verifikasinya.",
            ));
        }
        if salah.is_empty() { Ok(()) } else { Err(Galat::TidakSah(salah)) }
    }
}

fn teks(salah: &mut Vec<Pelanggaran>, pointer: &str, isi: &str, batas: usize) {
    if isi.trim().is_empty() || isi.chars().count() > batas {
        salah.push(Pelanggaran::baru(
            pointer,
            "teks_tidak_sah",
            format!("Wajib diisi, paling panjang {batas} huruf."),
        ));
    }
    for nama in nama_isian(isi) {
        if !ISIAN.iter().any(|(ada, _)| *ada == nama) {
            salah.push(Pelanggaran {
                pointer: pointer.to_owned(),
                kode: "isian_tidak_dikenal",
                pesan: format!(
                    "Isian ini tidak ada. Yang ada: {}.",
                    ISIAN.map(|(nama, _)| nama).join(", ")
                ),
                nilai: Some(nama.chars().take(40).collect()),
            });
        }
    }
}

/// The names between braces.
fn nama_isian(isi: &str) -> impl Iterator<Item = &str> {
    isi.split('{').skip(1).map(|sisa| sisa.split_once('}').map_or(sisa, |(nama, _)| nama))
}
