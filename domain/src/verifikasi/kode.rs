//! The short code on an issued document: guess-proof, easy to read aloud, and able to tell a typing error by itself.

use std::fmt;

use crate::{id::IdSource, nilai::NilaiTidakSah};

/// Crockford's digits: no I, L, O or U, so nothing is read as something else.
const ANGKA: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Digits that are random: five bits each, 75 bits together.
const ACAK: usize = 15;
/// All digits, with the one that checks the others.
const PANJANG: usize = ACAK + 1;
/// Digits between two hyphens.
const KELOMPOK: usize = 4;

/// The verification code of an issued document: 75 random bits and a check digit, sixteen digits of Crockford's base32 in
/// groups of four, `7Q2M-KX9D-0FHA-T3WB`.
///
/// It says nothing about the document. The check digit is the value of a polynomial over GF(32) whose coefficients all
/// differ, so one wrong digit and any two that changed places are told without a look into the database.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct KodeVerifikasi([u8; PANJANG]);

impl KodeVerifikasi {
    /// A fresh code.
    pub fn baru(ids: &dyn IdSource) -> Self {
        // Each digit takes the low five bits of its own random byte: 256 is a multiple of 32, so none is favoured.
        let hex = ids.acak_hex(ACAK);
        let mut angka = [0; PANJANG];
        for (satu, dua) in angka.iter_mut().zip(hex.as_bytes().chunks(2)) {
            let nibel = |huruf: &u8| {
                let nilai = char::from(*huruf).to_digit(16).unwrap_or(0);
                u8::try_from(nilai).unwrap_or(0)
            };
            *satu = dua.iter().fold(0, |nilai, huruf| (nilai << 4) | nibel(huruf)) & 31;
        }
        angka[ACAK] = digit_cek(&angka[..ACAK]);
        Self(angka)
    }

    /// Reads what a person typed or a QR carries: case, spaces and hyphens do not matter, O counts as 0, I and L as 1.
    ///
    /// # Errors
    /// Another character, another length, or a check digit that does not fit: a typing error.
    pub fn parse(teks: &str) -> Result<Self, NilaiTidakSah> {
        let mut angka = [0; PANJANG];
        let mut n = 0;
        for huruf in teks.chars() {
            if huruf.is_whitespace() || matches!(huruf, '-' | '–' | '—' | '_' | '.') {
                continue;
            }
            let nilai = nilai_huruf(huruf).ok_or(NilaiTidakSah {
                kode: "kode_verifikasi_huruf",
                pesan: "Kode verifikasi hanya berisi huruf dan angka, misalnya 7Q2M-KX9D-0FHA-T3WB.",
            })?;
            if let Some(tempat) = angka.get_mut(n) {
                *tempat = nilai;
            }
            n += 1;
        }
        if n != PANJANG {
            return Err(NilaiTidakSah {
                kode: "kode_verifikasi_panjang",
                pesan: "Kode verifikasi terdiri dari 16 huruf dan angka. Periksa kembali yang tertulis di dokumen.",
            });
        }
        if digit_cek(&angka[..ACAK]) != angka[ACAK] {
            return Err(NilaiTidakSah {
                kode: "kode_verifikasi_salah_ketik",
                pesan: "Kode verifikasi ini salah ketik. Periksa kembali yang tertulis di dokumen.",
            });
        }
        Ok(Self(angka))
    }

    /// The digits without hyphens: how tables keep it.
    pub fn padat(&self) -> String {
        self.0.iter().map(|nilai| char::from(ANGKA[usize::from(*nilai)])).collect()
    }
}

/// In groups, as printed.
impl fmt::Display for KodeVerifikasi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, nilai) in self.0.iter().enumerate() {
            if i > 0 && i % KELOMPOK == 0 {
                f.write_str("-")?;
            }
            fmt::Write::write_char(f, char::from(ANGKA[usize::from(*nilai)]))?;
        }
        Ok(())
    }
}

/// A code opens what is known of a document, so logs do not show it.
impl fmt::Debug for KodeVerifikasi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KodeVerifikasi(****)")
    }
}

fn nilai_huruf(huruf: char) -> Option<u8> {
    let huruf = match huruf.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        lain => lain,
    };
    let huruf = u8::try_from(huruf).ok()?;
    ANGKA.iter().position(|satu| *satu == huruf).and_then(|i| u8::try_from(i).ok())
}

/// `Σ α^(i+1) · d_i` over GF(32) with α = 2 and x⁵ + x² + 1. α has order 31, so sixteen coefficients (the check digit's own is
/// 1 = α⁰) are all different and none is zero: every single wrong digit and every swap of two digits changes the sum.
fn digit_cek(angka: &[u8]) -> u8 {
    let (mut jumlah, mut bobot) = (0, 1);
    for nilai in angka {
        bobot = kali_dua(bobot);
        jumlah ^= kali(bobot, *nilai);
    }
    jumlah
}

fn kali_dua(nilai: u8) -> u8 {
    let ganda = nilai << 1;
    if ganda & 32 == 0 { ganda } else { (ganda ^ 0b10_0101) & 31 }
}

fn kali(mut satu: u8, mut dua: u8) -> u8 {
    let mut hasil = 0;
    while dua > 0 {
        if dua & 1 == 1 {
            hasil ^= satu;
        }
        satu = kali_dua(satu);
        dua >>= 1;
    }
    hasil
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    struct Acak(Vec<u8>);

    impl IdSource for Acak {
        fn uuid(&self) -> Uuid {
            Uuid::nil()
        }

        fn acak_hex(&self, bytes: usize) -> String {
            self.0.iter().take(bytes).fold(String::new(), |hex, bita| hex + &format!("{bita:02x}"))
        }
    }

    fn kode(acak: Vec<u8>) -> KodeVerifikasi {
        KodeVerifikasi::baru(&Acak(acak))
    }

    fn acak() -> impl Strategy<Value = Vec<u8>> {
        prop::collection::vec(any::<u8>(), ACAK)
    }

    #[test]
    fn what_people_type_is_read() {
        let satu = kode((0..15).collect());
        let tercetak = satu.to_string();
        assert_eq!(tercetak.len(), 19);
        for teks in [
            tercetak.to_lowercase(),
            tercetak.replace('-', ""),
            tercetak.replace('-', " "),
            format!("  {} ", tercetak.replace('-', "–")),
            tercetak.replace('0', "o").replace('1', "l"),
            tercetak.replace('0', "O").replace('1', "I"),
        ] {
            assert_eq!(KodeVerifikasi::parse(&teks).as_ref(), Ok(&satu), "{teks}");
        }
    }

    #[test]
    fn what_is_no_code_is_told_by_its_own_reason() {
        let sebab = |teks: &str| KodeVerifikasi::parse(teks).unwrap_err().kode;
        assert_eq!(sebab(""), "kode_verifikasi_panjang");
        assert_eq!(sebab("7Q2M"), "kode_verifikasi_panjang");
        assert_eq!(sebab(&"7".repeat(5_000)), "kode_verifikasi_panjang");
        assert_eq!(sebab("7Q2M-KX9D-0FHA-T3W!"), "kode_verifikasi_huruf");
        assert_eq!(sebab("7Q2U-KX9D-0FHA-T3WB"), "kode_verifikasi_huruf");
    }

    #[test]
    fn logs_do_not_show_it() {
        let satu = kode(vec![7; 15]);
        assert!(!format!("{satu:?}").contains(&satu.to_string()[..4]));
    }

    proptest! {
        #[test]
        fn every_code_is_read_back(acak in acak()) {
            let satu = kode(acak);
            prop_assert_eq!(KodeVerifikasi::parse(&satu.to_string()), Ok(satu.clone()));
            prop_assert_eq!(KodeVerifikasi::parse(&satu.padat()), Ok(satu));
        }

        #[test]
        fn one_wrong_digit_is_told(acak in acak(), di in 0..PANJANG, tambah in 1u8..32) {
            let mut salah = kode(acak);
            salah.0[di] = (salah.0[di] + tambah) % 32;
            prop_assert_eq!(
                KodeVerifikasi::parse(&salah.to_string()).unwrap_err().kode,
                "kode_verifikasi_salah_ketik"
            );
        }

        #[test]
        fn two_digits_that_changed_places_are_told(acak in acak(), a in 0..PANJANG, b in 0..PANJANG) {
            let satu = kode(acak);
            let mut salah = satu.clone();
            salah.0.swap(a, b);
            prop_assert_eq!(KodeVerifikasi::parse(&salah.to_string()).is_ok(), salah == satu);
        }

        #[test]
        fn different_randomness_gives_different_codes(satu in acak(), dua in acak()) {
            let beda = satu.iter().zip(&dua).any(|(a, b)| a & 31 != b & 31);
            prop_assert_eq!(kode(satu) != kode(dua), beda);
        }

        #[test]
        fn no_text_makes_it_panic(teks in any::<String>()) {
            let _ = KodeVerifikasi::parse(&teks);
        }
    }
}
