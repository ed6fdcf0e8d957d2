//! Who signed, by the names in the certificate.

use const_oid::{ObjectIdentifier, db::rfc4519};
use der::Tag;
use loket_domain::{
    dokumen::{CocokPenandaTangan, PenandaTanganDiharapkan},
    nilai::Nik,
};
use x509_cert::attr::AttributeTypeAndValue;

use super::sertifikat::Sertifikat;

/// The common name, or nothing.
pub(super) fn nama(sertifikat: &Sertifikat) -> String {
    atribut(sertifikat, rfc4519::CN).unwrap_or_default()
}

/// By what the certificate is the expected person's: by NIK when it carries one, otherwise by name.
///
/// Two people can share a name, so a different NIK in the certificate is never outweighed by it.
pub(super) fn cocok(
    sertifikat: &Sertifikat,
    diharapkan: &PenandaTanganDiharapkan,
) -> Option<CocokPenandaTangan> {
    let tertulis = atribut(sertifikat, rfc4519::SERIAL_NUMBER).and_then(|teks| {
        let angka = teks.trim_start_matches(|c: char| !c.is_ascii_digit());
        Nik::parse(angka).ok()
    });
    if let (Some(tertulis), Some(nik)) = (&tertulis, &diharapkan.nik) {
        return (tertulis.lengkap() == nik.lengkap()).then_some(CocokPenandaTangan::Nik);
    }
    let nama = rapikan(&nama(sertifikat));
    (!nama.is_empty() && nama == rapikan(&diharapkan.nama)).then_some(CocokPenandaTangan::Nama)
}

/// Lower case, with single spaces.
fn rapikan(nama: &str) -> String {
    nama.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The most specific value of an attribute of the subject.
fn atribut(sertifikat: &Sertifikat, oid: ObjectIdentifier) -> Option<String> {
    let subjek = &sertifikat.isi.tbs_certificate.subject;
    subjek.0.iter().rev().flat_map(|rdn| rdn.0.iter()).find(|satu| satu.oid == oid).and_then(teks)
}

fn teks(atribut: &AttributeTypeAndValue) -> Option<String> {
    use der::Tagged;
    let bita = atribut.value.value();
    match atribut.value.tag() {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String => {
            std::str::from_utf8(bita).ok().map(str::to_owned)
        }
        Tag::TeletexString => Some(bita.iter().map(|b| char::from(*b)).collect()),
        Tag::BmpString => {
            let satuan: Vec<u16> =
                bita.chunks_exact(2).map(|dua| u16::from_be_bytes([dua[0], dua[1]])).collect();
            String::from_utf16(&satuan).ok()
        }
        _ => None,
    }
}
