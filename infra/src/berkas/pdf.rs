//! PDFs: what they are made of, how far they unpack, what they would do, how many pages they show.
//!
//! Incremental updates are legal: a signature made in SIAK or by another agency is one, and phone apps write them too.
//! What counts is the last revision, which is what every viewer shows; how many there were is told to officers.

use std::collections::BTreeSet;

use loket_domain::{
    berkas::{HALAMAN_PDF, HasilPeriksa, Penolakan, SifatBerkas},
    permohonan::TipeBerkas,
};
use lopdf::{Dictionary, Document, Error, LoadOptions, Object, ObjectId, xref::XrefEntry};

use super::{aktif, inflasi::Anggaran, utuh};

/// Bytes that one stream may unpack to while the file is opened.
const INFLASI_MUAT: usize = 32 * 1024 * 1024;
/// Levels of a page tree.
const DALAM: usize = 64;

pub(super) fn periksa(isi: &[u8]) -> Result<HasilPeriksa, Penolakan> {
    utuh::pdf(isi)?;
    let dokumen = buka(isi)?;
    if dokumen.is_encrypted() || dokumen.trailer.has(b"Encrypt") {
        return Err(Penolakan::PdfTerkunci);
    }
    let mut anggaran = Anggaran::default();
    for objek in dokumen.objects.values() {
        if let Object::Stream(aliran) = objek {
            anggaran.hitung(&dokumen, aliran)?;
        }
    }
    if aktif::ada(&dokumen) {
        return Err(Penolakan::PdfIsiAktif);
    }
    let halaman = halaman(&dokumen)?;
    lengkap(&dokumen)?;
    let sifat = SifatBerkas {
        lebar: 0,
        tinggi: 0,
        halaman: u32::try_from(halaman).unwrap_or(u32::MAX),
        revisi: utuh::revisi_pdf(isi),
    };
    Ok(HasilPeriksa { tipe: TipeBerkas::Pdf, sifat, tampilan: None, cuplikan: None })
}

fn buka(isi: &[u8]) -> Result<Document, Penolakan> {
    let pilihan = LoadOptions::with_max_decompressed_size(INFLASI_MUAT);
    Document::load_mem_with_options(isi, pilihan).map_err(|galat| match galat {
        Error::Decompress(_) => Penolakan::PdfTerlaluPadat,
        Error::InvalidPassword | Error::Decryption(_) => Penolakan::PdfTerkunci,
        _ => Penolakan::PdfRusak,
    })
}

/// Walks the page tree, which may be a lie: cycles, depths, counts.
fn halaman(dokumen: &Document) -> Result<usize, Penolakan> {
    let rusak = |_| Penolakan::PdfRusak;
    let akar = dokumen.catalog().map_err(rusak)?;
    let mut antre: Vec<(ObjectId, usize)> =
        vec![(akar.get(b"Pages").and_then(Object::as_reference).map_err(rusak)?, 0)];
    let mut pernah = BTreeSet::new();
    let mut jumlah = 0;
    while let Some((id, dalam)) = antre.pop() {
        if dalam > DALAM || !pernah.insert(id) {
            return Err(Penolakan::PdfRusak);
        }
        let simpul = dokumen.get_dictionary(id).map_err(rusak)?;
        match anak(dokumen, simpul) {
            Some(anak) => {
                for satu in anak {
                    let id = satu.as_reference().map_err(rusak)?;
                    antre.push((id, dalam + 1));
                }
            }
            None => jumlah += 1,
        }
        if jumlah > HALAMAN_PDF || antre.len() > HALAMAN_PDF * 2 {
            return Err(Penolakan::HalamanBerlebih);
        }
    }
    if jumlah == 0 { Err(Penolakan::PdfRusak) } else { Ok(jumlah) }
}

/// The children of a node; `None` for a page.
fn anak<'a>(dokumen: &'a Document, simpul: &'a Dictionary) -> Option<&'a Vec<Object>> {
    let (_, isi) = dokumen.dereference(simpul.get(b"Kids").ok()?).ok()?;
    isi.as_array().ok()
}

/// Every object that another one refers to, and that the file says is there, could be read: what was passed over could
/// not be judged, and another reader might read it.
fn lengkap(dokumen: &Document) -> Result<(), Penolakan> {
    let mut antre: Vec<&Object> = dokumen.objects.values().collect();
    let akar = dokumen.trailer.iter().map(|(_, nilai)| nilai);
    antre.extend(akar);
    while let Some(objek) = antre.pop() {
        match objek {
            Object::Reference(id) => {
                let disebut = dokumen.reference_table.get(id.0);
                let nyata = matches!(
                    disebut,
                    Some(XrefEntry::Normal { .. } | XrefEntry::Compressed { .. })
                );
                if nyata && !dokumen.objects.contains_key(id) && !beda_generasi(dokumen, *id) {
                    return Err(Penolakan::PdfRusak);
                }
            }
            Object::Array(isi) => antre.extend(isi),
            Object::Dictionary(kamus) => antre.extend(kamus.iter().map(|(_, nilai)| nilai)),
            Object::Stream(aliran) => antre.extend(aliran.dict.iter().map(|(_, nilai)| nilai)),
            _ => {}
        }
    }
    Ok(())
}

/// A reference to another generation of an object means nothing, and is allowed.
fn beda_generasi(dokumen: &Document, id: ObjectId) -> bool {
    dokumen.objects.range((id.0, 0)..=(id.0, u16::MAX)).next().is_some()
}
