//! Whose turn it is at the printer: pure.
//!
//! Every job gets its turn once, when it enters the queue, as a moment; the earliest is printed first. Applicants in a
//! vulnerable group (K-23) stand as if they had come two days ago, everybody else at the deadline of their case, though
//! never later than a week after they came. A batch shares the turn of its first card, so that the cards of one school
//! are printed together. Whoever comes more than [`JENDELA`] later goes behind: nobody waits for ever.

use time::{Duration, OffsetDateTime};

use crate::nilai::Kode;

/// How far a vulnerable applicant is moved up.
pub const MAJU: Duration = Duration::days(2);
/// The latest turn, counted from the entry into the queue.
pub const TERLAMA: Duration = Duration::days(7);
/// How long a batch takes further cards: those of its own day.
pub const ROMBONGAN: Duration = Duration::days(1);
/// Nobody who enters this much later goes before.
pub const JENDELA: Duration = Duration::days(10);
/// Spoilt cards after which a job is given back instead of spoiling more.
pub const GAGAL_MAKS: u16 = 3;

/// What decides the turn of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaktaGiliran {
    /// When it entered the queue.
    pub masuk: OffsetDateTime,
    /// When its case is due.
    pub tenggat: Option<OffsetDateTime>,
    /// Whether the applicant is in a vulnerable group.
    pub prioritas: bool,
}

/// The turn of a single job.
pub fn giliran(fakta: FaktaGiliran) -> OffsetDateTime {
    if fakta.prioritas {
        return fakta.masuk - MAJU;
    }
    let akhir = fakta.masuk + TERLAMA;
    fakta.tenggat.unwrap_or(akhir).clamp(fakta.masuk, akhir)
}

/// The turn of a job in a batch whose first job has that turn. A turn further back than a batch is open for belongs to
/// another day's batch and counts no more.
pub fn giliran_rombongan(fakta: FaktaGiliran, pertama: Option<OffsetDateTime>) -> OffsetDateTime {
    let sendiri = giliran(fakta);
    let terawal = if fakta.prioritas { fakta.masuk - MAJU } else { fakta.masuk } - ROMBONGAN;
    match pertama {
        Some(pertama) if pertama >= terawal => pertama,
        _ => sendiri,
    }
}

/// The name of the batch of what was collected outside the office on that day, at the place of that unit. Vulnerable
/// applicants of the same day are a batch of their own, so that they go first and together.
pub fn nama_rombongan(unit: Option<&Kode>, tanggal: time::Date, prioritas: bool) -> String {
    let unit = unit.map_or("-", Kode::as_str);
    let kelas = if prioritas { "rentan" } else { "umum" };
    format!("{unit}/{tanggal}/{kelas}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const AWAL: OffsetDateTime = datetime!(2026-01-05 8:00 +8);

    #[derive(Clone, Debug)]
    struct Kerja {
        fakta: FaktaGiliran,
        rombongan: String,
        giliran: OffsetDateTime,
        id: usize,
    }

    impl Kerja {
        fn kunci(&self) -> (OffsetDateTime, &str, usize) {
            (self.giliran, &self.rombongan, self.id)
        }
    }

    /// Jobs as they come: minutes since the one before, deadline in hours, vulnerable, in one of three batches.
    fn datang() -> impl Strategy<Value = Vec<(i64, Option<i64>, bool, usize)>> {
        let satu = (0_i64..2_000, proptest::option::of(-50_i64..400), any::<bool>(), 0_usize..4);
        proptest::collection::vec(satu, 1..120)
    }

    fn antre(datang: Vec<(i64, Option<i64>, bool, usize)>) -> Vec<Kerja> {
        let mut masuk = AWAL;
        let mut pertama: BTreeMap<String, OffsetDateTime> = BTreeMap::new();
        let mut semua = Vec::new();
        for (id, (menit, tenggat, prioritas, tempat)) in datang.into_iter().enumerate() {
            masuk += Duration::minutes(menit);
            let tenggat = tenggat.map(|jam| masuk + Duration::hours(jam));
            let fakta = FaktaGiliran { masuk, tenggat, prioritas };
            let unit = (tempat > 0).then(|| Kode::parse(&format!("sekolah_{tempat}")).unwrap());
            let (rombongan, giliran) = match &unit {
                None => (String::new(), giliran(fakta)),
                Some(unit) => {
                    let nama = nama_rombongan(Some(unit), masuk.date(), prioritas);
                    let giliran = giliran_rombongan(fakta, pertama.get(&nama).copied());
                    pertama.entry(nama.clone()).or_insert(giliran);
                    (nama, giliran)
                }
            };
            semua.push(Kerja { fakta, rombongan, giliran, id });
        }
        semua
    }

    proptest! {
        #[test]
        fn nobody_is_overtaken_by_who_comes_more_than_the_window_later(datang in datang()) {
            let semua = antre(datang);
            for a in &semua {
                for b in &semua {
                    if b.fakta.masuk > a.fakta.masuk + JENDELA {
                        prop_assert!(a.kunci() < b.kunci(), "{a:?} {b:?}");
                    }
                }
            }
        }

        #[test]
        fn the_cards_of_a_batch_are_never_torn_apart(datang in datang()) {
            let mut semua = antre(datang);
            semua.sort_by(|a, b| a.kunci().cmp(&b.kunci()));
            let mut selesai: Vec<&str> = Vec::new();
            for (letak, satu) in semua.iter().enumerate() {
                let sebelum = letak.checked_sub(1).map(|letak| semua[letak].rombongan.as_str());
                if satu.rombongan.is_empty() || sebelum == Some(satu.rombongan.as_str()) {
                    continue;
                }
                prop_assert!(!selesai.contains(&satu.rombongan.as_str()), "{satu:?}");
                selesai.push(&satu.rombongan);
            }
        }

        #[test]
        fn the_vulnerable_go_before_all_who_came_within_two_days_and_others_by_deadline(
            menit in 0_i64..2_879, jam_a in 0_i64..160, jam_b in 0_i64..160,
        ) {
            let umum = FaktaGiliran { masuk: AWAL, tenggat: None, prioritas: false };
            let rentan =
                FaktaGiliran { masuk: AWAL + Duration::minutes(menit), tenggat: None, prioritas: true };
            prop_assert!(giliran(rentan) < giliran(umum));
            let hingga = |jam| FaktaGiliran { tenggat: Some(AWAL + Duration::hours(jam)), ..umum };
            prop_assert_eq!(
                giliran(hingga(jam_a)).cmp(&giliran(hingga(jam_b))),
                jam_a.cmp(&jam_b)
            );
        }
    }

    #[test]
    fn an_old_batch_does_not_pull_up_who_comes_on_another_day() {
        let fakta = FaktaGiliran { masuk: AWAL, tenggat: None, prioritas: false };
        let lama = AWAL - Duration::days(30);
        assert_eq!(giliran_rombongan(fakta, Some(lama)), giliran(fakta));
        let hari_ini = AWAL + Duration::hours(2);
        assert_eq!(giliran_rombongan(fakta, Some(hari_ini)), hari_ini);
    }
}
