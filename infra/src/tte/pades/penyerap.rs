//! Fingerprints of PDF objects: references followed, numbering ignored, work bounded.

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Document, Error, Object, ObjectId, Stream};
use ring::digest::{Context, SHA256};

/// SHA-256.
pub(super) type Sidik = [u8; 32];

const SIMPUL_TERBANYAK: usize = 400_000;
/// Bytes of all streams together, decompressed.
const BITA_TERBANYAK: usize = 192 * 1024 * 1024;
const DALAM_TERBANYAK: usize = 48;
/// How a stream is stored, which says nothing about what it holds.
const SIMPANAN: [&[u8]; 4] = [b"Length", b"Filter", b"DecodeParms", b"DL"];

/// Takes in the objects of one document. `None` anywhere means: too much, or not readable.
pub(super) struct Penyerap<'a> {
    dokumen: &'a Document,
    halaman: HashMap<ObjectId, usize>,
    ingatan: HashMap<ObjectId, Sidik>,
    jejak: HashSet<ObjectId>,
    sisa_simpul: usize,
    sisa_bita: usize,
}

impl<'a> Penyerap<'a> {
    /// Starts with a full budget. References to a page count as its number, not as what it holds.
    pub(super) fn new(dokumen: &'a Document, halaman: &[ObjectId]) -> Self {
        Self {
            dokumen,
            halaman: halaman.iter().enumerate().map(|(nomor, id)| (*id, nomor)).collect(),
            ingatan: HashMap::new(),
            jejak: HashSet::new(),
            sisa_simpul: SIMPUL_TERBANYAK,
            sisa_bita: BITA_TERBANYAK,
        }
    }

    /// One fingerprint of many.
    pub(super) fn gabung(bagian: &[Sidik]) -> Sidik {
        tutup(b'+', bagian.iter().map(Sidik::as_slice))
    }

    /// What a page's content streams draw, one after the other.
    pub(super) fn gambar(&mut self, halaman: ObjectId) -> Option<Sidik> {
        let isi = self.dokumen.get_page_content_with_limit(halaman, self.sisa_bita).ok()?;
        self.sisa_bita = self.sisa_bita.saturating_sub(isi.len());
        Some(tutup(b'g', [isi.as_slice()]))
    }

    /// Any object.
    pub(super) fn objek(&mut self, objek: &Object) -> Option<Sidik> {
        self.turun(objek, 0)
    }

    /// An annotation, without the way back to its page and field.
    pub(super) fn anotasi(&mut self, anotasi: &Object) -> Option<Sidik> {
        match self.dokumen.dereference(anotasi) {
            Ok((_, Object::Dictionary(kamus))) => {
                self.kamus(kamus, &[b"P", b"Parent", b"StructParent"], 1)
            }
            _ => self.objek(anotasi),
        }
    }

    fn turun(&mut self, objek: &Object, dalam: usize) -> Option<Sidik> {
        self.sisa_simpul = self.sisa_simpul.checked_sub(1)?;
        if dalam > DALAM_TERBANYAK {
            return None;
        }
        Some(match objek {
            Object::Null => tutup(b'0', []),
            Object::Boolean(nilai) => tutup(b'b', [[u8::from(*nilai)].as_slice()]),
            // Writers are free to turn 2 into 2.0.
            Object::Integer(nilai) => angka(&nilai.to_string()),
            Object::Real(nilai) => angka(&nilai.to_string()),
            Object::Name(nama) => tutup(b'/', [nama.as_slice()]),
            Object::String(teks, _) => tutup(b's', [teks.as_slice()]),
            Object::Array(daftar) => {
                let bagian = daftar
                    .iter()
                    .map(|satu| self.turun(satu, dalam + 1))
                    .collect::<Option<Vec<_>>>()?;
                tutup(b'[', bagian.iter().map(Sidik::as_slice))
            }
            Object::Dictionary(kamus) => self.kamus(kamus, &[], dalam)?,
            Object::Stream(aliran) => self.aliran(aliran, dalam)?,
            Object::Reference(id) => self.rujukan(*id, dalam)?,
        })
    }

    fn kamus(&mut self, kamus: &Dictionary, kecuali: &[&[u8]], dalam: usize) -> Option<Sidik> {
        let mut isian: Vec<(&[u8], &Object)> = kamus
            .iter()
            .map(|(kunci, nilai)| (kunci.as_slice(), nilai))
            .filter(|(kunci, nilai)| !kecuali.contains(kunci) && !matches!(nilai, Object::Null))
            .collect();
        isian.sort_unstable_by_key(|(kunci, _)| *kunci);
        let mut bagian: Vec<Vec<u8>> = Vec::with_capacity(isian.len() * 2);
        for (kunci, nilai) in isian {
            bagian.push(kunci.to_vec());
            bagian.push(self.turun(nilai, dalam + 1)?.to_vec());
        }
        Some(tutup(b'<', bagian.iter().map(Vec::as_slice)))
    }

    fn aliran(&mut self, aliran: &Stream, dalam: usize) -> Option<Sidik> {
        let kamus = self.kamus(&aliran.dict, &SIMPANAN, dalam)?;
        let (cara, isi) = match aliran.decompressed_content_with_limit(self.sisa_bita) {
            Ok(isi) => (Vec::new(), isi),
            Err(Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                return None;
            }
            // An image format, or damaged: as it is stored.
            Err(_) => {
                let cara = aliran.dict.get(b"Filter").unwrap_or(&Object::Null);
                (self.turun(cara, dalam + 1)?.to_vec(), aliran.content.clone())
            }
        };
        self.sisa_bita = self.sisa_bita.checked_sub(isi.len())?;
        Some(tutup(b'S', [kamus.as_slice(), cara.as_slice(), isi.as_slice()]))
    }

    fn rujukan(&mut self, id: ObjectId, dalam: usize) -> Option<Sidik> {
        if let Some(nomor) = self.halaman.get(&id) {
            return Some(tutup(b'h', [nomor.to_be_bytes().as_slice()]));
        }
        if let Some(ingat) = self.ingatan.get(&id) {
            return Some(*ingat);
        }
        if !self.jejak.insert(id) {
            return Some(tutup(b'c', []));
        }
        let dokumen = self.dokumen;
        let sidik = match dokumen.objects.get(&id) {
            Some(objek) => self.turun(objek, dalam + 1)?,
            None => tutup(b'0', []),
        };
        self.jejak.remove(&id);
        self.ingatan.insert(id, sidik);
        Some(sidik)
    }
}

fn angka(teks: &str) -> Sidik {
    tutup(b'd', [teks.as_bytes()])
}

/// Hashes a kind and its parts, each with its length, so that no two lists of parts look alike.
fn tutup<'p>(jenis: u8, bagian: impl IntoIterator<Item = &'p [u8]>) -> Sidik {
    let mut konteks = Context::new(&SHA256);
    konteks.update(&[jenis]);
    for satu in bagian {
        konteks.update(&satu.len().to_be_bytes());
        konteks.update(satu);
    }
    let mut sidik = Sidik::default();
    sidik.copy_from_slice(konteks.finish().as_ref());
    sidik
}
