//! What a PDF would do by itself, and what it carries besides its pages.

use lopdf::{Dictionary, Document, Object};

/// Entries that only stand where something runs, plays or is attached.
const ENTRI: &[&[u8]] = &[
    b"JS",
    b"JavaScript",
    b"AA",
    b"EmbeddedFiles",
    b"EF",
    b"XFA",
    b"RichMediaContent",
    b"RichMediaSettings",
];
/// Actions that do more than turn to a page or open a link that was tapped.
const TINDAKAN: &[&[u8]] = &[
    b"JavaScript",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"GoToR",
    b"GoToE",
    b"Rendition",
    b"Movie",
    b"Sound",
    b"RichMediaExecute",
    b"GoTo3DView",
];
/// Annotations that play, or carry a file.
const ANOTASI: &[&[u8]] = &[b"FileAttachment", b"RichMedia", b"Screen", b"Movie", b"Sound", b"3D"];

/// Whether any object of the document, reached or not, is active.
pub(super) fn ada(dokumen: &Document) -> bool {
    let mut antre: Vec<&Object> = dokumen.objects.values().collect();
    antre.extend(dokumen.trailer.iter().map(|(_, nilai)| nilai));
    while let Some(objek) = antre.pop() {
        let kamus = match objek {
            Object::Array(isi) => {
                antre.extend(isi);
                continue;
            }
            Object::Dictionary(kamus) => kamus,
            Object::Stream(aliran) => &aliran.dict,
            _ => continue,
        };
        if kamus_aktif(dokumen, kamus) {
            return true;
        }
        antre.extend(kamus.iter().map(|(_, nilai)| nilai));
    }
    false
}

fn kamus_aktif(dokumen: &Document, kamus: &Dictionary) -> bool {
    ENTRI.iter().any(|entri| kamus.has(entri))
        || nama(dokumen, kamus, b"S").is_some_and(|nama| TINDAKAN.contains(&nama))
        || nama(dokumen, kamus, b"Subtype").is_some_and(|nama| ANOTASI.contains(&nama))
        || membuka(dokumen, kamus)
}

fn nama<'a>(dokumen: &'a Document, kamus: &'a Dictionary, entri: &[u8]) -> Option<&'a [u8]> {
    let (_, nilai) = dokumen.dereference(kamus.get(entri).ok()?).ok()?;
    nilai.as_name().ok()
}

/// `/OpenAction` with anything but a place in the document: many programs write the first page there, which is harmless.
fn membuka(dokumen: &Document, kamus: &Dictionary) -> bool {
    let Ok(nilai) = kamus.get(b"OpenAction") else { return false };
    match dokumen.dereference(nilai) {
        Ok((_, Object::Dictionary(tindakan))) => {
            nama(dokumen, tindakan, b"S") != Some(b"GoTo") || tindakan.has(b"Next")
        }
        Ok((_, Object::Stream(_))) | Err(_) => true,
        Ok(_) => false,
    }
}
