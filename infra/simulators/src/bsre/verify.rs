//! `POST /api/v2/verify/pdf`: says what the host would say about a file this simulator signed.

use cms::{cert::CertificateChoices, content_info::ContentInfo, signed_data::SignedData};
use const_oid::db::{rfc4519, rfc5911};
use der::{Decode, Encode, Reader, SliceReader, asn1::OctetStringRef};
use lopdf::{Dictionary, Document, Object};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;

use super::{error::SimError, pki::Authority};

/// The verdict on a file; an unreadable one is the host's 500.
pub(super) fn verdict(pdf: &[u8], authority: &Authority) -> Result<Value, SimError> {
    let document = Document::load_mem(pdf)?;
    let mut infos = Vec::new();
    let mut all_valid = true;
    for (id, signature) in signatures(&document) {
        let checked = check(pdf, signature, authority);
        all_valid &= checked.as_ref().is_some_and(|(_, integrity, trusted)| *integrity && *trusted);
        infos.push(information(&format!("S-{id}"), pdf, signature, checked.as_ref()));
    }
    let (conclusion, description) = match (infos.is_empty(), all_valid) {
        (true, _) => ("NO_SIGNATURE", "Dokumen tidak memiliki tanda tangan elektronik"),
        (false, true) => ("VALID", "Dokumen valid, sertifikat yang digunakan terpercaya"),
        (false, false) => {
            ("INVALID", "Konten dokumen mengalami perubahan atau sertifikat tidak terpercaya")
        }
    };
    Ok(json!({
        "conclusion": conclusion,
        "description": description,
        "signatureCount": infos.len(),
        "signatureInformations": infos,
    }))
}

fn signatures(document: &Document) -> impl Iterator<Item = (u32, &Dictionary)> {
    document.objects.iter().filter_map(|(id, object)| {
        let dictionary = object.as_dict().ok()?;
        (dictionary.has(b"ByteRange") && dictionary.has(b"Contents")).then_some((id.0, dictionary))
    })
}

/// Certificate, whether the digest holds, whether this simulator issued the certificate.
fn check(
    pdf: &[u8],
    signature: &Dictionary,
    authority: &Authority,
) -> Option<(Certificate, bool, bool)> {
    let range = signature.get(b"ByteRange").and_then(Object::as_array).ok()?;
    let range: Vec<usize> =
        range.iter().filter_map(|n| usize::try_from(n.as_i64().ok()?).ok()).collect();
    let [first, length, second, rest] = range[..] else { return None };
    let head = pdf.get(first..first.checked_add(length)?)?;
    let tail = pdf.get(second..second.checked_add(rest)?)?;
    let digest = Sha256::new().chain_update(head).chain_update(tail).finalize();

    let contents = signature.get(b"Contents").and_then(Object::as_str).ok()?;
    let mut reader = SliceReader::new(contents).ok()?;
    let info = ContentInfo::from_der(reader.tlv_bytes().ok()?).ok()?;
    let data: SignedData = info.content.decode_as().ok()?;
    let signer = data.signer_infos.0.get(0)?;
    let stated =
        signer.signed_attrs.as_ref()?.iter().find(|a| a.oid == rfc5911::ID_MESSAGE_DIGEST)?;
    let stated = stated.values.get(0)?.to_der().ok()?;
    let integrity = OctetStringRef::from_der(&stated).ok()?.as_bytes() == digest.as_slice();
    let certificate = data.certificates?.0.iter().find_map(|choice| match choice {
        CertificateChoices::Certificate(c) => authority.issued(c).then(|| c.clone()),
        CertificateChoices::Other(_) => None,
    });
    Some(match certificate {
        Some(certificate) => (certificate, integrity, true),
        None => return None,
    })
}

/// The host's own spelling, mistakes included.
fn information(
    id: &str,
    pdf: &[u8],
    signature: &Dictionary,
    checked: Option<&(Certificate, bool, bool)>,
) -> Value {
    let text = |key: &[u8]| {
        let raw = signature.get(key).and_then(Object::as_str).unwrap_or_default();
        String::from_utf8_lossy(raw).into_owned()
    };
    let (integrity, trusted) = checked.map_or((false, false), |(_, i, t)| (*i, *t));
    let details = checked.map(|(certificate, ..)| {
        let tbs = &certificate.tbs_certificate;
        json!([{
            "id": format!("C-{}", hex::encode(tbs.serial_number.as_bytes())),
            "commonName": common_name(certificate),
            "issuerName": tbs.issuer.to_string(),
            "serialNumber": hex::encode(tbs.serial_number.as_bytes()),
            "notBeforeDate": tbs.validity.not_before.to_string(),
            "notAfterDate": tbs.validity.not_after.to_string(),
            "signatureAlgoritm": tbs.subject_public_key_info.algorithm.oid.to_string(),
            "keyUsages": ["digitalSignature", "nonRepudiation"],
        }])
    });
    json!({
        "id": id,
        "signatureFormat": "PAdES-BASELINE-B",
        "signerName": checked.map(|(certificate, ..)| common_name(certificate)),
        "signatureDate": text(b"M"),
        "fieldName": id,
        "reason": text(b"Reason"),
        "location": text(b"Location"),
        "certLevelCode": 0,
        "signatureAlgorithm": Value::Null,
        "digestAlgorithm": "SHA256",
        "timestampInfomation": Value::Null,
        "certificateDetails": details,
        "integrityValid": integrity,
        "certificateTrusted": trusted,
        "lastSignature": false,
        "ltv": false,
        "modified": !covers(pdf, signature),
    })
}

fn covers(pdf: &[u8], signature: &Dictionary) -> bool {
    let Ok(range) = signature.get(b"ByteRange").and_then(Object::as_array) else { return false };
    let number = |i: usize| range.get(i).and_then(|n| n.as_i64().ok()).unwrap_or(-1);
    i64::try_from(pdf.len()).is_ok_and(|all| number(2).checked_add(number(3)) == Some(all))
}

fn common_name(certificate: &Certificate) -> String {
    let names = certificate.tbs_certificate.subject.0.iter().flat_map(|rdn| rdn.0.iter());
    let value = names.filter(|pair| pair.oid == rfc4519::CN).map(|pair| pair.value.value()).next();
    String::from_utf8_lossy(value.unwrap_or_default()).into_owned()
}
