//! Damage a faulty or dishonest host could do to a document before or after it signs.

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::{
    error::SimError,
    pades::{open, save},
};

/// The same file with the text of its first page replaced, as an incremental update.
pub fn with_other_text(pdf: &[u8]) -> Result<Vec<u8>, SimError> {
    let mut update = open(pdf)?;
    let page = first_page(update.get_prev_documents())?;
    let text = b"BT /F1 18 Tf 60 600 Td (ISI LAIN) Tj ET".to_vec();
    let content = update.new_document.add_object(Stream::new(lopdf::Dictionary::new(), text));
    update.opt_clone_object_to_new_document(page)?;
    update.new_document.get_dictionary_mut(page)?.set("Contents", content);
    save(update)
}

/// A rewritten file with an empty page more.
pub fn with_extra_page(pdf: &[u8]) -> Result<Vec<u8>, SimError> {
    let mut document = Document::load_mem(pdf)?;
    let tree = document.catalog()?.get(b"Pages")?.as_reference()?;
    let page = document.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => tree,
        "MediaBox" => [0, 0, 595, 842].map(Object::Integer).to_vec(),
    });
    let node = document.get_dictionary_mut(tree)?;
    let count = node.get(b"Count")?.as_i64()?;
    node.set("Count", count + 1);
    node.get_mut(b"Kids")?.as_array_mut()?.push(page.into());
    let mut out = Vec::new();
    document.save_to(&mut out)?;
    Ok(out)
}

fn first_page(document: &Document) -> Result<ObjectId, SimError> {
    document.page_iter().next().ok_or(SimError::Pdf(lopdf::Error::PageNumberNotFound(1)))
}
