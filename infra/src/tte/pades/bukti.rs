//! Evidence of revocation: what the file brings along, what the office keeps, and what both say of a chain.

use loket_domain::dokumen::{Pencabutan, TandaTanganDitolak as Tolak};
use lopdf::{Document, Object};
use time::OffsetDateTime;

use super::{SELISIH_JAM, cms::Wadah, crl, ocsp, sertifikat::Sertifikat};

/// More lists or answers than any honest file brings along.
const BUKTI_TERBANYAK: usize = 32;
/// The longest list or answer that is read.
const BUKTI_TERBESAR: usize = 16 * 1024 * 1024;

/// What one piece of evidence says of one certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kata {
    /// It was not revoked, as its issuer saw it between these times.
    Baik {
        /// From when.
        dari: OffsetDateTime,
        /// Until the next evidence is due.
        sampai: Option<OffsetDateTime>,
    },
    /// It was revoked.
    Dicabut {
        /// Since when.
        pada: OffsetDateTime,
        /// Whether even older signatures are void: the key was in other hands, nobody knows since when.
        surut: bool,
    },
}

/// All evidence at hand, in DER.
pub(super) struct Bukti {
    crl: Vec<Vec<u8>>,
    ocsp: Vec<Vec<u8>>,
}

/// Everything that the file brings along (DSS, signed attribute, container), and what the office keeps.
pub(super) fn kumpulkan(dokumen: &Document, wadah: &Wadah<'_>, crl_pem: &str) -> Bukti {
    let (crl, ocsp) = wadah.arsip();
    let milik = |bita: &[u8]| bita.to_vec();
    let (crl, ocsp) = (crl.into_iter().map(milik), ocsp.into_iter().map(milik));
    let wajar = |bita: &Vec<u8>| bita.len() <= BUKTI_TERBESAR;
    let batas = |semua: &mut dyn Iterator<Item = Vec<u8>>| {
        semua.filter(wajar).take(BUKTI_TERBANYAK).collect::<Vec<_>>()
    };
    Bukti {
        // What the office keeps comes first: a file cannot push it out.
        crl: batas(&mut crl::urai_pem(crl_pem).into_iter().chain(dss(dokumen, b"CRLs")).chain(crl)),
        ocsp: batas(&mut dss(dokumen, b"OCSPs").into_iter().chain(ocsp)),
    }
}

/// The streams under one key of the document security store.
fn dss(dokumen: &Document, kunci: &[u8]) -> Vec<Vec<u8>> {
    let daftar = || {
        let dss = dokumen.catalog().ok()?.get_deref(b"DSS", dokumen).ok()?.as_dict().ok()?;
        dss.get_deref(kunci, dokumen).and_then(Object::as_array).ok()
    };
    let aliran = |objek: &Object| {
        let (_, objek) = dokumen.dereference(objek).ok()?;
        let aliran = objek.as_stream().ok()?;
        // An unpacked stream is bounded by how much of it is read; a packed one by the limit below.
        match aliran.dict.get(b"Filter") {
            Ok(_) => aliran.decompressed_content_with_limit(BUKTI_TERBESAR).ok(),
            Err(_) => Some(aliran.content.clone()),
        }
    };
    daftar().into_iter().flatten().take(BUKTI_TERBANYAK).filter_map(aliran).collect()
}

impl Bukti {
    /// What is known of the signer, the first of the chain. `terbukti` is the time of signing that a timestamp proves.
    ///
    /// # Errors
    /// A certificate of the chain was revoked before that time, or at all when nothing proves the time.
    pub(super) fn nilai(
        &self,
        jalur: &[&Sertifikat],
        terbukti: Option<OffsetDateTime>,
        sekarang: OffsetDateTime,
    ) -> Result<Pencabutan, Tolak> {
        let mut hasil = Pencabutan::TidakDiketahui;
        for (urutan, dua) in jalur.windows(2).enumerate() {
            let [satu, penerbit] = dua else { continue };
            let kata = self.kata(satu, penerbit, sekarang);
            let dicabut = kata.iter().find_map(|kata| match kata {
                Kata::Dicabut { pada, surut } => Some((*pada, *surut)),
                Kata::Baik { .. } => None,
            });
            if let Some((pada, surut)) = dicabut {
                if surut || terbukti.is_none_or(|saat| saat >= pada) {
                    return Err(Tolak::SertifikatDicabut);
                }
                if urutan == 0 {
                    hasil = Pencabutan::DicabutKemudian;
                }
            } else if urutan == 0 && kata.iter().any(|kata| cukup(*kata, terbukti, sekarang)) {
                hasil = Pencabutan::TidakDicabut;
            }
        }
        Ok(hasil)
    }

    fn kata(
        &self,
        satu: &Sertifikat,
        penerbit: &Sertifikat,
        sekarang: OffsetDateTime,
    ) -> Vec<Kata> {
        let crl = self.crl.iter().filter_map(|der| crl::kata(der, satu, penerbit));
        let ocsp = self.ocsp.iter().filter_map(|der| ocsp::kata(der, satu, penerbit, sekarang));
        // Evidence of tomorrow is none.
        let wajar = |kata: &Kata| match kata {
            Kata::Baik { dari, .. } => *dari <= sekarang + SELISIH_JAM,
            Kata::Dicabut { .. } => true,
        };
        crl.chain(ocsp).filter(wajar).collect()
    }
}

/// Whether that it was not revoked is known of the time that matters: when it was signed, where a timestamp proves it, and
/// now where nothing does.
fn cukup(kata: Kata, terbukti: Option<OffsetDateTime>, sekarang: OffsetDateTime) -> bool {
    let Kata::Baik { dari, sampai } = kata else { return false };
    let saat = terbukti.unwrap_or(sekarang);
    dari >= saat - SELISIH_JAM || sampai.is_some_and(|sampai| sampai >= saat)
}
