//! What does not count, each with its own code.

use loket_simulators::bsre::{
    SignatureOptions, sign_pdf, sign_pdf_with, with_extra_page, with_other_text,
};
use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, dictionary};

use super::*;

fn terkunci(pdf: &[u8], sandi: &str) -> Vec<u8> {
    let mut dokumen = Document::load_mem(pdf).unwrap();
    let id = Object::string_literal("0123456789abcdef");
    dokumen.trailer.set("ID", vec![id.clone(), id]);
    let versi = EncryptionVersion::V2 {
        document: &dokumen,
        owner_password: "pemilik",
        user_password: sandi,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let keadaan = EncryptionState::try_from(versi).unwrap();
    dokumen.encrypt(&keadaan).unwrap();
    let mut hasil = Vec::new();
    dokumen.save_to(&mut hasil).unwrap();
    hasil
}

/// The draft with a note laid over its page, in an appended update.
fn ditempeli(pdf: &[u8]) -> Vec<u8> {
    let dokumen = Document::load_mem(pdf).unwrap();
    let halaman = dokumen.page_iter().next().unwrap();
    let mut baru = lopdf::IncrementalDocument::create_from(pdf.to_vec(), dokumen);
    let tempelan = baru.new_document.add_object(dictionary! {
        "Type" => "Annot",
        "Subtype" => "FreeText",
        "Rect" => [50, 700, 500, 800].map(Object::Integer).to_vec(),
        "Contents" => Object::string_literal("Nama: ORANG LAIN"),
    });
    baru.opt_clone_object_to_new_document(halaman).unwrap();
    let kamus = baru.new_document.get_dictionary_mut(halaman).unwrap();
    kamus.set("Annots", vec![tempelan.into()]);
    let mut hasil = Vec::new();
    baru.save_to(&mut hasil).unwrap();
    hasil
}

/// Moves the end of the hole: the range no longer ends where `/Contents` does.
fn rentang_bergeser(pdf: &[u8], geser: i64) -> Vec<u8> {
    let awal = cari(pdf, b"/ByteRange");
    let buka = awal + cari(&pdf[awal..], b"[");
    let tutup = awal + cari(&pdf[awal..], b"]");
    let teks = String::from_utf8(pdf[buka + 1..tutup].to_vec()).unwrap();
    let angka: Vec<i64> = teks.split_whitespace().map(|a| a.parse().unwrap()).collect();
    let lebar = tutup - buka;
    let baru = format!("[0 {} {} {}", angka[1], angka[2] + geser, angka[3] - geser);
    ganti(pdf, &pdf[buka..tutup], format!("{baru:<lebar$}").as_bytes())
}

/// The value of one signature put into the place of another.
fn tertukar(pdf: &[u8], lain: &[u8]) -> Vec<u8> {
    let lubang = |pdf: &[u8]| {
        let awal = cari(pdf, b"/Contents<") + 10;
        awal..awal + cari(&pdf[awal..], b">")
    };
    let mut hasil = pdf.to_vec();
    hasil[lubang(pdf)].copy_from_slice(&lain[lubang(lain)]);
    hasil
}

#[test]
fn every_wrong_file_is_refused_with_its_own_code() {
    use TandaTanganDitolak as T;
    let panggung = Panggung::baru();
    let (draf, kadis) = (&panggung.draf, &panggung.kadis);
    let sah = sign_pdf(draf, kadis).unwrap();
    let kabid = panggung.ca.issue("3402011203750002", "Drs. BUDI", SimKey::P256).unwrap();
    let senama = panggung.ca.issue("3402011203750002", NAMA, SimKey::P256).unwrap();
    let palsu = Authority::new().unwrap().issue(NIK, NAMA, SimKey::P256).unwrap();
    let menyamar = Authority::forged_from(&kabid, &panggung.ca).unwrap();
    let menyamar = menyamar.issue(NIK, NAMA, SimKey::P256).unwrap();
    let sub = panggung.ca.subordinate().unwrap().subordinate().unwrap();
    let terlalu_dalam = sub.issue(NIK, NAMA, SimKey::P256).unwrap();
    let lain = loket_simulators::contoh_pdf("KARTU KELUARGA", &["Nama: ORANG LAIN"]);
    let tempo = |dari, sampai| {
        let kadis = panggung.ca.issue_valid(NIK, NAMA, SimKey::P256, dari, sampai).unwrap();
        sign_pdf(draf, &kadis).unwrap()
    };
    let kini = SystemTime::now();
    let berjam = |time| {
        let pilihan = SignatureOptions { time, ..SignatureOptions::default() };
        sign_pdf_with(draf, kadis, &pilihan).unwrap()
    };
    let tanda = |pdf: &[u8], siapa| sign_pdf(pdf, siapa).unwrap();

    let kasus: Vec<(&str, Vec<u8>, T)> = vec![
        ("zero bytes", Vec::new(), T::Kosong),
        ("HTML", b"<html><body>502</body></html>".to_vec(), T::BukanPdf),
        ("only a header", b"%PDF-1.7\n".to_vec(), T::BukanPdf),
        ("a mark before the header", [b"\xEF\xBB\xBF".as_slice(), &sah].concat(), T::BukanPdf),
        ("cut half-way", sah[..sah.len() / 2].to_vec(), T::BukanPdf),
        ("locked with a password", terkunci(&sah, "rahasia"), T::Terkunci),
        ("locked with an empty password", terkunci(&sah, ""), T::Terkunci),
        ("never signed", draf.clone(), T::TanpaTandaTangan),
        ("a byte more at the end", [sah.as_slice(), b"\n"].concat(), T::TidakMencakupSemua),
        ("page replaced afterwards", with_other_text(&sah).unwrap(), T::TidakMencakupSemua),
        ("range with a longer hole", rentang_bergeser(&sah, 40), T::TidakMencakupSemua),
        ("range with a shorter hole", rentang_bergeser(&sah, -1), T::TidakMencakupSemua),
        ("text changed in place", ganti(&sah, b"SITI AMINAH", b"SITI AMINAT"), T::IsiBerubah),
        ("unknown form of signature", ganti(&sah, b"ETSI.CAdES", b"ETSI.XXXXX"), T::IsiBerubah),
        ("another file's signature", tertukar(&sah, &tanda(&lain, kadis)), T::IsiBerubah),
        ("another authority of the same name", tanda(draf, &palsu), T::TidakTepercaya),
        ("a signer posing as authority", tanda(draf, &menyamar), T::TidakTepercaya),
        ("an authority too far down", tanda(draf, &terlalu_dalam), T::TidakTepercaya),
        ("expired", tempo(kini - 9 * HARI, kini - HARI), T::SertifikatTidakBerlaku),
        ("not yet valid", tempo(kini + HARI, kini + 9 * HARI), T::SertifikatTidakBerlaku),
        ("dated before the certificate", berjam(kini - 9 * HARI), T::SertifikatTidakBerlaku),
        ("dated in the future", berjam(kini + HARI), T::SertifikatTidakBerlaku),
        ("somebody else", tanda(draf, &kabid), T::PenandaTanganLain),
        ("a namesake", tanda(draf, &senama), T::PenandaTanganLain),
        ("another document", tanda(&lain, kadis), T::BukanYangDisetujui),
        (
            "page replaced before signing",
            tanda(&with_other_text(draf).unwrap(), kadis),
            T::BukanYangDisetujui,
        ),
        ("a page more", tanda(&with_extra_page(draf).unwrap(), kadis), T::BukanYangDisetujui),
        ("a note over the page", tanda(&ditempeli(draf), kadis), T::BukanYangDisetujui),
    ];

    assert!(panggung.periksa(&sah).is_ok());
    for (nama, pdf, kode) in kasus {
        assert_eq!(panggung.periksa(&pdf), Err(kode), "{nama}");
    }
}

#[test]
fn without_an_anchor_nothing_is_trusted() {
    let panggung = Panggung::baru();
    let pdf = sign_pdf(&panggung.draf, &panggung.kadis).unwrap();
    let pem = panggung.ca.pem().unwrap();

    for jangkar in ["", "bukan pem", &pem[..pem.len() / 2], &pem.replace('M', "A")] {
        let harapan = HarapanTte {
            jangkar_pem: jangkar,
            penanda_tangan: None,
            disetujui: None,
            sekarang: OffsetDateTime::from(SystemTime::now()),
        };
        let hasil = PemeriksaPades.periksa(&pdf, &harapan);
        assert_eq!(hasil, Err(TandaTanganDitolak::TidakTepercaya), "{jangkar}");
    }
}
