//! How fast a bundle is signed, and when it stops: pure.

use super::{KeadaanButir, SebabHenti};

/// How many calls run at once, once one has succeeded.
pub const SERENTAK: usize = 4;
/// How many calls in a row may fail to be sent before the bundle stops.
const GAGAL_BERUNTUN: u8 = 3;

/// How an item ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HasilButir {
    /// Signed, verified and passed on.
    Berhasil,
    /// Refused for a reason of its own; the others go on.
    Gagal,
    /// Nobody knows; the others go on.
    TidakDiketahui,
    /// The host refused the passphrase or code.
    KunciSalah,
    /// It never left.
    TidakTerkirim,
    /// It was no longer there to be signed.
    Dilewati,
}

impl HasilButir {
    /// Where the item stands behind it. What was not sent goes back untouched.
    pub fn keadaan(self) -> Option<KeadaanButir> {
        match self {
            Self::Berhasil => Some(KeadaanButir::Berhasil),
            Self::Gagal => Some(KeadaanButir::Gagal),
            Self::TidakDiketahui => Some(KeadaanButir::TidakDiketahui),
            Self::KunciSalah | Self::TidakTerkirim => Some(KeadaanButir::Menunggu),
            Self::Dilewati => None,
        }
    }
}

/// The pace of one run. The first call goes alone: while no signature proves the passphrase right, one more wrong one
/// could lock the signer's account.
#[derive(Clone, Copy, Debug, Default)]
pub struct Laju {
    berjalan: usize,
    terbukti: bool,
    beruntun: u8,
    henti: Option<SebabHenti>,
}

impl Laju {
    /// Whether one more may begin now.
    pub fn boleh_mulai(&self) -> bool {
        let batas = if self.terbukti { SERENTAK } else { 1 };
        self.henti.is_none() && self.berjalan < batas
    }

    /// One begins.
    pub fn mulai(&mut self) {
        self.berjalan += 1;
    }

    /// One ends.
    pub fn selesai(&mut self, hasil: HasilButir) {
        self.berjalan = self.berjalan.saturating_sub(1);
        match hasil {
            HasilButir::Berhasil => {
                self.terbukti = true;
                self.beruntun = 0;
            }
            HasilButir::Gagal | HasilButir::TidakDiketahui => self.beruntun = 0,
            HasilButir::KunciSalah => drop(self.henti.get_or_insert(SebabHenti::KunciSalah)),
            HasilButir::TidakTerkirim => {
                self.beruntun += 1;
                if self.beruntun >= GAGAL_BERUNTUN {
                    self.henti.get_or_insert(SebabHenti::TidakTerkirim);
                }
            }
            HasilButir::Dilewati => {}
        }
    }

    /// Nothing more may begin: the process ends.
    pub fn hentikan(&mut self) {
        self.henti.get_or_insert(SebabHenti::ProsesBerhenti);
    }

    /// Why nothing more begins.
    pub fn henti(&self) -> Option<SebabHenti> {
        self.henti
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hasil() -> impl Strategy<Value = HasilButir> {
        prop_oneof![
            8 => Just(HasilButir::Berhasil),
            3 => Just(HasilButir::Gagal),
            2 => Just(HasilButir::TidakDiketahui),
            1 => Just(HasilButir::KunciSalah),
            3 => Just(HasilButir::TidakTerkirim),
            1 => Just(HasilButir::Dilewati),
        ]
    }

    proptest! {
        #[test]
        fn one_wrong_passphrase_is_the_last_call_and_the_first_goes_alone(
            semua in prop::collection::vec(hasil(), 1..120)
        ) {
            let (mut laju, mut berjalan, mut terbukti, mut salah) = (Laju::default(), 0_usize, false, false);
            let mut beruntun = 0;
            for satu in semua {
                while laju.boleh_mulai() {
                    prop_assert!(!salah && beruntun < GAGAL_BERUNTUN);
                    prop_assert!(terbukti || berjalan == 0);
                    laju.mulai();
                    berjalan += 1;
                    prop_assert!(berjalan <= SERENTAK);
                }
                if berjalan == 0 {
                    break;
                }
                laju.selesai(satu);
                berjalan -= 1;
                terbukti |= satu == HasilButir::Berhasil;
                salah |= satu == HasilButir::KunciSalah;
                beruntun = match satu {
                    HasilButir::TidakTerkirim => beruntun + 1,
                    HasilButir::Dilewati | HasilButir::KunciSalah => beruntun,
                    _ if beruntun >= GAGAL_BERUNTUN => beruntun,
                    _ => 0,
                };
            }
        }
    }

    #[test]
    fn what_was_not_sent_goes_back_untouched() {
        for satu in [HasilButir::KunciSalah, HasilButir::TidakTerkirim] {
            assert_eq!(satu.keadaan(), Some(KeadaanButir::Menunggu));
        }
        let mut laju = Laju::default();
        for _ in 0..GAGAL_BERUNTUN {
            assert!(laju.boleh_mulai());
            laju.mulai();
            laju.selesai(HasilButir::TidakTerkirim);
        }
        assert!(!laju.boleh_mulai());
        assert_eq!(laju.henti(), Some(SebabHenti::TidakTerkirim));
    }
}
