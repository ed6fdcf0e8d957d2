//! Templates say what they may say, and letters what they were given.

use std::collections::BTreeMap;

use proptest::prelude::*;
use time::macros::date;

use super::*;
use crate::{
    cetak::{Bagian, Isi, html},
    galat::Galat,
    nilai::Kode,
};

fn bawaan(kode: &str) -> IsiTemplat {
    templat_bawaan(&Kode::parse(kode).unwrap()).unwrap()
}

fn data(pemohon: &str, berkas: usize) -> DataSurat {
    let mut isian: BTreeMap<&'static str, String> =
        ISIAN.iter().map(|(nama, contoh)| (*nama, (*contoh).to_owned())).collect();
    isian.insert("pemohon", pemohon.to_owned());
    DataSurat {
        isian,
        berkas: (0..berkas).map(|n| format!("Berkas {n}")).collect(),
        penanda: BTreeMap::from([(None, ("Petugas Contoh".to_owned(), None))]),
        alamat: "https://loket.uji/v/balangan/7Q2M-KX9D-0FHA-T3WB".to_owned(),
        kode: "7Q2M-KX9D-0FHA-T3WB".to_owned(),
    }
}

fn sebab(isi: &IsiTemplat) -> Vec<(String, &'static str)> {
    match isi.periksa() {
        Err(Galat::TidakSah(salah)) => {
            salah.into_iter().map(|satu| (satu.pointer, satu.kode)).collect()
        }
        Err(lain) => panic!("{lain}"),
        Ok(()) => Vec::new(),
    }
}

#[test]
fn the_templates_that_loket_brings_pass_their_own_check() {
    for kode in BAWAAN {
        assert_eq!(sebab(&bawaan(kode)), [], "{kode}");
    }
    assert!(templat_bawaan(&Kode::parse("lain").unwrap()).is_none());
}

#[test]
fn what_cannot_be_filled_in_is_told_with_its_place() {
    let mut isi = bawaan(TANDA_TERIMA);
    isi.judul = " ".to_owned();
    isi.bagian = vec![
        BagianTemplat::Teks("Nomor {nomor} milik {alamat_rumah}".to_owned()),
        BagianTemplat::Pasangan { label: "A".to_owned(), nilai: "{nomor".to_owned() },
    ];
    assert_eq!(
        sebab(&isi),
        [
            ("/isi/judul".to_owned(), "teks_tidak_sah"),
            ("/isi/bagian/0/teks".to_owned(), "isian_tidak_dikenal"),
            ("/isi/bagian".to_owned(), "tanda_wajib"),
        ]
    );
    isi.bagian = vec![BagianTemplat::Berkas; 61];
    assert!(sebab(&isi).iter().any(|(_, kode)| *kode == "bagian_tidak_sah"));
}

#[test]
fn a_receipt_lists_every_paper_and_carries_its_code() {
    let lembar = susun(&bawaan(TANDA_TERIMA), &data("Siti Contoh", 3));
    let teks = html(&lembar);
    for kata in ["Berkas 0", "Berkas 2", "7Q2M-KX9D-0FHA-T3WB", "Siti Contoh", "STATUS"] {
        assert!(teks.contains(kata), "{kata}");
    }
    let qr = lembar
        .bagian
        .iter()
        .any(|satu| matches!(satu, Bagian::Tanda { qr, .. } if qr.ends_with("T3WB")));
    assert!(qr);
    let kosong = html(&susun(&bawaan(TANDA_TERIMA), &data("Siti", 0)));
    assert!(kosong.contains("Belum ada berkas yang diterima."));
}

#[test]
fn a_letter_ends_on_its_day_and_a_receipt_never() {
    assert_eq!(sampai(&bawaan(TANDA_TERIMA), date!(2026 - 11 - 21)), None);
    let akhir = sampai(&bawaan(SURAT_KETERANGAN), date!(2026 - 11 - 21));
    assert_eq!(akhir, Some(date!(2026 - 12 - 20)), "the day of issue is the first of thirty");
}

#[test]
fn what_is_missing_stands_as_a_dash() {
    let mut tanpa = data("Siti", 0);
    tanpa.isian.remove("perkiraan");
    let lembar = susun(&bawaan(TANDA_TERIMA), &tanpa);
    let ada = lembar.bagian.iter().any(|satu| match satu {
        Bagian::Isi(isi) => {
            isi.contains(&Isi::Pasangan("Perkiraan selesai".to_owned(), "-".to_owned()))
        }
        _ => false,
    });
    assert!(ada);
}

proptest! {
    #[test]
    fn no_name_of_an_applicant_is_read_as_a_template(nama in "\\PC{0,80}") {
        let lembar = susun(&bawaan(TANDA_TERIMA), &data(&nama, 1));
        let ada = lembar.bagian.iter().any(|satu| match satu {
            Bagian::Isi(isi) => isi.contains(&Isi::Pasangan("Pemohon".to_owned(), nama.clone())),
            _ => false,
        });
        prop_assert!(ada);
    }
}
