//! The language a resident is answered in: one tap, at any step.

use super::{
    Efek, KonteksAlur, Masukan, VERSI_ALUR,
    kamus::{BAHASA_INDONESIA, percakapan, permohonan},
    pilihan::tawarkan,
};
use crate::outbox::IsiPesan;

/// The beginning of the ids of languages.
fn awalan() -> String {
    format!("{VERSI_ALUR}:bahasa:")
}

/// The languages of the office.
pub(super) fn tawarkan_bahasa(konteks: &KonteksAlur<'_>) -> IsiPesan {
    if konteks.kata.bahasa.is_empty() {
        return IsiPesan::Teks { isi: konteks.kamus.kata(&percakapan::SATU_BAHASA) };
    }
    let indonesia = (BAHASA_INDONESIA, "Bahasa Indonesia");
    let lain = konteks.kata.bahasa.iter().map(|satu| (satu.kode.as_str(), satu.nama.as_str()));
    let opsi: Vec<(String, String)> = std::iter::once(indonesia)
        .chain(lain)
        .map(|(kode, nama)| (format!("{}{kode}", awalan()), nama.to_owned()))
        .collect();
    let tanya = konteks.kamus.pola(&percakapan::PILIH_BAHASA);
    tawarkan(konteks.kamus, tanya, &opsi, konteks.kamus.pola(&permohonan::PILIH_ATAU_KETIK))
}

/// What follows when the input names a language: a tap on one, or its name typed.
pub(super) fn dipilih(masukan: &Masukan, konteks: &KonteksAlur<'_>) -> Option<Vec<Efek>> {
    let (kode, nama) = match masukan {
        Masukan::Pilihan(id) => {
            let kode = id.strip_prefix(&awalan())?;
            let ada = konteks.kata.bahasa.iter().find(|satu| satu.kode.as_str() == kode);
            (ada.map(|satu| satu.kode.clone()), ada.map(|satu| satu.nama.as_str()))
        }
        Masukan::Teks(jawaban) => {
            let jawaban = jawaban.trim().to_lowercase();
            let satu = konteks.kata.bahasa.iter().find(|satu| satu.nama.to_lowercase() == jawaban);
            match satu {
                Some(satu) => (Some(satu.kode.clone()), Some(satu.nama.as_str())),
                None if jawaban == "bahasa indonesia" && !konteks.kata.bahasa.is_empty() => {
                    (None, None)
                }
                None => return None,
            }
        }
        _ => return None,
    };
    let nama = nama.unwrap_or("bahasa Indonesia");
    Some(vec![Efek::GantiBahasa(kode), Efek::Balas(dikonfirmasi(konteks, nama))])
}

fn dikonfirmasi(konteks: &KonteksAlur<'_>, nama: &str) -> IsiPesan {
    IsiPesan::Teks { isi: konteks.kamus.isi(&percakapan::BAHASA_DIPILIH, &[("bahasa", nama)]) }
}
