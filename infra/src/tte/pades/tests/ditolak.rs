//! What does not count, each with its own code.

use std::collections::HashSet;

use loket_simulators::bsre::{
    Evidence, Misfit, Revoked, SignatureOptions, SimDigest, Timestamp, sign_pdf, sign_pdf_with,
    with_evidence, with_extra_page, with_other_text,
};
use lopdf::{
    Document, EncryptionState, EncryptionVersion, IncrementalDocument, Object, Permissions,
    StringFormat, dictionary,
};
use sha2::{Digest, Sha256};

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

/// An update appended to a file.
fn diperbarui(pdf: &[u8], ubah: impl FnOnce(&mut IncrementalDocument)) -> Vec<u8> {
    let dokumen = Document::load_mem(pdf).unwrap();
    let mut baru = IncrementalDocument::create_from(pdf.to_vec(), dokumen);
    ubah(&mut baru);
    let mut hasil = Vec::new();
    baru.save_to(&mut hasil).unwrap();
    hasil
}

/// The same document with an empty page more, as an update.
fn ditambah_halaman(pdf: &[u8]) -> Vec<u8> {
    diperbarui(pdf, |baru| {
        let katalog = baru.get_prev_documents().catalog().unwrap();
        let pohon = katalog.get(b"Pages").unwrap().as_reference().unwrap();
        let halaman = baru.new_document.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => pohon,
            "MediaBox" => [0, 0, 595, 842].map(Object::Integer).to_vec(),
        });
        baru.opt_clone_object_to_new_document(pohon).unwrap();
        let simpul = baru.new_document.get_dictionary_mut(pohon).unwrap();
        simpul.set("Count", 2);
        simpul.get_mut(b"Kids").unwrap().as_array_mut().unwrap().push(halaman.into());
    })
}

/// A place for a signature that nobody signed in.
fn berbidang_kosong(pdf: &[u8]) -> Vec<u8> {
    diperbarui(pdf, |baru| {
        let akar = baru.get_prev_documents().trailer.get(b"Root").unwrap().as_reference().unwrap();
        let bidang = baru.new_document.add_object(dictionary! {
            "FT" => "Sig",
            "T" => Object::string_literal("Kadis"),
        });
        baru.opt_clone_object_to_new_document(akar).unwrap();
        let katalog = baru.new_document.get_dictionary_mut(akar).unwrap();
        katalog.set("AcroForm", dictionary! { "Fields" => vec![bidang.into()] });
    })
}

/// A signature that no field shows.
fn bertanda_lepas(pdf: &[u8]) -> Vec<u8> {
    diperbarui(pdf, |baru| {
        baru.new_document.add_object(dictionary! {
            "Type" => "Sig",
            "SubFilter" => "ETSI.CAdES.detached",
            "ByteRange" => [0, 1, 2, 3].map(Object::Integer).to_vec(),
            "Contents" => Object::String(vec![0; 16], StringFormat::Hexadecimal),
        });
    })
}

/// Rewrites the last range at equal width.
fn rentang_lain(pdf: &[u8], baru: impl Fn([i64; 4]) -> [i64; 4]) -> Vec<u8> {
    let awal = pdf.windows(10).rposition(|jendela| jendela == b"/ByteRange").unwrap();
    let buka = awal + cari(&pdf[awal..], b"[");
    let tutup = awal + cari(&pdf[awal..], b"]");
    let teks = String::from_utf8(pdf[buka + 1..tutup].to_vec()).unwrap();
    let angka: Vec<i64> = teks.split_whitespace().map(|a| a.parse().unwrap()).collect();
    let [a, b, c, d] = baru(angka.try_into().unwrap());
    // The signer left room for ten digits each.
    let lebar = 36;
    let teks = format!("[{a} {b} {c} {d}]");
    assert!(teks.len() <= lebar);
    let mut hasil = pdf.to_vec();
    hasil[buka..buka + lebar].copy_from_slice(format!("{teks:<lebar$}").as_bytes());
    hasil
}

/// The hexadecimal value of the first signature.
fn lubang(pdf: &[u8]) -> std::ops::Range<usize> {
    let awal = cari(pdf, b"/Contents<") + 10;
    awal..awal + cari(&pdf[awal..], b">")
}

/// The value of one signature put into the place of another.
fn tertukar(pdf: &[u8], lain: &[u8]) -> Vec<u8> {
    let mut hasil = pdf.to_vec();
    hasil[lubang(pdf)].copy_from_slice(&lain[lubang(lain)]);
    hasil
}

/// The text changed, and the digest inside the signature with it.
fn bercerna_baru(pdf: &[u8]) -> Vec<u8> {
    let cerna = |pdf: &[u8]| {
        let lubang = lubang(pdf);
        let hash = Sha256::new()
            .chain_update(&pdf[..lubang.start - 1])
            .chain_update(&pdf[lubang.end + 1..])
            .finalize();
        hex::encode(hash).into_bytes()
    };
    let diubah = ganti(pdf, b"SITI AMINAH", b"SITI AMINAT");
    ganti(&diubah, &cerna(pdf), &cerna(&diubah))
}

/// One digit of the value of the first signature changed: the one `dari_akhir` before the zeros that fill its place.
fn berdigit_lain(pdf: &[u8], dari_akhir: usize) -> Vec<u8> {
    let lubang = lubang(pdf);
    let isi = &pdf[lubang.clone()];
    let akhir = isi.iter().rposition(|b| *b != b'0').unwrap() - dari_akhir;
    let mut hasil = pdf.to_vec();
    let digit = &mut hasil[lubang.start + akhir];
    *digit = if *digit == b'1' { b'2' } else { b'1' };
    hasil
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of files")]
fn every_wrong_file_is_refused_with_its_own_code() {
    use TandaTanganDitolak as T;
    let panggung = Panggung::baru();
    let (draf, kadis, ca) = (&panggung.draf, &panggung.kadis, &panggung.ca);
    let kini = SystemTime::now();
    let tanda = |pdf: &[u8], siapa: &SigningIdentity| sign_pdf(pdf, siapa).unwrap();
    let dengan = |siapa, pilihan: SignatureOptions| sign_pdf_with(draf, siapa, &pilihan).unwrap();
    let baku = SignatureOptions::default;
    let sah = tanda(draf, kadis);
    let tsa = ca.timestamping().unwrap();
    let bercap = |authority: &SigningIdentity, time, cap| {
        let timestamp = Some(Timestamp { authority: authority.clone(), time: cap });
        dengan(kadis, SignatureOptions { time, timestamp, ..baku() })
    };

    let kabid = ca.issue("3402011203750002", "Drs. BUDI", SimKey::P256).unwrap();
    let senama = ca.issue("3402011203750002", NAMA, SimKey::P256).unwrap();
    let rsa_lemah = ca.issue(NIK, NAMA, SimKey::Rsa1024).unwrap();
    let palsu = Authority::new().unwrap();
    let menyamar = Authority::forged_from(&kabid, ca).unwrap();
    let terlalu_dalam = ca.subordinate().unwrap().subordinate().unwrap();
    let usang = ca.subordinate_valid(kini - 9 * HARI, kini - HARI).unwrap();
    let oleh = |siapa: &Authority| siapa.issue(NIK, NAMA, SimKey::P256).unwrap();
    let tempo =
        |dari, sampai| tanda(draf, &ca.issue_valid(NIK, NAMA, SimKey::P256, dari, sampai).unwrap());
    let keliru = |guna| tanda(draf, &ca.misfit(kadis, guna).unwrap());
    let dicabut = Revoked { whose: kadis, since: kini - HARI / 4, compromised: false };
    let pencabutan = |kosong| Evidence { crls: vec![ca.crl(&[dicabut], kini).unwrap()], ..kosong };
    let lain = loket_simulators::contoh_pdf("KARTU KELUARGA", &["Nama: ORANG LAIN"]);
    let oleh_kabid = tanda(draf, &kabid);
    let berdua = tanda(&oleh_kabid, kadis);
    let ditempeli_nol = {
        let mut hasil = sah.clone();
        hasil[lubang(&sah)].fill(b'0');
        hasil
    };

    let kasus: Vec<(&str, Vec<u8>, T)> = vec![
        ("zero bytes", Vec::new(), T::Kosong),
        ("HTML", b"<html><body>502</body></html>".to_vec(), T::BukanPdf),
        ("an image", b"\x89PNG\r\n\x1a\n".to_vec(), T::BukanPdf),
        (
            "a byte order mark before it",
            [b"\xEF\xBB\xBF".as_slice(), &sah].concat(),
            T::AwalanAsing,
        ),
        ("junk before it", [b"junk\n".as_slice(), &sah].concat(), T::AwalanAsing),
        ("HTML before it", [b"<p>Berhasil</p>".as_slice(), &sah].concat(), T::AwalanAsing),
        ("only a header", b"%PDF-1.7\n".to_vec(), T::Rusak),
        ("cut half-way", sah[..sah.len() / 2].to_vec(), T::Rusak),
        ("fifty megabytes more", [sah.clone(), vec![b' '; 50 << 20]].concat(), T::TerlaluBesar),
        ("locked with a password", terkunci(&sah, "rahasia"), T::Terkunci),
        ("locked with an empty password", terkunci(&sah, ""), T::Terkunci),
        ("never signed", draf.clone(), T::TanpaTandaTangan),
        ("a field without a value", berbidang_kosong(draf), T::BidangKosong),
        ("a signature of no field", bertanda_lepas(draf), T::TandaTanganLepas),
        ("a second signature of no field", bertanda_lepas(&sah), T::TandaTanganLepas),
        ("unknown form of signature", ganti(&sah, b"ETSI.CAdES", b"ETSI.XXXXX"), T::BentukAsing),
        ("negative range", rentang_lain(&sah, |[_, b, c, d]| [-1, b, c, d]), T::RentangTidakSah),
        (
            "overlapping range",
            rentang_lain(&sah, |[a, b, _, d]| [a, b, b - 9, d]),
            T::RentangTidakSah,
        ),
        (
            "range beyond the end",
            rentang_lain(&sah, |[a, b, c, d]| [a, b, c, d + 1]),
            T::RentangTidakSah,
        ),
        (
            "range from the second byte",
            rentang_lain(&sah, |[_, b, c, d]| [1, b, c, d]),
            T::RentangTidakSah,
        ),
        (
            "overflowing range",
            rentang_lain(&sah, |[a, b, c, _]| [a, b, c, i64::MAX / 4096]),
            T::RentangTidakSah,
        ),
        ("longer hole", rentang_lain(&sah, |[a, b, c, d]| [a, b, c + 40, d - 40]), T::CelahRentang),
        (
            "hole that begins earlier",
            rentang_lain(&sah, |[a, b, c, d]| [a, b - 5, c, d]),
            T::CelahRentang,
        ),
        ("shorter hole", rentang_lain(&sah, |[a, b, c, d]| [a, b, c - 1, d + 1]), T::CelahRentang),
        (
            "partial coverage",
            rentang_lain(&sah, |[a, b, c, d]| [a, b, c, d - 4]),
            T::TidakMencakupSemua,
        ),
        ("a byte more at the end", [sah.as_slice(), b"\n"].concat(), T::TidakMencakupSemua),
        ("page replaced afterwards", with_other_text(&sah).unwrap(), T::DiubahSetelahnya),
        ("page appended afterwards", ditambah_halaman(&sah), T::DiubahSetelahnya),
        ("note laid over it afterwards", ditempeli(&sah), T::DiubahSetelahnya),
        ("container of zeros", ditempeli_nol, T::WadahRusak),
        (
            "SHA-1",
            dengan(kadis, SignatureOptions { digest: SimDigest::Sha1, ..baku() }),
            T::AlgoritmaDitolak,
        ),
        ("RSA of 1024 bits", tanda(draf, &rsa_lemah), T::AlgoritmaDitolak),
        ("text changed in place", ganti(&sah, b"SITI AMINAH", b"SITI AMINAT"), T::IsiBerubah),
        ("another file's signature", tertukar(&sah, &tanda(&lain, kadis)), T::IsiBerubah),
        ("last of two invalid", ganti(&berdua, b"SRI WAHYUNI", b"SRI WAHYUNO"), T::IsiBerubah),
        ("digest changed with the text", bercerna_baru(&sah), T::TandaTanganRusak),
        ("value of the signature changed", berdigit_lain(&sah, 0), T::TandaTanganRusak),
        (
            "first of two invalid",
            tanda(&berdigit_lain(&oleh_kabid, 0), kadis),
            T::TandaTanganLamaRusak,
        ),
        (
            "page replaced between two",
            tanda(&with_other_text(&oleh_kabid).unwrap(), kadis),
            T::PerubahanTerlarang,
        ),
        (
            "page appended between two",
            tanda(&ditambah_halaman(&oleh_kabid), kadis),
            T::PerubahanTerlarang,
        ),
        ("certificate of a web server", keliru(Misfit::WebServer), T::KegunaanSertifikat),
        ("certificate for encryption", keliru(Misfit::OnlyEncryption), T::KegunaanSertifikat),
        ("certificate for timestamps", tanda(draf, &tsa), T::KegunaanSertifikat),
        ("another authority of the same name", tanda(draf, &oleh(&palsu)), T::TidakTepercaya),
        (
            "below another authority",
            tanda(draf, &oleh(&palsu.subordinate().unwrap())),
            T::TidakTepercaya,
        ),
        ("a signer posing as authority", tanda(draf, &oleh(&menyamar)), T::TidakTepercaya),
        ("an authority too far down", tanda(draf, &oleh(&terlalu_dalam)), T::TidakTepercaya),
        ("expired", tempo(kini - 9 * HARI, kini - HARI), T::SertifikatKedaluwarsa),
        ("not yet valid", tempo(kini + HARI, kini + 9 * HARI), T::SertifikatBelumBerlaku),
        (
            "dated before the certificate",
            dengan(kadis, SignatureOptions { time: kini - 9 * HARI, ..baku() }),
            T::SertifikatBelumBerlaku,
        ),
        ("below an expired authority", tanda(draf, &oleh(&usang)), T::SertifikatTidakBerlaku),
        (
            "revoked by its issuer",
            with_evidence(&sah, &pencabutan(Evidence::default())).unwrap(),
            T::SertifikatDicabut,
        ),
        (
            "without a date",
            dengan(kadis, SignatureOptions { dated: false, ..baku() }),
            T::TanpaWaktu,
        ),
        (
            "dated in the future",
            dengan(kadis, SignatureOptions { time: kini + HARI, ..baku() }),
            T::WaktuTidakWajar,
        ),
        ("signed after its timestamp", bercap(&tsa, kini, kini - HARI / 2), T::WaktuTidakWajar),
        ("stamped in the future", bercap(&tsa, kini, kini + HARI), T::CapWaktuTidakSah),
        ("broken timestamp", berdigit_lain(&bercap(&tsa, kini, kini), 0), T::CapWaktuTidakSah),
        (
            "stamped by another authority",
            bercap(&palsu.timestamping().unwrap(), kini, kini),
            T::CapWaktuTidakTepercaya,
        ),
        ("stamped by an ordinary signer", bercap(&kabid, kini, kini), T::CapWaktuTidakTepercaya),
        ("somebody else", oleh_kabid.clone(), T::PenandaTanganLain),
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
    assert!(panggung.periksa(&berdua).is_ok());
    assert!(panggung.periksa(&bercap(&tsa, kini, kini)).is_ok());
    let salah: Vec<String> = kasus
        .iter()
        .map(|(nama, pdf, kode)| (nama, panggung.periksa(pdf), kode))
        .filter(|(_, didapat, kode)| *didapat != Err(**kode))
        .map(|(nama, didapat, kode)| format!("{nama}: {didapat:?}, bukan {kode:?}"))
        .collect();
    assert!(salah.is_empty(), "{salah:#?}");
    let ditunjukkan: HashSet<T> = kasus.iter().map(|(_, _, kode)| *kode).collect();
    // Whether evidence is demanded is the office's word, not the file's: its test stands with the revocations.
    let semua = T::SEMUA.into_iter().filter(|satu| *satu != T::PencabutanTidakDiketahui);
    assert_eq!(ditunjukkan, semua.collect(), "every code has a file");
    let kode: HashSet<&str> = T::SEMUA.iter().map(|satu| satu.kode()).collect();
    assert_eq!(kode.len(), T::SEMUA.len(), "no two reasons share a code");
}

#[test]
fn validation_data_may_follow_the_last_signature_and_nothing_else_may() {
    let panggung = Panggung::baru();
    let sah = sign_pdf(&panggung.draf, &panggung.kadis).unwrap();
    let berbahan = |lagi: &dyn Fn(&mut IncrementalDocument)| {
        diperbarui(&sah, |baru| {
            let akar =
                baru.get_prev_documents().trailer.get(b"Root").unwrap().as_reference().unwrap();
            let sertifikat = lopdf::Stream::new(dictionary! {}, b"sertifikat".to_vec());
            let sertifikat = baru.new_document.add_object(sertifikat);
            let dss = dictionary! { "Type" => "DSS", "Certs" => vec![sertifikat.into()] };
            let dss = baru.new_document.add_object(dss);
            baru.opt_clone_object_to_new_document(akar).unwrap();
            baru.new_document.get_dictionary_mut(akar).unwrap().set("DSS", dss);
            lagi(baru);
        })
    };

    assert!(panggung.periksa(&berbahan(&|_| ())).is_ok());
    let diubah = berbahan(&|baru| {
        let halaman = baru.get_prev_documents().page_iter().next().unwrap();
        let isi = b"BT /F1 18 Tf 60 600 Td (ISI LAIN) Tj ET".to_vec();
        let isi = baru.new_document.add_object(lopdf::Stream::new(dictionary! {}, isi));
        baru.opt_clone_object_to_new_document(halaman).unwrap();
        baru.new_document.get_dictionary_mut(halaman).unwrap().set("Contents", isi);
    });
    let berkatalog_lain = berbahan(&|baru| {
        let akar = baru.get_prev_documents().trailer.get(b"Root").unwrap().as_reference().unwrap();
        let katalog = baru.new_document.get_dictionary_mut(akar).unwrap();
        katalog.set("OpenAction", dictionary! { "S" => "JavaScript" });
    });
    for pdf in [diubah, berkatalog_lain] {
        assert_eq!(panggung.periksa(&pdf), Err(TandaTanganDitolak::DiubahSetelahnya));
    }
}

#[test]
fn validation_data_may_not_become_what_the_signed_file_was_missing() {
    let panggung = Panggung::baru();
    // The page draws an object that is not there: it shows nothing, until somebody adds it.
    let berlubang = diperbarui(&panggung.draf, |baru| {
        let halaman = baru.get_prev_documents().page_iter().next().unwrap();
        baru.opt_clone_object_to_new_document(halaman).unwrap();
        let kamus = baru.new_document.get_dictionary_mut(halaman).unwrap();
        let ada = kamus.get(b"Contents").unwrap().clone();
        kamus.set("Contents", vec![ada, Object::Reference((900, 0))]);
    });
    let sah = sign_pdf(&berlubang, &panggung.kadis).unwrap();
    assert!(panggung.periksa_dengan(&sah, None, None).is_ok());
    let diisi = diperbarui(&sah, |baru| {
        let akar = baru.get_prev_documents().trailer.get(b"Root").unwrap().as_reference().unwrap();
        let isi = lopdf::Stream::new(dictionary! {}, b"BT (ISI LAIN) Tj ET".to_vec());
        baru.new_document.objects.insert((900, 0), Object::Stream(isi));
        baru.new_document.max_id = baru.new_document.max_id.max(900);
        baru.opt_clone_object_to_new_document(akar).unwrap();
        let katalog = baru.new_document.get_dictionary_mut(akar).unwrap();
        katalog.set("DSS", dictionary! { "Certs" => vec![Object::Reference((900, 0))] });
    });

    let hasil = panggung.periksa_dengan(&diisi, None, None);

    assert_eq!(hasil, Err(TandaTanganDitolak::DiubahSetelahnya));
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
            crl_pem: "",
            pencabutan_wajib: false,
        };
        let hasil = PemeriksaPades.periksa(&pdf, &harapan);
        assert_eq!(hasil, Err(TandaTanganDitolak::TidakTepercaya), "{jangkar}");
    }
}
