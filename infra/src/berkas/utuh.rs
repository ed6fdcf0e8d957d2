//! Whether a file has its beginning and its end: what a decoder forgives, and a resident should send again.

use loket_domain::berkas::Penolakan;

/// Signature, IHDR first, and IEND at the end.
pub(super) fn png(isi: &[u8]) -> Result<(), Penolakan> {
    const AWAL: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR";
    const AKHIR: &[u8] = b"\x00\x00\x00\x00IEND\xae\x42\x60\x82";
    let awal = isi.len().min(AWAL.len());
    if isi[..awal] != AWAL[..awal] {
        return Err(Penolakan::GambarRusak);
    }
    if isi.ends_with(AKHIR) { Ok(()) } else { Err(Penolakan::GambarTerpotong) }
}

/// SOI, well-formed segments with a frame header, and an EOI after the first scan.
pub(super) fn jpeg(isi: &[u8]) -> Result<(), Penolakan> {
    const TERPOTONG: Penolakan = Penolakan::GambarTerpotong;
    const RUSAK: Penolakan = Penolakan::GambarRusak;
    let mut sisa = isi.strip_prefix(b"\xff\xd8").ok_or(RUSAK)?;
    let mut berbingkai = false;
    loop {
        let (penanda, berikut) = penanda(sisa)?;
        let (panjang, _) = berikut.split_first_chunk().ok_or(TERPOTONG)?;
        let panjang = usize::from(u16::from_be_bytes(*panjang));
        if panjang < 2 {
            return Err(RUSAK);
        }
        let lanjut = berikut.get(panjang..).ok_or(TERPOTONG)?;
        match penanda {
            // SOF0 to SOF15, without DHT, JPG and DAC, which share the range.
            0xc0..=0xcf if !matches!(penanda, 0xc4 | 0xc8 | 0xcc) => berbingkai = true,
            // In the scan's data every 0xff is followed by 0x00 or a restart marker, so this is the real end.
            0xda if !berbingkai => return Err(RUSAK),
            0xda if lanjut.windows(2).any(|dua| dua == b"\xff\xd9") => return Ok(()),
            0xda => return Err(TERPOTONG),
            _ => {}
        }
        sisa = lanjut;
    }
}

/// The next marker that carries a segment; fill bytes may stand before it.
fn penanda(isi: &[u8]) -> Result<(u8, &[u8]), Penolakan> {
    let mut sisa = match isi.strip_prefix(b"\xff") {
        Some(sisa) => sisa,
        None if isi.is_empty() => return Err(Penolakan::GambarTerpotong),
        None => return Err(Penolakan::GambarRusak),
    };
    while let Some(lanjut) = sisa.strip_prefix(b"\xff") {
        sisa = lanjut;
    }
    let (penanda, sisa) = sisa.split_first().ok_or(Penolakan::GambarTerpotong)?;
    // Markers without a segment have no business before the scan.
    if matches!(penanda, 0x00 | 0x01 | 0xd0..=0xd9) {
        return Err(Penolakan::GambarRusak);
    }
    Ok((*penanda, sisa))
}

const EKOR: usize = 2 * 1024;

/// `%PDF-` first, `%%EOF` in the last 2 KiB, no `/Encrypt` entry in sight.
pub(super) fn pdf(isi: &[u8]) -> Result<(), Penolakan> {
    let ekor = &isi[isi.len().saturating_sub(EKOR)..];
    if !isi.starts_with(b"%PDF-") || posisi(ekor, b"%%EOF").is_none() {
        return Err(Penolakan::PdfRusak);
    }
    if tersandi(isi) { Err(Penolakan::PdfTerkunci) } else { Ok(()) }
}

/// An `/Encrypt` entry stands in the trailer or in the cross-reference stream's dictionary, never compressed.
fn tersandi(mut isi: &[u8]) -> bool {
    const ENTRI: &[u8] = b"/Encrypt";
    while let Some(di) = posisi(isi, ENTRI) {
        isi = &isi[di + ENTRI.len()..];
        // A longer name such as /EncryptMetadata is another entry.
        if isi.first().is_none_or(|b| b.is_ascii_whitespace() || *b == b'<' || *b == 0) {
            return true;
        }
    }
    false
}

/// How often a PDF was changed after it was made: its trailers, without the one it was born with and without the extra one
/// of a file that is laid out for the web.
pub(super) fn revisi_pdf(mut isi: &[u8]) -> u32 {
    let awal = &isi[..isi.len().min(1024)];
    let mut bawaan = 1 + u32::from(posisi(awal, b"/Linearized").is_some());
    let mut jumlah = 0_u32;
    while let Some(di) = posisi(isi, b"startxref") {
        isi = &isi[di + 9..];
        match bawaan {
            0 => jumlah = jumlah.saturating_add(1),
            _ => bawaan -= 1,
        }
    }
    jumlah
}

pub(super) fn posisi(isi: &[u8], cari: &[u8]) -> Option<usize> {
    isi.windows(cari.len()).position(|jendela| jendela == cari)
}
