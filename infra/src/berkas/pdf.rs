//! Whether a PDF begins at the first byte, ends, and opens without a password.

const EKOR: usize = 2 * 1024;

/// `%PDF-` first, `%%EOF` in the last 2 KiB, no `/Encrypt` entry in sight.
pub(super) fn utuh(isi: &[u8]) -> bool {
    let ekor = &isi[isi.len().saturating_sub(EKOR)..];
    isi.starts_with(b"%PDF-") && posisi(ekor, b"%%EOF").is_some() && !tersandi(isi)
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

fn posisi(isi: &[u8], cari: &[u8]) -> Option<usize> {
    isi.windows(cari.len()).position(|jendela| jendela == cari)
}
