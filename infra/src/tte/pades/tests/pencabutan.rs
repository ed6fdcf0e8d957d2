//! Certificates that were revoked, and everything that may or may not say so.

use loket_domain::dokumen::{CrlDitolak, Pencabutan};
use loket_simulators::bsre::{
    Evidence, Revoked, SignatureOptions, Timestamp, sign_pdf, sign_pdf_with, with_evidence,
};

use super::*;

const JAM: Duration = Duration::from_hours(1);

type Putusan = Result<Pencabutan, TandaTanganDitolak>;

fn nilai(panggung: &Panggung, pdf: &[u8], crl_pem: &str, wajib: bool) -> Putusan {
    let jangkar_pem = panggung.ca.pem().unwrap();
    let harapan = HarapanTte {
        crl_pem,
        pencabutan_wajib: wajib,
        ..HarapanTte::baru(
            &jangkar_pem,
            Some(orang(Some(NIK), NAMA)),
            Some(&panggung.draf),
            OffsetDateTime::from(SystemTime::now()),
        )
    };
    PemeriksaPades.periksa(pdf, &harapan).map(|sah| sah.pencabutan)
}

fn bercap(panggung: &Panggung, pada: SystemTime, evidence: Evidence) -> Vec<u8> {
    let authority = panggung.ca.timestamping_valid(pada - JAM, pada + 90 * HARI).unwrap();
    let pilihan = SignatureOptions {
        time: pada,
        timestamp: Some(Timestamp { authority, time: pada }),
        evidence,
        ..SignatureOptions::default()
    };
    sign_pdf_with(&panggung.draf, &panggung.kadis, &pilihan).unwrap()
}

/// Lists and answers that say the same, in every place where a file or an office can keep them.
fn di_setiap_tempat(
    panggung: &Panggung,
    dicabut: Option<Revoked<'_>>,
    ditandatangani: SystemTime,
    terbit: SystemTime,
) -> Vec<(&'static str, Putusan)> {
    let (ca, kadis) = (&panggung.ca, &panggung.kadis);
    let daftar: Vec<Revoked<'_>> = dicabut.into_iter().collect();
    let crl = || Evidence { crls: vec![ca.crl(&daftar, terbit).unwrap()], ocsps: Vec::new() };
    let ocsp = || Evidence {
        crls: Vec::new(),
        ocsps: vec![ca.ocsp(kadis, dicabut, terbit, None).unwrap()],
    };
    let polos = bercap(panggung, ditandatangani, Evidence::default());
    let pem = ca.crl_pem(&daftar, terbit).unwrap();
    vec![
        ("CRL in DSS", nilai(panggung, &with_evidence(&polos, &crl()).unwrap(), "", true)),
        ("OCSP in DSS", nilai(panggung, &with_evidence(&polos, &ocsp()).unwrap(), "", true)),
        ("CRL attribute", nilai(panggung, &bercap(panggung, ditandatangani, crl()), "", true)),
        ("OCSP attribute", nilai(panggung, &bercap(panggung, ditandatangani, ocsp()), "", true)),
        ("CRL of the office", nilai(panggung, &polos, &pem, true)),
    ]
}

#[test]
fn a_revoked_signer_is_refused_wherever_the_evidence_is() {
    let panggung = Panggung::baru();
    let kini = SystemTime::now();
    let dicabut = Revoked { whose: &panggung.kadis, since: kini - JAM, compromised: false };
    for (nama, putusan) in di_setiap_tempat(&panggung, Some(dicabut), kini, kini) {
        assert_eq!(putusan, Err(TandaTanganDitolak::SertifikatDicabut), "{nama}");
    }
    for (nama, putusan) in di_setiap_tempat(&panggung, None, kini, kini) {
        assert_eq!(putusan, Ok(Pencabutan::TidakDicabut), "{nama}");
    }
}

#[test]
fn what_a_timestamp_proves_older_than_the_revocation_stands_unless_the_key_was_stolen() {
    let panggung = Panggung::baru();
    let kini = SystemTime::now();
    let (lama, sejak) = (kini - 3 * JAM, kini - JAM);
    let cabut = |compromised| Revoked { whose: &panggung.kadis, since: sejak, compromised };
    for (nama, putusan) in di_setiap_tempat(&panggung, Some(cabut(false)), lama, kini) {
        assert_eq!(putusan, Ok(Pencabutan::DicabutKemudian), "{nama}");
    }
    for (nama, putusan) in di_setiap_tempat(&panggung, Some(cabut(true)), lama, kini) {
        assert_eq!(putusan, Err(TandaTanganDitolak::SertifikatDicabut), "{nama}");
    }
    // A time that the signer only claims proves nothing.
    let pilihan = SignatureOptions { time: lama, ..SignatureOptions::default() };
    let polos = sign_pdf_with(&panggung.draf, &panggung.kadis, &pilihan).unwrap();
    let pem = panggung.ca.crl_pem(&[cabut(false)], kini).unwrap();
    let ditolak = Err(TandaTanganDitolak::SertifikatDicabut);
    assert_eq!(nilai(&panggung, &polos, &pem, false), ditolak);
}

#[test]
fn without_evidence_it_is_unknown_and_refused_only_where_the_office_wants_evidence() {
    let panggung = Panggung::baru();
    let kini = SystemTime::now();
    let sah = sign_pdf(&panggung.draf, &panggung.kadis).unwrap();
    let lain = Authority::new().unwrap();
    let kabid = panggung.ca.issue("3402011203750002", "Drs. BUDI", SimKey::P256).unwrap();
    let dengan = |crls: Vec<Vec<u8>>, ocsps: Vec<Vec<u8>>| {
        with_evidence(&sah, &Evidence { crls, ocsps }).unwrap()
    };
    let dicabut = [Revoked { whose: &panggung.kadis, since: kini - JAM, compromised: false }];
    let mut rusak = panggung.ca.crl(&dicabut, kini).unwrap();
    let akhir = rusak.len() - 1;
    rusak[akhir] ^= 1;
    let (ca, kadis) = (&panggung.ca, &panggung.kadis);
    // None of these is evidence: nobody may revoke for another authority, nor clear a signer with old news.
    let kasus = [
        ("nothing", sah.clone()),
        (
            "by another authority of the same name",
            dengan(vec![lain.crl(&dicabut, kini).unwrap()], vec![]),
        ),
        ("broken list", dengan(vec![rusak], vec![])),
        ("no list at all", dengan(vec![b"bukan crl".to_vec()], vec![b"bukan ocsp".to_vec()])),
        ("list that ran out", dengan(vec![ca.crl(&[], kini - 3 * HARI).unwrap()], vec![])),
        ("list of tomorrow", dengan(vec![ca.crl(&[], kini + HARI).unwrap()], vec![])),
        (
            "answer about somebody else",
            dengan(vec![], vec![ca.ocsp(&kabid, None, kini, None).unwrap()]),
        ),
        (
            "answer by a stranger",
            dengan(vec![], vec![ca.ocsp(kadis, Some(dicabut[0]), kini, Some(&lain)).unwrap()]),
        ),
        (
            "answer that ran out",
            dengan(vec![], vec![ca.ocsp(kadis, None, kini - 3 * HARI, None).unwrap()]),
        ),
    ];
    for (nama, pdf) in &kasus {
        assert_eq!(nilai(&panggung, pdf, "", false), Ok(Pencabutan::TidakDiketahui), "{nama}");
        let wajib = nilai(&panggung, pdf, "", true);
        assert_eq!(wajib, Err(TandaTanganDitolak::PencabutanTidakDiketahui), "{nama}");
    }
}

#[test]
fn an_authority_that_was_revoked_takes_its_signers_along() {
    let panggung = Panggung::baru();
    let kini = SystemTime::now();
    let sub = panggung.ca.subordinate().unwrap();
    let kadis = sub.issue(NIK, NAMA, SimKey::P256).unwrap();
    let pdf = sign_pdf(&panggung.draf, &kadis).unwrap();
    let penerbit = sub.identity();
    let dicabut = Revoked { whose: &penerbit, since: kini - JAM, compromised: false };
    let pem = panggung.ca.crl_pem(&[dicabut], kini).unwrap();

    let ditolak = Err(TandaTanganDitolak::SertifikatDicabut);
    assert_eq!(nilai(&panggung, &pdf, &pem, false), ditolak);
    let lain = panggung.ca.crl_pem(&[], kini).unwrap();
    assert_eq!(nilai(&panggung, &pdf, &lain, false), Ok(Pencabutan::TidakDiketahui));
}

#[test]
fn an_office_keeps_only_lists_of_its_own_anchors() {
    let panggung = Panggung::baru();
    let kini = SystemTime::now();
    let jangkar = panggung.ca.pem().unwrap();
    let dicabut = [Revoked { whose: &panggung.kadis, since: kini - JAM, compromised: false }];
    let (pem, der) =
        (panggung.ca.crl_pem(&dicabut, kini).unwrap(), panggung.ca.crl(&dicabut, kini).unwrap());
    for isi in [pem.as_bytes(), der.as_slice()] {
        let bacaan = PemeriksaPades.baca_crl(isi, &jangkar).unwrap();
        assert_eq!((bacaan.daftar.len(), bacaan.daftar[0].jumlah), (1, 1));
        assert!(bacaan.daftar[0].berikutnya_pada > Some(bacaan.daftar[0].terbit_pada));
        let lagi = PemeriksaPades.baca_crl(bacaan.pem.as_bytes(), &jangkar).unwrap();
        assert_eq!(lagi, bacaan);
    }
    let lain = Authority::new().unwrap().crl_pem(&[], kini).unwrap();
    let baca = |isi: &[u8]| PemeriksaPades.baca_crl(isi, &jangkar).unwrap_err();
    assert_eq!(baca(lain.as_bytes()), CrlDitolak::PenerbitLain);
    assert_eq!(baca(b"bukan daftar"), CrlDitolak::Rusak);
    assert_eq!(baca(pem.replace("END", "EDN").as_bytes()), CrlDitolak::Rusak);
    assert_eq!(baca(&vec![b' '; 9 << 20]), CrlDitolak::TerlaluBesar);
}
