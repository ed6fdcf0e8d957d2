//! How often somebody may try, and how much of what is being uploaded is held in memory at once.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use actix_web::{HttpRequest, http::header::HeaderName};
use time::{Duration, OffsetDateTime};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

/// The span within which attempts are counted.
const JENDELA: Duration = Duration::minutes(10);
/// The span within which calls of programs are counted.
const JENDELA_KLIEN: Duration = Duration::minutes(1);
/// Unknown links that one address may ask for; a token of 192 bits is not found by trying.
const TAK_DIKENAL: u32 = 60;
/// Times that one link may be sent in.
const KIRIMAN: u32 = 30;
/// Documents that one address may check: many residents share one.
const PERIKSA: u32 = 120;
/// Files that one address may have checked.
const UNGGAH: u32 = 20;
/// Wrong codes after which an address waits. A mistyped code is told by its check digit and does not count, so this is guessing.
const SALAH: u32 = 20;
/// The same while somebody guesses at the whole office from many addresses.
const SALAH_RAMAI: u32 = 3;
/// Wrong codes at one office from which on that holds.
const SALAH_KANTOR: u32 = 2_000;
/// Checks at one office.
const PERIKSA_KANTOR: u32 = 20_000;
/// Files that are checked at once by the whole process.
const SERENTAK: usize = 2;
/// How long a file waits for its turn.
const TUNGGU_GILIRAN: std::time::Duration = std::time::Duration::from_secs(10);
/// Entries that are remembered; the oldest span is forgotten when there are more.
const INGATAN: usize = 20_000;
/// Bytes of uploads held in memory by the whole process.
const MEMORI: usize = 160 * 1024 * 1024;

/// Counters of attempts and of memory, shared by every worker of the process.
#[derive(Debug)]
pub struct Penjaga {
    hitungan: Mutex<BTreeMap<Siapa, (OffsetDateTime, u32)>>,
    terpakai: Arc<AtomicUsize>,
    giliran: Arc<Semaphore>,
    kepala_proksi: Option<HeaderName>,
}

impl Default for Penjaga {
    fn default() -> Self {
        Self::di_belakang(None)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Siapa {
    Alamat(IpAddr),
    Tautan(Vec<u8>),
    Periksa(IpAddr),
    Unggah(IpAddr),
    Salah(IpAddr),
    PeriksaKantor(String),
    SalahKantor(String),
    Klien(String, Uuid),
}

/// The span of addresses that one household or operator has: a whole /64 of IPv6.
fn rentang(alamat: IpAddr) -> IpAddr {
    match alamat {
        IpAddr::V6(satu) => match satu.to_ipv4_mapped() {
            Some(empat) => IpAddr::V4(empat),
            None => IpAddr::from((u128::from(satu) & !u128::from(u64::MAX)).to_be_bytes()),
        },
        IpAddr::V4(_) => alamat,
    }
}

impl Penjaga {
    /// Behind a proxy that names the client in this header; without it, who is connected is the client.
    pub fn di_belakang(kepala_proksi: Option<HeaderName>) -> Self {
        Self {
            hitungan: Mutex::default(),
            terpakai: Arc::default(),
            giliran: Arc::new(Semaphore::new(SERENTAK)),
            kepala_proksi,
        }
    }

    /// Who asks. Only the header that was configured is believed, and of it only the last entry, which the proxy itself wrote.
    pub(in crate::http) fn asal(&self, req: &HttpRequest) -> Option<IpAddr> {
        let tersambung = req.peer_addr().map(|alamat| alamat.ip());
        let Some(kepala) = &self.kepala_proksi else { return tersambung.map(rentang) };
        let tertulis = req.headers().get_all(kepala).last().and_then(|nilai| {
            nilai.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
        });
        tertulis.or(tersambung).map(rentang)
    }

    /// Whether that address may check one more document of that office; counts it. Who guessed too often waits.
    pub(in crate::http) fn boleh_memeriksa(
        &self,
        alamat: Option<IpAddr>,
        kantor: &str,
        kini: OffsetDateTime,
    ) -> bool {
        let kantor: String = kantor.chars().take(64).collect();
        let ramai = self.jumlah(&Siapa::SalahKantor(kantor.clone()), kini) >= SALAH_KANTOR;
        let batas = if ramai { SALAH_RAMAI } else { SALAH };
        let menebak = alamat.is_some_and(|a| self.jumlah(&Siapa::Salah(a), kini) >= batas);
        !menebak
            && alamat.is_none_or(|a| self.tambah(Siapa::Periksa(a), kini) <= PERIKSA)
            && self.tambah(Siapa::PeriksaKantor(kantor), kini) <= PERIKSA_KANTOR
    }

    /// That address asked for a well-formed code that is not there.
    pub(in crate::http) fn kode_salah(
        &self,
        alamat: Option<IpAddr>,
        kantor: &str,
        kini: OffsetDateTime,
    ) {
        if let Some(alamat) = alamat {
            self.tambah(Siapa::Salah(alamat), kini);
        }
        self.tambah(Siapa::SalahKantor(kantor.chars().take(64).collect()), kini);
    }

    /// Whether that address may have one more file checked; counts it.
    pub(in crate::http) fn boleh_mengunggah(
        &self,
        alamat: Option<IpAddr>,
        kini: OffsetDateTime,
    ) -> bool {
        alamat.is_none_or(|alamat| self.tambah(Siapa::Unggah(alamat), kini) <= UNGGAH)
    }

    /// A turn to check a file; `None` when too many wait.
    pub(in crate::http) async fn giliran(&self) -> Option<OwnedSemaphorePermit> {
        let tunggu = self.giliran.clone().acquire_owned();
        tokio::time::timeout(TUNGGU_GILIRAN, tunggu).await.ok()?.ok()
    }

    fn jumlah(&self, siapa: &Siapa, kini: OffsetDateTime) -> u32 {
        let hitungan = self.hitungan.lock().unwrap_or_else(PoisonError::into_inner);
        hitungan.get(siapa).filter(|(sejak, _)| kini - *sejak < JENDELA).map_or(0, |satu| satu.1)
    }

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

    /// Whether a program of that office may call once more this minute; counts it.
    pub(in crate::http) fn boleh_memanggil(
        &self,
        kantor: &str,
        klien: Uuid,
        laju: u32,
        kini: OffsetDateTime,
    ) -> bool {
        let siapa = Siapa::Klien(kantor.to_owned(), klien);
        self.tambah_dalam(JENDELA_KLIEN, siapa, kini) <= laju
    }

    /// Takes memory for an upload.
    pub(in crate::http) fn memori(&self) -> Memori {
        Memori { milik: 0, terpakai: self.terpakai.clone() }
    }

    fn tambah(&self, siapa: Siapa, kini: OffsetDateTime) -> u32 {
        self.tambah_dalam(JENDELA, siapa, kini)
    }

    fn tambah_dalam(&self, jendela: Duration, siapa: Siapa, kini: OffsetDateTime) -> u32 {
        let mut hitungan = self.hitungan.lock().unwrap_or_else(PoisonError::into_inner);
        if hitungan.len() >= INGATAN && !hitungan.contains_key(&siapa) {
            hitungan.retain(|_, (sejak, _)| kini - *sejak < JENDELA);
            if hitungan.len() >= INGATAN {
                hitungan.clear();
            }
        }
        let satu = hitungan.entry(siapa).or_insert((kini, 0));
        if kini - satu.0 >= jendela {
            *satu = (kini, 0);
        }
        satu.1 = satu.1.saturating_add(1);
        satu.1
    }
}

/// Memory that one upload holds; given back when it is dropped.
#[derive(Debug)]
pub(in crate::http) struct Memori {
    milik: usize,
    terpakai: Arc<AtomicUsize>,
}

impl Memori {
    /// Takes that many bytes more; `false` when the process holds enough.
    pub(in crate::http) fn ambil(&mut self, bita: usize) -> bool {
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

    /// Security bar 45.
    #[test]
    fn a_program_has_its_calls_of_each_minute_and_takes_nobody_elses() {
        let penjaga = Penjaga::default();
        let (satu, dua) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let boleh = |kantor, klien, detik| {
            penjaga.boleh_memanggil(kantor, klien, 3, KINI + Duration::seconds(detik))
        };
        assert!((0..3).all(|detik| boleh("balangan", satu, detik)));
        assert!(!boleh("balangan", satu, 4) && !boleh("balangan", satu, 59));
        assert!(boleh("balangan", dua, 5) && boleh("sinjai", satu, 5));
        assert!((60..63).all(|detik| boleh("balangan", satu, detik)));
        assert!(!boleh("balangan", satu, 64));
    }

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
    fn who_guesses_codes_waits_and_others_go_on() {
        let penjaga = Penjaga::default();
        let (penebak, lain) =
            (Some(IpAddr::from([10, 0, 0, 1])), Some(IpAddr::from([10, 0, 0, 2])));
        let coba = |alamat| {
            let boleh = penjaga.boleh_memeriksa(alamat, "balangan", KINI);
            if boleh {
                penjaga.kode_salah(alamat, "balangan", KINI);
            }
            boleh
        };
        assert_eq!((0..500).filter(|_| coba(penebak)).count(), SALAH as usize);
        let benar = |kini| penjaga.boleh_memeriksa(lain, "balangan", kini);
        assert_eq!((0..500).filter(|_| benar(KINI)).count(), PERIKSA as usize);
        assert!(penjaga.boleh_memeriksa(penebak, "balangan", KINI + JENDELA));
    }

    #[test]
    fn while_many_addresses_guess_at_an_office_each_may_guess_less() {
        let penjaga = Penjaga::default();
        for n in 0..SALAH_KANTOR {
            penjaga.kode_salah(Some(IpAddr::from(n.to_be_bytes())), "balangan", KINI);
        }
        let alamat = Some(IpAddr::from([200, 0, 0, 1]));
        for _ in 0..SALAH_RAMAI {
            assert!(penjaga.boleh_memeriksa(alamat, "balangan", KINI));
            penjaga.kode_salah(alamat, "balangan", KINI);
        }
        assert!(!penjaga.boleh_memeriksa(alamat, "balangan", KINI));
    }

    #[test]
    fn only_the_configured_header_says_who_asks_and_only_its_last_entry() {
        let minta = || {
            actix_web::test::TestRequest::default()
                .peer_addr("10.0.0.9:1".parse().unwrap())
                .insert_header(("x-forwarded-for", "1.1.1.1, 203.0.113.7"))
                .to_http_request()
        };
        let alamat = |teks: &str| Some(teks.parse::<IpAddr>().unwrap());
        assert_eq!(Penjaga::default().asal(&minta()), alamat("10.0.0.9"));
        let kepala = HeaderName::from_static("x-forwarded-for");
        assert_eq!(Penjaga::di_belakang(Some(kepala)).asal(&minta()), alamat("203.0.113.7"));
        assert_eq!(rentang("2001:db8::1:2:3:4".parse().unwrap()), alamat("2001:db8::").unwrap());
        assert_eq!(rentang("::ffff:10.0.0.1".parse().unwrap()), alamat("10.0.0.1").unwrap());
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
