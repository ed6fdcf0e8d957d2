//! What residents ask of the counter: ANTRE for a ticket of the queue or its place, TANDA TERIMA for a receipt.

use super::{Efek, KeadaanAlur, KonteksAlur, Masukan, VERSI_ALUR};

/// Which words of the counter an office answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KataLoket {
    /// ANTRE.
    pub antre: bool,
    /// TANDA TERIMA.
    pub tanda_terima: bool,
}

/// What somebody asks of the counter, with what they name: a number or name of what was offered, or the code on a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NiatLoket {
    /// A ticket of the queue, or its place.
    Antre(Option<String>),
    /// A receipt.
    TandaTerima(Option<String>),
}

/// What is meant, with what is named.
type Buat = fn(Option<String>) -> NiatLoket;

/// The words by which each is asked for.
const KATA: [(&str, Buat); 5] = [
    ("antre", NiatLoket::Antre),
    ("antri", NiatLoket::Antre),
    ("antrean", NiatLoket::Antre),
    ("antrian", NiatLoket::Antre),
    ("tanda terima", NiatLoket::TandaTerima),
];

/// The id of a button or row.
pub(super) fn id(apa: &str, kode: &str) -> String {
    format!("{VERSI_ALUR}:{apa}:{kode}")
}

fn baca(masukan: &Masukan) -> Option<NiatLoket> {
    match masukan {
        Masukan::Teks(teks) => {
            let kecil = teks.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            KATA.iter().find_map(|(kata, niat)| {
                let sisa = kecil.strip_prefix(kata)?;
                if sisa.is_empty() {
                    return Some(niat(None));
                }
                Some(niat(Some(sisa.strip_prefix(' ')?.to_owned())))
            })
        }
        Masukan::Pilihan(id) => {
            let ekor = id.strip_prefix(VERSI_ALUR)?.strip_prefix(':')?;
            let (apa, kode) = ekor.split_once(':')?;
            match apa {
                "antre" => Some(NiatLoket::Antre(Some(kode.to_owned()))),
                "tanda_terima" => Some(NiatLoket::TandaTerima(Some(kode.to_owned()))),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether it is worth knowing which words the office answers.
pub(super) fn menyebut(masukan: &Masukan) -> bool {
    baca(masukan).is_some()
}

/// What is asked of the counter, where the office answers it. A typed word with something behind it may as well answer a
/// question, so that it counts only where none is open.
pub(super) fn diminta(
    keadaan: &KeadaanAlur,
    masukan: &Masukan,
    konteks: &KonteksAlur<'_>,
) -> Option<Efek> {
    let niat = baca(masukan)?;
    let (ada, disebut) = match &niat {
        NiatLoket::Antre(disebut) => (konteks.loket.antre, disebut),
        NiatLoket::TandaTerima(disebut) => (konteks.loket.tanda_terima, disebut),
    };
    let menganggur = matches!(keadaan, KeadaanAlur::Awal | KeadaanAlur::PilihLayanan { .. });
    let boleh = menganggur || disebut.is_none() || matches!(masukan, Masukan::Pilihan(_));
    (ada && boleh).then_some(Efek::Loket(niat))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn teks(isi: &str) -> Option<NiatLoket> {
        baca(&Masukan::Teks(isi.to_owned()))
    }

    #[test]
    fn words_are_read_however_they_are_typed_and_nothing_else_is() {
        assert_eq!(teks("  Antri "), Some(NiatLoket::Antre(None)));
        assert_eq!(teks("ANTREAN 2"), Some(NiatLoket::Antre(Some("2".to_owned()))));
        assert_eq!(teks("tanda   TERIMA"), Some(NiatLoket::TandaTerima(None)));
        assert_eq!(
            teks("Tanda terima TT-2026-00001"),
            Some(NiatLoket::TandaTerima(Some("tt-2026-00001".to_owned())))
        );
        for lain in ["antrenya", "tanda", "saya mau antre", "tanda terimakasih", ""] {
            assert_eq!(teks(lain), None, "{lain}");
        }
        let ketuk = |kode: &str| baca(&Masukan::Pilihan(kode.to_owned()));
        assert_eq!(ketuk(&id("antre", "umum")), Some(NiatLoket::Antre(Some("umum".to_owned()))));
        assert_eq!(ketuk("v0:antre:umum"), None);
    }
}
