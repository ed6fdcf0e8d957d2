//! `POST /api/v2/verify/pdf`: says what the host would say about a file this simulator signed.

use cms::{cert::CertificateChoices, content_info::ContentInfo, signed_data::SignedData};
use const_oid::db::{rfc4519, rfc5911};
use der::{Decode, Encode, Reader, SliceReader, asn1::OctetStringRef};
use lopdf::{Dictionary, Document, Object};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;

use super::{error::SimError, pki::Authority};

/// What was found of one signature.
struct Found<'a> {
    id: String,
    dictionary: &'a Dictionary,
    checked: Option<Checked>,
}

/// A signature by a certificate of this simulator.
struct Checked {
    certificate: Certificate,
    integrity: bool,
    /// Whether a timestamp is in the container.
    stamped: bool,
}

impl Found<'_> {
    fn valid(&self) -> bool {
        self.checked.as_ref().is_some_and(|checked| checked.integrity)
    }
}

fn look<'a>(pdf: &[u8], document: &'a Document, authority: &Authority) -> Vec<Found<'a>> {
    signatures(document)
        .map(|(id, dictionary)| Found {
            id: format!("S-{id}"),
            dictionary,
            checked: check(pdf, dictionary, authority),
        })
        .collect()
}

/// The verdict on a file; an unreadable one is the host's 500.
pub(super) fn verdict(pdf: &[u8], authority: &Authority) -> Result<Value, SimError> {
    let document = Document::load_mem(pdf)?;
    let found = look(pdf, &document, authority);
    let (conclusion, description) = match (found.is_empty(), found.iter().all(Found::valid)) {
        (true, _) => ("NO_SIGNATURE", "Dokumen tidak memiliki tanda tangan elektronik"),
        (false, true) => ("VALID", "Dokumen valid, sertifikat yang digunakan terpercaya"),
        (false, false) => {
            ("INVALID", "Konten dokumen mengalami perubahan atau sertifikat tidak terpercaya")
        }
    };
    let infos: Vec<Value> = found.iter().map(|one| information(pdf, one)).collect();
    Ok(json!({
        "conclusion": conclusion,
        "description": description,
        "signatureCount": infos.len(),
        "signatureInformations": infos,
    }))
}

/// The same in the words of the first generation.
pub(super) fn verdict_v1(pdf: &[u8], name: &str, authority: &Authority) -> Result<Value, SimError> {
    let document = Document::load_mem(pdf)?;
    let found = look(pdf, &document, authority);
    let whole = found.iter().any(|one| covers(pdf, one.dictionary));
    let (summary, notes) = match (found.is_empty(), whole && found.iter().all(Found::valid)) {
        (true, _) => (Value::Null, Value::Null),
        (false, true) => (json!("VALID"), json!("Dokumen asli dan tidak mengalami perubahan")),
        (false, false) => (
            json!("DOCUMENT NOT VALID !!!"),
            json!("Konten Dokumen mengalami perubahan oleh pihak yang tidak berhak"),
        ),
    };
    let details: Vec<Value> = found
        .iter()
        .map(|one| {
            let certificate = one.checked.as_ref().map(|checked| &checked.certificate);
            let tbs = certificate.map(|certificate| &certificate.tbs_certificate);
            json!({
                "info_signer": {
                    "issuer_dn": tbs.map(|tbs| tbs.issuer.to_string()),
                    "signer_name": certificate.map(common_name),
                    "signer_cert_validity": tbs.map(|tbs| {
                        format!("{} to {}", tbs.validity.not_before, tbs.validity.not_after)
                    }),
                    "signer_dn": tbs.map(|tbs| tbs.subject.to_string()),
                    "cert_user_certified": certificate.is_some(),
                },
                "info_tsa": {"name": Value::Null, "tsa_cert_validity": Value::Null},
                "signature_field": one.id,
                "signature_document": {
                    "signed_using_tsa": one.checked.as_ref().is_some_and(|checked| checked.stamped),
                    "reason": text(one.dictionary, b"Reason"),
                    "document_integrity": one.valid() && whole,
                    "signature_value": Value::Null,
                    "signed_in": text(one.dictionary, b"M"),
                    "location": text(one.dictionary, b"Location"),
                    "hash_value": Value::Null,
                },
            })
        })
        .collect();
    Ok(json!({
        "nama_dokumen": name,
        "jumlah_signature": details.len(),
        "notes": notes,
        "summary": summary,
        "details": details,
    }))
}

fn text(dictionary: &Dictionary, key: &[u8]) -> String {
    let raw = dictionary.get(key).and_then(Object::as_str).unwrap_or_default();
    String::from_utf8_lossy(raw).into_owned()
}

fn signatures(document: &Document) -> impl Iterator<Item = (u32, &Dictionary)> {
    document.objects.iter().filter_map(|(id, object)| {
        let dictionary = object.as_dict().ok()?;
        (dictionary.has(b"ByteRange") && dictionary.has(b"Contents")).then_some((id.0, dictionary))
    })
}

fn check(pdf: &[u8], signature: &Dictionary, authority: &Authority) -> Option<Checked> {
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
    Some(Checked { certificate: certificate?, integrity, stamped: signer.unsigned_attrs.is_some() })
}

/// The host's own spelling, mistakes included.
fn information(pdf: &[u8], found: &Found<'_>) -> Value {
    let certificate = found.checked.as_ref().map(|checked| &checked.certificate);
    let stamped = found.checked.as_ref().is_some_and(|checked| checked.stamped);
    let details = certificate.map(|certificate| {
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
    let stamp = json!({
        "id": format!("T-{}", found.id),
        "signerName": "TSA SIMULATOR - BUKAN ASLI",
        "timestampDate": text(found.dictionary, b"M"),
    });
    json!({
        "id": found.id,
        "signatureFormat": if stamped { "PAdES-BASELINE-T" } else { "PAdES-BASELINE-B" },
        "signerName": certificate.map(common_name),
        "signatureDate": text(found.dictionary, b"M"),
        "fieldName": found.id,
        "reason": text(found.dictionary, b"Reason"),
        "location": text(found.dictionary, b"Location"),
        "certLevelCode": 0,
        "signatureAlgorithm": Value::Null,
        "digestAlgorithm": Value::Null,
        "timestampInfomation": if stamped { stamp } else { Value::Null },
        "certificateDetails": details,
        "integrityValid": found.valid(),
        "certificateTrusted": certificate.is_some(),
        "lastSignature": false,
        "ltv": false,
        "modified": !covers(pdf, found.dictionary),
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
