//! Codes of authenticators (RFC 6238), their seeds (RFC 4648 base32), and QR codes that carry them.

use std::fmt::Write;

use loket_domain::{akses::PembuatKode, galat::PortError, nilai::Rahasia};
use qrcode::{Color, EcLevel, QrCode};
use ring::hmac;
use zeroize::Zeroizing;

use super::{TanpaAcak, acak};

/// Bytes of a seed: as long as the hash that RFC 4226 asks for.
const PANJANG_BENIH: usize = 20;
const ABJAD: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Quiet modules around a QR code.
const TEPI: usize = 4;

/// RFC 6238 with HMAC-SHA-1, six digits, as every authenticator app has it.
#[derive(Clone, Copy, Debug, Default)]
pub struct KodeTotp;

/// A seed that is not base32.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("benih kode bukan base32")]
struct BenihRusak;

impl PembuatKode for KodeTotp {
    fn benih(&self) -> Result<Rahasia, PortError> {
        let benih: [u8; PANJANG_BENIH] =
            acak().map_err(|TanpaAcak| PortError::tak_terduga(TanpaAcak))?;
        Ok(Rahasia::new(ke_base32(&Zeroizing::new(benih)[..])))
    }

    fn kode(&self, benih: &Rahasia, langkah: u64) -> Result<Rahasia, PortError> {
        let kunci = dari_base32(benih.buka()).ok_or_else(|| PortError::tak_terduga(BenihRusak))?;
        Ok(Rahasia::new(format!("{:06}", hotp(&kunci, langkah) % 1_000_000)))
    }

    fn qr(&self, teks: &Rahasia) -> Result<Rahasia, PortError> {
        let kode = QrCode::with_error_correction_level(teks.buka(), EcLevel::M)
            .map_err(PortError::tak_terduga)?;
        let lebar = kode.width();
        let sisi = lebar + 2 * TEPI;
        let mut jalur = String::new();
        for (letak, warna) in kode.to_colors().iter().enumerate() {
            if *warna == Color::Dark {
                // Writing to a String cannot fail.
                let _ = write!(jalur, "M{} {}h1v1h-1z", letak % lebar + TEPI, letak / lebar + TEPI);
            }
        }
        Ok(Rahasia::new(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {sisi} {sisi}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M0 0h{sisi}v{sisi}H0z\"/><path d=\"{jalur}\"/></svg>"
        )))
    }
}

/// RFC 4226, the number before it is cut to its digits.
fn hotp(kunci: &[u8], langkah: u64) -> u32 {
    let kunci = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, kunci);
    let sidik = hmac::sign(&kunci, &langkah.to_be_bytes());
    let sidik = sidik.as_ref();
    let awal = usize::from(sidik.last().copied().unwrap_or(0) & 0x0f);
    let empat = sidik.iter().skip(awal).take(4);
    empat.fold(0_u32, |angka, bita| (angka << 8) | u32::from(*bita)) & 0x7fff_ffff
}

fn ke_base32(isi: &[u8]) -> String {
    let mut teks = String::with_capacity(isi.len().div_ceil(5) * 8);
    let (mut sisa, mut bit) = (0_u32, 0_u32);
    for bita in isi {
        sisa = (sisa << 8) | u32::from(*bita);
        bit += 8;
        while bit >= 5 {
            bit -= 5;
            teks.push(char::from(ABJAD[(sisa >> bit) as usize & 31]));
        }
    }
    if bit > 0 {
        teks.push(char::from(ABJAD[(sisa << (5 - bit)) as usize & 31]));
    }
    teks
}

/// Reads it as people copy it: spaces, case and padding do not matter.
fn dari_base32(teks: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut isi = Zeroizing::new(Vec::with_capacity(teks.len() * 5 / 8));
    let (mut sisa, mut bit) = (0_u32, 0_u32);
    for huruf in teks.bytes().filter(|b| !matches!(b, b' ' | b'-' | b'=')) {
        let nilai = ABJAD.iter().position(|satu| *satu == huruf.to_ascii_uppercase())?;
        sisa = (sisa << 5) | u32::try_from(nilai).ok()?;
        bit += 5;
        if bit >= 8 {
            bit -= 8;
            isi.push(u8::try_from((sisa >> bit) & 0xff).ok()?);
        }
    }
    (!isi.is_empty()).then_some(isi)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Security bar 6. RFC 6238, appendix B, cut to six digits.
    #[test]
    fn the_codes_of_the_rfc() {
        let benih = Rahasia::new(ke_base32(b"12345678901234567890"));
        assert_eq!(benih.buka(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for (detik, kode) in [
            (59_u64, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(KodeTotp.kode(&benih, detik / 30).unwrap().buka(), kode);
        }
        assert!(KodeTotp.kode(&Rahasia::new("bukan base32!"), 1).is_err());
        assert!(KodeTotp.kode(&Rahasia::new(""), 1).is_err());
    }

    #[test]
    fn a_seed_is_drawn_and_a_qr_code_holds_it() {
        let (satu, dua) = (KodeTotp.benih().unwrap(), KodeTotp.benih().unwrap());
        assert_eq!(satu.buka().len(), 32);
        assert!(satu != dua);
        let uri = format!("otpauth://totp/Loket:siti?secret={}", satu.buka());
        let gambar = KodeTotp.qr(&Rahasia::new(uri.clone())).unwrap();
        // Drawn again as a picture and read by somebody else's reader.
        let svg = gambar.buka();
        let sisi: usize =
            svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let mut gelap = vec![false; sisi * sisi];
        for modul in svg.split("<path d=\"").nth(1).unwrap().split('M').skip(1) {
            let mut angka = modul.split(['h', ' ']);
            let kolom: usize = angka.next().unwrap().parse().unwrap();
            let baris: usize = angka.next().unwrap().parse().unwrap();
            gelap[baris * sisi + kolom] = true;
        }
        let skala = 4;
        let mut gambar =
            rqrr::PreparedImage::prepare_from_greyscale(sisi * skala, sisi * skala, |x, y| {
                if gelap[(y / skala) * sisi + x / skala] { 0 } else { 255 }
            });
        let grid = gambar.detect_grids();
        assert_eq!(grid[0].decode().unwrap().1, uri);
    }

    proptest! {
        #[test]
        fn base32_reads_back(isi in prop::collection::vec(any::<u8>(), 1..40)) {
            let teks = ke_base32(&isi);
            for satu in [teks.clone(), teks.to_lowercase()] {
                let kembali = dari_base32(&satu).unwrap();
                prop_assert_eq!(kembali.as_slice(), isi.as_slice());
            }
        }

        #[test]
        fn no_text_makes_it_panic(teks in "\\PC{0,60}", langkah: u64) {
            let _ = KodeTotp.kode(&Rahasia::new(teks), langkah);
        }
    }
}
