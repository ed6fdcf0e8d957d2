//! How failures slow somebody down, and how they do not: a device that opened the account before has a counter of its
//! own, so that nobody locks an officer out by guessing.

use time::{Duration, OffsetDateTime};

use crate::{
    akses::PenggunaId,
    galat::Galat,
    ports::{Ports, UnitOfWork},
};

/// Failures older than this are forgotten.
pub const JENDELA_GAGAL: Duration = Duration::minutes(15);
/// How many failures within it slow an account, a known device, or a second factor down.
pub const BATAS_AKUN: u64 = 5;
/// How many slow an address down.
pub const BATAS_ALAMAT: u64 = 50;
/// The wait after the failure that reaches the limit; each further one doubles it, up to the window.
const JEDA_AWAL: Duration = Duration::seconds(30);

/// Failures of one counter within the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gagal {
    /// How many.
    pub jumlah: u64,
    /// The last one.
    pub terakhir: Option<OffsetDateTime>,
}

impl Gagal {
    /// How long the next attempt waits; `None` when it may be made now.
    pub fn tunggu(self, batas: u64, now: OffsetDateTime) -> Option<Duration> {
        let terakhir = self.terakhir.filter(|_| self.jumlah >= batas)?;
        let kali = u32::try_from(self.jumlah - batas).unwrap_or(u32::MAX).min(5);
        let jeda = (JEDA_AWAL * 2_i32.pow(kali)).min(JENDELA_GAGAL);
        Some(terakhir + jeda - now).filter(|sisa| sisa.is_positive())
    }
}

/// The counter of an account for devices nobody knows, by login name: there or not, it counts the same.
pub(in crate::akses) fn kunci_akun(nama_pengguna: &str) -> String {
    format!("pengguna/{nama_pengguna}")
}

/// The counter of an address.
pub(in crate::akses) fn kunci_alamat(alamat: &str) -> String {
    format!("alamat/{alamat}")
}

/// The counter of a device that opened the account before.
pub(in crate::akses) fn kunci_perangkat(ports: &Ports, hash: &[u8]) -> String {
    format!("perangkat/{}", ports.sidik_hex(hash))
}

/// The counter of second factors of an account, tried from devices nobody knows.
pub(in crate::akses) fn kunci_faktor(pengguna: PenggunaId) -> String {
    format!("faktor/{pengguna}")
}

/// Refuses while the counter says to wait.
///
/// # Errors
/// [`Galat::TerlaluSering`] with the time that is left.
pub(in crate::akses) async fn perlambat(
    work: &mut dyn UnitOfWork,
    kunci: &str,
    batas: u64,
    now: OffsetDateTime,
) -> Result<(), Galat> {
    let gagal = work.keamanan().gagal(kunci, now - JENDELA_GAGAL).await?;
    match gagal.tunggu(batas, now) {
        None => Ok(()),
        Some(sisa) => Err(Galat::TerlaluSering { tunggu: sisa }),
    }
}

/// Takes an attempt from the counter before it is made: attempts side by side do not slip past the limit. Give it back
/// with `hapus_gagal` when it succeeds.
///
/// # Errors
/// [`Galat::TerlaluSering`] when there is none left now.
pub(in crate::akses) async fn ambil_giliran(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kunci: &str,
    now: OffsetDateTime,
) -> Result<uuid::Uuid, Galat> {
    work.keamanan().kunci_gagal(kunci).await?;
    perlambat(work, kunci, BATAS_AKUN, now).await?;
    let id = ports.ids.uuid();
    work.keamanan().catat_gagal(kunci, id, now).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const KINI: OffsetDateTime = datetime!(2026-11-23 08:00 UTC);

    fn gagal(jumlah: u64, detik_lalu: i64) -> Gagal {
        Gagal { jumlah, terakhir: Some(KINI - Duration::seconds(detik_lalu)) }
    }

    /// Security bar 4.
    #[test]
    fn five_failures_slow_and_more_slow_more_but_never_longer_than_the_window() {
        assert_eq!(Gagal::default().tunggu(5, KINI), None);
        assert_eq!(gagal(4, 0).tunggu(5, KINI), None);
        assert_eq!(gagal(5, 0).tunggu(5, KINI), Some(Duration::seconds(30)));
        assert_eq!(gagal(5, 30).tunggu(5, KINI), None);
        assert_eq!(gagal(7, 20).tunggu(5, KINI), Some(Duration::seconds(100)));
        assert_eq!(gagal(5_000, 0).tunggu(5, KINI), Some(JENDELA_GAGAL));
        assert_eq!(gagal(49, 0).tunggu(BATAS_ALAMAT, KINI), None);
        assert!(gagal(50, 0).tunggu(BATAS_ALAMAT, KINI).is_some());
    }

    proptest! {
        #[test]
        fn waiting_always_ends_within_the_window(jumlah in 0_u64..10_000, lalu in 0_i64..2_000) {
            let tunggu = gagal(jumlah, lalu).tunggu(BATAS_AKUN, KINI);
            prop_assert!(tunggu.is_none_or(|sisa| sisa.is_positive() && sisa <= JENDELA_GAGAL));
            prop_assert!(lalu < 900 || tunggu.is_none());
        }
    }
}
