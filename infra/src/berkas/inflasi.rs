//! How far the streams of a PDF unpack: measured with capped readers, never by asking for the whole.

use std::io::{self, Read, Write};

use flate2::read::ZlibDecoder;
use loket_domain::berkas::{INFLASI_BAGIAN, INFLASI_GAMBAR, INFLASI_PDF, Penolakan};
use lopdf::{Dictionary, Document, Object, Stream};
use weezl::{BitOrder, decode::Decoder};

/// Filters of one stream; more of them only hide something.
const FILTER_TERBANYAK: usize = 4;
/// Pixels of a picture in a PDF: an A3 page at 600 dots per inch.
const PIKSEL: i64 = 150_000_000;

/// What may still be unpacked.
#[derive(Debug)]
pub(super) struct Anggaran {
    umum: u64,
    gambar: u64,
}

impl Default for Anggaran {
    fn default() -> Self {
        Self { umum: INFLASI_PDF, gambar: INFLASI_GAMBAR }
    }
}

impl Anggaran {
    /// Takes what this stream unpacks to.
    pub(super) fn hitung(&mut self, dokumen: &Document, aliran: &Stream) -> Result<(), Penolakan> {
        const PADAT: Penolakan = Penolakan::PdfTerlaluPadat;
        let gambar = gambar(dokumen, &aliran.dict)?;
        let batas = if gambar { self.gambar } else { self.umum.min(INFLASI_BAGIAN) };
        let filter = filter(dokumen, &aliran.dict);
        if filter.len() > FILTER_TERBANYAK {
            return Err(PADAT);
        }
        let mut isi = std::borrow::Cow::Borrowed(aliran.content.as_slice());
        let mut terpakai = 0;
        for (letak, nama) in filter.iter().enumerate() {
            let akhir = letak + 1 == filter.len();
            let batas = if akhir { batas } else { batas.min(INFLASI_BAGIAN) };
            let mut wadah = Wadah { simpan: !akhir, isi: Vec::new(), jumlah: 0, batas };
            if !buka(nama, &isi, &mut wadah) {
                // A codec of pictures, whose pixels were judged above; or one that nobody knows.
                break;
            }
            if wadah.jumlah > batas {
                return Err(PADAT);
            }
            terpakai = wadah.jumlah;
            isi = std::borrow::Cow::Owned(wadah.isi);
        }
        let sisa = if gambar { &mut self.gambar } else { &mut self.umum };
        *sisa = sisa.checked_sub(terpakai).ok_or(PADAT)?;
        Ok(())
    }
}

/// Whether it is a picture; its pixels must be such as a page can show.
fn gambar(dokumen: &Document, kamus: &Dictionary) -> Result<bool, Penolakan> {
    if !kamus.get(b"Subtype").and_then(Object::as_name).is_ok_and(|nama| nama == b"Image") {
        return Ok(false);
    }
    let sisi = |entri: &[u8]| {
        let nilai = dokumen.dereference(kamus.get(entri).ok()?).ok()?.1;
        nilai.as_i64().ok()
    };
    let (Some(lebar), Some(tinggi)) = (sisi(b"Width"), sisi(b"Height")) else {
        return Err(Penolakan::PdfRusak);
    };
    match lebar.checked_mul(tinggi) {
        Some(piksel) if lebar > 0 && tinggi > 0 && piksel <= PIKSEL => Ok(true),
        _ => Err(Penolakan::PdfTerlaluPadat),
    }
}

fn filter(dokumen: &Document, kamus: &Dictionary) -> Vec<Vec<u8>> {
    let Ok((_, nilai)) = kamus.get(b"Filter").and_then(|nilai| dokumen.dereference(nilai)) else {
        return Vec::new();
    };
    let nama = |satu: &Object| {
        let (_, satu) = dokumen.dereference(satu).ok()?;
        satu.as_name().ok().map(<[u8]>::to_vec)
    };
    match nilai {
        Object::Array(semua) => semua.iter().filter_map(nama).collect(),
        satu => nama(satu).into_iter().collect(),
    }
}

/// Runs one filter into the vessel, until its end or the vessel's; `false` for a filter that does not unpack here.
fn buka(nama: &[u8], isi: &[u8], wadah: &mut Wadah) -> bool {
    // What breaks off or is malformed has given what it gives.
    match nama {
        b"FlateDecode" | b"Fl" => {
            let batas = wadah.batas + 1;
            let _ = io::copy(&mut ZlibDecoder::new(isi).take(batas), wadah);
        }
        b"LZWDecode" | b"LZW" => {
            let mut dekoder = Decoder::with_tiff_size_switch(BitOrder::Msb, 8);
            let _ = dekoder.into_stream(wadah).decode_all(isi);
        }
        b"RunLengthDecode" | b"RL" => run_length(isi, wadah),
        b"ASCII85Decode" | b"A85" => ascii85(isi, wadah),
        b"ASCIIHexDecode" | b"AHx" => heksa(isi, wadah),
        _ => return false,
    }
    true
}

fn run_length(mut isi: &[u8], wadah: &mut Wadah) {
    while let Some((&panjang, sisa)) = isi.split_first() {
        let hasil = match panjang {
            0..=127 => {
                let banyak = (usize::from(panjang) + 1).min(sisa.len());
                let (awal, akhir) = sisa.split_at(banyak);
                isi = akhir;
                wadah.write_all(awal)
            }
            128 => return,
            129.. => {
                let Some((&bita, akhir)) = sisa.split_first() else { return };
                isi = akhir;
                wadah.write_all(&vec![bita; 257 - usize::from(panjang)])
            }
        };
        if hasil.is_err() {
            return;
        }
    }
}

fn ascii85(isi: &[u8], wadah: &mut Wadah) {
    let (mut nilai, mut banyak) = (0_u32, 0_usize);
    for &huruf in isi {
        let hasil = match huruf {
            b'z' if banyak == 0 => wadah.write_all(&[0; 4]),
            b'!'..=b'u' => {
                nilai = nilai.wrapping_mul(85).wrapping_add(u32::from(huruf - b'!'));
                banyak += 1;
                if banyak < 5 {
                    continue;
                }
                banyak = 0;
                wadah.write_all(&std::mem::take(&mut nilai).to_be_bytes())
            }
            b'~' => break,
            _ => continue,
        };
        if hasil.is_err() {
            return;
        }
    }
    if banyak > 1 {
        for _ in banyak..5 {
            nilai = nilai.wrapping_mul(85).wrapping_add(84);
        }
        let _ = wadah.write_all(&nilai.to_be_bytes()[..banyak - 1]);
    }
}

fn heksa(isi: &[u8], wadah: &mut Wadah) {
    let angka = isi
        .iter()
        .take_while(|huruf| **huruf != b'>')
        .filter_map(|huruf| char::from(*huruf).to_digit(16))
        .filter_map(|angka| u8::try_from(angka).ok());
    let angka: Vec<u8> = angka.collect();
    let bita: Vec<u8> =
        angka.chunks(2).map(|dua| dua[0] << 4 | dua.get(1).copied().unwrap_or(0)).collect();
    let _ = wadah.write_all(&bita);
}

/// Counts what is written, keeps it where another filter needs it, and refuses more than its size.
struct Wadah {
    simpan: bool,
    isi: Vec<u8>,
    jumlah: u64,
    batas: u64,
}

impl Write for Wadah {
    fn write(&mut self, isi: &[u8]) -> io::Result<usize> {
        self.jumlah += isi.len() as u64;
        if self.jumlah > self.batas {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        if self.simpan {
            self.isi.extend_from_slice(isi);
        }
        Ok(isi.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
