//! A passkey, and a ceremony between the question to a browser and its answer.

use time::{Duration, OffsetDateTime};

use crate::{akses::PenggunaId, galat::Galat, id::Id, nilai::Rahasia};

/// Marks ids of passkeys.
#[derive(Debug)]
pub enum KunciSandiTag {}
/// The id of a passkey.
pub type KunciSandiId = Id<KunciSandiTag>;

/// Marks ids of ceremonies.
#[derive(Debug)]
pub enum UpacaraTag {}
/// The id of a ceremony.
pub type UpacaraId = Id<UpacaraTag>;

/// How many passkeys an officer has at most.
pub const BATAS_KUNCI_SANDI: usize = 10;
/// How long a browser may take to answer.
pub const UMUR_UPACARA: Duration = Duration::minutes(5);
/// The longest name of a passkey.
const PANJANG_LABEL: usize = 60;

/// A passkey as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KunciSandi {
    /// Its id.
    pub id: KunciSandiId,
    /// Whose.
    pub pengguna: PenggunaId,
    /// SHA-256 of what the authenticator calls it.
    pub sidik: Vec<u8>,
    /// What its answers are checked against: public key and counter.
    pub isi: Rahasia,
    /// What its owner calls it.
    pub label: String,
    /// When it was made.
    pub dibuat_pada: OffsetDateTime,
    /// When it was last shown.
    pub terakhir_pada: Option<OffsetDateTime>,
    /// Since when it opens nothing, because there seem to be two of it.
    pub dibekukan_pada: Option<OffsetDateTime>,
}

/// What a ceremony is for: an answer to one question is none to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TujuanUpacara {
    /// To make a passkey, in a session.
    Daftar,
    /// To complete a login, with a ticket.
    Masuk,
    /// To confirm a session.
    Konfirmasi,
}

impl TujuanUpacara {
    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Daftar => "daftar",
            Self::Masuk => "masuk",
            Self::Konfirmasi => "konfirmasi",
        }
    }

    /// What has that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        [Self::Daftar, Self::Masuk, Self::Konfirmasi].into_iter().find(|satu| satu.kata() == kata)
    }
}

/// A ceremony that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upacara {
    /// Its id.
    pub id: UpacaraId,
    /// What for.
    pub tujuan: TujuanUpacara,
    /// What it belongs to: the hash of a ticket, or the id of a session.
    pub ikatan: Vec<u8>,
    /// Who has to answer.
    pub pengguna: PenggunaId,
    /// What the answer is checked against.
    pub keadaan: Rahasia,
    /// When it began.
    pub dibuat_pada: OffsetDateTime,
    /// When it ends.
    pub berakhir_pada: OffsetDateTime,
}

impl Upacara {
    /// Whether that officer may answer now.
    pub fn berlaku(&self, pengguna: PenggunaId, kini: OffsetDateTime) -> bool {
        self.pengguna == pengguna && (self.dibuat_pada..self.berakhir_pada).contains(&kini)
    }
}

/// The name of a passkey as it is stored.
///
/// # Errors
/// One that is empty, too long, or not of one line.
pub(super) fn baca_label(teks: &str) -> Result<String, Galat> {
    let label = teks.trim();
    if (1..=PANJANG_LABEL).contains(&label.chars().count()) && !label.chars().any(char::is_control)
    {
        return Ok(label.to_owned());
    }
    let pesan = "Beri nama kunci sandi ini, paling banyak 60 karakter dalam satu baris.";
    Err(Galat::isian("/label", "label_tidak_sah", pesan))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_ceremony_is_its_officers_and_ends() {
        let mulai = datetime!(2026-11-23 08:00 UTC);
        let (dia, lain) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let upacara = Upacara {
            id: Uuid::from_u128(3).into(),
            tujuan: TujuanUpacara::Masuk,
            ikatan: vec![0; 32],
            pengguna: dia,
            keadaan: Rahasia::new("{}"),
            dibuat_pada: mulai,
            berakhir_pada: mulai + UMUR_UPACARA,
        };
        assert!(upacara.berlaku(dia, mulai));
        assert!(upacara.berlaku(dia, mulai + Duration::seconds(299)));
        assert!(!upacara.berlaku(dia, mulai + Duration::minutes(5)));
        assert!(!upacara.berlaku(dia, mulai - Duration::seconds(1)));
        assert!(!upacara.berlaku(lain, mulai));
        for tujuan in [TujuanUpacara::Daftar, TujuanUpacara::Masuk, TujuanUpacara::Konfirmasi] {
            assert_eq!(TujuanUpacara::dari_kata(tujuan.kata()), Some(tujuan));
        }
    }

    #[test]
    fn a_passkey_has_a_short_name_of_one_line() {
        assert_eq!(baca_label("  YubiKey kantor ").unwrap(), "YubiKey kantor");
        for salah in ["", "   ", "dua\nbaris", &"a".repeat(61)] {
            assert!(baca_label(salah).is_err(), "{salah:?}");
        }
    }

    proptest! {
        #[test]
        fn a_name_that_is_taken_is_taken_again(teks in "\\PC{0,80}") {
            if let Ok(label) = baca_label(&teks) {
                prop_assert_eq!(baca_label(&label).unwrap(), label);
            }
        }
    }
}
