//! The rules of uploads that need nobody else.

use proptest::prelude::*;
use time::macros::datetime;

use super::*;
use crate::permohonan::ObjekTerdaftar;

#[test]
fn every_refusal_has_its_code_and_a_sentence_to_act_on() {
    for satu in Penolakan::SEMUA {
        assert_eq!(Penolakan::dari_kode(satu.kode()), Some(satu));
        assert!(satu.kalimat().ends_with('.') && satu.kalimat().len() > 40, "{satu:?}");
        assert!(satu.kalimat().to_lowercase().contains("kirim"), "{satu:?}");
    }
    assert_eq!(Penolakan::dari_kode("lain"), None);
}

#[test]
fn the_sentences_name_the_limits_that_hold() {
    let mb = format!("{} MB", BATAS_BERKAS / 1_048_576);
    assert!(Penolakan::TerlaluBesar.kalimat().contains(&mb));
    let halaman = format!("{HALAMAN_PDF} halaman");
    assert!(Penolakan::HalamanBerlebih.kalimat().contains(&halaman));
}

#[test]
fn only_old_objects_in_known_folders_of_the_tenant_may_be_removed() {
    let kini = datetime!(2026-11-21 12:00 UTC);
    let satu = |kunci: &str, menit: i64| ObjekTerdaftar {
        kunci: kunci.to_owned(),
        diubah_pada: kini - time::Duration::minutes(menit),
    };
    let lembar = vec![
        satu("balangan/berkas/a", 61),
        satu("balangan/berkas/muda", 59),
        satu("balangan/arsip/b", 9_999),
        satu("balangan/berkas", 9_999),
        satu("balangan_2/berkas/c", 9_999),
        satu("tapin/berkas/d", 9_999),
    ];
    let hasil = sapu::calon(lembar, "balangan/", &["berkas"], kini - TENGGANG_YATIM);
    assert_eq!(hasil, ["balangan/berkas/a"]);
}

proptest! {
    #[test]
    fn the_parts_of_an_upload_are_the_whole_of_it(ukuran in 1_u64..=BATAS_BERKAS, diminta: bool) {
        let rencana = Rencana { tipe: "image/png".to_owned(), ukuran, bagian: diminta };
        let bagian = rencana.ukuran_bagian();
        prop_assert_eq!(bagian.is_empty(), !diminta && ukuran <= UKURAN_BAGIAN);
        if let Some((akhir, awal)) = bagian.split_last() {
            prop_assert_eq!(bagian.iter().sum::<u64>(), ukuran);
            prop_assert!(awal.iter().all(|satu| *satu == UKURAN_BAGIAN));
            prop_assert!((1..=UKURAN_BAGIAN).contains(akhir));
        }
    }

    #[test]
    fn a_quota_ends_at_its_number(berkas in 0_u64..50, bita in 0_u64..50) {
        let jatah = Jatah { berkas: 20, bita: 30 };
        let lalu = Pemakaian { berkas, bita };
        prop_assert_eq!(lalu.tambah(1).dalam(jatah), berkas < 20 && bita < 30);
    }
}
