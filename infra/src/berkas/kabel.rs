//! The answer of the child, as bytes: a magic, a word, and parts with their lengths in front. The parent believes none
//! of the lengths beyond what it has in hand.

use loket_domain::{
    berkas::{HasilPeriksa, Penolakan, SifatBerkas},
    permohonan::TipeBerkas,
};

const TANDA: &[u8; 4] = b"LKT1";
/// Bytes of an answer; two JPEG copies of bounded sides are far smaller.
pub(super) const BATAS_JAWABAN: u64 = 48 * 1024 * 1024;

pub(super) fn tulis(hasil: &Result<HasilPeriksa, Penolakan>) -> Vec<u8> {
    let mut keluar = TANDA.to_vec();
    match hasil {
        Err(penolakan) => {
            keluar.push(b'-');
            bagian(&mut keluar, Some(penolakan.kode().as_bytes()));
        }
        Ok(hasil) => {
            keluar.push(match hasil.tipe {
                TipeBerkas::Jpeg => b'j',
                TipeBerkas::Png => b'p',
                TipeBerkas::Pdf => b'd',
            });
            let SifatBerkas { lebar, tinggi, halaman, revisi } = hasil.sifat;
            for angka in [lebar, tinggi, halaman, revisi] {
                keluar.extend(angka.to_be_bytes());
            }
            bagian(&mut keluar, hasil.tampilan.as_deref());
            bagian(&mut keluar, hasil.cuplikan.as_deref());
        }
    }
    keluar
}

/// Absence is a length of zero: no copy is empty.
fn bagian(keluar: &mut Vec<u8>, isi: Option<&[u8]>) {
    let isi = isi.unwrap_or_default();
    keluar.extend(u32::try_from(isi.len()).unwrap_or(u32::MAX).to_be_bytes());
    keluar.extend(isi);
}

/// The answer, if it is one and nothing else.
pub(super) fn baca(jawaban: &[u8]) -> Option<Result<HasilPeriksa, Penolakan>> {
    let mut sisa = jawaban.strip_prefix(TANDA)?;
    let tipe = match ambil(&mut sisa, 1)?.first()? {
        b'-' => {
            let kode = std::str::from_utf8(panjang(&mut sisa)?).ok()?;
            let penolakan = Penolakan::dari_kode(kode)?;
            return sisa.is_empty().then_some(Err(penolakan));
        }
        b'j' => TipeBerkas::Jpeg,
        b'p' => TipeBerkas::Png,
        b'd' => TipeBerkas::Pdf,
        _ => return None,
    };
    let sifat = SifatBerkas {
        lebar: angka(&mut sisa)?,
        tinggi: angka(&mut sisa)?,
        halaman: angka(&mut sisa)?,
        revisi: angka(&mut sisa)?,
    };
    let mut salinan = || {
        let isi = panjang(&mut sisa)?;
        Some((!isi.is_empty()).then(|| isi.to_vec()))
    };
    let (tampilan, cuplikan) = (salinan()?, salinan()?);
    sisa.is_empty().then_some(Ok(HasilPeriksa { tipe, sifat, tampilan, cuplikan }))
}

fn ambil<'a>(sisa: &mut &'a [u8], banyak: usize) -> Option<&'a [u8]> {
    let (awal, akhir) = sisa.split_at_checked(banyak)?;
    *sisa = akhir;
    Some(awal)
}

fn angka(sisa: &mut &[u8]) -> Option<u32> {
    ambil(sisa, 4)?.try_into().ok().map(u32::from_be_bytes)
}

fn panjang<'a>(sisa: &mut &'a [u8]) -> Option<&'a [u8]> {
    let banyak = usize::try_from(angka(sisa)?).ok()?;
    ambil(sisa, banyak)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_answer_reads_back_and_half_of_one_does_not(
            sifat: [u32; 4],
            tampilan in prop::option::of(prop::collection::vec(any::<u8>(), 1..50)),
            potong: prop::sample::Index,
        ) {
            let [lebar, tinggi, halaman, revisi] = sifat;
            let sifat = SifatBerkas { lebar, tinggi, halaman, revisi };
            let hasil = HasilPeriksa { tipe: TipeBerkas::Png, sifat, tampilan, cuplikan: None };
            for satu in [Ok(hasil), Err(Penolakan::PdfIsiAktif)] {
                let jawaban = tulis(&satu);
                prop_assert_eq!(baca(&jawaban[..potong.index(jawaban.len())]), None);
                prop_assert_eq!(baca(&[&jawaban[..], b"x"].concat()), None);
                prop_assert_eq!(baca(&jawaban), Some(satu));
            }
        }

        #[test]
        fn no_answer_makes_the_parent_panic(isi: Vec<u8>, jenis in 0_u8..5) {
            baca(&isi);
            baca(&[TANDA.as_slice(), &[b"-jpd?"[usize::from(jenis)]], &isi].concat());
        }
    }
}
