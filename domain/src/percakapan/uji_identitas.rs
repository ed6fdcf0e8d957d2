//! The gate of contacts that must prove themselves again.

use proptest::prelude::*;
use time::OffsetDateTime;
use uuid::Uuid;

use super::*;
use crate::nilai::{Nik, Rahasia};

fn tanda(gagal: Option<u8>) -> Verifikasi {
    let sebab = VerifikasiUlang::NomorBerubah;
    Verifikasi { sebab, sejak: OffsetDateTime::UNIX_EPOCH, gagal }
}

fn perkara() -> Vec<Perkara> {
    let satu = |nomor: &str, nama: &str, nik: &[&str]| Perkara {
        permohonan: Uuid::nil().into(),
        nomor: nomor.to_owned(),
        nama: Rahasia::new(nama),
        nik: nik.iter().map(|satu| Nik::parse(satu).unwrap()).collect(),
    };
    vec![
        satu("6311-2026-00042-7", "Siti Nur Aminah", &["6311014101900042"]),
        satu("6311-2026-00043-5", "Budi", &[]),
    ]
}

fn pada(gagal: Option<u8>, teks: &str) -> Gerbang {
    gerbang(&tanda(gagal), false, &Masukan::Teks(teks.to_owned()), &perkara())
}

#[test]
fn the_first_message_is_answered_with_the_question_whatever_it_says() {
    for teks in ["halo", "status", "0042", "menu", "6311-2026-00042-7 Siti Nur Aminah"] {
        assert_eq!(pada(None, teks), Gerbang::Tanya, "{teks}");
    }
    assert_eq!(pada(None, "petugas"), Gerbang::Petugas);
    assert_eq!(gerbang(&tanda(None), false, &Masukan::Lain, &perkara()), Gerbang::Tanya);
}

#[test]
fn four_digits_or_number_and_name_are_a_proof() {
    for teks in [
        "0042",
        " 0042 ",
        "nik 0042",
        "6311-2026-00042-7 Siti Nur Aminah",
        "6311 2026 00042 7, SITI NUR AMINAH",
        "siti nur aminah 6311-2026-00042-7",
        "nomor 6311-2026-00043-5 nama budi",
    ] {
        assert_eq!(pada(Some(0), teks), Gerbang::Terbukti, "{teks}");
    }
    for teks in [
        "0043",
        "42",
        "6311014101900042",
        "6311-2026-00042-7",
        "6311-2026-00042-7 Siti",
        "6311-2026-00043-5 Siti Nur Aminah",
        "00042 siti nur aminah",
    ] {
        assert_eq!(pada(Some(0), teks), Gerbang::Salah(2), "{teks}");
    }
}

#[test]
fn three_wrong_tries_end_it_and_a_greeting_is_no_try() {
    assert_eq!(pada(Some(0), "1111"), Gerbang::Salah(2));
    assert_eq!(pada(Some(1), "1111"), Gerbang::Salah(1));
    assert_eq!(pada(Some(2), "1111"), Gerbang::Habis);
    assert_eq!(pada(Some(2), "halo"), Gerbang::Tanya);
    for teks in ["0042", "halo", "1111"] {
        assert_eq!(pada(Some(3), teks), Gerbang::Diam, "{teks}");
    }
    assert_eq!(pada(Some(3), "STATUS"), Gerbang::Tunggu);
}

#[test]
fn an_officer_who_talks_to_them_is_not_interrupted() {
    let di_petugas = |gagal, teks: &str| {
        gerbang(&tanda(gagal), true, &Masukan::Teks(teks.to_owned()), &perkara())
    };
    assert_eq!(di_petugas(None, "saya datang besok"), Gerbang::Diam);
    assert_eq!(di_petugas(Some(1), "saya datang pukul 10"), Gerbang::Diam);
    assert_eq!(di_petugas(Some(1), "0042"), Gerbang::Terbukti);
    assert_eq!(di_petugas(Some(1), "menu"), Gerbang::Tanya);
}

#[test]
fn without_a_case_there_is_nothing_to_protect() {
    let kosong = gerbang(&tanda(Some(3)), true, &Masukan::Lain, &[]);
    assert_eq!(kosong, Gerbang::TanpaPerkara);
}

proptest! {
    #[test]
    fn nothing_passes_after_the_last_try(teks in any::<String>(), gagal in PERCOBAAN_MAKS..=u8::MAX) {
        let hasil = pada(Some(gagal), &teks);
        prop_assert!(matches!(hasil, Gerbang::Diam | Gerbang::Tunggu), "{hasil:?}");
    }

    #[test]
    fn four_digits_pass_only_when_they_end_a_nik(angka in "[0-9]{4}") {
        let hasil = pada(Some(0), &angka);
        prop_assert_eq!(hasil == Gerbang::Terbukti, angka == "0042");
    }
}
