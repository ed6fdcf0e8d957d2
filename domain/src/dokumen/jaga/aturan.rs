//! When a signer is warned, and when signing is held: pure.

use time::{Duration, OffsetDateTime};

use super::Sertifikat;
use crate::nilai::Kode;

/// How many days ahead the end of a certificate is announced, the farthest first.
const PERINGATAN: [u16; 3] = [60, 30, 7];

/// How often the host is asked about a signer who can sign.
const ULANG: Duration = Duration::hours(24);

/// The warning that is due now: the nearest threshold that was reached and not yet announced. One that was missed while
/// Loket was not running is not announced late when a nearer one is due.
pub fn peringatan(sertifikat: &Sertifikat, kini: OffsetDateTime) -> Option<u16> {
    let sampai = sertifikat.berlaku_sampai?;
    let tercapai = PERINGATAN
        .into_iter()
        .filter(|hari| sampai - kini <= Duration::days(i64::from(*hari)))
        .min()?;
    sertifikat.peringatan_hari.is_none_or(|lama| tercapai < lama).then_some(tercapai)
}

/// Whether somebody can sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kesanggupan {
    /// As far as anybody knows.
    Sanggup,
    /// Not now; why, as a stable code.
    Tidak(Kode),
}

/// Whether the host is to be asked about a signer now: daily, and at every round while they cannot sign.
pub fn perlu_ditanya(sertifikat: &Sertifikat, kini: OffsetDateTime) -> bool {
    let lama = sertifikat.diperiksa_pada.is_none_or(|saat| kini - saat >= ULANG);
    lama || sertifikat.galat.is_some() || kesanggupan(sertifikat, kini) != Kesanggupan::Sanggup
}

/// Judges a signer by what is known. Who was never asked about is believed; a host that says `ISSUE` after the end of the
/// last certificate has issued another.
pub fn kesanggupan(sertifikat: &Sertifikat, kini: OffsetDateTime) -> Kesanggupan {
    let Sertifikat { status, diperiksa_pada, berlaku_sampai, .. } = sertifikat;
    match status.as_deref() {
        None | Some("ISSUE") => {}
        Some(status) => return Kesanggupan::Tidak(kode_status(status)),
    }
    let habis = berlaku_sampai
        .is_some_and(|sampai| sampai <= kini && diperiksa_pada.is_none_or(|saat| saat <= sampai));
    if habis { Kesanggupan::Tidak(kode_status("EXPIRED")) } else { Kesanggupan::Sanggup }
}

/// The code of a state; a word that is no code is named generally.
fn kode_status(status: &str) -> Kode {
    let kecil = status.to_ascii_lowercase();
    Kode::parse(&format!("sertifikat_{kecil}")).unwrap_or_else(|_| umum())
}

#[expect(clippy::expect_used, reason = "a constant that is a code")]
fn umum() -> Kode {
    Kode::parse("sertifikat_tidak_siap").expect("a code")
}

/// Why a signing role is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tahan {
    /// The roles nobody can sign for.
    pub peran: Vec<Kode>,
    /// Why, as the stable code of the first of them.
    pub kode: Kode,
}

/// Signing is held for the roles that nobody can sign for: no active holder, none with a certificate, own or standing in.
pub fn tahan(peran: &[(Kode, Vec<Kesanggupan>)], tanpa_pemegang: &Kode) -> Option<Tahan> {
    let mut ditahan = Vec::new();
    let mut kode = None;
    for (satu, pemegang) in peran {
        let mut sebab = tanpa_pemegang;
        let mut sanggup = false;
        for orang in pemegang {
            match orang {
                Kesanggupan::Sanggup => sanggup = true,
                Kesanggupan::Tidak(lain) => sebab = lain,
            }
        }
        if !sanggup {
            ditahan.push(satu.clone());
            kode.get_or_insert_with(|| sebab.clone());
        }
    }
    kode.map(|kode| Tahan { peran: ditahan, kode })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;
    use crate::id::Id;

    const KINI: OffsetDateTime = datetime!(2026-03-02 08:00 +08);

    fn sertifikat(sampai: Option<OffsetDateTime>) -> Sertifikat {
        let mut satu = Sertifikat::baru(Id::new(uuid::Uuid::from_u128(1)));
        satu.status = Some("ISSUE".to_owned());
        satu.diperiksa_pada = Some(KINI);
        satu.berlaku_sampai = sampai;
        satu
    }

    proptest! {
        #[test]
        fn each_warning_is_given_exactly_once_whenever_the_watch_comes_by(
            langkah in prop::collection::vec(1_i64..200, 1..200)
        ) {
            let sampai = KINI + Duration::days(90);
            let mut satu = sertifikat(Some(sampai));
            let (mut kini, mut diberi) = (KINI, Vec::new());
            for jam in langkah {
                kini += Duration::hours(jam);
                if let Some(hari) = peringatan(&satu, kini) {
                    prop_assert!(sampai - kini <= Duration::days(i64::from(hari)));
                    diberi.push(hari);
                    satu.peringatan_hari = Some(hari);
                }
                prop_assert_eq!(peringatan(&satu, kini), None);
            }
            let mut urut = diberi.clone();
            urut.sort_unstable_by(|a, b| b.cmp(a));
            urut.dedup();
            prop_assert_eq!(diberi, urut);
        }
    }

    #[test]
    fn only_issue_signs_and_an_end_that_passed_counts_until_the_host_says_otherwise() {
        for status in [
            "EXPIRED",
            "RENEW",
            "WAITING_FOR_VERIFICATION",
            "NEW",
            "NO_CERTIFICATE",
            "NOT_REGISTERED",
            "SUSPEND",
            "REVOKE",
        ] {
            let mut satu = sertifikat(None);
            satu.status = Some(status.to_owned());
            let Kesanggupan::Tidak(kode) = kesanggupan(&satu, KINI) else { panic!("{status}") };
            assert_eq!(kode.as_str(), format!("sertifikat_{}", status.to_lowercase()));
        }
        let lewat = sertifikat(Some(KINI + Duration::hours(1)));
        let kini = KINI + Duration::hours(2);
        assert_eq!(
            kesanggupan(&lewat, kini),
            Kesanggupan::Tidak(Kode::parse("sertifikat_expired").unwrap())
        );
        let baru = Sertifikat { diperiksa_pada: Some(kini), ..lewat };
        assert_eq!(kesanggupan(&baru, kini), Kesanggupan::Sanggup);
    }

    #[test]
    fn one_holder_who_can_sign_is_enough_and_none_holds_the_role() {
        let kosong = Kode::parse("tanpa_pemegang").unwrap();
        let (kadis, camat) = (Kode::parse("kadis").unwrap(), Kode::parse("camat").unwrap());
        let habis = || Kesanggupan::Tidak(Kode::parse("sertifikat_expired").unwrap());
        let plh = vec![(kadis.clone(), vec![habis(), Kesanggupan::Sanggup])];
        assert_eq!(tahan(&plh, &kosong), None);
        let semua = vec![(camat, vec![Kesanggupan::Sanggup]), (kadis.clone(), vec![habis()])];
        let ditahan = tahan(&semua, &kosong).unwrap();
        assert_eq!(
            (ditahan.peran, ditahan.kode.as_str()),
            (vec![kadis.clone()], "sertifikat_expired")
        );
        let baru = tahan(&[(kadis, Vec::new())], &kosong).unwrap();
        assert_eq!(baru.kode, kosong);
    }
}
