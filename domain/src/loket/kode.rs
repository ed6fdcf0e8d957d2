//! The code with which a resident collects: short, not guessable, and wrong when mistyped.

use std::fmt;

use crate::{id::IdSource, nilai::NilaiTidakSah};

/// What codes are written with: 31 signs, none of which looks like another. A prime, so that the check sign catches every
/// wrong sign and every swap of two.
const HURUF: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Random signs: 31⁶ is 887 million, for some hundred codes at a time.
const ACAK: usize = 6;

/// A pickup code, for example `K7P-4XWQ`. It is shown to its resident only.
#[derive(Clone, PartialEq, Eq)]
pub struct KodeAmbil(String);

impl KodeAmbil {
    /// A fresh code.
    pub fn baru(ids: &dyn IdSource) -> Self {
        let acak = ids.acak_hex(16);
        let mut angka = u128::from_str_radix(&acak, 16).unwrap_or_else(|_| ids.uuid().as_u128());
        let mut nilai = [0_u8; ACAK];
        for satu in &mut nilai {
            *satu = u8::try_from(angka % 31).unwrap_or(0);
            angka /= 31;
        }
        Self(tulis(nilai))
    }

    /// Reads a code as people type it: any case, with or without the dash, spaces forgiven.
    ///
    /// # Errors
    /// A wrong shape or check sign.
    pub fn parse(teks: &str) -> Result<Self, NilaiTidakSah> {
        let salah = || NilaiTidakSah {
            kode: "kode_ambil_salah",
            pesan: "Kode ambil tidak benar. Salin persis seperti di pesan kami, contoh K7P-4XWQ.",
        };
        let bersih = teks.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'-');
        let mut nilai = Vec::with_capacity(ACAK + 1);
        for huruf in bersih {
            let letak = HURUF.iter().position(|satu| *satu == huruf.to_ascii_uppercase());
            nilai.push(letak.and_then(|i| u8::try_from(i).ok()).ok_or_else(salah)?);
            if nilai.len() > ACAK + 1 {
                return Err(salah());
            }
        }
        let isi: [u8; ACAK] =
            nilai.get(..ACAK).and_then(|isi| isi.try_into().ok()).ok_or_else(salah)?;
        if nilai.get(ACAK) == Some(&cek(isi)) { Ok(Self(tulis(isi))) } else { Err(salah()) }
    }

    /// The code as it is told.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for KodeAmbil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[kode ambil]")
    }
}

/// Weights 2 to 7: all differ and none is 0 modulo 31.
fn cek(nilai: [u8; ACAK]) -> u8 {
    let jumlah: u32 = (2_u32..).zip(nilai).map(|(bobot, satu)| bobot * u32::from(satu)).sum();
    u8::try_from(jumlah % 31).unwrap_or(0)
}

fn tulis(nilai: [u8; ACAK]) -> String {
    let huruf = |satu: u8| char::from(HURUF[usize::from(satu) % HURUF.len()]);
    let mut teks: String = nilai.iter().map(|satu| huruf(*satu)).collect();
    teks.insert(3, '-');
    teks.push(huruf(cek(nilai)));
    teks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    struct Tetap(u128);

    impl IdSource for Tetap {
        fn uuid(&self) -> Uuid {
            Uuid::from_u128(self.0)
        }

        fn acak_hex(&self, _: usize) -> String {
            format!("{:032x}", self.0)
        }
    }

    proptest! {
        #[test]
        fn a_code_reads_back_however_it_is_typed(acak: u128) {
            let kode = KodeAmbil::baru(&Tetap(acak));
            prop_assert_eq!(kode.as_str().len(), 8);
            let tipis = format!(" {} ", kode.as_str().replace('-', " ").to_lowercase());
            for teks in [kode.as_str(), tipis.as_str()] {
                prop_assert_eq!(KodeAmbil::parse(teks).unwrap(), kode.clone());
            }
            let terlihat = format!("{kode:?}");
            prop_assert!(!terlihat.contains(kode.as_str()));
        }

        #[test]
        fn one_wrong_sign_or_two_swapped_are_noticed(acak: u128, letak in 0_usize..7, geser in 1_usize..31, dua in 0_usize..7) {
            let kode = KodeAmbil::baru(&Tetap(acak)).as_str().replace('-', "").into_bytes();
            let mut salah = kode.clone();
            let i = HURUF.iter().position(|satu| *satu == salah[letak]).unwrap();
            salah[letak] = HURUF[(i + geser) % 31];
            prop_assert!(KodeAmbil::parse(std::str::from_utf8(&salah).unwrap()).is_err());
            // The check sign has a weight of its own (-1), so even swapping it is noticed, unless both signs are the same.
            let mut tukar = kode.clone();
            tukar.swap(letak, dua);
            let tukar = std::str::from_utf8(&tukar).unwrap();
            prop_assert_eq!(KodeAmbil::parse(tukar).is_ok(), kode[letak] == kode[dua]);
        }

        #[test]
        fn nothing_else_is_a_code(teks in "\\PC{0,12}") {
            if let Ok(kode) = KodeAmbil::parse(&teks) {
                let tanpa = |teks: &str| teks.replace(['-', ' '], "").to_uppercase();
                prop_assert_eq!(tanpa(kode.as_str()), tanpa(&teks));
            }
        }
    }
}
