//! Soundness: what is checked before a definition may serve cases. Every fault names the place that shows it.

use std::collections::BTreeSet;

use super::{Aksi, DefinisiSop, JenisTahap, Keputusan, Tahap, Tujuan, jelajah::jelajahi};
use crate::{
    nilai::Kode,
    ungkapan::{Lingkup, Tipe},
};

/// Placeholders that a notice to the applicant may use.
pub const ISIAN_PEMBERITAHUAN: [&str; 4] = ["nomor", "layanan", "alasan", "kantor"];

/// Facts that expressions know but that cases do not collect yet; a guard that asks for one is refused.
const FAKTA_BELUM_DICATAT: [&str; 4] = ["varian", "pemohon", "kuasa", "peristiwa"];

/// A fault of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cacat {
    /// Stable code for programs.
    pub kode: &'static str,
    /// Where, for example `sop/menwa/tahap/cek_siak/keputusan/sudah_tte`.
    pub letak: String,
    /// An Indonesian sentence that a person can act on.
    pub pesan: String,
    /// The offending value, shortened.
    pub nilai: Option<String>,
}

impl Cacat {
    /// A fault at a place.
    pub fn baru(kode: &'static str, letak: impl Into<String>, pesan: impl Into<String>) -> Self {
        Self { kode, letak: letak.into(), pesan: pesan.into(), nilai: None }
    }

    /// The same fault, showing the offending value.
    #[must_use]
    pub fn dengan_nilai(mut self, nilai: impl Into<String>) -> Self {
        self.nilai = Some(nilai.into());
        self
    }
}

/// Every fault of a definition, given the roles that the tenant knows.
pub fn periksa(definisi: &DefinisiSop, peran: &BTreeSet<Kode>) -> Vec<Cacat> {
    let mut cacat = Vec::new();
    let akar = format!("sop/{}", definisi.kode);
    let mut kode_terpakai = BTreeSet::new();
    for tahap in &definisi.tahap {
        let letak = format!("{akar}/tahap/{}", tahap.kode);
        if !kode_terpakai.insert(&tahap.kode) {
            cacat.push(Cacat::baru("tahap_ganda", &letak, "Kode tahap dipakai dua kali."));
        }
        periksa_pelaksana(definisi, tahap, peran, &letak, &mut cacat);
        periksa_keputusan(definisi, tahap, &letak, &mut cacat);
    }
    for rantai in &definisi.rantai {
        let letak = format!("{akar}/rantai/{}", rantai.kode);
        if rantai.level.is_empty() {
            cacat.push(Cacat::baru(
                "rantai_kosong",
                &letak,
                "Rantai persetujuan belum punya level.",
            ));
        }
        for level in &rantai.level {
            if !peran.contains(&level.peran) {
                cacat.push(tanpa_peran(&letak, &level.peran));
            }
            let sesuai = matches!(
                level.jenis,
                JenisTahap::Paraf
                    | JenisTahap::Persetujuan
                    | JenisTahap::Validasi
                    | JenisTahap::Tte
            );
            if !sesuai {
                cacat.push(Cacat::baru(
                    "level_jenis",
                    &letak,
                    "Level rantai hanya paraf, validasi, persetujuan atau tte.",
                ));
            }
        }
    }
    if definisi.tahap(&definisi.mulai).is_none() {
        cacat.push(Cacat::baru(
            "mulai_tidak_ada",
            format!("{akar}/mulai"),
            format!("Tahap awal `{}` tidak ada.", definisi.mulai),
        ));
        return cacat;
    }
    periksa_ungkapan(definisi, Lingkup::default(), &akar, &mut cacat);
    // A definition that refers to nothing cannot be walked.
    if cacat.is_empty() {
        jelajahi(definisi, &akar, &mut cacat);
    }
    cacat
}

/// Every expression against what a case can answer.
pub(crate) fn periksa_ungkapan(
    definisi: &DefinisiSop,
    lingkup: Lingkup<'_>,
    akar: &str,
    cacat: &mut Vec<Cacat>,
) {
    for (letak, ungkapan) in definisi.ungkapan() {
        let letak = format!("{akar}/{letak}");
        if let Err(salah) = ungkapan.periksa_dalam(Tipe::Bool, lingkup) {
            cacat.push(Cacat::baru(salah.kode, &letak, salah.pesan));
        }
        let kata = |c: char| !(c.is_alphanumeric() || c == '_');
        if let Some(fakta) =
            ungkapan.as_str().split(kata).find(|satu| FAKTA_BELUM_DICATAT.contains(satu))
        {
            cacat.push(Cacat::baru(
                "fakta_belum_dicatat",
                &letak,
                format!("`{fakta}` belum dicatat pada permohonan, jadi belum dapat dipakai sebagai syarat."),
            ));
        }
    }
}

fn tanpa_peran(letak: &str, peran: &Kode) -> Cacat {
    Cacat::baru("peran_tidak_ada", letak, format!("Peran `{peran}` belum didefinisikan."))
}

fn periksa_pelaksana(
    definisi: &DefinisiSop,
    tahap: &Tahap,
    peran: &BTreeSet<Kode>,
    letak: &str,
    cacat: &mut Vec<Cacat>,
) {
    for kode in &tahap.pelaksana.salah_satu {
        if !peran.contains(kode) {
            cacat.push(tanpa_peran(letak, kode));
        }
    }
    match &tahap.rantai {
        Some(rantai) => {
            if definisi.rantai(rantai).is_none() {
                cacat.push(Cacat::baru(
                    "rantai_tidak_ada",
                    letak,
                    format!("Rantai persetujuan `{rantai}` tidak ada."),
                ));
            }
            if !tahap.keputusan.iter().any(Keputusan::menaikkan) {
                cacat.push(Cacat::baru(
                    "rantai_tanpa_setuju",
                    letak,
                    "Tahap dengan rantai persetujuan harus punya keputusan `setuju`.",
                ));
            }
            if !tahap.pelaksana.salah_satu.is_empty() {
                cacat.push(Cacat::baru(
                    "pelaksana_ganda",
                    letak,
                    "Pelaksana ditentukan oleh rantai; kosongkan `pelaksana`.",
                ));
            }
        }
        None if tahap.pelaksana.salah_satu.is_empty() => cacat.push(Cacat::baru(
            "pelaksana_kosong",
            letak,
            "Tahap belum punya pelaksana maupun rantai persetujuan.",
        )),
        None => {}
    }
}

fn periksa_keputusan(definisi: &DefinisiSop, tahap: &Tahap, letak: &str, cacat: &mut Vec<Cacat>) {
    if tahap.jika.is_some() != tahap.lewat.is_some() {
        cacat.push(Cacat::baru(
            "lewat_tidak_lengkap",
            letak,
            "`jika` dan `lewat` ditulis berdua: kapan tahap dikerjakan, dan ke mana bila tidak.",
        ));
    }
    if let Some(Tujuan::Tahap(kode) | Tujuan::Pemohon { lanjut: kode }) = &tahap.lewat
        && definisi.tahap(kode).is_none()
    {
        cacat.push(Cacat::baru(
            "tujuan_tidak_ada",
            letak,
            format!("Tahap tujuan `{kode}` tidak ada."),
        ));
    }
    if tahap.keputusan.is_empty() {
        cacat.push(Cacat::baru("tanpa_keputusan", letak, "Tahap belum punya keputusan."));
    }
    let mut terpakai = BTreeSet::new();
    for keputusan in &tahap.keputusan {
        let letak = format!("{letak}/keputusan/{}", keputusan.kode);
        if !terpakai.insert(&keputusan.kode) {
            cacat.push(Cacat::baru("keputusan_ganda", &letak, "Kode keputusan dipakai dua kali."));
        }
        if keputusan.tujuan.is_empty() {
            cacat.push(Cacat::baru("tanpa_tujuan", &letak, "Keputusan belum punya tujuan."));
        }
        if keputusan.tujuan.len() > 1
            && keputusan.tujuan.iter().any(|tujuan| !matches!(tujuan, Tujuan::Tahap(_)))
        {
            cacat.push(Cacat::baru(
                "cabang_bukan_tahap",
                &letak,
                "Keputusan dengan beberapa tujuan hanya boleh membuka tahap-tahap paralel.",
            ));
        }
        for tujuan in &keputusan.tujuan {
            let (Tujuan::Tahap(kode) | Tujuan::Pemohon { lanjut: kode }) = tujuan else { continue };
            if definisi.tahap(kode).is_none() {
                cacat.push(Cacat::baru(
                    "tujuan_tidak_ada",
                    &letak,
                    format!("Tahap tujuan `{kode}` tidak ada."),
                ));
            }
        }
        if keputusan.aksi.contains(&Aksi::KirimDokumen) && tahap.jenis != JenisTahap::Kirim {
            cacat.push(Cacat::baru(
                "kirim_bukan_tahap_kirim",
                &letak,
                "Dokumen hanya dikirim dari tahap berjenis `kirim`.",
            ));
        }
        if let Some(teks) = &keputusan.beritahu_pemohon {
            for isian in isian_asing(teks) {
                cacat.push(Cacat::baru(
                    "isian_pemberitahuan",
                    &letak,
                    format!("Pemberitahuan memakai `{{{isian}}}` yang tidak dikenal."),
                ));
            }
        }
    }
}

/// Placeholders in a notice that nobody fills.
fn isian_asing(teks: &str) -> Vec<&str> {
    teks.split('{')
        .skip(1)
        .map(|sisa| sisa.split('}').next().unwrap_or(sisa))
        .filter(|nama| !ISIAN_PEMBERITAHUAN.contains(nama))
        .collect()
}
