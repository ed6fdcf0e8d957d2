//! How often somebody may try, and how much of what is being uploaded is held in memory at once.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use time::{Duration, OffsetDateTime};

/// The span within which attempts are counted.
const JENDELA: Duration = Duration::minutes(10);
/// Unknown links that one address may ask for; a token of 192 bits is not found by trying.
const TAK_DIKENAL: u32 = 60;
/// Times that one link may be sent in.
const KIRIMAN: u32 = 30;
/// Entries that are remembered; the oldest span is forgotten when there are more.
const INGATAN: usize = 20_000;
/// Bytes of uploads held in memory by the whole process.
const MEMORI: usize = 160 * 1024 * 1024;

/// Counters of attempts and of memory, shared by every worker of the process.
#[derive(Debug, Default)]
pub struct Penjaga {
    hitungan: Mutex<BTreeMap<Siapa, (OffsetDateTime, u32)>>,
    terpakai: Arc<AtomicUsize>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Siapa {
    Alamat(IpAddr),
    Tautan(Vec<u8>),
}

impl Penjaga {
    /// That address looked for a link that is not there; whether it may go on. A link that is there always opens: many
    /// residents share one address, and nobody shall close the page to all of them by guessing.
    pub(in crate::http) fn tak_dikenal(
        &self,
        alamat: Option<IpAddr>,
        kini: OffsetDateTime,
    ) -> bool {
        alamat.is_none_or(|alamat| self.tambah(Siapa::Alamat(alamat), kini) <= TAK_DIKENAL)
    }

    /// Whether the link of that hash may be sent in once more; counts it.
    pub(in crate::http) fn boleh_mengirim(&self, sidik: Vec<u8>, kini: OffsetDateTime) -> bool {
        self.tambah(Siapa::Tautan(sidik), kini) <= KIRIMAN
    }

    /// Takes memory for an upload.
    pub(super) fn memori(&self) -> Memori {
        Memori { milik: 0, terpakai: self.terpakai.clone() }
    }

    fn tambah(&self, siapa: Siapa, kini: OffsetDateTime) -> u32 {
        let mut hitungan = self.hitungan.lock().unwrap_or_else(PoisonError::into_inner);
        if hitungan.len() >= INGATAN && !hitungan.contains_key(&siapa) {
            hitungan.retain(|_, (sejak, _)| kini - *sejak < JENDELA);
            if hitungan.len() >= INGATAN {
                hitungan.clear();
            }
        }
        let satu = hitungan.entry(siapa).or_insert((kini, 0));
        if kini - satu.0 >= JENDELA {
            *satu = (kini, 0);
        }
        satu.1 = satu.1.saturating_add(1);
        satu.1
    }
}

/// Memory that one upload holds; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Memori {
    milik: usize,
    terpakai: Arc<AtomicUsize>,
}

impl Memori {
    /// Takes that many bytes more; `false` when the process holds enough.
    pub(super) fn ambil(&mut self, bita: usize) -> bool {
        let baru = self.terpakai.fetch_add(bita, Ordering::Relaxed).saturating_add(bita);
        self.milik += bita;
        baru <= MEMORI
    }
}

impl Drop for Memori {
    fn drop(&mut self) {
        self.terpakai.fetch_sub(self.milik, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const KINI: OffsetDateTime = datetime!(2026-11-23 08:00 UTC);

    #[test]
    fn an_address_that_guesses_is_held_back_until_the_span_is_over() {
        let penjaga = Penjaga::default();
        let alamat = Some(IpAddr::from([10, 0, 0, 1]));
        for _ in 0..TAK_DIKENAL {
            assert!(penjaga.tak_dikenal(alamat, KINI));
        }
        assert!(!penjaga.tak_dikenal(alamat, KINI));
        assert!(penjaga.tak_dikenal(Some(IpAddr::from([10, 0, 0, 2])), KINI));
        assert!(penjaga.tak_dikenal(alamat, KINI + JENDELA));
    }

    #[test]
    fn a_link_is_sent_in_a_bounded_number_of_times() {
        let penjaga = Penjaga::default();
        let berhasil = (0..100).filter(|_| penjaga.boleh_mengirim(vec![1], KINI)).count();
        assert_eq!(berhasil, KIRIMAN as usize);
        assert!(penjaga.boleh_mengirim(vec![2], KINI));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let penjaga = Penjaga::default();
        for n in 0..u32::try_from(INGATAN).unwrap() + 10 {
            penjaga.tak_dikenal(Some(IpAddr::from(n.to_be_bytes())), KINI);
        }
        assert!(penjaga.hitungan.lock().unwrap().len() <= INGATAN);
    }

    #[test]
    fn memory_is_given_back_when_an_upload_ends() {
        let penjaga = Penjaga::default();
        let mut satu = penjaga.memori();
        assert!(satu.ambil(MEMORI));
        assert!(!penjaga.memori().ambil(1));
        drop(satu);
        assert!(penjaga.memori().ambil(MEMORI));
    }
}
