//! Writes a PAdES signature into a PDF as an incremental update: every byte of the input stays.

use std::time::SystemTime;

use lopdf::{
    Dictionary, Document, IncrementalDocument, LoadOptions, Object, ObjectId, StringFormat,
    dictionary,
};
use time::{OffsetDateTime, UtcOffset, format_description::BorrowedFormatItem, macros};

use super::{
    appearance::{self, Visible},
    cms::{SimDigest, sign_digest},
    error::SimError,
    geometry::Page,
    pki::SigningIdentity,
    revocation::Evidence,
    timestamp::Timestamp,
};

/// Bytes reserved for the CMS container.
const RESERVED: usize = 24 * 1024;
/// Ten digits, so that any real offset fits in their place.
const PLACEHOLDER: i64 = 9_999_999_999;
const PDF_TIME: &[BorrowedFormatItem<'_>] =
    macros::format_description!("D:[year][month][day][hour][minute][second]");

/// What a signature says besides who signed.
#[derive(Clone, Debug)]
pub struct SignatureOptions {
    /// The time written into `/M`.
    pub time: SystemTime,
    /// Whether that time is written at all.
    pub dated: bool,
    /// `/Reason`, when not empty.
    pub reason: String,
    /// `/Location`, when not empty.
    pub location: String,
    /// Where a box is drawn; `None` signs invisibly.
    pub visible: Option<Visible>,
    /// What the document is hashed with.
    pub digest: SimDigest,
    /// A timestamp over the signature makes it baseline T.
    pub timestamp: Option<Timestamp>,
    /// Evidence of revocation that the signer brings along.
    pub evidence: Evidence,
}

impl Default for SignatureOptions {
    fn default() -> Self {
        Self {
            time: SystemTime::now(),
            dated: true,
            reason: String::new(),
            location: String::new(),
            visible: None,
            digest: SimDigest::default(),
            timestamp: None,
            evidence: Evidence::default(),
        }
    }
}

/// Signs invisibly, now: a PDF as it would come out of another system.
///
/// # Errors
/// When `pdf` cannot be read or is encrypted.
pub fn sign_pdf(pdf: &[u8], signer: &SigningIdentity) -> Result<Vec<u8>, SimError> {
    sign_pdf_with(pdf, signer, &SignatureOptions::default())
}

/// Signs with the given options; may be applied again to its own output.
///
/// # Errors
/// When `pdf` cannot be read or is encrypted.
pub fn sign_pdf_with(
    pdf: &[u8],
    signer: &SigningIdentity,
    options: &SignatureOptions,
) -> Result<Vec<u8>, SimError> {
    let mut out = with_placeholder(pdf, signer, options)?;
    let (start, end) = hole(&out, pdf.len()).ok_or_else(broken)?;
    let range = format!("[0 {start} {end} {}]", out.len() - end);
    write_range(&mut out, pdf.len(), &range)?;

    let digest = options.digest.of(&[&out[..start], &out[end..]]);
    let cms = sign_digest(&digest, options, signer)?;
    let cms = hex::encode(cms);
    let place = out.get_mut(start + 1..start + 1 + cms.len()).ok_or_else(broken)?;
    place.copy_from_slice(cms.as_bytes());
    Ok(out)
}

/// Opens a PDF for an incremental update.
pub(super) fn open(pdf: &[u8]) -> Result<IncrementalDocument, SimError> {
    let document = Document::load_mem_with_options(pdf, LoadOptions::default())?;
    if !pdf.starts_with(b"%PDF-") || document.is_encrypted() || document.was_encrypted() {
        return Err(broken());
    }
    Ok(IncrementalDocument::create_from(pdf.to_vec(), document))
}

/// The update's bytes, original included.
pub(super) fn save(mut update: IncrementalDocument) -> Result<Vec<u8>, SimError> {
    let mut out = Vec::new();
    update.save_to(&mut out)?;
    Ok(out)
}

fn with_placeholder(
    pdf: &[u8],
    signer: &SigningIdentity,
    options: &SignatureOptions,
) -> Result<Vec<u8>, SimError> {
    let mut update = open(pdf)?;
    let wanted = options.visible.as_ref().map_or(1, |v| v.page);
    let pages = update.get_prev_documents().get_pages();
    let page = *pages.get(&wanted).or_else(|| pages.values().next()).ok_or_else(broken)?;

    let signature = update.new_document.add_object(signature_dictionary(signer, options)?);
    let mut widget = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => Object::string_literal(format!("Tanda tangan {}", signature.0)),
        "V" => signature,
        "P" => page,
        // Print and locked.
        "F" => 132,
    };
    match &options.visible {
        Some(visible) => {
            let shape = Page::read(update.get_prev_documents(), page);
            let rect = appearance::rectangle(shape, visible);
            let mut drawing = appearance::drawing(signer.name(), &options.reason, shape, visible)?;
            let mut mask: Option<ObjectId> = None;
            for mut image in drawing.images {
                if let Some(mask) = mask {
                    image.dict.set("SMask", mask);
                }
                mask = Some(update.new_document.add_object(image));
            }
            if let Some(image) = mask {
                let images = dictionary! { "XObject" => dictionary! { "Im0" => image } };
                drawing.form.dict.set("Resources", images);
            }
            let form = update.new_document.add_object(drawing.form);
            widget.set("AP", dictionary! { "N" => form });
            widget.set("Rect", rect.map(Object::Real).to_vec());
        }
        None => widget.set("Rect", [0; 4].map(Object::Integer).to_vec()),
    }
    let widget = update.new_document.add_object(widget);
    append_to_array(&mut update, page, b"Annots", widget)?;
    register_field(&mut update, widget)?;
    save(update)
}

fn signature_dictionary(
    signer: &SigningIdentity,
    options: &SignatureOptions,
) -> Result<Dictionary, SimError> {
    let range = [0, PLACEHOLDER, PLACEHOLDER, PLACEHOLDER].map(Object::Integer);
    let mut signature = dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => range.to_vec(),
        "Contents" => Object::String(vec![0; RESERVED], StringFormat::Hexadecimal),
        "Name" => text(signer.name()),
    };
    if options.dated {
        signature.set("M", Object::string_literal(pdf_time(options.time)?));
    }
    for (key, value) in [("Reason", &options.reason), ("Location", &options.location)] {
        if !value.is_empty() {
            signature.set(key, text(value));
        }
    }
    Ok(signature)
}

/// Western Indonesian time, as an office would see it.
fn pdf_time(at: SystemTime) -> Result<String, SimError> {
    let wib = UtcOffset::from_hms(7, 0, 0).map_err(SimError::crypto)?;
    let at = OffsetDateTime::from(at).to_offset(wib);
    Ok(format!("{}+07'00'", at.format(PDF_TIME).map_err(SimError::crypto)?))
}

/// A PDF text string: ASCII as it is, anything else in UTF-16BE with its mark.
fn text(value: &str) -> Object {
    if value.is_ascii() {
        return Object::string_literal(value);
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(value.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Adds the field to the form, making the form when there is none.
fn register_field(update: &mut IncrementalDocument, field: ObjectId) -> Result<(), SimError> {
    let root = update.get_prev_documents().trailer.get(b"Root")?.as_reference()?;
    update.opt_clone_object_to_new_document(root)?;
    let catalog = update.new_document.get_dictionary(root)?;
    let form = match catalog.get(b"AcroForm") {
        Ok(Object::Reference(id)) => *id,
        inline => {
            let inline = inline.and_then(Object::as_dict).cloned().unwrap_or_default();
            let id = update.new_document.add_object(inline);
            update.new_document.get_dictionary_mut(root)?.set("AcroForm", id);
            id
        }
    };
    append_to_array(update, form, b"Fields", field)?;
    update.new_document.get_dictionary_mut(form)?.set("SigFlags", 3);
    Ok(())
}

/// Pushes a reference to the array under `key`, which may be absent, inline or indirect.
fn append_to_array(
    update: &mut IncrementalDocument,
    owner: ObjectId,
    key: &[u8],
    item: ObjectId,
) -> Result<(), SimError> {
    update.opt_clone_object_to_new_document(owner)?;
    let dictionary = update.new_document.get_dictionary_mut(owner)?;
    match dictionary.get(key) {
        Ok(Object::Reference(id)) => {
            let id = *id;
            update.opt_clone_object_to_new_document(id)?;
            update.new_document.get_object_mut(id)?.as_array_mut()?.push(item.into());
        }
        Ok(Object::Array(_)) => dictionary.get_mut(key)?.as_array_mut()?.push(item.into()),
        _ => dictionary.set(key, vec![item.into()]),
    }
    Ok(())
}

/// The hexadecimal placeholder in the appended part: offsets of `<` and of the byte after `>`.
fn hole(out: &[u8], from: usize) -> Option<(usize, usize)> {
    let zeros = vec![b'0'; RESERVED * 2];
    let start = find(out, from, &zeros)?.checked_sub(1)?;
    let end = start + zeros.len() + 2;
    (out.get(start) == Some(&b'<') && out.get(end - 1) == Some(&b'>')).then_some((start, end))
}

/// Overwrites the placeholder range at equal width.
fn write_range(out: &mut [u8], from: usize, range: &str) -> Result<(), SimError> {
    let placeholder = format!("[0 {PLACEHOLDER} {PLACEHOLDER} {PLACEHOLDER}]");
    let at = find(out, from, placeholder.as_bytes()).ok_or_else(broken)?;
    let padded = format!("{range:<width$}", width = placeholder.len());
    out[at..at + padded.len()].copy_from_slice(padded.as_bytes());
    Ok(())
}

fn find(haystack: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    let tail = haystack.get(from..)?;
    tail.windows(needle.len()).position(|window| window == needle).map(|at| from + at)
}

fn broken() -> SimError {
    SimError::Pdf(lopdf::Error::Unimplemented("PDF cannot be signed"))
}
