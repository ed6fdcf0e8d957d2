//! Turns: what one sender sent in one go is answered once. An album is many webhooks, a resident in a hurry writes five
//! lines, and after an outage days arrive at once.

use time::{Duration, OffsetDateTime};

use super::{ElemenTerbaca, IsiMasuk, Masukan};

/// How many elements of one sender a turn takes.
pub const BATAS_GILIRAN: usize = 50;
/// From how late an arrival on it came out of a backlog, where more is to be expected.
const TERTUNDA: Duration = Duration::minutes(2);
/// After how long a silence a conversation is told where it stood.
const LAMA: Duration = Duration::hours(24);

/// How long a sender must be quiet before files are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenang {
    /// After the last arrival, when there are files among them or a backlog comes in.
    pub jeda: Duration,
    /// Since the first arrival: then it is answered, quiet or not.
    pub paling_lama: Duration,
}

impl Default for Tenang {
    fn default() -> Self {
        Self { jeda: Duration::seconds(4), paling_lama: Duration::seconds(20) }
    }
}

/// One arrival in the queue of a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Datang {
    /// When it was stored.
    pub diterima: OffsetDateTime,
    /// When it was sent, as the channel says.
    pub dikirim: OffsetDateTime,
    /// Whether it is a file.
    pub berkas: bool,
}

impl Datang {
    /// How an element arrived; `None` for what no resident sent.
    pub fn dari(terbaca: &ElemenTerbaca, diterima: OffsetDateTime) -> Option<Self> {
        let ElemenTerbaca::Pesan(pesan) = terbaca else { return None };
        let berkas = matches!(pesan.isi, IsiMasuk::Media { .. });
        Some(Self { diterima, dikirim: pesan.saat, berkas })
    }
}

/// When the turn of these arrivals, oldest first, is due: typed words at once, files after a quiet spell, and so is what
/// comes late.
pub fn siap_pada(datang: &[Datang], tenang: Tenang) -> Option<OffsetDateTime> {
    let (awal, akhir) = (datang.first()?.diterima, datang.last()?.diterima);
    let menunggu = datang.iter().any(|satu| satu.berkas || satu.diterima - satu.dikirim > TERTUNDA);
    let jeda = if menunggu { tenang.jeda } else { Duration::ZERO };
    Some((akhir + jeda).min(awal + tenang.paling_lama))
}

/// Whether a message sent at `kini` breaks a long silence.
pub fn lama_diam(terakhir: Option<OffsetDateTime>, kini: OffsetDateTime) -> bool {
    terakhir.is_some_and(|terakhir| kini - terakhir > LAMA)
}

/// What a turn brought, as the machine takes it: files that came together are one input, and a line that is repeated in
/// one breath counts once.
pub fn gabungkan(masukan: impl IntoIterator<Item = Masukan>) -> Vec<Masukan> {
    let mut hasil: Vec<Masukan> = Vec::new();
    for satu in masukan {
        match (hasil.last_mut(), satu) {
            (
                Some(Masukan::Berkas { sah, ditolak }),
                Masukan::Berkas { sah: lagi, ditolak: juga },
            ) => {
                sah.extend(lagi);
                ditolak.extend(
                    juga.into_iter().filter(|alasan| !ditolak.contains(alasan)).collect::<Vec<_>>(),
                );
            }
            (Some(lama), satu) if sama(lama, &satu) => {}
            (_, satu) => hasil.push(satu),
        }
    }
    hasil
}

fn sama(lama: &Masukan, baru: &Masukan) -> bool {
    match (lama, baru) {
        (Masukan::Teks(lama), Masukan::Teks(baru)) => {
            lama.trim().to_lowercase() == baru.trim().to_lowercase()
        }
        (lama, baru) => lama == baru,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;
    use crate::permohonan::BerkasId;

    const PAGI: OffsetDateTime = datetime!(2026-11-23 08:00 +07);

    fn datang(detik: i64, berkas: bool) -> Datang {
        let saat = PAGI + Duration::seconds(detik);
        Datang { diterima: saat, dikirim: saat, berkas }
    }

    fn siap(datang: &[Datang]) -> i64 {
        (siap_pada(datang, Tenang::default()).unwrap() - PAGI).whole_seconds()
    }

    #[test]
    fn words_are_answered_at_once_and_albums_after_a_quiet_spell() {
        assert_eq!(siap(&[datang(0, false)]), 0);
        assert_eq!(siap(&[datang(0, true)]), 4);
        assert_eq!(siap(&[datang(0, true), datang(3, true)]), 7);
        assert_eq!(siap(&[datang(0, true), datang(2, false)]), 6);
        assert_eq!(siap_pada(&[], Tenang::default()), None);
    }

    #[test]
    fn nobody_waits_for_ever_because_somebody_keeps_sending() {
        let semua: Vec<_> = (0..60).map(|detik| datang(detik, true)).collect();
        assert_eq!(siap(&semua), 20);
    }

    #[test]
    fn a_backlog_is_given_time_to_come_in_whole() {
        let kemarin = Datang { dikirim: PAGI - Duration::hours(20), ..datang(0, false) };
        assert_eq!(siap(&[kemarin]), 4);
    }

    #[test]
    fn a_day_of_silence_is_long() {
        assert!(!lama_diam(None, PAGI));
        assert!(!lama_diam(Some(PAGI - Duration::hours(24)), PAGI));
        assert!(lama_diam(Some(PAGI - Duration::hours(25)), PAGI));
    }

    fn berkas(n: u128) -> Masukan {
        Masukan::berkas(BerkasId::new(Uuid::from_u128(n)))
    }

    #[test]
    fn an_album_is_one_input_and_a_line_said_twice_is_said_once() {
        let teks = |isi: &str| Masukan::Teks(isi.to_owned());
        let hasil = gabungkan([
            teks("Halo"),
            teks("halo "),
            berkas(1),
            Masukan::ditolak("Buram."),
            Masukan::ditolak("Buram."),
            berkas(2),
            teks("1"),
            berkas(3),
        ]);
        let id = |n: u128| BerkasId::new(Uuid::from_u128(n));
        let album = Masukan::Berkas { sah: vec![id(1), id(2)], ditolak: vec!["Buram.".to_owned()] };
        assert_eq!(hasil, [teks("Halo"), album, teks("1"), berkas(3)]);
    }

    proptest! {
        #[test]
        fn no_file_is_lost_or_doubled_by_being_put_together(
            kiriman in prop::collection::vec((any::<bool>(), 0u128..40), 0..40)
        ) {
            let semua: Vec<_> = kiriman.iter().enumerate().map(|(letak, (foto, n))| {
                if *foto { berkas(letak as u128) } else { Masukan::Teks(format!("{}", n % 3)) }
            }).collect();
            let id = |masukan: &[Masukan]| -> Vec<BerkasId> {
                masukan.iter().filter_map(|satu| match satu {
                    Masukan::Berkas { sah, .. } => Some(sah.clone()),
                    _ => None,
                }).flatten().collect()
            };
            let hasil = gabungkan(semua.clone());
            prop_assert_eq!(id(&hasil), id(&semua));
            prop_assert!(hasil.windows(2).all(|dua| dua[0] != dua[1] || matches!(dua[0], Masukan::Lain)));
        }
    }
}
