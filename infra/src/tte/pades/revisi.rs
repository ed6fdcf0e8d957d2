//! What was appended to a file after a signature.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::berkas;

/// What validation data may set in the catalogue.
const KATALOG: [&[u8]; 3] = [b"DSS", b"Extensions", b"Version"];
/// What a writer notes about itself.
const KETERANGAN: [&[u8]; 2] = [b"ModDate", b"Producer"];
/// More references than any honest file has.
const RUJUKAN_TERBANYAK: usize = 2_000_000;

/// Whether the bytes after `ujung` add nothing but validation data (DSS: certificates, revocation lists), as hosts do
/// that make PAdES baseline LT. Everything a reader shows is then still as it was signed.
pub(super) fn hanya_bahan_validasi(pdf: &[u8], ujung: usize, sekarang: &Document) -> bool {
    let Ok(dahulu) = berkas::muat(&pdf[..ujung]) else { return false };
    sama_kecuali_dss(&dahulu, sekarang).unwrap_or(false)
}

fn sama_kecuali_dss(dahulu: &Document, sekarang: &Document) -> Option<bool> {
    let akar = dahulu.trailer.get(b"Root").and_then(Object::as_reference).ok()?;
    if sekarang.trailer.get(b"Root").and_then(Object::as_reference).ok()? != akar {
        return Some(false);
    }
    let keterangan = dahulu.trailer.get(b"Info").and_then(Object::as_reference).ok();
    if sekarang.trailer.get(b"Info").and_then(Object::as_reference).ok() != keterangan {
        return Some(false);
    }
    let ada = |id: &ObjectId, objek: &Object| simpanan(objek) || sekarang.objects.contains_key(id);
    if !dahulu.objects.iter().all(|(id, objek)| ada(id, objek)) {
        return Some(false);
    }
    let menggantung = menggantung(dahulu)?;
    for (id, objek) in &sekarang.objects {
        if simpanan(objek) {
            continue;
        }
        let boleh = match dahulu.objects.get(id) {
            Some(lama) if lama == objek => true,
            Some(lama) if *id == akar => sama_tanpa(lama, objek, &KATALOG),
            Some(lama) if Some(*id) == keterangan => sama_tanpa(lama, objek, &KETERANGAN),
            Some(_) => false,
            // Nothing that was there before points to it, so that only the validation data can.
            None => !menggantung.contains(id),
        };
        if !boleh {
            return Some(false);
        }
    }
    sekarang.catalog().ok().map(|katalog| katalog.has(b"DSS"))
}

/// How objects are stored, which says nothing about what they are.
fn simpanan(objek: &Object) -> bool {
    let Object::Stream(aliran) = objek else { return false };
    matches!(aliran.dict.get(b"Type").and_then(Object::as_name), Ok(b"XRef" | b"ObjStm"))
}

fn sama_tanpa(lama: &Object, baru: &Object, kecuali: &[&[u8]]) -> bool {
    let (Object::Dictionary(lama), Object::Dictionary(baru)) = (lama, baru) else { return false };
    let tersisa = |kamus: &Dictionary| {
        let mut kamus = kamus.clone();
        for kunci in kecuali {
            kamus.remove(kunci);
        }
        kamus
    };
    tersisa(lama) == tersisa(baru)
}

/// Objects that are pointed to and were never there; `None` when there is too much to look at.
fn menggantung(dokumen: &Document) -> Option<HashSet<ObjectId>> {
    let mut hasil = HashSet::new();
    let mut sisa = RUJUKAN_TERBANYAK;
    let mut antre: Vec<&Object> = dokumen.objects.values().collect();
    while let Some(objek) = antre.pop() {
        sisa = sisa.checked_sub(1)?;
        match objek {
            Object::Reference(id) if !dokumen.objects.contains_key(id) => {
                hasil.insert(*id);
            }
            Object::Array(daftar) => antre.extend(daftar),
            Object::Dictionary(kamus) => antre.extend(kamus.iter().map(|(_, nilai)| nilai)),
            Object::Stream(aliran) => {
                antre.extend(aliran.dict.iter().map(|(_, nilai)| nilai));
            }
            _ => {}
        }
    }
    Some(hasil)
}
