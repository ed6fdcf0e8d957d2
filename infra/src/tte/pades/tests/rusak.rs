//! Random damage: no panic, and nothing that changes a covered byte ever counts.

use loket_simulators::bsre::sign_pdf;
use proptest::prelude::*;

use super::*;

fn kerusakan() -> impl Strategy<Value = (u8, prop::sample::Index, u8, usize)> {
    (0_u8..4, any::<prop::sample::Index>(), any::<u8>(), 1_usize..200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_is_refused_unless_it_misses_every_covered_byte(
        (cara, di, bita, panjang) in kerusakan()
    ) {
        static PANGGUNG: std::sync::LazyLock<(Panggung, Vec<u8>)> = std::sync::LazyLock::new(|| {
            let panggung = Panggung::baru();
            let pdf = sign_pdf(&panggung.draf, &panggung.kadis).unwrap();
            (panggung, pdf)
        });
        let (panggung, asli) = &*PANGGUNG;
        let buka = cari(asli, b"/Contents<") + 9;
        let tutup = buka + cari(&asli[buka..], b">") + 1;
        let di = di.index(asli.len());
        let sampai = (di + panjang).min(asli.len());
        let mut pdf = asli.clone();
        match cara {
            0 => pdf[di] = bita,
            1 => drop(pdf.drain(di..sampai)),
            2 => drop(pdf.splice(di..di, std::iter::repeat_n(bita, panjang))),
            _ => pdf[di..sampai].fill(bita),
        }

        if panggung.periksa(&pdf).is_ok() {
            prop_assert_eq!(pdf.len(), asli.len());
            prop_assert_eq!(&pdf[..buka], &asli[..buka]);
            prop_assert_eq!(&pdf[tutup..], &asli[tutup..]);
        }
    }

    #[test]
    fn damage_inside_the_signature_never_panics(di in any::<prop::sample::Index>(), bita: u8) {
        static WADAH: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
            let panggung = Panggung::baru();
            let pdf = sign_pdf(&panggung.draf, &panggung.kadis).unwrap();
            let buka = cari(&pdf, b"/Contents<") + 10;
            hex::decode(&pdf[buka..buka + 4096]).unwrap()
        });
        let mut wadah = WADAH.clone();
        let di = di.index(wadah.len());
        wadah[di] = bita;
        let utuh = super::super::cms::urai(&wadah).is_ok_and(|wadah| wadah.memegang(&[b"isi"]).is_ok());
        prop_assert!(!utuh);
    }

    #[test]
    fn any_bytes_after_a_header_are_read_without_panic(isi: Vec<u8>) {
        let panggung = Panggung { ca: Authority::new().unwrap(), ..Panggung::baru() };
        let pdf = [b"%PDF-1.7\n".as_slice(), &isi].concat();
        prop_assert!(panggung.periksa(&pdf).is_err());
    }
}
