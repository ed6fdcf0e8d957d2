//! Secrets of the platform itself, which belong to no tenant: sealed by the master key.

use zeroize::Zeroizing;

use super::kunci::{KunciError, KunciInduk, enkripsi};

/// The form of a sealed value.
const SEGEL_V1: u8 = 1;

impl KunciInduk {
    /// Encrypts a value of the control schema, bound to its table, column and row.
    pub fn segel_platform(
        &self,
        tabel: &str,
        kolom: &str,
        baris: &str,
        isi: &[u8],
    ) -> Result<Vec<u8>, KunciError> {
        enkripsi(&self.aktif, SEGEL_V1, &konteks(tabel, kolom, baris)?, isi)
    }

    /// Decrypts a value that was sealed for exactly this place.
    pub fn buka_platform(
        &self,
        tabel: &str,
        kolom: &str,
        baris: &str,
        tersegel: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KunciError> {
        if tersegel.first() != Some(&SEGEL_V1) {
            return Err(KunciError::TidakTerbuka);
        }
        self.buka_salah_satu(&konteks(tabel, kolom, baris)?, tersegel)
    }
}

/// No tenant has a name with a bar, so none of these is the context of a wrapped data key.
fn konteks(tabel: &str, kolom: &str, baris: &str) -> Result<Vec<u8>, KunciError> {
    if [tabel, kolom, baris].iter().any(|nama| nama.contains('|')) {
        return Err(KunciError::Nama);
    }
    Ok(format!("platform|{tabel}|{kolom}|{baris}").into_bytes())
}

#[cfg(test)]
mod tests {
    use loket_domain::tenant::TenantSlug;
    use proptest::prelude::*;

    use super::*;

    fn induk(byte: u8) -> KunciInduk {
        let mut bytes = [byte; 32];
        bytes[0] ^= 0xff;
        KunciInduk::baca(&hex::encode(bytes)).unwrap()
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_in_its_place_and_under_its_key_only(
            isi: Vec<u8>, kolom in "[a-z]{1,6}", kolom2 in "[a-z]{1,6}", baris in "[0-9]{1,6}", baris2 in "[0-9]{1,6}",
        ) {
            let kunci = induk(1);
            let segel = kunci.segel_platform("t", &kolom, &baris, &isi).unwrap();
            let terbuka = kunci.buka_platform("t", &kolom, &baris, &segel).unwrap();
            prop_assert_eq!(terbuka.as_slice(), isi.as_slice());
            let pindah = (&kolom, &baris) != (&kolom2, &baris2);
            prop_assert_eq!(kunci.buka_platform("t", &kolom2, &baris2, &segel).is_err(), pindah);
            prop_assert!(kunci.buka_platform("t2", &kolom, &baris, &segel).is_err());
            prop_assert!(induk(2).buka_platform("t", &kolom, &baris, &segel).is_err());
        }

        #[test]
        fn arbitrary_bytes_never_open(isi: Vec<u8>) {
            prop_assert!(induk(1).buka_platform("t", "k", "1", &isi).is_err());
        }
    }

    #[test]
    fn a_platform_secret_and_a_wrapped_key_are_never_taken_for_each_other() {
        let (kunci, slug) = (induk(1), TenantSlug::parse("balangan").unwrap());
        let segel = kunci.segel_platform("t", "k", "1", &[7; 32]).unwrap();
        assert!(kunci.buka_bungkus(&slug, &segel).is_err());
        assert!(kunci.segel_platform("t|k", "1", "", b"").is_err());
        assert!(kunci.segel_platform("t", "k", "1|", b"").is_err());
    }
}
