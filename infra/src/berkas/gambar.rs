//! Whether a picture has its beginning, its end, and sizes that a decoder can be given.

/// Pixels in either direction.
const SISI_MAKS: u32 = 20_000;

fn sisi_wajar(lebar: u32, tinggi: u32) -> bool {
    (1..=SISI_MAKS).contains(&lebar) && (1..=SISI_MAKS).contains(&tinggi)
}

/// Signature, a sane IHDR first, and IEND at the end.
pub(super) fn png_utuh(isi: &[u8]) -> bool {
    const AWAL: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR";
    const AKHIR: &[u8] = b"\x00\x00\x00\x00IEND\xae\x42\x60\x82";
    let Some((lebar, sisa)) = isi.strip_prefix(AWAL).and_then(<[u8]>::split_first_chunk) else {
        return false;
    };
    let Some(tinggi) = sisa.first_chunk() else { return false };
    sisi_wajar(u32::from_be_bytes(*lebar), u32::from_be_bytes(*tinggi)) && sisa.ends_with(AKHIR)
}

/// SOI, well-formed segments with a sane frame header, and an EOI after the first scan.
pub(super) fn jpeg_utuh(isi: &[u8]) -> bool {
    let Some(mut sisa) = isi.strip_prefix(b"\xff\xd8") else { return false };
    let mut ukuran_wajar = false;
    while let Some((penanda, berikut)) = penanda(sisa) {
        let Some((panjang, _)) = berikut.split_first_chunk() else { return false };
        let panjang = usize::from(u16::from_be_bytes(*panjang));
        let (Some(segmen), Some(lanjut)) = (berikut.get(2..panjang), berikut.get(panjang..)) else {
            return false;
        };
        match penanda {
            // SOF0 to SOF15, without DHT, JPG and DAC, which share the range.
            0xc0..=0xcf if !matches!(penanda, 0xc4 | 0xc8 | 0xcc) => {
                let Some(&[_, t1, t2, l1, l2]) = segmen.first_chunk() else { return false };
                let gabung = |tinggi, rendah| u32::from(u16::from_be_bytes([tinggi, rendah]));
                ukuran_wajar = sisi_wajar(gabung(l1, l2), gabung(t1, t2));
            }
            // In the scan's data every 0xff is followed by 0x00 or a restart marker, so this is the real end.
            0xda => return ukuran_wajar && lanjut.windows(2).any(|dua| dua == b"\xff\xd9"),
            _ => {}
        }
        sisa = lanjut;
    }
    false
}

/// The next marker that carries a segment; fill bytes may stand before it.
fn penanda(isi: &[u8]) -> Option<(u8, &[u8])> {
    let mut sisa = isi.strip_prefix(b"\xff")?;
    while let Some(lanjut) = sisa.strip_prefix(b"\xff") {
        sisa = lanjut;
    }
    let (penanda, sisa) = sisa.split_first()?;
    // Markers without a segment have no business before the scan.
    (!matches!(penanda, 0x00 | 0x01 | 0xd0..=0xd9)).then_some((*penanda, sisa))
}
