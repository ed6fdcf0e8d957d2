//! A small, valid PDF to try things on: one A4 page with lines of text.

/// A one-page PDF 1.7 draft: a bold title and one line of text per entry of `baris`.
///
/// The same arguments always give the same bytes. Characters outside Latin-1 become `?`; lines that
/// do not fit on the page are left out.
///
/// ```
/// let pdf = loket_simulators::contoh_pdf("SURAT KETERANGAN", &["Nama: BUDI"]);
/// assert!(pdf.starts_with(b"%PDF-1.7"));
/// ```
pub fn contoh_pdf(judul: &str, baris: &[&str]) -> Vec<u8> {
    let isi = isi_halaman(judul, baris);
    let mut aliran = format!("<</Length {}>>\nstream\n", isi.len()).into_bytes();
    aliran.extend_from_slice(&isi);
    aliran.extend_from_slice(b"\nendstream");
    rangkai(&[
        b"<</Type/Catalog/Pages 2 0 R/Lang(id-ID)>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
          /Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>"
            .to_vec(),
        aliran,
        huruf("Helvetica"),
        huruf("Helvetica-Bold"),
    ])
}

/// A draft in the shapes that writers of PDF give it: its name, and the bytes.
///
/// # Errors
/// When lopdf cannot write one of them.
pub fn contoh_pdf_beragam() -> Result<Vec<(&'static str, Vec<u8>)>, lopdf::Error> {
    let polos =
        contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["Nama: SITI AMINAH", "Tempat lahir: Bantul"]);
    let halaman = |ubah: &dyn Fn(&mut lopdf::Dictionary)| -> Result<Vec<u8>, lopdf::Error> {
        let mut dokumen = lopdf::Document::load_mem(&polos)?;
        let id = dokumen.page_iter().next().ok_or(lopdf::Error::PageNumberNotFound(1))?;
        ubah(dokumen.get_dictionary_mut(id)?);
        let mut hasil = Vec::new();
        dokumen.save_to(&mut hasil)?;
        Ok(hasil)
    };
    let kotak = |angka: [i64; 4]| angka.map(lopdf::Object::Integer).to_vec();
    let mut aliran = lopdf::Document::load_mem(&polos)?;
    aliran.compress();
    let pilihan =
        lopdf::SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    let mut dalam_aliran = Vec::new();
    aliran.save_with_options(&mut dalam_aliran, pilihan)?;
    Ok(vec![
        ("object streams", dalam_aliran),
        ("linearised", LINEAR.to_vec()),
        ("rotated 90", halaman(&|kamus| kamus.set("Rotate", 90))?),
        ("rotated 180", halaman(&|kamus| kamus.set("Rotate", 180))?),
        ("rotated 270", halaman(&|kamus| kamus.set("Rotate", 270))?),
        (
            "shifted and cropped",
            halaman(&|kamus| {
                kamus.set("MediaBox", kotak([-60, -40, 535, 802]));
                kamus.set("CropBox", kotak([-30, 20, 505, 790]));
            })?,
        ),
        (
            "rotated, shifted and cropped, in units of two points",
            halaman(&|kamus| {
                kamus.set("Rotate", 270);
                kamus.set("MediaBox", kotak([-60, -40, 535, 802]));
                kamus.set("CropBox", kotak([-30, 20, 505, 790]));
                kamus.set("UserUnit", 2);
            })?,
        ),
        ("plain", polos),
    ])
}

/// The draft as a linearising writer stores it.
const LINEAR: &[u8] = include_bytes!("../static/linear.pdf");

fn huruf(nama: &str) -> Vec<u8> {
    format!("<</Type/Font/Subtype/Type1/BaseFont/{nama}/Encoding/WinAnsiEncoding>>").into_bytes()
}

fn isi_halaman(judul: &str, baris: &[&str]) -> Vec<u8> {
    let mut isi = b"BT /F2 14 Tf 18 TL 56 780 Td (".to_vec();
    isi.extend(teks(judul));
    isi.extend_from_slice(b") Tj T* /F1 11 Tf 15 TL T*\n");
    for satu in baris.iter().take(45) {
        isi.push(b'(');
        isi.extend(teks(satu));
        isi.extend_from_slice(b") Tj T*\n");
    }
    isi.extend_from_slice(b"ET");
    isi
}

/// The text as the inside of a PDF literal string.
fn teks(asal: &str) -> Vec<u8> {
    let mut keluar = Vec::with_capacity(asal.len());
    for huruf in asal.chars() {
        let satu = u8::try_from(huruf).ok().filter(|b| *b >= b' ').unwrap_or(b'?');
        if matches!(satu, b'(' | b')' | b'\\') {
            keluar.push(b'\\');
        }
        keluar.push(satu);
    }
    keluar
}

/// Header, numbered objects, cross-reference table and trailer.
fn rangkai(objek: &[Vec<u8>]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut tabel = vec![format!("xref\n0 {}\n0000000000 65535 f \n", objek.len() + 1)];
    for (nomor, isi) in (1..).zip(objek) {
        tabel.push(format!("{:010} 00000 n \n", pdf.len()));
        pdf.extend_from_slice(format!("{nomor} 0 obj\n").as_bytes());
        pdf.extend_from_slice(isi);
        pdf.extend_from_slice(b"\nendobj\n");
    }
    let mulai = pdf.len();
    pdf.extend_from_slice(tabel.concat().as_bytes());
    let ukuran = objek.len() + 1;
    pdf.extend_from_slice(
        format!("trailer\n<</Size {ukuran}/Root 1 0 R>>\nstartxref\n{mulai}\n%%EOF\n").as_bytes(),
    );
    pdf
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draft_is_a_readable_one_page_pdf() {
        let pdf = contoh_pdf("AKTA (LAHIR)", &["Nama: SITI \\ AMINAH", "Tanggal: 17 – 08"]);
        let dokumen = lopdf::Document::load_mem(&pdf).unwrap();

        assert_eq!(dokumen.get_pages().len(), 1);
        assert!(dokumen.xref_recovery.is_none());
        let teks = dokumen.extract_text(&[1]).unwrap();
        assert!(teks.contains("AKTA (LAHIR)") && teks.contains("SITI \\ AMINAH"), "{teks}");
    }
}
