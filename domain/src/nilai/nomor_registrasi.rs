//! Registration numbers that people read out over the phone.

use std::fmt;

use super::{KodeWilayah, NilaiTidakSah};

/// A registration number of one tenant: region without dots, year, serial and a check digit, for example
/// `6311-2026-00042-7`. The check digit catches one wrong digit and most swaps before a stranger's case is looked up.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NomorRegistrasi(String);

impl NomorRegistrasi {
    /// The number of the `urut`-th case of `tahun`.
    pub fn buat(wilayah: &KodeWilayah, tahun: i32, urut: u64) -> Self {
        let badan = format!("{}-{tahun:04}-{urut:05}", wilayah.as_str().replace('.', ""));
        let cek = luhn(&badan);
        Self(format!("{badan}-{cek}"))
    }

    /// Reads a number as people type it: any case, spaces forgiven.
    ///
    /// # Errors
    /// A wrong shape or check digit.
    pub fn parse(teks: &str) -> Result<Self, NilaiTidakSah> {
        let salah = NilaiTidakSah {
            kode: "nomor_registrasi_salah",
            pesan: "Nomor registrasi tidak benar. Salin persis seperti di pesan kami.",
        };
        let bersih: String = teks.chars().filter(|c| !c.is_whitespace()).collect();
        let (badan, cek) = bersih.rsplit_once('-').ok_or_else(|| salah.clone())?;
        let angka = badan.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if angka && badan.matches('-').count() == 2 && cek == luhn(badan).to_string() {
            Ok(Self(bersih))
        } else {
            Err(salah)
        }
    }

    /// The number as printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The Luhn check digit over the digits of `badan`.
fn luhn(badan: &str) -> u32 {
    let jumlah: u32 = badan
        .bytes()
        .filter(u8::is_ascii_digit)
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let angka = u32::from(b - b'0');
            if i % 2 == 0 { angka * 2 / 10 + angka * 2 % 10 } else { angka }
        })
        .sum();
    (10 - jumlah % 10) % 10
}

impl fmt::Display for NomorRegistrasi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for NomorRegistrasi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_reads_back_and_one_wrong_digit_does_not(urut in 0u64..99_999, posisi in 0usize..5, geser in 1u8..10) {
            let wilayah = KodeWilayah::parse("33.02.20").unwrap();
            let nomor = NomorRegistrasi::buat(&wilayah, 2026, urut);
            prop_assert_eq!(&NomorRegistrasi::parse(nomor.as_str()).unwrap(), &nomor);
            let mut rusak = nomor.as_str().as_bytes().to_vec();
            let i = "330220-2026-".len() + posisi;
            rusak[i] = b'0' + (rusak[i] - b'0' + geser) % 10;
            prop_assert!(NomorRegistrasi::parse(std::str::from_utf8(&rusak).unwrap()).is_err());
        }
    }
}
