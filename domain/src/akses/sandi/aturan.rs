//! Which passwords are refused. Any composition is welcome, and nothing is trimmed: what counts is that nobody would try it.

use std::{collections::BTreeSet, sync::LazyLock};

use crate::{galat::Galat, nilai::Rahasia, tenant::Tenant};

/// How many characters a password has.
const PANJANG: std::ops::RangeInclusive<usize> = 12..=128;
/// What must be left of a password once the words of the office are taken out of it.
const SISA: usize = 8;
/// How many digits and signs around a listed password make it no better.
const HIASAN: usize = 8;
/// Words that everybody would try at an office like this.
const KATA_KANTOR: [&str; 4] = ["disdukcapil", "dukcapil", "capil", "loket"];

/// The 3,000 most common passwords of the list of zxcvbn (Dropbox, MIT licence), all of its 30,000 that are long enough to
/// be chosen here, and words that Indonesian offices would try.
static UMUM: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("umum.txt").lines().filter(|kata| !kata.is_empty()).collect());

/// The words that belong to an officer of that tenant: their names and those of the office.
pub(in crate::akses) fn kata_konteks(
    tenant: &Tenant,
    nama_pengguna: &str,
    nama: &str,
) -> Vec<String> {
    let teks = [tenant.slug.as_str(), &tenant.nama, nama_pengguna, nama];
    let mut kata: Vec<String> = teks
        .iter()
        .flat_map(|satu| satu.split(|c: char| !c.is_alphanumeric()))
        .filter(|satu| satu.chars().count() >= 4)
        .map(str::to_lowercase)
        .chain(KATA_KANTOR.map(str::to_owned))
        .collect();
    // The longest first, so that a word is not cut up by a shorter one in it.
    kata.sort_by_key(|satu| std::cmp::Reverse(satu.len()));
    kata.dedup();
    kata
}

/// Refuses what is too short, too long, common, or made of the words of the office.
///
/// # Errors
/// [`Galat::TidakSah`] at `pointer`; the password is never repeated.
pub(in crate::akses) fn periksa_sandi(
    sandi: &Rahasia,
    konteks: &[String],
    pointer: &str,
) -> Result<(), Galat> {
    let huruf = sandi.buka().chars().count();
    if !PANJANG.contains(&huruf) {
        let pesan = "Kata sandi harus 12 sampai 128 huruf. Rangkaian beberapa kata mudah diingat dan sulit ditebak.";
        return Err(Galat::isian(pointer, "sandi_panjang", pesan));
    }
    let kecil = sandi.buka().to_lowercase();
    if umum(&kecil) {
        let pesan = "Kata sandi ini termasuk yang paling sering dipakai orang. Pilih yang lain.";
        return Err(Galat::isian(pointer, "sandi_umum", pesan));
    }
    if dari_konteks(&kecil, konteks) {
        let pesan = "Kata sandi ini tersusun dari nama kantor, nama aplikasi atau nama Anda. Pilih yang lain.";
        return Err(Galat::isian(pointer, "sandi_mudah_ditebak", pesan));
    }
    Ok(())
}

/// Whether people who guess would come to it soon: listed, a listed word with decoration around it, something said over
/// and over, or a row of neighbours.
fn umum(kecil: &str) -> bool {
    let inti = kecil.trim_matches(|c: char| !c.is_alphabetic());
    UMUM.contains(kecil)
        || (!inti.is_empty() && UMUM.contains(inti))
        || berhias(kecil)
        || satuan(kecil).is_some_and(|satu| satu.chars().count() <= 4 || umum(satu))
        || berderet(kecil)
}

/// Whether a listed password is left when a few digits or signs are taken from its end, or from its beginning.
fn berhias(kecil: &str) -> bool {
    let bukan_huruf = |c: char| !c.is_alphabetic();
    let (mut depan, mut belakang) = (Some(kecil), Some(kecil));
    (0..HIASAN).any(|_| {
        depan = depan.and_then(|teks| teks.strip_suffix(bukan_huruf));
        belakang = belakang.and_then(|teks| teks.strip_prefix(bukan_huruf));
        [depan, belakang].into_iter().flatten().any(|teks| UMUM.contains(teks))
    })
}

/// What a text repeats, when it is nothing else.
fn satuan(teks: &str) -> Option<&str> {
    let batas: Vec<usize> = teks.char_indices().map(|(letak, _)| letak).collect();
    (1..=batas.len() / 2)
        .filter(|n| batas.len().is_multiple_of(*n))
        .map(|n| &teks[..batas[n]])
        .find(|satu| satu.repeat(batas.len() / satu.chars().count()) == teks)
}

/// Whether every character is the neighbour of the one before, all in one direction.
fn berderet(teks: &str) -> bool {
    let huruf: Vec<u32> = teks.chars().map(u32::from).collect();
    let naik = huruf.windows(2).all(|dua| dua[1] == dua[0] + 1);
    let turun = huruf.windows(2).all(|dua| dua[0] == dua[1] + 1);
    naik || turun
}

/// Whether too little is left of it without the words of the office.
fn dari_konteks(kecil: &str, konteks: &[String]) -> bool {
    let mut sisa = kecil.to_owned();
    for kata in konteks {
        sisa = sisa.replace(kata.as_str(), " ");
    }
    if sisa == kecil {
        return false;
    }
    let sisa: String = sisa.chars().filter(|c| c.is_alphanumeric()).collect();
    sisa.chars().count() < SISA || umum(&sisa)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn konteks() -> Vec<String> {
        let mut kata: Vec<String> = ["balangan", "siti"].map(str::to_owned).into();
        kata.extend(KATA_KANTOR.map(str::to_owned));
        kata
    }

    fn kode(sandi: &str) -> Option<&'static str> {
        match periksa_sandi(&Rahasia::new(sandi), &konteks(), "/sandi") {
            Ok(()) => None,
            Err(Galat::TidakSah(salah)) => Some(salah[0].kode),
            Err(galat) => panic!("{galat}"),
        }
    }

    /// Security bar 2.
    #[test]
    fn the_list_has_three_thousand_passwords_and_refuses_them_in_every_dress() {
        assert!(UMUM.len() >= 3_000);
        for sandi in [
            "1qaz2wsx3edc",
            "qwerty123456",
            "!!password2026!!",
            "Password12345",
            "passwordpassword",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "abcdefghijklmn",
            "zyxwvutsrqponm",
            "rahasianegara",
        ] {
            assert_eq!(kode(sandi), Some("sandi_umum"), "{sandi}");
        }
        for sandi in ["dukcapil 2026", "Balangan12345678", "siti@disdukcapil", "loket-loket-siti"] {
            assert_eq!(kode(sandi), Some("sandi_mudah_ditebak"), "{sandi}");
        }
    }

    /// Security bar 2.
    #[test]
    fn any_composition_of_twelve_to_a_hundred_and_twenty_eight_characters_is_taken_untrimmed() {
        for sandi in [
            "sandi untuk pengujian",
            "            kucing",
            "ññññ éééé öööö 7",
            "loket-0a1b2c3d4e",
            "🐟🐟🐟🐟🐟🐟🦀🐟🐟🐟🐟🐟",
        ] {
            assert_eq!(kode(sandi), None, "{sandi}");
        }
        assert_eq!(kode("x7 kuda laut"), None);
        assert_eq!(kode("kuda laut 7"), Some("sandi_panjang"));
        let panjang: String =
            (0..128_u32).filter_map(|n| char::from_u32(33 + (n * 7) % 90)).collect();
        assert_eq!(kode(&panjang), None);
        assert_eq!(kode(&format!("{panjang}x")), Some("sandi_panjang"));
    }

    proptest! {
        /// Security bar 2: whatever is asked, no text makes it panic, and what the list names is never taken.
        #[test]
        fn no_listed_password_is_taken(urut in 0..3_000_usize, ekor in "[0-9!]{0,6}", apa in "\\PC{0,140}") {
            let listed = UMUM.iter().nth(urut).unwrap();
            let sandi = format!("{listed}{ekor}");
            prop_assert!(kode(&sandi).is_some() || listed.trim_matches(|c: char| !c.is_alphabetic()).is_empty());
            kode(&apa);
        }
    }
}
