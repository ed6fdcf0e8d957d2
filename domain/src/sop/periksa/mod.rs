//! Soundness: what is checked before a definition may serve cases. Every fault names the place that shows it.

mod catatan;
mod keputusan;
mod pelaksana;

use std::collections::BTreeSet;

use super::{DefinisiSop, jelajah::jelajahi};
use crate::{
    nilai::Kode,
    ungkapan::{Lingkup, Tipe, Ungkapan},
};

/// Placeholders that a notice to the applicant may use.
pub const ISIAN_PEMBERITAHUAN: [&str; 4] = ["nomor", "layanan", "alasan", "kantor"];

/// A fault of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cacat {
    /// Stable code for programs.
    pub kode: &'static str,
    /// Where, for example `sop/menwa/tahap/cek_siak/keputusan/sudah_tte`.
    pub letak: String,
    /// An Indonesian sentence that a person can act on.
    pub pesan: String,
    /// The offending value, when there is one.
    pub nilai: Option<String>,
}

impl Cacat {
    /// A fault at a place.
    pub fn baru(kode: &'static str, letak: impl Into<String>, pesan: impl Into<String>) -> Self {
        Self { kode, letak: letak.into(), pesan: pesan.into(), nilai: None }
    }

    /// The same fault with the value that offends.
    #[must_use]
    pub fn dengan_nilai(self, nilai: &(impl ToString + ?Sized)) -> Self {
        Self { nilai: Some(nilai.to_string()), ..self }
    }
}

/// Every fault of a definition, given the roles that the tenant knows.
pub fn periksa(definisi: &DefinisiSop, peran: &BTreeSet<Kode>) -> Vec<Cacat> {
    let mut cacat = Vec::new();
    let akar = format!("sop/{}", definisi.kode);
    let pemeriksa = Pemeriksa { definisi, peran };
    let mut kode_terpakai = BTreeSet::new();
    for tahap in &definisi.tahap {
        let letak = format!("{akar}/tahap/{}", tahap.kode);
        if !kode_terpakai.insert(&tahap.kode) {
            cacat.push(Cacat::baru("tahap_ganda", &letak, "Kode tahap dipakai dua kali."));
        }
        pemeriksa.pelaksana(tahap, &letak, &mut cacat);
        pemeriksa.catatan(tahap, &letak, &mut cacat);
        pemeriksa.keputusan(tahap, &letak, &mut cacat);
    }
    pemeriksa.rantai(&akar, &mut cacat);
    pemeriksa.daftar(&akar, &mut cacat);
    if definisi.tahap(&definisi.mulai).is_none() {
        cacat.push(
            Cacat::baru(
                "mulai_tidak_ada",
                format!("{akar}/mulai"),
                format!("Tahap awal `{}` tidak ada.", definisi.mulai),
            )
            .dengan_nilai(&definisi.mulai),
        );
        return cacat;
    }
    periksa_ungkapan(definisi.ungkapan(), Lingkup::default(), &akar, &mut cacat);
    // A definition that refers to nothing cannot be walked.
    if cacat.is_empty() {
        jelajahi(definisi, &akar, &mut cacat);
    }
    cacat
}

/// What the checks of one definition look at.
#[derive(Clone, Copy)]
struct Pemeriksa<'a> {
    definisi: &'a DefinisiSop,
    peran: &'a BTreeSet<Kode>,
}

impl Pemeriksa<'_> {
    fn peran(&self, kode: &Kode, letak: &str, cacat: &mut Vec<Cacat>) {
        if !self.peran.contains(kode) {
            cacat.push(
                Cacat::baru(
                    "peran_tidak_ada",
                    letak,
                    format!("Peran `{kode}` belum didefinisikan."),
                )
                .dengan_nilai(kode),
            );
        }
    }
}

/// Every expression against what a case can answer.
pub(crate) fn periksa_ungkapan<'u>(
    semua: impl IntoIterator<Item = (String, &'u Ungkapan)>,
    lingkup: Lingkup<'_>,
    akar: &str,
    cacat: &mut Vec<Cacat>,
) {
    for (letak, ungkapan) in semua {
        if let Err(salah) = ungkapan.periksa_dalam(Tipe::Bool, lingkup) {
            let satu = Cacat::baru(salah.kode, format!("{akar}/{letak}"), salah.pesan);
            cacat.push(satu.dengan_nilai(ungkapan.as_str()));
        }
    }
}

/// Placeholders in a text that nobody fills.
fn isian_asing<'t>(teks: &'t str, dikenal: &[&str]) -> Vec<&'t str> {
    teks.split('{')
        .skip(1)
        .map(|sisa| sisa.split('}').next().unwrap_or(sisa))
        .filter(|nama| !dikenal.contains(nama))
        .collect()
}
