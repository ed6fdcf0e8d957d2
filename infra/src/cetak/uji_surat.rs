//! Letters: a QR that stands whole on one page, whatever comes before it, and the same bytes for the same letter.

use std::collections::BTreeMap;

use loket_domain::{
    cetak::{Arah, Bagian, Isi, Lembar, PencetakPdf},
    nilai::Kode,
    sementara::{BAWAAN, DataSurat, ISIAN, susun, templat_bawaan},
};
use proptest::prelude::*;

use super::{
    PdfHelvetica,
    halaman::{Tata, Unsur, tata},
    tests::{PADA, periksa, teks_acak, teks_pdf},
};

const ALAMAT: &str = "https://loket.balangankab.go.id/v/balangan/7Q2M-KX9D-0FHA-T3WB";

fn surat(kode: &str, pemohon: &str, berkas: usize) -> Lembar {
    let mut isian: BTreeMap<&'static str, String> =
        ISIAN.iter().map(|(nama, contoh)| (*nama, (*contoh).to_owned())).collect();
    isian.insert("pemohon", pemohon.to_owned());
    isian.insert("kantor", "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Balangan".to_owned());
    let nama = ("Drs. H. Contoh Pejabat, M.Si.".to_owned(), Some("197004171995031005".to_owned()));
    let data = DataSurat {
        isian,
        berkas: (1..=berkas).map(|n| format!("Berkas persyaratan nomor {n}")).collect(),
        penanda: BTreeMap::from([(None, nama)]),
        alamat: ALAMAT.to_owned(),
        kode: "7Q2M-KX9D-0FHA-T3WB".to_owned(),
    };
    susun(&templat_bawaan(&Kode::parse(kode).unwrap()).unwrap(), &data)
}

/// Boxes of the QR, by page.
fn qr(tata: &Tata) -> Vec<usize> {
    let kotak = |unsur: &&Unsur| matches!(unsur, Unsur::Isian { .. });
    tata.halaman.iter().map(|halaman| halaman.unsur.iter().filter(kotak).count()).collect()
}

#[test]
fn the_letters_that_loket_brings_fit_on_one_page_and_say_their_code() {
    for kode in BAWAAN {
        let lembar = surat(kode, "Siti Contoh", 5);
        periksa(kode, &tata(&lembar));
        let pdf = PdfHelvetica.cetak(&lembar, PADA);
        let halaman = teks_pdf(&pdf);
        assert_eq!(halaman.len(), 1, "{kode}");
        assert_eq!(PdfHelvetica.halaman(&lembar), 1);
        assert!(halaman[0].contains("7Q2M-KX9D-0FHA-T3WB"), "{}", halaman[0]);
        assert!(qr(&tata(&lembar))[0] > 100, "the QR is drawn");
        assert_eq!(pdf, PdfHelvetica.cetak(&lembar, PADA), "the same bytes");
    }
}

#[test]
fn many_papers_and_long_names_go_over_pages_and_the_end_stays_together() {
    let panjang = "Raden Mas Contoh ".repeat(40);
    for berkas in 0..70 {
        let lembar = surat("tanda_terima", &panjang, berkas);
        let tata = tata(&lembar);
        periksa("many papers", &tata);
        let dengan: Vec<usize> = qr(&tata).into_iter().filter(|jumlah| *jumlah > 0).collect();
        assert_eq!(dengan.len(), 1, "one whole QR, with {berkas} papers");
        assert_eq!(usize::try_from(PdfHelvetica.halaman(&lembar)).unwrap(), tata.halaman.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_overflows_at_the_end_of_a_letter(
        teks in proptest::collection::vec(teks_acak(), 6),
        sebelum in 0_usize..80,
    ) {
        let lembar = Lembar {
            judul: teks[0].clone(),
            kantor: teks[1].clone(),
            arah: Arah::Tegak,
            bagian: vec![
                Bagian::Isi((0..sebelum).map(|n| Isi::Teks(format!("baris {n}"))).collect()),
                Bagian::Tanda { qr: teks[2].clone(), kiri: teks[3..5].to_vec(), kanan: teks[4..].to_vec() },
            ],
            kaki: teks[5].clone(),
        };
        periksa("random", &tata(&lembar));
    }
}
