//! The PDF around the signature: loading within limits, and which bytes the last signature covers.

use loket_domain::dokumen::TandaTanganDitolak;
use lopdf::{Dictionary, Document, LoadOptions, Object, xref::XrefRecovery};
use time::OffsetDateTime;

use super::waktu;

/// Larger files are refused unread.
const BERKAS_TERBESAR: usize = 50 * 1024 * 1024;
/// One compressed object or cross-reference stream may grow to this size.
const ALIRAN_TERBESAR: usize = 64 * 1024 * 1024;
const OBJEK_TERBANYAK: usize = 300_000;
const TANDA_TANGAN_TERBANYAK: usize = 64;

/// The last signature of a file.
pub(super) struct TandaTangan<'a> {
    /// The bytes it covers: before and after its own value.
    pub(super) tercakup: [&'a [u8]; 2],
    /// The CMS container, with the zeros that fill its place.
    pub(super) cms: Vec<u8>,
    /// The time it claims.
    pub(super) waktu: Option<OffsetDateTime>,
}

/// Reads a PDF that is whole, not locked and of a sane size.
pub(super) fn muat(pdf: &[u8]) -> Result<Document, TandaTanganDitolak> {
    if pdf.is_empty() {
        return Err(TandaTanganDitolak::Kosong);
    }
    if !pdf.starts_with(b"%PDF-") || pdf.len() > BERKAS_TERBESAR {
        return Err(TandaTanganDitolak::BukanPdf);
    }
    let batas = LoadOptions::with_max_decompressed_size(ALIRAN_TERBESAR);
    let Ok(dokumen) = Document::load_mem_with_options(pdf, batas) else {
        let terkunci = pdf.windows(8).any(|jendela| jendela == b"/Encrypt");
        return Err(if terkunci {
            TandaTanganDitolak::Terkunci
        } else {
            TandaTanganDitolak::BukanPdf
        });
    };
    if dokumen.was_encrypted() || dokumen.trailer.has(b"Encrypt") {
        return Err(TandaTanganDitolak::Terkunci);
    }
    // A file whose table had to be rebuilt shows different things in different readers.
    let dibangun_ulang = dokumen.xref_recovery == Some(XrefRecovery::Reconstructed);
    if dibangun_ulang || dokumen.objects.len() > OBJEK_TERBANYAK {
        return Err(TandaTanganDitolak::BukanPdf);
    }
    Ok(dokumen)
}

/// The signature that covers the file from its first to its last byte.
pub(super) fn tanda_tangan_terakhir<'a>(
    pdf: &'a [u8],
    dokumen: &Document,
) -> Result<TandaTangan<'a>, TandaTanganDitolak> {
    let kamus = kamus_tanda_tangan(dokumen);
    if kamus.is_empty() {
        return Err(TandaTanganDitolak::TanpaTandaTangan);
    }
    let mut penuh = kamus.into_iter().filter_map(|kamus| tercakup(pdf, kamus).map(|t| (kamus, t)));
    let (kamus, tercakup) = penuh.next().ok_or(TandaTanganDitolak::TidakMencakupSemua)?;
    if penuh.next().is_some() {
        return Err(TandaTanganDitolak::TidakMencakupSemua);
    }
    let bentuk = kamus.get(b"SubFilter").and_then(Object::as_name).unwrap_or_default();
    if !matches!(bentuk, b"ETSI.CAdES.detached" | b"adbe.pkcs7.detached") {
        return Err(TandaTanganDitolak::IsiBerubah);
    }
    let cms = isi(kamus, dokumen).ok_or(TandaTanganDitolak::IsiBerubah)?.to_vec();
    let waktu = kamus.get_deref(b"M", dokumen).and_then(Object::as_str).ok().and_then(waktu::urai);
    Ok(TandaTangan { tercakup, cms, waktu })
}

/// Every signature dictionary, be it an object of its own or written inside its field.
fn kamus_tanda_tangan(dokumen: &Document) -> Vec<&Dictionary> {
    dokumen
        .objects
        .values()
        .filter_map(|objek| objek.as_dict().ok())
        .flat_map(|kamus| {
            let nilai = kamus.get(b"V").and_then(Object::as_dict).ok();
            [Some(kamus), nilai].into_iter().flatten()
        })
        .filter(|kamus| kamus.has(b"ByteRange") && kamus.has(b"Contents"))
        .take(TANDA_TANGAN_TERBANYAK)
        .collect()
}

/// The covered bytes, when they are the whole file but for exactly the `/Contents` of this dictionary.
fn tercakup<'a>(pdf: &'a [u8], kamus: &Dictionary) -> Option<[&'a [u8]; 2]> {
    let rentang = kamus.get(b"ByteRange").and_then(Object::as_array).ok()?;
    let angka: Vec<usize> = rentang
        .iter()
        .map(|angka| usize::try_from(angka.as_i64().ok()?).ok())
        .collect::<Option<_>>()?;
    let [0, buka, tutup, sisa] = angka[..] else { return None };
    if tutup.checked_add(sisa)? != pdf.len() {
        return None;
    }
    let lubang = pdf.get(buka..tutup)?.strip_prefix(b"<")?.strip_suffix(b">")?;
    let tertulis = hex::decode(lubang).ok()?;
    let terbaca = kamus.get(b"Contents").and_then(Object::as_str).ok()?;
    (tertulis == terbaca).then(|| [&pdf[..buka], &pdf[tutup..]])
}

fn isi<'a>(kamus: &'a Dictionary, dokumen: &'a Document) -> Option<&'a [u8]> {
    kamus.get_deref(b"Contents", dokumen).and_then(Object::as_str).ok()
}
