//! What would be refused is refused before it is saved.

use proptest::prelude::*;

use super::*;

fn layak() -> TemplatRequest {
    TemplatRequest {
        nama: "kabar_permohonan".to_owned(),
        bahasa: "id".to_owned(),
        kategori: "UTILITY".to_owned(),
        kegunaan: "kabar".to_owned(),
        badan: "Ada kabar tentang permohonan {{1}} di {{2}}. Ketuk Lanjutkan.".to_owned(),
        kaki: None,
        tombol: vec![("Lanjutkan".to_owned(), "v1:kata:lanjut".to_owned())],
        isian: vec!["nomor".to_owned(), "kantor".to_owned()],
        contoh: vec!["1471-2026-000012-4".to_owned(), "Disdukcapil Pekanbaru".to_owned()],
    }
}

fn cacat(templat: TemplatRequest) -> Vec<(String, &'static str)> {
    match templat.periksa() {
        Ok(_) => Vec::new(),
        Err(Galat::TidakSah(semua)) => {
            semua.into_iter().map(|satu| (satu.pointer, satu.kode)).collect()
        }
        Err(lain) => panic!("{lain}"),
    }
}

fn cacat_badan(badan: &str) -> Vec<&'static str> {
    let banyak = (1..10).take_while(|n| badan.contains(&format!("{{{{{n}}}}}"))).count();
    let isian = vec!["nomor".to_owned(); banyak];
    let contoh = vec!["x".to_owned(); banyak];
    let semua = cacat(TemplatRequest { badan: badan.to_owned(), isian, contoh, ..layak() });
    semua.into_iter().filter(|(letak, _)| letak == "/badan").map(|(_, kode)| kode).collect()
}

#[test]
fn a_sound_template_passes() {
    assert_eq!(cacat(layak()), []);
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let salah = TemplatRequest {
        nama: "Kabar Baru".to_owned(),
        bahasa: "Indonesia".to_owned(),
        kategori: "PROMO".to_owned(),
        kegunaan: "iklan".to_owned(),
        badan: "{{1}} kirim foto KTP".to_owned(),
        kaki: Some("a".repeat(61)),
        tombol: vec![("a".repeat(21), String::new())],
        isian: vec!["nik".to_owned()],
        contoh: vec!["6311 0101 0790 0001".to_owned()],
    };
    let letak: Vec<(String, &str)> = cacat(salah);
    let letak: Vec<(&str, &str)> = letak.iter().map(|(l, k)| (l.as_str(), *k)).collect();
    for harapan in [
        ("/nama", "nama_templat_tidak_sah"),
        ("/bahasa", "bahasa_tidak_sah"),
        ("/kategori", "kategori_tidak_dikenal"),
        ("/kegunaan", "kegunaan_tidak_dikenal"),
        ("/badan", "meminta_data_pribadi"),
        ("/badan", "variabel_di_ujung"),
        ("/kaki", "kaki_tidak_sah"),
        ("/tombol/0/judul", "judul_tombol_tidak_sah"),
        ("/tombol/0/balasan", "balasan_tombol_tidak_sah"),
        ("/isian/0", "isian_tidak_dikenal"),
        ("/contoh/0", "contoh_data_pribadi"),
    ] {
        assert!(letak.contains(&harapan), "{harapan:?} {letak:?}");
    }
}

#[test]
fn variables_are_numbered_from_one_and_stand_apart_inside_the_body() {
    assert_eq!(cacat_badan("Permohonan {{1}} di {{2}} selesai."), Vec::<&str>::new());
    assert_eq!(cacat_badan("Permohonan {{2}} selesai."), ["variabel_tidak_berurut"]);
    assert_eq!(cacat_badan("Permohonan {{1}} {{2}} selesai."), ["variabel_bersebelahan"]);
    assert_eq!(cacat_badan("Permohonan {{1}}"), ["variabel_di_ujung"]);
    assert_eq!(cacat_badan("{{1}} selesai."), ["variabel_di_ujung"]);
    for rusak in ["Halo {{a}}.", "Halo {{1}.", "Halo {1}.", "Halo {{}}.", "Halo }} {{1}}."] {
        assert_eq!(cacat_badan(rusak), ["variabel_tidak_sah"], "{rusak}");
    }
}

#[test]
fn asking_for_identities_or_papers_is_seen_as_words_and_not_inside_of_words() {
    for minta in
        ["Mohon kirim NIK Anda.", "Siapkan e-KTP.", "Kirim  foto wajah.", "Foto KK-nya kurang."]
    {
        assert_eq!(cacat_badan(minta), ["meminta_data_pribadi"], "{minta}");
    }
    for boleh in ["Ada kendala teknik.", "Dokumen Anda siap.", "Berkas sedang diperiksa."] {
        assert_eq!(cacat_badan(boleh), Vec::<&str>::new(), "{boleh}");
    }
}

#[test]
fn the_length_counts_with_the_examples_in_place() {
    let badan = format!("{} {{{{1}}}}.", "a".repeat(1_000));
    let pendek = TemplatRequest {
        badan,
        isian: vec!["nomor".to_owned()],
        contoh: vec!["b".repeat(22)],
        ..layak()
    };
    assert_eq!(cacat(pendek.clone()), []);
    let panjang = TemplatRequest { contoh: vec!["b".repeat(23)], ..pendek };
    assert_eq!(cacat(panjang), [("/badan".to_owned(), "badan_terlalu_panjang")]);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(badan in ".{0,80}", contoh in ".{0,40}", judul in ".{0,30}") {
        let _ = TemplatRequest {
            badan, contoh: vec![contoh], tombol: vec![(judul.clone(), judul)], ..layak()
        }
        .periksa();
    }

    #[test]
    fn what_passes_keeps_the_limits_of_the_channel(
        badan in "[a-z {}1-3]{1,60}", kaki in prop::option::of("[a-z]{0,70}"), judul in "[a-zA-Z ]{0,25}",
    ) {
        let banyak = (1..=3).filter(|n| badan.contains(&format!("{{{{{n}}}}}"))).count();
        let templat = TemplatRequest {
            badan, kaki, tombol: vec![(judul, "x".to_owned())],
            isian: vec!["kantor".to_owned(); banyak], contoh: vec!["Kantor".to_owned(); banyak],
            ..layak()
        };
        if let Ok(sah) = templat.periksa() {
            let badan = sah.kata.badan.trim();
            prop_assert!(!badan.starts_with("{{") && !badan.ends_with("}}"));
            prop_assert!(!badan.contains("}}{{"));
            prop_assert!(sah.kata.kaki.is_none_or(|kaki| kaki.chars().count() <= 60));
            prop_assert!(sah.kata.tombol[0].judul.chars().count() <= 20);
            prop_assert_eq!(sah.kata.isian.len(), sah.kata.contoh.len());
        }
    }
}

#[test]
fn a_template_for_codes_has_the_words_of_the_channel_and_no_other_use() {
    let kode = |kategori: &str, kegunaan: &str| TemplatRequest {
        kategori: kategori.to_owned(),
        kegunaan: kegunaan.to_owned(),
        badan: String::new(),
        tombol: Vec::new(),
        isian: Vec::new(),
        contoh: Vec::new(),
        ..layak()
    };
    let sah = kode("AUTHENTICATION", "kode").periksa().unwrap();
    assert_eq!(sah.kata.badan, "{{1}} adalah kode verifikasi Anda.");
    for (kategori, kegunaan) in [("AUTHENTICATION", "umum"), ("UTILITY", "kode")] {
        let salah = cacat(kode(kategori, kegunaan));
        assert_eq!(salah, [("/kegunaan".to_owned(), "kegunaan_kode_autentikasi")]);
    }
    let kata = TemplatRequest {
        kategori: "AUTHENTICATION".to_owned(),
        kegunaan: "kode".to_owned(),
        ..layak()
    };
    let salah = cacat(kata);
    let letak: Vec<&str> = salah.iter().map(|(letak, _)| letak.as_str()).collect();
    assert_eq!(letak, ["/badan", "/tombol", "/isian", "/contoh"]);
    assert!(salah.iter().all(|(_, kode)| *kode == "kata_autentikasi_tetap"));
}
