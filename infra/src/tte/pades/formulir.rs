//! The signature fields of a form: what a reader shows as signatures.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

const DALAM_TERBANYAK: usize = 16;
const BIDANG_TERBANYAK: usize = 10_000;

/// A signature field.
pub(super) struct Bidang<'a> {
    /// Its value, and the object that the value is, when somebody signed.
    pub(super) nilai: Option<(Option<ObjectId>, &'a Dictionary)>,
}

/// Every signature field that the form holds; `None` when there is too much to look at.
pub(super) fn bidang(dokumen: &Document) -> Option<Vec<Bidang<'_>>> {
    let mut penjelajah = Penjelajah { dokumen, dilihat: HashSet::new(), sisa: BIDANG_TERBANYAK };
    let mut hasil = Vec::new();
    let akar = dokumen
        .catalog()
        .and_then(|katalog| katalog.get_deref(b"AcroForm", dokumen))
        .and_then(Object::as_dict)
        .and_then(|formulir| formulir.get_deref(b"Fields", dokumen))
        .and_then(Object::as_array);
    for satu in akar.into_iter().flatten() {
        penjelajah.turun(satu, false, 0, &mut hasil)?;
    }
    Some(hasil)
}

struct Penjelajah<'a> {
    dokumen: &'a Document,
    dilihat: HashSet<ObjectId>,
    sisa: usize,
}

impl<'a> Penjelajah<'a> {
    fn turun(
        &mut self,
        objek: &'a Object,
        warisan: bool,
        dalam: usize,
        hasil: &mut Vec<Bidang<'a>>,
    ) -> Option<()> {
        self.sisa = self.sisa.checked_sub(1)?;
        if dalam > DALAM_TERBANYAK {
            return None;
        }
        if let Object::Reference(id) = objek
            && !self.dilihat.insert(*id)
        {
            return Some(());
        }
        let Ok((_, Object::Dictionary(kamus))) = self.dokumen.dereference(objek) else {
            return Some(());
        };
        let jenis = kamus.get_deref(b"FT", self.dokumen).and_then(Object::as_name);
        let tanda_tangan = jenis.map_or(warisan, |jenis| jenis == b"Sig");
        if tanda_tangan {
            let nilai = kamus.get(b"V").ok().and_then(|nilai| {
                let (id, nilai) = self.dokumen.dereference(nilai).ok()?;
                Some((id, nilai.as_dict().ok()?))
            });
            let punya_anak = kamus.has(b"Kids");
            if nilai.is_some() || !punya_anak {
                hasil.push(Bidang { nilai });
            }
        }
        let anak = kamus.get_deref(b"Kids", self.dokumen).and_then(Object::as_array);
        for satu in anak.into_iter().flatten() {
            // A widget without a value of its own belongs to the field above it.
            let bidang = matches!(
                self.dokumen.dereference(satu),
                Ok((_, Object::Dictionary(anak))) if anak.has(b"T") || anak.has(b"V")
            );
            if bidang {
                self.turun(satu, tanda_tangan, dalam + 1, hasil)?;
            }
        }
        Some(())
    }
}
