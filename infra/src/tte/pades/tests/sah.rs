//! What counts.

use loket_simulators::{
    bsre::{SignatureOptions, SimDigest, Timestamp, Visible, sign_pdf, sign_pdf_with},
    contoh_pdf_beragam,
};
use lopdf::{Document, SaveOptions};

use super::*;

#[test]
fn both_kinds_of_key_count() {
    let panggung = Panggung::baru();
    let rsa = panggung.ca.issue(NIK, NAMA, SimKey::Rsa3072).unwrap();

    for penanda in [&panggung.kadis, &rsa] {
        let sah = panggung.periksa(&sign_pdf(&panggung.draf, penanda).unwrap()).unwrap();

        assert_eq!((sah.penanda_tangan.as_str(), sah.halaman), (NAMA, 1));
        let der = penanda.certificate_der().unwrap();
        assert!(hex::encode(der).contains(&sah.nomor_sertifikat));
        let usia = OffsetDateTime::from(SystemTime::now()) - sah.ditandatangani_pada.unwrap();
        assert!(usia.whole_seconds().abs() < 30, "{usia}");
    }
}

#[test]
fn a_visible_signature_below_an_intermediate_authority_counts() {
    let panggung = Panggung::baru();
    let sub = panggung.ca.subordinate().unwrap();
    let kadis = sub.issue(NIK, NAMA, SimKey::P256).unwrap();
    let kotak = Visible::text(1, [300.0, 650.0, 200.0, 60.0]);
    let pilihan = SignatureOptions {
        reason: "Pengesahan – kutipan".to_owned(),
        location: "Bantul".to_owned(),
        visible: Some(kotak),
        ..SignatureOptions::default()
    };

    let hasil = panggung.periksa(&sign_pdf_with(&panggung.draf, &kadis, &pilihan).unwrap());

    assert!(hasil.is_ok(), "{hasil:?}");
}

#[test]
fn the_last_of_two_signatures_is_the_one_that_is_judged() {
    let panggung = Panggung::baru();
    let kabid = panggung.ca.issue("3402011203750002", "Drs. BUDI", SimKey::P256).unwrap();
    let pertama = sign_pdf(&panggung.draf, &kabid).unwrap();

    let kedua = panggung.periksa(&sign_pdf(&pertama, &panggung.kadis).unwrap());

    assert_eq!(kedua.unwrap().penanda_tangan, NAMA);
    assert_eq!(panggung.periksa(&pertama), Err(TandaTanganDitolak::PenandaTanganLain));
}

#[test]
fn without_a_nik_the_name_decides_whatever_its_case_and_spaces() {
    let panggung = Panggung::baru();
    let pdf = sign_pdf(&panggung.draf, &panggung.kadis).unwrap();
    let dengan = |siapa| panggung.periksa_dengan(&pdf, siapa, None);

    assert!(dengan(Some(orang(None, " dra.  Sri Wahyuni,  m.si "))).is_ok());
    assert!(dengan(Some(orang(Some(NIK), "nama lama"))).is_ok());
    assert!(dengan(None).is_ok());
    assert!(dengan(Some(orang(None, "Sri Wahyuni"))).is_err());
    assert!(dengan(Some(orang(None, ""))).is_err());
}

#[test]
fn a_host_that_rewrites_the_file_may_do_so_when_every_page_draws_the_same() {
    let panggung = Panggung::baru();
    let mut dokumen = Document::load_mem(&panggung.draf).unwrap();
    dokumen.renumber_objects_with(40);
    dokumen.compress();
    let pilihan = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    let mut ditulis_ulang = Vec::new();
    dokumen.save_with_options(&mut ditulis_ulang, pilihan).unwrap();

    let pdf = sign_pdf(&ditulis_ulang, &panggung.kadis).unwrap();

    assert!(!pdf.starts_with(&panggung.draf));
    assert_eq!(panggung.periksa(&pdf).map(|sah| sah.halaman), Ok(1));
}

#[test]
fn a_timestamp_proves_the_time_and_outlives_the_certificate() {
    let panggung = Panggung::baru();
    let kini = SystemTime::now();
    let (dari, sampai) = (kini - 9 * HARI, kini - HARI);
    let kadis = panggung.ca.issue_valid(NIK, NAMA, SimKey::P256, dari, sampai).unwrap();
    let pada = kini - 3 * HARI;
    let tsa = panggung.ca.timestamping_valid(dari, kini + HARI).unwrap();
    let timestamp = Some(Timestamp { authority: tsa, time: pada });
    // The host's clock runs six minutes ahead of the authority's.
    let time = pada + Duration::from_mins(6);
    let pilihan = SignatureOptions { time, timestamp, ..SignatureOptions::default() };

    let sah = panggung.periksa(&sign_pdf_with(&panggung.draf, &kadis, &pilihan).unwrap()).unwrap();

    assert!(sah.bercap_waktu);
    assert_eq!(sah.cocok, CocokPenandaTangan::Nik);
    let selisih = OffsetDateTime::from(pada) - sah.ditandatangani_pada.unwrap();
    assert!(selisih.whole_seconds().abs() <= 1, "{selisih}");
    let selisih = OffsetDateTime::from(sampai) - sah.berlaku_sampai.unwrap();
    assert!(selisih.whole_seconds().abs() <= 1, "{selisih}");
}

#[test]
fn a_longer_hash_and_rsa_with_a_timestamp_count_on_every_shape_of_file() {
    let panggung = Panggung::baru();
    let rsa = panggung.ca.issue(NIK, NAMA, SimKey::Rsa3072).unwrap();
    let authority = panggung.ca.timestamping().unwrap();
    for (nama, pdf) in contoh_pdf_beragam().unwrap() {
        let pilihan = SignatureOptions {
            digest: SimDigest::Sha512,
            timestamp: Some(Timestamp { authority: authority.clone(), time: SystemTime::now() }),
            ..SignatureOptions::default()
        };
        let hasil = sign_pdf_with(&pdf, &rsa, &pilihan).unwrap();
        let siapa = Some(orang(Some(NIK), NAMA));
        let sah = panggung.periksa_dengan(&hasil, siapa, Some(&pdf));
        assert!(sah.as_ref().is_ok_and(|sah| sah.bercap_waktu), "{nama}: {sah:?}");
    }
}

#[test]
fn a_clock_six_minutes_ahead_is_forgiven() {
    let panggung = Panggung::baru();
    let time = SystemTime::now() + Duration::from_mins(6);
    let pilihan = SignatureOptions { time, ..SignatureOptions::default() };

    let pdf = sign_pdf_with(&panggung.draf, &panggung.kadis, &pilihan).unwrap();

    assert!(panggung.periksa(&pdf).is_ok());
}
