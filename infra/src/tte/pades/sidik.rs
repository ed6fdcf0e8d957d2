//! Whether two PDFs show the same pages, whatever was appended to sign one of them.
//!
//! Beginning with the approved bytes proves nothing by itself, because an appended update can replace any page. So
//! each page is reduced to a fingerprint of what it draws: content, resources and boxes, with references followed
//! and numbering ignored. Annotations must be the same but for signature fields.

use lopdf::{Document, Object, ObjectId};

use super::{
    berkas,
    penyerap::{Penyerap, Sidik},
};

const HALAMAN_TERBANYAK: usize = 2_000;
const ANOTASI_TERBANYAK: usize = 10_000;
/// What a page takes from its ancestors when it has none of its own.
const DIWARISKAN: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// What else a page draws with.
const MILIK_HALAMAN: [&[u8]; 4] = [b"BleedBox", b"TrimBox", b"UserUnit", b"Group"];
/// What in the catalogue changes what a reader sees or runs.
const KATALOG: [&[u8]; 4] = [b"OCProperties", b"OpenAction", b"AA", b"Names"];

/// Whether the signed document shows what was approved.
pub(super) fn sama(disetujui: &[u8], ditandatangani: &Document) -> bool {
    let Ok(disetujui) = berkas::muat(disetujui) else { return false };
    match (sidik(&disetujui), sidik(ditandatangani)) {
        (Some(satu), Some(lain)) => satu == lain,
        _ => false,
    }
}

/// Everything a reader can see, or `None` when it is too much to look at.
fn sidik(dokumen: &Document) -> Option<Vec<Sidik>> {
    let halaman: Vec<ObjectId> = dokumen.page_iter().take(HALAMAN_TERBANYAK + 1).collect();
    if halaman.is_empty() || halaman.len() > HALAMAN_TERBANYAK {
        return None;
    }
    let mut penyerap = Penyerap::new(dokumen, &halaman);
    let mut hasil = vec![katalog(&mut penyerap, dokumen)?];
    for &id in &halaman {
        hasil.push(isi(&mut penyerap, dokumen, id)?);
    }
    for &id in &halaman {
        let mut anotasi = anotasi(&mut penyerap, dokumen, id)?;
        anotasi.sort_unstable();
        hasil.push(Penyerap::gabung(&anotasi));
    }
    Some(hasil)
}

fn katalog(penyerap: &mut Penyerap<'_>, dokumen: &Document) -> Option<Sidik> {
    let katalog = dokumen.catalog().ok()?;
    let mut bagian = Vec::new();
    for kunci in KATALOG {
        bagian.push(penyerap.objek(katalog.get(kunci).unwrap_or(&Object::Null))?);
    }
    // A form in XFA is drawn instead of the pages.
    let formulir = katalog.get_deref(b"AcroForm", dokumen).and_then(Object::as_dict);
    let xfa = formulir.and_then(|formulir| formulir.get(b"XFA"));
    bagian.push(penyerap.objek(xfa.unwrap_or(&Object::Null))?);
    Some(Penyerap::gabung(&bagian))
}

fn isi(penyerap: &mut Penyerap<'_>, dokumen: &Document, id: ObjectId) -> Option<Sidik> {
    let halaman = dokumen.get_dictionary(id).ok()?;
    let mut bagian = vec![penyerap.gambar(id)?];
    for kunci in DIWARISKAN {
        bagian.push(penyerap.objek(warisan(dokumen, id, kunci))?);
    }
    for kunci in MILIK_HALAMAN {
        bagian.push(penyerap.objek(halaman.get(kunci).unwrap_or(&Object::Null))?);
    }
    Some(Penyerap::gabung(&bagian))
}

fn warisan<'a>(dokumen: &'a Document, id: ObjectId, kunci: &[u8]) -> &'a Object {
    let mut simpul = dokumen.get_dictionary(id).ok();
    for _ in 0..32 {
        let Some(kamus) = simpul else { break };
        if let Ok(nilai) = kamus.get(kunci) {
            return nilai;
        }
        simpul = kamus.get_deref(b"Parent", dokumen).and_then(Object::as_dict).ok();
    }
    &Object::Null
}

/// Fingerprints of the annotations that are no signature fields.
fn anotasi(penyerap: &mut Penyerap<'_>, dokumen: &Document, id: ObjectId) -> Option<Vec<Sidik>> {
    let halaman = dokumen.get_dictionary(id).ok()?;
    let Ok(daftar) = halaman.get_deref(b"Annots", dokumen).and_then(Object::as_array) else {
        return Some(Vec::new());
    };
    if daftar.len() > ANOTASI_TERBANYAK {
        return None;
    }
    daftar
        .iter()
        .filter(|satu| !bidang_tanda_tangan(dokumen, satu))
        .map(|satu| penyerap.anotasi(satu))
        .collect()
}

/// A widget whose own field type, or its parent's, is a signature.
fn bidang_tanda_tangan(dokumen: &Document, anotasi: &Object) -> bool {
    let Ok((_, Object::Dictionary(kamus))) = dokumen.dereference(anotasi) else { return false };
    let jenis = |kamus: &lopdf::Dictionary| matches!(kamus.get_deref(b"FT", dokumen), Ok(Object::Name(nama)) if nama == b"Sig");
    let induk = kamus.get_deref(b"Parent", dokumen).and_then(Object::as_dict);
    let subjenis = kamus.get(b"Subtype").and_then(Object::as_name);
    matches!(subjenis, Ok(b"Widget")) && (jenis(kamus) || induk.is_ok_and(jenis))
}
