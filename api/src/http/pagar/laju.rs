//! Rates: a bucket for each address, session and office that fills steadily; memory is bounded whoever asks.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use actix_web::http::{StatusCode, header};
use loket_domain::{akses::SesiId, tenant::TenantSlug};
use time::{Duration, OffsetDateTime};

use super::super::problem::Problem;

/// Buckets that are remembered.
const INGATAN: usize = 50_000;
/// What a provider delivers for a whole country comes from few addresses.
const WEBHOOK: &str = "/v1/wa/webhook";
/// So many times an address' share.
const WEBHOOK_LIPAT: u32 = 20;
const MENIT: Duration = Duration::minutes(1);

/// How many requests in a minute.
#[derive(Clone, Copy, Debug)]
pub struct AturanLaju {
    /// Of one address.
    pub alamat: u32,
    /// Of one session.
    pub sesi: u32,
    /// Of the officers of one office together.
    pub tenant: u32,
    /// Costly ones of each kind, of one address.
    pub mahal: u32,
}

/// Whose bucket.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Siapa {
    Alamat(IpAddr),
    /// An office, then one of its sessions.
    Sesi(TenantSlug, SesiId),
    Tenant(TenantSlug),
    Mahal(&'static str, IpAddr),
}

/// The buckets of this process; without rules nobody is held back.
#[derive(Debug, Default)]
pub struct Laju {
    aturan: Option<AturanLaju>,
    /// When each bucket is full again.
    ember: Mutex<BTreeMap<Siapa, OffsetDateTime>>,
}

impl Laju {
    /// Buckets under these rules.
    pub fn dengan(aturan: AturanLaju) -> Self {
        Self { aturan: Some(aturan), ember: Mutex::default() }
    }

    /// A request of that address on that route.
    ///
    /// # Errors
    /// 429 with the moment from which on it may come again.
    pub(in crate::http) fn alamat(
        &self,
        alamat: Option<IpAddr>,
        metode: &str,
        rute: &str,
        kini: OffsetDateTime,
    ) -> Result<(), Problem> {
        let (Some(aturan), Some(alamat)) = (self.aturan, alamat) else { return Ok(()) };
        if rute == WEBHOOK {
            let batas = aturan.alamat.saturating_mul(WEBHOOK_LIPAT);
            return self.ambil(Siapa::Mahal("webhook", alamat), batas, kini);
        }
        self.ambil(Siapa::Alamat(alamat), aturan.alamat, kini)?;
        match mahal(metode, rute) {
            Some(jenis) => self.ambil(Siapa::Mahal(jenis, alamat), aturan.mahal, kini),
            None => Ok(()),
        }
    }

    /// A request of that session.
    ///
    /// # Errors
    /// 429 with the moment from which on it may come again.
    pub(in crate::http) fn sesi(
        &self,
        tenant: &TenantSlug,
        sesi: SesiId,
        kini: OffsetDateTime,
    ) -> Result<(), Problem> {
        let Some(aturan) = self.aturan else { return Ok(()) };
        self.ambil(Siapa::Sesi(tenant.clone(), sesi), aturan.sesi, kini)?;
        self.ambil(Siapa::Tenant(tenant.clone()), aturan.tenant, kini)
    }

    /// Takes one from the bucket. A bucket is a moment: the one at which it is full again (GCRA).
    fn ambil(&self, siapa: Siapa, per_menit: u32, kini: OffsetDateTime) -> Result<(), Problem> {
        let satu = MENIT / f64::from(per_menit.max(1));
        let mut semua = self.ember.lock().unwrap_or_else(PoisonError::into_inner);
        if semua.len() >= INGATAN && !semua.contains_key(&siapa) {
            semua.retain(|_, penuh| *penuh > kini);
            if semua.len() >= INGATAN {
                // So many addresses at once that none can be held back by itself: forget, rather than grow or refuse all.
                semua.clear();
            }
        }
        let penuh = semua.entry(siapa).or_insert(kini);
        let baru = (*penuh).max(kini) + satu;
        let tunggu = baru - kini - MENIT;
        if tunggu > Duration::ZERO {
            return Err(terlalu_sering(tunggu));
        }
        *penuh = baru;
        Ok(())
    }
}

/// Where a file is looked at.
const UNGGAH: [&str; 4] = [
    "/v1/berkas/{id}/selesai",
    "/v1/dokumen/{id}/selesai",
    "/v1/dokumen/{id}/pindaian/selesai",
    "/v1/loket/bukti/{id}/selesai",
];

/// What costs more than a look into the database, by the pattern of its route.
fn mahal(metode: &str, rute: &str) -> Option<&'static str> {
    let akhir = |ekor: &str| rute.ends_with(ekor);
    match metode {
        "POST" if rute == "/v1/tenant/{tenant}/sesi" || akhir("/sesi/kunci-sandi/mulai") => {
            Some("masuk")
        }
        "POST" if akhir("/sesi/faktor") || akhir("/sesi/kunci-sandi") => Some("faktor"),
        "POST" if akhir("/{tenant}/sandi") || akhir("/{tenant}/sandi/lupa") => Some("sandi"),
        "POST" if akhir("/sesi/segarkan") => Some("segarkan"),
        "POST" if UNGGAH.contains(&rute) || rute.starts_with("/t/") => Some("unggah"),
        "POST" if akhir("/tanda-tangan") || rute == "/v1/tte/totp" => Some("tte"),
        _ if rute.starts_with("/v1/publik/{tenant}/verifikasi") => Some("verifikasi"),
        "GET" if akhir("/lembar") => Some("cetak"),
        "GET" if akhir("/csv") => Some("ekspor"),
        _ => None,
    }
}

fn terlalu_sering(tunggu: Duration) -> Problem {
    let detik = tunggu.whole_seconds().max(0) + 1;
    let problem = Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "terlalu_sering",
        "Permintaan terlalu sering. Tunggu sebentar, lalu coba lagi.",
    );
    match header::HeaderValue::try_from(detik.to_string()) {
        Ok(nilai) => problem.dengan_kepala(header::RETRY_AFTER, nilai),
        Err(_) => problem,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const KINI: OffsetDateTime = datetime!(2026-11-23 08:00 UTC);
    const ATURAN: AturanLaju = AturanLaju { alamat: 60, sesi: 10, tenant: 15, mahal: 5 };

    fn alamat(n: u32) -> IpAddr {
        IpAddr::from(n.to_be_bytes())
    }

    /// Security bar 45.
    #[test]
    fn an_address_may_ask_so_often_in_a_minute_and_then_as_steadily() {
        let laju = Laju::dengan(ATURAN);
        let boleh = |kini| laju.alamat(Some(alamat(1)), "GET", "/v1/tugas", kini).is_ok();
        assert_eq!((0..200).filter(|_| boleh(KINI)).count(), 60);
        assert!(!boleh(KINI));
        assert!(boleh(KINI + Duration::SECOND), "one more each second");
        assert!(!boleh(KINI + Duration::SECOND));
        assert!(laju.alamat(Some(alamat(2)), "GET", "/v1/tugas", KINI).is_ok(), "others go on");
        assert_eq!((0..200).filter(|_| boleh(KINI + Duration::hours(1))).count(), 60);
    }

    #[test]
    fn what_is_costly_has_a_bucket_of_its_own() {
        let laju = Laju::dengan(ATURAN);
        let masuk =
            || laju.alamat(Some(alamat(1)), "POST", "/v1/tenant/{tenant}/sesi", KINI).is_ok();
        assert_eq!((0..20).filter(|_| masuk()).count(), 5);
        assert!(laju.alamat(Some(alamat(1)), "GET", "/v1/tugas", KINI).is_ok());
    }

    /// Every door that a stranger can knock at with a guess, in each of its steps.
    #[test]
    fn each_step_of_logging_in_and_of_a_new_password_is_costly() {
        let laju = Laju::dengan(ATURAN);
        let semua = [
            "sesi",
            "sesi/segarkan",
            "sesi/faktor",
            "sesi/kunci-sandi",
            "sesi/kunci-sandi/mulai",
            "sandi",
            "sandi/lupa",
        ];
        for (n, rute) in (0..).zip(semua) {
            let rute = format!("/v1/tenant/{{tenant}}/{rute}");
            let coba = || laju.alamat(Some(alamat(n)), "POST", &rute, KINI).is_ok();
            assert_eq!((0..20).filter(|_| coba()).count(), 5, "{rute}");
        }
        // A login with a password and a second factor takes one from each of two buckets.
        let (sandi, faktor) = ("/v1/tenant/{tenant}/sesi", "/v1/tenant/{tenant}/sesi/faktor");
        let masuk = || {
            [sandi, faktor].map(|rute| laju.alamat(Some(alamat(99)), "POST", rute, KINI).is_ok())
        };
        assert!((0..5).all(|_| masuk() == [true; 2]));
        assert_eq!(masuk(), [false; 2]);
    }

    #[test]
    fn sessions_and_offices_are_counted_by_office_first() {
        let laju = Laju::dengan(ATURAN);
        let (satu, dua) = (TenantSlug::parse("satu").unwrap(), TenantSlug::parse("dua").unwrap());
        let sesi = |n: u128| SesiId::new(uuid::Uuid::from_u128(n));
        let banyak =
            |kantor, n| (0..50).filter(|_| laju.sesi(kantor, sesi(n), KINI).is_ok()).count();
        assert_eq!(banyak(&satu, 1), 10);
        assert_eq!(banyak(&satu, 2), 5, "the office as a whole");
        assert_eq!(banyak(&dua, 1), 10, "the same id in another office is another session");
    }

    #[test]
    fn a_refusal_says_when_to_come_again() {
        let laju = Laju::dengan(AturanLaju { alamat: 1, ..ATURAN });
        laju.alamat(Some(alamat(1)), "GET", "/", KINI).unwrap();
        let ditolak = laju.alamat(Some(alamat(1)), "GET", "/", KINI).unwrap_err();
        let jawaban = actix_web::ResponseError::error_response(&ditolak);
        assert_eq!(jawaban.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(jawaban.headers().get(header::RETRY_AFTER).unwrap(), "61");
    }

    #[test]
    fn what_is_remembered_is_bounded_and_nothing_is_held_back_without_rules() {
        let laju = Laju::dengan(ATURAN);
        for n in 0..u32::try_from(INGATAN).unwrap() + 10 {
            laju.alamat(Some(alamat(n)), "GET", "/", KINI).unwrap();
        }
        assert!(laju.ember.lock().unwrap().len() <= INGATAN);
        let bebas = Laju::default();
        assert!((0..10_000).all(|_| bebas.alamat(Some(alamat(1)), "GET", "/", KINI).is_ok()));
        assert!(bebas.ember.lock().unwrap().is_empty());
    }
}
