//! The PDF around the signatures: loading within limits, and which bytes each signature covers.

use loket_domain::dokumen::TandaTanganDitolak as Tolak;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, xref::XrefRecovery};
use time::OffsetDateTime;

use super::{formulir, waktu};

/// Larger files are refused unread.
const BERKAS_TERBESAR: usize = 50 * 1024 * 1024;
/// One compressed object or cross-reference stream may grow to this size.
const ALIRAN_TERBESAR: usize = 64 * 1024 * 1024;
const OBJEK_TERBANYAK: usize = 300_000;
const TANDA_TANGAN_TERBANYAK: usize = 32;
/// Where a header that stands too late is looked for, as readers do.
const AWALAN_TERJAUH: usize = 1024;

/// One signature of a file.
pub(super) struct TandaTangan<'a> {
    /// The bytes it covers: before and after its own value.
    pub(super) tercakup: [&'a [u8]; 2],
    /// Where the covered bytes end.
    pub(super) ujung: usize,
    /// The CMS container, with the zeros that fill its place.
    pub(super) cms: &'a [u8],
    /// The time it claims.
    pub(super) waktu: Option<OffsetDateTime>,
}

/// Reads a PDF that is whole, not locked and of a sane size.
pub(super) fn muat(pdf: &[u8]) -> Result<Document, Tolak> {
    if pdf.is_empty() {
        return Err(Tolak::Kosong);
    }
    if !pdf.starts_with(b"%PDF-") {
        let awal = &pdf[..pdf.len().min(AWALAN_TERJAUH)];
        let di_dalam = awal.windows(5).any(|jendela| jendela == b"%PDF-");
        return Err(if di_dalam { Tolak::AwalanAsing } else { Tolak::BukanPdf });
    }
    if pdf.len() > BERKAS_TERBESAR {
        return Err(Tolak::TerlaluBesar);
    }
    let batas = LoadOptions::with_max_decompressed_size(ALIRAN_TERBESAR);
    let Ok(dokumen) = Document::load_mem_with_options(pdf, batas) else {
        let terkunci = pdf.windows(8).any(|jendela| jendela == b"/Encrypt");
        return Err(if terkunci { Tolak::Terkunci } else { Tolak::Rusak });
    };
    if dokumen.was_encrypted() || dokumen.trailer.has(b"Encrypt") {
        return Err(Tolak::Terkunci);
    }
    // A file whose table had to be rebuilt shows different things in different readers.
    if dokumen.xref_recovery == Some(XrefRecovery::Reconstructed) {
        return Err(Tolak::Rusak);
    }
    if dokumen.objects.len() > OBJEK_TERBANYAK {
        return Err(Tolak::TerlaluBesar);
    }
    Ok(dokumen)
}

/// The signatures that the form of the file shows, the one that reaches farthest last.
pub(super) fn tanda_tangan<'a>(
    pdf: &'a [u8],
    dokumen: &'a Document,
) -> Result<Vec<TandaTangan<'a>>, Tolak> {
    let bidang = formulir::bidang(dokumen).ok_or(Tolak::TerlaluBesar)?;
    let isi: Vec<(Option<ObjectId>, &Dictionary)> =
        bidang.iter().filter_map(|bidang| bidang.nilai).collect();
    let lepas = kamus_tanda_tangan(dokumen)
        .any(|(id, _)| !isi.iter().any(|(terpasang, _)| *terpasang == Some(id)));
    if lepas {
        return Err(Tolak::TandaTanganLepas);
    }
    if isi.is_empty() {
        return Err(if bidang.is_empty() { Tolak::TanpaTandaTangan } else { Tolak::BidangKosong });
    }
    if isi.len() > TANDA_TANGAN_TERBANYAK {
        return Err(Tolak::TerlaluBesar);
    }
    let mut semua = isi
        .into_iter()
        .map(|(_, kamus)| baca(pdf, dokumen, kamus))
        .collect::<Result<Vec<_>, _>>()?;
    semua.sort_unstable_by_key(|satu| satu.ujung);
    // Two that cover the same bytes: a reader could show the one that was not looked at.
    if semua.windows(2).any(|dua| dua[0].ujung == dua[1].ujung) {
        return Err(Tolak::RentangTidakSah);
    }
    Ok(semua)
}

/// Every dictionary that looks like a signature and is an object of its own.
fn kamus_tanda_tangan(dokumen: &Document) -> impl Iterator<Item = (ObjectId, &Dictionary)> {
    dokumen
        .objects
        .iter()
        .filter_map(|(id, objek)| Some((*id, objek.as_dict().ok()?)))
        .filter(|(_, kamus)| kamus.has(b"ByteRange") && kamus.has(b"Contents"))
}

fn baca<'a>(
    pdf: &'a [u8],
    dokumen: &'a Document,
    kamus: &'a Dictionary,
) -> Result<TandaTangan<'a>, Tolak> {
    let bentuk = kamus.get_deref(b"SubFilter", dokumen).and_then(Object::as_name);
    if !matches!(bentuk.unwrap_or_default(), b"ETSI.CAdES.detached" | b"adbe.pkcs7.detached") {
        return Err(Tolak::BentukAsing);
    }
    let cms = kamus.get(b"Contents").and_then(Object::as_str).map_err(|_| Tolak::WadahRusak)?;
    let (buka, tutup, ujung) = rentang(pdf, dokumen, kamus).ok_or(Tolak::RentangTidakSah)?;
    // What is left out must be exactly the value that was read, as it is written.
    let lubang = pdf[buka..tutup].strip_prefix(b"<").and_then(|isi| isi.strip_suffix(b">"));
    let tertulis = lubang.and_then(|lubang| hex::decode(lubang).ok());
    if tertulis.as_deref() != Some(cms) {
        return Err(Tolak::CelahRentang);
    }
    let waktu = kamus.get_deref(b"M", dokumen).and_then(Object::as_str).ok().and_then(waktu::urai);
    Ok(TandaTangan { tercakup: [&pdf[..buka], &pdf[tutup..ujung]], ujung, cms, waktu })
}

/// Where the hole opens and closes and where the covered bytes end; `None` when the numbers make no sense.
fn rentang(pdf: &[u8], dokumen: &Document, kamus: &Dictionary) -> Option<(usize, usize, usize)> {
    let rentang = kamus.get_deref(b"ByteRange", dokumen).and_then(Object::as_array).ok()?;
    let angka: Vec<usize> = rentang
        .iter()
        .map(|angka| usize::try_from(angka.as_i64().ok()?).ok())
        .collect::<Option<_>>()?;
    let [0, buka, tutup, sisa] = angka[..] else { return None };
    let ujung = tutup.checked_add(sisa)?;
    (buka < tutup && ujung <= pdf.len()).then_some((buka, tutup, ujung))
}
