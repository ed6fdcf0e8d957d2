//! Where a conversation stands in the officers' inbox: pure rules.

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::KontakId;
use crate::akses::PenggunaId;

/// How long residents may be answered freely after they wrote.
pub const LAMA_JENDELA: Duration = Duration::hours(24);
/// How long the bot stays silent without a word of an officer.
pub const LAMA_JEDA: Duration = Duration::hours(24);

/// A message with its moment; the order of ids is the order of coming in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saat {
    /// The message.
    pub id: Uuid,
    /// When it was sent.
    pub pada: OffsetDateTime,
}

/// Who looks after a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Penugasan {
    /// The officer.
    pub petugas: PenggunaId,
    /// Since when.
    pub pada: OffsetDateTime,
}

/// A conversation as the inbox counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kotak {
    /// The contact.
    pub kontak: KontakId,
    /// The last message that a person wrote: the resident or an officer.
    pub terakhir: Saat,
    /// The last message of the resident that no officer answered.
    pub masuk: Option<Saat>,
    /// The oldest message of the resident that waits for an officer: the place in the queue.
    pub menunggu: Option<Saat>,
    /// Messages for officers that none of them has seen.
    pub belum_dibaca: u32,
    /// Who looks after it.
    pub tugas: Option<Penugasan>,
    /// When an officer last wrote.
    pub petugas_terakhir: Option<OffsetDateTime>,
    /// Grows with every change, from 1.
    pub versi: u64,
}

impl Kotak {
    /// A conversation that begins with this message.
    pub fn baru(kontak: KontakId, pertama: Saat) -> Self {
        Self {
            kontak,
            terakhir: pertama,
            masuk: None,
            menunggu: None,
            belum_dibaca: 0,
            tugas: None,
            petugas_terakhir: None,
            versi: 0,
        }
    }

    /// The resident wrote. While an officer is wanted it counts as unread, and it waits unless an older one waits
    /// already: who writes again keeps the place in the queue.
    #[must_use]
    pub fn ditulis_warga(mut self, pesan: Saat, jeda: bool) -> Self {
        self.terakhir = pesan;
        self.masuk = Some(pesan);
        if jeda {
            self.belum_dibaca = self.belum_dibaca.saturating_add(1);
            self.menunggu = self.menunggu.or(Some(pesan));
        }
        self.maju()
    }

    /// The bot fell silent for an officer, or speaks again. What asked for the officer waits for one; what the bot takes
    /// over waits for nobody, and nobody looks after it.
    #[must_use]
    pub fn beralih(mut self, jeda: bool) -> Self {
        let lama = self.clone();
        if !jeda {
            self.menunggu = None;
            self.belum_dibaca = 0;
            self.tugas = None;
        } else if let (None, Some(masuk)) = (self.menunggu, self.masuk) {
            self.menunggu = Some(masuk);
            self.belum_dibaca = self.belum_dibaca.max(1);
        }
        if self == lama { lama } else { self.maju() }
    }

    /// An officer wrote, here (then it is known who) or on the office's phone: nothing waits any more. What the phone
    /// reports late answers nothing that came after it.
    #[must_use]
    pub fn dijawab(mut self, pesan: Saat, oleh: Option<PenggunaId>) -> Self {
        if oleh.is_none() && self.masuk.is_some_and(|masuk| masuk.pada > pesan.pada) {
            self.petugas_terakhir = self.petugas_terakhir.max(Some(pesan.pada));
            return self.maju();
        }
        self.terakhir = pesan;
        self.masuk = None;
        self.menunggu = None;
        self.belum_dibaca = 0;
        self.petugas_terakhir = Some(pesan.pada);
        if let (None, Some(petugas)) = (self.tugas, oleh) {
            self.tugas = Some(Penugasan { petugas, pada: pesan.pada });
        }
        self.maju()
    }

    /// An officer has seen what came in so far; it still waits for an answer.
    #[must_use]
    pub fn dibaca(mut self) -> Self {
        if self.belum_dibaca == 0 {
            return self;
        }
        self.belum_dibaca = 0;
        self.maju()
    }

    /// Somebody looks after it from now on, or nobody does.
    #[must_use]
    pub fn ditugaskan(mut self, tugas: Option<Penugasan>) -> Self {
        self.tugas = tugas;
        self.maju()
    }

    /// Whether somebody other than this officer looks after it.
    pub fn milik_lain(&self, petugas: PenggunaId) -> bool {
        self.tugas.is_some_and(|tugas| tugas.petugas != petugas)
    }

    fn maju(mut self) -> Self {
        self.versi += 1;
        self
    }
}

/// Until when the resident may be answered freely; `None` when they never wrote.
pub fn jendela_sampai(terakhir_masuk: Option<OffsetDateTime>) -> Option<OffsetDateTime> {
    terakhir_masuk.and_then(|saat| saat.checked_add(LAMA_JENDELA))
}

/// Whether the officers forgot to hand the conversation back: neither asked for nor written in for a day. The next message
/// of the resident then goes to the bot.
pub fn jeda_habis(
    petugas_sejak: OffsetDateTime,
    terakhir_petugas: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> bool {
    let sejak = terakhir_petugas.map_or(petugas_sejak, |saat| saat.max(petugas_sejak));
    now - sejak >= LAMA_JEDA
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const MULAI: OffsetDateTime = datetime!(2026-04-06 8:00 +8);

    /// Something that happens to a conversation.
    #[derive(Clone, Copy, Debug)]
    enum Kejadian {
        Warga,
        Jeda(bool),
        Jawab(bool),
        Baca,
        Ambil(Option<u128>),
    }

    fn kejadian() -> impl Strategy<Value = Kejadian> {
        prop_oneof![
            3 => Just(Kejadian::Warga),
            2 => any::<bool>().prop_map(Kejadian::Jeda),
            1 => any::<bool>().prop_map(Kejadian::Jawab),
            1 => Just(Kejadian::Baca),
            1 => prop::option::of(1_u128..4).prop_map(Kejadian::Ambil),
        ]
    }

    fn saat(ke: u32) -> Saat {
        Saat {
            id: Uuid::from_u128(u128::from(ke) + 1),
            pada: MULAI + Duration::minutes(i64::from(ke)),
        }
    }

    fn petugas(n: u128) -> PenggunaId {
        PenggunaId::new(Uuid::from_u128(n))
    }

    /// Plays events; the conversation and whether the bot is silent, after each.
    fn mainkan(semua: &[Kejadian]) -> Vec<(Kejadian, Kotak, bool)> {
        let mut kotak = Kotak::baru(KontakId::new(Uuid::nil()), saat(0));
        let mut jeda = false;
        let mut jejak = Vec::new();
        for (ke, satu) in (1_u32..).zip(semua) {
            kotak = match *satu {
                Kejadian::Warga => kotak.ditulis_warga(saat(ke), jeda).beralih(jeda),
                Kejadian::Jeda(kini) => {
                    jeda = kini;
                    kotak.beralih(kini)
                }
                Kejadian::Jawab(di_sini) => {
                    jeda = true;
                    kotak.dijawab(saat(ke), di_sini.then(|| petugas(9))).beralih(true)
                }
                Kejadian::Baca => kotak.dibaca(),
                Kejadian::Ambil(siapa) => {
                    let pada = saat(ke).pada;
                    kotak.ditugaskan(siapa.map(|n| Penugasan { petugas: petugas(n), pada }))
                }
            };
            jejak.push((*satu, kotak.clone(), jeda));
        }
        jejak
    }

    proptest! {
        #[test]
        fn an_answer_clears_the_wait_and_what_is_unread(
            semua in prop::collection::vec(kejadian(), 0..30), di_sini in any::<bool>(),
        ) {
            let mut semua = semua;
            semua.push(Kejadian::Jawab(di_sini));
            let (_, akhir, _) = mainkan(&semua).pop().unwrap();
            prop_assert_eq!((akhir.menunggu, akhir.masuk, akhir.belum_dibaca), (None, None, 0));
            prop_assert!(akhir.petugas_terakhir.is_some());
            prop_assert!(!di_sini || akhir.tugas.is_some());
        }

        #[test]
        fn nothing_waits_while_the_bot_speaks(semua in prop::collection::vec(kejadian(), 0..30)) {
            for (apa, kotak, jeda) in mainkan(&semua) {
                if !jeda {
                    prop_assert_eq!((kotak.menunggu, kotak.belum_dibaca), (None, 0), "{:?}", apa);
                }
            }
        }

        #[test]
        fn writing_again_never_loses_the_place_in_the_queue(
            semua in prop::collection::vec(kejadian(), 0..30), lagi in 1_u32..20,
        ) {
            let mut semua = semua;
            semua.extend([Kejadian::Jeda(true), Kejadian::Warga]);
            let sebelum = mainkan(&semua).pop().unwrap().1;
            semua.extend((0..lagi).map(|_| Kejadian::Warga));
            let sesudah = mainkan(&semua).pop().unwrap().1;
            prop_assert_eq!(sebelum.menunggu, sesudah.menunggu);
            prop_assert!(sebelum.menunggu.is_some());
            prop_assert_eq!(sesudah.belum_dibaca, sebelum.belum_dibaca + lagi);
        }

        #[test]
        fn who_waits_was_never_answered_since_and_the_version_never_falls(
            semua in prop::collection::vec(kejadian(), 0..30),
        ) {
            let mut jawab = None;
            let mut versi = 0;
            for (apa, kotak, _) in mainkan(&semua) {
                if matches!(apa, Kejadian::Jawab(_)) {
                    jawab = Some(kotak.terakhir.id);
                }
                if let (Some(menunggu), Some(jawab)) = (kotak.menunggu, jawab) {
                    prop_assert!(menunggu.id > jawab);
                }
                prop_assert!(kotak.versi >= versi);
                versi = kotak.versi;
            }
        }

        #[test]
        fn a_pause_ends_a_day_after_the_last_word_of_an_officer(
            kata in prop::option::of(-50_i64..50), kini in 0_i64..200,
        ) {
            let jam = |n| MULAI + Duration::hours(n);
            let sejak = kata.map_or(0, |kata| kata.max(0));
            prop_assert_eq!(jeda_habis(MULAI, kata.map(jam), jam(kini)), kini - sejak >= 24);
        }
    }

    #[test]
    fn asking_for_an_officer_waits_since_that_message() {
        let kotak = Kotak::baru(KontakId::new(Uuid::nil()), saat(0));
        let kotak = kotak.ditulis_warga(saat(1), false).ditulis_warga(saat(2), false);
        assert_eq!((kotak.menunggu, kotak.belum_dibaca), (None, 0));
        let kotak = kotak.beralih(true);
        assert_eq!((kotak.menunggu, kotak.belum_dibaca), (Some(saat(2)), 1));
        let versi = kotak.versi;
        assert_eq!(kotak.beralih(true).versi, versi, "nothing changed");
    }

    #[test]
    fn an_echo_that_comes_late_answers_nothing_that_came_after_it() {
        let kotak = Kotak::baru(KontakId::new(Uuid::nil()), saat(0)).ditulis_warga(saat(5), true);
        let telat = Saat { id: saat(6).id, pada: saat(2).pada };
        let kotak = kotak.dijawab(telat, None);
        assert_eq!((kotak.menunggu, kotak.belum_dibaca), (Some(saat(5)), 1));
        assert_eq!(kotak.dijawab(saat(7), None).menunggu, None);
    }
}
