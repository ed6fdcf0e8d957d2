//! What can become of a signing attempt: pure.
//!
//! An attempt is committed before the call leaves. From then on only four things end it: a signature that was verified, a
//! refusal that proves that nothing was signed, a person who says so after the call can no longer be under way, and
//! nothing at all, in which case it stays unknown and visible. No event of any kind begins a second one.

use super::KeadaanPercobaan;

/// What happens to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeristiwaPercobaan {
    /// A signed file was verified, wherever it came from: the answer, our storage, the signer who fetched it.
    Terbukti,
    /// The host refused, or the request never left.
    TidakDitandatangani,
    /// The answer was lost, or is nothing that can be accepted.
    TakTentu,
    /// The call must be over by now, and nobody wrote what became of it.
    TenggatLewat,
    /// The signer looked at the host and says that nothing was signed.
    DinyatakanTidak,
}

/// Why an event changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercobaanMenolak {
    /// It is over.
    SudahTuntas,
    /// The call may still be under way: nobody can know yet that nothing was signed.
    MasihBerjalan,
}

impl KeadaanPercobaan {
    /// The state behind an event.
    ///
    /// # Errors
    /// The event comes too late, or too early.
    pub fn setelah(self, peristiwa: PeristiwaPercobaan) -> Result<Self, PercobaanMenolak> {
        use PeristiwaPercobaan as P;
        match (self, peristiwa) {
            (Self::Berhasil, _) => Err(PercobaanMenolak::SudahTuntas),
            // Proof counts even against what a person said; storage refuses it once another attempt is open.
            (_, P::Terbukti) => Ok(Self::Berhasil),
            (Self::Gagal, _) => Err(PercobaanMenolak::SudahTuntas),
            (_, P::TidakDitandatangani) | (Self::TidakDiketahui, P::DinyatakanTidak) => {
                Ok(Self::Gagal)
            }
            (Self::Berjalan, P::DinyatakanTidak) => Err(PercobaanMenolak::MasihBerjalan),
            (Self::Berjalan | Self::TidakDiketahui, P::TakTentu | P::TenggatLewat) => {
                Ok(Self::TidakDiketahui)
            }
        }
    }

    /// Whether it keeps every other attempt on the same version from beginning.
    pub fn menghalangi(self) -> bool {
        self != Self::Gagal
    }

    /// Whether somebody has to see it.
    pub fn belum_tuntas(self) -> bool {
        matches!(self, Self::Berjalan | Self::TidakDiketahui)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the world does next to one approved version.
    #[derive(Clone, Copy, Debug)]
    enum Langkah {
        /// Somebody asks to sign.
        Mulai,
        /// The host signs what was sent, or refuses it.
        Host { menandatangani: bool },
        /// Its answer arrives whole, or is lost.
        Jawaban { utuh: bool },
        /// The process dies.
        Mati,
        /// The sweeper comes by after the deadline.
        Sapu,
        /// The signer looks at the host and settles the attempt by what is true there.
        Tuntaskan,
    }

    fn langkah() -> impl Strategy<Value = Langkah> {
        prop_oneof![
            Just(Langkah::Mulai),
            any::<bool>().prop_map(|menandatangani| Langkah::Host { menandatangani }),
            any::<bool>().prop_map(|utuh| Langkah::Jawaban { utuh }),
            Just(Langkah::Mati),
            Just(Langkah::Sapu),
            Just(Langkah::Tuntaskan),
        ]
    }

    /// Where the call is.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    enum Panggilan {
        /// There is none, or it was cut off.
        #[default]
        Tiada,
        /// The host has not decided.
        Terkirim,
        /// It signed, or refused.
        Terjawab(bool),
    }

    /// One version, its attempts, and a host that nobody sees into.
    #[derive(Default)]
    struct Dunia {
        percobaan: Vec<KeadaanPercobaan>,
        panggilan: Panggilan,
        ditandatangani: u32,
    }

    impl Dunia {
        fn terakhir(&mut self, peristiwa: PeristiwaPercobaan) {
            if let Some(satu) = self.percobaan.last_mut()
                && let Ok(baru) = satu.setelah(peristiwa)
            {
                *satu = baru;
            }
        }

        fn jalan(&mut self, langkah: Langkah) {
            match (langkah, self.panggilan) {
                (Langkah::Mulai, _) if !self.percobaan.iter().any(|satu| satu.menghalangi()) => {
                    self.percobaan.push(KeadaanPercobaan::Berjalan);
                    self.panggilan = Panggilan::Terkirim;
                }
                (Langkah::Host { menandatangani }, Panggilan::Terkirim) => {
                    self.ditandatangani += u32::from(menandatangani);
                    self.panggilan = Panggilan::Terjawab(menandatangani);
                }
                (Langkah::Jawaban { utuh }, Panggilan::Terjawab(ya)) => {
                    self.panggilan = Panggilan::Tiada;
                    self.terakhir(match (utuh, ya) {
                        (false, _) => PeristiwaPercobaan::TakTentu,
                        (true, true) => PeristiwaPercobaan::Terbukti,
                        (true, false) => PeristiwaPercobaan::TidakDitandatangani,
                    });
                }
                // A call that was cut off may still be signed at the host; what is sent is sent.
                (Langkah::Mati, Panggilan::Terkirim) => {
                    self.ditandatangani += 1;
                    self.panggilan = Panggilan::Tiada;
                }
                (Langkah::Mati, _) => self.panggilan = Panggilan::Tiada,
                (Langkah::Sapu, Panggilan::Tiada) => {
                    self.terakhir(PeristiwaPercobaan::TenggatLewat);
                }
                (Langkah::Tuntaskan, panggilan) => {
                    // Whoever looks while the call runs is refused; afterwards they see the truth.
                    let peristiwa = if self.ditandatangani > 0 {
                        PeristiwaPercobaan::Terbukti
                    } else {
                        PeristiwaPercobaan::DinyatakanTidak
                    };
                    if panggilan == Panggilan::Tiada
                        || peristiwa == PeristiwaPercobaan::DinyatakanTidak
                    {
                        self.terakhir(peristiwa);
                    }
                }
                _ => {}
            }
        }
    }

    proptest! {
        #[test]
        fn a_version_is_signed_at_most_once_and_nothing_unknown_hides(
            langkah in prop::collection::vec(langkah(), 0..60)
        ) {
            let mut dunia = Dunia::default();
            for satu in langkah {
                dunia.jalan(satu);
                prop_assert!(dunia.ditandatangani <= 1, "ditandatangani dua kali");
                let terlihat = dunia.percobaan.iter().any(|satu| satu.belum_tuntas());
                let sah = dunia.percobaan.contains(&KeadaanPercobaan::Berhasil);
                prop_assert!(dunia.ditandatangani == 0 || sah || terlihat, "tanda tangan tak terlihat");
                prop_assert!(!sah || dunia.ditandatangani == 1, "sah tanpa tanda tangan");
                prop_assert!(dunia.percobaan.iter().filter(|satu| satu.menghalangi()).count() <= 1);
            }
        }
    }

    #[test]
    fn what_is_settled_stays_settled() {
        use PeristiwaPercobaan as P;
        for peristiwa in
            [P::Terbukti, P::TidakDitandatangani, P::TakTentu, P::TenggatLewat, P::DinyatakanTidak]
        {
            let hasil = KeadaanPercobaan::Berhasil.setelah(peristiwa);
            assert_eq!(hasil, Err(PercobaanMenolak::SudahTuntas));
        }
        for peristiwa in [P::TidakDitandatangani, P::TakTentu, P::TenggatLewat, P::DinyatakanTidak]
        {
            let hasil = KeadaanPercobaan::Gagal.setelah(peristiwa);
            assert_eq!(hasil, Err(PercobaanMenolak::SudahTuntas));
        }
    }

    #[test]
    fn nobody_declares_a_call_unsigned_that_may_still_run() {
        let hasil = KeadaanPercobaan::Berjalan.setelah(PeristiwaPercobaan::DinyatakanTidak);
        assert_eq!(hasil, Err(PercobaanMenolak::MasihBerjalan));
    }
}
